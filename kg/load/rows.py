"""Read a table strictly, in batches of rows by column: every row keeps its line."""

import csv
from codecs import getincrementaldecoder
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import Final, TextIO

from kg.core.errors import CellCountWrong, CellInvalid, ColumnMissing, ColumnUnknown, Fault, FileUnreadable
from kg.core.files import open_regular
from kg.load.batch import WHOLE, Batch, encode

_LONGEST_LINE: Final = 1 << 24
_SEPARATORS: Final = (",", ";", "\t", "|")
_BATCH: Final = 20_000
_FEW: Final = 500


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


def read_rows(path: Path) -> tuple[list[str], Iterator[Row]]:
    """Return the header of a table and its rows, one by one, as `read_batches` reads them; a wrong one raises."""
    header, found = read_batches(path)
    return header, (row for batch in found for row in each_row(batch))


def each_row(batch: Batch) -> Iterator[Row]:
    """Yield rows one by one; raise the fault of one that is wrong."""
    for number, (line, *texts) in enumerate(zip(batch.lines, *batch.cells.values(), strict=True)):
        if number in batch.faults:
            raise batch.faults[number][0]
        yield Row(batch.path, line, {name: text for name, text in zip(batch.cells, texts, strict=True) if text})


def read_plain(path: Path) -> tuple[list[str], Iterator[Batch]]:
    """Return the header of a publisher's own file and its rows in batches, white space around cells taken out.

    The cells are separated by commas, semicolons, tabs or bars, by whichever the header has most columns. Raises
    FileUnreadable, as `read_batches` does.
    """
    headers = {separator: _first(path, separator) for separator in _SEPARATORS}
    separator = max(headers, key=lambda sign: len(headers[sign]))
    if not headers[separator]:
        next(_lines(path, separator), None)  # raises what keeps the file from being read, if anything does
    header = [*map(_tidy, headers[separator])]
    _check_header(path, header)
    rows = islice(_lines(path, separator), 1, None)
    return header, batches(path, header, ((line, [*map(_tidy, values)]) for line, values in rows))


def _first(path: Path, separator: str) -> list[str]:
    """Return the header of a file, which is empty where the file is no table by that separator."""
    lines = _lines(path, separator)
    try:
        return next(lines, (1, list[str]()))[1]
    except FileUnreadable:
        return []
    finally:
        lines.close()


def _tidy(text: str) -> str:
    return " ".join(text.split())


def read_batches(path: Path) -> tuple[list[str], Iterator[Batch]]:
    """Return the header of a table and its rows in batches; blank lines are skipped.

    Raises FileUnreadable for what is no regular file, no UTF-8, with or without a byte-order mark, or no CSV.
    """
    lines = _lines(path)
    _, header = next(lines, (1, []))
    lines.close()
    _check_header(path, header)
    return header, batches(path, header, islice(_lines(path), 1, None))


def batches(path: Path, header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]) -> Iterator[Batch]:
    """Yield rows, each a line and its values, in batches, the last of which may be empty.

    A row with too few or too many cells, or with stray white space, is at fault. What ends the reading is raised after
    the rows before it.
    """
    turned = _Turned(path, header)
    try:
        for line, values in rows:
            turned.add(line, values)
            if len(turned.lines) == _BATCH:
                yield turned.batch()
                turned = _Turned(path, header)
    except FileUnreadable:
        yield turned.batch()
        raise
    yield turned.batch()


class _Turned:
    """Rows turned into columns, a few at a time: many lists at once are slow, for they are far apart in memory."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self.lines: list[int] = []
        self._path, self._header = path, header
        self._rows: list[Sequence[str]] = []
        self._columns: list[list[str]] = [[] for _ in header]
        self._faults: dict[int, list[Fault]] = {}

    def add(self, line: int, values: Sequence[str]) -> None:
        if len(values) != len(self._header):
            count_wrong = CellCountWrong(
                f"The row has {len(values)} cells where the header has {len(self._header)}.",
                remedy="Put cells that hold a comma into double quotes, and keep empty cells.",
                path=self._path,
                line=line,
            )
            self._faults[len(self.lines)] = [count_wrong]
            values = [*values, *([""] * len(self._header))][: len(self._header)]
        self.lines.append(line)
        self._rows.append(values)
        if len(self._rows) == _FEW:
            self._turn()

    def _turn(self) -> None:
        for column, values in zip(self._columns, zip(*self._rows, strict=True), strict=bool(self._rows)):
            column.extend(values)
        self._rows.clear()

    def batch(self) -> Batch:
        self._turn()
        cells = {name: encode(column) for name, column in zip(self._header, self._columns, strict=True)}
        batch = Batch(self._path, self.lines, cells, self._faults, {row: {WHOLE} for row in self._faults})
        for name, column in cells.items():
            texts = [*column.dictionary]
            if [*map(str.strip, texts)] != texts or "\n" in "".join(texts):  # in one go: has_stray_space of all
                batch.judge(column, partial(_check_space, self._path, name), None)
        return batch


def _check_space(path: Path, column: str, text: str) -> None:
    if has_stray_space(text):
        raise CellInvalid(
            "White space stands around the value, or a line break in it.",
            remedy="Take it out.",
            path=path,
            column=column,
            value=text,
        )


def _lines(path: Path, separator: str = ",") -> Generator[tuple[int, list[str]]]:
    """Yield the line and the values of the header, even if it is blank, and of each row that is not."""
    line = 1
    with TextIOWrapper(open_regular(path), encoding="utf-8-sig", newline="") as file:
        lines = file if path.stat().st_size < _LONGEST_LINE else _bounded(file, path)
        reader = csv.reader(lines, delimiter=separator, strict=True)
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
