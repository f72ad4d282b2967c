"""The page of what both sides report of a flow, or of their dyad: both values as reported, and nothing in between."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from kg import iri, terms
from kg.graph import NamedNode, Store, matches, name_of, values
from kg.ontology import Ontology
from kg.show.cards import Row, card, grouped, page, rows
from kg.show.evidence import Reader, newest_day, reader
from kg.show.finding import Finding, read_finding
from kg.show.model import Card, Group, Page, Series
from kg.show.words import text

_MEASURED = ("dyad", "indicator", "origin", "destination", "product", "unit")
_MOST = 10


def mirrors_page(store: Store, ontology: Ontology, dyads: Sequence[str], language: str) -> Page:
    """Show the mirror pairs of some dyads (`UNDEF` is all of them), flow by flow in the order of time."""
    found = [row for dyad in dyads for row in rows(store, ontology, "mirrors", dyad=dyad)]
    reading = reader(store, language)
    told: list[Finding] = []
    groups = []
    for _, pairs in groupby(found, key=lambda row: [row.get(name) for name in _MEASURED]):
        of_flow = list(pairs)
        findings = [read_finding(store, row["finding"], language) for row in of_flow]
        told += findings
        groups.append(_measured(reading, of_flow, findings))
    return page("mirrors", language, newest_day(store), tuple(groups), told)


def dyad_page(store: Store, ontology: Ontology, dyad: str, language: str) -> Page:
    """Show the mirror pairs of one dyad, and what third parties compute of its flows, which is no side's report."""
    shown = mirrors_page(store, ontology, [dyad], language)
    third = _third_parties(reader(store, language), dyad)
    note = "" if shown.groups else text("no mirror", language)
    return replace(shown, groups=(*shown.groups, *third), note=note)


def widest_page(store: Store, ontology: Ontology, language: str) -> Page:
    """Show the dyads with the largest gaps, for all of them would be a book."""
    dyads = list(dict.fromkeys(row["dyad"] for row in rows(store, ontology, "mirror-gaps")))
    shown = mirrors_page(store, ontology, dyads[:_MOST], language)
    note = text("more dyads", language).format(len(dyads) - _MOST) if len(dyads) > _MOST else ""
    return replace(shown, note=note)


def _measured(reading: Reader, found: list[Row], findings: list[Finding]) -> Group:
    """Show one flow, or what both sides report of their dyad: two series in a picture, and a card for each period."""
    first = found[0]
    product = "" if first["product"].endswith("/all") else reading.name(first["product"])
    parts = (_flow(reading, first) or reading.name(first["dyad"]), reading.name(first["indicator"]), product)
    cards = [
        replace(card(reading, finding, reading.name(row["reason"])), picture=None)
        for row, finding in zip(found, findings, strict=True)
    ]
    (group,) = grouped({" · ".join(filter(None, parts)): cards})
    return Group(group.heading, group.lines, group.cards, _series(reading, cards, first["unit"]))


def _flow(reading: Reader, row: Row) -> str:
    return f"{reading.name(row['origin'])} → {reading.name(row['destination'])}" if "origin" in row else ""


def _series(reading: Reader, cards: list[Card], unit: str) -> Series:
    """Draw what each side reports, period by period."""
    sides = [tuple(one.evidence[side].figure for one in cards) for side in (0, 1)]
    periods = tuple(one.evidence[0].period for one in cards)
    first, second = (_reporter(reading, cards[0].evidence[side].claim) for side in (0, 1))
    return Series(reading.phrases.unit(reading.base_unit(unit)), (first, second), periods, (sides[0], sides[1]))


def _reporter(reading: Reader, claim: str) -> str:
    """Say by whose account a claim is: that of a side."""
    return text("reported by", reading.language).format(reading.name(reading.row(claim)["has_reporter"]))


def _third_parties(reading: Reader, dyad: str) -> list[Group]:
    """Show what third parties compute of the flows of a dyad, the newest first, a card for each flow."""
    store = reading.store
    about = iri.expand(dyad) if "/" in dyad else iri.mint("dyad", dyad)
    claims = [name_of(quad.subject) for quad in matches(store, None, NamedNode(terms.isAbout), NamedNode(about))]
    flows: dict[str, list[str]] = {}
    for claim in claims:
        if terms.DerivedClaim in values(store, claim, iri.PREFIXES["rdf"] + "type"):
            row = reading.row(claim)
            if row["has_origin"] and not row["has_reporter"]:
                flows.setdefault(
                    _flow(reading, {"origin": row["has_origin"], "destination": row["has_destination"]}), []
                ).append(claim)
    heading = text("third", reading.language)
    shown = []
    for flow, found in sorted(flows.items()):
        evidence = (reading.evidence(claim) for claim in found)
        newest = sorted(evidence, key=lambda one: (one.period, one.key), reverse=True)
        third = Card(heading[:1].upper() + heading[1:], "", "", (), (), tuple(newest))
        shown.append(Group(flow, (), (third,)))
    return shown
