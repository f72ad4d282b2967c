"""The graph: parse and write RDF, keep it in stores, and ask SPARQL of it. The only module that knows the store."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    Variable,
    parse,
    parse_query_results,
    serialize,
)

from kg.core import iri
from kg.core.errors import BuildDamaged, BuildMissing, QueryInvalid
from kg.core.manifest import FINDINGS, FLAT, NQUADS, STORE, check_build, unless_replaced

__all__ = [
    "ALL_GRAPHS",
    "FINDINGS",
    "FLAT",
    "NQUADS",
    "STORE",
    "BlankNode",
    "DefaultGraph",
    "Literal",
    "NamedNode",
    "Quad",
    "QueryBoolean",
    "QueryResultsFormat",
    "QuerySolution",
    "QuerySolutions",
    "QueryTriples",
    "RdfFormat",
    "ReadGraphs",
    "Store",
    "Term",
    "Triple",
    "Variable",
    "construct",
    "evaluate",
    "has_default_graph",
    "load_lines",
    "matches",
    "name_of",
    "open_build",
    "parse",
    "parse_query_results",
    "quads_as_lines",
    "reading",
    "select",
    "serialize",
    "values",
]

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
Subject: TypeAlias = NamedNode | BlankNode | None
Object: TypeAlias = Term | None

_OF_ENGINE = ("Corruption:", "IO error:")


def name_of(term: object) -> str:
    """Return the IRI of a named node without its brackets; a blank node keeps its label."""
    return str(term).strip("<>")


def values(store: Store, subject: str, predicate: str) -> list[str]:
    """Return the distinct values of a subject's property as text, in order; blank nodes are left out."""
    quads = matches(store, NamedNode(subject), NamedNode(predicate))
    return sorted({quad.object.value for quad in quads if isinstance(quad.object, NamedNode | Literal)})


def quads_as_lines(quads: Iterable[Quad]) -> set[str]:
    """Write quads as N-Quads lines without their line ends; blank nodes get canonical names (RDFC-1.0)."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {f"{quad} ." for quad in dataset}


def load_lines(store: Store, lines: Iterable[str]) -> None:
    """Load N-Quads lines into a store."""
    store.bulk_load("\n".join(lines).encode(), format=RdfFormat.N_QUADS)


def open_build(folder: Path) -> Store:
    """Open a build for reading: its default graph is the union of all; raise BuildMissing, BuildDamaged."""

    def opened() -> Store:
        if not check_build(folder).holds(STORE):
            raise BuildMissing("The build has no graph.", remedy="Run `kg build` without --no-rdf.", path=folder)
        with reading(folder):
            return Store.read_only(str(folder / STORE))

    return unless_replaced(folder, opened)


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Turn what the engine finds wrong with the store of a build, at once or in a query, into BuildDamaged."""
    try:
        yield
    except (RuntimeError, OSError, QueryInvalid) as error:
        problem = error.remedy if isinstance(error, QueryInvalid) else str(error)
        if not problem.startswith(_OF_ENGINE):
            raise
        raise BuildDamaged(
            f"The store of the build cannot be read: {problem}.", remedy="Run `kg build` again.", path=folder / STORE
        ) from error


def matches(store: Store, subject: Subject, predicate: NamedNode | None, obj: Object = None) -> Iterator[Quad]:
    """Yield the statements of a pattern once each, whatever graphs state them."""
    is_found = False
    for quad in store.quads_for_pattern(subject, predicate, obj, DefaultGraph()):
        is_found = True
        yield quad
    if is_found or has_default_graph(store):
        return
    seen: set[Triple] = set()
    for quad in store.quads_for_pattern(subject, predicate, obj, None):
        if quad.triple not in seen:
            seen.add(quad.triple)
            yield quad


def has_default_graph(store: Store) -> bool:
    """Tell whether a store has statements in its default graph."""
    return next(store.quads_for_pattern(None, None, None, DefaultGraph()), None) is not None


@dataclass(frozen=True, slots=True)
class ReadGraphs:
    """The graphs, by their IRIs, that a query may read: those of its default graph, and those that it may name."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.default or self.named)


ALL_GRAPHS: Final = ReadGraphs()


def evaluate(
    store: Store,
    query: str,
    prefixes: Mapping[str, str] = iri.PREFIXES,
    graphs: ReadGraphs = ALL_GRAPHS,
    base: str | None = None,
) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Answer a query over the default graph, which is the union of the named ones where a store has none of its own.

    Of the `prefixes` it may use any without declaring it. Where `graphs` are given it reads these alone, whatever it
    says by FROM; IRIs that are relative are to the `base`.
    A store must not mix the two: either everything stands in named graphs, or everything stands in the default one.
    Raises QueryInvalid with the line and column of a syntax error. It follows `SERVICE`: queries of users go through
    `kg.query.answers`, which refuses it.
    """
    try:
        if graphs:
            default, named = (_nodes(names) for names in (graphs.default, graphs.named))
            return store.query(
                query, base_iri=base, default_graph=[*default], named_graphs=named, prefixes=dict(prefixes)
            )
        is_union = not has_default_graph(store)
        return store.query(query, base_iri=base, use_default_graph_as_union=is_union, prefixes=dict(prefixes))
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        raise QueryInvalid("The query cannot be answered.", remedy=str(error)) from error


def _nodes(names: Iterable[str]) -> list[NamedNode | BlankNode]:
    return [NamedNode(name) for name in names]


def select(store: Store, query: str) -> Iterator[QuerySolution]:
    """Answer a SELECT query over the union of all graphs, row by row."""
    answer = evaluate(store, query)
    if not isinstance(answer, QuerySolutions):
        raise QueryInvalid("The query is no SELECT.", remedy="Begin it with SELECT.")
    return iter(answer)


def construct(store: Store, query: str) -> list[str]:
    """Answer a CONSTRUCT query over the union of all graphs as N-Triples without their final dots."""
    answer = evaluate(store, query)
    if not isinstance(answer, QueryTriples):
        raise QueryInvalid("The query is no CONSTRUCT.", remedy="Begin it with CONSTRUCT.")
    written = answer.serialize(format=RdfFormat.N_TRIPLES)
    return [line.removesuffix(" .") for line in (written or b"").decode().splitlines()]
