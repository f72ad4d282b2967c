"""Choose the columns of a GEXF file: one identifier and one type for all values of an attribute."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite

from kg.network.describe import AttributeValue
from kg.validation.gexf import RESERVED_BY_READERS

_BITS = {"integer": 31, "long": 63}
_NUMBERS = ("integer", "long", "biginteger", "bigdecimal")


@dataclass(frozen=True, slots=True)
class GexfColumn:
    """An attribute as declared: its identifier, heading and type."""

    id: str
    title: str
    type: str


def choose_columns(
    rows: Iterable[Mapping[str, AttributeValue]], titles: Mapping[str, str], fixed: Iterable[str] = ()
) -> dict[str, GexfColumn]:
    """Choose a column for each attribute of the rows, by the attribute's name and in the order of the names.

    Readers tell identifiers apart without regard to case, and keep some names for themselves: such an identifier, or
    one that is `fixed` already, gets a number. A type is the narrowest that holds every value exactly: whole numbers,
    then decimals, then text.
    """
    types: dict[str, set[str]] = {}
    for row in rows:
        for name, value in row.items():
            types.setdefault(name, set()).add(type_of(value))
    taken = {*RESERVED_BY_READERS, *fixed}
    columns = {}
    for name in sorted(types):
        own, number = name, 1
        while own.casefold() in taken:
            number += 1
            own = f"{name}_{number}"
        taken.add(own.casefold())
        columns[name] = GexfColumn(own, titles.get(name, own), common_type(types[name]))
    return columns


def type_of(value: AttributeValue) -> str:
    """Name the narrowest type of GEXF that holds a value."""
    match value:
        case bool():
            return "boolean"
        case int():
            size = value.bit_length()
            return next((name for name, bits in _BITS.items() if size <= bits), "biginteger")
        case float():
            return "double"
        case Decimal():
            return "bigdecimal" if value.is_finite() else "string"
        case tuple():
            return "liststring"
    return "string"


def common_type(types: set[str]) -> str:
    """Name the narrowest type that holds the values of several types."""
    if len(types) == 1:
        return next(iter(types))
    if "liststring" in types:
        return "liststring"
    if types <= set(_NUMBERS):
        return max(types, key=_NUMBERS.index)
    return "string"


def attribute_text(value: AttributeValue, column_type: str) -> str:
    """Write a value in the lexical form of its column; nothing for an empty one, which readers skip."""
    if column_type == "liststring":
        items = [item for item in (value if isinstance(value, tuple) else (_scalar(value),)) if item]
        return f"[{', '.join(map(_quoted, items))}]" if items else ""
    return _scalar(value)


def _scalar(value: AttributeValue) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case float():
            return repr(value) if isfinite(value) else str(Decimal(value))
        case Decimal():
            return f"{value:f}"
    return str(value)


def _quoted(item: str) -> str:
    r"""Quote an item of a list, so that its commas and brackets are text."""
    return '"' + item.replace("\\", "\\\\").replace('"', '\\"') + '"'
