"""The page of what both sides report of a flow, or of their dyad: both values as reported, and nothing in between."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from kg.core import columns, iri, terms
from kg.core.concepts import ClaimStatus, Product, Quality, Reason
from kg.core.ontology import Ontology
from kg.names.opened import Names
from kg.rows.opened import OpenedRow, Rows
from kg.show.cards import asked, capital, card, grouped, page, with_instead
from kg.show.evidence import ClaimReader, read_claims
from kg.show.finding import findings_about, read_finding
from kg.show.model import Card, CardGroup, Finding, Page, Series
from kg.show.words import text

if TYPE_CHECKING:
    from decimal import Decimal

_HEADS = (
    Reason.DIFFERENT_COVERAGE,
    Reason.UNKNOWN_COVERAGE,
    Reason.WITHIN_ROUNDING,
    Reason.NO_GAP,
    Reason.NO_GAP_PROVEN,
    Reason.FREIGHT,
    Reason.HIGH_FOR_FREIGHT,
    Reason.BEYOND_FREIGHT,
    Reason.EXPORTS_EXCEED,
    Reason.SIDES_APART,
)
"""The reasons that may head a pair; of several the first does."""
_MOST = 10


@dataclass(frozen=True, slots=True)
class Pair:
    """A finding that two sides report one thing of a `dyad`, and the `first` of its claims as a row."""

    dyad: str
    first: OpenedRow
    finding: Finding

    @property
    def measured(self) -> tuple[str, ...]:
        """Return what both sides report: the dyad, and the indicator, origin, destination, product and unit."""
        product = self.first[columns.has_product] or Product.ALL
        measured = (columns.has_indicator, columns.has_origin, columns.has_destination)
        return (self.dyad, *(self.first[name] or "" for name in measured), product, self.first[columns.has_unit])

    @property
    def place(self) -> tuple[object, ...]:
        """Return by what pairs are ordered: what is measured, but for the unit, and when."""
        period = (self.first[name] or date.min for name in (columns.valid_from, columns.valid_until))
        return (*self.measured[:-1], *period, self.finding.name)

    @property
    def reason(self) -> str:
        """Return the reason that heads the pair."""
        reasons = self.finding.concepts[terms.hasReason]
        return next(reason for reason in _HEADS if reason in reasons)


def mirrors_page(rows: Rows, ontology: Ontology, language: str) -> Page:
    """Show the mirror pairs of all dyads, flow by flow in the order of time."""
    return _page(*_read(rows, ontology, language))


_ALONE = """
WITH flows AS (
    FROM claims SELECT *, list_contains($derived, class) AS is_derived
    WHERE is_about = $about AND has_origin IS NOT NULL AND claim_status = $accepted
    AND valid_until >= valid_from + INTERVAL 1 YEAR
    AND (has_reporter IS NOT NULL OR is_derived OR has_quality = $reconciled)
)
FROM flows WHERE claim NOT IN (SELECT unnest($paired)) AND (NOT is_derived OR has_reporter IS NULL OR NOT EXISTS (
    FROM flows AS stated WHERE NOT stated.is_derived AND stated.has_reporter = flows.has_reporter
    AND stated.has_origin = flows.has_origin AND stated.valid_from = flows.valid_from
    AND stated.valid_until = flows.valid_until
))
"""
"""What one side alone reports of the flows of a dyad in a year or longer, or a third party makes of them.

A sum that a side states itself is not shown again as what its parts come to.
"""


def dyad_page(rows: Rows, ontology: Ontology, dyad: str, language: str) -> Page:
    """Show the mirror pairs of one dyad, then what one side alone reports, and third parties beside it.

    What these compute or reconcile is no side's report.
    """
    names = Names(rows.folder, ontology, language)
    about = asked(names, "mirrors", "dyad", dyad)
    found = findings_about(rows, ontology, terms.MirrorPair, about)
    paired = [claim for row in found for claim in (row["first"], row["second"])]
    derived = [iri.compress(cls) for cls in ontology.subs(terms.DerivedClaim)]
    concepts = {"accepted": ClaimStatus.ACCEPTED, "reconciled": Quality.RECONCILED}
    alone = rows.ask(_ALONE, about=about, paired=paired, derived=derived, **concepts)
    reading, pairs = _read(rows, ontology, language, about, [row["claim"] for row in alone])
    shown = _page(reading, pairs)
    note = "" if shown.groups else text("no mirror", language)
    return with_instead(replace(shown, groups=(*shown.groups, *_alone(reading, alone)), note=note), names, about)


def widest_page(rows: Rows, ontology: Ontology, language: str) -> Page:
    """Show the dyads with the largest gaps, for all of them would be a book."""
    reading, pairs = _read(rows, ontology, language)
    dyads = widest(pairs)
    shown = _page(reading, [pair for dyad in dyads[:_MOST] for pair in pairs if pair.dyad == dyad])
    note = text("more dyads", language).format(len(dyads) - _MOST) if len(dyads) > _MOST else ""
    return replace(shown, note=note)


def _read(
    rows: Rows, ontology: Ontology, language: str, about: str | None = None, more: Iterable[str] = ()
) -> tuple[ClaimReader, list[Pair]]:
    """Read the mirror pairs of a dyad, or all, in their order, with the claims that they rest on, and more claims."""
    found = findings_about(rows, ontology, terms.MirrorPair, about)
    reading = read_claims(rows, ontology, language, [*more, *(one for row in found for one in row["rests_on"])])
    pairs = []
    for row in found:
        finding = read_finding(reading, row)
        dyads = [dyad for dyad in finding.subjects if about in {None, dyad}]
        pairs += [Pair(dyad, reading.row(row["first"]), finding) for dyad in dyads]
    return reading, sorted(pairs, key=lambda pair: pair.place)


def widest(pairs: Iterable[Pair]) -> list[str]:
    """Return the dyads with a gap in what they report of all products, those with the largest gap of one unit first."""
    gaps: dict[tuple[str, str], Decimal] = {}
    for pair in pairs:
        gap, ratio = (pair.finding.numbers.get(one) for one in (terms.gap, terms.ratio))
        dyad, *_, product, unit = pair.measured
        if gap is not None and ratio is not None and product == Product.ALL:
            gaps[dyad, unit] = max(gap, gaps.get((dyad, unit), gap))
    ordered = sorted(gaps, key=lambda one: (-gaps[one], one))
    return list(dict.fromkeys(dyad for dyad, _ in ordered))


def _page(reading: ClaimReader, pairs: Sequence[Pair]) -> Page:
    groups = [_measured(reading, list(alike)) for _, alike in groupby(pairs, key=lambda pair: pair.measured)]
    return page("mirrors", reading, groups, [pair.finding for pair in pairs])


def _measured(reading: ClaimReader, pairs: Sequence[Pair]) -> CardGroup:
    """Show one flow, or what both sides report of their dyad: two series in a picture, and a card for each period."""
    first = pairs[0].first
    product = first[columns.has_product] or Product.ALL
    parts = (
        _flow(reading, first) or reading.name(pairs[0].dyad),
        reading.name(first[columns.has_indicator]),
        "" if product == Product.ALL else reading.name(product),
    )
    cards = [replace(card(reading, one.finding, reading.name(one.reason)), picture=None) for one in pairs]
    (group,) = grouped({" · ".join(filter(None, parts)): cards})
    return CardGroup(group.heading, group.lines, group.cards, _series(reading, cards, first[columns.has_unit]))


def _flow(reading: ClaimReader, row: OpenedRow) -> str:
    return (
        f"{reading.name(row[columns.has_origin])} → {reading.name(row[columns.has_destination])}"
        if row[columns.has_origin]
        else ""
    )


def _series(reading: ClaimReader, cards: list[Card], unit: str) -> Series:
    """Draw what each side reports, period by period."""
    sides = [tuple(one.evidence[side].figure for one in cards) for side in (0, 1)]
    periods = tuple(one.evidence[0].period for one in cards)
    first, second = (_reporter(reading, cards[0].evidence[side].claim) for side in (0, 1))
    return Series(reading.phrases.unit(reading.base_unit(unit)), (first, second), periods, (sides[0], sides[1]))


def _reporter(reading: ClaimReader, claim: str) -> str:
    """Say by whose account a claim is: that of a side."""
    return text("reported by", reading.language).format(reading.name(reading.row(claim)[columns.has_reporter]))


def _alone(reading: ClaimReader, alone: Iterable[OpenedRow]) -> Iterator[CardGroup]:
    """Show what one side alone or a third party says of each flow of a dyad, a card for each, the newest first."""
    flows: dict[str, dict[str, list[str]]] = {}
    for row in alone:
        by_whom = "third" if row[columns.has_reporter] is None else "one side"
        flows.setdefault(_flow(reading, row), {}).setdefault(by_whom, []).append(row["claim"])
    for flow, found in sorted(flows.items()):
        yield CardGroup(flow, (), tuple(_told_alone(reading, by_whom, found[by_whom]) for by_whom in sorted(found)))


def _told_alone(reading: ClaimReader, by_whom: str, claims: Iterable[str]) -> Card:
    newest = sorted(map(reading.evidence, claims), key=lambda one: (one.period, one.key), reverse=True)
    return Card(capital(text(by_whom, reading.language)), "", "", (), (), tuple(newest))
