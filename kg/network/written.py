"""What all files of a network write alike: the columns of nodes and edges, their identifiers, and single values."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite

from kg.core.languages import LANGUAGES
from kg.network.model import Attribute, AttributeValue, Node

FIXED_OF_NODES = (
    Attribute("iri", "string"),
    Attribute("class", "string"),
    *(Attribute(f"label_{language}", "string") for language in LANGUAGES),
    Attribute("lat", "double"),
    Attribute("lng", "double"),
    Attribute("total", "double"),
    Attribute("degree", "integer"),
)
"""What every node has beside what its network says of it."""


@dataclass(frozen=True, slots=True)
class FileAttribute(Attribute):
    """A column under the name that a file gives it; `attribute` is its own."""

    attribute: str = ""


def file_columns(columns: Sequence[Attribute], reserved: Collection[str] = ()) -> list[FileAttribute]:
    """Give columns names that differ without regard to case and are none that readers keep for themselves."""
    taken = set(reserved)
    found = []
    for column in columns:
        own, number = column.name, 1
        while own.casefold() in taken:
            number += 1
            own = f"{column.name}_{number}"
        taken.add(own.casefold())
        found.append(FileAttribute(own, column.type, column.titles, column.name))
    return found


def node_values(node: Node, columns: Sequence[FileAttribute]) -> list[AttributeValue]:
    """Return the values of a node in the order of columns of a file, of which the fixed ones come first."""
    fixed: list[AttributeValue] = [node.iri, node.kind, *(node.labels.get(language) for language in LANGUAGES)]
    fixed += [node.latitude, node.longitude, node.total, node.degree]
    return [*fixed, *(node.attributes.get(column.attribute) for column in columns[len(fixed) :])]


def scalar(value: AttributeValue) -> str:
    """Write a single value as text."""
    match value:
        case bool():
            return "true" if value else "false"
        case float():
            return repr(value) if isfinite(value) else str(Decimal(value))
        case Decimal():
            return f"{value:f}"
    return str(value)


def one_text(value: AttributeValue) -> str:
    """Write a value as text, several as one, a line each."""
    return "\n".join(value) if isinstance(value, tuple) else scalar(value)
