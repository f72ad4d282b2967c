"""What two sides report of one thing, and what could close the gap: as far as no rounding undoes it."""

import pytest

from tests.compare.cases import Told, cases, findings_of, named

# What is tried, and the reasons of the mirror pair that there is; then what either side reports.
MIRRORS = cases("""
equal figures: no-gap valuation-unstated
    stated 100 USD FLOW reporter=XA
    stated 100 USD FLOW reporter=XB

equal but for rounding: within-rounding no-gap-proven valuation-unstated
    stated 100 USD FLOW reporter=XA
    stated 100.4 USD said=100.4 FLOW reporter=XB

more than some, and more: no-gap-proven valuation-unstated
    more-than 10 USD FLOW reporter=XA
    stated 11.5 USD said=11.5 FLOW reporter=XB

about, and a little more: no-gap-proven valuation-unstated
    about 100 USD FLOW reporter=XA
    stated 104 USD FLOW reporter=XB

imports a little higher: freight
    stated 100 USD FLOW reporter=XA valuation=FOB
    stated 108 USD FLOW reporter=XB valuation=CIF

imports higher by all that freight commonly takes: freight
    exactly 100 USD FLOW reporter=XA valuation=FOB
    exactly 110 USD FLOW reporter=XB valuation=CIF

imports higher by a little more than that: high-for-freight
    exactly 100 USD FLOW reporter=XA valuation=FOB
    exactly 111 USD FLOW reporter=XB valuation=CIF

imports higher by all that freight seldom takes: high-for-freight
    exactly 100 USD FLOW reporter=XA valuation=FOB
    exactly 120 USD FLOW reporter=XB valuation=CIF

imports higher by a little more than this: beyond-freight
    exactly 100 USD FLOW reporter=XA valuation=FOB
    exactly 121 USD FLOW reporter=XB valuation=CIF

imports a sixth higher: high-for-freight
    stated 100 USD FLOW reporter=XA valuation=FOB
    stated 116 USD FLOW reporter=XB valuation=CIF

imports half as much again: beyond-freight
    stated 100 USD FLOW reporter=XA valuation=FOB
    stated 150 USD FLOW reporter=XB valuation=CIF

imports a sixth higher, valuation unsaid: high-for-freight valuation-unstated
    stated 100 USD FLOW reporter=XA
    stated 116 USD FLOW reporter=XB

imports a little higher, valued alike: beyond-freight
    stated 100 USD FLOW reporter=XA valuation=FOB
    stated 108 USD FLOW reporter=XB valuation=FOB

imports higher by no more than rounding leaves to freight: freight
    stated 10000000000 USD said=10_bn FLOW reporter=XA valuation=FOB
    stated 11500000000 USD said=11.5_bn FLOW reporter=XB valuation=CIF

imports of what nobody exports: beyond-freight
    stated 0 USD FLOW reporter=XA valuation=FOB
    stated 10 USD FLOW reporter=XB valuation=CIF

exports higher: exports-exceed
    stated 100 USD FLOW reporter=XA valuation=FOB
    stated 80 USD FLOW reporter=XB valuation=CIF

exports higher, in one currency and thousands: exports-exceed
    stated 100000 USD said=100 FLOW reporter=XA valuation=FOB
    stated 80000 USD said=80 FLOW reporter=XB valuation=CIF

goods, and goods with services: different-coverage
    stated 100 USD FLOW reporter=XA
    stated 150 USD FLOW indicator=goods-and-services-exports reporter=XB

goods, and what is not said: unknown-coverage
    stated 100 USD FLOW reporter=XA
    stated 150 USD FLOW indicator=exports reporter=XB

what is not said, twice: unknown-coverage
    stated 100 USD FLOW indicator=partner-flow reporter=XA
    stated 150 USD FLOW indicator=partner-flow reporter=XB

what is not said, twice alike: unknown-coverage no-gap
    stated 100 USD FLOW indicator=partner-flow reporter=XA
    stated 100 USD FLOW indicator=partner-flow reporter=XB

students, who need no freight: sides-apart
    stated 50000 student STUDENTS reporter=XA
    stated 60000 student STUDENTS reporter=XB

students in thousands: within-rounding no-gap-proven
    stated 50000 student STUDENTS reporter=XA
    stated 50400 student STUDENTS reporter=XB

turnover of either side: sides-apart
    stated 28 USD reporter=XA
    stated 31 USD reporter=XB

turnover of either side, nearly alike: within-rounding no-gap-proven
    stated 28 USD reporter=XA
    stated 28.3 USD said=28.3 reporter=XB

by origin, and by destination: beyond-freight different-basis
    stated 100 USD FLOW reporter=XA valuation=FOB basis=last-known-destination
    stated 150 USD FLOW reporter=XB valuation=CIF basis=origin

a side, and a compiler's entry: none
    stated 100 USD FLOW reporter=XA
    stated 150 USD FLOW entry=XB

a side, and a third economy: none
    stated 100 USD FLOW reporter=XA
    stated 150 USD FLOW reporter=XC

two years: none
    stated 100 USD FLOW reporter=XA
    stated 150 USD FLOW reporter=XB from=2023-01-01 until=2024-01-01

either direction: none
    stated 100 USD FLOW reporter=XA
    stated 150 USD BACK reporter=XB

two figures of one side: none
    stated 100 USD FLOW reporter=XA
    stated 150 USD FLOW reporter=XA

lengths of a border, which are one thing: none
    stated 280 km indicator=land-border-length reporter=XA from=- until=-
    stated 310 km indicator=land-border-length reporter=XB from=- until=-
""")


@pytest.fixture(scope="module")
def pairs() -> Told:
    return findings_of(MIRRORS, "dyad:MirrorPair")


@pytest.mark.parametrize("where", MIRRORS, ids=named(MIRRORS))
def test_two_sides_have_their_reasons(where: str, pairs: Told) -> None:
    found, expected = pairs[where], MIRRORS[where].expected
    assert len(found) == bool(expected)
    assert {reason for row in found for reason in row["reasons"]} == expected


def test_a_gap_is_what_no_rounding_closes(pairs: Told) -> None:
    numbers = {MIRRORS[where].name: row for where, rows in pairs.items() for row in rows}
    assert numbers["exports higher"]["gap"] == 99.5 - 80.5
    assert numbers["imports a little higher"]["gap"] == 107.5 - 100.5
    assert numbers["equal but for rounding"]["gap"] is None
    assert numbers["goods, and what is not said"]["gap"] is None


def test_the_first_is_the_side_of_origin_or_the_first_economy(pairs: Told) -> None:
    assert all(row["first"].endswith("-0") for rows in pairs.values() for row in rows)
