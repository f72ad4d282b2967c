"""Invented claims in any number, the same ones each time: what statistics and speakers say of pairs of economies.

Per pair 104 values of flows (two directions, 13 years, two reporters, two sources, of which the second repeats the
first but for one value in 25) and 12 spoken claims on turnover, a target, a portfolio and students, with bounds.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kg import assets, iri
from kg.compare.prepare.facts import Facts, read_facts
from kg.graph import Store
from kg.ontology import read_ontology

Numbers = npt.NDArray[np.int64]

FLOWS, SPOKEN = 104, 12
YEARS = 13
_SEED = 20251112
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


def facts_of(claims: int) -> Facts:
    """Return what the ontology says, with a portfolio for each pair of economies that so many claims are about."""
    facts = read_facts(read_ontology(assets.ontology()), Store())
    pairs = range(claims // (FLOWS + SPOKEN) + 1)
    portfolios, dyads = ([iri.mint(kind, f"{pair:06x}") for pair in pairs] for kind in ("portfolio", "dyad"))
    return replace(facts, umbrellas=pa.table({"umbrella": portfolios, "dyad": dyads}))


def write_claims(claims: int, path: Path) -> None:
    """Write so many claims to a Parquet file."""
    chance = np.random.default_rng(_SEED)
    place = np.arange(claims) // (FLOWS + SPOKEN)
    within = np.arange(claims) % (FLOWS + SPOKEN)
    spoken = within >= FLOWS
    order = chance.permutation(claims)
    tables = [_flows(place[~spoken], within[~spoken], chance), _spoken(place[spoken], within[spoken] - FLOWS, chance)]
    table = pa.concat_tables(tables, promote_options="default")
    names = pa.array(
        [iri.mint("claim", f"{number * 0x9E3779B97F4A7C15 % 2**80:020x}") for number in range(1, claims + 1)]
    )
    pq.write_table(table.append_column("claim", names).take(pa.array(order)), path)


def _named(segment: str, names: list[str], which: Numbers) -> pa.Array:
    return pa.array([iri.mint(segment, name) for name in names]).take(pa.array(which))


def _always(value: str, like: Numbers) -> pa.Array:
    return pa.array([value]).take(pa.array(np.zeros_like(like)))


def _days(years: Numbers) -> pa.Array:
    return pa.array((years - 1970).astype("datetime64[Y]").astype("datetime64[D]"))


def _decimals(numbers: Numbers) -> pa.Array:
    return pa.array(numbers).cast(pa.decimal128(37, 18)).cast(pa.decimal128(36, 18))


def _flows(place: Numbers, within: Numbers, chance: np.random.Generator) -> pa.Table:
    """Make the statistics: what each side of a flow reports of a year, by two sources."""
    source, reporter, outward, year = within % 2, within // 2 % 2, within // 4 % 2, within // 8
    key = (place * 2 + outward) * YEARS + year
    value = 1_000_000 + key * 2_654_435_761 % 1_000_000_000
    value = value + reporter * (value // 100 * chance.integers(-3, 15, len(value)))
    differs = (source == 1) & (chance.integers(0, 25, len(value)) == 0)
    economies = [f"{side}{number:06x}" for number in range(int(place.max()) + 1) for side in "XY"]
    first, second = place * 2, place * 2 + 1
    reports = np.where(reporter == 0, np.where(outward, first, second), np.where(outward, second, first))
    return pa.table(
        {
            "class": _always("dyad:TradeFlow", within),
            "had_primary_source": _named("source", ["statistics-a", "statistics-b"], source),
            "asserted_by": _named("organisation", ["office-a", "office-b"], source),
            "asserted_on": _days(2024 + source),
            "has_attribution_mode": _always(iri.mint("attribution", "statistical"), within),
            "claim_status": _always(iri.mint("claim-status", "accepted"), within),
            "is_about": _named("dyad", [f"{pair:06x}" for pair in range(int(place.max()) + 1)], place),
            "has_indicator": _always(iri.mint("indicator", "partner-flow"), within),
            "has_stage": _always(iri.mint("stage", "realised"), within),
            "has_bound": _always(iri.mint("bound", "exactly"), within),
            "has_unit": _always(iri.mint("unit", "USD"), within),
            "has_origin": _named("country", economies, np.where(outward, first, second)),
            "has_destination": _named("country", economies, np.where(outward, second, first)),
            "has_reporter": _named("country", economies, reports),
            "valid_from": _days(2011 + year),
            "valid_until": _days(2012 + year),
            "amount": _decimals(value + differs * (value // 10)),
        }
    )


def _spoken(place: Numbers, said: Numbers, chance: np.random.Generator) -> pa.Table:
    """Make what speakers say, each on some day of two years, of the year before it or of what is to come."""
    count = len(said)
    about = [iri.mint(kind, f"{pair:06x}") for pair in range(int(place.max()) + 1) for kind in ("dyad", "portfolio")]
    figures, spreads = (np.array([line[column] for line in _SAID])[said] for column in (5, 6))
    day = np.datetime64("2024-01-01") + chance.integers(0, 700, count)
    year = 2023 + (day >= np.datetime64("2025-01-01")).astype(np.int64)
    of_year = pa.array(np.isin(said, [0, 1, 2]))
    nothing = pa.nulls(count, pa.date32())
    column = {
        name: _named(name.removeprefix("has_"), [str(line[number]) for line in _SAID], said)
        for name, number in {"has_indicator": 1, "has_stage": 2, "has_unit": 3, "has_bound": 4}.items()
    }
    kinds = np.array([line[0] == "portfolio" for line in _SAID])[said]
    return pa.table(
        column
        | {
            "class": _always("dyad:Measurement", said),
            "had_primary_source": _named("source", [f"outlet-{n}" for n in range(40)], chance.integers(0, 40, count)),
            "asserted_by": _named("person", [f"speaker-{n}" for n in range(90)], chance.integers(0, 90, count)),
            "asserted_on": pa.array(day),
            "has_attribution_mode": _always(iri.mint("attribution", "reported"), said),
            "claim_status": _always(iri.mint("claim-status", "accepted"), said),
            "is_about": pa.array(about).take(pa.array(place * 2 + kinds)),
            "valid_from": pc.if_else(of_year, _days(year), nothing),
            "valid_until": pc.if_else(of_year, _days(year + 1), nothing),
            "amount": _decimals(figures + chance.integers(0, spreads)),
        }
    )
