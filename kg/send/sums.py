"""What a graph holds, as a number of statements and a digest that does not depend on their order.

Servers keep numbers by value and languages in any case, and name blank nodes as they like: so does the digest.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from hashlib import blake2b
from typing import Final

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_TYPED: Final = re.compile(rf'(?P<before>.*) "(?P<text>[^"\\]*)"\^\^<{_XSD}(?P<type>[A-Za-z]+)>', re.DOTALL)
_TAGGED: Final = re.compile(r'(?P<before>.* ".*")@(?P<tag>[A-Za-z0-9-]+)', re.DOTALL)
_BLANK: Final = re.compile(r"_:[^\s]+")
_NUMBERS: Final = frozenset(
    {
        *("decimal", "integer", "double", "float", "int", "long", "short", "byte", "nonNegativeInteger"),
        *("positiveInteger", "nonPositiveInteger", "negativeInteger"),
        *("unsignedByte", "unsignedInt", "unsignedLong", "unsignedShort"),
    }
)
_TRUTH: Final = {"true": "1", "false": "0"}
_BYTES: Final = 16
_ALL: Final = 1 << 8 * _BYTES


@dataclass(frozen=True, slots=True)
class Sum:
    """How many statements a graph holds, and the digest of them."""

    count: int = 0
    digest: int = 0

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(self.count + other.count, (self.digest + other.digest) % _ALL)

    def __str__(self) -> str:
        return f"{self.count:,} ({self.digest:032x})"


def sum_of(statements: Iterable[str]) -> Sum:
    """Sum statements up, each written as N-Triples does, without the full stop."""
    count = total = 0
    for statement in statements:
        hashed = blake2b(by_value(statement).encode(), digest_size=_BYTES).digest()
        total += int.from_bytes(hashed, "big")
        count += 1
    return Sum(count, total % _ALL)


def by_value(statement: str) -> str:
    """Write a statement so that two which mean the same to every server are alike."""
    if has_blank(statement):
        statement = _without_labels(statement)
    if statement.endswith(">") and (typed := _TYPED.fullmatch(statement)):
        return f"{typed['before']} {_value(typed['text'], typed['type'])}"
    if statement[-1:].isalnum() and (tagged := _TAGGED.fullmatch(statement)):
        return f"{tagged['before']}@{tagged['tag'].lower()}"
    return statement


def has_blank(statement: str) -> bool:
    """Tell whether the subject or object of a statement has no name."""
    return statement.startswith("_:") or statement.rpartition(" ")[2].startswith("_:")


def _without_labels(statement: str) -> str:
    subject, _, rest = statement.partition(" ")
    predicate, _, said = rest.partition(" ")
    return " ".join((_BLANK.sub("_:", subject), predicate, "_:" if said.startswith("_:") else said))


def _value(text: str, kind: str) -> str:
    """Write a typed literal by its value: a number is the same with other zeros, and of another numeric type."""
    if kind == "boolean":
        return _TRUTH.get(text, text)
    if kind not in _NUMBERS:
        return f'"{text}"' if kind == "string" else f'"{text}"^^{kind}'
    try:
        number = Decimal(float(text)) if kind in {"double", "float"} else Decimal(text)
    except (InvalidOperation, ValueError):
        return f'"{text}"^^{kind}'
    return f"{number.normalize():f}" if number else "0"
