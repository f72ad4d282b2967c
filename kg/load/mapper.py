"""Compile a table's header into a function from its rows to their typed values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

from kg.core import columns, iri, terms
from kg.core.errors import CellInvalid, CellMissing, ColumnMissing, ColumnUnknown
from kg.load.batch import Batch, Encoded, encode, together
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
from kg.load.complete import KEY
from kg.load.conditions import Given, Values, check_together
from kg.load.keys import KeyIndex, Life
from kg.load.rows import Row
from kg.load.schema import Kind, Slot, TableSchema
from kg.load.source import Source

_ENDS = (terms.validFrom, terms.validUntil)


@dataclass(frozen=True, slots=True)
class Records:
    """What rows become: of each its subject, the line on which it begins, and its values by flat column.

    A flat column is named as in the table, with the language as a suffix where there is one. Of a row it has no value,
    one, or several where the slot takes many.
    """

    subjects: Encoded[str]
    lines: Sequence[int]
    values: Mapping[str, Values]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its header, the slot that it fills, and the language of its cells or segment of its keys."""

    name: str
    slot: Slot
    language: str | None = None
    segment: str | None = None


Reader: TypeAlias = Callable[[str], tuple[Value, ...]]
"""Reads the values of a cell; an empty one has none."""

Mapper: TypeAlias = Callable[[Batch], Records]
"""Loads rows, and notes the faults of those that are wrong."""


def column_named(schema: TableSchema, name: str, path: Path) -> Column:
    """Find the slot that a header names; raise ColumnUnknown with the names that would do."""
    found = column_of(schema.slots, name)
    if found is not None:
        return found
    known = ", ".join(_headers(schema))
    raise ColumnUnknown(
        f"{iri.compress(schema.cls)} has no property of this name.",
        remedy=f"Rename or remove the column; it may be one of: {known}.",
        path=path,
        line=1,
        column=name,
    )


def column_of(slots: Mapping[str, Slot], name: str) -> Column | None:
    """Find the slot that a header names among slots by their names, None if there is none."""
    slot = slots.get(name)
    if slot is not None and slot.kind is not Kind.TAGGED:
        return Column(name, slot)
    stem, _, suffix = name.rpartition("_")
    slot = slots.get(stem)
    if slot is not None and slot.kind is Kind.TAGGED and slot.takes_language(suffix):
        return Column(name, slot, language=suffix)
    if slot is not None and slot.kind is Kind.KEY and suffix in slot.segments:
        return Column(name, slot, segment=suffix)
    return None


def _headers(schema: TableSchema) -> list[str]:
    """List the headers that a table may have."""
    names = [KEY]
    for name, slot in schema.slots.items():
        if slot.kind is Kind.TAGGED:
            names += [f"{name}_{language}" for language in slot.languages or ("LANGUAGE",)]
        else:
            names.append(name)
    return names


def _reader(column: Column, context: CellContext, row: Row) -> Reader:
    """Return the function that reads the cells of a column: the one value, or the several separated by `|`."""
    slot, name = column.slot, column.name
    read: Callable[[str], Value]
    match slot.kind:
        case Kind.KEY:
            read = lambda text: read_key(text, slot, context, row, name, column.segment)  # noqa: E731
        case Kind.PLACE:
            read = lambda text: read_place(text, slot, context, row, name)  # noqa: E731
        case _:
            read = lambda text: read_literal(text, slot, row, name)  # noqa: E731

    def several(text: str) -> tuple[Value, ...]:
        parts = text.split(MANY) if text else []
        if len(set(parts)) < len(parts):
            fault(CellInvalid, "A value stands twice in the cell.", "Keep one.", row, name, text)
        return tuple(map(read, parts))

    return several if slot.many else lambda text: (read(text),) if text else ()


@dataclass(frozen=True, slots=True)
class Filler:
    """What stands for an empty cell: a value made of another that each row has."""

    origin: Callable[[Batch], Encoded[Any]]
    make: Callable[[Any], tuple[Value, ...]]

    def fill(self, own: Values, batch: Batch) -> Values:
        """Return values of rows, and where there are none those that are made of the origin."""
        if not any(own.dictionary):
            return batch.judge(self.origin(batch), self.make, ())
        return batch.judge(together(own, self.origin(batch)), lambda both: both[0] or self.make(both[1]), ())


@dataclass(frozen=True, slots=True)
class Fill:
    """How the rows of a table fill a slot: by the cells of some columns, else by a filler."""

    slot: Slot
    columns: tuple[Column, ...]
    filler: Filler | None

    @property
    def matters(self) -> bool:
        """Tell whether rows of the table can fill the slot, or would have to."""
        return bool(self.columns) or self.filler is not None or self.slot.at_least > 0

    def read(self, batch: Batch, context: CellContext) -> dict[str, Values]:
        """Read the values of rows by flat name."""
        row = Row(batch.path, 0, {})
        found: dict[str, Values] = {}
        for column in self.columns:
            found[flat_name(column)] = batch.judge(batch.column(column.name), _reader(column, context, row), ())
        if self.filler is None:
            return found
        own = found.get(self.slot.name, batch.always(()))
        return found if all(own.dictionary) else {self.slot.name: self.filler.fill(own, batch)}

    def check(self, batch: Batch, found: Mapping[str, Values], alone: Encoded[bool]) -> None:
        """Judge how many values rows have for the slot."""

        def check(case: tuple[Any, ...]) -> None:
            is_alone, *counts = case
            given = {name: "" for name, count in zip(found, counts, strict=True) if count}
            require(sum(counts), self.slot, Row(batch.path, 0, given), alone=is_alone)

        if self.slot.at_least or self.slot.at_most is not None:
            counts = [values.map(len).merged() for values in found.values()]
            batch.judge(together(alone, *counts), check, None)


def _check_key(schema: TableSchema, row: Row, key: str) -> None:
    if not key:
        fault(CellMissing, "The row has no key.", "Give it a key of its own within the table.", row, KEY)
    check_signs(key, row, KEY)
    if schema.key_rule == "plain" and not iri.is_plain_key(key):
        fault(
            CellInvalid, "The key cannot stand in an IRI.", "Use Latin letters, digits and - . _ ~ only.", row, KEY, key
        )


def _filler(slot: Slot, schema: TableSchema, source: Source, path: Path) -> Filler | None:
    """Return what stands for an empty cell of a slot, None where nothing ever does."""
    fillers = (_filler_from(origin, slot, schema, source, path) for origin in slot.filled_from)
    return next((filler for filler in fillers if filler is not None), None)


def _filler_from(origin: str, slot: Slot, schema: TableSchema, source: Source, path: Path) -> Filler | None:
    """Return what fills a slot from one origin: the key, a place in the table, another column, or the source."""
    if origin == terms.iriKey:
        return Filler(lambda batch: batch.column(KEY), lambda key: (f"{source.id}/{key}",))
    if origin == terms.SourceFile and not source.files:
        name = iri.table_file(source.id, path.name)
        return Filler(lambda batch: encode(batch.lines), lambda line: (f"{name}#row={line}",))
    twin = next((s.name for s in schema.slots.values() if s.predicate == origin), None)
    if twin is not None:
        row = Row(path, 0, {})
        return Filler(
            lambda batch: batch.column(twin), lambda text: (read_literal(text, slot, row, twin),) if text else ()
        )
    value = source.iri if origin == terms.Source else source.values.get(origin)
    return None if value is None else Filler(lambda batch: batch.always(None), lambda _: (value,))


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


def _check_lives(given: Given, targets: Iterable[Values], keys: KeyIndex, batch: Batch) -> None:
    """Judge whether what claims are about existed in their periods; it is CellInvalid if it had ended, or begins after.

    The periods are between the days at the ends of the claims.
    """
    row = Row(batch.path, 0, {})

    def check(case: tuple[tuple[tuple[str, Life], ...], Sequence[date], Sequence[date]]) -> None:
        lasting, *ends = case
        first, after = (next(iter(end), None) for end in ends)
        for name, life in lasting:
            if life.misses(first, after):
                fault(
                    CellInvalid,
                    f"{iri.compress(name)} did not exist in the period of the claim "
                    f"(it lasted from {life.first or 'an open day'} until {life.after or 'now'}).",
                    "Mend the key or the period.",
                    row,
                    columns.valid_from,
                    f"{first} – {after}",
                )

    for names in targets:
        lasting = names.map(
            lambda found: tuple((n, life) for n in map(str, found) if (life := keys.life(n)) is not None)
        )
        if any(lasting.dictionary):
            batch.judge(together(lasting.merged(), *map(given, _ENDS)), check, None)


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
    columns = [column_named(schema, name, path) for name in header if name != KEY]
    _check_columns(schema, columns, source, path)
    fills = [
        Fill(slot, tuple(c for c in columns if c.slot is slot), _filler(slot, schema, source, path))
        for slot in schema.slots.values()
    ]
    fills = [fill for fill in fills if fill.matters]
    name, known = context.naming(schema.segment), context.keys

    def load(batch: Batch) -> Records:
        keys = batch.column(KEY)
        batch.judge(keys, partial(_check_key, schema, Row(path, 0, {})), None)
        alone = keys.map(lambda key: schema.is_claim or not known.is_shared(schema.segment, key)).merged()
        found: dict[str, dict[str, Values]] = {}
        for fill in fills:
            found[fill.slot.predicate] = fill.read(batch, context)
            fill.check(batch, found[fill.slot.predicate], alone)

        def given(predicate: str) -> Values:
            several = [*found.get(predicate, {}).values()]
            if len(several) == 1:
                return several[0]
            return together(batch.always(()), *several).map(lambda values: (*chain.from_iterable(values),))

        check_together(schema, given, known.is_linked, batch)
        if schema.is_claim:
            targets = (given(fill.slot.predicate) for fill in fills if fill.slot.kind is Kind.KEY)
            _check_lives(given, targets, known, batch)
        values = {flat: column for columns in found.values() for flat, column in columns.items()}
        return Records(keys.map(name), batch.lines, values)

    return load


def flat_name(column: Column) -> str:
    """Name a column as the flat form does: without the segment of its keys."""
    return column.name if column.segment is None else column.slot.name
