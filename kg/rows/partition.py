"""The rows of a source: a partition a table, which is a Parquet file of entities or claims in typed columns."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.core.ontology import Ontology
from kg.load.batch import Encoded, always
from kg.load.header import Column, column_named, flat_name
from kg.load.mapper import Records
from kg.load.opening import classes
from kg.load.schema import Kind, TableSchema, table_schema
from kg.load.table import Table
from kg.rows import arrays

if TYPE_CHECKING:
    import pyarrow as pa

SOURCES = "sources"
SUBJECT, LINE = "subject", "line"
OWN = frozenset({SUBJECT, LINE})


@dataclass(frozen=True, slots=True)
class Partition:
    """The rows of a table of a source: its `file`, and the `columns` that a row has beside `subject` and `line`.

    The subject is an IRI, and the line that of the table on which the row begins. A column is of lists where its slot
    takes many values.
    """

    source: str
    schema: TableSchema
    columns: tuple[Column, ...]
    file: Path

    @property
    def path(self) -> str:
        """Return the path of the file in its build."""
        return f"{SOURCES}/{self.source}/{self.file.name}"


def partition_of(table: Table, folder: Path) -> Partition:
    """Name the partition of a table, to be written into the folder of a build."""
    file = folder / SOURCES / table.source.id / f"{table.path.stem}.parquet"
    return Partition(table.source.id, table.schema, tuple(_columns(table)), file)


def open_partitions(folder: Path, ontology: Ontology) -> list[Partition]:
    """Return the partitions of a build, in the order of their sources and classes."""
    import pyarrow.parquet as pq

    named, schemas = classes(ontology), dict[str, TableSchema]()
    found = []
    for file in sorted(folder.glob(f"{SOURCES}/*/*.parquet")):
        if file.stem not in schemas:
            schemas[file.stem] = table_schema(ontology, named[file.stem])
        schema = schemas[file.stem]
        names = [name for name in pq.read_schema(file).names if name not in OWN]
        found.append(
            Partition(file.parent.name, schema, tuple(column_named(schema, name, file) for name in names), file)
        )
    return found


def read_places(one: Partition, wanted: Collection[str] | None = None) -> Iterator[tuple[str, int]]:
    """Yield the subject of each row, or of those of the `wanted` subjects, with the line on which it begins."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    with pq.ParquetFile(one.file) as file:
        rows = file.read(columns=[SUBJECT, LINE])
    if wanted is not None:
        rows = rows.filter(pc.is_in(rows[SUBJECT], value_set=arrays.texts([*wanted])))
    yield from zip(rows[SUBJECT].to_pylist(), rows[LINE].to_pylist(), strict=True)


def first_rows_digest(one: Partition, count: int) -> str:
    """Return a digest of the first rows of a partition."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(one.file) as file:
        rows = next(file.iter_batches(batch_size=count), None)
        told = repr((file.schema_arrow.names, [] if rows is None else rows.to_pylist()))
    return hashlib.sha256(told.encode()).hexdigest()


def count_rows(one: Partition) -> int:
    """Return how many rows a partition has."""
    import pyarrow.parquet as pq

    return int(pq.read_metadata(one.file).num_rows)


def _columns(table: Table) -> Iterator[Column]:
    """Yield the columns that the rows of a table fill, by their cells or from their source, slot by slot."""
    for slot in table.schema.slots.values():
        named = {flat_name(one): one.language for one in table.columns if one.slot is slot}
        for name, language in named.items():
            yield Column(name, slot, language)
        if slot.filled_from and slot.name not in named:
            yield Column(slot.name, slot)


def write_partition(made: Partition, records: Iterable[Records]) -> Iterator[int]:
    """Write records to the file of a partition, and yield after each batch how many there are."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    made.file.parent.mkdir(parents=True, exist_ok=True)
    kinds = [_type(one.slot.kind) for one in made.columns]
    fields = [pa.field(SUBJECT, pa.string(), nullable=False), pa.field(LINE, pa.int32(), nullable=False)]
    for one, kind in zip(made.columns, kinds, strict=True):
        fields.append(pa.field(one.name, pa.list_(kind) if one.slot.many else kind))
    schema, count = pa.schema(fields), 0
    with pq.ParquetWriter(made.file, schema, compression="zstd") as writer:
        for batch in records:
            columns = [arrays.column(batch.subjects, pa.string()), arrays.numbers(batch.lines)]
            columns += [_column(batch, one, kind) for one, kind in zip(made.columns, kinds, strict=True)]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))
            count += len(batch.lines)
            yield count


def _column(batch: Records, one: Column, kind: "pa.DataType") -> "pa.Array":
    values = batch.values.get(one.name, always((), len(batch.lines)))
    if one.slot.many:
        return arrays.lists(values, kind)
    return arrays.column(Encoded([found[0] if found else None for found in values.dictionary], values.indices), kind)


def _type(kind: Kind) -> "pa.DataType":
    """Type a column: decimals of 18 digits before and 18 after the point; whole numbers; truths; days; else text."""
    import pyarrow as pa

    match kind:
        case Kind.DECIMAL:
            return pa.decimal128(36, 18)
        case Kind.INTEGER:
            return pa.int64()
        case Kind.BOOLEAN:
            return pa.bool_()
        case Kind.DATE:
            return pa.date32()
        case _:
            return pa.string()
