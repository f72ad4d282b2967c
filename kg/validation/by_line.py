"""Files of a statement a line (N-Triples, N-Quads): looked through by their bytes, and parsed only where it matters.

A node or value as it is written is what N-Triples writes of it: `<https://example.org/one>`.
"""

import re
from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import accumulate
from pathlib import Path
from typing import Final, NamedTuple, Self

from kg.core.files import open_regular
from kg.core.graph import NamedNode, RdfFormat, Term, Triple, parse

BY_LINE: Final = frozenset((".nt", ".nq"))
_CHUNK: Final = 1 << 18
_PLAIN: Final = re.compile(rb"(?:[ \t]*+<[^<>\s\\]*+>[ \t]*+\n)++")
"""Names, one a line, that every such file writes as they are; all else is for the parser."""


class Written(NamedTuple):
    """Statements that have one predicate: the subject and the value of each, as they are written."""

    predicate: NamedNode
    ends: Sequence[tuple[bytes, bytes]]


def written(term: Term) -> bytes:
    """Return a term as it is written."""
    return str(term).encode()


def statements_with(predicates: Iterable[NamedNode], path: Path) -> Iterator[Written]:
    """Yield the statements of a file that have one of some predicates."""
    sought = [*predicates]
    for chunk in _chunks(path):
        lines = chunk.replace(b"\r", b"\n")
        for predicate in sought:
            yield Written(predicate, _ends(written(predicate), lines))


def _ends(name: bytes, lines: bytes) -> list[tuple[bytes, bytes]]:
    """Return the ends of the statements of which a name is the predicate: lines that are written plainly, at once."""
    parts = lines.split(name)
    subjects = [part[part.rfind(b"\n") + 1 :] for part in parts[:-1]]
    values = [part[: part.find(b"> ") + 2] for part in parts[1:]]
    if all(_PLAIN.fullmatch(b"\n".join(ends) + b"\n") for ends in (subjects, values) if ends):
        return [*zip(map(bytes.strip, subjects), map(bytes.strip, values), strict=True)]
    return [end for line in lines.split(b"\n") if name in line for end in _parsed_ends(name, line)]


def _parsed_ends(name: bytes, line: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the ends of a statement; a name that is not second in its line is not its predicate."""
    if len(line.partition(name)[0].split()) == 1:
        for triple in _parsed(line):
            yield written(triple.subject), written(triple.object)


class LineOf(NamedTuple):
    """A statement with the number of its line and the byte at which that begins."""

    triple: Triple
    line: int
    start: int


class LinesAbout:
    """The statements of a file about some named nodes: found in one pass, and read when they are asked for."""

    def __init__(self, nodes: Iterable[Term], path: Path) -> None:
        self.path = path
        self._found: dict[bytes, array[int]] = defaultdict(lambda: array("q"))
        sought = {written(node)[:-1] for node in nodes if isinstance(node, NamedNode)}
        for part in _parts(path) if sought else ():
            subjects = (line.partition(b">")[0].lstrip() for line in part.lines)
            hits = [(count, subject) for count, subject in enumerate(subjects) if subject in sought]
            starts = part.starts() if hits else []
            for count, subject in hits:
                self._found[subject].extend((part.before + count + 1, starts[count]))

    def __enter__(self) -> Self:
        """Open the file, so that statements can be read."""
        self._file = open_regular(self.path)
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._file.close()

    def of(self, node: Term) -> Iterator[LineOf]:
        """Yield the statements about one of the nodes, in their order."""
        numbers = self._found.get(written(node)[:-1], ())
        read = list[bytes]()
        for start in numbers[1::2]:
            self._file.seek(start)
            read.append(self._file.readline().rstrip() + b"\n")
        yield from map(LineOf, _parsed(b"".join(read)), numbers[::2], numbers[1::2])


def line_starts(numbers: Iterable[int], path: Path) -> dict[int, int]:
    """Return the bytes at which some lines of a file begin, by their numbers, which count from 1."""
    due, found = sorted({*numbers}), dict[int, int]()
    for part in _parts(path) if due else ():
        here = due[: bisect_right(due, part.before + len(part.lines))]
        if here:
            starts, due = part.starts(), due[len(here) :]
            found |= {number: starts[number - part.before - 1] for number in here}
        if not due:
            break
    return found


def named_in(terms: Iterable[Term], path: Path) -> set[Term]:
    """Return those of some terms that a file names."""
    due, found = {written(term): term for term in terms}, set[Term]()
    for chunk in _chunks(path) if due else ():
        for name in [name for name in due if name in chunk]:
            found.add(due.pop(name))
        if not due:
            break
    return found


def _parsed(lines: bytes) -> Iterator[Triple]:
    """Parse some lines; what is no RDF ends them, for the engine that judges tells it with its place."""
    with suppress(SyntaxError):
        for quad in parse(input=lines, format=RdfFormat.N_QUADS):
            yield quad.triple


class _Part(NamedTuple):
    """Lines of a file: how many stand before them, and the byte at which the first begins."""

    lines: Sequence[bytes]
    before: int
    start: int

    def starts(self) -> list[int]:
        """Return the bytes at which the lines begin."""
        return [*accumulate((len(line) + 1 for line in self.lines), initial=self.start)]


def _parts(path: Path) -> Iterator[_Part]:
    """Yield the lines of a file."""
    start = before = 0
    for chunk in _chunks(path):
        lines = chunk.removesuffix(b"\n").split(b"\n")
        yield _Part(lines, before, start)
        start, before = start + len(chunk), before + len(lines)


def _chunks(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file in parts that end with a line."""
    with open_regular(path) as file:
        while chunk := file.read(_CHUNK):
            yield chunk if chunk.endswith(b"\n") else chunk + file.readline()
