"""What a finding is as a row: its name, the claims on which it rests, and the concepts and numbers that it has."""

from collections.abc import Iterator
from typing import Final

from kg.core import iri, terms
from kg.core.concepts import Reason
from kg.figure import FlatRow

CONCEPTS: Final = {
    "verdict": ("verdict", terms.hasVerdict),
    "change": ("change", terms.hasChange),
    "outcome": ("outcome", terms.hasOutcome),
    "reasons": ("reason", terms.hasReason),
}
"""The columns that name concepts by their keys, with the segment of their IRIs, and the property that leads to them."""
NUMBERS: Final = {
    "gap": terms.gap,
    "least": terms.leastDifference,
    "greatest": terms.greatestDifference,
    "ratio": terms.ratio,
}
"""The columns of numbers, with their properties."""


def finding_of(row: FlatRow) -> str:
    """Name a finding by what it is and the claims that it rests on."""
    return iri.mint_hashed("finding", row["class"], row["first"], row["second"], "|".join(row["others"]))


def claims_of(row: FlatRow) -> list[str]:
    """Return the claims on which a finding rests, the two that it compares first."""
    return [row["first"], row["second"], *row["others"]]


def claims_told(row: FlatRow) -> list[str]:
    """Return the claims that the sentence of a finding tells of: the two, and of a sum all that are added up."""
    is_sum = row["reasons"] == [iri.own_key(Reason.SUM_DIFFERS)]
    return claims_of(row) if is_sum else [row["first"], row["second"]]


def supersession(row: FlatRow) -> tuple[str, str] | None:
    """Return the claim that supersedes another one and the one that it supersedes, where a finding says so."""
    return (row["second"], row["first"]) if iri.own_key(Reason.REVISED) in row["reasons"] else None


def concepts(row: FlatRow) -> Iterator[tuple[str, str]]:
    """Yield the concepts that a finding names, each with the property that leads to it."""
    for column, (segment, predicate) in CONCEPTS.items():
        keys = row[column] if isinstance(row[column], list) else filter(None, [row[column]])
        for key in keys:
            yield predicate, iri.mint(segment, key)
