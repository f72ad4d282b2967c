"""Compile a table's header into a pure function from a row to its typed values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias

from kg import iri, terms
from kg.errors import CellInvalid, CellMissing, ColumnMissing, ColumnUnknown
from kg.load.cells import (
    MANY,
    CellContext,
    Value,
    check_signs,
    fault,
    read_key,
    read_literal,
    read_place,
    require,
)
from kg.load.complete import ENDS, KEY
from kg.load.conditions import check_together
from kg.load.rows import Row
from kg.load.schema import Kind, Slot, TableSchema
from kg.load.source import Source


@dataclass(frozen=True, slots=True)
class Record:
    """What one row becomes: its subject, and its values by flat column.

    A flat column is named as in the table, with the language as a suffix where there is one; it holds one value, or
    a tuple where the slot takes many.
    """

    subject: str
    row: Row
    values: dict[str, Value | tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its header, the slot that it fills, and the language of its cells or segment of its keys."""

    name: str
    slot: Slot
    language: str | None = None
    segment: str | None = None


Mapper: TypeAlias = Callable[[Row], Record]


def column(schema: TableSchema, name: str, path: Path) -> Column:
    """Find the slot that a header names; raise ColumnUnknown with the names that would do."""
    slot = schema.slots.get(name)
    if slot is not None and slot.kind is not Kind.TAGGED:
        return Column(name, slot)
    stem, _, suffix = name.rpartition("_")
    slot = schema.slots.get(stem)
    if slot is not None and slot.kind is Kind.TAGGED and slot.takes_language(suffix):
        return Column(name, slot, language=suffix)
    if slot is not None and slot.kind is Kind.KEY and suffix in slot.segments:
        return Column(name, slot, segment=suffix)
    known = ", ".join(_headers(schema))
    raise ColumnUnknown(
        f"{iri.compress(schema.cls)} has no property of this name.",
        remedy=f"Rename or remove the column; it may be one of: {known}.",
        path=path,
        line=1,
        column=name,
    )


def _headers(schema: TableSchema) -> list[str]:
    """List the headers that a table may have."""
    names = [KEY]
    for name, slot in schema.slots.items():
        if slot.kind is Kind.TAGGED:
            names += [f"{name}_{language}" for language in slot.languages or ("LANGUAGE",)]
        else:
            names.append(name)
    return names


def _read(text: str, column: Column, context: CellContext, row: Row) -> list[Value]:
    """Read the one value, or the several separated by `|`, of a cell."""
    slot = column.slot
    parts = text.split(MANY) if slot.many else [text]
    if len(set(parts)) < len(parts):
        fault(CellInvalid, "A value stands twice in the cell.", "Keep one.", row, column.name, text)
    match slot.kind:
        case Kind.KEY:
            return [read_key(part, slot, context, row, column.name, column.segment) for part in parts]
        case Kind.PLACE:
            return [read_place(part, slot, context, row, column.name) for part in parts]
        case _:
            return [read_literal(part, slot, row, column.name) for part in parts]


Reader: TypeAlias = Callable[[str, Row], list[Value]]
"""Reads the text of a cell of one column."""

Filler: TypeAlias = Callable[[Row, str], Value | None]
"""Gives what stands for an empty cell of a row with a key."""


@dataclass(frozen=True, slots=True)
class Fill:
    """How the rows of a table fill a slot: by their cells, each with its column and flat name, else by a filler."""

    slot: Slot
    columns: tuple[tuple[str, str, Reader], ...]
    filler: Filler | None

    @property
    def matters(self) -> bool:
        """Tell whether rows of the table can fill the slot, or would have to."""
        return bool(self.columns) or self.filler is not None or self.slot.at_least > 0

    def read(self, row: Row, key: str) -> list[tuple[str, list[Value]]]:
        """Read the values of a row with their flat names."""
        cells = row.cells
        found = [(flat, reader(cells[name], row)) for name, flat, reader in self.columns if name in cells]
        if not found and self.filler is not None and (filled := self.filler(row, key)) is not None:
            return [(self.slot.name, [filled])]
        return found


_KEPT = 50_000
_LONGEST_KEPT = 60


def _reader(column: Column, context: CellContext) -> Reader:
    """Return the function that reads the cells of a column; what may come again is read once."""
    read: dict[str, list[Value]] = {}

    def remembering(text: str, row: Row) -> list[Value]:
        cells = read.get(text)
        if cells is None:
            cells = _read(text, column, context, row)
            if len(read) < _KEPT and len(text) < _LONGEST_KEPT:
                read[text] = cells
        return cells

    return remembering


def _key(row: Row, schema: TableSchema) -> str:
    key = row.cells.get(KEY)
    if key is None:
        fault(CellMissing, "The row has no key.", "Give it a key of its own within the table.", row, KEY)
    check_signs(key, row, KEY)
    if schema.key_rule == "plain" and not iri.is_plain_key(key):
        fault(
            CellInvalid, "The key cannot stand in an IRI.", "Use Latin letters, digits and - . _ ~ only.", row, KEY, key
        )
    return key


def _filler(slot: Slot, schema: TableSchema, source: Source, path: Path) -> Filler | None:
    """Return what stands for an empty cell of a slot, None where nothing ever does."""
    fillers = (_filler_from(origin, slot, schema, source, path) for origin in slot.filled_from)
    return next((filler for filler in fillers if filler is not None), None)


def _filler_from(origin: str, slot: Slot, schema: TableSchema, source: Source, path: Path) -> Filler | None:
    """Return what fills a slot from one origin: the key, a place in the table, another column, or the source."""
    if origin == terms.iriKey:
        return lambda _, key: f"{source.id}/{key}"
    if origin == terms.SourceFile and not source.files:
        name = iri.table_file(source.id, path.name)
        return lambda row, _: f"{name}#row={row.line}"
    twin = next((s for s in schema.slots.values() if s.predicate == origin), None)
    if twin is not None:
        name = twin.name
        return lambda row, _: read_literal(row.cells[name], slot, row, name) if name in row.cells else None
    value = source.iri if origin == terms.Source else source.values.get(origin)
    return None if value is None else lambda *_: value


def _is_needed(slot: Slot, source: Source) -> bool:
    """Tell whether no row could fill a slot without its column; a text may stand in the column of any language."""
    filled = slot.filled_from and not (terms.SourceFile in slot.filled_from and source.files)
    return slot.at_least > 0 and not filled and slot.kind is not Kind.TAGGED


def _check_columns(schema: TableSchema, columns: Sequence[Column], source: Source, path: Path) -> None:
    """Raise ColumnMissing for a column without which no claim could be complete, ColumnUnknown for one given twice.

    Of an entity another source may say the rest: its rows are judged one by one.
    """
    given = [c.name if c.language else c.slot.name for c in columns]
    for slot in schema.slots.values() if schema.is_claim else ():
        if _is_needed(slot, source) and slot.name not in given:
            raise ColumnMissing(
                f"Every {iri.compress(schema.cls)} needs {iri.compress(slot.predicate)}.",
                remedy="Add the column.",
                path=path,
                line=1,
                column=slot.name,
            )
    for column in columns:
        if given.count(column.name if column.language else column.slot.name) > 1:
            raise ColumnUnknown(
                "Two columns fill one property.", remedy="Keep one.", path=path, line=1, column=column.name
            )


def _check_lives(
    values: Mapping[str, Value | tuple[Value, ...]], found: Sequence[Value], context: CellContext, row: Row
) -> None:
    """Raise CellInvalid for a claim about what had ended before its period, or begins after it."""
    first, after = (value if isinstance(value := values.get(end), date) else None for end in ENDS)
    for name in map(str, found):
        life = context.keys.life(name)
        if life is not None and life.misses(first, after):
            fault(
                CellInvalid,
                f"{iri.compress(name)} did not exist in the period of the claim "
                f"(it lasted from {life.first or 'an open day'} until {life.after or 'now'}).",
                "Mend the key or the period.",
                row,
                "valid_from",
                f"{first} – {after}",
            )


def compile_mapper(
    schema: TableSchema, source: Source, header: Sequence[str], path: Path, context: CellContext
) -> Mapper:
    """Compile the header of a table into the function that loads its rows.

    Raises ColumnUnknown for a header that is no property, and ColumnMissing where no row could be complete.
    """
    if KEY not in header:
        raise ColumnMissing(
            "The table has no key column.",
            path=path,
            line=1,
            column=KEY,
            remedy="Add one, or say in source.ttl of what it is made (dyad:rowKey).",
        )
    columns = [column(schema, name, path) for name in header if name != KEY]
    _check_columns(schema, columns, source, path)
    fills = [
        fill
        for slot in schema.slots.values()
        if (
            fill := Fill(
                slot,
                tuple((c.name, flat_name(c), _reader(c, context)) for c in columns if c.slot is slot),
                _filler(slot, schema, source, path),
            )
        ).matters
    ]

    compiled = [(fill, fill.slot, fill.slot.many, fill.slot.kind is Kind.KEY) for fill in fills]

    def load(row: Row) -> Record:
        key = _key(row, schema)
        alone = schema.is_claim or not context.keys.is_shared(schema.segment, key)
        subject = context.individual(schema.segment, key)
        values: dict[str, Value | tuple[Value, ...]] = {}
        given: dict[str, list[Value]] = {}
        targets: list[Value] = []
        for fill, slot, many, is_key in compiled:
            read = fill.read(row, key)
            require(sum([len(found) for _, found in read]), slot, row, alone=alone)
            for name, found in read:
                values[name] = tuple(found) if many else found[0]
                given[slot.predicate] = given[slot.predicate] + found if slot.predicate in given else found
                if is_key:
                    targets += found
        check_together(schema, given, context.keys.is_linked, row)
        if schema.is_claim:
            _check_lives(values, targets, context, row)
        return Record(subject, row, values)

    return load


def flat_name(column: Column) -> str:
    """Name a column as the flat form does: without the segment of its keys."""
    return column.name if column.segment is None else column.slot.name
