"""The graph: parse and write RDF, keep it in stores, and ask SPARQL of it. The only module that knows the store."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice, pairwise
from pathlib import Path
from typing import TypeAlias

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

from kg import iri
from kg.errors import BuildDamaged, QueryInvalid
from kg.manifest import FINDINGS, FLAT, NQUADS, STORE, check_build, unless_replaced

__all__ = [
    "FINDINGS",
    "FLAT",
    "NQUADS",
    "STORE",
    "BlankNode",
    "DefaultGraph",
    "Graph",
    "Literal",
    "NamedNode",
    "Quad",
    "QueryBoolean",
    "QueryResultsFormat",
    "QuerySolution",
    "QuerySolutions",
    "QueryTriples",
    "RdfFormat",
    "Store",
    "Triple",
    "Variable",
    "ask",
    "construct",
    "evaluate",
    "fill_store",
    "has_default_graph",
    "load_lines",
    "matches",
    "name_of",
    "open_build",
    "parse",
    "parse_query_results",
    "quads_as_lines",
    "reading",
    "save_store",
    "select",
    "serialize",
    "stated",
    "values",
]

Graph: TypeAlias = NamedNode | BlankNode | DefaultGraph
Subject: TypeAlias = NamedNode | BlankNode | None
Object: TypeAlias = NamedNode | BlankNode | Literal | Triple | None

_PORTION = 100_000
_NAMELESS = "_:"
_RESTING = (f"<{iri.ID}claim/", f"<{iri.ID}finding/")
_TYPE = f"<{iri.PREFIXES['rdf']}type>"
_SOURCES = f"<{iri.SOURCE_GRAPHS}"
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


def save_store(lines: Iterable[str], nquads: Path, folder: Path, *, all_graphs: bool = False) -> int:
    """Write sorted N-Quads lines to a file, load them into a new store on disk, and return how many there are.

    For `all_graphs` see `fill_store`. The diary of the engine, which names the machine and its folders, is not kept.
    """
    count = _fill(Store(str(folder)), lines, nquads, all_graphs=all_graphs)
    for diary in folder.glob("LOG*"):
        diary.unlink()
    return count


def _fill(store: Store, lines: Iterable[str], nquads: Path, *, all_graphs: bool) -> int:
    with nquads.open("w", encoding="utf-8", newline="\n") as file:

        def write(portion: list[str]) -> None:
            file.writelines(f"{line}\n" for line in portion)

        count = fill_store(store, lines, write, all_graphs=all_graphs)
    store.optimize()
    store.flush()
    return count


def fill_store(
    store: Store,
    lines: Iterable[str],
    write: Callable[[list[str]], None] = lambda _: None,
    *,
    all_graphs: bool = False,
) -> int:
    """Load sorted N-Quads lines into a store, hand each portion of them to `write`, and return how many there are.

    The store holds each statement once in its default graph: the engine's own union of graphs is no set, and would
    count twice what two sources state. Named graphs, which cost twice as much, hold what each says of entities and, of
    a source, the types of its claims; all that is said, with `all_graphs`.

    It is filled in portions, which keeps memory small, each while the next is prepared; but a blank node keeps its
    identity in one portion only, so that all statements about such nodes go in together.
    """
    count, last = 0, ""
    rest, nameless = iter(lines), list[str]()
    with ThreadPoolExecutor(1) as loader:
        loading: Future[None] | None = None
        while portion := list(islice(rest, _PORTION)):
            count += len(portion)
            triples = [last, *(line.rsplit(" ", 2)[0] for line in portion)]
            both = portion if all_graphs else [line for line in portion if _stays_named(line)]
            both = both + [f"{triple} ." for before, triple in pairwise(triples) if triple != before]
            last = triples[-1]
            nameless += [line for line in both if _NAMELESS in line]
            write(portion)
            if loading is not None:
                loading.result()
            loading = loader.submit(load_lines, store, [line for line in both if _NAMELESS not in line])
        if loading is not None:
            loading.result()
    load_lines(store, nameless)
    return count


def open_build(folder: Path) -> Store:
    """Open a build for reading: its default graph is the union of all; raise BuildMissing, BuildDamaged."""

    def opened() -> Store:
        check_build(folder)
        with reading(folder):
            return Store.read_only(str(folder / STORE))

    return unless_replaced(folder, opened)


def _stays_named(line: str) -> bool:
    """Tell whether a statement stands in its named graph too: one of an entity, or of the class of a source's claim."""
    if not line.startswith(_RESTING):
        return True
    return line.split(" ", 2)[1] == _TYPE and line.rsplit(" ", 2)[1].startswith(_SOURCES)


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
    if has_default_graph(store):
        yield from store.quads_for_pattern(subject, predicate, obj, DefaultGraph())
        return
    seen: set[Triple] = set()
    for quad in store.quads_for_pattern(subject, predicate, obj, None):
        if quad.triple not in seen:
            seen.add(quad.triple)
            yield quad


def stated(store: Store, subject: Subject, predicate: NamedNode | None, obj: Object = None) -> Iterator[Quad]:
    """Yield the statements of a pattern in each named graph that states them, or of a store that has no such graph."""
    named = next(store.named_graphs(), None) is not None
    for quad in store.quads_for_pattern(subject, predicate, obj, None):
        if not (named and isinstance(quad.graph_name, DefaultGraph)):
            yield quad


def has_default_graph(store: Store) -> bool:
    """Tell whether a store has statements in its default graph."""
    return next(store.quads_for_pattern(None, None, None, DefaultGraph()), None) is not None


def evaluate(store: Store, query: str) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Answer a query over the default graph, which is the union of the named ones where a store has none of its own.

    A store must not mix the two: either everything stands in named graphs, or everything stands in the default one.
    Raises QueryInvalid with the line and column of a syntax error. It follows `SERVICE`: queries of users go through
    `kg.query.answers`, which refuses it.
    """
    try:
        return store.query(query, use_default_graph_as_union=not has_default_graph(store), prefixes=iri.PREFIXES)
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        raise QueryInvalid("The query cannot be answered.", remedy=str(error)) from error


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


def ask(store: Store, query: str) -> bool:
    """Answer an ASK query over the union of all graphs."""
    answer = evaluate(store, query)
    if not isinstance(answer, QueryBoolean):
        raise QueryInvalid("The query is no ASK.", remedy="Begin it with ASK.")
    return bool(answer)
