"""Invented claims in a line each, as the flat table has them, and what the engine finds about them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import pyarrow as pa

from kg import assets, iri
from kg.compare import claims as columns
from kg.compare.embedded import find
from kg.compare.facts import Facts, read_facts
from kg.graph import RdfFormat, Store, parse
from kg.ontology import Ontology, read_ontology

Row = dict[str, Any]

_SEGMENTS = {
    "claim": "claim",
    "had_primary_source": "source",
    "asserted_by": "person",
    "asserted_at": "event",
    "has_attribution_mode": "attribution",
    "claim_status": "claim-status",
    "has_indicator": "indicator",
    "has_stage": "stage",
    "has_bound": "bound",
    "has_unit": "unit",
    "has_origin": "country",
    "has_destination": "country",
    "has_reporter": "country",
    "has_product": "product",
    "has_valuation": "valuation",
    "has_relation_kind": "relation",
    "has_ownership_kind": "ownership-kind",
    "is_part_of_total": "claim",
    "is_converted_from": "claim",
    "stands_in_entry_of": "country",
    "has_partner_basis": "partner-basis",
}
_WORDS = {
    "of": "is_about",
    "indicator": "has_indicator",
    "stage": "has_stage",
    "from": "valid_from",
    "until": "valid_until",
    "source": "had_primary_source",
    "by": "asserted_by",
    "at": "asserted_at",
    "on": "asserted_on",
    "mode": "has_attribution_mode",
    "status": "claim_status",
    "origin": "has_origin",
    "destination": "has_destination",
    "reporter": "has_reporter",
    "product": "has_product",
    "valuation": "has_valuation",
    "part": "is_restricted_to",
    "total": "is_part_of_total",
    "converted": "is_converted_from",
    "kind": "has_relation_kind",
    "to": "is_related_to",
    "undertaking": "has_undertaking",
    "owned": "has_owned",
    "owner": "has_owner",
    "owning": "has_ownership_kind",
    "share": "share",
    "class": "class",
    "recorded": "recorded_on",
    "said": "amount_as_said",
    "entry": "stands_in_entry_of",
    "basis": "has_partner_basis",
}
_USUAL = {
    "class": "dyad:Measurement",
    "of": "dyad/@",
    "indicator": "goods-turnover",
    "stage": "realised",
    "from": "2024-01-01",
    "until": "2025-01-01",
    "on": "2025-03-01",
    "mode": "reported",
    "status": "accepted",
}
_HEAD = "@base <https://w3id.org/dyad/id/> . @prefix : <https://w3id.org/dyad/ontology#> .\n"
_PLACES = """
<dyad/@> a :Dyad ; :hasFirstEconomy <country/XA> ; :hasSecondEconomy <country/XB> .
<portfolio/@-one> a :ProjectPortfolio ; :concernsDyad <dyad/@> .
<portfolio/@-other> a :ProjectPortfolio ; :concernsDyad <dyad/@> .
<portfolio/@-alone> a :ProjectPortfolio .
<checkpoint/@-again> :isIdentifiedWith <checkpoint/@> . <checkpoint/@> :isIdentifiedWith <checkpoint/@-again> .
<dyad/@-again> :isIdentifiedWith <dyad/@> . <dyad/@> :isIdentifiedWith <dyad/@-again> .
<region/@-01> :isWithin <country/@-A> .
<dyad/@-01> a :Dyad ; :hasFirstEconomy <region/@-01> ; :hasSecondEconomy <country/@-B> .
<dyad/@-AB> a :Dyad ; :hasFirstEconomy <country/@-A> ; :hasSecondEconomy <country/@-B> .
<country/@-union> a :EconomicUnion ; :hasMember <country/@-M1>, <country/@-M2> .
<product/@-wheat> a :Product ; <http://www.w3.org/2004/02/skos/core#broader> <product/@-grain> .
<product/@-grain> a :Product .
"""
"""A dyad of XA and XB, with portfolios, a checkpoint and a dyad that are identified; another dyad, of whose first
country a region has a dyad of its own; a union of two members; and two products of which one is under the other."""


def claim(key: str, text: str, where: str = "XA-XB", **usual: str) -> Row:
    """Read a claim: a bound, an amount (two, with `..`, for a range) and a unit, then words with what they say.

    `-` says that a word that is usual is not said; `@` stands for the name of the place of which all is said, and `_`
    for a blank in a figure as said.
    """
    words = text.split()
    said = [word for word in words if "=" in word]
    figure = [word for word in words if "=" not in word]
    cells = _USUAL | usual | dict(word.split("=", 1) for word in said)
    row: Row = {"claim": key, "claim_key": f"invented/{key}"}
    row |= {_WORDS[word]: value.replace("@", where) for word, value in cells.items() if value != "-"}
    if figure:
        row["has_bound"], amount, row["has_unit"] = figure
        row["amount"], _, row["amount_to"] = amount.partition("..")
    return {name: _cell(name, value) for name, value in row.items() if value != ""}


def _cell(name: str, value: str) -> object:
    if name in columns._DATES:
        return dt.date.fromisoformat(value)
    if name in columns._NUMBERS:
        return Decimal(value)
    if name == "amount_as_said":
        return value.replace("_", " ")
    return iri.mint(_SEGMENTS[name], value) if name in _SEGMENTS else _place(name, value)


def _place(name: str, value: str) -> str:
    return "|".join(iri.mint(*part.split("/", 1)) for part in value.split("|")) if "/" in value else value


def flat(rows: Iterable[Row]) -> pa.Table:
    """Return claims as the flat table that a build writes."""
    kinds = dict.fromkeys(columns._TEXT, pa.string()) | dict.fromkeys(columns._DATES, pa.date32())
    kinds |= dict.fromkeys(columns._NUMBERS, pa.decimal128(36, 18))
    return pa.Table.from_pylist(list(rows), schema=pa.schema(list(kinds.items())))


@cache
def _ontology() -> Ontology:
    return read_ontology(assets.ontology())


_UNITS = """
<unit/kUSD> a :Unit ; :convertsTo <unit/USD> ; :conversionFactor 1000.0 ; :currency true .
<unit/kRUB> a :Unit ; :convertsTo <unit/RUB> ; :conversionFactor 1000.0 ; :currency true .
"""


def facts_of(places: Iterable[str] = ("XA-XB",)) -> Facts[pa.Table]:
    """Return the facts of the real ontology and of invented places, and of units of a thousand of a currency."""
    store = Store()
    store.extend(parse(_HEAD + _UNITS, format=RdfFormat.TURTLE))
    for where in places:
        store.extend(parse(_HEAD + _PLACES.replace("@", where), format=RdfFormat.TURTLE))
    return read_facts(_ontology(), store)


def found(table: pa.Table, facts: Facts[pa.Table]) -> list[Mapping[str, Any]]:
    """Return what the embedded engine finds about flat claims."""
    rows: list[Mapping[str, Any]] = find(table, facts).findings.to_pylist()
    return rows
