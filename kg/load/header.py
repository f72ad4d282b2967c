"""What the header of a table names: the slot that each column fills, and how its cells are read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from kg.core import iri
from kg.core.errors import CellInvalid, ColumnUnknown
from kg.core.languages import LANGUAGES
from kg.core.likeness import did_you_mean, nearest
from kg.load.batch import Batch
from kg.load.cells import MANY, CellContext, Value, fault, read_key, read_literal, read_place
from kg.load.complete import KEY
from kg.load.conditions import Values
from kg.load.faults import OnFault
from kg.load.rows import Row
from kg.load.schema import Kind, Slot, TableSchema


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its header, the slot that it fills, and the language of its cells or segment of its keys."""

    name: str
    slot: Slot
    language: str | None = None
    segment: str | None = None


Reader: TypeAlias = Callable[[str], tuple[Value, ...]]
"""Reads the values of a cell; an empty one has none."""


def column_named(schema: TableSchema, name: str, path: Path) -> Column:
    """Find the slot that a header names; raise ColumnUnknown with the names that would do."""
    found = column_of(schema.slots, name)
    if found is not None:
        return found
    known = _headers(schema)
    listed = f"Rename or remove the column; it may be one of: {', '.join(known)}."
    raise ColumnUnknown(
        f"{iri.compress(schema.cls)} has no property of this name.",
        remedy=" ".join([*filter(None, [did_you_mean(nearest(name, _that_may_be_meant(schema)), "")]), listed]),
        path=path,
        line=1,
        column=name,
    )


def columns_named(schema: TableSchema, header: Sequence[str], path: Path, on_fault: OnFault) -> list[Column]:
    """Find the slots that a header names, each name that is unknown handed over.

    The cells of such a column are read as those of the nearest that the header lacks, so that they are judged too.
    """
    found = []
    for name in header:
        try:
            found += [column_named(schema, name, path)] if name != KEY else []
        except ColumnUnknown as error:
            on_fault(error)
            near = nearest(
                name, [known for known in _that_may_be_meant(schema) if known != KEY and known not in header], 1
            )
            found += [replace(meant, name=name) for one in near if (meant := column_of(schema.slots, one)) is not None]
    return found


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


def _that_may_be_meant(schema: TableSchema) -> list[str]:
    """List the headers that a table may have, those too that name the segment of their keys or a language of ours."""
    several = [(name, slot.segments) for name, slot in schema.slots.items() if len(slot.segments) > 1]
    texts = [name for name, slot in schema.slots.items() if slot.kind is Kind.TAGGED and not slot.languages]
    with_segments = [f"{name}_{segment}" for name, segments in several for segment in segments]
    return _headers(schema) + with_segments + [f"{name}_{language}" for name in texts for language in LANGUAGES]


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


def read_column(batch: Batch, column: Column, context: CellContext) -> Values:
    """Return the values of the cells of a column; those that are wrong have none, and their rows are at fault."""
    reader = _reader(column, context, Row(batch.path, 0, {}))
    return batch.judge(batch.column(column.name), reader, (), spoils=[flat_name(column), column.slot.name])


def flat_name(column: Column) -> str:
    """Name a column as the flat form does: without the segment of its keys."""
    return column.slot.name if column.language is None else f"{column.slot.name}_{column.language}"
