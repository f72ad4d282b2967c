"""Every fact that a reader marked in the article is in the graph, and what `beyond_gold.csv` names beside them."""

import csv
import json
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kg.core import iri, terms
from kg.core.graph import Literal, NamedNode, Store, matches, open_build
from kg.rows.opened import Rows, open_rows
from kg.show.claim_named import find_claim

HERE = Path(__file__).parent
SOURCE = "kazinform-2025-11-12"
BOUNDS = {"exact": "stated", "more_than": "more-than", "up_to": "at-most", "about": "about"}
STAGES: dict[str, set[str | None]] = {
    "stated": {None, "realised", "completed"},
    "realised": {None, "realised", "completed", "ongoing"},
    "ongoing": {None, "ongoing"},
    "planned": {None, "planned"},
    "target": {"target"},
    "expected": {None, "forecast"},
    "evaluation": {None},
}
MODES = {"indirect": "reported", "indirect_continued": "reported-continued"}
PERSONS = {"person/toregaliev-nariman", "person/shaqqaliev-arman"}


def table(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


MAPPING = {row["gold"]: row for row in table("gold.csv")}
ENTITIES = {row["gold"]: row["individual"] for row in table("gold_entities.csv")}


def individual(name: str) -> str:
    segment, _, key = name.partition("/")
    return iri.mint_hashed(segment, key) if name in PERSONS else iri.mint(segment, key)


@pytest.fixture(scope="module")
def store(seed_build: Path) -> Store:
    return open_build(seed_build)


@pytest.fixture(scope="module")
def rows(seed_build: Path) -> Iterator[Rows]:
    with open_rows(seed_build) as opened:
        yield opened


@pytest.fixture(scope="module")
def facts(shared: Path) -> dict[str, dict[str, Any]]:
    gold = json.loads((shared / "seed" / "gold.json").read_text(encoding="utf-8"))
    return {fact["id"]: fact for fact in gold["facts"]}


class Claim:
    """A claim of the graph, by the local names of its properties."""

    def __init__(self, store: Store, name: str) -> None:
        self.values: dict[str, list[str]] = {}
        for quad in matches(store, NamedNode(name), None):
            assert isinstance(quad.object, NamedNode | Literal)
            local = quad.predicate.value.replace("#", "/").rsplit("/", 1)[-1]
            self.values.setdefault(local, []).append(quad.object.value)

    def one(self, local: str) -> str | None:
        found = self.values.get(local, [])
        assert len(found) <= 1, local
        return found[0] if found else None

    def key(self, local: str) -> str | None:
        value = self.one(local)
        return None if value is None else iri.key_of(value).partition("/")[2]


def period(fact: dict[str, Any]) -> tuple[str | None, str | None] | None:
    """Return the period that the gold fact gives, None if it gives none."""
    time = fact.get("time") or {}
    stated = time.get("value") or (fact.get("value") or {}).get("date")
    day_said = time.get("as_of") or (stated if stated and len(stated) == 10 else None)
    if day_said is not None:
        day = date.fromisoformat(day_said)
        return day.isoformat(), (day + timedelta(days=1)).isoformat()
    if stated and stated.startswith("../"):
        return None, (date.fromisoformat(stated[3:]) + timedelta(days=1)).isoformat()
    return None if stated is None else (f"{stated}-01-01", f"{int(stated) + 1}-01-01")


def problems(fact: dict[str, Any], claim: Claim) -> list[str]:
    """Compare a gold fact with the claim that carries it, and name every difference."""
    value, said = fact.get("value") or {}, fact["attribution"]
    differences = {
        "place": (claim.one("wasDerivedFrom") or "").endswith(f"#char={fact['start']},{fact['end']}"),
        "words": claim.one("words") == fact["quote"],
        "implied": (claim.one("implied") == "true") == fact["inferred"],
        "stage": claim.key("hasStage") in STAGES[fact["modality"]],
        "mode": claim.key("hasAttributionMode") == MODES.get(said["mode"], said["mode"]),
        "speaker": claim.one("assertedBy") == individual(ENTITIES[said["speaker"] or "kazinform"]),
        "post": claim.one("assertedAs") == (said["speaker"] and individual(ENTITIES[said["speaker_post"]])),
        "status": claim.key("claimStatus") == "accepted",
    }
    if "number" in value:
        differences["amount"] = Decimal(claim.one("amount") or "NaN") == Decimal(value["number"])
        differences["bound"] = claim.key("hasBound") == BOUNDS[value["comparator"]]
        differences["unit"] = claim.key("hasUnit") == value["unit"].replace(" ", "-")
        differences["stage"] &= claim.one("hasStage") is not None
    if (expected := period(fact)) is not None:
        differences["period"] = (claim.one("validFrom"), claim.one("validUntil")) == expected
    linked = {name for names in claim.values.values() for name in names}
    # F032 makes the indicator itself its subject: what it says is which two economies the indicator relates.
    sides: dict[str, Any] = {"subject": "wko", "object": "ru"} if fact["predicate"] == "reporterAndPartner" else fact
    for role in ("subject", "object"):
        entity = sides.get(role)
        if isinstance(entity, str) and entity in ENTITIES:
            differences[role] = individual(ENTITIES[entity]) in linked
    return [name for name, agrees in differences.items() if not agrees]


@pytest.mark.parametrize("gold", MAPPING)
def test_gold_fact_is_in_the_graph(gold: str, facts: dict[str, dict[str, Any]], rows: Rows, store: Store) -> None:
    claim = Claim(store, find_claim(rows, f"{SOURCE}/{MAPPING[gold]['key']}"))
    assert f"{iri.PREFIXES['dyad']}{MAPPING[gold]['table']}" in claim.values["type"]
    assert problems(facts[gold], claim) == []


def test_no_fact_is_missing_and_none_is_extra_but_those_named(facts: dict[str, dict[str, Any]], store: Store) -> None:
    assert set(MAPPING) == set(facts)
    assert len(facts) == 75
    keys = {
        quad.object.value
        for quad in matches(store, None, NamedNode(terms.claimKey))
        if isinstance(quad.object, Literal) and not quad.object.value.startswith("derived/")
    }
    beyond = {row["key"]: row["table"] for row in table("beyond_gold.csv")}
    assert len(beyond) == 14
    assert not beyond.keys() & {row["key"] for row in MAPPING.values()}
    assert keys == {f"{SOURCE}/{key}" for key in [*beyond, *(row["key"] for row in MAPPING.values())]}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"start": 0}, "place"),
        ({"quote": "28 млрд"}, "words"),
        ({"modality": "target"}, "stage"),
        ({"value": {"number": 27, "comparator": "exact", "unit": "job"}}, "amount"),
        ({"time": {"value": "2023"}}, "period"),
        ({"subject": "trade_wko_ru"}, "subject"),
    ],
)
def test_a_wrong_claim_would_be_noticed(
    change: dict[str, Any], named: str, facts: dict[str, dict[str, Any]], rows: Rows, store: Store
) -> None:
    claim = Claim(store, find_claim(rows, f"{SOURCE}/turnover-2024"))
    assert named in problems({**facts["F059"], **change}, claim)


@pytest.mark.parametrize("gold", ["F031", "F058"])
def test_readings_keep_every_period_the_words_allow(
    gold: str, facts: dict[str, dict[str, Any]], rows: Rows, store: Store
) -> None:
    claim = find_claim(rows, f"{SOURCE}/{MAPPING[gold]['key']}")
    read = set()
    for quad in matches(store, None, NamedNode(terms.interprets), NamedNode(claim)):
        reading = Claim(store, str(quad.subject).strip("<>"))
        read.add((reading.one("validFrom"), reading.one("validUntil")))
    expected = set()
    for text in facts[gold]["time"]["alternatives"]:
        first, last = text.split("/")
        whole_years = len(first) == 4
        expected.add((f"{first}-01-01", f"{int(last) + 1}-01-01") if whole_years else (first, last))
    assert read == expected
