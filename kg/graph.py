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
from kg.errors import BuildDamaged, FileUnreadable, QueryInvalid
from kg.files import open_regular
from kg.manifest import FINDINGS, FLAT, NQUADS, STORE, check_build, unless_replaced
from kg.untrusted import LineReader, check_json, walk_xml

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
    "is_iri",
    "is_language_tag",
    "load_lines",
    "matches",
    "name_of",
    "open_build",
    "parse",
    "parse_query_results",
    "quads_as_lines",
    "read_quads",
    "read_quads_with_lines",
    "reading",
    "save_store",
    "select",
    "serialize",
    "stated",
    "union_of",
    "values",
]

Graph: TypeAlias = NamedNode | BlankNode | DefaultGraph
Subject: TypeAlias = NamedNode | BlankNode | None
Object: TypeAlias = NamedNode | BlankNode | Literal | Triple | None

_PORTION = 100_000
_NAMELESS = "_:"
_OF_ENGINE = ("Corruption:", "IO error:")
_SYNTAXES = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".rdf": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
}
_CHECKED = {".rdf": walk_xml, ".xml": walk_xml, ".jsonld": check_json, ".json": check_json}


def read_quads(path: Path, graph: str | None = None) -> list[Quad]:
    """Parse a file of RDF into quads, of `graph` if it is given; raise FileUnreadable as `read_quads_with_lines`."""
    quads = [quad for quad, _ in read_quads_with_lines(path)]
    if graph is None:
        return quads
    return [Quad(q.subject, q.predicate, q.object, NamedNode(graph)) for q in quads]


def read_quads_with_lines(path: Path) -> list[tuple[Quad, int]]:
    """Parse a file of RDF 1.1, and return each statement with the line on which it ends, 0 in RDF/XML and JSON-LD.

    It may be a stranger's: nothing that it names is opened, and what it can cost is bounded. Raises FileUnreadable,
    with the line as far as it is known, for a missing file, an unknown extension, a syntax error, what only RDF 1.2
    has, and a file that is made to exhaust its reader.
    """
    syntax = _SYNTAXES.get(path.suffix.lower())
    if syntax is None:
        extensions = ", ".join(_SYNTAXES)
        raise FileUnreadable("The file is in no known RDF syntax.", remedy=f"Give one of: {extensions}.", path=path)
    try:
        return list(_with_lines(path, syntax))
    except SyntaxError as error:
        raise FileUnreadable(
            f"The file is not valid {syntax.name}.", remedy=str(error.msg), path=path, line=error.lineno
        ) from error
    except (OSError, ValueError, MemoryError) as error:
        raise FileUnreadable(f"The file cannot be read as {syntax.name}.", remedy=str(error), path=path) from error


def _with_lines(path: Path, syntax: RdfFormat) -> Iterator[tuple[Quad, int]]:
    """Yield the statements of a file with their lines, once what its syntax lets it do to a reader is bounded."""
    if (check := _CHECKED.get(path.suffix.lower())) is not None:
        check(path)
        yield from ((_of_rdf_1_1(quad, path), 0) for quad in parse(path=str(path), format=syntax))
        return
    with open_regular(path) as file:
        reader = LineReader(file, path)
        for quad in parse(input=reader, format=syntax):  # type: ignore[arg-type]  # it asks for no more than `read`
            reader.met()
            yield _of_rdf_1_1(quad, path, reader.line), reader.line


def _of_rdf_1_1(quad: Quad, path: Path, line: int | None = None) -> Quad:
    """Return a statement; raise FileUnreadable for one that RDF 1.1 does not know, for not all our engines read it."""
    said = quad.object
    if isinstance(said, Triple) or (isinstance(said, Literal) and said.direction is not None):
        raise FileUnreadable(
            "The file uses RDF 1.2: a statement about a statement, or the direction of a text.",
            remedy="Write it in RDF 1.1.",
            path=path,
            line=line,
        )
    return quad


def is_iri(text: str) -> bool:
    """Tell whether a text is an absolute IRI that can be stored."""
    try:
        return NamedNode(text).value == text
    except ValueError:
        return False


def is_language_tag(text: str) -> bool:
    """Tell whether a text is a language tag (BCP 47) in small letters, as the store keeps it."""
    try:
        return Literal("", language=text).language == text
    except ValueError:
        return False


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


def save_store(lines: Iterable[str], nquads: Path, folder: Path) -> int:
    """Write sorted N-Quads lines to a file, load them into a new store on disk, and return how many there are.

    The diary of the engine, which names the machine and its folders, is not kept.
    """
    count = _fill(Store(str(folder)), lines, nquads)
    for diary in folder.glob("LOG*"):
        diary.unlink()
    return count


def _fill(store: Store, lines: Iterable[str], nquads: Path) -> int:
    with nquads.open("w", encoding="utf-8", newline="\n") as file:

        def write(portion: list[str]) -> None:
            file.writelines(f"{line}\n" for line in portion)

        count = fill_store(store, lines, write)
    store.optimize()
    store.flush()
    return count


def fill_store(store: Store, lines: Iterable[str], write: Callable[[list[str]], None] = lambda _: None) -> int:
    """Load sorted N-Quads lines into a store, hand each portion of them to `write`, and return how many there are.

    The store holds each statement in its named graph, and once in its default graph: the engine's own union of graphs
    is no set, and would count twice what two sources state. It is filled in portions, which keeps memory small, each
    while the next is prepared; but a blank node keeps its identity in one portion only, so that all statements about
    such nodes go in together.
    """
    count, last = 0, ""
    rest, nameless = iter(lines), list[str]()
    with ThreadPoolExecutor(1) as loader:
        loading: Future[None] | None = None
        while portion := list(islice(rest, _PORTION)):
            count += len(portion)
            triples = [last, *(line.rsplit(" ", 2)[0] for line in portion)]
            both = portion + [f"{triple} ." for before, triple in pairwise(triples) if triple != before]
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
