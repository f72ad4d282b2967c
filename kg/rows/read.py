"""Read tables of a build as rows of Python."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.core.manifest import KNOWN

_BATCH = 20_000


def rows_in(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a Parquet file."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(_BATCH):
            yield from batch.to_pylist()


def facts_in(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table of the facts that a build keeps, as `kg.compare.prepare.facts` has them."""
    return rows_in(folder / KNOWN / f"{name}.parquet")
