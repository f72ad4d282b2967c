"""Read the files of one graph twice over in the same order, and write them as one file for the engines."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from kg.core.graph import BlankNode, Quad, RdfFormat, Store, Triple, parse, serialize
from kg.core.rdf_files import stream_quads


class FileStatement(NamedTuple):
    """A statement of some file: which of the file's it is, counted from 0, and the line on which it ends, if known."""

    triple: Triple
    path: Path
    number: int
    line: int


class BlankNames:
    """Names blank nodes in the order in which files name them: the same whenever the same files are read."""

    def __init__(self) -> None:
        self._names = dict[BlankNode, BlankNode]()
        self._met = 0

    def begin_file(self) -> None:
        """Take note that another file begins, in which a label means another node."""
        self._met += len(self._names)
        self._names = {}

    @property
    def given(self) -> dict[BlankNode, BlankNode]:
        """Return the nodes of the file that is read, by the names that they were given."""
        return {name: node for node, name in self._names.items()}

    def name(self, node: BlankNode) -> BlankNode:
        """Return the name of a blank node of the file."""
        if node not in self._names:
            self._names[node] = BlankNode(f"b{self._met + len(self._names)}")
        return self._names[node]

    def named(self, quad: Quad) -> Triple:
        """Return a statement with the names of its blank nodes, and without its graph."""
        subject, said = quad.subject, quad.object
        if not isinstance(subject, BlankNode) and not isinstance(said, BlankNode):
            return quad.triple
        if isinstance(subject, BlankNode):
            subject = self.name(subject)
        return Triple(subject, quad.predicate, self.name(said) if isinstance(said, BlankNode) else said)


def statements(files: Iterable[Path]) -> Iterator[FileStatement]:
    """Yield the statements of files in their order; raise FileUnreadable as `stream_quads` does.

    The graphs of a file are one, and blank nodes have the same names each time.
    """
    names = BlankNames()
    for path in files:
        names.begin_file()
        for number, (quad, line) in enumerate(stream_quads(path)):
            yield FileStatement(names.named(quad), path, number, line)


def write(triples: Iterable[Triple], path: Path) -> None:
    """Write statements as N-Triples."""
    with path.open("wb") as file:
        serialize(triples, file, RdfFormat.N_TRIPLES)


def dump(stores: Iterable[Store], path: Path, names: BlankNames) -> None:
    """Write what stores hold as N-Quads, with names of blank nodes: a line without one as the store writes it."""
    with path.open("wb") as file:
        for store in stores:
            lines = (store.dump(format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
            file.writelines(_with_names(line, names) if b"_:" in line else line for line in lines)


def _with_names(line: bytes, names: BlankNames) -> bytes:
    quad = next(iter(parse(input=line, format=RdfFormat.N_QUADS)))
    return f"{names.named(quad)} .\n".encode()
