"""A table of a source as it is opened: its rows are read anew, and what is wrong with them is handed over."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
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

    @property
    def file(self) -> Path:
        """Return the file in which the rows stand."""
        return self.path if self.plain is None else self.path.with_name(self.plain.plain.name)


def read_table(table: Table, on_fault: OnFault = stop) -> Iterator[Batch]:
    """Read the rows of a table, and hand what is wrong with the whole of it to `on_fault`."""
    try:
        yield from table.batches()
    except (Fault, FileUnreadable) as fault:
        on_fault(fault)
