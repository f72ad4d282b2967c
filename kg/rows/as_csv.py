"""Write the flat table of the claims as CSV, the same bytes each time."""

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from kg.core.spreadsheet import inert


def write_csv(flat: Path, path: Path, mark: Callable[[str], str] = str) -> tuple[str, ...]:
    """Write the flat table of the claims as CSV: columns and rows as in the Parquet file, lists joined by `|`.

    `mark` changes the text of each cell. Numbers are written in full, without superfluous zeros.
    """
    import pyarrow.parquet as pq

    with pq.ParquetFile(flat) as table, path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.schema_arrow.names)
        for batch in table.iter_batches():
            columns = [column.to_pylist() for column in batch.columns]
            writer.writerows([mark(_cell(value)) for value in row] for row in zip(*columns, strict=True))
    return ("Left out: entities, the ontology and what was derived, because the table is one of claims.",)


def write_safe_csv(flat: Path, path: Path) -> tuple[str, ...]:
    """Write the flat table of the claims so that a spreadsheet takes every cell for a text."""
    return write_csv(flat, path, inert)


def _cell(value: Any) -> str:
    """Write a value of the flat table as text."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            text = f"{value:f}"
            return text.rstrip("0").rstrip(".") if "." in text else text
        case list():
            return "|".join(map(_cell, value))
    return str(value)
