"""Tell which predicates a query reads, so that it can be answered from the statements of these alone."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from kg.query.prefixes import KNOWN

_LONGEST: Final = 20_000
_DEEPEST: Final = 24
_OPENING, _CLOSING = "({[", ")}]"


def predicates_read(query: str) -> frozenset[str] | None:
    """Return the predicates of all patterns of a query, None where a query may read any.

    A query that names each of its predicates has the same answer from the statements of these alone. `rdf:type` stands
    with the class that it leads to, after a blank, where each pattern names one. A path of length zero leads from each
    node to itself: it has to begin or end at what a statement of its group binds.
    """
    if len(query) > _LONGEST or _depth(query) > _DEEPEST:
        return None  # its structure would take longer to find than it saves
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        algebra = translateQuery(parseQuery(query), initNs=dict(KNOWN)).algebra
        return None if algebra.name == "DescribeQuery" else frozenset(_read(algebra))
    except (_ReadsAny, ParseBaseException, RecursionError):
        return None  # of what cannot be parsed, the engine says what is wrong
    except Exception as error:  # rdflib raises plain ones of its own
        if type(error) is not Exception:
            raise
        return None


class _ReadsAny(Exception):
    """A pattern may be met by statements of any predicate."""


def _depth(query: str) -> int:
    depth = deepest = 0
    for sign in query:
        depth += (sign in _OPENING) - (sign in _CLOSING)
        deepest = max(deepest, depth)
    return deepest


def _read(node: Any) -> Iterator[str]:
    """Yield the predicates of the patterns below a node of the algebra."""
    from rdflib.plugins.sparql.algebra import translateGroupGraphPattern

    name = getattr(node, "name", None)
    if name == "BGP":
        yield from _of_patterns(node.triples)
    elif name == "GroupGraphPatternSub":  # in EXISTS
        yield from _read(translateGroupGraphPattern(node))
    elif name == "Graph" and not [*_read(node.p)]:
        raise _ReadsAny
    elif isinstance(node, dict):
        for inner in node.values():
            yield from _read(inner)
    elif isinstance(node, list | tuple):
        for inner in node:
            yield from _read(inner)


def _of_patterns(patterns: Sequence[tuple[Any, Any, Any]]) -> Iterator[str]:
    from rdflib import RDF, BNode, URIRef, Variable
    from rdflib.paths import Path

    bound = {end for one, verb, other in patterns if isinstance(verb, URIRef) for end in (one, other)}
    for one, verb, other in patterns:
        if isinstance(verb, URIRef):
            yield f"{verb} {other}" if verb == RDF.type and isinstance(other, URIRef) else str(verb)
        elif not isinstance(verb, Path) or (
            _may_be_empty(verb)
            and not any(end in bound or not isinstance(end, Variable | BNode) for end in (one, other))
        ):
            raise _ReadsAny
        else:
            yield from _of_path(verb)


def _may_be_empty(path: Any) -> bool:
    """Tell whether a path may have no step."""
    from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath

    match path:
        case MulPath():
            return bool(path.zero) or _may_be_empty(path.path)
        case SequencePath():
            return all(map(_may_be_empty, path.args))
        case AlternativePath():
            return any(map(_may_be_empty, path.args))
        case InvPath():
            return _may_be_empty(path.arg)
        case _:
            return False


def _of_path(path: Any) -> Iterator[str]:
    """Yield the predicates of the steps of a path."""
    from rdflib import URIRef
    from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath

    match path:
        case URIRef():
            yield str(path)
        case SequencePath() | AlternativePath():
            for step in path.args:
                yield from _of_path(step)
        case InvPath():
            yield from _of_path(path.arg)
        case MulPath():
            yield from _of_path(path.path)
        case _:
            raise _ReadsAny
