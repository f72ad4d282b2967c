"""Read a table strictly: every row keeps its line."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TextIO

from kg.errors import CellCountWrong, CellInvalid, ColumnMissing, ColumnUnknown, FileUnreadable


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its file, the line on which it begins, and its cells by column; empty cells are left out."""

    path: Path
    line: int
    cells: dict[str, str]


def open_table(path: Path) -> TextIO:
    """Open a table as UTF-8, with or without a byte-order mark; raise FileUnreadable."""
    try:
        path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise FileUnreadable("The table cannot be read.", remedy=str(error), path=path) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise FileUnreadable(
            "The table is not UTF-8.", remedy="Save it as «CSV UTF-8».", path=path, line=line
        ) from error
    return path.open(encoding="utf-8-sig", newline="")


def _check_header(path: Path, header: list[str]) -> None:
    """Refuse a header that is empty, joined by another separator, or names a column twice."""
    if not header or header == [""]:
        raise ColumnMissing("The table has no header.", remedy="Write the columns on the first line.", path=path)
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        raise ColumnUnknown(
            "The cells are not separated by commas.", remedy="Save the table with commas.", path=path, line=1
        )
    for name in header:
        if header.count(name) > 1:
            raise ColumnUnknown("A column stands twice.", remedy="Keep one.", path=path, line=1, column=name)


def _cells(path: Path, line: int, header: list[str], values: list[str]) -> dict[str, str]:
    """Pair the header with the values of a row, without the empty ones; refuse stray white space."""
    if len(values) != len(header):
        raise CellCountWrong(
            f"The row has {len(values)} cells where the header has {len(header)}.",
            remedy="Put cells that hold a comma into double quotes, and keep empty cells.",
            path=path,
            line=line,
        )
    for name, value in zip(header, values, strict=True):
        if value != value.strip() or "\n" in value:
            raise CellInvalid(
                "White space stands around the value, or a line break in it.",
                remedy="Take it out.",
                path=path,
                line=line,
                column=name,
                value=value,
            )
    return {name: value for name, value in zip(header, values, strict=True) if value}


def read_rows(path: Path) -> tuple[list[str], Iterator[Row]]:
    """Return the header of a table and its rows, read one by one; blank lines are skipped.

    A row that raises does not end the iterator: who catches the error can go on with the next row.
    """
    with open_table(path) as file:
        header = next(csv.reader(file), [])
    _check_header(path, header)
    return header, map(partial(_row, path, header), _lines(path))


def _row(path: Path, header: list[str], found: tuple[int, list[str]]) -> Row:
    line, values = found
    return Row(path, line, _cells(path, line, header, values))


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the line and the values of each row that is not blank, the header left out."""
    with open_table(path) as file:
        reader = csv.reader(file, strict=True)
        next(reader)
        line = reader.line_num + 1
        try:
            for values in reader:
                if values:
                    yield line, values
                line = reader.line_num + 1
        except csv.Error as error:
            raise FileUnreadable("The table is not valid CSV.", remedy=str(error), path=path, line=line) from error
