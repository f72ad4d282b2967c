"""Compile a table's header into a function from its rows to their typed values."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

from kg.core import columns, iri, terms
from kg.core.errors import CellInvalid, CellMissing, ColumnMissing, ColumnUnknown
from kg.load.batch import WHOLE, Batch, Encoded, together
from kg.load.cells import (
    CellContext,
    check_signs,
    fault,
    require,
)
from kg.load.complete import KEY
from kg.load.conditions import Given, Values, check_together
from kg.load.faults import OnFault, hand_over
from kg.load.fillers import Filler, Origins
from kg.load.header import Column, flat_name, read_column
from kg.load.keys import KeyIndex, Life
from kg.load.rows import Row
from kg.load.schema import Kind, Slot, TableSchema
from kg.load.source import Source
from kg.load.table import Table

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


Mapper: TypeAlias = Callable[[Batch], Records]
"""Loads rows, and notes the faults of those that are wrong."""


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
        found = {flat_name(one): read_column(batch, one, context) for one in self.columns}
        if self.filler is None:
            return found
        name = self.slot.name
        own = found.get(name, batch.always(()))
        return found if all(own.dictionary) else {name: self.filler.fill(own, batch, name)}

    def check(self, batch: Batch, found: Mapping[str, Values], alone: Encoded[bool]) -> None:
        """Judge how many values rows have for the slot."""

        def check(case: tuple[Any, ...]) -> None:
            is_alone, *counts = case
            given = {name: "" for name, count in zip(found, counts, strict=True) if count}
            require(sum(counts), self.slot, Row(batch.path, 0, given), alone=is_alone)

        if self.slot.at_least or self.slot.at_most is not None:
            counts = [values.map(len).merged() for values in found.values()]
            of = () if self.filler is None else self.filler.made_of
            batch.judge(together(alone, *counts), check, None, of=of)


def _check_key(schema: TableSchema, row: Row, key: str) -> None:
    if not key:
        fault(CellMissing, "The row has no key.", "Give it a key of its own within the table.", row, KEY)
    check_signs(key, row, KEY)
    if schema.key_rule == "plain" and not iri.is_plain_key(key):
        fault(
            CellInvalid, "The key cannot stand in an IRI.", "Use Latin letters, digits and - . _ ~ only.", row, KEY, key
        )


def _is_needed(slot: Slot, source: Source) -> bool:
    """Tell whether no row could fill a slot without its column; a text may stand in the column of any language."""
    filled = slot.filled_from and not (terms.SourceFile in slot.filled_from and source.files)
    return slot.at_least > 0 and not filled and slot.kind is not Kind.TAGGED


def _lacking(
    schema: TableSchema, header: Sequence[str], columns: Sequence[Column], source: Source, path: Path
) -> Iterator[ColumnMissing]:
    """Yield a fault for each column without which no row could be complete.

    Of an entity another source may say the rest: its rows are judged one by one.
    """
    if KEY not in header:
        yield ColumnMissing(
            "The table has no key column.",
            path=path,
            line=1,
            column=KEY,
            remedy="Add one, or say in source.ttl of what it is made (dyad:rowKey).",
        )
    given = {column.slot.name for column in columns}
    for slot in schema.slots.values() if schema.is_claim and source.is_whole else ():
        if _is_needed(slot, source) and slot.name not in given:
            yield ColumnMissing(
                f"Every {iri.compress(schema.cls)} needs {iri.compress(slot.predicate)}.",
                remedy="Add the column.",
                path=path,
                line=1,
                column=slot.name,
            )


def _given_twice(columns: Sequence[Column], path: Path) -> Iterator[ColumnUnknown]:
    """Yield a fault for each column that fills what another one fills too."""
    given = [*map(flat_name, columns)]
    for one in columns:
        if given.count(flat_name(one)) > 1:
            yield ColumnUnknown(
                "Two columns fill one property.", remedy="Keep one.", path=path, line=1, column=one.name
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


def _fills(table: Table, context: CellContext) -> list[Fill]:
    """Return how the rows of a table fill the slots of its class; those that are made of other columns come last."""
    origins = Origins(table.schema, table.source, table.file, table.columns, context)
    fills = []
    for slot in table.schema.slots.values():
        fill = Fill(slot, tuple(c for c in table.columns if c.slot is slot), origins.filler(slot))
        fills += [fill] if fill.matters else []
    return sorted(fills, key=lambda fill: fill.filler is not None and fill.filler.made_of != ())


def compile_mapper(table: Table, context: CellContext, on_fault: OnFault) -> Mapper:
    """Compile the header of a table into the function that loads its rows.

    A column that is given twice is a fault, ColumnUnknown, and ColumnMissing one without which no row is complete.
    """
    schema, path = table.schema, table.file
    lacking = [*_lacking(schema, table.header, table.columns, table.source, path)]
    hand_over([*lacking, *_given_twice(table.columns, path)], on_fault)
    absent = {fault.column or WHOLE for fault in lacking}
    fills, name, known = _fills(table, context), context.naming(schema.segment), context.keys

    def load(batch: Batch) -> Records:
        keys = batch.column(KEY)
        batch.spoil(absent)
        batch.judge(keys, partial(_check_key, schema, Row(path, 0, {})), None)
        alone = keys.map(lambda key: schema.is_claim or not known.is_shared(schema.segment, key)).merged()
        found: dict[str, dict[str, Values]] = {}
        for fill in fills:
            found[fill.slot.predicate] = fill.read(batch, context)
            if table.source.is_whole:  # else it may say what rows lack where it cannot be read
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
