"""Check asserted data against the shapes with pySHACL: no inference, the ontology always given."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

import pyshacl
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from kg import iri
from kg.graph import NamedNode, Quad, Store
from kg.ontology import Ontology, column_name
from kg.validate.report import Finding, Report, report

_SH = Namespace(iri.PREFIXES["sh"])
_SEVERITIES = {str(_SH.Violation): "error", str(_SH.Warning): "warning", str(_SH.Info): "info"}
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

Places: TypeAlias = Mapping[str, tuple[Path, int]]


def _rdflib(quads: Iterable[Quad]) -> Graph:
    """Copy quads into an rdflib graph, without their graph names."""
    graph = Graph()
    triples = sorted({f"{quad.triple} ." for quad in quads})
    return graph.parse(data="\n".join(triples), format="nt")


def _targets(ontology: Ontology) -> set[str]:
    """Return every class whose instances some shape checks: the target classes and their subclasses."""
    quads = ontology.shapes.quads_for_pattern(None, NamedNode(_SH.targetClass), None)
    return {cls for quad in quads if isinstance(quad.object, NamedNode) for cls in ontology.subs(quad.object.value)}


def _matched(data: Store, ontology: Ontology) -> tuple[set[str], set[str]]:
    """Return the typed nodes that some shape checks, and those that none does."""
    targets, seen, matched = _targets(ontology), set(), set()
    for quad in data.quads_for_pattern(None, NamedNode(RDF.type), None):
        seen.add(str(quad.subject).strip("<>"))
        if isinstance(quad.object, NamedNode) and quad.object.value in targets:
            matched.add(str(quad.subject).strip("<>"))
    return matched, seen - matched


def _concepts(ontology: Ontology) -> Iterator[Quad]:
    """Yield what the ontology states of its concepts: pySHACL takes no individuals from an ontology."""
    for quad in ontology.terms:
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(iri.ID):
            yield quad


def _messages(shapes: Graph, shape: Node) -> dict[str, str]:
    found = {m.language or "en": str(m) for m in shapes.objects(shape, _SH.message) if isinstance(m, Literal)}
    return {"en": "The value breaks its shape.", **found}


def _value(results: Graph, result: Node) -> str | None:
    value = results.value(result, _SH.value)
    return None if value is None else iri.compress(str(value)) if isinstance(value, URIRef) else str(value)


def _findings(results: Graph, shapes: Graph, places: Places) -> Iterator[Finding]:
    """Turn the results of pySHACL into findings with places."""
    for result in results.subjects(RDF.type, _SH.ValidationResult):
        shape = results.value(result, _SH.sourceShape)
        path, node = results.value(result, _SH.resultPath), str(results.value(result, _SH.focusNode))
        component = str(results.value(result, _SH.sourceConstraintComponent)).removeprefix(str(_SH))
        file, line = places.get(node, (None, None))
        column = None if path is None else column_name(str(path))
        yield Finding(
            rule=f"{str(shape).rsplit('#', 1)[-1]} {component.removesuffix('ConstraintComponent')}",
            severity=_SEVERITIES.get(str(results.value(result, _SH.resultSeverity)), "error"),
            messages=_messages(shapes, shape) if shape is not None else _messages(shapes, result),
            node=node,
            property=None if path is None else str(path),
            value=_value(results, result),
            path=file,
            line=line,
            column=column,
        )


def _silent(data: Store, ontology: Ontology, unknown: set[str], places: Places) -> Iterator[Finding]:
    """Yield what SHACL would pass over in silence: nodes that no shape knows, properties that nothing declares."""
    for node in unknown:
        yield Finding("no-shape", "error", _NO_SHAPE, node, None, None, *places.get(node, (None, None)))
    declared = {quad.subject for quad in ontology.terms.quads_for_pattern(None, NamedNode(RDF.type), None)}
    for quad in data:
        if quad.predicate.value.startswith(iri.PREFIXES["dyad"]) and quad.predicate not in declared:
            node, name = str(quad.subject).strip("<>"), quad.predicate.value
            where = places.get(node, (None, None))
            yield Finding("no-property", "error", _NO_PROPERTY, node, name, iri.compress(name), *where)


def check_shapes(data: Store, ontology: Ontology, places: Places) -> Report:
    """Check the asserted data of a store; `places` gives the file and line at which a node is stated.

    A typed node that no shape knows, and a property that nothing declares, are findings of their own, since SHACL
    would pass them over in silence; data in which nothing matches at all end as `nothing matched`.
    """
    matched, unknown = _matched(data, ontology)
    if not matched:
        return report("shapes", [], 0)
    shapes = _rdflib(ontology.shapes)
    _, results, _ = pyshacl.validate(
        _rdflib([*data, *_concepts(ontology)]),
        shacl_graph=shapes,
        ont_graph=_rdflib(ontology.terms),
        inference="none",
        advanced=False,
        inplace=True,
    )
    assert isinstance(results, Graph)  # noqa: S101
    findings = [*_silent(data, ontology, unknown, places), *_findings(results, shapes, places)]
    return report("shapes", findings, len(matched))
