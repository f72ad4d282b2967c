"""Amounts in two currencies at stated rates, and one amount with two counts."""

from typing import Any

import pytest

from kg.core import iri
from tests.compare.cases import Told, cases, findings_of, place

# Each place has a currency of its own. Unless it is said otherwise the amounts are of one dyad, and a rate that stands
# below them is the dollars that one of the currency is worth.
CASES = cases("""
two currencies:
    exactly 2000 @RUB
    more-than 26 USD on=2025-03-02
two currencies at a stated rate:
    exactly 2000 @RUB
    more-than 26 USD on=2025-03-02
    exactly 0.0121 USD RATE
at two rates:
    exactly 2000 @RUB
    more-than 26 USD on=2025-03-02
    exactly 0.0121 USD RATE
    exactly 0.0151 USD RATE
at a rate with bounds:
    exactly 2000 @RUB
    more-than 26 USD on=2025-03-02
    between 0.0121..0.0140 USD RATE
rounded, and converted, 1500 to 2500 being 18.15 to 30.25 dollars:
    stated 2000 @RUB
    stated 26 USD on=2025-03-02
    exactly 0.0121 USD RATE
at a rate of another time:
    exactly 2000 @RUB
    more-than 26 USD on=2025-03-02
    exactly 0.0121 USD RATE from=2024-06-01 until=2025-06-01
at a rate of no sense:
    exactly 2000 @RUB
    more-than 26 USD on=2025-03-02
    at-most 0.0121 USD RATE
""") | cases(
    """
one amount with two counts:
    exactly 14 project of=portfolio/@-one indicator=project-count source=@s1
    exactly 44 USD of=portfolio/@-one source=@s1
    exactly 30 project of=portfolio/@-other indicator=project-count source=@s2
    exactly 44 USD of=portfolio/@-other source=@s2
one amount with one count:
    exactly 14 project of=portfolio/@-one indicator=project-count source=@s1
    exactly 44 USD of=portfolio/@-one source=@s1
    exactly 14 project of=portfolio/@-other indicator=project-count source=@s2
    exactly 44 USD of=portfolio/@-other source=@s2
two amounts with two counts:
    exactly 14 project of=portfolio/@-one indicator=project-count source=@s1
    exactly 44 USD of=portfolio/@-one source=@s1
    exactly 30 project of=portfolio/@-other indicator=project-count source=@s2
    exactly 45 USD of=portfolio/@-other source=@s2
""",
    usual="indicator=project-value stage=planned from=- until=- by=x",
    prefix="c",
)
NOT_COMPARABLE = ("not-comparable", "different-currency", "", None)
Comparison = tuple[Any, ...]
"""Verdict, reasons, other claims by the places of their lines, gap."""


@pytest.fixture(scope="module")
def told() -> Told:
    return findings_of(CASES, "dyad:Comparison", more="<unit/@RUB> a :Unit ; :currency true .")


def comparisons(told: Told, name: str) -> list[Comparison]:
    """Return the comparisons of the claims of a case, in the order of their verdicts."""
    where = place(CASES, name)
    return sorted(
        (
            (row["verdict"], " ".join(row["reasons"]), _lines(row["others"], where), row["gap"] and int(row["gap"]))
            for row in told[where]
        ),
        key=lambda row: str(row[0]),
    )


def _lines(others: list[str], where: str) -> str:
    return " ".join(claim.removeprefix(iri.mint("claim", f"{where}-")) for claim in others)


def test_two_currencies_do_not_compare(told: Told) -> None:
    assert comparisons(told, "two currencies") == [NOT_COMPARABLE]


def test_a_stated_rate_compares_them_and_is_named(told: Told) -> None:
    at_rate = ("contradiction", "bounds-apart at-stated-rate", "2", 1)  # 26 - 24.2
    assert comparisons(told, "two currencies at a stated rate") == [at_rate, NOT_COMPARABLE]


def test_each_rate_makes_a_comparison_of_its_own(told: Told) -> None:
    found = [row for row in comparisons(told, "at two rates") if row != NOT_COMPARABLE]
    assert {(verdict, others) for verdict, _, others, _ in found} == {
        ("contradiction", "2"),
        ("compatible", "3"),
        ("contradiction", ""),  # the rates themselves
    }


def test_the_bounds_of_a_rate_widen_what_it_converts(told: Told) -> None:
    assert ("compatible", "bounds-meet at-stated-rate", "2", None) in comparisons(told, "at a rate with bounds")


def test_what_is_rounded_stays_so_when_it_is_converted(told: Told) -> None:
    name = "rounded, and converted, 1500 to 2500 being 18.15 to 30.25 dollars"
    assert ("compatible", "by-rounding at-stated-rate", "2", None) in comparisons(told, name)


@pytest.mark.parametrize("name", ["at a rate of another time", "at a rate of no sense"])
def test_a_rate_of_another_time_or_of_no_sense_converts_nothing(name: str, told: Told) -> None:
    assert comparisons(told, name) == [NOT_COMPARABLE]


def test_one_amount_with_two_counts_is_suspicious(told: Told) -> None:
    found = comparisons(told, "one amount with two counts")
    assert ("suspicious", "different-count", "0 2", None) in found
    assert ("contradiction", "bounds-apart", "", 16) in found
    assert ("same", "bounds-equal", "", 0) not in found
    assert ("same", "bounds-equal", "", None) in found


@pytest.mark.parametrize("name", ["one amount with one count", "two amounts with two counts"])
def test_one_count_or_two_amounts_are_not(name: str, told: Told) -> None:
    found = comparisons(told, name)
    assert found
    assert not any(row[0] == "suspicious" for row in found)
