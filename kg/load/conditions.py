"""Check what the cells of a row ask of each other: the order of two values, and the choices that shapes leave."""

import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from kg.core.errors import CellInvalid, CellMissing
from kg.core.ontology import column_name
from kg.core.shapes import Choice, PropertyShape
from kg.load.batch import Batch, Encoded, together
from kg.load.cells import Value, fault
from kg.load.rows import Row
from kg.load.schema import Slot, TableSchema

Values: TypeAlias = Encoded[tuple[Value, ...]]
"""The values that rows have of a property."""

Given: TypeAlias = Callable[[str], Values]
"""Returns the values of the rows of a batch by property."""

Linked: TypeAlias = Callable[[str, str], bool]
"""Tells whether an individual has a value of a property."""

Test: TypeAlias = Callable[[Sequence[Value]], bool]
"""Tells whether the values that a row has of a property are as a constraint says."""


def _not_like(wanted: Sequence[str]) -> Test:
    search = re.compile(wanted[0]).search
    return lambda values: not any(map(search, map(str, values)))


def _like(wanted: Sequence[str]) -> Test:
    search = re.compile(wanted[0]).search
    return lambda values: all(map(search, map(str, values)))


def _bounded(holds: Callable[[Decimal | int, Decimal], bool], wanted: Sequence[str]) -> Test:
    bound = Decimal(wanted[0])
    return lambda values: all(holds(value, bound) for value in values if isinstance(value, (Decimal, int)))


_TESTS: Final[Mapping[str, Callable[[Sequence[str]], Test]]] = MappingProxyType(
    {
        "minCount": lambda wanted: lambda values: len(values) >= int(wanted[0]),
        "maxCount": lambda wanted: lambda values: len(values) <= int(wanted[0]),
        "minInclusive": partial(_bounded, operator.ge),
        "maxInclusive": partial(_bounded, operator.le),
        "in": lambda wanted: lambda values: all(str(value) in wanted for value in values),
        "pattern": _like,
        "notPattern": _not_like,
        "notIn": lambda wanted: lambda values: not any(str(value) in wanted for value in values),
    }
)


def check_together(schema: TableSchema, given: Given, linked: Linked, batch: Batch) -> None:
    """Judge whether the values of each row go together; if not it is at fault, CellInvalid or CellMissing."""
    row = Row(batch.path, 0, {})
    for slot, end, excludes in schema.orders:
        both = given(slot.predicate), given(end)
        if all(any(values.dictionary) for values in both):
            batch.judge(together(*both), partial(_check_order, slot, row, excludes), None)
    for choice in schema.conditions:
        met: list[Encoded[bool]] = []
        for option in sorted(choice.options, key=lambda option: len(given(option.steps[0]).dictionary)):
            met.append(_met(option, given, linked))
            if all(met[-1].dictionary):
                break
        else:
            case = together(given(choice.required.steps[0]), *met)
            of = {column_name(option.steps[0]) for option in choice.options}
            batch.judge(case, partial(_check_choice, choice, row), None, of=of)


def _check_order(slot: Slot, row: Row, excludes: bool, both: tuple[Sequence[Value], Sequence[Value]]) -> None:  # noqa: FBT001
    """Raise CellInvalid for a value beyond the one that ends what it begins, or equal to it where that is excluded."""
    if not all(both):
        return
    (value, *_), (end, *_) = both
    if value > end or (excludes and value == end):  # type: ignore[operator]
        problem = f"The value is {'not before' if excludes else 'more than'} {end}, with which its range ends."
        fault(CellInvalid, problem, "Mend the one or the other.", row, slot.name, str(value))


def _met(option: PropertyShape, given: Given, linked: Linked) -> Encoded[bool]:
    """Tell of the rows of a batch whether each is as an option says."""
    own, end = given(option.steps[0]), option.one("lessThanOrEquals")
    if end is None:
        return own.map(_test(option, linked)).merged()
    return together(own, given(end)).map(_in_order).merged()


def _in_order(both: tuple[Sequence[Value], Sequence[Value]]) -> bool:
    return all(value <= end for value in both[0] for end in both[1])  # type: ignore[operator]


def _test(option: PropertyShape, linked: Linked) -> Test:
    """Return the test of an option; of what a cell names, those count that have the property after it."""
    tests = [_TESTS[name](wanted) for name, wanted in option.constraints.items()]

    def test(values: Sequence[Value]) -> bool:
        for step in option.steps[1:]:
            values = [value for value in values if linked(str(value), step)]
        return all(test(values) for test in tests)

    return tests[0] if len(tests) == len(option.steps) == 1 else test


def _check_choice(choice: Choice, row: Row, case: tuple[Any, ...]) -> None:
    """Raise the fault of a row that is as no option of a choice says, at the cell that the first of them asks for."""
    values, *met = case
    if any(met):
        return
    remedy, column = choice.messages["en"], column_name(choice.required.steps[0])
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
