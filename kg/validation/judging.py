"""Validate any data by any shapes: read, judge, and say where each finding stands, and what nobody looked at."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kg.core import iri
from kg.core.errors import FileUnreadable, ShapesInvalid
from kg.core.graph import NQUADS, BlankNode, Literal, NamedNode, Quad, Store, Term, Triple
from kg.core.manifest import MANIFEST, part
from kg.core.output import scratch
from kg.core.rdf_files import SYNTAXES
from kg.validation.addresses import TextPlace, addresses
from kg.validation.coverage import Met, deactivated, say_implicit_targets, targeting, unused_shapes
from kg.validation.engine import MOST_RESULTS, Graphs, ValidationResult, chosen_engine, judge, local_name
from kg.validation.graphs import statements, write
from kg.validation.messages import messages, parameters
from kg.validation.report import SEVERITIES, Report, Violation, report
from kg.validation.vocabulary import SH, unread_terms

_IMPORTS = NamedNode(iri.PREFIXES["owl"] + "imports")
_SEVERITIES = {f"{SH}Warning": "warning", f"{SH}Info": "info"}
_MATCHED_NOTHING = {
    "en": "The shape matched no node of the data: mend its target or the data, or name it with --allow-empty.",
    "ru": "Форма не нашла в данных ни одного узла: исправьте её цель или данные либо назовите её в --allow-empty.",
    "kk": "Пішін деректерден бірде-бір түйін таппады: нысанын не деректерді түзетіңіз не --allow-empty арқылы атаңыз.",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """What is to be judged by what: files or folders of RDF, or builds; an ontology that stands behind the data."""

    data: Sequence[Path]
    shapes: Sequence[Path]
    ontology: Sequence[Path] = ()


@dataclass(frozen=True, slots=True)
class Strictness:
    """How to judge: by pySHACL or not, which shapes may match no node, and from which severity on findings count.

    No more than `most` results are told, which the report then says.
    """

    reference: bool = False
    allow_empty: Sequence[str] = ()
    fail_on: str = SEVERITIES[0]
    most: int = MOST_RESULTS


def validate_graphs(judged: Judged, rules: Strictness) -> Report:
    """Validate data by shapes, without inference: nothing is fetched, and what is not evaluated is an error.

    Raises FileUnreadable for what cannot be read, and ShapesInvalid for shapes that no engine could evaluate whole.
    """
    data, ontology, shape_files = (_files(paths) for paths in (judged.data, judged.ontology, judged.shapes))
    allowed = {*map(iri.compress, map(_bare, rules.allow_empty))}
    with scratch() as folder:
        shapes = Store()
        graphs = Graphs(shapes, folder / "shapes.nt", folder / "data.nt")
        imports = set[str]()
        write(_shapes(shape_files, shapes, imports), graphs.shapes_file)
        _check_all_is_read(shapes, shape_files, allowed)
        met = Met(shapes)
        write(_data(data, ontology, met, imports), graphs.data_file)
        engine, note = chosen_engine(reference=rules.reference)
        results = [*islice(judge(graphs, engine), rules.most + 1)]
    beyond, results = results[rules.most :], results[: rules.most]
    most = [_most(shapes, result) for result in results]
    places = addresses(results, [*data, *ontology], most)
    names = _ShapeNames(shapes)
    found = [_finding(names, result, place) for result, place in zip(results, places, strict=True)]
    empty = [shape for shape in targeting(shapes) if not met.nodes(shape) and names.of(shape) not in allowed]
    nodes = set[int]().union(*map(met.nodes, targeting(shapes)))
    found += _unmatched(names, empty, shape_files)
    notes = [*_notes(shapes, imports, note)]
    if beyond:
        notes.append(f"NOT TOLD: what is found beyond {rules.most:,} results; mend these, and check again.")
    return report("shapes", found, len(nodes), notes, rules.fail_on)


def _check_all_is_read(shapes: Store, files: Sequence[Path], allowed: set[str]) -> None:
    """Raise ShapesInvalid, with its place, for the first thing in shapes that no engine would evaluate."""
    found = [*unread_terms(shapes), *unused_shapes(shapes, allowed)]
    if found:
        first = found[0]
        path = None if first.property is None else f"<{first.property}>"
        (address,) = addresses([ValidationResult(first.node, path, None, "", None, "", ())], files, [None])
        more = f" There are {len(found) - 1:,} more such faults." if len(found) > 1 else ""
        raise ShapesInvalid(
            first.problem + more,
            remedy=first.remedy,
            path=None if address is None else address.path,
            line=None if address is None else address.start.line,
            value=_ShapeNames(shapes).of(first.node),
        )


def _bare(name: str) -> str:
    return name.strip("<>")


def _files(paths: Iterable[Path]) -> list[Path]:
    """Return the files of RDF that paths stand for: a build for its graph, another folder for those that lie in it."""
    found = list[Path]()
    for path in paths:
        if not path.is_dir():
            found.append(path)
        elif (path / MANIFEST).is_file():
            found.append(part(path, NQUADS))
        else:
            within = sorted(file for file in path.iterdir() if file.suffix.lower() in SYNTAXES)
            if not within:
                raise FileUnreadable(
                    "The folder is no build, and no file of RDF lies in it.",
                    remedy=f"Name one with a file in one of: {', '.join(SYNTAXES)}.",
                    path=path,
                )
            found += within
    return found


def _shapes(files: Iterable[Path], shapes: Store, imports: set[str]) -> Iterator[Triple]:
    """Yield the statements of shapes, and load them too; the targets that go without saying are stated."""
    for statement in statements(files):
        triple = statement.triple
        shapes.add(Quad(*triple))
        if triple.predicate == _IMPORTS:
            imports.add(str(triple.object))
        yield triple
    before = {quad.triple for quad in shapes}
    say_implicit_targets(shapes)
    yield from sorted({quad.triple for quad in shapes} - before, key=str)


def _data(data: Iterable[Path], ontology: Iterable[Path], met: Met, imports: set[str]) -> Iterator[Triple]:
    """Yield the statements of the data, of which note is taken, and of the ontology behind them."""
    own = {*data}
    for statement in statements([*data, *ontology]):
        triple = statement.triple
        if statement.path in own:
            met.see(triple)
        else:
            met.see_background(triple)
        if triple.predicate == _IMPORTS:
            imports.add(str(triple.object))
        yield triple


def _notes(shapes: Store, imports: Iterable[str], note: str | None) -> Iterator[str]:
    if note is not None:
        yield note
    for name in sorted(imports):
        yield f"NOT READ: owl:imports {name}, for nothing is fetched; name its file if it is needed."
    for name in deactivated(shapes):
        yield f"NOT CHECKED: {name}, which its author deactivated."


def _most(shapes: Store, result: ValidationResult) -> int | None:
    """Return how many values a result's shape allows, where there are too many."""
    said = parameters(shapes, result.shape).get("maxCount", "") if result.constraint == "MaxCount" else ""
    return int(said) if said.isdecimal() else None


class _ShapeNames:
    """What shapes are called: by their own name, else by that of the shape around them and their property."""

    def __init__(self, shapes: Store) -> None:
        self.shapes = shapes
        self._known = dict[Term | None, str]()
        self._messages = dict[tuple[Term | None, str], dict[str, str]]()

    def of(self, shape: Term | None) -> str:
        """Return the name of a shape, as people write it."""
        if shape not in self._known:
            self._known[shape] = self._named(shape)
        return self._known[shape]

    def _named(self, shape: Term | None, depth: int = 0) -> str:
        if isinstance(shape, NamedNode):
            return iri.compress(shape.value)
        if not isinstance(shape, BlankNode):
            return "a shape"
        around = next(self.shapes.quads_for_pattern(None, None, shape), None)
        path = parameters(self.shapes, shape).get("path", "")
        if around is None or depth > _DEEPEST:
            return f"{shape} {local_name(path)}".strip()
        return f"{self._named(around.subject, depth + 1)} {local_name(path)}".strip()

    def messages(self, result: ValidationResult) -> dict[str, str]:
        """Return the messages of a result by language; those that no values of a query are filled into, once."""
        if result.said and result.constraint == "SPARQL":
            return messages(self.shapes, result)
        key = (result.shape, result.component)
        if key not in self._messages:
            self._messages[key] = messages(self.shapes, result)
        return self._messages[key]


_DEEPEST = 100


def _plain(term: Term | None) -> str | None:
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return iri.compress(term.value)
    return term.value if isinstance(term, Literal) else str(term)


def _finding(names: _ShapeNames, result: ValidationResult, address: TextPlace | None) -> Violation:
    """Write a result as a finding, with its place."""
    whole = names.of(result.shape)
    path = result.path
    return Violation(
        rule=f"{local_name(whole)} {result.constraint}",
        severity=_SEVERITIES.get(result.severity, "error"),
        messages=names.messages(result),
        node=result.focus.value if isinstance(result.focus, NamedNode | Literal) else str(result.focus),
        property=path[1:-1] if path is not None and path.startswith("<") and path.count(">") == 1 else path,
        value=_plain(result.value),
        path=None if address is None else address.path,
        line=None if address is None else address.start.line,
        start=None if address is None else address.start.column or None,
        end=None if address is None else address.end,
        result=result,
    )


def _unmatched(names: _ShapeNames, empty: Sequence[Term], files: Sequence[Path]) -> Iterator[Violation]:
    """Yield a warning for each shape that looked at nothing, with the place of the shape."""
    sought = [ValidationResult(shape, None, None, "", None, "", ()) for shape in empty]
    for shape, address in zip(empty, addresses(sought, files, [None] * len(empty)) if empty else (), strict=True):
        yield Violation(
            rule="shape-matched-nothing",
            severity="warning",
            messages=_MATCHED_NOTHING,
            node=names.of(shape),
            path=None if address is None else address.path,
            line=None if address is None else address.start.line,
            start=None if address is None else address.start.column or None,
            end=None if address is None else address.end,
        )
