"""The tables of a comparison: those that the engine reads, and what follows, findings as rows among it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeAlias, TypeVar

from kg.compare.prepare.facts import Facts
from kg.core.manifest import KNOWN
from kg.finding import CONCEPTS

if TYPE_CHECKING:
    from collections.abc import Callable

    import ibis.expr.types as ir

_T = TypeVar("_T")

Keep: TypeAlias = "Callable[[ir.Table], ir.Table]"
"""Computes a table once, so that what builds on it need not do so again."""

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
"""The columns of findings with the types that they have for the engine; a list may be empty."""
SEGMENTS: Final = {column: segment for column, (segment, _) in CONCEPTS.items()}
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


def fact_parts() -> list[str]:
    """Name the parts of a build that hold the tables of facts."""
    return [f"{KNOWN}/{name}.parquet" for name in Facts.tables()]
