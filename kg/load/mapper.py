"""Compile a table's header into a pure function from a row to its N-Quads lines and flat values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from kg import iri, terms
from kg.errors import CellInvalid, CellMissing, ColumnMissing, ColumnUnknown
from kg.load.cells import MANY, Cell, CellContext, Value, fault, literal, read_key, read_literal, read_place, require
from kg.load.rows import Row
from kg.load.schema import Kind, Slot, TableSchema
from kg.load.source import Source

KEY = "key"
_TYPE = iri.PREFIXES["rdf"] + "type"


@dataclass(frozen=True, slots=True)
class Record:
    """What one row becomes: its subject, its N-Quads lines without line ends, and its values by flat column.

    A flat column is named as in the table, with the language as a suffix where there is one; it holds one value, or
    a tuple where the slot takes many.
    """

    subject: str
    row: Row
    lines: tuple[str, ...]
    values: dict[str, Value | tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of one table: its header, the slot that it fills, and the language of its cells."""

    name: str
    slot: Slot
    language: str | None


Mapper: TypeAlias = Callable[[Row], Record]


def column(schema: TableSchema, name: str, path: Path) -> Column:
    """Find the slot that a header names; raise ColumnUnknown with the names that would do."""
    slot = schema.slots.get(name)
    if slot is not None and slot.kind is not Kind.TAGGED:
        return Column(name, slot, None)
    stem, _, language = name.rpartition("_")
    tagged = schema.slots.get(stem)
    if tagged is not None and tagged.kind is Kind.TAGGED and language in (tagged.languages or (language,)):
        return Column(name, tagged, language)
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


def _filled(slot: Slot, source: Source, key: str) -> Cell | None:
    """Return what the source, or the key of the row, puts into a slot without a cell."""
    if slot.filled_from is None:
        return None
    if slot.filled_from == terms.iriKey:
        text = f"{source.id}/{key}"
        return Cell(literal(text), text)
    if slot.filled_from == terms.Source:
        return Cell(f"<{source.iri}>", source.iri)
    return source.values.get(slot.filled_from)


def _read(text: str, column: Column, context: CellContext, row: Row) -> list[Cell]:
    """Read the one value, or the several separated by `|`, of a cell."""
    slot = column.slot
    parts = [text] if slot.at_most == 1 or slot.kind is Kind.TAGGED else text.split(MANY)
    if len(set(parts)) < len(parts):
        fault(CellInvalid, "A value stands twice in the cell.", "Keep one.", row, column.name, text)
    match slot.kind:
        case Kind.KEY:
            return [read_key(part, slot, context, row, column.name) for part in parts]
        case Kind.PLACE:
            return [read_place(part, slot, context, row, column.name) for part in parts]
        case _:
            return [read_literal(part, slot, column.language, row, column.name) for part in parts]


def _key(row: Row, schema: TableSchema) -> str:
    key = row.cells.get(KEY)
    if key is None:
        fault(CellMissing, "The row has no key.", "Give it a key of its own within the table.", row, KEY)
    if schema.key_rule == "plain" and not iri.is_plain_key(key):
        fault(CellInvalid, "The key cannot stand in an IRI.", "Use Latin letters, digits and - . _ ~ only.",
              row, KEY, key)  # fmt: skip
    return key


def _needed(slot: Slot) -> list[str]:
    """List the columns without which no row could fill a slot."""
    if not slot.at_least or slot.filled_from is not None:
        return []
    if slot.kind is Kind.TAGGED:
        every = slot.at_least >= len(slot.languages) > 0
        return [f"{slot.name}_{language}" for language in slot.languages] if every else []
    return [slot.name]


def _check_complete(schema: TableSchema, header: Sequence[str], path: Path) -> None:
    """Raise ColumnMissing for a column without which no row could be complete."""
    for slot in schema.slots.values():
        for name in _needed(slot):
            if name not in header:
                raise ColumnMissing(
                    f"Every {iri.compress(schema.cls)} needs {iri.compress(slot.predicate)}.",
                    remedy="Add the column.", path=path, line=1, column=name,
                )  # fmt: skip


def compile_mapper(
    schema: TableSchema, source: Source, header: Sequence[str], path: Path, context: CellContext
) -> Mapper:
    """Compile the header of a table into the function that loads its rows.

    Raises ColumnUnknown for a header that is no property, and ColumnMissing where no row could be complete.
    """
    if KEY not in header:
        raise ColumnMissing("The table has no key column.", remedy="Add one.", path=path, line=1, column=KEY)
    columns = [column(schema, name, path) for name in header if name != KEY]
    fills = [(slot, [c for c in columns if c.slot is slot]) for slot in schema.slots.values()]
    _check_complete(schema, header, path)
    graph = iri.source_graph(source.id)

    def load(row: Row) -> Record:
        key = _key(row, schema)
        subject = context.individual(schema.segment, key)
        lines = [f"<{subject}> <{_TYPE}> <{schema.cls}> <{graph}> ."]
        values: dict[str, Value | tuple[Value, ...]] = {}
        for slot, own in fills:
            cells = {c.name: _read(row.cells[c.name], c, context, row) for c in own if c.name in row.cells}
            if not cells and (filled := _filled(slot, source, key)) is not None:
                cells = {slot.name: [filled]}
            empty = next((c.name for c in own if c.name not in row.cells), slot.name)
            require(sum(map(len, cells.values())), slot, row, empty)
            for name, found in cells.items():
                lines += [f"<{subject}> <{slot.predicate}> {cell.term} <{graph}> ." for cell in found]
                single = slot.at_most == 1 or slot.kind is Kind.TAGGED
                values[name] = found[0].value if single else tuple(cell.value for cell in found)
        return Record(subject, row, tuple(lines), values)

    return load
