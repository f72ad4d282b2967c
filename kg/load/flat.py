"""Write the flat form of the claims: one row a claim, typed columns, in a Parquet file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import iri
from kg.load.cells import MANY
from kg.load.mapper import Record
from kg.load.schema import Kind, Slot
from kg.load.tables import Loaded, Table

if TYPE_CHECKING:
    import pyarrow as pa

_FIRST = ("claim", "class", "source")
_BATCH = 20_000


def columns(loaded: Loaded) -> dict[str, Slot]:
    """Return the flat columns of all claim tables by name: those of their headers and those filled from sources."""
    found: dict[str, Slot] = {}
    for table in loaded.tables:
        if table.schema.is_claim:
            for name, slot in table.schema.slots.items():
                if slot.filled_from:
                    found.setdefault(name, slot)
                for header in table.header:
                    stem, _, suffix = header.rpartition("_")
                    if header == name or (stem == name and slot.kind is Kind.TAGGED):
                        found.setdefault(header, slot)
                    elif stem == name and slot.kind is Kind.KEY and suffix in slot.segments:
                        found.setdefault(name, slot)
    return found


def _schema(loaded: Loaded) -> "pa.Schema":
    """Type the flat columns: decimals of 18 digits before and 18 after the point; days; else text."""
    import pyarrow as pa

    types = {
        Kind.DECIMAL: pa.decimal128(36, 18),
        Kind.INTEGER: pa.int64(),
        Kind.BOOLEAN: pa.bool_(),
        Kind.DATE: pa.date32(),
    }
    fields = [pa.field(name, pa.string(), nullable=False) for name in _FIRST]
    fields += [pa.field(name, types.get(slot.kind, pa.string())) for name, slot in columns(loaded).items()]
    return pa.schema(fields)


def flat_row(table: Table, record: Record) -> dict[str, Any]:
    """Return a claim as one flat row; several values stand in one text, separated by `|` as in the tables."""
    first = (record.subject, iri.compress(table.schema.cls), table.source.id)
    values = {n: MANY.join(map(str, v)) if isinstance(v, tuple) else v for n, v in record.values.items()}
    return dict(zip(_FIRST, first, strict=True)) | values


@contextmanager
def flat_writer(path: Path, loaded: Loaded) -> Iterator[Callable[[Table, Record], None]]:
    """Yield a function that adds a claim to the Parquet file at `path`; rows are written in batches."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _schema(loaded)
    rows: list[dict[str, Any]] = []
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:

        def flush() -> None:
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))
            rows.clear()

        def add(table: Table, record: Record) -> None:
            rows.append(flat_row(table, record))
            if len(rows) >= _BATCH:
                flush()

        yield add
        flush()
