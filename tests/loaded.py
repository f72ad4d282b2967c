"""The rows of a table one by one, as it is loaded: for tests of single rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.load.faults import OnFault, stop
from kg.load.table import Table
from kg.load.tables import Loaded
from kg.load.tables import records as batches
from kg.rows.partition import partition_of


@dataclass(frozen=True, slots=True)
class Record:
    """What a row becomes: its subject, its line, and by flat column its value, or several where it may have many."""

    subject: str
    line: int
    values: dict[str, Any]


def records(table: Table, loaded: Loaded, on_fault: OnFault = stop) -> Iterator[Record]:
    """Yield what each row of a table becomes."""
    many = {column.name: column.slot.many for column in partition_of(table, Path()).columns}
    for batch in batches(table, loaded, on_fault):
        cells = zip(*batch.values.values(), strict=True) if batch.values else [()] * len(batch.lines)
        for subject, line, found in zip(batch.subjects, batch.lines, cells, strict=True):
            named = {name: values for name, values in zip(batch.values, found, strict=True) if values}
            values = {name: values if many[name] else values[0] for name, values in named.items()}
            yield Record(subject, line, values)
