"""Check data against the shapes with pySHACL, the reference: no inference, the ontology always given."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import pyshacl
import rdflib
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from kg.core import iri
from kg.core.errors import ArgumentInvalid
from kg.core.graph import NamedNode, Quad, Store
from kg.core.ontology import Ontology, column_name
from kg.core.shapes import choices, target_classes
from kg.validation.report import Places, Violation

_SH = Namespace(iri.PREFIXES["sh"])
_SCRIPTED = frozenset(
    f"sh:{name}" for name in ("sparql", "select", "ask", "js", "rule", "target", "jsLibrary", "script")
)
logging.getLogger("rdflib").addHandler(logging.NullHandler())  # else it prints a traceback for each ill-typed literal
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


def _findings(results: Graph, shapes: Graph, mended: Mapping[str, str], places: Places) -> Iterator[Violation]:
    """Turn the results of pySHACL into findings with places; `mended` has the property to mend by choice."""
    for result in results.subjects(RDF.type, _SH.ValidationResult):
        shape = results.value(result, _SH.sourceShape)
        path, node = _path(results, result) or mended.get(str(shape)), str(results.value(result, _SH.focusNode))
        component = str(results.value(result, _SH.sourceConstraintComponent)).removeprefix(str(_SH))
        file, line = places.get(node, (None, None))
        column = None if path is None else column_name(path)
        yield Violation(
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


def reference_findings(data: Store, ontology: Ontology, places: Places) -> Iterator[Violation]:
    """Yield what pySHACL finds; raise ArgumentInvalid for data at which it stumbles, and for shapes that run code."""
    if scripted := sorted({iri.compress(quad.predicate.value) for quad in ontology.shapes} & _SCRIPTED):
        raise ArgumentInvalid(
            "A shape runs a query or a script, which could reach the network.",
            remedy="Write it with the constraints of SHACL Core.",
            value=", ".join(scripted),
        )
    shapes = _rdflib(ontology.shapes)
    results = _results([*data, *_concepts(ontology)], shapes, ontology)
    offered = [choice for cls in target_classes(ontology) for choice in choices(ontology, cls)]
    yield from _findings(results, shapes, {choice.name: choice.required.path for choice in offered}, places)


def _results(data: Iterable[Quad], shapes: Graph, ontology: Ontology) -> Graph:
    """Have pySHACL judge data; raise ArgumentInvalid where a value of theirs is beyond what rdflib can take."""
    try:
        with _literals_as_written():
            _, results, _ = pyshacl.validate(
                _rdflib(data),
                shacl_graph=shapes,
                ont_graph=_rdflib(ontology.terms),
                inference="none",
                advanced=False,
                inplace=True,
                do_owl_imports=False,
            )
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError, MemoryError) as error:
        raise ArgumentInvalid(
            f"pySHACL stumbles over the data: {type(error).__name__} {error}", remedy="Check without --reference."
        ) from error
    assert isinstance(results, Graph)  # noqa: S101
    return results


@contextmanager
def _literals_as_written() -> Iterator[None]:
    """Have rdflib keep literals as they are written, for it would write out a number of a billion digits."""
    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = before
