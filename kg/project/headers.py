"""The columns with which a table begins, and the page that says what each of them takes."""

from collections.abc import Sequence
from typing import Final

from kg.core import columns, iri
from kg.core.languages import LANGUAGES
from kg.core.ontology import DEFINITION, Ontology
from kg.load.complete import ENDS, KEY, PERIOD_COLUMN
from kg.load.header import column_of
from kg.load.schema import Kind, Slot, TableSchema

_FIRST: Final = (columns.is_about, columns.has_origin, columns.has_destination)
_DYAD: Final = "dyad"
_MOST_KEYS: Final = 12
_EXAMPLES: Final = {
    Kind.DECIMAL: "4400000000",
    Kind.INTEGER: "5",
    Kind.BOOLEAN: "true",
    Kind.DATE: "2025-11-12",
    Kind.PLACE: "#char=17,89",
}


def header_of(schema: TableSchema, language: str, *, by_text: bool) -> list[str]:
    """Return the columns with which a table begins: those that rows need, and for claims of a text its words."""
    needed = [slot for slot in schema.slots.values() if slot.at_least and not slot.filled_from]
    needed.sort(key=lambda slot: slot.name not in _FIRST)
    names = [KEY]
    for slot in needed:
        names += [name for name in _columns(slot) if name not in names]
    if columns.amount in names and by_text:
        names.insert(names.index(columns.amount) + 1, columns.amount_as_said)
    if schema.is_claim:
        names.append(PERIOD_COLUMN)
        names += [columns.was_derived_from, f"{columns.words}_{language}"] if by_text else []
    return list(dict.fromkeys(names))


def _columns(slot: Slot) -> list[str]:
    if slot.kind is Kind.TAGGED:
        return [f"{slot.name}_{language}" for language in LANGUAGES if slot.takes_language(language)]
    return [f"{slot.name}_{_DYAD}"] if slot.name == columns.is_about and _DYAD in slot.segments else [slot.name]


def columns_page(ontology: Ontology, schema: TableSchema, header: Sequence[str]) -> str:
    """Write the part of the page on one table: a row for each column, with what it takes and an example."""
    name = iri.compress(schema.cls).removeprefix("dyad:")
    lines = [f"## {name}.csv", "", "| column | what it says | takes | example |", "|---|---|---|---|"]
    lines.append(f"| `{KEY}` | A name of the row, of which other cells may speak. | Latin letters, digits, - | `a-1` |")
    for column in header:
        found = column_of(schema.slots, column)
        if found is not None:
            takes, example = _takes(ontology, found.slot, found.segment)
            lines.append(f"| `{column}` | {_definition(ontology, found.slot)} | {takes} | {example} |")
    if PERIOD_COLUMN in header:
        ends = " and ".join(f"`{end}`" for end in ENDS)
        lines.append(
            f"| `{PERIOD_COLUMN}` | When it holds; or give {ends}. | year, quarter, month or day | `2019-Q3` |"
        )
    return "\n".join(lines) + "\n"


def _definition(ontology: Ontology, slot: Slot) -> str:
    return (ontology.value(slot.predicate, DEFINITION) or "").replace("|", "/")


def _takes(ontology: Ontology, slot: Slot, segment: str | None) -> tuple[str, str]:
    """Return what a column takes, and an example of it."""
    if slot.kind in {Kind.TEXT, Kind.TAGGED}:
        return "text", ""
    if slot.kind is not Kind.KEY:
        return slot.kind.value, f"`{_EXAMPLES[slot.kind]}`" if slot.kind in _EXAMPLES else ""
    if segment == _DYAD:
        return "the codes of two countries in the order of the alphabet", "`XA-XB`"
    keys = [iri.own_key(one) for one, cls in ontology.individuals() if cls in slot.classes]
    shown = ", ".join(f"`{key}`" for key in sorted(keys)[:_MOST_KEYS])
    more = f" and {len(keys) - _MOST_KEYS} more" if len(keys) > _MOST_KEYS else ""
    return (
        (f"{shown}{more}", f"`{sorted(keys)[0]}`") if keys else (f"key of a {' or '.join(sorted(slot.segments))}", "")
    )
