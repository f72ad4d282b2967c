"""The page of flows that both sides report: both values as reported, and nothing in between."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from kg.findings import read_finding
from kg.graph import Store
from kg.ontology import Ontology
from kg.pages.cards import Row, card, grouped, page, rows
from kg.pages.evidence import Reader, newest_day, reader
from kg.pages.model import Card, Group, Page, Series
from kg.pages.texts import text

_FLOW = ("origin", "destination", "indicator", "product", "unit")
_MOST = 10


def mirrors_page(store: Store, ontology: Ontology, dyads: Sequence[str], language: str) -> Page:
    """Show the mirror pairs of some dyads (`UNDEF` is all of them), flow by flow in the order of time."""
    found = [row for dyad in dyads for row in rows(store, ontology, "mirrors", dyad=dyad)]
    reading = reader(store, language)
    groups = tuple(
        _flow(store, reading, list(flow)) for _, flow in groupby(found, key=lambda row: [row[name] for name in _FLOW])
    )
    return page("mirrors", language, newest_day(store), groups)


def widest_page(store: Store, ontology: Ontology, language: str) -> Page:
    """Show the dyads with the largest gaps, for all of them would be a book."""
    dyads = list(dict.fromkeys(row["dyad"] for row in rows(store, ontology, "mirror-gaps")))
    shown = mirrors_page(store, ontology, dyads[:_MOST], language)
    note = text("more dyads", language).format(len(dyads) - _MOST) if len(dyads) > _MOST else ""
    return replace(shown, note=note)


def _flow(store: Store, reading: Reader, found: list[Row]) -> Group:
    """Show one flow: its two series in a picture, and a card for each period."""
    first = found[0]
    origin, destination = reading.name(first["origin"]), reading.name(first["destination"])
    product = ("" if first["product"].endswith("/all") else reading.name(first["product"]),)
    parts = (f"{origin} → {destination}", reading.name(first["indicator"]), *filter(None, product))
    cards: list[Card] = []
    for row in found:
        finding = read_finding(store, row["finding"], reading.language)
        cards.append(replace(card(reading, finding, reading.name(row["reason"])), picture=None))
    (group,) = grouped({" · ".join(parts): cards})
    return Group(group.heading, group.lines, group.cards, _series(reading, cards, first["unit"]))


def _series(reading: Reader, cards: list[Card], unit: str) -> Series:
    """Draw what each side reports, period by period."""
    sides = [tuple(one.evidence[side].figure for one in cards) for side in (0, 1)]
    periods = tuple(one.evidence[0].period for one in cards)
    first, second = (_reporter(reading, cards[0].evidence[side].claim) for side in (0, 1))
    return Series(reading.phrases.unit(reading.base_unit(unit)), (first, second), periods, (sides[0], sides[1]))


def _reporter(reading: Reader, claim: str) -> str:
    """Say by whose account a claim is: that of a side, or of who tells of it."""
    row = reading.row(claim)
    side = reading.name(row["has_reporter"])
    return text("reported by", reading.language).format(side) if side else reading.who(row)
