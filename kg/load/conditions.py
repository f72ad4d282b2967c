"""Check what the cells of a row ask of each other: the order of two values, and the choices that shapes leave."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from kg.errors import CellInvalid, CellMissing
from kg.load.cells import Value, fault
from kg.load.columns import Batch, Encoded, together
from kg.load.rows import Row
from kg.load.schema import Slot, TableSchema
from kg.ontology import column_name
from kg.shapes import Choice, PropertyShape

Values: TypeAlias = Encoded[tuple[Value, ...]]
"""The values that rows have of a property."""

Given: TypeAlias = Callable[[str], Values]
"""Returns the values of the rows of a batch by property."""

Linked: TypeAlias = Mapping[str, frozenset[str] | set[str]]
"""The individuals that have a value of a property, by property."""

_TESTS: Final[Mapping[str, Callable[[Sequence[Value], tuple[str, ...]], bool]]] = MappingProxyType(
    {
        "minCount": lambda values, wanted: len(values) >= int(wanted[0]),
        "maxCount": lambda values, wanted: len(values) <= int(wanted[0]),
        "maxInclusive": lambda values, wanted: all(Decimal(str(value)) <= Decimal(wanted[0]) for value in values),
        "notPattern": lambda values, wanted: not any(re.search(wanted[0], str(value)) for value in values),
        "notIn": lambda values, wanted: not any(str(value) in wanted for value in values),
    }
)


def check_together(schema: TableSchema, given: Given, linked: Linked, batch: Batch) -> None:
    """Judge whether the values of each row go together; if not it is at fault, CellInvalid or CellMissing."""
    row = Row(batch.path, 0, {})
    for slot, end, excludes in schema.orders:
        check = partial(_check_order, slot, row, excludes)
        batch.judge(together(given(slot.predicate), given(end)), check, None)
    for choice in schema.conditions:
        options = sorted(choice.options, key=lambda option: len(given(option.steps[0]).dictionary))
        met = [given(option.steps[0]).map(partial(_is_met, option, linked)) for option in options]
        if not any(all(of_rows.dictionary) for of_rows in met):
            of_rows = together(given(choice.required.path), *(each.merged() for each in met))
            batch.judge(of_rows, partial(_check_choice, choice, row), None)


def _check_order(slot: Slot, row: Row, excludes: bool, both: tuple[Sequence[Value], Sequence[Value]]) -> None:  # noqa: FBT001
    """Raise CellInvalid for a value beyond the one that ends what it begins, or equal to it where that is excluded."""
    if not all(both):
        return
    (value, *_), (end, *_) = both
    if value > end or (excludes and value == end):  # type: ignore[operator]
        problem = f"The value is {'not before' if excludes else 'more than'} {end}, with which its range ends."
        fault(CellInvalid, problem, "Mend the one or the other.", row, slot.name, str(value))


def _is_met(option: PropertyShape, linked: Linked, values: Sequence[Value]) -> bool:
    """Tell whether values are as an option says; of what a cell names, those count that have the property after it."""
    for step in option.steps[1:]:
        values = [value for value in values if value in linked.get(step, ())]
    return all(_TESTS[name](values, wanted) for name, wanted in option.constraints.items())


def _check_choice(choice: Choice, row: Row, case: tuple[Any, ...]) -> None:
    """Raise the fault of a row that is as no option of a choice says, at the cell that the first of them asks for."""
    values, *met = case
    if any(met):
        return
    remedy, column = choice.messages["en"], column_name(choice.required.path)
    if not values:
        fault(CellMissing, "The cell is empty, which other cells of the row do not allow.", remedy, row, column)
    problem = "The value is none that other cells of the row allow."
    fault(CellInvalid, problem, remedy, row, column, str(values[0]))


def second_steps(schemas: Iterable[TableSchema]) -> set[str]:
    """Return the properties on which conditions of some schemas depend beyond a row: those of what its cells name."""
    options = (option for schema in schemas for choice in schema.conditions for option in choice.options)
    return {step for option in options for step in option.steps[1:]}


def linking_columns(schema: TableSchema, steps: set[str]) -> dict[str, str]:
    """Return the columns of a table that may fill some properties, each with its property."""
    slots = [slot for slot in schema.slots.values() if slot.predicate in steps]
    keyed = {f"{slot.name}_{segment}": slot.predicate for slot in slots for segment in slot.segments}
    return {slot.name: slot.predicate for slot in slots} | keyed
