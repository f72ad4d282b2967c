"""What one side reports of one thing in several ways, told once: what it states, and beside it what lies apart."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from kg.core import columns
from kg.show.evidence import ClaimReader, inputs_of
from kg.show.model import Evidence
from kg.show.words import text

Reported: TypeAlias = tuple[object, ...]
_TOPIC = (
    columns.has_reporter,
    columns.is_about,
    columns.has_origin,
    columns.has_destination,
    columns.has_indicator,
    columns.has_product,
    columns.has_stage,
    columns.is_restricted_to,
    columns.valid_from,
    columns.valid_until,
)
_PARTS_OF_A_YEAR = {12: "months", 4: "quarters"}


@dataclass(frozen=True, slots=True)
class Accounts:
    """What sides report: the claims of each side on one thing, the one to tell first before the others."""

    reading: ClaimReader
    figures: Mapping[Reported, Sequence[str]]

    def topic(self, claim: str) -> Reported:
        """Return what a claim reports and which side does; what no side reports stands by itself."""
        return _topic(self.reading, claim)

    def beside(self, claim: str) -> Iterator[Evidence]:
        """Yield the other figures of the same side that lie apart from a claim beyond its grain and theirs."""
        told = self.reading.evidence(claim)
        for other in self.figures[self.topic(claim)]:
            evidence = self.reading.evidence(other)
            if other != claim and _apart(told, evidence):
                yield replace(evidence, note=self._note(evidence))

    def _note(self, other: Evidence) -> str:
        """Say how a side comes to another figure, in all its digits."""
        inputs = [self.reading.row(one.claim) for one in other.inputs]
        starts = {row[columns.valid_from] for row in inputs if row[columns.amount] is not None}
        kind = _PARTS_OF_A_YEAR.get(len(starts), "computed") if other.arithmetic else "also reported"
        row = self.reading.row(other.claim)
        return text(kind, self.reading.language).format(self.reading.phrases.figure_of(row))


def accounts(reading: ClaimReader, claims: Iterable[str]) -> Accounts:
    """Put together what each side reports of one thing.

    First comes what the side states, the newest before others, then what is computed of the fewest claims.
    """
    figures: dict[Reported, list[str]] = {}
    for claim in sorted(set(claims), key=lambda one: rank(reading, one)):
        figures.setdefault(_topic(reading, claim), []).append(claim)
    return Accounts(reading, figures)


def _topic(reading: ClaimReader, claim: str) -> Reported:
    row = reading.row(claim)
    if row[columns.has_reporter] is None:
        return (claim,)
    return (*(row[name] for name in _TOPIC), reading.base_unit(row[columns.has_unit]))


def rank(reading: ClaimReader, claim: str) -> tuple[int, int, str]:
    """Return by which one figure is told before another: few inputs before many, none first; then the newest."""
    row = reading.row(claim)
    said = row[columns.asserted_on] or row[columns.recorded_on] or date.min
    return len(inputs_of(row)), -said.toordinal(), claim


def _apart(one: Evidence, other: Evidence) -> bool:
    """Tell whether two claims allow no common value."""
    return _below(one, other) or _below(other, one)


def _below(one: Evidence, other: Evidence) -> bool:
    return one.high is not None and other.low is not None and one.high < other.low
