"""The page of flows that both sides report: both values as reported, and nothing in between."""

from itertools import groupby

from kg import terms
from kg.findings import read_finding
from kg.graph import Store
from kg.ontology import Ontology
from kg.pages.cards import Row, card, grouped, page, rows
from kg.pages.evidence import Reader, newest_day, reader
from kg.pages.model import Card, Group, Page, Series

_FLOW = ("origin", "destination", "indicator", "product", "unit")


def mirrors_page(store: Store, ontology: Ontology, dyad: str, language: str) -> Page:
    """Show the mirror pairs of a dyad, or of all (`UNDEF`), flow by flow in the order of time."""
    found = rows(store, ontology, "mirrors", dyad=dyad)
    reading = reader(store, language)
    groups = tuple(
        _flow(store, reading, list(flow)) for _, flow in groupby(found, key=lambda row: [row[name] for name in _FLOW])
    )
    return page("mirrors", language, newest_day(store), groups)


def _flow(store: Store, reading: Reader, found: list[Row]) -> Group:
    """Show one flow: its two series in a picture, and a card for each period."""
    first = found[0]
    origin, destination = reading.name(first["origin"]), reading.name(first["destination"])
    product = ("" if first["product"].endswith("/all") else reading.name(first["product"]),)
    parts = (f"{origin} → {destination}", reading.name(first["indicator"]), *filter(None, product))
    cards: list[Card] = []
    for row in found:
        finding = read_finding(store, row["finding"], reading.language)
        cards.append(card(reading, finding, reading.name(row["reason"])))
    (group,) = grouped({" · ".join(parts): cards})
    return Group(group.heading, group.lines, group.cards, _series(reading, (origin, destination), cards, first["unit"]))


def _series(reading: Reader, names: tuple[str, str], cards: list[Card], unit: str) -> Series:
    """Draw what each side reports, period by period; every flow has one amount, which its claim states exactly."""
    sides = [tuple(one.evidence[side].low for one in cards) for side in (0, 1)]
    periods = tuple(one.evidence[0].period for one in cards)
    titles = tuple(f"{name} ({reading.name(terms.hasReporter)})" for name in names)
    return Series(reading.phrases.unit(reading.base_unit(unit)), (titles[0], titles[1]), periods, (sides[0], sides[1]))
