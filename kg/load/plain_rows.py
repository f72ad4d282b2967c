"""Turn the rows of a plain file into those of tables: names into keys, printed figures into amounts, by column."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import partial
from pathlib import Path
from typing import Final

from kg.core import columns
from kg.core.errors import CellInvalid, ColumnMissing, ColumnUnknown, KeyAmbiguous, KeyUnknown
from kg.core.files import digest
from kg.core.likeness import nearest
from kg.load.batch import Batch, Encoded, encode, together
from kg.load.cells import fault, is_decimal
from kg.load.complete import AS_SAID, PERIOD_COLUMN
from kg.load.header import column_of
from kg.load.keys import KeyIndex
from kg.load.periods import written_period
from kg.load.plain import CellPart, NameColumn, PlainFile, RowCells
from kg.load.rows import Row
from kg.load.schema import Slot, TableSchema
from kg.load.spelling import folded

PLACE: Final = columns.was_derived_from
_ECONOMIES: Final = ("country", "union")
_DYAD: Final = "_dyad"
_BLANKS = re.compile("(?<=[0-9]) (?=[0-9]{3}(?![0-9]))")  # the tidy text of a cell has no other white space
_WHOLE: Final = Context(prec=100)


def named_segments(slots: dict[str, Slot], column: str) -> tuple[str, ...]:
    """Return the segments of what a column names: economies where it may name them, unless it says another class."""
    found = column_of(slots, column)
    if found is None:
        return ()
    segment = found.segment
    if segment == "dyad" or (segment is None and _ECONOMIES[0] in found.slot.segments):
        return _ECONOMIES
    return (segment,) if segment is not None else tuple(found.slot.segments)


def check_cells(plain: PlainFile, schema: TableSchema) -> None:
    """Raise SourceInvalid for a cell of a column that the table of a class does not have."""
    for cells in plain.cells:
        for name in cells.parts:
            if column_of(schema.slots, name) is None and name not in {PERIOD_COLUMN, "key"} and _is_of(cells, schema):
                near = nearest(name, [PERIOD_COLUMN, *schema.slots])
                cells.statement.refuse(
                    f"A {cells.table} has no column «{name}».", f"It may be: {', '.join(near or sorted(schema.slots))}."
                )


def _is_of(cells: RowCells, schema: TableSchema) -> bool:
    return schema.cls.rpartition("#")[2] == cells.table


def check_digest(plain: PlainFile, file: Path) -> None:
    """Raise SourceInvalid for a plain file that is not there, or another one than is described."""
    if not file.is_file():
        plain.digest.refuse("The file is not in the folder of the source.", f"Put {plain.name} there.")
    if (found := digest(file)) != plain.digest.term.value:
        plain.digest.refuse(f"The file {plain.name} is not this one.", f"Get it anew, or describe this one: {found}.")


def check_columns(plain: PlainFile, path: Path, header: Sequence[str]) -> None:
    """See that every column of a file is used or ignored; raise ColumnMissing for one that is not there."""
    used = {name for cells in plain.cells for name in cells.columns} | {left.column for left in plain.left_out}
    for name in sorted(used | plain.ignored | {names.column for names in plain.names}):
        if name not in header:
            near = nearest(name, header) or header
            raise ColumnMissing(
                "The file has no such column, of which source.ttl speaks.",
                remedy=f"Did you mean {' or '.join(near)}?",
                path=path,
                line=1,
                column=name,
            )
    for name in header:
        if (name in used) == (name in plain.ignored):
            said = "both uses and ignores it" if name in used else "does not speak of it"
            raise ColumnUnknown(
                f"The file has this column, and source.ttl {said}.",
                remedy=f'Use it in dyad:rowCells, or leave it out by dyad:ignoredColumn "{name}".',
                path=path,
                line=1,
                column=name,
            )


@dataclass(frozen=True, slots=True)
class PlainTable:
    """The rows that a plain file has of a table, and what they are read against."""

    plain: PlainFile
    schema: TableSchema
    scale: int
    keys: KeyIndex
    raw: Callable[[], Iterator[Batch]]

    @property
    def cells(self) -> list[RowCells]:
        """Return what each row of the file becomes in this table."""
        return [cells for cells in self.plain.cells if _is_of(cells, self.schema)]

    @property
    def _names(self) -> dict[str, NameColumn]:
        return {names.column: names for names in self.plain.names}

    @property
    def segments(self) -> set[str]:
        """Return the segments of what the rows name by its names."""
        by_name = {
            name
            for cells in self.cells
            for name, parts in cells.parts.items()
            if any(part.column in self._names for part in parts)
        }
        return {segment for name in by_name for segment in named_segments(self.schema.slots, name)}

    @property
    def header(self) -> list[str]:
        """Return the columns of the rows."""
        said = [AS_SAID] if any(columns.amount in cells.parts for cells in self.cells) else []
        return list(dict.fromkeys([*(name for cells in self.cells for name in cells.parts), *said, PLACE]))

    def batches(self) -> Iterator[Batch]:
        """Yield the rows; raise SourceInvalid in the end where others are left out than the source says."""
        met, named = Counter[tuple[int, str]](), set[tuple[str, str]]()
        for batch in self.raw():
            named |= {(column, name) for column in self._names for name in batch.column(column).dictionary}
            gone: dict[str, set[int]] = {}
            for number, left in enumerate(self.plain.left_out):
                for row, text in enumerate(batch.column(left.column)):
                    if text in left.values:
                        met[number, text] += 1
                        gone.setdefault(left.column, set()).add(row)
            for cells in self.cells:
                yield self._made(batch.only(self._kept(batch, cells, gone)), cells)
        self._check_left_out(met)
        self._check_named(named)

    def _kept(self, batch: Batch, cells: RowCells, gone: dict[str, set[int]]) -> list[int]:
        """Return the rows that become such cells: those of whose columns nothing is left out, and with a figure."""
        used = {name for one in self.plain.cells for name in one.columns}
        left = {row for name, rows in gone.items() if name in cells.columns or name not in used for row in rows}
        figures = [part.column for part in cells.parts.get(columns.amount, ()) if part.column is not None]
        if figures:
            present = [*map(all, zip(*(batch.column(name) for name in figures), strict=True))]
            left.update(row for row, is_there in enumerate(present) if not is_there)
        first = cells is self.cells[0]
        return [r for r in range(len(batch.lines)) if (first if r in batch.faults else r not in left)]

    def _check_left_out(self, met: Counter[tuple[int, str]]) -> None:
        for number, left in enumerate(self.plain.left_out):
            for value in sorted(left.values):
                if not met[number, value]:
                    left.statement.refuse(f"No row has «{value}» in «{left.column}».", "Take it out, or mend it.")
            count = sum(met[number, value] for value in left.values)
            if count != left.count:
                left.statement.refuse(
                    f"The rows left out are {count}, not {left.count}: {left.reason}.", f"Write {count}, if that is so."
                )

    def _check_named(self, met: set[tuple[str, str]]) -> None:
        for names in self.plain.names:
            for name in names.meant:
                if (names.column, name) not in met:
                    names.statement.refuse(f"No row has «{name}» in «{names.column}».", "Take it out, or mend it.")

    def _made(self, batch: Batch, cells: RowCells) -> Batch:
        """Return rows of the table made of rows of the file."""
        made: dict[str, Encoded[str]] = {}
        for name, parts in cells.parts.items():
            texts = [self._part(batch, part, name) for part in parts]
            made[name] = together(*texts).map("".join) if texts else batch.always("")
            if name == PERIOD_COLUMN:
                made[name] = made[name].map(written_period)
            elif name.endswith(_DYAD):
                made[name] = made[name].map(self._dyad)
        if columns.amount in made:
            made[AS_SAID] = made[columns.amount]
            made[columns.amount] = made[columns.amount].map(self._scaled)
        made.setdefault(PLACE, encode([f"{self.plain.name}#row={line}" for line in batch.lines]))
        whole = {name: made[name] if name in made else batch.always("") for name in self.header}
        return Batch(batch.path, batch.lines, whole, batch.faults, batch.spoilt)

    def _part(self, batch: Batch, part: CellPart, name: str) -> Encoded[str]:
        if part.column is None:
            return batch.always(part.text)
        row, column = Row(batch.path, 0, {}), batch.column(part.column)
        if part.column in self._names:
            segments = named_segments(self.schema.slots, name)
            names = self._names[part.column]
            column = batch.judge(column, partial(self._key, row, names, segments), "", spoils=[name])
        elif name == columns.amount or part.decimals is not None:
            column = batch.judge(column, partial(self._figure, row, part), "", spoils=[name, AS_SAID])
        return column.map(lambda text: part.text + text) if part.text else column

    def _key(self, row: Row, names: NameColumn, segments: Sequence[str], name: str) -> str:
        """Return the key of what is called by a name, or has it for a code; raise KeyUnknown or KeyAmbiguous.

        An empty name has none.
        """
        if name in names.meant:
            return names.meant[name]
        called = folded(name)
        found = [key for segment in segments for key in self.keys.named(segment, called).split("|") if key]
        found = found or [known.key for segment in segments if (known := self.keys.find(segment, name)) is not None][:1]
        if len(found) > 1:
            remedy = f"Say which one is meant by dyad:nameColumn: name={found[0]} after the column."
            fault(KeyAmbiguous, f"Several things have this name: {', '.join(found)}.", remedy, row, names.column, name)
        if name and not found:
            near = " or ".join(self.keys.nearest_names(segments, called)) or "none"
            remedy = f"Nearest: {near}. Say who is meant by dyad:nameColumn, or leave it out by dyad:leftOutRows."
            fault(KeyUnknown, "Nothing has this name.", remedy, row, names.column, name)
        return "".join(found)

    def _figure(self, row: Row, part: CellPart, text: str) -> str:
        """Return a printed figure as a plain number, to so many decimals where that is said; raise CellInvalid."""
        mark, plain = self.plain.decimal_mark, _BLANKS.sub("", text)
        if not text:
            return ""
        if mark is not None:
            plain = _without_groups(plain, mark)
        if not is_decimal(plain):
            fault(
                CellInvalid,
                "The value is no figure.",
                _mark_meant(plain)
                or "Leave the rows out by dyad:leftOutRows, where it is no figure in the file either.",
                row,
                part.column or "",
                text,
            )
        if part.decimals is None:
            return plain
        grain = Decimal(1).scaleb(-part.decimals)
        return format(Decimal(plain).quantize(grain, ROUND_HALF_UP, _WHOLE), "f")

    def _scaled(self, figure: str) -> str:
        if self.scale == 1 or not figure:
            return figure
        amount = format(Decimal(figure).scaleb(len(str(self.scale)) - 1, _WHOLE), "f")
        return amount.rstrip("0").rstrip(".") if "." in amount else amount

    def _dyad(self, text: str) -> str:
        """Return the key of the dyad of two economies in either order, each by whatever code it has."""
        codes = []
        for code in text.split("-"):
            known = self.keys.find(_ECONOMIES[0], code)
            codes.append(code if known is None else known.key)
        return "-".join(sorted(codes))


def _mark_meant(text: str) -> str:
    """Say which decimal mark makes a figure of a text, '' if neither does."""
    marks = [mark for mark in (",", ".") if is_decimal(_without_groups(text, mark))]
    return (
        f"Say {' or '.join(f'dyad:decimalMark {mark!r}' for mark in marks)}, as the file has it.".replace("'", '"')
        if marks
        else ""
    )


def _without_groups(text: str, mark: str) -> str:
    """Write a figure with a point, without the signs between groups of three digits; leave what is none as it is."""
    sign = re.escape("." if mark == "," else ",")
    match = re.fullmatch(rf"(-?[0-9]{{1,3}}(?:{sign}[0-9]{{3}})+|-?[0-9]+)(?:{re.escape(mark)}([0-9]+))?", text)
    if match is None:
        return f"«{text}»"
    whole = re.sub(sign, "", match[1])
    return f"{whole}.{match[2]}" if match[2] else whole
