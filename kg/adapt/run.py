"""Adapt: run the adaptor of a source over the raw files of its publisher, and write its tables."""

import csv
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from kg.adapt.adaptor import faults_of, read_adaptor
from kg.adapt.files import Raw
from kg.core.errors import FileUnreadable
from kg.core.files import ADAPTOR, digest, find_file
from kg.core.output import file_beside, make_folder
from kg.load.source import Source, read_source
from kg.load.tables import check_count


def find_raw(source: Source, folder: Path) -> Raw:
    """Find the raw files of a source anywhere in a folder; raise FileUnreadable for one missing or drifted."""
    found = {}
    for file in source.files:
        path = find_file(file.name, folder)
        if path is None:
            raise FileUnreadable(
                "A raw file of the source is not there.",
                remedy=f"Get it: `kg fetch {source.id}`.",
                path=folder / file.name,
            )
        actual = digest(path)
        if actual != file.sha256:
            raise FileUnreadable(
                "The raw file is not the one that was read: its SHA-256 differs.",
                remedy=f"Get the vintage that {source.description.name} describes, or describe the new one there.",
                path=path,
                value=actual,
            )
        found[file.name] = path
    return Raw(found)


def _write_tables(tables: Mapping[Path, Sequence[Mapping[str, str]]]) -> None:
    """Write rows as tables, their columns in the order of first appearance: beside their place until all are whole."""
    with ExitStack() as places:
        for path, rows in tables.items():
            header = list(dict.fromkeys(name for row in rows for name in row))
            partial = places.enter_context(file_beside(path))
            with partial.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)


def adapt(folder: Path, raw: Path, into: Path | None = None) -> dict[str, int]:
    """Make the tables of the source described in `folder` from raw files, in `into` or the folder itself.

    Returns the number of rows by table. Raises CountTooSmall if there are fewer than the source promises, which a
    truncated file would give, PatchUnused for a decision that met no value, and AdaptorFaulty for code that fails. No
    table is touched unless all are made.
    """
    source = read_source(folder)
    make = read_adaptor(folder)
    files = find_raw(source, raw)
    with faults_of(folder / ADAPTOR):
        tables = {(into or folder) / f"{name}.csv": [dict(row) for row in rows(files)] for name, rows in make.items()}
    for path, made in tables.items():
        check_count(source, path, len(made))
    files.check_decisions()
    if into is not None:
        make_folder(into)
    _write_tables(tables)
    return {path.stem: len(made) for path, made in tables.items()}
