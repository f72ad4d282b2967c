"""Write an answer as a workbook of Excel: typed cells, a header that stays, and a sheet on where it comes from."""

from collections.abc import Sequence
from datetime import date, datetime
from math import isfinite
from typing import TYPE_CHECKING, BinaryIO, Final

from kg.core.errors import LimitReached
from kg.core.graph import Literal, Term
from kg.core.visible import visible
from kg.query.answers import Answer
from kg.query.typed import kind_of, lexical_form, number_of

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

About = Sequence[tuple[str, str]]
_MOST_ROWS: Final = 1_048_575  # of Excel, beside the header
_LONGEST: Final = 32_767
_DIGITS: Final = 15  # of a number that Excel keeps
_FIRST_DAY: Final = date(1900, 3, 1)  # before it Excel counts a day that never was
_MADE: Final = datetime(2000, 1, 1)  # noqa: DTZ001 (the same answer gives the same bytes)
_WIDEST: Final = 48
_TYPED: Final = frozenset({"integer", "decimal", "double", "date"})
_AS_TEXT: Final = (
    "note",
    "Numbers of more than 15 digits and days before March 1900 stand as text: Excel would change them.",
)
_CUT: Final = ("note", "Texts of more than 32,767 letters are cut, as Excel wants it: --format csv has all of them.")


def write_workbook(answer: Answer, file: BinaryIO, about: About = ()) -> None:
    """Write an answer on one sheet and, on another, what there is to say about it; the same gives the same bytes.

    Integers and decimals are numbers where Excel keeps all their digits, days are days, and all else is text, which
    Excel does not run. Raises LimitReached for more rows than a sheet may have.
    """
    from xlsxwriter import Workbook

    if len(answer.rows) > _MOST_ROWS:
        raise LimitReached(
            f"The answer has {len(answer.rows):,} rows, and a sheet of Excel at most {_MOST_ROWS:,}.",
            remedy="Ask for less, or choose --format csv or parquet.",
        )
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(file, options) as book:
        book.set_properties({"created": _MADE})
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("answer")
        notes = _fill(sheet, answer, bold, day)
        told = book.add_worksheet("about")
        told.set_column(0, 0, 16, bold)
        told.set_column(1, 1, 100, wrapped)
        for row, (name, text) in enumerate([*about, *notes]):
            told.write_string(row, 0, name)
            told.write_string(row, 1, _short(text))


def _fill(sheet: "Worksheet", answer: Answer, bold: "Format", day: "Format") -> list[tuple[str, str]]:
    """Write the header and the rows, and return what is to be noted about them."""
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(answer.rows), max(len(answer.variables) - 1, 0))
    notes = set()
    for column, name in enumerate(answer.variables):
        sheet.write_string(0, column, name, bold)
        terms = [row[column] for row in answer.rows]
        longest = max([len(name) + 3, *(len(lexical_form(term)) for term in terms if term is not None)])
        sheet.set_column(column, column, min(longest + 1, _WIDEST))
        for row, term in enumerate(terms, start=1):
            if term is not None:
                notes.add(_write(sheet, row, column, term, day))
    return sorted(note for note in notes if note is not None)


def _write(sheet: "Worksheet", row: int, column: int, term: Term, day: "Format") -> tuple[str, str] | None:
    """Write one cell, and return what is to be noted about it."""
    value = _value(term)
    if isinstance(value, str):
        sheet.write_string(row, column, _short(value))
        return _AS_TEXT if kind_of(term) in _TYPED else _CUT if len(value) > _LONGEST else None
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    else:
        sheet.write(row, column, value)
    return None


def _value(term: Term) -> float | bool | date | str:
    """Return the value of a cell, as text where Excel would not keep it as it is."""
    text, kind = lexical_form(term), kind_of(term)
    if kind in {"integer", "decimal"} and isinstance(term, Literal):
        number = number_of(term)
        return text if number is None or len(f"{number:f}".replace(".", "").strip("-0")) > _DIGITS else float(number)
    if kind == "double":
        return float(text) if isfinite(float(text)) else text
    if kind == "boolean":
        return text in {"true", "1"}
    return _day(text) if kind == "date" else text


def _day(text: str) -> date | str:
    """Return the day that a text names, the text itself where that is none of the calendar of Excel."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return day if day >= _FIRST_DAY else text


def _short(text: str) -> str:
    """Make a text visible, which the letters that XML lacks are not, and cut it where Excel would refuse it."""
    shown = visible(text)
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
