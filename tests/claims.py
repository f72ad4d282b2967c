"""Invented claims in a line of words each: as rows, as the flat table that a build writes, and as Turtle."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import pyarrow as pa

from kg.compare.prepare import claims as columns
from kg.core import iri

Row = dict[str, Any]

_SEGMENTS = {
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
    "has_role": "role",
    "has_ownership_kind": "ownership-kind",
    "is_part_of_total": "claim",
    "is_converted_from": "claim",
    "is_computed_from": "claim",
    "stands_in_entry_of": "country",
    "has_partner_basis": "partner-basis",
    "has_quality": "quality",
}
_WORDS = {
    "of": "is_about",
    "indicator": "has_indicator",
    "stage": "has_stage",
    "bound": "has_bound",
    "amount": "amount",
    "upper": "amount_to",
    "unit": "has_unit",
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
    "inputs": "is_computed_from",
    "kind": "has_relation_kind",
    "to": "is_related_to",
    "undertaking": "has_undertaking",
    "participant": "has_participant",
    "role": "has_role",
    "post": "has_post",
    "holder": "has_holder",
    "owned": "has_owned",
    "owner": "has_owner",
    "owning": "has_ownership_kind",
    "share": "share",
    "class": "class",
    "recorded": "recorded_on",
    "said": "amount_as_said",
    "entry": "stands_in_entry_of",
    "basis": "has_partner_basis",
    "quality": "has_quality",
}
_USUAL = (
    "class=dyad:Measurement of=dyad/@ indicator=goods-turnover stage=realised year=2024 on=2025-03-01 mode=reported "
    "status=accepted"
)


def words(text: str) -> dict[str, str]:
    """Read a line of words with what they say, and in any place a figure: a bound, an amount and a unit.

    An amount with `..` is a range; `-` alone is no figure. A `year` is where the period begins and ends.
    """
    figure = [word for word in text.split() if "=" not in word]
    said = dict(word.split("=", 1) for word in text.split() if "=" in word)
    if "year" in said:
        year = int(said.pop("year"))
        said |= {"from": f"{year}-01-01", "until": f"{year + 1}-01-01"}
    if figure:
        bound, amount, unit = figure * 3 if figure == ["-"] else figure
        amount, _, upper = amount.partition("..")
        said |= {"bound": bound, "amount": amount, "upper": upper or "-", "unit": unit}
    return said


def claim(key: str, text: str, where: str = "XA-XB", usual: str = "") -> Row:
    """Make a claim of a line of words, and of another line of what is usual beyond what always is.

    `-` says that a word that is usual is not said; `@` stands for the name of the place of which all is said, and `_`
    for a blank in a figure as said.
    """
    said = cells(words(_USUAL) | words(usual) | words(text), where)
    row = {"claim": iri.mint("claim", key), "claim_key": f"invented/{key}"}
    return row | {name: cell for name, cell in said.items() if cell is not None}


def cells(said: Mapping[str, str], where: str = "XA-XB") -> Row:
    """Return the cells that words fill; those that are not said are None."""
    return {
        _WORDS[word]: None if value == "-" else _cell(_WORDS[word], value.replace("@", where))
        for word, value in said.items()
    }


def _cell(name: str, value: str) -> object:
    if name in columns._DATES:
        return dt.date.fromisoformat(value)
    if name in columns._NUMBERS:
        return Decimal(value)
    if name == "amount_as_said":
        return value.replace("_", " ")
    if name == "class":
        return value
    return "|".join(iri.expand(part if "/" in part else f"{_SEGMENTS[name]}/{part}") for part in value.split("|"))


def flat(rows: Iterable[Row]) -> pa.Table:
    """Return claims as the flat table that a build writes."""
    kinds = dict.fromkeys((*columns._TEXT, "is_computed_from"), pa.string()) | dict.fromkeys(
        columns._DATES, pa.date32()
    )
    kinds |= dict.fromkeys(columns._NUMBERS, pa.decimal128(36, 18))
    return pa.Table.from_pylist(list(rows), schema=pa.schema(list(kinds.items())))


def turtle(rows: Iterable[Row]) -> str:
    """Return claims as a source states them in Turtle, without the sources themselves."""
    return "".join(_statements(dict(row)) for row in rows)


def _statements(row: Row) -> str:
    del row["claim_key"]
    said = [
        f"{_property(name)} {_object(value)}"
        for name, cell in row.items()
        if name not in {"claim", "class"}
        for value in (cell.split("|") if isinstance(cell, str) else [cell])
    ]
    return f"<{row['claim']}> a <{iri.expand(row['class'])}> ; {' ; '.join(said)} .\n"


def _property(column: str) -> str:
    """Name the property of a column."""
    first, *rest = column.split("_")
    prefix = "prov" if column == "had_primary_source" else "dyad"
    return f"<{iri.PREFIXES[prefix]}{first}{''.join(map(str.capitalize, rest))}>"


def _object(value: object) -> str:
    """Write a number, a day or a name."""
    if isinstance(value, str):
        return f"<{value}>" if value.startswith(iri.BASE) else f'"{value}"'
    kind = "decimal" if isinstance(value, Decimal) else "date"
    return f'"{value}"^^<{iri.PREFIXES["xsd"]}{kind}>'
