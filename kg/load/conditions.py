"""Check what the cells of a row ask of each other: the order of two values, and the choices that shapes leave."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Final, TypeAlias

from kg.errors import CellInvalid, CellMissing
from kg.load.cells import Value, fault
from kg.load.rows import Row
from kg.load.schema import Slot, TableSchema
from kg.ontology import column_name
from kg.shapes import Choice, PropertyShape

Given: TypeAlias = Mapping[str, Sequence[Value]]
"""The values of a row by property."""

Linked: TypeAlias = Callable[[str, str], bool]
"""Tells whether an individual has a value of a property."""

_TESTS: Final[Mapping[str, Callable[[Sequence[Value], tuple[str, ...]], bool]]] = MappingProxyType(
    {
        "minCount": lambda values, wanted: len(values) >= int(wanted[0]),
        "maxCount": lambda values, wanted: len(values) <= int(wanted[0]),
        "maxInclusive": lambda values, wanted: all(Decimal(str(value)) <= Decimal(wanted[0]) for value in values),
        "notPattern": lambda values, wanted: not any(re.search(wanted[0], str(value)) for value in values),
        "notIn": lambda values, wanted: not any(str(value) in wanted for value in values),
    }
)


def check_together(schema: TableSchema, given: Given, linked: Linked, row: Row) -> None:
    """Raise CellInvalid or CellMissing where the values of a row do not go together."""
    for slot, end, excludes in schema.orders:
        if slot.predicate in given and end in given:
            _check_order(slot, given[slot.predicate][0], given[end][0], row, excludes=excludes)
    for choice in schema.conditions:
        if not any(_is_met(option, given, linked) for option in choice.options):
            _refuse(choice, given, row)


def _check_order(slot: Slot, value: Value, end: Value, row: Row, *, excludes: bool) -> None:
    """Raise CellInvalid for a value beyond the one that ends what it begins, or equal to it where that is excluded."""
    if value > end or (excludes and value == end):  # type: ignore[operator]
        problem = f"The value is {'not before' if excludes else 'more than'} {end}, with which its range ends."
        fault(CellInvalid, problem, "Mend the one or the other.", row, slot.name, str(value))


def _is_met(option: PropertyShape, given: Given, linked: Linked) -> bool:
    """Tell whether a row is as an option says; of what a cell names, those count that have the property after it."""
    values = given.get(option.steps[0], ())
    for step in option.steps[1:]:
        values = [value for value in values if linked(str(value), step)]
    return all(_TESTS[name](values, wanted) for name, wanted in option.constraints.items())


def _refuse(choice: Choice, given: Given, row: Row) -> None:
    """Raise the fault of a row that is as no option of a choice says, at the cell that the first of them asks for."""
    path, remedy = choice.required.path, choice.messages["en"]
    column = column_name(path)
    if path not in given:
        fault(CellMissing, "The cell is empty, which other cells of the row do not allow.", remedy, row, column)
    problem = "The value is none that other cells of the row allow."
    fault(CellInvalid, problem, remedy, row, column, str(given[path][0]))


def second_steps(schemas: Iterable[TableSchema]) -> set[str]:
    """Return the properties on which conditions of some schemas depend beyond a row: those of what its cells name."""
    options = (option for schema in schemas for choice in schema.conditions for option in choice.options)
    return {step for option in options for step in option.steps[1:]}


def linking_columns(schema: TableSchema, steps: set[str]) -> dict[str, str]:
    """Return the columns of a table that may fill some properties, each with its property."""
    slots = [slot for slot in schema.slots.values() if slot.predicate in steps]
    keyed = {f"{slot.name}_{segment}": slot.predicate for slot in slots for segment in slot.segments}
    return {slot.name: slot.predicate for slot in slots} | keyed
