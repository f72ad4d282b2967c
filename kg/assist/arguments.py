"""What a tool takes: its arguments as JSON Schema has them, and what a call gives of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from kg.core.errors import ArgumentInvalid
from kg.core.languages import LANGUAGES
from kg.core.likeness import did_you_mean, nearest

_TYPES: Final[Mapping[str, tuple[type, ...]]] = {"string": (str,), "integer": (int,), "object": (dict,)}
MOST: Final = 1000
"""How many rows, things or findings a reply may have."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One that a tool takes: its name, its type in JSON, what it is for, and further rules of its schema."""

    name: str
    type: str
    told: str
    required: bool = False
    rules: Mapping[str, Any] = field(default_factory=dict)

    def schema(self) -> dict[str, Any]:
        """Return what JSON Schema says of it."""
        return {"type": self.type, "description": self.told, **self.rules}


LANGUAGE: Final = Argument(
    "lang", "string", "Language of labels and sentences: en unless you say.", rules={"enum": [*LANGUAGES]}
)
LIMIT: Final = Argument(
    "limit",
    "integer",
    "How many at most; `left_out` counts the others.",
    rules={"minimum": 1, "maximum": MOST, "default": 50},
)
DAYS: Final = (
    Argument("as_known_on", "string", "A day, YYYY-MM-DD: without what was recorded after it."),
    Argument("valid_on", "string", "A day, YYYY-MM-DD: without what does not hold on it."),
)


def schema_of(arguments: Sequence[Argument]) -> dict[str, Any]:
    """Return the JSON Schema of the arguments of a tool."""
    return {
        "type": "object",
        "properties": {one.name: one.schema() for one in arguments},
        "required": [one.name for one in arguments if one.required],
        "additionalProperties": False,
    }


def checked(arguments: Sequence[Argument], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a call gives, without what it leaves open; raise ArgumentInvalid for what breaks the schema."""
    known = {one.name: one for one in arguments}
    found = {name: value for name, value in given.items() if value is not None}
    for name, value in found.items():
        if name not in known:
            remedy = did_you_mean(nearest(name, known), f"It takes: {', '.join(known)}.")
            raise ArgumentInvalid("The tool takes no such argument.", remedy=remedy, column=name)
        _check(known[name], value)
    missing = [one for one in arguments if one.required and one.name not in found]
    if missing:
        raise ArgumentInvalid("An argument is missing.", remedy=missing[0].told, column=missing[0].name)
    return found


def _check(argument: Argument, value: Any) -> None:
    """Raise ArgumentInvalid for a value of another type, and for one that the rules exclude."""
    if not isinstance(value, _TYPES[argument.type]) or isinstance(value, bool):
        raise _unfit(argument, f"Give it as JSON of the type {argument.type}.", value)
    allowed = argument.rules.get("enum", [value])
    if value not in allowed:
        raise _unfit(argument, f"Give one of: {', '.join(map(str, allowed))}.", value)
    if isinstance(value, int) and not 1 <= value <= MOST:
        raise _unfit(argument, f"Give a number from 1 to {MOST}.", value)


def _unfit(argument: Argument, remedy: str, value: Any) -> ArgumentInvalid:
    return ArgumentInvalid("The argument does not fit.", remedy=remedy, column=argument.name, value=str(value))
