"""A table of a source as it is opened: its rows are read anew, and what is wrong with them is handed over."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from kg.core.errors import Fault
from kg.load import country_pairs
from kg.load.batch import Batch
from kg.load.plain_rows import PlainTable
from kg.load.schema import TableSchema
from kg.load.source import Source

Batches: TypeAlias = Callable[[], Iterator[Batch]]
"""Reads the rows of a table anew."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a source: its class, its header, and a function that reads its rows anew."""

    source: Source
    schema: TableSchema
    path: Path
    header: tuple[str, ...]
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


OnFault: TypeAlias = Callable[[Fault], None]
"""What is done with a row that is wrong, before the next one is read."""


def stop(fault: Fault) -> None:
    """Stop at the first row that is wrong."""
    raise fault


def read_table(table: Table, on_fault: OnFault) -> Iterator[Batch]:
    """Read the rows of a table, and hand what is wrong with the whole of it to `on_fault`."""
    try:
        yield from table.batches()
    except Fault as fault:
        on_fault(fault)


def hand_over(faults: Iterable[Fault], on_fault: OnFault) -> None:
    """Hand the faults of rows to `on_fault`, in the order of the rows."""
    for fault in sorted(faults, key=lambda fault: fault.line or 0):
        on_fault(fault)
