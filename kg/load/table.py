"""A table of a source as it is opened: its rows are read anew, and what is wrong with them is handed over."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from kg.core.errors import Fault, FileUnreadable
from kg.load import country_pairs
from kg.load.batch import Batch
from kg.load.faults import OnFault, stop
from kg.load.header import Column
from kg.load.plain_rows import PlainTable
from kg.load.schema import TableSchema
from kg.load.source import Source

Batches: TypeAlias = Callable[[], Iterator[Batch]]
"""Reads the rows of a table anew."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a source: its class, its header with the columns meant, and a function that reads its rows anew."""

    source: Source
    schema: TableSchema
    path: Path
    header: tuple[str, ...]
    columns: tuple[Column, ...]
    batches: Batches
    plain: PlainTable | None = None

    @property
    def of_named(self) -> bool:
        """Tell whether the rows are those of what the rows of other tables name, and can be made after them only."""
        return self.source.id == country_pairs.SOURCE

    def held(self, room: "Room") -> "Table":
        """Return the table such that what is read of it first is kept for the next reading, if there is room.

        The rows of a plain file are read by what the other tables define, which is not all known at first.
        """
        return self if self.plain is not None else replace(self, batches=_Held(self.batches, room))

    def forget(self) -> None:
        """Forget what was kept of the rows."""
        if isinstance(self.batches, _Held):
            self.batches.forget()

    @property
    def file(self) -> Path:
        """Return the file in which the rows stand."""
        return self.path if self.plain is None else self.path.with_name(self.plain.plain.name)


@dataclass(slots=True)
class Room:
    """The memory, in bytes, that is left for the rows of tables that are read twice."""

    left: int = 1 << 28


@dataclass(slots=True)
class _Held:
    """Reads the rows of a table, and keeps them if it reads all of them at the first time and finds room."""

    read: Batches
    room: Room
    taken: int = 0
    kept: list[Batch] | None = None
    was_read: bool = False

    def __call__(self) -> Iterator[Batch]:
        if self.kept is not None:
            return iter(self.kept)
        return self.read() if self.was_read else self._keeping()

    def _keeping(self) -> Iterator[Batch]:
        self.was_read = True
        rows, taken, fits = list[Batch](), 0, True
        for batch in self.read():
            yield batch
            taken += batch.size
            fits = fits and taken <= self.room.left
            if fits:
                rows.append(batch)
            else:
                rows.clear()
        if fits:
            self.room.left -= taken
            self.kept, self.taken = rows, taken

    def forget(self) -> None:
        self.room.left += self.taken
        self.kept, self.taken = None, 0


def read_table(table: Table, on_fault: OnFault = stop) -> Iterator[Batch]:
    """Read the rows of a table, and hand what is wrong with the whole of it to `on_fault`."""
    try:
        yield from table.batches()
    except (Fault, FileUnreadable) as fault:
        on_fault(fault)
