"""The rows that sources which are taken as they are have of what one's own name: read where they are named only."""

from collections.abc import Iterable, Iterator
from itertools import chain

from kg.core import iri
from kg.load.complete import KEY
from kg.load.mapper import Records
from kg.load.table import Table, read_table
from kg.load.tables import Loaded, context_of, mapper_of


def rows_named(loaded: Loaded, wanted: set[str]) -> list[tuple[Table, list[Records]]]:
    """Return, by table, the rows that the known tables have of some individuals, and of what these name in turn."""
    found: dict[int, list[Records]] = {}
    seen, wanted = set[str](), {*wanted}
    while wanted:
        seen |= wanted
        met: list[Records] = []
        for table in sorted(loaded.known, key=lambda table: table.of_named):
            with loaded.keys.noting() as noted:
                rows = [*_rows_of(table, loaded, wanted)]
            loaded.keys.remember(noted)
            found.setdefault(id(table), []).extend(rows)
            met += rows
        wanted = {*chain.from_iterable(map(_names, met))} - seen
    return [(table, found[id(table)]) for table in loaded.known if found.get(id(table))]


def _rows_of(table: Table, loaded: Loaded, wanted: set[str]) -> Iterator[Records]:
    """Yield the rows of a table of those individuals that are wanted."""
    segment = table.schema.segment
    if not any(iri.key_of(name).partition("/")[0] == segment for name in wanted):
        return
    name, load = context_of(table, loaded).naming(segment), mapper_of(table, loaded)
    for batch in read_table(table):
        rows = [row for row, key in enumerate(batch.column(KEY)) if name(key) in wanted]
        if rows:
            yield load(batch.only(rows))


def _names(rows: Records) -> Iterable[str]:
    """Yield the individuals that rows name."""
    for values in rows.values.values():
        for cell in values.dictionary:
            yield from (value for value in cell if isinstance(value, str) and value.startswith(iri.ID))
