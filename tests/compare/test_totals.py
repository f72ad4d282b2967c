"""Sums of parts that are all there, what is taken to dollars, and trade in GDP: each with a control that has none."""

from collections.abc import Mapping
from typing import Any

import pytest

from kg.compare.form import Found
from tests.compare.cases import Told, cases, named, place, read, told_of

USUAL = "source=@ by=@ on=- recorded=2025-06-02 mode=statistical year=2024 reporter=@-A of=dyad/@-AB"
OUT = "class=dyad:TradeFlow indicator=goods-exports origin=@-A destination=@-B"
IN = "class=dyad:TradeFlow indicator=goods-exports origin=@-B destination=@-A"
MEAN = "indicator=exchange-rate of=unit/USD reporter=- source=@imf by=@imf"
GDP = "indicator=gross-domestic-product of=country/@-A reporter=- source=@bank by=@bank"
TO_UNION = "class=dyad:TradeFlow indicator=goods-exports origin=@-A of=dyad/@"
FROM_UNION = "class=dyad:TradeFlow indicator=goods-exports destination=@-A of=dyad/@"
MEMBER = (
    "class=dyad:Relation kind=member-of to=country/@-joined indicator=- stage=- reporter=- recorded=2025-09-01 until=-"
)
UNIONS = """
<dyad/@-AU> a :Dyad ; :hasFirstEconomy <country/@-A> ; :hasSecondEconomy <country/@-union> .
<dyad/@-AJ> a :Dyad ; :hasFirstEconomy <country/@-A> ; :hasSecondEconomy <country/@-joined> .
<country/@-core> a :EconomicUnion ; :isWithin <country/@-joined> ; :hasMember <country/@-P1>, <country/@-P2> .
"""


def months(first: int, last: int, more: str = "") -> str:
    """Say a hundred dollars, and one more each month, in the months of 2024."""
    days = [f"2024-{month:02d}-01" for month in range(1, 13)] + ["2025-01-01"]
    lines = (
        f"    exactly {99 + month} USD {OUT} from={days[month - 1]} until={days[month]} {more}"
        for month in range(first, last + 1)
    )
    return "\n".join(lines)


TABLE = f"""
twelve months: 1266
{months(1, 12)}
eleven months: none
{months(1, 11)}
twelve months, one of them of another vintage: none
{months(1, 11)}
{months(12, 12, "recorded=2025-07-01")}
twelve months, one of them by another source: none
{months(1, 11)}
{months(12, 12, "source=@other by=@other")}
twelve months, one of them twice: none
{months(1, 12)}
    exactly 5 USD {OUT} from=2024-12-01 until=2025-01-01
twelve months that are still to come: none
{months(1, 12, "stage=forecast")}
four quarters: 40
    exactly 10 USD {OUT} from=2024-01-01 until=2024-04-01
    exactly 10 USD {OUT} from=2024-04-01 until=2024-07-01
    exactly 10 USD {OUT} from=2024-07-01 until=2024-10-01
    exactly 10 USD {OUT} from=2024-10-01 until=2025-01-01
four quarters of two years: none
    exactly 10 USD {OUT} from=2023-07-01 until=2023-10-01
    exactly 10 USD {OUT} from=2023-10-01 until=2024-01-01
    exactly 10 USD {OUT} from=2024-01-01 until=2024-04-01
    exactly 10 USD {OUT} from=2024-04-01 until=2024-07-01
exports and imports: 30
    exactly 10 USD {OUT}
    exactly 20 USD {IN}
bare exports and imports, each rounded: 29000..31000
    stated 10000 USD {OUT} said=10
    stated 20000 USD {IN} said=20
exports, and imports of less than some: 10..60
    exactly 10 USD {OUT}
    less-than 50 USD {IN}
exports, and imports of more than some: >=30
    exactly 10 USD {OUT}
    more-than 20 USD {IN}
exports alone: none
    exactly 10 USD {OUT}
exports by one side and imports by the other: none
    exactly 10 USD {OUT}
    exactly 20 USD {IN} reporter=@-B
exports and imports of one month: none
    exactly 10 USD {OUT} from=2024-05-01 until=2024-06-01
    exactly 20 USD {IN} from=2024-05-01 until=2024-06-01
exports and imports that were estimated: 30
    exactly 10 USD {OUT} quality=estimated
    exactly 20 USD {IN} quality=estimated
exports and imports of two products: none
    exactly 10 USD {OUT}
    exactly 20 USD {IN} product=@-wheat
exports and imports that a third party reconciled: none
    exactly 10 USD {OUT} reporter=- quality=reconciled
    exactly 20 USD {IN} reporter=- quality=reconciled
exports in euro, at the mean rate of their year: 12.5
    exactly 10 EUR {OUT}
    exactly 0.8 EUR {MEAN}
exports in euro, and the rate of another year: none
    exactly 10 EUR {OUT} year=2021
    exactly 0.8 EUR {MEAN} year=2020
exports in euro, and a rate of another currency: none
    exactly 10 CNY {OUT}
    exactly 0.8 CNY {MEAN} of=unit/RUB
exports to both members of a union: 30
    exactly 10 USD {TO_UNION} destination=@-M1
    exactly 20 USD {TO_UNION} destination=@-M2
exports to one member of a union: none
    exactly 10 USD {TO_UNION} destination=@-M1
exports to all who were members throughout the year, and to one who left before: 30
    exactly 10 USD {TO_UNION} destination=@-J1
    exactly 20 USD {TO_UNION} destination=@-J2
    exactly 40 USD {TO_UNION} destination=@-J3
    {MEMBER} of=country/@-J1 from=2004-05-01
    {MEMBER} of=country/@-J2 from=2024-01-01
    {MEMBER} of=country/@-J3 from=1973-01-01 until=2024-01-01
exports to one of two who were members throughout the year: none
    exactly 10 USD {TO_UNION} destination=@-J1
    {MEMBER} of=country/@-J1 from=2004-05-01
    {MEMBER} of=country/@-J2 from=2024-01-01
exports in the year in which a member joins: none
    exactly 10 USD {TO_UNION} destination=@-J1
    exactly 20 USD {TO_UNION} destination=@-J2
    {MEMBER} of=country/@-J1 from=2004-05-01
    {MEMBER} of=country/@-J2 from=2024-07-01
exports in the year in which a member leaves: none
    exactly 10 USD {TO_UNION} destination=@-J1
    exactly 20 USD {TO_UNION} destination=@-J2
    {MEMBER} of=country/@-J1 from=2004-05-01
    {MEMBER} of=country/@-J2 from=1973-01-01 until=2024-02-01
exports and imports with all members, one of whom two sources name: 10 5 15
    exactly 10 USD {TO_UNION} destination=@-J1
    exactly 5 USD {FROM_UNION} origin=@-J1
    {MEMBER} of=country/@-J1 from=2004-05-01
    {MEMBER} of=country/@-J1 from=2004-05-01 source=@other by=@other
exports to those in a part of a union, who are not all its members: 7 10
    exactly 3 USD {TO_UNION} destination=@-P1
    exactly 4 USD {TO_UNION} destination=@-P2
    exactly 3 USD {TO_UNION} destination=@-J1
    {MEMBER} of=country/@-P1 from=2004-05-01
    {MEMBER} of=country/@-P2 from=2004-05-01
    {MEMBER} of=country/@-J1 from=2004-05-01
exports to those in a part of a union, who are all its members: 7
    exactly 3 USD {TO_UNION} destination=@-P1
    exactly 4 USD {TO_UNION} destination=@-P2
    {MEMBER} of=country/@-P1 from=2004-05-01
    {MEMBER} of=country/@-P2 from=2004-05-01
exports to those in a part of a union, one of whom joins it in that year: 7
    exactly 3 USD {TO_UNION} destination=@-P1
    exactly 4 USD {TO_UNION} destination=@-P2
    {MEMBER} of=country/@-P1 from=2004-05-01
    {MEMBER} of=country/@-P2 from=2024-05-01
exports to what participates in a union, and is no member: none
    exactly 10 USD {TO_UNION} destination=@-J1
    {MEMBER} of=country/@-J1 from=2004-05-01 kind=participates-in
turnover as part of the product of the one who reports it: 15
    exactly 30 USD indicator=goods-turnover
    exactly 200 USD {GDP}
turnover, and the product of another: none
    exactly 30 USD indicator=goods-turnover
    exactly 200 USD {GDP} of=country/@-B
"""
CASES = cases(TABLE, USUAL)


@pytest.fixture(scope="module")
def told() -> Found[Told]:
    return told_of(CASES, UNIONS)


@pytest.mark.parametrize("where", CASES, ids=named(CASES))
def test_parts_that_are_all_there_make_their_whole_and_nothing_else(where: str, told: Found[Told]) -> None:
    assert {shown(row) for row in told.derived[where]} == CASES[where].expected


def shown(row: Mapping[str, Any]) -> str:
    bound, amount, upper = read(row, "has_bound", "amount", "amount_to")
    return {"exactly": f"{amount}", "between": f"{amount}..{upper}", "at-least": f">={amount}"}[bound]


def test_what_is_derived_says_by_whose_report_of_what_kind_and_of_when(told: Found[Told]) -> None:
    where = place(CASES, "exports and imports that were estimated")
    (turnover,) = told.derived[where]
    assert read(turnover, "has_indicator", "has_reporter", "has_quality") == (
        "goods-turnover",
        f"{where}-A",
        "estimated",
    )
    (year,) = told.derived[place(CASES, "twelve months")]
    assert [str(year[name]) for name in ("valid_from", "valid_until", "recorded_on")] == [
        "2024-01-01",
        "2025-01-01",
        "2025-06-02",
    ]
    assert year["arithmetic"] == "100 + 101 + 102 + 103 + 104 + 105 + 106 + 107 + 108 + 109 + 110 + 111 = 1266"
    (union,) = told.derived[place(CASES, "exports to both members of a union")]
    where = place(CASES, "exports to both members of a union")
    assert read(union, "is_about", "has_origin", "has_destination") == (f"{where}-AU", f"{where}-A", f"{where}-union")


def test_a_sum_of_members_in_time_rests_on_who_belonged_and_a_part_of_a_union_narrows_it(told: Found[Told]) -> None:
    where = place(CASES, "exports to all who were members throughout the year, and to one who left before")
    (union,) = told.derived[where]
    assert len(union["inputs"]) == 4
    assert (union["arithmetic"], str(union["recorded_on"])) == ("10 + 20 = 30", "2025-09-01")
    where = place(CASES, "exports to those in a part of a union, who are not all its members")
    narrowed = {read(row, "amount", "has_destination", "is_restricted_to") for row in told.derived[where]}
    assert narrowed == {("10", f"{where}-joined", None), ("7", f"{where}-joined", f"{where}-core")}


def test_a_conversion_names_the_rate_and_is_as_wide_as_the_rate_is_rounded(told: Found[Told]) -> None:
    (dollars,) = told.derived[place(CASES, "exports in euro, at the mean rate of their year")]
    assert dollars["arithmetic"] == "10 / 0.8 = 12.5"
    assert len(dollars["inputs"]) == 2
    assert read(dollars, "has_unit", "has_reporter") == (
        "USD",
        f"{place(CASES, 'exports in euro, at the mean rate of their year')}-A",
    )


def test_a_sum_of_parts_is_not_set_against_the_total_that_its_reporter_gives_in_another_vintage() -> None:
    stated = f"""
a year, and its months as they were later: 1266
    exactly 1200 USD {OUT} source=@other recorded=2024-02-01
{months(1, 12)}
"""
    found = told_of(cases(stated, USUAL, "v"), UNIONS)
    assert [row["class"] for rows in found.findings.values() for row in rows] == []


def test_rates_that_are_equal_are_no_figure_in_two_currencies() -> None:
    pegged = f"""
two currencies that are pegged: none
    exactly 4.76 KZT {MEAN} year=1990
    exactly 4.76 RUB {MEAN} year=1990
"""
    found = told_of(cases(pegged, USUAL, "w"), UNIONS)
    assert [row for rows in found.findings.values() for row in rows] == []
