"""What the sources assert: every row loaded once, and kept together with others where they are judged together."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

from kg.graph import Store, load_lines
from kg.load.tables import Loaded, OnFault, Table, check_promises, records, stop
from kg.rdf.fill import load
from kg.rdf.project import projecting, stated
from kg.rows.partition import Partition, partition_of, read_places, write

Progress: TypeAlias = Callable[[str], None]
_SAMPLE = 200


def silent(_: str) -> None:
    """Report progress to nobody."""


@dataclass(frozen=True, slots=True)
class Asserted:
    """What the sources assert, as far as it must be looked at together.

    `store` holds the descriptions of the sources, every entity, and the claims that rest on texts. The claims of other
    tables are decided row by row as they are loaded; the first of each table are in `sample` too. `places` has the
    file and line of what is in the store, and `partitions` are the rows of all tables, counted in `counts` by source
    and table.
    """

    store: Store
    places: dict[str, tuple[Path, int]] = field(default_factory=dict)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    sample: Store = field(default_factory=Store)
    partitions: list[Partition] = field(default_factory=list)


def load_asserted(loaded: Loaded, folder: Path, progress: Progress = silent, on_fault: OnFault = stop) -> Asserted:
    """Load every row of every source, and write the rows of each table as a partition in a folder.

    A row that is wrong is handed to `on_fault`, which by default raises its error.
    """
    asserted, kept, others = Asserted(Store()), list[Partition](), list[Partition]()
    for name, tables in groupby(loaded.tables, key=lambda table: table.source.id):
        progress(f"loading {name}")
        for table in tables:
            made = partition_of(table, folder)
            for count in write(made, records(table, loaded, on_fault)):
                if asserted.counts.setdefault((name, table.path.stem), 0):
                    progress(f"loading {name}/{table.path.stem}: {count:,} rows")
                asserted.counts[name, table.path.stem] = count
            asserted.partitions.append(made)
            (kept if _is_kept(table) else others).append(made)
            if _is_kept(table):
                asserted.places.update({subject: (table.path, line) for subject, line in read_places(made)})
    check_promises(loaded)
    for source in loaded.sources:
        load_lines(asserted.store, source.lines)
        for statement in source.statements:
            asserted.places.setdefault(statement.subject, (statement.path, statement.line))
    with projecting() as engine:
        load(asserted.store, engine, [stated(one) for one in kept])
        load(asserted.sample, engine, [stated(one, first=_SAMPLE) for one in others])
    return asserted


def _is_kept(table: Table) -> bool:
    """Tell whether the rows of a table are looked at together.

    These are entities, claims of a source that is a text, and claims of which shapes ask more than a mapper knows.
    """
    return not (table.schema.is_claim and table.schema.decided) or any(file.characters for file in table.source.files)
