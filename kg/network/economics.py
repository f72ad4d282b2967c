"""Measures of trade that need more than its flows: what gravity leaves unexplained, and comparative advantage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from pathlib import Path

from kg.core import iri
from kg.core.errors import ExportImpossible
from kg.network.measures import Row
from kg.rows.opened import Rows, open_rows

_SIZES = """
SELECT is_about AS economy, any_value(CAST(amount AS DOUBLE)) AS size FROM claims
WHERE has_indicator = $indicator AND year(valid_from) = $year AND amount > 0 GROUP BY is_about
"""
_PRODUCTS = """
SELECT has_origin AS economy, has_product AS product, sum(CAST(amount AS DOUBLE)) AS amount FROM claims
WHERE class = 'dyad:TradeFlow' AND has_product IS NOT NULL AND has_product <> $all AND year(valid_from) = $year
AND has_reporter IS NOT DISTINCT FROM $reporter AND amount > 0 GROUP BY ALL
"""
TIES = ("contiguous", "common-official-language", "colonial-link")
"""The ties of two countries that gravity takes into account, beside their distance."""


@dataclass(frozen=True, slots=True)
class Gravity:
    """What a model of gravity says: a row a flow, with what it expects; its coefficients, how much it explains, notes."""

    rows: list[Row]
    whole: dict[str, str | int | float]


def gravity(folder: Path, flows: Mapping[tuple[str, str], float], year: int, labels: Mapping[str, str]) -> Gravity:
    """Fit ln(flow) = a + b ln(GDP of origin) + c ln(GDP of destination) + d ln(distance) + ties, by least squares.

    The residual of a flow is ln(flow) less what the model has. Raises ExportImpossible where too few flows have all
    that the model needs.
    """
    with open_rows(folder) as rows:
        sizes = _sizes(rows, year)
        pairs = _pairs(rows)
    known = [
        (way, weight, sizes[way[0]], sizes[way[1]], pairs[frozenset(way)])
        for way, weight in flows.items()
        if way[0] in sizes and way[1] in sizes and frozenset(way) in pairs and weight > 0
    ]
    table = [[1.0, log(one), log(other), log(distance), *ties] for _, _, one, other, (distance, ties) in known]
    used = [place for place in range(4 + len(TIES)) if place < 4 or len({row[place] for row in table}) > 1]
    if len(table) <= len(used):
        raise ExportImpossible(
            "Too few flows have a distance and the GDP of both sides.", remedy="Ask for another year.", value=str(year)
        )
    wanted = [log(weight) for _, weight, *_ in known]
    fitted = least_squares([[row[place] for place in used] for row in table], wanted)
    names = ("constant", "gdp_of_origin", "gdp_of_destination", "distance", *TIES)
    whole: dict[str, str | int | float] = {names[place]: value for place, value in zip(used, fitted, strict=True)}
    found: list[Row] = []
    for (way, weight, *_), row in zip(known, table, strict=True):
        expected = sum(row[place] * value for place, value in zip(used, fitted, strict=True))
        label = f"{labels.get(way[0], way[0])} → {labels.get(way[1], way[1])}"
        found.append(
            {"source": way[0], "target": way[1], "label": label, "flow": weight, "expected": exp(expected)}
            | {"residual": log(weight) - expected}
        )
    mean = sum(wanted) / len(wanted)
    left = sum(float(one["residual"] or 0) ** 2 for one in found)
    spread = sum((value - mean) ** 2 for value in wanted)
    whole |= {"flows": len(found), "without_size_or_distance": len(flows) - len(found), "r_squared": 1 - left / spread}
    return Gravity(sorted(found, key=lambda one: -abs(float(one["residual"] or 0))), whole)


def least_squares(table: Sequence[Sequence[float]], wanted: Sequence[float]) -> list[float]:
    """Return the coefficients that fit the columns of a table to what is wanted with the least squares."""
    import numpy as np

    found, *_ = np.linalg.lstsq(np.array(table), np.array(wanted), rcond=None)
    return [float(value) for value in found]


def _sizes(rows: Rows, year: int) -> dict[str, float]:
    """Return the gross domestic product of economies in a year, in US dollars."""
    indicator = iri.mint("indicator", "gross-domestic-product")
    found = rows.ask(_SIZES, indicator=indicator, year=year)
    return {iri.compress(row["economy"]): row["size"] for row in found}


def _pairs(rows: Rows) -> dict[frozenset[str], tuple[float, tuple[float, ...]]]:
    """Return by pair of economies the distance, and 1 or 0 for each tie."""
    dyads = {row["dyad"]: frozenset(map(iri.compress, (row["first_economy"], row["second_economy"]))) for row in rows.facts("dyads")}
    wanted = [iri.mint("tie", tie) for tie in TIES]
    found = {}
    for _, row in rows.of_things(["Dyad"], dyads, "distance|has_tie"):
        if row.get("distance") is not None:
            ties = tuple(1.0 if tie in (row.get("has_tie") or ()) else 0.0 for tie in wanted)
            found[dyads[row["subject"]]] = (float(row["distance"]), ties)
    return found


def advantages(folder: Path, year: int, reporter: str | None = None) -> list[Row]:
    """Return the revealed comparative advantage of economies in products of a year (Balassa 1965), the largest first.

    That is the part of a product in the exports of an economy, over its part in the exports of all.
    """
    with open_rows(folder) as rows:
        if "has_product" not in rows.columns("claims"):
            return []
        all_products = iri.mint("product", "all")
        found = rows.ask(_PRODUCTS, year=year, reporter=reporter, all=all_products)
    return advantages_of({(row["economy"], row["product"]): row["amount"] for row in found})


def advantages_of(exports: Mapping[tuple[str, str], float]) -> list[Row]:
    """Return the advantages that exports by economy and product reveal."""
    own: dict[str, float] = {}
    product_total: dict[str, float] = {}
    for (economy, product), amount in exports.items():
        own[economy] = own.get(economy, 0.0) + amount
        product_total[product] = product_total.get(product, 0.0) + amount
    total = sum(own.values())
    rows: list[Row] = [
        {
            "economy": iri.compress(economy),
            "product": iri.compress(product),
            "exports": amount,
            "advantage": (amount / own[economy]) / (product_total[product] / total),
        }
        for (economy, product), amount in sorted(exports.items())
    ]
    return sorted(rows, key=lambda row: -float(row["advantage"] or 0))
