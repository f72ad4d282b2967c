"""Amounts in two currencies at stated rates, and one amount with two counts."""

from collections.abc import Mapping
from typing import Any

from kg import iri
from tests.compare.invented import claim, facts_of, flat, found

RATE = "of=unit/RUB indicator=exchange-rate"


def comparisons(*rows: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Return the comparisons of some claims: verdict, reasons, other claims, gap."""
    table = flat([dict(row) for row in rows])
    return [
        (row["verdict"], row["reasons"], row["others"], row["gap"] and int(row["gap"]))
        for row in found(table, facts_of())
        if row["class"] == "dyad:Comparison"
    ]


def at(key: str) -> str:
    return iri.mint("claim", key)


ROUBLES = claim("roubles", "exactly 2000 RUB by=x source=one")
DOLLARS = claim("dollars", "more-than 26 USD by=y source=two on=2025-03-02")
MEAN = claim("mean", f"exactly 0.0121 USD {RATE} by=bank source=bank")
NOT_COMPARABLE = ("not-comparable", "different-currency", None, None)


def test_two_currencies_do_not_compare() -> None:
    assert comparisons(ROUBLES, DOLLARS) == [NOT_COMPARABLE]


def test_a_stated_rate_compares_them_and_is_named() -> None:
    told = comparisons(ROUBLES, DOLLARS, MEAN)
    assert sorted(told, reverse=True, key=lambda row: row[0]) == [
        NOT_COMPARABLE,
        ("contradiction", "bounds-apart|at-stated-rate", at("mean"), 1),
    ]  # 26 - 24.2


def test_each_rate_makes_a_comparison_of_its_own() -> None:
    other = claim("other", f"exactly 0.0151 USD {RATE} by=fund source=fund")
    told = [row for row in comparisons(ROUBLES, DOLLARS, MEAN, other) if row[0] != "not-comparable"]
    assert {(verdict, others) for verdict, _, others, _ in told} == {
        ("contradiction", at("mean")),
        ("compatible", at("other")),
        ("contradiction", None),  # the rates themselves
    }


def test_the_bounds_of_a_rate_widen_what_it_converts() -> None:
    loose = claim("loose", f"between 0.0121..0.0140 USD {RATE} by=bank source=bank")
    assert ("compatible", "bounds-meet|at-stated-rate", at("loose"), None) in comparisons(ROUBLES, DOLLARS, loose)


def test_what_is_rounded_stays_so_when_it_is_converted() -> None:
    rounded = claim("rounded", "stated 2000 RUB by=x source=one")  # 1500 to 2500, which are 18.15 to 30.25 dollars
    named = claim("named", "stated 26 USD by=y source=two on=2025-03-02")
    assert ("compatible", "by-rounding|at-stated-rate", at("mean"), None) in comparisons(rounded, named, MEAN)


def test_a_rate_of_another_time_converts_nothing() -> None:
    late = claim("late", f"exactly 0.0121 USD {RATE} by=bank source=bank from=2024-06-01 until=2025-06-01")
    assert comparisons(ROUBLES, DOLLARS, late) == [NOT_COMPARABLE]


def test_a_rate_of_no_sense_converts_nothing() -> None:
    nought = claim("nought", f"at-most 0.0121 USD {RATE} by=bank source=bank")
    assert comparisons(ROUBLES, DOLLARS, nought) == [NOT_COMPARABLE]


def reports(counts: tuple[int, int], values: tuple[int, int] = (44, 44)) -> list[Mapping[str, Any]]:
    """Return what two outlets make of one speech: a count and a value of a portfolio each."""
    rows: list[Mapping[str, Any]] = []
    for outlet, count, value in zip(("one", "other"), counts, values, strict=True):
        what = f"of=portfolio/@-{outlet} stage=planned from=- until=- by=x source={outlet}"
        rows.append(claim(f"count-{outlet}", f"exactly {count} project indicator=project-count {what}"))
        rows.append(claim(f"value-{outlet}", f"exactly {value} USD indicator=project-value {what}"))
    return rows


def test_one_amount_with_two_counts_is_suspicious() -> None:
    told = comparisons(*reports((14, 30)))
    assert ("suspicious", "different-count", "|".join(sorted([at("count-one"), at("count-other")])), None) in told
    assert ("contradiction", "bounds-apart", None, 16) in told
    assert ("same", "bounds-equal", None, 0) not in told
    assert ("same", "bounds-equal", None, None) in told


def test_one_count_or_two_amounts_are_not() -> None:
    assert not any(row[0] == "suspicious" for row in comparisons(*reports((14, 14))))
    assert not any(row[0] == "suspicious" for row in comparisons(*reports((14, 30), (44, 45))))
