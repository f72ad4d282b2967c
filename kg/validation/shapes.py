"""Check asserted data against the shapes of the ontology, and against silence."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from kg.core import iri
from kg.core.graph import BlankNode, NamedNode, Quad, Store, Term, Triple, name_of, select
from kg.core.ontology import RDF_TYPE, Ontology, column_name
from kg.core.output import scratch
from kg.core.shapes import choices, target_classes
from kg.validation.addresses import TextPlace, addresses
from kg.validation.coverage import deactivated, say_implicit_targets
from kg.validation.engine import MOST_RESULTS, Graphs, ValidationResult, chosen_engine, judge
from kg.validation.graphs import BlankNames, dump, write
from kg.validation.report import Places, Report, Violation, report
from kg.validation.results import ShapeNames, check_all_is_read, finding, first_step, most_values
from kg.wording.notes import note

_TYPE = NamedNode(RDF_TYPE)
_NO_SHAPE = {
    "en": "No shape knows a class of this node: mend the class, or declare it with a shape.",
    "ru": "Ни одна форма не знает класса этого узла: исправьте класс или объявите его вместе с формой.",
    "kk": "Бұл түйіннің класын ешбір пішін білмейді: класты түзетіңіз не пішінімен бірге жариялаңыз.",
}

_NO_PROPERTY = {
    "en": "The ontology declares no property of this name: mend its spelling, or declare it.",
    "ru": "В онтологии нет свойства с таким именем: исправьте написание или объявите его.",
    "kk": "Онтологияда мұндай қасиет жоқ: жазылуын түзетіңіз не оны жариялаңыз.",
}


def _matched(data: Store, ontology: Ontology) -> tuple[int, set[str]]:
    """Return how many typed nodes some shape checks, and those that none does."""
    targets = {sub for cls in target_classes(ontology) for sub in ontology.subs(cls)}
    kinds = [row["kind"] for row in select(data, "SELECT DISTINCT ?kind WHERE { ?node a ?kind }")]
    unknown = set[str]()
    for kind in kinds:
        if name_of(kind) not in targets:
            unknown.update(_of_unknown_kind(data, kind, targets))
    (row,) = select(data, "SELECT (COUNT(DISTINCT ?node) AS ?count) WHERE { ?node a ?kind }")
    return int(name_of(row["count"].value)) - len(unknown), unknown


def _of_unknown_kind(data: Store, kind: Term, targets: Collection[str]) -> Iterator[str]:
    """Yield the nodes of a class that no shape knows which are of no other class either."""
    for quad in data.quads_for_pattern(None, _TYPE, kind):
        if all(name_of(other.object) not in targets for other in data.quads_for_pattern(quad.subject, _TYPE, None)):
            yield name_of(quad.subject)


def _silent(data: Store, ontology: Ontology, unknown: Iterable[str], places: Places) -> Iterator[Violation]:
    """Yield what SHACL would pass over in silence: nodes that no shape knows, properties that nothing declares."""
    for node in unknown:
        yield Violation("no-shape", "error", _NO_SHAPE, node, None, None, *places.get(node, (None, None)))
    declared = {quad.subject for quad in ontology.terms.quads_for_pattern(None, _TYPE, None)}
    used = (row["name"] for row in select(data, "SELECT DISTINCT ?name WHERE { ?node ?name ?value }"))
    for name in used:
        if name in declared or not isinstance(name, NamedNode) or not name.value.startswith(iri.PREFIXES["dyad"]):
            continue
        for quad in data.quads_for_pattern(None, name, None):
            node = name_of(quad.subject)
            where = places.get(node, (None, None))
            yield Violation("no-property", "error", _NO_PROPERTY, node, name.value, iri.compress(name.value), *where)


def check_shapes(
    data: Store, ontology: Ontology, places: Places, *, reference: bool, behind: Store | None = None
) -> Report:
    """Check the asserted data of a store; `places` gives the file and line at which a node is stated.

    What stands `behind` the data is known, and not judged.

    The reference is pySHACL; without it the fast engine judges, where it is. A typed node that no shape knows, and a
    property that nothing declares, are findings of their own, since SHACL would pass them over in silence; data in
    which nothing matches at all end as `nothing matched`. Raises ShapesInvalid for a shape that nobody evaluates.
    """
    shapes, _ = _readable_shapes(ontology)
    matched, unknown = _matched(data, ontology)
    if not matched:
        return report("shapes", [], 0)
    engine, told = chosen_engine(reference=reference)
    findings = [*_silent(data, ontology, unknown, places), *_judged(data, ontology, places, engine, behind or Store())]
    if len(findings) > MOST_RESULTS:
        told = note("most results", count=MOST_RESULTS)
    off = [note("deactivated", name=name) for name in deactivated(shapes)]
    return report("shapes", findings, matched, [*([] if told is None else [told]), *off])


@lru_cache(maxsize=2)
def _readable_shapes(ontology: Ontology) -> tuple[Store, tuple[Triple, ...]]:
    """Return the shapes of an ontology, as a store and in order; raise ShapesInvalid for what nobody evaluates."""
    shapes, names = Store(), BlankNames()
    ordered = [names.named(quad) for quad in sorted(ontology.shapes, key=str)]
    shapes.extend(Quad(*triple) for triple in ordered)
    implied = say_implicit_targets(shapes)
    check_all_is_read(shapes, sorted(ontology.folder.glob("shapes/*.ttl")), set())
    return shapes, (*ordered, *implied)


def _judged(data: Store, ontology: Ontology, places: Places, engine: str, behind: Store) -> Iterator[Violation]:
    """Yield what an engine finds in data that the ontology stands behind."""
    (shapes, ordered), names = _readable_shapes(ontology), BlankNames()
    with scratch() as folder:
        graphs = Graphs(shapes, folder / "shapes.nt", folder / "data.nq")
        write(ordered, graphs.shapes_file)
        dump((data, behind, ontology.terms), graphs.data_file, names)
        results = [*judge(graphs, engine)]
    offered = [choice for cls in target_classes(ontology) for choice in choices(ontology, cls)]
    mended = {choice.name: choice.required.steps[0] for choice in offered if choice.required.steps}
    told, given = ShapeNames(shapes), names.given
    for result in results:
        if _states(data, result.focus) or not _states(behind, result.focus):
            yield _placed(finding(told, result, None), result, given, mended, places)


def _states(store: Store, node: Term) -> bool:
    """Tell whether a store says something of a node."""
    return isinstance(node, NamedNode) and next(store.quads_for_pattern(node, None, None), None) is not None


def _placed(
    found: Violation,
    result: ValidationResult,
    given: Mapping[BlankNode, BlankNode],
    mended: Mapping[str, str],
    places: Places,
) -> Violation:
    """Return a finding with the place of its node and the property to mend, of a choice the one that it requires."""
    node = _own(result.focus, given)
    shape = result.shape.value if isinstance(result.shape, NamedNode) else ""
    name = node.value if isinstance(node, NamedNode) else str(node)
    path, line = places.get(name, (None, None))
    mend = mended.get(shape) if result.path is None else first_step(result.path)
    column = None if mend is None else column_name(mend)
    return replace(found, node=name, property=mend, path=path, line=line, column=column)


def _own(node: Term, given: Mapping[BlankNode, BlankNode]) -> Term:
    """Return a node as its data name it."""
    return given.get(node, node) if isinstance(node, BlankNode) else node


def at_statements(made: Report, ontology: Ontology, path: Path) -> Report:
    """Return a report on a file of RDF whose findings have the places of their statements, as far as nodes have names.

    Raises FileUnreadable as `stream_quads` does.
    """
    shapes, _ = _readable_shapes(ontology)
    due = [one for one in made.findings if one.path in {None, path} and one.start is None and _is_name(one.node)]
    results = [_result_of(one) for one in due]
    most = [most_values(shapes, result) for result in results]
    found = dict(zip(map(id, due), addresses(results, [path], most) if due else (), strict=True))
    return replace(made, findings=tuple(_at(one, found.get(id(one))) for one in made.findings))


def _is_name(written: str) -> bool:
    """Tell whether a finding writes a name, and no sentence or node without one."""
    return not written.startswith("_:") and not any(sign.isspace() for sign in written)


def _result_of(found: Violation) -> ValidationResult:
    """Return the result that a finding tells, or one of its statement."""
    if found.result is not None:
        return found.result
    path = None if found.property is None else f"<{iri.expand(found.property)}>"
    value = NamedNode(iri.expand(found.value)) if found.value is not None and _is_name(found.value) else None
    return ValidationResult(NamedNode(iri.expand(found.node)), path, value, "", None, "", ())


def _at(found: Violation, place: TextPlace | None) -> Violation:
    """Return a finding with its place in a text, which has no columns of a table."""
    if place is None or not place.start.line:
        return found
    start, line = place.start.column or None, place.start.line
    return replace(found, path=place.path, line=line, start=start, end=place.end, column=None)
