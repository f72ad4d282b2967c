"""Read tables of a build, as rows of Python or whole."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.core.manifest import KNOWN

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH = 20_000


def table_in(path: Path, columns: Sequence[str] | None = None, encoded: Sequence[str] = ()) -> "pa.Table":
    """Return the table of a Parquet file, or some columns of it, of which some are `encoded` by dictionary.

    The library's own function for this brings pandas along.
    """
    import pyarrow.parquet as pq

    with pq.ParquetFile(path, read_dictionary=[*encoded]) as file:
        return file.read(columns)


def rows_in(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a Parquet file."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(_BATCH):
            yield from batch.to_pylist()


def facts_in(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table of the facts that a build keeps, as `kg.compare.prepare.facts` has them."""
    return rows_in(folder / KNOWN / f"{name}.parquet")
