"""Invented claims in any number, the same ones each time, as sources with tables.

Per pair of economies two offices give 104 values of flows (two directions, 13 years, two reporters, of which the second
office repeats the first but for one value in 25), and 40 outlets 12 claims of speakers on turnover, a target, a
portfolio and students, with bounds.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice, product
from pathlib import Path
from random import Random
from string import ascii_uppercase as letters

FLOWS, SPOKEN = 104, 12
_YEARS = range(2011, 2024)
_OUTLETS, _SPEAKERS = 40, 90
_FIRST_DAY, _DAYS = date(2024, 1, 1), 700
_SOURCE = """@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix dyad: <https://w3id.org/dyad/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/dyad/id/source/{name}> a dyad:Source ; rdfs:label "Invented"@en ;
    dcterms:publisher <https://w3id.org/dyad/id/organisation/{publisher}> ; dcterms:issued "2031-05-01"^^xsd:date ;
    dcterms:license <https://w3id.org/dyad/id/licence/CC0-1.0> ; dcat:landingPage <https://example.org/> ;
    dyad:retrievedOn "2031-06-01"^^xsd:date ; dyad:hasReadingManner <https://w3id.org/dyad/id/manner/first-hand>{more} .
"""
_OF_FLOWS = """ ;
    dyad:rowKey "TradeFlow has_origin has_destination has_reporter period" ;
    dyad:rowValue "TradeFlow has_indicator partner-flow", "TradeFlow has_stage realised", "TradeFlow has_unit USD",
        "TradeFlow has_bound exactly", "TradeFlow has_attribution_mode statistical",
        "TradeFlow claim_status accepted\""""
_OF_SPEECH = """ ;
    dyad:rowValue "Measurement has_attribution_mode reported", "Measurement claim_status accepted\""""
_FLOW = ("is_about_dyad", "has_origin", "has_destination", "has_reporter", "period", "amount")
_SPEECH = (
    *("key", "is_about", "has_indicator", "has_stage", "has_unit", "has_bound"),
    *("asserted_by_person", "asserted_on", "period", "amount"),
)
# What is said of each pair of economies: what it is about, indicator, stage, unit, bound, figure, spread of figures.
_SAID = (
    ("dyad", "goods-turnover", "realised", "USD", "more-than", 28_000, 500),
    ("dyad", "goods-turnover", "realised", "USD", "about", 28_500, 2_000),
    ("dyad", "goods-turnover", "realised", "USD", "exactly", 29_000, 1_000),
    ("dyad", "goods-turnover", "target", "USD", "exactly", 30_000, 2),
    ("dyad", "goods-turnover", "target", "USD", "at-least", 30_000, 2_000),
    ("portfolio", "project-count", "completed", "project", "exactly", 14, 3),
    ("portfolio", "project-count", "planned", "project", "more-than", 30, 3),
    ("portfolio", "project-value", "planned", "USD", "at-most", 3_000, 100),
    ("portfolio", "project-value", "planned", "USD", "more-than", 2_900, 100),
    ("dyad", "students", "ongoing", "student", "more-than", 50_000, 9_000),
    ("dyad", "students", "ongoing", "student", "about", 55_000, 9_000),
    ("dyad", "university-students", "ongoing", "student", "exactly", 40_000, 9_000),
)
_OF_A_YEAR = 3  # so many of them, which come first


def write_sources(claims: int, folder: Path) -> None:
    """Write sources of so many claims, in whole pairs, into a folder, with one of what they are about."""
    pairs = list(islice(_pairs(), max(1, claims // (FLOWS + SPOKEN))))
    economies = sorted({economy for pair in pairs for economy in pair})
    people = [f"speaker-{number}" for number in range(_SPEAKERS)]
    publishers = ["office-a", "office-b", "press"]
    source = _source(folder, "register", "press")
    names = ("key", "iso_code", "label_en", "label_kk", "label_ru")
    _table(source / "Country.csv", names, ([name] * len(names) for name in economies))
    dyads = (("-".join(pair), *pair) for pair in pairs)
    _table(source / "Dyad.csv", ("key", "has_first_economy", "has_second_economy"), dyads)
    portfolios = (("-".join(pair), "-".join(pair), "Projects") for pair in pairs)
    _table(source / "ProjectPortfolio.csv", ("key", "concerns_dyad", "label_en"), portfolios)
    _table(source / "Person.csv", ("key", "label_en"), ([name] * 2 for name in people))
    _table(source / "Organisation.csv", ("key", "label_en"), ([name] * 2 for name in publishers))
    for number, office in enumerate(publishers[:2]):
        _table(_source(folder, office, office, _OF_FLOWS) / "TradeFlow.csv", _FLOW, _flows(pairs, number))
    spoken: dict[int, list[Sequence[object]]] = {outlet: [] for outlet in range(_OUTLETS)}
    for outlet, row in _spoken(pairs, Random(2025)):
        spoken[outlet].append(row)
    for outlet, rows in spoken.items():
        _table(_source(folder, f"outlet-{outlet}", "press", _OF_SPEECH) / "Measurement.csv", _SPEECH, rows)


def _pairs() -> Iterator[tuple[str, str]]:
    """Yield pairs of invented economies: all of a few before those with one more."""
    codes = ["".join(code) for code in product("X", letters, letters, letters)]
    return ((one, other) for number, other in enumerate(codes) for one in codes[:number])


def _source(folder: Path, name: str, publisher: str, more: str = "") -> Path:
    source = folder / name
    source.mkdir(parents=True)
    text = _SOURCE.format(name=name, publisher=publisher, more=more)
    (source / "source.ttl").write_text(text, encoding="utf-8")
    return source


def _table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def _flows(pairs: Sequence[tuple[str, str]], office: int) -> Iterator[Sequence[object]]:
    """Yield the statistics: what each side of a flow reports of a year; the second side's figures are others."""
    chance = Random(1)
    for number, pair in enumerate(pairs):
        for (origin, destination), year, reporter in product((pair, pair[::-1]), _YEARS, pair):
            value = 1_000_000 + (number * 2_654_435_761 + year * 40_503) % 1_000_000_000
            if reporter == pair[1]:
                value += value // 100 * chance.randrange(-3, 15)
            if chance.random() < 1 / 25 and office:
                value += value // 10
            yield "-".join(pair), origin, destination, reporter, year, value


def _spoken(pairs: Sequence[tuple[str, str]], chance: Random) -> Iterator[tuple[int, Sequence[object]]]:
    """Yield the outlet of each claim of a speaker, made on some day of the year before or of what is to come."""
    for pair in pairs:
        for number, (kind, *what, figure, spread) in enumerate(_SAID):
            day = _FIRST_DAY + timedelta(chance.randrange(_DAYS))
            name = "-".join(pair)
            year = day.year - 1 if number < _OF_A_YEAR else ""
            said = (f"speaker-{chance.randrange(_SPEAKERS)}", day, year, figure + chance.randrange(spread))
            yield chance.randrange(_OUTLETS), (f"{name}.{number}", f"{kind}/{name}", *what, *said)
