"""Check data against the shapes with pySHACL, the reference: no inference, the ontology always given."""

from collections.abc import Iterable, Iterator, Mapping

import pyshacl
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from kg import iri
from kg.graph import NamedNode, Quad, Store
from kg.ontology import Ontology, column_name
from kg.shapes import choices, target_classes
from kg.validate.report import Finding, Places

_SH = Namespace(iri.PREFIXES["sh"])
_SEVERITIES = {str(_SH.Violation): "error", str(_SH.Warning): "warning", str(_SH.Info): "info"}


def _rdflib(quads: Iterable[Quad]) -> Graph:
    """Copy quads into an rdflib graph, without their graph names."""
    graph = Graph()
    triples = sorted({f"{quad.triple} ." for quad in quads})
    return graph.parse(data="\n".join(triples), format="nt")


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


def _path(results: Graph, result: Node) -> str | None:
    path = results.value(result, _SH.resultPath)
    return None if path is None else str(path)


def _findings(results: Graph, shapes: Graph, mended: Mapping[str, str], places: Places) -> Iterator[Finding]:
    """Turn the results of pySHACL into findings with places; `mended` has the property to mend by choice."""
    for result in results.subjects(RDF.type, _SH.ValidationResult):
        shape = results.value(result, _SH.sourceShape)
        path, node = _path(results, result) or mended.get(str(shape)), str(results.value(result, _SH.focusNode))
        component = str(results.value(result, _SH.sourceConstraintComponent)).removeprefix(str(_SH))
        file, line = places.get(node, (None, None))
        column = None if path is None else column_name(path)
        yield Finding(
            rule=f"{str(shape).rsplit('#', 1)[-1]} {component.removesuffix('ConstraintComponent')}",
            severity=_SEVERITIES.get(str(results.value(result, _SH.resultSeverity)), "error"),
            messages=_messages(shapes, shape) if shape is not None else _messages(shapes, result),
            node=node,
            property=path,
            value=_value(results, result),
            path=file,
            line=line,
            column=column,
        )


def reference_findings(data: Store, ontology: Ontology, places: Places) -> Iterator[Finding]:
    """Yield what pySHACL finds."""
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
    offered = [choice for cls in target_classes(ontology) for choice in choices(ontology, cls)]
    yield from _findings(results, shapes, {choice.name: choice.required.path for choice in offered}, places)
