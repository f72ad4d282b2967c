"""Publish a build that differs little from the last one: what is said of the subjects that changed is exchanged."""

import mmap
import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.core.graph import RdfFormat, Store, parse
from kg.core.manifest import NQUADS, STORE
from kg.core.output import link
from kg.rdf.changes import changed_subjects
from kg.rdf.fill import close, in_store
from kg.rdf.publish import CONCLUDED, Known, publication, read_names
from kg.rdf.statements import of_subjects, with_subjects
from kg.rdf.write import COARSE, ORDERED, Statements, as_statements, read
from kg.rows.engine import Engine, put
from kg.rows.partition import Partition
from kg.rows.reuse import Reuse

_SHARE: Final = 10
"""Where more than this part of a graph changed, it is less work to write all of it anew."""
_OLD: Final = "old"
_SHARED: Final = "*.sst"
"""The files of a store that the engine never changes."""
_END: Final = b"\n"


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of some subjects: the sorted lines, and the lines of a store by what they are for."""

    lines: list[bytes]
    stored: set[bytes]


def patch(
    reuse: Reuse, engine: Engine, partitions: Sequence[Partition], about: Known, *, all_graphs: bool
) -> int | None:
    """Write the statements of a new build, and a store of them, as those of the last one but for what changed.

    Return how many statements there are. None, where nothing is written, means that there is no last build of which
    this can be done, or that too much changed.
    """
    last = reuse.fit("kg", "ontology", "all_graphs", parts=(NQUADS, STORE))
    if last is None:
        return None
    count, labels = last.manifest.counts["statements"], not reuse.took(CONCLUDED)
    touched = changed_subjects(last, reuse.folder, engine, labels=labels)
    if len(touched) * _SHARE > count:
        return None
    with _mapped(last.folder / NQUADS) as file:
        places = _places(file, touched)
        if sum(end - start for start, end in places.values()) * _SHARE > len(file):
            return None
        lines = (line for start, end in places.values() for line in file[start:end].decode().split("\n")[:-1])
        put(engine, _OLD, as_statements(lines))
        old = _said(Statements(engine, (), (), _OLD), all_graphs=all_graphs)
        names = read_names(engine, partitions, about, reuse.folder)
        with of_subjects(engine, touched):
            concerned = with_subjects(engine, partitions)
            published = publication(engine, reuse.folder, concerned, about, names, touched.__contains__)
            new = _said(published, all_graphs=all_graphs)
        if len(new.lines) * _SHARE > count:
            return None
        _write(file, places, new.lines, reuse.folder / NQUADS)
    _exchange(last.folder / STORE, reuse.folder / STORE, old.stored, new.stored)
    return count - len(old.lines) + len(new.lines)


def _said(statements: Statements, *, all_graphs: bool) -> _Said:
    """Return what is said of some subjects."""
    said = _Said([], set())

    def take(engine: Engine, *, distinct: bool) -> None:
        read(engine, ORDERED, lambda portion: said.lines.extend(_split(portion)))
        for lines in in_store(distinct=distinct, all_graphs=all_graphs):
            read(engine, lines, lambda portion: said.stored.update(_split(portion)))

    statements.write(take, slices=COARSE)
    return said


def _split(portion: bytes) -> list[bytes]:
    """Split lines, each of which keeps its end."""
    return [line + _END for line in portion.split(_END)[:-1]]


@contextmanager
def _mapped(path: Path) -> Iterator[mmap.mmap]:
    """Yield a file as if it were in memory."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        yield mapped


def _places(file: mmap.mmap, subjects: Collection[str]) -> dict[bytes, tuple[int, int]]:
    """Return where in a sorted file the lines of each subject stand, or would stand, in the order of the lines."""
    found = {}
    for start in sorted(f"<{name}>".encode() for name in subjects):
        first = end = _place(file, start)
        while file[end : end + len(start)] == start:
            end = file.find(_END, end) + 1
        found[start] = first, end
    return found


def _place(file: mmap.mmap, start: bytes) -> int:
    """Return the place in a sorted file of the first line that is not before some first bytes of a line."""
    low, high = 0, len(file)
    while low < high:
        middle = (low + high) // 2
        line = max(low, file.rfind(_END, low, middle) + 1)
        if file[line : line + len(start)] < start:
            low = file.find(_END, middle) + 1
        else:
            high = line
    return low


def _write(old: mmap.mmap, places: dict[bytes, tuple[int, int]], lines: Iterable[bytes], path: Path) -> None:
    """Write a file as the old one, with new lines at the places of their subjects in the stead of those there."""
    of_subject: dict[bytes, list[bytes]] = {}
    for line in lines:
        of_subject.setdefault(line[: line.index(b">") + 1], []).append(line)
    done = 0
    with path.open("wb") as file:
        for name, (start, end) in places.items():
            file.write(memoryview(old)[done:start])
            file.writelines(of_subject.get(name, ()))
            done = end
        file.write(memoryview(old)[done:])


def _exchange(old: Path, new: Path, before: set[bytes], after: set[bytes]) -> None:
    """Make a store as the old one, but with other lines; the two have the files in common that the engine lets be."""
    new.mkdir()
    for path in old.iterdir():
        (link if path.match(_SHARED) else shutil.copyfile)(path, new / path.name)
    store = Store(str(new))
    for quad in parse(b"".join(before - after), format=RdfFormat.N_QUADS):
        store.remove(quad)
    store.extend(parse(b"".join(after - before), format=RdfFormat.N_QUADS))
    close(store, new)
