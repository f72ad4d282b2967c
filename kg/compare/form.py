"""The form of a finding as a row: its class, its claims, and concepts by their keys; a list may be empty."""

from dataclasses import dataclass
from typing import Final, Generic, TypeVar

_T = TypeVar("_T")

COLUMNS: Final = {
    "class": "string",
    "first": "string",
    "second": "string",
    "others": "array<string>",
    "verdict": "string",
    "change": "array<string>",
    "outcome": "string",
    "reasons": "array<string>",
    "gap": "decimal(38, 9)",
    "least": "decimal(38, 9)",
    "greatest": "decimal(38, 9)",
    "ratio": "decimal(38, 9)",
}
"""The columns with the types that they have for the engine."""
SEGMENTS: Final = {"verdict": "verdict", "change": "change", "outcome": "outcome", "reasons": "reason"}
"""The columns that name concepts, with the segments of their IRIs."""

FLAT: Final = "flat"
CLAIMS: Final = "claims"
CHOSEN: Final = "chosen"
"""The tables of the engine that a comparison reads: claims as they are kept, completed, and chosen ones."""


@dataclass(frozen=True, slots=True)
class Found(Generic[_T]):
    """What follows from claims: findings (see `kg.compare.form`), derived claims on which some of them rest, and ends.

    The ends (claim, low, high) are those of the values that each claim with a number allows, in its own unit; None
    where nobody asked for them.
    """

    findings: _T
    derived: _T
    ends: _T | None = None


def name_of_fact(name: str) -> str:
    """Name the table of the engine that has a table of facts."""
    return f"fact_{name}"
