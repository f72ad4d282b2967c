"""Files of a statement a line (N-Triples, N-Quads): looked through by their bytes, and parsed only where it matters."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from kg.core.files import open_regular
from kg.core.graph import NamedNode, RdfFormat, Term, Triple, parse

BY_LINE: Final = frozenset((".nt", ".nq"))
_CHUNK: Final = 1 << 24


def statements_with(predicates: Iterable[NamedNode], path: Path) -> Iterator[Triple]:
    """Yield the statements of a file that have one of some predicates."""
    sought = [str(predicate).encode() for predicate in predicates]
    for chunk in _chunks(path):
        for name in sought:
            yield from _parsed(b"".join(_lines_with(name, chunk)))


def _lines_with(name: bytes, chunk: bytes) -> Iterator[bytes]:
    """Yield the lines of which a name is the second part; elsewhere it is a part of the value."""
    at = chunk.find(name)
    while at >= 0:
        start, end = chunk.rfind(b"\n", 0, at) + 1, chunk.find(b"\n", at) + 1 or len(chunk)
        if len(chunk[start:at].split()) == 1:
            yield chunk[start:end]
        at = chunk.find(name, end)


def lines_about(nodes: Iterable[Term], path: Path) -> Iterator[tuple[Triple, int]]:
    """Yield the statements of a file whose subjects are among some named nodes, with their lines."""
    sought = {str(node).encode() for node in nodes if isinstance(node, NamedNode)}
    with open_regular(path) as file:
        for count, line in enumerate(file, 1):
            if line[: line.find(b">") + 1].lstrip() in sought:
                yield from ((triple, count) for triple in _parsed(line))


def named_in(terms: Iterable[Term], path: Path) -> set[Term]:
    """Return those of some terms that a file names."""
    due, found = {str(term).encode(): term for term in terms}, set[Term]()
    for chunk in _chunks(path) if due else ():
        for name in [name for name in due if name in chunk]:
            found.add(due.pop(name))
        if not due:
            break
    return found


def _parsed(lines: bytes) -> Iterator[Triple]:
    """Parse some lines."""
    for quad in parse(input=lines, format=RdfFormat.N_QUADS):
        yield quad.triple


def _chunks(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file in parts that end with a line."""
    with open_regular(path) as file:
        rest = b""
        while chunk := file.read(_CHUNK):
            whole, end, rest_of = (rest + chunk).rpartition(b"\n")
            rest = rest_of
            if whole or end:
                yield whole + end
        if rest:
            yield rest
