"""Check data against the shapes with pySHACL, the reference: no inference, the ontology always given."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyshacl
import rdflib
from pyshacl.errors import ReportableRuntimeError
from rdflib import RDF, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from kg.core import iri
from kg.core.errors import ArgumentInvalid, KgError, ShapesInvalid
from kg.core.graph import BlankNode, NamedNode, RdfFormat, Term, parse
from kg.core.graph import Literal as Text
from kg.validation.engine import Graphs, ValidationResult

_SH = Namespace(iri.PREFIXES["sh"])
logging.getLogger("rdflib").addHandler(logging.NullHandler())  # else it prints a traceback for each ill-typed literal


def reference_results(graphs: Graphs) -> Iterator[ValidationResult]:
    """Yield what pySHACL finds in any data by any shapes; raise ShapesInvalid for shapes that it cannot use."""
    with _literals_as_written():
        shapes, data = map(_with_names, (graphs.shapes_file, graphs.data_file))
    found = _judged(data, shapes)
    for report in found.subjects(RDF.type, _SH.ValidationReport):
        for one in found.objects(report, _SH.result):
            yield _result(found, one)


def _result(found: Graph, one: Node) -> ValidationResult:
    path, value, shape = (found.value(one, _SH[name]) for name in ("resultPath", "value", "sourceShape"))
    return ValidationResult(
        focus=_neutral(found.value(one, _SH.focusNode)),
        path=None if path is None else _written(found, path),
        value=None if value is None else _neutral(value),
        component=str(found.value(one, _SH.sourceConstraintComponent)),
        shape=None if shape is None else _neutral(shape),
        severity=str(found.value(one, _SH.resultSeverity)),
        said=tuple(
            Text(str(said), language=said.language)
            for said in found.objects(one, _SH.resultMessage)
            if isinstance(said, Literal)
        ),
    )


def _with_names(file: Path) -> Graph:
    """Read N-Quads into an rdflib graph, with the labels of their blank nodes, which its parsers would change."""
    graph = Graph()
    for quad in parse(path=str(file), format=RdfFormat.N_QUADS):
        graph.add((_of_rdflib(quad.subject), URIRef(quad.predicate.value), _of_rdflib(quad.object)))
    return graph


def _of_rdflib(term: Term) -> Node:
    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    assert isinstance(term, Text)  # noqa: S101
    if term.language is not None:
        return Literal(term.value, lang=term.language)
    plain = term.datatype.value == str(XSD.string)
    return Literal(term.value, datatype=None if plain else URIRef(term.datatype.value))


def _neutral(term: Node | None) -> Term:
    """Return a term of rdflib as one of the graph's."""
    if isinstance(term, BNode):
        return BlankNode(str(term))
    if isinstance(term, Literal):
        if term.language is not None:
            return Text(str(term), language=term.language)
        return Text(str(term), datatype=None if term.datatype is None else NamedNode(str(term.datatype)))
    return NamedNode(str(term))


def _written(graph: Graph, path: Node) -> str:
    """Write a path as SPARQL does, with brackets where the fast engine has them."""
    if isinstance(path, URIRef):
        return f"<{path}>"
    if (inverse := graph.value(path, _SH.inversePath)) is not None:
        return f"^{_written(graph, inverse)}"
    for name, mark in (("zeroOrMorePath", "*"), ("oneOrMorePath", "+"), ("zeroOrOnePath", "?")):
        if (inner := graph.value(path, _SH[name])) is not None:
            return f"({_written(graph, inner)}){mark}"
    either = graph.value(path, _SH.alternativePath)
    steps = graph.items(path if either is None else either)
    return f"({('/' if either is None else '|').join(_written(graph, step) for step in steps)})"


def _judged(data: Graph, shapes: Graph) -> Graph:
    """Have pySHACL judge a graph by another; raise ShapesInvalid, or ArgumentInvalid for data at which it stumbles."""
    try:
        return _report_of(data, shapes)
    except KgError:
        raise
    except Exception as error:  # rdflib raises plain ones of its own
        raise ShapesInvalid("The shapes cannot be used.", remedy=f"Mend them: {error}.") from error


def _report_of(data: Graph, shapes: Graph, terms: Graph | None = None) -> Graph:
    """Have pySHACL judge data; raise ArgumentInvalid where a value of theirs is beyond what rdflib can take."""
    try:
        with _literals_as_written():
            _, results, _ = pyshacl.validate(
                data,
                shacl_graph=shapes,
                ont_graph=terms,
                inference="none",
                advanced=False,
                inplace=True,
                do_owl_imports=False,
            )
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError, MemoryError) as error:
        raise ArgumentInvalid(
            f"pySHACL stumbles over the data: {type(error).__name__} {error}", remedy="Check without --reference."
        ) from error
    if isinstance(results, ReportableRuntimeError):
        raise results
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
