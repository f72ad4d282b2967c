"""Read what `source.ttl` says of a plain file: which cells its rows become, and what of it is left out or ignored."""

import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Final

from kg.core import terms
from kg.load.description import SourceStatement

_DECIMALS: Final = re.compile("[0-9]|1[0-8]")
_COUNT: Final = re.compile("[1-9][0-9]{0,17}")
_COLUMN: Final = re.compile(r"\{[^{}]*\}")
_STAND_IN: Final = "\0"
_WRITING: Final = "Write each as column=value, where {name} stands for a cell of the file; see its definition."
_NAMING: Final = "Write the column, and after it name=key for each name that is decided about, blanks in quotes."
_LEAVING: Final = "Write the column, how many rows there are, the reason, and the values, each with a blank in quotes."


@dataclass(frozen=True, slots=True)
class CellPart:
    """A part of a cell: a text, then the cell of a column of the file, with so many decimals where that is said."""

    text: str
    column: str | None
    decimals: int | None


@dataclass(frozen=True, slots=True)
class RowCells:
    """What each row of a file becomes in a table: its cells by column."""

    statement: SourceStatement
    table: str
    parts: dict[str, tuple[CellPart, ...]]

    @property
    def columns(self) -> set[str]:
        """Return the columns of the file of which the cells are made."""
        return {part.column for parts in self.parts.values() for part in parts if part.column is not None}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The values of a column whose rows are left out for a reason, and how many rows these are."""

    statement: SourceStatement
    column: str
    count: int
    reason: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class NameColumn:
    """A column of the file that holds names for keys, and the keys that are meant by some of them."""

    statement: SourceStatement
    column: str
    meant: dict[str, str]


@dataclass(frozen=True, slots=True)
class PlainFile:
    """A file of a source that is itself the table, or several."""

    name: str
    digest: SourceStatement
    cells: tuple[RowCells, ...]
    left_out: tuple[LeftOut, ...]
    names: tuple[NameColumn, ...]
    ignored: frozenset[str]
    decimal_mark: str | None


def plain_files(statements: Sequence[SourceStatement], files: Iterable[tuple[str, str]]) -> tuple[PlainFile, ...]:
    """Return those files, each an IRI and a name, whose rows become rows of tables; raise SourceInvalid."""
    found = (_plain_file([made for made in statements if made.subject == file], name) for file, name in files)
    return tuple(plain for plain in found if plain.cells)


def _plain_file(said: Sequence[SourceStatement], name: str) -> PlainFile:
    values: dict[str, list[SourceStatement]] = {}
    for made in said:
        values.setdefault(made.predicate, []).append(made)

    def texts(predicate: str) -> frozenset[str]:
        return frozenset(made.term.value for made in values.get(predicate, ()))

    cells = tuple(map(_cells, sorted(values.get(terms.rowCells, ()), key=lambda made: made.line)))
    left_out = tuple(map(_left_out, values.get(terms.leftOutRows, ())))
    for predicate in (terms.leftOutRows, terms.nameColumn, terms.ignoredColumn, terms.decimalMark):
        if predicate in values and not cells:
            values[predicate][0].refuse("No row of the file becomes any of a table.", "Say dyad:rowCells of it too.")
    mark = next(iter(texts(terms.decimalMark)), None)
    digest = values[terms.sha256][0]
    return PlainFile(
        name,
        digest,
        cells,
        left_out,
        tuple(map(_names, values.get(terms.nameColumn, ()))),
        texts(terms.ignoredColumn),
        mark,
    )


def _words(made: SourceStatement, remedy: str) -> list[str]:
    """Split a value at blanks, but for those in quotes and those within braces, where a column may have any name."""
    columns = _COLUMN.findall(made.term.value)
    try:
        words = shlex.split(_COLUMN.sub(_STAND_IN, made.term.value))
    except ValueError:
        made.refuse("A quotation mark is not closed.", remedy)
    written = iter(columns)
    return [re.sub(_STAND_IN, lambda _: next(written), word) for word in words]


def _cells(made: SourceStatement) -> RowCells:
    table, *written = _words(made, _WRITING) or [""]
    parts: dict[str, tuple[CellPart, ...]] = {}
    for word in written:
        column, sign, value = word.partition("=")
        if not (column and sign and value) or column in parts:
            made.refuse(f"«{word}» is no cell, or one of two for a column.", _WRITING)
        parts[column] = tuple(_parts(made, value))
    if not any(part.column for cell in parts.values() for part in cell):
        made.refuse("No cell is made of a column of the file.", _WRITING)
    return RowCells(made, table, parts)


def _parts(made: SourceStatement, value: str) -> Iterator[CellPart]:
    try:
        for text, column, spec, conversion in Formatter().parse(value):
            decimals = (spec or "").removeprefix(".")
            if column == "" or conversion or (spec and not (spec[0] == "." and _DECIMALS.fullmatch(decimals))):
                made.refuse(f"«{value}» names no column.", "Write {name}, or {name:.1} for one decimal.")
            yield CellPart(text, column, int(decimals) if decimals else None)
    except ValueError:
        made.refuse(f"A brace of «{value}» is not closed.", _WRITING)


def _names(made: SourceStatement) -> NameColumn:
    column, *decided = _words(made, _NAMING) or [""]
    meant: dict[str, str] = {}
    for word in decided:
        name, sign, key = word.rpartition("=")
        if not (sign and name and key) or name in meant:
            made.refuse(f"«{word}» is no name with its key, or one of two for a name.", _NAMING)
        meant[name] = key
    return NameColumn(made, column, meant)


def _left_out(made: SourceStatement) -> LeftOut:
    column, count, reason, *values = [*_words(made, _LEAVING), "", "", ""]
    values = [value for value in values if value]
    if not (_COUNT.fullmatch(count) and reason and values):
        made.refuse("The value has not the parts it should have.", _LEAVING)
    return LeftOut(made, column, int(count), reason, frozenset(values))
