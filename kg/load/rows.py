"""Read a table strictly: every row keeps its line."""

import csv
from codecs import getincrementaldecoder
from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from functools import partial
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import Final, TextIO

from kg.errors import CellCountWrong, CellInvalid, ColumnMissing, ColumnUnknown, FileUnreadable
from kg.files import open_regular

_LONGEST_LINE: Final = 1 << 24


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its file, the line on which it begins, and its cells by column; empty cells are left out."""

    path: Path
    line: int
    cells: dict[str, str]


def has_stray_space(text: str) -> bool:
    """Tell whether white space stands around a text, or a line break in it."""
    return text != text.strip() or "\n" in text


def _check_header(path: Path, header: list[str]) -> None:
    """Refuse a header that is empty, joined by another separator, or names a column twice."""
    if not header or header == [""]:
        raise ColumnMissing("The table has no header.", remedy="Write the columns on the first line.", path=path)
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        raise ColumnUnknown(
            "The cells are not separated by commas.", remedy="Save the table with commas.", path=path, line=1
        )
    if len(header) > len({*header}):
        name = Counter(header).most_common(1)[0][0]
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
        if has_stray_space(value):
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

    A row that raises does not end the iterator: who catches the error can go on with the next row. Raises
    FileUnreadable for what is no regular file, no UTF-8, with or without a byte-order mark, or no CSV.
    """
    lines = _lines(path)
    _, header = next(lines, (1, []))
    lines.close()
    _check_header(path, header)
    return header, map(partial(_row, path, header), islice(_lines(path), 1, None))


def _row(path: Path, header: list[str], found: tuple[int, list[str]]) -> Row:
    line, values = found
    return Row(path, line, _cells(path, line, header, values))


def _lines(path: Path) -> Generator[tuple[int, list[str]]]:
    """Yield the line and the values of the header, even if it is blank, and of each row that is not."""
    line = 1
    with TextIOWrapper(open_regular(path), encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(_bounded(file, path), strict=True)
        try:
            for values in reader:
                if values or line == 1:
                    yield line, values
                line = reader.line_num + 1
        except csv.Error as error:
            raise FileUnreadable("The table is not valid CSV.", remedy=str(error), path=path, line=line) from error
        except UnicodeDecodeError as error:
            raise FileUnreadable(
                "The table is not UTF-8.", remedy="Save it as «CSV UTF-8».", path=path, line=_undecodable(path)
            ) from error


def _bounded(file: TextIO, path: Path) -> Iterator[str]:
    """Yield the lines of a file; raise FileUnreadable for one that is too long to be one of a table."""
    for number, line in enumerate(iter(partial(file.readline, _LONGEST_LINE), ""), start=1):
        if len(line) == _LONGEST_LINE:
            raise FileUnreadable(
                "The line is too long for a table.",
                remedy=f"Keep it under {_LONGEST_LINE:,} characters, in a table saved as CSV.",
                path=path,
                line=number,
            )
        yield line


def _undecodable(path: Path) -> int | None:
    """Return the first line of a file that is not UTF-8."""
    number, decoder = 1, getincrementaldecoder("utf-8")()
    with open_regular(path) as file:
        for part in iter(partial(file.readline, _LONGEST_LINE), b""):
            try:
                decoder.decode(part)
            except UnicodeDecodeError:
                return number
            number += part.endswith(b"\n")
    return None
