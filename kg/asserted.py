"""What the sources assert: every row loaded once, in batches, and kept together where it must be judged together."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

from kg.graph import Store, load_lines
from kg.load.mapper import Record
from kg.load.tables import Loaded, OnFault, Table, check_promises, records, stop

Batch: TypeAlias = list[Record]
Progress: TypeAlias = Callable[[str], None]
_BATCH = 20_000
_SAMPLE = 200


def silent(_: str) -> None:
    """Report progress to nobody."""


@dataclass(frozen=True, slots=True)
class Asserted:
    """What the sources assert, as far as it must be looked at together.

    `store` holds the descriptions of the sources, every entity, and the claims that rest on texts. The claims of other
    tables are decided row by row as they are loaded; the first of each table are in `sample`, as N-Quads lines.
    `places` has the file and line of what is in the store, and `counts` the rows by source and table.
    """

    store: Store
    places: dict[str, tuple[Path, int]] = field(default_factory=dict)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    sample: list[str] = field(default_factory=list)


def load_asserted(
    loaded: Loaded, take: Callable[[Table, Batch], None], progress: Progress = silent, on_fault: OnFault = stop
) -> Asserted:
    """Load every row of every source, and hand the records of each table to `take`, batch by batch.

    A row that is wrong is handed to `on_fault`, which by default raises its error.
    """
    asserted = Asserted(Store())
    for source in loaded.sources:
        load_lines(asserted.store, source.lines)
        for statement in source.statements:
            asserted.places.setdefault(statement.subject, (statement.path, statement.line))
    for name, tables in groupby(loaded.tables, key=lambda table: table.source.id):
        progress(f"loading {name}")
        for table in tables:
            for batch in _batches(table, records(table, loaded, on_fault), asserted, progress):
                take(table, batch)
                if _is_kept(table):
                    _keep(asserted, batch)
    check_promises(loaded)
    return asserted


def _is_kept(table: Table) -> bool:
    """Tell whether the rows of a table are looked at together.

    These are entities, claims of a source that is a text, and claims of which shapes ask more than a mapper knows.
    """
    return not (table.schema.is_claim and table.schema.decided) or any(file.characters for file in table.source.files)


def _keep(asserted: Asserted, batch: Batch) -> None:
    load_lines(asserted.store, (line for record in batch for line in record.lines))
    asserted.places.update({record.subject: (record.row.path, record.row.line) for record in batch})


def _batches(table: Table, rows: Iterator[Record], asserted: Asserted, progress: Progress) -> Iterator[Batch]:
    """Load a table batch by batch, count its rows, and take a sample of claims."""
    batch: Batch = []
    count = 0
    name = f"{table.source.id}/{table.path.stem}"
    for record in rows:
        count += 1
        batch.append(record)
        if count <= _SAMPLE and not _is_kept(table):
            asserted.sample.extend(record.lines)
        if count % _BATCH == 0:
            yield batch
            batch = []
            progress(f"loading {name}: {count:,} rows")
    asserted.counts[table.source.id, table.path.stem] = count
    yield batch
