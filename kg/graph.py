"""The graph: parse and write RDF, keep it in stores, and ask SPARQL of it. The only module that knows the store."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

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
from kg.errors import BuildMissing, FileUnreadable, QueryInvalid

__all__ = [
    "BlankNode", "DefaultGraph", "Literal", "NamedNode", "Quad", "QueryBoolean", "QueryResultsFormat",
    "QuerySolution", "QuerySolutions", "QueryTriples", "RdfFormat", "Store", "Triple", "Variable", "ask",
    "canonical_lines", "evaluate", "has_default_graph", "load_lines", "name_of", "open_build", "open_union", "parse",
    "parse_query_results", "quads_as_lines", "read_quads", "save_store", "save_union", "select", "serialize",
    "union_of", "values",
]  # fmt: skip

NQUADS = "kg.nq"
STORE = "store"
UNION = "union"
FLAT = "claims.parquet"
_GRAPH = re.compile(r" (<[^>]*>|_:[^ ]*) \.$")


def read_quads(path: Path, graph: str | None = None) -> list[Quad]:
    """Parse a Turtle, TriG, N-Triples, N-Quads or RDF/XML file into quads, of `graph` if it is given.

    Raises FileUnreadable for a missing file, an unknown extension and a syntax error, with its line.
    """
    syntax = RdfFormat.from_extension(path.suffix.lstrip("."))
    if syntax is None:
        raise FileUnreadable(
            "The file is in no known RDF syntax.", remedy="Give a .ttl, .trig, .nt, .nq or .rdf file.", path=path
        )
    try:
        quads = list(parse(path=str(path), format=syntax))
    except OSError as error:
        raise FileUnreadable("The file cannot be read.", remedy=str(error), path=path) from error
    except SyntaxError as error:
        raise FileUnreadable(
            f"The file is not valid {syntax.name}.", remedy=str(error.msg), path=path, line=error.lineno
        ) from error
    if graph is None:
        return quads
    return [Quad(q.subject, q.predicate, q.object, NamedNode(graph)) for q in quads]


def name_of(term: object) -> str:
    """Return the IRI of a named node without its brackets; a blank node keeps its label."""
    return str(term).strip("<>")


def values(store: Store, subject: str, predicate: str) -> list[str]:
    """Return the distinct values of a subject's property as text, in order; blank nodes are left out."""
    quads = store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None)
    return sorted({quad.object.value for quad in quads if isinstance(quad.object, NamedNode | Literal)})


def quads_as_lines(quads: Iterable[Quad]) -> set[str]:
    """Write quads as N-Quads lines without their line ends; blank nodes get canonical names (RDFC-1.0)."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {f"{quad} ." for quad in dataset}


def canonical_lines(lines: Iterable[str]) -> list[str]:
    """Sort N-Quads lines and drop repetitions: the canonical text of a graph whose blank nodes are canonical."""
    return sorted(set(lines))


def load_lines(store: Store, lines: Iterable[str]) -> None:
    """Load N-Quads lines into a store."""
    store.bulk_load("\n".join(lines).encode(), format=RdfFormat.N_QUADS)


def save_store(nquads: Path, folder: Path) -> None:
    """Load an N-Quads file into a new store on disk, each statement in its named graph."""
    store = Store(str(folder))
    store.bulk_load(path=str(nquads), format=RdfFormat.N_QUADS)
    store.optimize()
    store.flush()


def save_union(nquads: Path, folder: Path) -> None:
    """Load an N-Quads file into a new store on disk that also holds every statement once in its default graph.

    The engine's own union of graphs is no set: what two sources state would be counted twice.
    """
    save_store(nquads, folder)
    triples = nquads.with_suffix(".union.nt")
    lines = {_GRAPH.sub(" .", line) for line in nquads.read_text(encoding="utf-8").splitlines()}
    triples.write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")
    store = Store(str(folder))
    store.bulk_load(path=str(triples), format=RdfFormat.N_TRIPLES)
    store.optimize()
    store.flush()
    triples.unlink()


def _open(folder: Path) -> Store:
    if not folder.is_dir():
        raise BuildMissing(
            "There is no build here.", remedy="Run `kg build` first, or name its folder.", path=folder.parent
        )
    return Store.read_only(str(folder))


def open_build(folder: Path) -> Store:
    """Open the graphs of a build for reading, statement by statement; raise BuildMissing if there is none."""
    return _open(folder / STORE)


def open_union(folder: Path) -> Store:
    """Open a build for queries: its default graph is the union of all; raise BuildMissing if there is none."""
    return _open(folder / UNION)


def has_default_graph(store: Store) -> bool:
    """Tell whether a store has statements in its default graph."""
    return next(store.quads_for_pattern(None, None, None, DefaultGraph()), None) is not None


def union_of(files: Iterable[Path]) -> Store:
    """Load RDF files into a store in memory."""
    store = Store()
    for path in files:
        store.extend(read_quads(path))
    return store


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


def ask(store: Store, query: str) -> bool:
    """Answer an ASK query over the union of all graphs."""
    answer = evaluate(store, query)
    if not isinstance(answer, QueryBoolean):
        raise QueryInvalid("The query is no ASK.", remedy="Begin it with ASK.")
    return bool(answer)
