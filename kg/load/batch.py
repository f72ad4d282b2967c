"""Rows of a table by column: a value is judged once, however often it stands there, and each row keeps its faults."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from kg.core.errors import Fault

WHOLE: Final = ""
"""What stands for all columns of a row among those that are spoilt."""

_TEXT, _LINE, _INDEX = 100, 40, 4
"""What a text of a few words, the number of a line, and an index take of memory."""
T = TypeVar("T")
_R = TypeVar("_R")


@dataclass(frozen=True, slots=True)
class Encoded(Generic[T]):
    """A column, dictionary-encoded: its values, and for each row the index of its own among them."""

    dictionary: Sequence[T]
    indices: Sequence[int]

    def __iter__(self) -> Iterator[T]:
        """Yield the value of each row."""
        return map(self.dictionary.__getitem__, self.indices)

    def map(self, function: Callable[[T], _R]) -> "Encoded[_R]":
        """Return the column of what a function makes of each value."""
        return Encoded([*map(function, self.dictionary)], self.indices)

    def merged(self) -> "Encoded[T]":
        """Return the same column with each value once in its dictionary."""
        if len({*self.dictionary}) == 1:
            return always(self.dictionary[0], len(self.indices))
        again = encode(self.dictionary)
        return Encoded(again.dictionary, array("i", map(again.indices.__getitem__, self.indices)))


def encode(values: Sequence[T]) -> Encoded[T]:
    """Return values as a column."""
    known: defaultdict[T, int] = defaultdict()
    known.default_factory = known.__len__  # each new value gets the next number, in one go over all
    indices = [*map(known.__getitem__, values)]
    if len(known) == len(values):
        return each(values)
    return Encoded([*known], array("i", indices))


def each(values: Sequence[T]) -> Encoded[T]:
    """Return values that all differ as a column."""
    return Encoded(values, range(len(values)))


def always(value: T, count: int) -> Encoded[T]:
    """Return a column of as many rows that all have one value."""
    return Encoded([value][:count], array("i", [0]) * count)


def together(*columns: Encoded[Any]) -> Encoded[tuple[Any, ...]]:
    """Return columns as one, whose values are those that stand in one row of them."""
    varied = [column for column in columns if len(column.dictionary) > 1]
    if len(varied) > 1:
        found = encode([*zip(*(column.indices for column in columns), strict=True)])
        return found.map(lambda row: tuple(c.dictionary[i] for c, i in zip(columns, row, strict=True)))
    lead = varied[0] if varied else columns[0]
    rows = zip(*(c.dictionary if c is lead else [*c.dictionary] * len(lead.dictionary) for c in columns), strict=True)
    return Encoded([*rows], lead.indices)


def _judged(judge: Callable[[T], _R], value: T) -> _R | Fault:
    try:
        return judge(value)
    except Fault as fault:
        return fault


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of a table in their order: the lines on which they begin, and their cells by column, empty ones as "".

    `faults` has what is wrong with rows, by their indices, and `spoilt` the columns that such a row has no value of:
    what is wrong with them was said, so that what would follow from it is not said too.
    """

    path: Path
    lines: Sequence[int]
    cells: dict[str, Encoded[str]]
    faults: dict[int, list[Fault]] = field(default_factory=dict)
    spoilt: dict[int, set[str]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Return about how many bytes of memory the rows take."""
        texts = sum(len(column.dictionary) for column in self.cells.values())
        return texts * _TEXT + len(self.lines) * (_LINE + _INDEX * len(self.cells))

    def column(self, name: str) -> Encoded[str]:
        """Return the cells of a column, all empty where there is no such column."""
        return self.cells[name] if name in self.cells else self.always("")

    def always(self, value: T) -> Encoded[T]:
        """Return a column of the rows that has one value."""
        return always(value, len(self.lines))

    def judge(
        self,
        column: Encoded[T],
        judge: Callable[[T], _R],
        otherwise: _R,
        *,
        of: Collection[str] = (),
        spoils: Collection[str] = (),
    ) -> Encoded[_R]:
        """Return what a judge makes of each value; where it raises, the rows are at fault and have another value.

        The value is made of the columns that are named by `of`: where one of them is spoilt, nothing more is said. A
        fault spoils its own column, or the row where it names none, and those of `spoils`.
        """
        try:
            return column.map(judge)
        except Fault:
            judged = column.map(partial(_judged, judge))
        for row, found in enumerate(judged):
            if isinstance(found, Fault):
                self._note(row, found, of, spoils)
        return judged.map(lambda found: otherwise if isinstance(found, Fault) else found)

    def _note(self, row: int, found: Fault, of: Collection[str], spoils: Collection[str]) -> None:
        spoilt = self.spoilt.setdefault(row, set())
        if spoilt.isdisjoint({WHOLE, *of, found.column or WHOLE}):
            fault = copy(found)
            fault.line = self.lines[row]
            self.faults.setdefault(row, []).append(fault)
        spoilt.update(spoils, [found.column or WHOLE])

    def spoil(self, columns: Collection[str]) -> None:
        """Let all rows have no value of some columns, of which enough is said."""
        for row in range(len(self.lines)) if columns else ():
            self.spoilt.setdefault(row, set()).update(columns)

    def sound(self) -> "Batch":
        """Return the rows without those at fault."""
        return self.only([row for row in range(len(self.lines)) if row not in self.faults])

    def without(self, column: str) -> "Batch":
        """Return the rows without those of which a column is spoilt."""
        gone = {row for row, columns in self.spoilt.items() if not columns.isdisjoint({WHOLE, column})}
        return self.only([row for row in range(len(self.lines)) if row not in gone]) if gone else self

    def only(self, rows: Sequence[int]) -> "Batch":
        """Return some rows, by their indices, with what is wrong with them."""
        cells = {name: [*column] for name, column in self.cells.items()}
        kept = {name: encode([texts[row] for row in rows]) for name, texts in cells.items()}
        faults = {place: [*self.faults[row]] for place, row in enumerate(rows) if row in self.faults}
        spoilt = {place: {*self.spoilt[row]} for place, row in enumerate(rows) if row in self.spoilt}
        return Batch(self.path, [self.lines[row] for row in rows], kept, faults, spoilt)
