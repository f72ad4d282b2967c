"""Read JSON with the place of each value in its text, once a reader has found the text to be valid JSON."""

import re
from json import JSONDecoder
from typing import NamedTuple, TypeAlias

from kg.core.positions import TextSpan

Scalar: TypeAlias = str | int | float | bool | None
_STRING = JSONDecoder().raw_decode
_SPACE = re.compile(r"[ \t\r\n]*")
_BARE = re.compile(r"[^\s,\]}]+")
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None}


class JsonValue(NamedTuple):
    """A value and where it stands: a scalar, a list, or an object as its members in their order.

    A number is any number: what it is worth, the parser of the file says.
    """

    span: TextSpan
    value: "Scalar | list[JsonValue] | dict[str, JsonValue]"

    @property
    def members(self) -> "dict[str, JsonValue]":
        """Return the members of an object; there are none in anything else."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> "list[JsonValue]":
        """Return the values of a list, or the value itself where it is none."""
        return self.value if isinstance(self.value, list) else [self]


def read_json(text: str) -> JsonValue:
    """Read a text that is valid JSON, and bounded in its depth."""
    return _value(text, _skip(text, 0))


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return at if found is None else found.end()


def _value(text: str, at: int) -> JsonValue:
    """Read the value that begins at a sign."""
    if text[at] == '"':
        said, end = _STRING(text, at)
        return JsonValue(TextSpan(at, end), said)
    if text[at] == "[":
        return _list(text, at)
    if text[at] == "{":
        return _object(text, at)
    found = _BARE.match(text, at)
    written = "" if found is None else found[0]
    return JsonValue(TextSpan(at, at + len(written)), _WORDS.get(written, 0))


def _list(text: str, start: int) -> JsonValue:
    values, at = list[JsonValue](), _skip(text, start + 1)
    while text[at] != "]":
        values.append(_value(text, at))
        at = _next(text, values[-1])
    return JsonValue(TextSpan(start, at + 1), values)


def _object(text: str, start: int) -> JsonValue:
    members, at = dict[str, JsonValue](), _skip(text, start + 1)
    while text[at] != "}":
        name, end = _STRING(text, at)
        members[name] = _value(text, _skip(text, _skip(text, end) + 1))
        at = _next(text, members[name])
    return JsonValue(TextSpan(start, at + 1), members)


def _next(text: str, before: JsonValue) -> int:
    """Return where the value after another begins, or the bracket that closes."""
    at = _skip(text, before.span.end)
    return _skip(text, at + 1) if text[at] == "," else at
