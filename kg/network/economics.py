"""Measures of trade that need more than its flows: what gravity leaves unexplained, and comparative advantage."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from pathlib import Path

from kg.core import columns, iri
from kg.core.concepts import Indicator, Product, Tie
from kg.core.errors import ExportImpossible
from kg.network.measures import MeasureRow
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
TIES = (Tie.CONTIGUOUS, Tie.COMMON_OFFICIAL_LANGUAGE, Tie.COLONIAL_LINK)
"""The ties of two countries that gravity takes into account, beside their distance."""


_SIZE_AND_WAY = ("constant", "gdp_of_origin", "gdp_of_destination", "distance")


@dataclass(frozen=True, slots=True)
class Gravity:
    """What a model of gravity says: a row a flow, with what it expects, and the coefficients and fit of the whole."""

    rows: list[MeasureRow]
    whole: dict[str, str | int | float]


@dataclass(frozen=True, slots=True)
class _Flow:
    """A flow of which the model knows all: its ends, its value, and the terms that explain it."""

    ends: tuple[str, str]
    value: float
    terms: tuple[float, ...]


def gravity(folder: Path, flows: Mapping[tuple[str, str], float], year: int, labels: Mapping[str, str]) -> Gravity:
    """Fit ln(flow) = a + b ln(GDP of origin) + c ln(GDP of destination) + d ln(distance) + ties, by least squares.

    The residual of a flow is ln(flow) less what the model has. Raises ExportImpossible where too few flows have all
    that the model needs.
    """
    with open_rows(folder) as rows:
        known = [*_known(flows, _sizes(rows, year), _pairs(rows))]
    names = (*_SIZE_AND_WAY, *map(iri.own_key, TIES))
    used = [place for place, name in enumerate(names) if name in _SIZE_AND_WAY or _differs(known, place)]
    if len(known) <= len(used):
        raise ExportImpossible(
            "Too few flows have a distance and the GDP of both sides.", remedy="Ask for another year.", value=str(year)
        )
    wanted = [log(flow.value) for flow in known]
    fitted = least_squares([[flow.terms[place] for place in used] for flow in known], wanted)
    found = [_left(flow, dict(zip(used, fitted, strict=True)), labels) for flow in known]
    whole: dict[str, str | int | float] = {names[place]: value for place, value in zip(used, fitted, strict=True)}
    whole |= {"flows": len(found), "without_size_or_distance": len(flows) - len(found)}
    whole["r_squared"] = _explained(wanted, [float(row["residual"] or 0) for row in found])
    return Gravity(sorted(found, key=lambda one: -abs(float(one["residual"] or 0))), whole)


def _known(
    flows: Mapping[tuple[str, str], float],
    sizes: Mapping[str, float],
    pairs: Mapping[frozenset[str], tuple[float, tuple[float, ...]]],
) -> Iterator[_Flow]:
    for (one, other), value in flows.items():
        pair = pairs.get(frozenset((one, other)))
        if pair is not None and one in sizes and other in sizes and value > 0:
            yield _Flow((one, other), value, (1.0, log(sizes[one]), log(sizes[other]), log(pair[0]), *pair[1]))


def _differs(known: Sequence[_Flow], place: int) -> bool:
    return len({flow.terms[place] for flow in known}) > 1


def _left(flow: _Flow, fitted: Mapping[int, float], labels: Mapping[str, str]) -> MeasureRow:
    """Return the row of a flow: what the model expects, and what it leaves."""
    expected = sum(flow.terms[place] * value for place, value in fitted.items())
    one, other = flow.ends
    return {
        "source": one,
        "target": other,
        "label": f"{labels.get(one, one)} → {labels.get(other, other)}",
        "flow": flow.value,
        "expected": exp(expected),
        "residual": log(flow.value) - expected,
    }


def _explained(wanted: Sequence[float], left: Sequence[float]) -> float:
    """Return which part of the spread of values a model explains."""
    mean = sum(wanted) / len(wanted)
    return 1 - sum(value**2 for value in left) / sum((value - mean) ** 2 for value in wanted)


def least_squares(table: Sequence[Sequence[float]], wanted: Sequence[float]) -> list[float]:
    """Return the coefficients that fit the columns of a table to what is wanted with the least squares."""
    import numpy as np

    found, *_ = np.linalg.lstsq(np.array(table), np.array(wanted), rcond=None)
    return [float(value) for value in found]


def _sizes(rows: Rows, year: int) -> dict[str, float]:
    """Return the gross domestic product of economies in a year, in US dollars."""
    found = rows.ask(_SIZES, indicator=Indicator.GROSS_DOMESTIC_PRODUCT, year=year)
    return {iri.compress(row["economy"]): row["size"] for row in found}


def _pairs(rows: Rows) -> dict[frozenset[str], tuple[float, tuple[float, ...]]]:
    """Return by pair of economies the distance, and 1 or 0 for each tie."""
    dyads = {
        row["dyad"]: frozenset(map(iri.compress, (row["first_economy"], row["second_economy"])))
        for row in rows.facts("dyads")
    }
    found = {}
    for _, row in rows.of_things(["Dyad"], dyads, "distance|has_tie"):
        if row.get("distance") is not None:
            ties = tuple(1.0 if tie in (row.get("has_tie") or ()) else 0.0 for tie in TIES)
            found[dyads[row["subject"]]] = (float(row["distance"]), ties)
    return found


def advantages(folder: Path, year: int, reporter: str | None = None) -> list[MeasureRow]:
    """Return the revealed comparative advantage of economies in products of a year (Balassa 1965), the largest first.

    That is the part of a product in the exports of an economy, over its part in the exports of all.
    """
    with open_rows(folder) as rows:
        if columns.has_product not in rows.columns("claims"):
            return []
        found = rows.ask(_PRODUCTS, year=year, reporter=reporter, all=Product.ALL)
    return advantages_of({(row["economy"], row["product"]): row["amount"] for row in found})


def advantages_of(exports: Mapping[tuple[str, str], float]) -> list[MeasureRow]:
    """Return the advantages that exports by economy and product reveal."""
    own: dict[str, float] = {}
    product_total: dict[str, float] = {}
    for (economy, product), amount in exports.items():
        own[economy] = own.get(economy, 0.0) + amount
        product_total[product] = product_total.get(product, 0.0) + amount
    total = sum(own.values())
    rows: list[MeasureRow] = [
        {
            "economy": iri.compress(economy),
            "product": iri.compress(product),
            "exports": amount,
            "advantage": (amount / own[economy]) / (product_total[product] / total),
        }
        for (economy, product), amount in sorted(exports.items())
    ]
    return sorted(rows, key=lambda row: -float(row["advantage"] or 0))
