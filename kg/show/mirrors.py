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
from kg.show.cards import asked, capital, card, page, with_instead
from kg.show.evidence import ClaimReader, read_claims
from kg.show.finding import findings_about, read_finding
from kg.show.model import Card, CardGroup, Evidence, Finding, Page, Series
from kg.show.sides import Accounts, Reported, accounts, rank
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
    """What both sides report of a `dyad` in a base `unit`: the finding, and the `first` of its claims as a row."""

    dyad: str
    first: OpenedRow
    finding: Finding
    unit: str

    @property
    def measured(self) -> tuple[str, ...]:
        """Return what both sides report: the dyad, and the indicator, origin, destination, product and base unit."""
        product = self.first[columns.has_product] or Product.ALL
        measured = (columns.has_indicator, columns.has_origin, columns.has_destination)
        return (self.dyad, *(self.first[name] or "" for name in measured), product, self.unit)

    @property
    def place(self) -> tuple[object, ...]:
        """Return by what pairs are ordered: what is measured, but for the unit, and when."""
        period = (self.first[name] or date.min for name in (columns.valid_from, columns.valid_until))
        return (*self.measured[:-1], *period, self.finding.name)

    @property
    def sides(self) -> tuple[str, ...]:
        """Return the claims of both sides."""
        return self.finding.rests_on[:2]

    @property
    def reason(self) -> str:
        """Return the reason that heads the pair."""
        reasons = self.finding.concepts[terms.hasReason]
        return next(reason for reason in _HEADS if reason in reasons)


def mirrors_page(rows: Rows, ontology: Ontology, language: str) -> Page:
    """Show the mirror pairs of all dyads, flow by flow in the order of time."""
    reading, pairs = _read(rows, ontology, language)
    return _page(_accounts(reading, pairs), pairs)


_ALONE = """
WITH flows AS (
    FROM claims SELECT *, list_contains($derived, class) AS is_derived
    WHERE is_about = $about AND has_origin IS NOT NULL AND claim_status = $accepted
    AND valid_until >= valid_from + INTERVAL 1 YEAR
    AND (has_reporter IS NOT NULL OR is_derived OR has_quality = $reconciled)
)
FROM flows WHERE claim NOT IN (SELECT unnest($paired))
"""
"""What one side alone reports of the flows of a dyad in a year or longer, or a third party makes of them."""


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
    told = accounts(reading, [*paired, *(row["claim"] for row in alone)])
    shown = _page(told, pairs)
    note = "" if shown.groups else text("no mirror", language)
    return with_instead(replace(shown, groups=(*shown.groups, *_alone(told, paired, alone)), note=note), names, about)


def widest_page(rows: Rows, ontology: Ontology, language: str) -> Page:
    """Show the dyads with the largest gaps, for all of them would be a book."""
    reading, pairs = _read(rows, ontology, language)
    dyads = widest(pairs)
    shown = _page(_accounts(reading, pairs), [pair for dyad in dyads[:_MOST] for pair in pairs if pair.dyad == dyad])
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
        first = reading.row(row["first"])
        unit = reading.base_unit(first[columns.has_unit])
        pairs += [Pair(dyad, first, finding, unit or "") for dyad in dyads]
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


def _accounts(reading: ClaimReader, pairs: Iterable[Pair]) -> Accounts:
    return accounts(reading, [claim for pair in pairs for claim in pair.sides])


def _page(told: Accounts, pairs: Sequence[Pair]) -> Page:
    groups = [_measured(told, list(alike)) for _, alike in groupby(pairs, key=lambda pair: pair.measured)]
    return page("mirrors", told.reading, groups, [pair.finding for pair in pairs])


def _measured(told: Accounts, pairs: Sequence[Pair]) -> CardGroup:
    """Show one flow, or what both sides report of their dyad: two series in a picture, and a card for each period."""
    reading, first = told.reading, pairs[0].first
    product = first[columns.has_product] or Product.ALL
    parts = (
        _flow(reading, first) or reading.name(pairs[0].dyad),
        reading.name(first[columns.has_indicator]),
        "" if product == Product.ALL else reading.name(product),
    )
    heading = capital(" · ".join(filter(None, parts)))
    cards = [_card(told, pair) for pair in _once(told, pairs)]
    lines = tuple(_line(reading, one) for card in cards for one in card.evidence if one.note)
    return CardGroup(heading, lines, tuple(cards), _series(reading, cards, pairs[0].unit))


def _once(told: Accounts, pairs: Iterable[Pair]) -> list[Pair]:
    """Keep one pair of those in which the same sides report the same, that of the figures to tell first."""
    alike: dict[tuple[Reported, ...], list[Pair]] = {}
    for pair in pairs:
        alike.setdefault(tuple(map(told.topic, pair.sides)), []).append(pair)
    return [min(one, key=lambda pair: [rank(told.reading, side) for side in pair.sides]) for one in alike.values()]


def _card(told: Accounts, pair: Pair) -> Card:
    """Make the card of a pair, with what else its sides say of the same behind the two claims."""
    made = card(told.reading, pair.finding, told.reading.name(pair.reason))
    beside = [one for side in pair.sides for one in told.beside(side)]
    return replace(made, evidence=(*made.evidence, *beside), picture=None)


def _line(reading: ClaimReader, evidence: Evidence) -> str:
    """Say what a side comes to in another way, and of which period."""
    return f"{evidence.period}, {_reporter(reading, evidence.claim)}: {evidence.note}"


def _flow(reading: ClaimReader, row: OpenedRow) -> str:
    return (
        f"{reading.name(row[columns.has_origin])} → {reading.name(row[columns.has_destination])}"
        if row[columns.has_origin]
        else ""
    )


def _series(reading: ClaimReader, cards: list[Card], unit: str) -> Series:
    """Draw what each side reports, period by period, in the base unit."""
    sides = [tuple(one.evidence[side].figure for one in cards) for side in (0, 1)]
    periods = tuple(one.evidence[0].period for one in cards)
    first, second = (_reporter(reading, cards[0].evidence[side].claim) for side in (0, 1))
    return Series(reading.phrases.unit(unit), (first, second), periods, (sides[0], sides[1]))


def _reporter(reading: ClaimReader, claim: str) -> str:
    """Say by whose account a claim is: that of a side."""
    return text("reported by", reading.language).format(reading.name(reading.row(claim)[columns.has_reporter]))


def _alone(told: Accounts, paired: Iterable[str], alone: Iterable[OpenedRow]) -> Iterator[CardGroup]:
    """Show what one side alone or a third party says of each flow of a dyad, a card for each, the newest first."""
    shown = set(map(told.topic, paired))
    flows: dict[str, dict[str, list[str]]] = {}
    for row in alone:
        topic = told.topic(row["claim"])
        if topic not in shown and told.figures[topic][0] == row["claim"]:
            by_whom = "third" if row[columns.has_reporter] is None else "one side"
            flows.setdefault(_flow(told.reading, row), {}).setdefault(by_whom, []).append(row["claim"])
    for flow, found in sorted(flows.items()):
        yield CardGroup(flow, (), tuple(_told_alone(told, by_whom, found[by_whom]) for by_whom in sorted(found)))


def _told_alone(told: Accounts, by_whom: str, claims: Iterable[str]) -> Card:
    """Show the claims, each before what its side says of the same in another way."""
    read = told.reading
    newest = sorted(map(read.evidence, claims), key=lambda one: (one.period, one.key), reverse=True)
    evidence = [one for first in newest for one in (first, *told.beside(first.claim))]
    return Card(capital(text(by_whom, read.language)), "", "", (), (), tuple(evidence))
