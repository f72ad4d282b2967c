"""Read the raw files of a publisher as they are: every column accounted for, every row with its number."""

import csv
import gzip
import json
import warnings
import zipfile
import zlib
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from kg.adapt.decisions import Decisions, K, V
from kg.core.errors import CellCountWrong, CellInvalid, ColumnMissing, ColumnUnknown, ExtraMissing, FileUnreadable
from kg.load.cells import fault
from kg.load.rows import Row


@dataclass(frozen=True, slots=True)
class Raw:
    """The raw files of a source that are at hand, by the names that its description gives them.

    It keeps what was decided about their values while they were read, and sheets, which are slow to read.
    """

    files: Mapping[str, Path]
    _decisions: list[Decisions[Any, Any]] = field(default_factory=list, init=False, repr=False, compare=False)
    _sheets: dict[tuple[Path, str], list[tuple[object, ...]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def path(self, name: str) -> Path:
        """Return where a raw file lies; raise FileUnreadable if the source describes no such file."""
        if name not in self.files:
            raise FileUnreadable(
                f"The source describes no file «{name}».", remedy="Describe it in source.ttl as a dyad:SourceFile."
            )
        return self.files[name]

    def decisions(self, name: str, decided: Mapping[K, V]) -> Decisions[K, V]:
        """Return what was decided about values of a raw file, each of which must be met there."""
        decisions = Decisions(self.path(name), decided)
        self._decisions.append(decisions)
        return decisions

    def check_decisions(self) -> None:
        """Raise PatchUnused for a decision that has met no value, now that the files are read."""
        for decisions in self._decisions:
            decisions.check_met()

    def rows(self, name: str, used: Sequence[str], ignored: Sequence[str] = ()) -> Iterator[Row]:
        """Yield the rows of a CSV file, gzipped or not, with every cell as printed, empty ones included.

        The line of a row is its number as RFC 7111 counts, the header being 1. Raises ColumnMissing and
        ColumnUnknown unless the header is exactly the used and the ignored columns, and FileUnreadable or
        CellCountWrong for what is no table.
        """
        path = self.path(name)
        with _open(path) as file:
            reader = csv.reader(file, strict=True)
            try:
                header = next(reader, [])
                _check_header(path, header, [*used, *ignored])
                for line, values in enumerate(reader, start=2):
                    if len(values) != len(header):
                        raise CellCountWrong(
                            f"The row has {len(values)} cells where the header has {len(header)}.",
                            remedy="Get the file anew.",
                            path=path,
                            line=line,
                        )
                    yield Row(path, line, dict(zip(header, values, strict=True)))
            except (csv.Error, EOFError, OSError, UnicodeDecodeError, zlib.error) as error:
                raise _unreadable(path, error) from error

    def sheet(self, name: str, used: Sequence[str], ignored: Sequence[str] = ()) -> Iterator[Row]:
        """Yield the rows of the first sheet of an .xlsx workbook, as `rows` does those of a CSV file.

        The line of a row is its number in the sheet. Raises CellInvalid for a used cell that is not a text, which shows
        otherwise than it is kept.
        """
        path = self.path(name)
        first, *lines = self._values(path) or [()]
        header = [str(cell or "") for cell in first]
        _check_header(path, header, [*used, *ignored])
        for line, values in enumerate(lines, start=2):
            cells = dict(zip(header, values, strict=True))
            row = Row(path, line, {column: str(cell or "") for column, cell in cells.items()})
            for column in used:
                if not isinstance(cells[column], str | None):
                    fault(CellInvalid, "The cell is no text.", "Decide how it shows.", row, column, row.cells[column])
            yield row

    def sheet_lines(self, name: str, sheet: str) -> Iterator[Row]:
        """Yield the lines of a named sheet, titles and blank ones too, their cells by the letters of their columns.

        A whole number shows as one. Raises CellInvalid for any other cell that is not a text, and FileUnreadable for a
        workbook without that sheet.
        """
        path = self.path(name)
        lines = self._values(path, sheet)
        from openpyxl.utils import get_column_letter  # which is here, or the sheet would not have been read

        for line, values in enumerate(lines, start=1):
            cells = {get_column_letter(number): value for number, value in enumerate(values, start=1)}
            row = Row(path, line, {column: _shown(value) for column, value in cells.items()})
            for column, value in cells.items():
                if not isinstance(value, str | None) and not row.cells[column].isdecimal():
                    problem = "The cell is no text or whole number."
                    fault(CellInvalid, problem, "Decide how it shows.", row, column, row.cells[column])
            yield row

    def _values(self, path: Path, sheet: str = "") -> list[tuple[object, ...]]:
        """Return the values of a sheet, by default of the first one, which are read once."""
        if (path, sheet) not in self._sheets:
            self._sheets[path, sheet] = [*_sheet(path, sheet)]
        return self._sheets[path, sheet]

    def objects(self, name: str) -> dict[str, dict[str, Any]]:
        """Return the objects that a JSON file holds, by their names; raise FileUnreadable for anything else."""
        path = self.path(name)
        try:
            found = json.loads(path.read_bytes())
        except (OSError, RecursionError, ValueError) as error:
            raise _unreadable(path, error) from error
        if not isinstance(found, dict) or not all(isinstance(part, dict) for part in found.values()):
            raise _unreadable(path, "It holds no objects with names")
        return found


def _shown(value: object) -> str:
    """Return what a cell holds as a text, '' for nothing, and a whole number without a fraction of nought."""
    return str(int(value) if isinstance(value, float) and value.is_integer() else "" if value is None else value)


def _sheet(path: Path, sheet: str) -> Iterator[tuple[object, ...]]:
    """Yield the values of a sheet of a workbook, '' being the first, row by row.

    Raises FileUnreadable, or ExtraMissing. How large a named sheet says it is counts for nothing: some say one cell.
    """
    try:
        from openpyxl import load_workbook
    except ModuleNotFoundError as error:
        raise ExtraMissing(
            "Workbooks are read with openpyxl, which is not here.", remedy="Install it: pip install 'dyad-kg[adapt]'."
        ) from error
    try:
        with warnings.catch_warnings(action="ignore", category=UserWarning):  # it tells of styles that are not there
            book = load_workbook(path, read_only=True)
    except (KeyError, OSError, ValueError, zipfile.BadZipFile) as error:
        raise _unreadable(path, error) from error
    try:
        if sheet and sheet not in book.sheetnames:
            raise _unreadable(path, f"It has no sheet «{sheet}», but {', '.join(book.sheetnames)}")
        found = book[sheet] if sheet else book.worksheets[0]
        if sheet:
            found.reset_dimensions()
        yield from found.iter_rows(values_only=True)
    finally:
        book.close()


def _unreadable(path: Path, cause: object) -> FileUnreadable:
    return FileUnreadable("The raw file cannot be read.", remedy=f"{cause}. Get it anew.", path=path)


def _open(path: Path) -> TextIO:
    """Open a raw file, unpacked if it is gzipped: as UTF-8, or as UTF-16 if its byte order mark says so."""
    try:
        if path.suffix == ".gz":
            return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
        with path.open("rb") as file:
            utf_16 = file.read(len(BOM_UTF16_LE)) in {BOM_UTF16_BE, BOM_UTF16_LE}
        return path.open(encoding="utf-16" if utf_16 else "utf-8-sig", newline="")
    except OSError as error:
        raise _unreadable(path, error) from error


def _check_header(path: Path, header: Sequence[str], expected: Sequence[str]) -> None:
    """Refuse a header that lacks a column or has one that nobody decided about."""
    for name in expected:
        if name not in header:
            raise ColumnMissing(
                "The raw file lacks a column.",
                remedy="Get the file in the layout that was read.",
                path=path,
                line=1,
                column=name,
            )
    for name in header:
        if name not in expected:
            raise ColumnUnknown(
                "Nobody has decided what this column of the raw file means.",
                remedy="Use it in the adaptor, or ignore it there with a reason.",
                path=path,
                line=1,
                column=name,
            )
