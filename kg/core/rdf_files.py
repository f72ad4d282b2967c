"""Read the statements of files of RDF: those of strangers too, within bounds."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.core.errors import FileUnreadable
from kg.core.files import open_regular
from kg.core.graph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse
from kg.core.untrusted import LineReader, check_json, walk_xml

SYNTAXES = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
}
_CHECKED = {".rdf": walk_xml, ".owl": walk_xml, ".xml": walk_xml, ".jsonld": check_json, ".json": check_json}


def read_quads(path: Path, graph: str | None = None) -> list[Quad]:
    """Parse a file of RDF into quads, of `graph` if it is given; raise FileUnreadable as `read_quads_with_lines`."""
    quads = [quad for quad, _ in read_quads_with_lines(path)]
    if graph is None:
        return quads
    return [Quad(q.subject, q.predicate, q.object, NamedNode(graph)) for q in quads]


def read_quads_with_lines(path: Path) -> list[tuple[Quad, int]]:
    """Parse a file of RDF as `stream_quads` does, all of it before anything is returned."""
    return list(stream_quads(path))


def stream_quads(path: Path) -> Iterator[tuple[Quad, int]]:
    """Parse a file of RDF 1.1, and yield each statement with the line on which it ends, 0 in RDF/XML and JSON-LD.

    It may be a stranger's: nothing that it names is opened, and what it can cost is bounded. Raises FileUnreadable,
    with the line as far as it is known, for a missing file, an unknown extension, a syntax error, what only RDF 1.2
    has, and a file that is made to exhaust its reader.
    """
    syntax = SYNTAXES.get(path.suffix.lower())
    if syntax is None:
        extensions = ", ".join(SYNTAXES)
        raise FileUnreadable("The file is in no known RDF syntax.", remedy=f"Give one of: {extensions}.", path=path)
    try:
        yield from _with_lines(path, syntax)
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


def union_of(files: Iterable[Path]) -> Store:
    """Load RDF files into a store in memory."""
    store = Store()
    for path in files:
        store.extend(read_quads(path))
    return store
