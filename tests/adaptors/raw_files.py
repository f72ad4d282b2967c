"""Small raw files, the sources and tables that ship, and errors that name a place: what tests of adaptors stand on."""

import csv
import gzip
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest

from kg.adapt.files import Raw
from kg.core import assets
from kg.core.errors import KgError
from kg.core.files import ADAPTOR
from kg.load.folders import find_source


def folder_of(source: str) -> Path:
    """Return the folder of a shipped source."""
    return find_source(source, [assets.data(), *assets.packs()])


def adapted() -> list[str]:
    """List the shipped sources that have an adaptor."""
    folders = [assets.data(), *assets.packs()]
    return sorted(path.parent.name for folder in folders for path in folder.glob(f"*/{ADAPTOR}"))


def code_of(source: str) -> SimpleNamespace:
    """Run the adaptor of a shipped source, and return what its code defines."""
    return SimpleNamespace(**run_path(str(folder_of(source) / ADAPTOR)))


def shipped(source: str, table: str) -> list[dict[str, str]]:
    """Return the rows of a shipped table, empty cells included."""
    with (folder_of(source) / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def raw_lines(folder: Path, files: Mapping[str, Sequence[str]]) -> Raw:
    """Write raw files of lines, a header and its rows; those whose name says so are gzipped."""
    for name, lines in files.items():
        content = "".join(f"{line}\n" for line in lines).encode()
        (folder / name).write_bytes(gzip.compress(content, mtime=0) if name.endswith(".gz") else content)
    return Raw({name: folder / name for name in files})


def raw_rows(folder: Path, files: Mapping[str, Sequence[Mapping[str, str]]], header: Sequence[str] = ()) -> Raw:
    """Write raw CSV files of rows, with the columns of a header, by default those of the first row."""
    for name, rows in files.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header or list(rows[0]), restval="")
            writer.writeheader()
            writer.writerows(rows)
    return Raw({name: folder / name for name in files})


@contextmanager
def refused(error: type[KgError], *place: str | int | None, match: str | None = None) -> Iterator[None]:
    """Hold a block to an error with a remedy that names its place: file, row, column and value, as far as given."""
    with pytest.raises(error, match=match) as caught:
        yield
    found = caught.value
    assert found.remedy
    assert (found.path.name if found.path else None, found.line, found.column, found.value)[: len(place)] == place
