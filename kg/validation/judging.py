"""Validate any data by any shapes: read, judge, and say where each finding stands, and what nobody looked at."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from shutil import copyfileobj

from kg.core import iri
from kg.core.errors import FileUnreadable
from kg.core.files import open_regular
from kg.core.graph import NQUADS, BlankNode, NamedNode, Quad, Store, Term, Triple
from kg.core.manifest import MANIFEST, part
from kg.core.output import scratch
from kg.core.rdf_files import SYNTAXES
from kg.validation.addresses import addresses
from kg.validation.by_line import BY_LINE, named_in, statements_with
from kg.validation.coverage import Met, deactivated, say_implicit_targets, targeting
from kg.validation.engine import FAST, MOST_RESULTS, Graphs, ValidationResult, chosen_engine, judge
from kg.validation.graphs import statements, write
from kg.validation.report import SEVERITIES, Report, Violation, report
from kg.validation.results import ShapeNames, check_all_is_read, finding, most_values
from kg.wording.notes import note

_IMPORTS = NamedNode(iri.PREFIXES["owl"] + "imports")
_LARGE = 1 << 28
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

    No more than `most` results are told, which the report then says. No server is asked for more statements than
    `most_served`.
    """

    reference: bool = False
    allow_empty: Sequence[str] = ()
    fail_on: str = SEVERITIES[0]
    most: int = MOST_RESULTS
    most_served: int = 1_000_000


def validate_graphs(judged: Judged, rules: Strictness) -> Report:
    """Validate data by shapes, without inference: nothing is fetched, and what is not evaluated is an error.

    Raises FileUnreadable for what cannot be read, and ShapesInvalid for shapes that no engine could evaluate whole.
    """
    data, ontology, shape_files = (files_of(paths) for paths in (judged.data, judged.ontology, judged.shapes))
    allowed = {*map(iri.compress, map(_bare, rules.allow_empty))}
    with scratch() as folder:
        shapes = Store()
        engine, told = chosen_engine(reference=rules.reference)
        graphs = Graphs(shapes, folder / "shapes.nt", folder / "data.nt")
        imports = set[str]()
        write(_shapes(shape_files, shapes, imports), graphs.shapes_file)
        check_all_is_read(shapes, shape_files, allowed)
        met, unsought = Met(shapes), 0
        if engine == FAST and len(data) == 1 and data[0].suffix.lower() in BY_LINE:
            graphs = replace(graphs, data_file=_as_it_is(data[0], ontology, folder))
            unsought = _look_through(data[0], ontology, met, imports)
        else:
            write(_data(data, ontology, met, imports), graphs.data_file)
        results = [*islice(judge(graphs, engine), rules.most + 1)]
    beyond, results = results[rules.most :], results[: rules.most]
    most = [most_values(shapes, result) for result in results]
    places = addresses(results, [*data, *ontology], most)
    names = ShapeNames(shapes)
    found = [finding(names, result, place) for result, place in zip(results, places, strict=True)]
    sought = targeting(shapes)
    empty = [shape for shape in sought if not any(met.of_shape(shape)) and names.of(shape) not in allowed]
    found += _unmatched(names, empty, shape_files)
    notes = [*_notes(shapes, imports, told)]
    if unsought:
        notes.append(note("targets unsought", count=unsought))
    if beyond:
        notes.append(note("most results", count=rules.most))
    return report("shapes", found, met.count(sought), notes, rules.fail_on)


def _bare(name: str) -> str:
    return name.strip("<>")


def files_of(paths: Iterable[Path]) -> list[Path]:
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
    yield from say_implicit_targets(shapes)


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


def _as_it_is(data: Path, ontology: Sequence[Path], folder: Path) -> Path:
    """Return a file that has a statement a line, with the ontology behind it, for an engine to read by itself."""
    if not ontology:
        return data
    whole = folder / f"data{data.suffix.lower()}"
    with open_regular(data) as file, whole.open("wb") as copy:
        copyfileobj(file, copy, 1 << 24)
        copy.write(b"\n")
        for statement in statements(ontology):
            copy.write(f"{_set_apart(statement.triple)} .\n".encode())
    return whole


def _set_apart(triple: Triple) -> Triple:
    """Return a statement of the ontology with names of its blank nodes that no data have."""
    subject, said = (
        BlankNode(f"ofTheOntology{node.value}") if isinstance(node, BlankNode) else node
        for node in (triple.subject, triple.object)
    )
    return Triple(subject, triple.predicate, said)  # type: ignore[arg-type]


def _look_through(data: Path, ontology: Sequence[Path], met: Met, imports: set[str]) -> int:
    """Take note of what a file that has a statement a line holds for the shapes, and of the ontology behind it.

    Returns how many nodes that shapes target by name were not looked for, since the file is large.
    """
    for said in statements_with({*met.predicates, _IMPORTS}, data):
        met.see_written(said)
        if said.predicate == _IMPORTS:
            imports.update(value.decode() for _, value in said.ends)
    for _ in _data((), ontology, met, imports):
        pass
    is_large = data.stat().st_size > _LARGE
    met.see_named(met.targets if is_large else named_in(met.targets, data))
    return len(met.targets) if is_large else 0


def _notes(shapes: Store, imports: Iterable[str], told: str | None) -> Iterator[str]:
    if told is not None:
        yield told
    for name in sorted(imports):
        yield note("import unread", name=name)
    for name in deactivated(shapes):
        yield note("deactivated", name=name)


def _unmatched(names: ShapeNames, empty: Sequence[Term], files: Sequence[Path]) -> Iterator[Violation]:
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
