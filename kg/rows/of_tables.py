"""Write the rows of the tables of sources as partitions, or take over those that are as they would come out."""

from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

from kg.core.errors import KgError
from kg.core.manifest import content_digest
from kg.core.progress import Progress, silent
from kg.load.faults import OnFault, stop
from kg.load.patches import PATCHES
from kg.load.table import Table
from kg.load.tables import Loaded, check_promises, records
from kg.rows.partition import Partition, partition_of, write_partition
from kg.rows.reuse import Reuse, part_key


@dataclass(slots=True)
class _Counting:
    """Counts faults as it hands them on."""

    on_fault: OnFault
    count: int = 0

    def __call__(self, fault: KgError) -> None:
        self.count += 1
        self.on_fault(fault)


def write_partitions(
    loaded: Loaded,
    folder: Path,
    progress: Progress = silent,
    on_fault: OnFault | None = None,
    reuse: Reuse | None = None,
) -> list[Partition]:
    """Write the rows of each table as a partition in a folder, or take over the one that `reuse` has.

    The first fault of a row is raised. Where `on_fault` is given, all are handed to it, and the rows written without
    the values that are wrong; what had a fault is not kept for `reuse`.
    """
    found: dict[Path, Partition] = {}
    met = _Counting(on_fault or stop)
    rows = partial(records, loaded=loaded, on_fault=met, with_faulty=on_fault is not None)
    ordered = sorted(loaded.tables, key=lambda table: table.of_named)
    for name, tables in groupby(ordered, key=lambda table: table.source.id):
        progress(f"loading {name}")
        for table in tables:
            made = partition_of(table, folder)
            own = _files_digest(table)
            if reuse is None or not reuse.take_partition(made.path, own, loaded.keys, of_named=table.of_named):
                before = met.count
                with loaded.keys.noting() as noted:
                    for place, count in enumerate(write_partition(made, rows(table))):
                        if place:
                            progress(f"loading {name}/{table.path.stem}: {count:,} rows")
                if reuse is not None and met.count == before:
                    reuse.keep_partition(made.path, own, noted, loaded.keys)
                else:
                    loaded.keys.remember(noted)
            table.forget()
            found[table.path] = made
    if reuse is not None:
        reuse.keep_dyads()
    check_promises(loaded, on_fault or stop)
    return [found[table.path] for table in loaded.tables]


def _files_digest(table: Table) -> str:
    """Return a digest of the files that the rows of a table come from; a library is part of the code."""
    files = (table.file, table.source.description, table.source.folder / PATCHES)
    return part_key([content_digest(file) if file.is_file() else "" for file in files])
