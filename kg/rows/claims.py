"""The claims of all partitions as one table, flat: a row a claim, several values of a cell in one text."""

from collections.abc import Collection, Sequence
from pathlib import Path

from kg.core import iri
from kg.load.cells import MANY
from kg.load.header import Column
from kg.load.schema import Kind
from kg.rows.engine import engine, named, place_of, quoted, rows_of
from kg.rows.partition import SUBJECT, Partition

_TYPES = {Kind.DECIMAL: "DECIMAL(36, 18)", Kind.INTEGER: "BIGINT", Kind.BOOLEAN: "BOOLEAN", Kind.DATE: "DATE"}


def write_flat(partitions: Sequence[Partition], path: Path, only: Collection[str] | None = None) -> int:
    """Write the claims of some partitions, in their order, to a Parquet file, and return how many there are.

    Where there are columns that are wanted `only`, the file has no others beside the claim, its class and source.
    """
    claims = [one for one in partitions if one.schema.is_claim]
    wanted: dict[str, Column] = {}
    for one in claims:
        for column in one.columns if only is None else (column for column in one.columns if column.name in only):
            wanted.setdefault(column.name, column)
    selects = [_select(one, wanted) for one in claims] or ["SELECT '' AS claim, '' AS class, '' AS source WHERE false"]
    with engine(ordered=True) as made:
        query = f"COPY ({' UNION ALL '.join(selects)}) TO {quoted(place_of(path))} (FORMAT parquet, COMPRESSION zstd)"
        ((count,),) = made.execute(query)
    return int(count)


def _select(one: Partition, wanted: dict[str, Column]) -> str:
    own = {column.name: column for column in one.columns}
    first = {"claim": SUBJECT, "class": quoted(iri.compress(one.schema.cls)), "source": quoted(one.source)}
    cells = first | {name: _cell(column, own.get(name)) for name, column in wanted.items()}
    return f"SELECT {', '.join(f'{cell} AS {named(name)}' for name, cell in cells.items())} FROM {rows_of(one.file)}"


def _cell(wanted: Column, own: Column | None) -> str:
    kind = "VARCHAR" if wanted.slot.many else _TYPES.get(wanted.slot.kind, "VARCHAR")
    if own is None:
        return f"CAST(NULL AS {kind})"
    if own.slot.many:
        return f"nullif(array_to_string({named(own.name)}, {quoted(MANY)}), '')"
    return f"CAST({named(own.name)} AS {kind})"
