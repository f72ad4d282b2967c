"""What follows from claims by arithmetic, each kind with a control from which nothing follows."""

import random
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from kg.compare.form import Found
from kg.compare.prepare.claims import COLUMNS
from kg.core import iri
from kg.core.graph import FLAT
from kg.core.manifest import DERIVED, FINDINGS
from tests.claims import cells, words
from tests.compare.cases import Case, Cases, Told, cases, named, place, read, told_of

USUAL = "source=@ by=@ on=2025-06-01 recorded=2025-06-02 from=- until=- mode=direct"
EVENTS = """<event/@-3> a :Event ; rdfs:label "III @ Forum"@en . <event/@-9> a :Event ; rdfs:label "IX @ Forum"@en .
<event/@-5> a :Event ; rdfs:label "5th @ Fair"@en . <event/@-one> a :Event ; rdfs:label "Summit of @"@en .
<event/@-four> a :Event ; rdfs:label "Last Summit of @"@en ."""

# --- growth and level ---------------------------------------------------------------------------------------------

# The values that growth by 50 and a level of 30000 allow. A bare 50 is 49.5 to 50.5 and a bare 30000 is 29500 to 30500,
# their grains being 1 and 1000; about is 5 % to either side, 47.5 to 52.5 and 28500 to 31500, nearly the lower half.
BOUNDS = ("exactly", "stated", "about", "nearly", "more-than", "at-least", "less-than", "at-most")

# A row for each bound of the growth, a column for each bound of the level, in that order. The base is, from the low end
# of the level over 1 + the high end of the growth, 30000 / 1.505 = 19933.6 for a bare 50 and exactly 30000, to the high
# end of the level over 1 + the low end of the growth, 30000 / 1.495 = 20066.9; rounded down, and up. What only one end
# bounds has that of its two bounds which leaves out more; what both leave open to one side has none, and is no claim.
BASES = """
exactly   | 20000        | 19666..20334 | 19000..21000 | 19000..20000 | >20000  | >=20000 | <20000  | <=20000
stated    | 19933..20067 | 19601..20402 | 18936..21071 | 18936..20067 | >19933  | >=19933 | <20067  | <=20067
about     | 19672..20339 | 19344..20678 | 18688..21356 | 18688..20339 | >19672  | >=19672 | <20339  | <=20339
nearly    | 20000..20339 | 19666..20678 | 19000..21356 | 19000..20339 | >20000  | >20000  | <20339  | <=20339
more-than | <20000       | <20334       | <21000       | <20000       | none    | none    | <20000  | <20000
at-least  | <=20000      | <=20334      | <=21000      | <20000       | none    | none    | <20000  | <=20000
less-than | >20000       | >19666       | >19000       | >19000       | >20000  | >20000  | none    | none
at-most   | >=20000      | >=19666      | >=19000      | >=19000      | >20000  | >=20000 | none    | none
"""
GROWTH = "indicator=goods-turnover-growth"
YEARS = "from=2019-01-01 until=2025-01-01"
QUARTER = "from=2024-10-01 until=2025-01-01"
GROWN = f"""
growth in a range: 15000..20000
    between 50..100 percent {GROWTH}
    exactly 30000 USD year=2024
growth in a range to more than some: >15000
    between 50..100 percent {GROWTH}
    more-than 30000 USD year=2024
growth in a range to at most some: <=20000
    between 50..100 percent {GROWTH}
    at-most 30000 USD year=2024
growth to a range: 20000..30000
    exactly 50 percent {GROWTH}
    between 30000..45000 USD year=2024
growth by more than some to a range: <30000
    more-than 50 percent {GROWTH}
    between 30000..45000 USD year=2024
growth by less than some to a range: >20000
    less-than 50 percent {GROWTH}
    between 30000..45000 USD year=2024
growth that may have lost all: >=20000
    between -120..50 percent {GROWTH}
    exactly 30000 USD year=2024
growth by more than a half: <18666666667
    more-than 50 percent {GROWTH}
    exactly 28000000000 USD year=2024 on=2025-06-03
growth by more than a half to more than some: none
    more-than 50 percent {GROWTH}
    more-than 28000000000 USD year=2024
a fall: 13.4228..13.4229
    exactly -25.5 percent {GROWTH}
    exactly 10 USD year=2024
a bare fall, 9.5 / 0.7455 to 10.5 / 0.7445: 12.7431..14.1035
    stated -25.5 percent {GROWTH}
    stated 10 USD year=2024
growth over years to the level of another source: 20000
    exactly 50 percent {GROWTH} {YEARS}
    exactly 30000 USD year=2024 source=@other
growth over years to a quarter: 20000
    exactly 50 percent {GROWTH} {YEARS}
    exactly 30000 USD {QUARTER}
growth over the year of the level: 20000
    exactly 50 percent {GROWTH} year=2024
    exactly 30000 USD year=2024
growth over the quarter of the level: 20000
    exactly 50 percent {GROWTH} {QUARTER}
    exactly 30000 USD {QUARTER}
growth that begins within the period before: 20000
    exactly 50 percent {GROWTH} from=2023-07-01 until=2025-01-01
    exactly 30000 USD year=2024
growth to a period of no whole months: 20000
    exactly 50 percent {GROWTH} {YEARS}
    exactly 30000 USD from=2024-10-05 until=2025-01-01
growth to another end: none
    exactly 50 percent {GROWTH} year=2023
    exactly 30000 USD year=2024
growth and a level of another speaker: none
    exactly 50 percent {GROWTH}
    exactly 30000 USD year=2024 by=@other
growth and a level of another source: none
    exactly 50 percent {GROWTH}
    exactly 30000 USD year=2024 source=@other
growth and a level of another subject: none
    exactly 50 percent {GROWTH}
    exactly 30000 USD year=2024 of=country/@-A
growth and a level at another stage: none
    exactly 50 percent {GROWTH}
    exactly 30000 USD year=2024 stage=target
growth and a level of another indicator: none
    exactly 50 percent {GROWTH}
    exactly 30000 USD year=2024 indicator=foreign-trade-turnover
a loss of all: none
    exactly -100 percent {GROWTH}
    exactly 30000 USD year=2024
a loss of all at most: none
    at-most -100 percent {GROWTH}
    exactly 30000 USD year=2024
a loss of more than all: none
    between -150..-120 percent {GROWTH}
    exactly 30000 USD year=2024
growth in dollars: none
    exactly 50 USD {GROWTH}
    exactly 30000 USD year=2024
growth, and a level that is derived: none
    exactly 50 percent {GROWTH}
    exactly 30000 USD year=2024 class=dyad:DerivedClaim inputs=@-8|@-9
two growths by two, to one level, beside what a third states: 20000 21428..21429
    exactly 50 percent {GROWTH} {YEARS}
    exactly 40 percent {GROWTH} {YEARS} by=@third
    exactly 30000 USD year=2024
    exactly 25000 USD year=2019 on=2020-06-01 by=@other
"""

# --- shares and wholes --------------------------------------------------------------------------------------------

FIRMS = "indicator=foreign-participation-firms of=country/@-A stage=ongoing from=2025-06-01 until=2025-06-02"
SHARE_OF_FIRMS = "indicator=partner-share-of-foreign-firms of=dyad/@-AB stage=ongoing"
_OF_2023 = "year=2023 on=- mode=statistical"
_THERE = f"of=dyad/@-AB origin=@-A destination=@-B {_OF_2023}"
EXPORTS, IMPORTS = (f"indicator=partner-share-of-{flows} {_THERE}" for flows in ("exports", "imports"))
ALL_EXPORTS, ALL_IMPORTS = (
    f"indicator=total-{flows} of=country/@-{side} {_OF_2023}" for flows, side in (("exports", "A"), ("imports", "B"))
)
SHARED = f"""
a share of a total: >1000
    more-than 2000 company {FIRMS}
    exactly 50 percent {SHARE_OF_FIRMS} total=FIRST
a share of no total: none
    more-than 2000 company {FIRMS}
    exactly 50 percent {SHARE_OF_FIRMS}
a share of another total: none
    more-than 2000 company {FIRMS}
    exactly 50 percent {SHARE_OF_FIRMS} total=other
less than a share of more than a total: none
    more-than 2000 company {FIRMS}
    less-than 50 percent {SHARE_OF_FIRMS} total=FIRST
a share of what a third economy has: none
    more-than 2000 company {FIRMS} of=country/@-C
    exactly 50 percent {SHARE_OF_FIRMS} total=FIRST
a share of a share: none
    more-than 2000 percent {FIRMS}
    exactly 50 percent {SHARE_OF_FIRMS} total=FIRST
shares of two sides: 9092..9093 18982..18983
    exactly 10 percent {EXPORTS} reporter=@-A
    exactly 90926 USD {ALL_EXPORTS}
    exactly 5 percent {IMPORTS} reporter=@-B
    exactly 379659 USD {ALL_IMPORTS}
shares in two entries of a compiler: 9092..9093 18982..18983
    exactly 10 percent {EXPORTS} entry=@-A
    exactly 90926 USD {ALL_EXPORTS}
    exactly 5 percent {IMPORTS} entry=@-B
    exactly 379659 USD {ALL_IMPORTS}
a share, and the total of another source: none
    exactly 10 percent {EXPORTS} reporter=@-A
    exactly 90926 USD {ALL_EXPORTS} source=@other
a share, and the total of another year: none
    exactly 10 percent {EXPORTS} reporter=@-A
    exactly 90926 USD {ALL_EXPORTS} year=2022
a share, and the total at another stage: none
    exactly 10 percent {EXPORTS} reporter=@-A
    exactly 90926 USD {ALL_EXPORTS} stage=forecast
a share, and the total of another vintage: none
    exactly 10 percent {EXPORTS} reporter=@-A
    exactly 90926 USD {ALL_EXPORTS} recorded=2023-06-01
a share, and the total of another economy: none
    exactly 10 percent {EXPORTS} reporter=@-A
    exactly 90926 USD {ALL_EXPORTS} of=country/@-B
a share, and the total of a product: none
    exactly 10 percent {EXPORTS} reporter=@-A
    exactly 90926 USD {ALL_EXPORTS} product=oil
"""
# The bound and figure of a share in percent and of its total, and what the share makes: from 3.5 % of 465.215 bn, for
# a bare 4 and a bare "465.22 bn", to 4.5 % of 465.225 bn; where only the whole number is known, a million is its grain.
# Where a share is about 4, half a point is more than 5 % of it.
PARTS = """
stated 4      | stated 465220000000 465.22 | 16282525000..20935125000
stated 4      | stated 465220000000     | 16282682500..20934922500
exactly 4     | exactly 465220000000    | 18608800000
stated 4.0    | exactly 465220000000    | 18376190000..18841410000
stated 4      | exactly 465220000000    | 16282700000..20934900000
about 4       | exactly 465220000000    | 16282700000..20934900000
about 40      | exactly 1000000000      | 380000000..420000000
nearly 40     | exactly 1000000000      | 380000000..400000000
exactly 4     | more-than 1000000000    | >40000000
at-most 4     | less-than 1000000000    | <40000000
at-least 4    | at-least 1000000000     | >=40000000
stated 0      | exactly 1000000000      | 0
about 0       | exactly 1000000000      | 0..5000000
more-than 4   | at-most 1000000000      | none
exactly 33    | exactly 100             | 33
exactly 33.33 | exactly 33.3            | 11.0988..11.0989
"""

# --- parts and wholes, in numbers ---------------------------------------------------------------------------------

COLLEGES = "indicator=participating-colleges of=event/@-9 stage=ongoing"
WHOLES = f"""
a part greater than its whole: none
    exactly 14 college {COLLEGES}
    exactly 15 college {COLLEGES} total=FIRST part=region/@-01
a part as great as its whole: none
    exactly 14 college {COLLEGES}
    exactly 14 college {COLLEGES} total=FIRST part=region/@-01
"""

# --- numbers and years of events ----------------------------------------------------------------------------------

HELD = "- class=dyad:Occurrence indicator=- stage=-"
EDITION = "- class=dyad:Relation indicator=- stage=- kind=edition-of"


def edition(event: str, number: int, held: int, series: str = "", more: str = "") -> str:
    """Say the number and the year of an event, and of which series it is an edition."""
    lines = [f"exactly {number} edition indicator=edition-number of=event/@-{event}"]
    lines += [f"{HELD} of=event/@-{event} year={held} on=- {more}"]
    lines += [f"{EDITION} of=event/@-{event} to=event-series/@-{series}"] if series else []
    return "".join(f"    {line}\n" for line in lines)


COUNTED = f"""
two events of one name: 1
{edition("3", 3, 2006)}{edition("9", 9, 2013)}
two events of one name, the year of one by another source: none
{edition("3", 3, 2006)}{edition("9", 9, 2013, more="source=@other")}
two events of one name, placed in a series: 1
{edition("3", 3, 2006, "forums")}{edition("9", 9, 2013, "forums")}
two events of two names, placed in a series: -1
{edition("one", 1, 2020, "summits")}{edition("four", 4, 2022, "summits")}
two events of two names, placed in two series: none
{edition("one", 1, 2020, "summits")}{edition("four", 4, 2022, "others")}
two events of two names, one placed in a series: none
{edition("one", 1, 2020, "summits")}{edition("four", 4, 2022)}
two events of two names: none
{edition("3", 3, 2006)}{edition("5", 5, 2013)}
an event of years ago: 19
    {HELD} of=event/@-3 year=2006
an event of this year: none
    {HELD} of=event/@-3 year=2025
an event of next year: none
    {HELD} of=event/@-3 year=2026
an event in a table: none
    {HELD} of=event/@-3 year=2006 mode=statistical
an event told of on no day: none
    {HELD} of=event/@-3 year=2006 on=-
an event without an end: none
    {HELD} of=event/@-3 from=2006-01-01
an event of two years: none
    {HELD} of=event/@-3 from=2006-01-01 until=2008-01-01
"""

# --- sums of shares -----------------------------------------------------------------------------------------------

OWNED = "- class=dyad:Ownership indicator=- stage=- owned=project/@ owning=direct"
SUMMED = f"""
owners of another kind: none
    {OWNED} owner=firm/a share=60
    {OWNED} owner=firm/b share=60 owning=parent
owners in another source: none
    {OWNED} owner=firm/a share=60
    {OWNED} owner=firm/b share=60 source=@other
owners of another vintage: none
    {OWNED} owner=firm/a share=60
    {OWNED} owner=firm/b share=60 recorded=2024-06-01
owners since another day: none
    {OWNED} owner=firm/a share=60
    {OWNED} owner=firm/b share=60 from=2024-06-01
an owner whom a register lists twice: none
    {OWNED} owner=firm/a share=16.5 mode=statistical
    {OWNED} owner=firm/a share=55 mode=statistical
an owner whom a report names twice: none
    {OWNED} owner=firm/a share=16.5 mode=narrator
    {OWNED} owner=firm/a share=55 mode=narrator
partners of whom one has less than some: 110..115
    exactly 50 percent {EXPORTS} reporter=@-A
    exactly 60 percent {EXPORTS} reporter=@-A destination=@-C
    less-than 5 percent {EXPORTS} reporter=@-A destination=@-D
partners who have more than all: 100.5
    exactly 10 percent {EXPORTS} reporter=@-A
    exactly 90.5 percent {EXPORTS} reporter=@-A destination=@-C
    exactly 40 percent {IMPORTS} reporter=@-B
partners who have all: none
    exactly 10 percent {EXPORTS} reporter=@-A
    exactly 90 percent {EXPORTS} reporter=@-A destination=@-C
    exactly 40 percent {IMPORTS} reporter=@-B
"""
# Shares of one whole, and their sum where the least that they come to is more than a hundred.
SHARES = """
18.93 100 2    | 119.925..121.935
60 50          | 109..111
60 38 2        | none
60 41          | none         | 59.5 + 40.5 is a hundred
60 41.1        | 100.55..101.65
33 33 35       | none         | 32.5 + 32.5 + 34.5 is 99.5
33 34 36       | 101.5..104.5
66.7 33.4      | none         | 66.65 + 33.35 is a hundred, whatever floating numbers make of it
16.7 16.7 16.7 16.7 16.7 16.8 | none | 5 * 16.65 + 16.75 is a hundred
"""


# --- all of it at once --------------------------------------------------------------------------------------------


def rows_of(table: str) -> Iterable[list[str]]:
    return ([cell.strip() for cell in line.split("|")] for line in table.strip().splitlines())


def made(number: str, name: str, expected: str, *lines: str) -> Cases:
    return {number: Case(name, frozenset(expected.split()) - {"none"}, lines, USUAL)}


def tabulated() -> Cases:
    """Return the cases of the tables that have one in a cell or in a line."""
    found: Cases = {}
    bases = {
        (grown, reached): cell for grown, *row in rows_of(BASES) for reached, cell in zip(BOUNDS, row, strict=True)
    }
    for number, ((grown, reached), cell) in enumerate(bases.items()):
        lines = f"{grown} 50 percent {GROWTH}", f"{reached} 30000 USD year=2024"
        found |= made(f"b{number}", f"growth {grown}, level {reached}", cell, *lines)
    for number, (share, whole, flow) in enumerate(rows_of(PARTS)):
        (of_total, money, *said), percent = whole.split(), share.split()[1]
        total = f"{of_total} {money} USD {ALL_EXPORTS} said={''.join(said) or '-'}"
        lines = f"{share} percent {EXPORTS} reporter=@-A said={percent}", total
        found |= made(f"f{number}", f"{share} % of {whole}", flow, *lines)
    for number, (shares, expected, *_) in enumerate(rows_of(SHARES)):
        lines_ = [f"{OWNED} owner=firm/f{n} share={share}" for n, share in enumerate(shares.split())]
        found |= made(f"o{number}", f"owners of {shares}", expected, *lines_)
    return found


CASES = tabulated() | cases(GROWN + SHARED + WHOLES + COUNTED + SUMMED, USUAL)
SIGNS = {"more-than": ">{}", "at-least": ">={}", "less-than": "<{}", "at-most": "<={}", "exactly": "{}"}
SIGNS |= {"between": "{}..{}"}


def written(row: Mapping[str, Any]) -> str:
    """Write a bound and its amounts in signs."""
    bound, *amounts = read(row, "has_bound", "amount", "amount_to")
    return SIGNS[bound].format(*amounts)


@pytest.fixture(scope="module")
def told() -> Found[Told]:
    return told_of(CASES, EVENTS)


@pytest.mark.parametrize("where", CASES, ids=named(CASES))
def test_from_claims_follows_what_is_expected_and_nothing_else(where: str, told: Found[Told]) -> None:
    assert sorted(map(written, told.derived[where])) == sorted(CASES[where].expected)


# What the derived claim of a case shows as its sum, the lines of its inputs, and what else it says.
SAID = """
growth by more than a half | 28000000000 / (1 + 50 / 100) = 18666666667 | 0 1 | \
    class=dyad:DerivedClaim of=dyad/@ indicator=goods-turnover stage=realised unit=USD on=2025-06-03 \
    recorded=2025-06-02 source=- by=- from=- until=- mode=statistical status=accepted
a fall | 10 / (1 - 25.5 / 100) = 13.4228; 10 / (1 - 25.5 / 100) = 13.4229 | 0 1 |
a bare fall, 9.5 / 0.7455 to 10.5 / 0.7445 | \
    9.5 / (1 - 25.45 / 100) = 12.7431; 10.5 / (1 - 25.55 / 100) = 14.1035 | 0 1 |
growth over years to the level of another source | 30000 / (1 + 50 / 100) = 20000 | 0 1 | year=2019
growth over years to a quarter | 30000 / (1 + 50 / 100) = 20000 | 0 1 | from=2019-01-01 until=2019-04-01
growth over the year of the level | 30000 / (1 + 50 / 100) = 20000 | 0 1 | year=2023
growth over the quarter of the level | 30000 / (1 + 50 / 100) = 20000 | 0 1 | from=2024-07-01 until=2024-10-01
growth that begins within the period before | 30000 / (1 + 50 / 100) = 20000 | 0 1 | from=- until=-
growth to a period of no whole months | 30000 / (1 + 50 / 100) = 20000 | 0 1 | from=- until=-
a share of a total | 2000 * 50 / 100 = 1000 | 0 1 | \
    more-than 1000 company of=country/@-A part=country/@-B indicator=foreign-participation-firms stage=ongoing \
    from=2025-06-01
two events of one name | (2013 - 2006) - (9 - 3) = 7 - 6 = 1 | 0 1 2 3 | \
    exactly 1 year of=event/@-9 indicator=years-without-edition
two events of one name, placed in a series | (2013 - 2006) - (9 - 3) = 7 - 6 = 1 | 0 1 3 4 |
two events of two names, placed in a series | (2022 - 2020) - (4 - 1) = 2 - 3 = -1 | 0 1 2 3 4 5 |
an event of years ago | 2025 - 2006 = 19 | 0 | \
    of=event/@-3 indicator=years-since amount=19 unit=year on=2025-06-01
owners of 18.93 100 2 | 99.5 + 18.925 + 1.5 = 119.925; 100.5 + 18.935 + 2.5 = 121.935 | 0 1 2 | \
    between 119.925..121.935 percent of=project/@ indicator=sum-of-shares source=-
partners of whom one has less than some | 60 + 50 + 0 = 110; 60 + 50 + 5 = 115 | 0 1 2 |
partners who have more than all | 90.5 + 10 = 100.5 | 0 1 | of=country/@-A reporter=@-A until=2024-01-01
"""


@pytest.mark.parametrize("line", SAID.strip().splitlines(), ids=lambda line: line.partition(" | ")[0])
def test_what_follows_says_what_it_is_of_and_shows_its_sum(line: str, told: Found[Told]) -> None:
    name, arithmetic, inputs, text = (cell.strip() for cell in line.split("|"))
    where = place(CASES, name)
    (row,) = told.derived[where]
    assert row["arithmetic"] == arithmetic
    assert read(row, "inputs") == (tuple(f"{where}-{number}" for number in inputs.split()),)
    expected = cells(words(text), where)
    assert {column: row[column] for column in expected} == expected


def test_shares_of_totals_make_flows_and_these_a_pair_whose_coverage_is_unknown(told: Found[Told]) -> None:
    where = place(CASES, "shares of two sides")
    flows = {read(row, "inputs")[0]: row for row in told.derived[where]}
    exports, imports = flows[f"{where}-0", f"{where}-1"], flows[f"{where}-2", f"{where}-3"]
    expected = f"between 9092..9093 USD {_THERE} indicator=partner-flow reporter=@-A year=2023 recorded=2025-06-02"
    wanted = cells(words(expected), where)
    assert {column: exports[column] for column in wanted} == wanted
    assert imports["arithmetic"] == "379659 * 5 / 100 = 18982; 379659 * 5 / 100 = 18983"  # 18982.95
    (pair,) = [row for row in told.findings[where] if row["class"] == "dyad:MirrorPair"]
    assert (pair["first"], pair["second"], pair["reasons"]) == (
        exports["claim"],
        imports["claim"],
        ["unknown-coverage"],
    )
    assert read(pair, "gap", "ratio") == (None, None)


def test_what_stands_in_a_compilers_entry_makes_a_flow_in_that_entry_and_is_no_side_of_a_mirror(
    told: Found[Told],
) -> None:
    where = place(CASES, "shares in two entries of a compiler")
    columns = ("has_indicator", "has_reporter", "stands_in_entry_of")
    assert sorted(read(row, *columns) for row in told.derived[where]) == [
        ("partner-flow", None, f"{where}-A"),
        ("partner-flow", None, f"{where}-B"),
    ]
    assert [row for row in told.findings[where] if row["class"] == "dyad:MirrorPair"] == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a part greater than its whole", [("contradiction", ("part-exceeds-whole",), "1")]),
        ("a part as great as its whole", [("not-comparable", ("umbrella-and-member",), None)]),
    ],
)
def test_a_part_greater_than_its_whole_is_a_contradiction_and_nothing_else(
    name: str, expected: list[tuple[str, ...]], told: Found[Told]
) -> None:
    where = place(CASES, name)
    found = [read(row, "first", "second", "verdict", "reasons", "gap") for row in told.findings[where]]
    assert found == [(f"{where}-0", f"{where}-1", *row) for row in expected]


@pytest.mark.parametrize(
    ("name", "verdicts"),
    [
        ("an owner whom a register lists twice", []),
        ("an owner whom a report names twice", ["contradiction"]),
    ],
)
def test_a_register_that_lists_an_owner_twice_does_not_contradict_itself(
    name: str, verdicts: list[str], told: Found[Told]
) -> None:
    assert [row["verdict"] for row in told.findings[place(CASES, name)]] == verdicts


# --- what derived claims are --------------------------------------------------------------------------------------


def test_a_derived_claim_is_named_as_everything_else_that_has_no_key(told: Found[Told]) -> None:
    found = [row for rows in told.derived.values() for row in rows]
    rules = {"growth", "share-of-total", "partner-flow", "years-without-edition", "years-since", "sum-of-shares"}
    assert {row["claim_key"].split("/")[1] for row in found} == rules
    for row in found:
        kind, rule, digits = row["claim_key"].split("/")
        assert row["claim"] == iri.mint_hashed("claim", kind, rule, *sorted(row["inputs"]))
        assert row["claim"] == iri.mint("claim", digits)
        assert set(row) == {*COLUMNS, "arithmetic"}


def test_a_derived_claim_is_set_beside_a_stated_one_and_beside_nothing_else(told: Found[Told]) -> None:
    where = place(CASES, "two growths by two, to one level, beside what a third states")
    named_ = {row["claim"] for row in told.derived[where]}
    assert len(named_) == 2
    pairs = {(row["first"], row["second"]): row for row in told.findings[where]}
    pairs = {pair: row for pair, row in pairs.items() if named_ & {*pair}}
    assert set(pairs) == {(iri.mint("claim", f"{where}-3"), base) for base in named_}
    assert {row["verdict"] for row in pairs.values()} == {"contradiction"}


POOL = f"""
    exactly 50 percent {GROWTH}
    more-than 40 percent {GROWTH}
    exactly 30000 USD year=2024
    about 31000 USD year=2024
    more-than 2000 company {FIRMS}
    exactly 50 percent {SHARE_OF_FIRMS} total=@-4
    exactly 40 percent {SHARE_OF_FIRMS} total=@-4
    exactly 10 percent {EXPORTS} reporter=@-A
    exactly 90926 USD {ALL_EXPORTS}
    exactly 5 percent {IMPORTS} reporter=@-B
    exactly 379659 USD {ALL_IMPORTS}
    exactly 91000 USD {ALL_EXPORTS} recorded=2024-06-02
    {HELD} of=event/@-3 year=2006
{edition("3", 3, 2006)}{edition("one", 1, 2020, "s")}{edition("four", 4, 2024, "s")}{edition("9", 9, 2013, "x")}"""
POOLED = tuple(line.strip() for line in POOL.strip().splitlines())


def pools() -> dict[str, tuple[frozenset[int], int]]:
    """Choose lines of the pool, and one of them to be lost: each of the whole pool, and any of some of it."""
    rand = random.Random(1)  # noqa: S311
    every = frozenset(range(len(POOLED)))
    some = (frozenset(rand.sample(range(len(POOLED)), rand.randint(2, len(POOLED)))) for _ in range(25))
    chosen = [(every, lost) for lost in every] + [(few, rand.choice(sorted(few))) for few in some]
    return {f"q{number}": pool for number, pool in enumerate(chosen)}


def of_lines(lines: Iterable[int]) -> Case:
    """Make claims of lines of the pool, each by its own number; what is not chosen is about nothing."""
    return Case("", frozenset(), tuple(line if n in lines else "- of=-" for n, line in enumerate(POOLED)), USUAL)


def test_without_a_claim_all_that_rests_on_it_is_gone_and_nothing_else_changes() -> None:
    chosen = pools()
    whole = {where: of_lines(lines) for where, (lines, _) in chosen.items()}
    less = {f"less-{where}": of_lines(lines - {lost}) for where, (lines, lost) in chosen.items()}
    derived = told_of(whole | less, EVENTS).derived

    def followed(where: str) -> dict[tuple[str, ...], dict[str, Any]]:
        found = {}
        for row in derived[where]:
            inputs = tuple(one.replace(where, "@") for one in row["inputs"])
            cells = {name: str(cell).replace(where, "@") for name, cell in row.items()}
            found[inputs] = cells | {"claim": "", "claim_key": ""}
        return found

    for where, (_, lost) in chosen.items():
        gone = iri.mint("claim", f"@-{lost}")
        kept = {inputs: row for inputs, row in followed(where).items() if gone not in inputs}
        assert followed(f"less-{where}") == kept, POOLED[lost]
    every = followed("q0")
    assert len(every) >= 10, "the pool makes enough to lose"
    used = {part for inputs in every for part in inputs}
    assert used == {iri.mint("claim", f"@-{n}") for n in range(len(POOLED) - 1)}, "all but the series of the ninth"


# --- what ships ---------------------------------------------------------------------------------------------------


# What a compiler's rounded shares make of its totals, which it prints in millions: 9.5 % of 90,925.5 m to 10.5 % of
# 90,926.5 m in the entry of Kazakhstan, 4.5 % of 379,658.5 m to 5.5 % of 379,659.5 m in that of Russia.
SHIPPED = {
    "KZ": (
        "90925500000 * 9.5 / 100 = 8637922500; 90926500000 * 10.5 / 100 = 9547282500",
        "factbook-trade/partner-share-of-exports.KZ.RU.2023.2026-05-17",
        "factbook-trade/total-exports.kz.2023",
    ),
    "RU": (
        "379658500000 * 4.5 / 100 = 17084632500; 379659500000 * 5.5 / 100 = 20881272500",
        "factbook-trade/partner-share-of-imports.KZ.RU.2023.2026-05-17",
        "factbook-trade/total-imports.rs.2023",
    ),
}


def test_what_ships_says_of_the_flagship_no_more_than_its_sources(shipped_build: Path) -> None:
    keys = pq.read_table(shipped_build / FLAT, columns=["claim", "claim_key"]).to_pylist()
    claims = {row["claim"]: row["claim_key"] for row in keys}
    derived = {row["claim"]: row for row in pq.read_table(shipped_build / DERIVED).to_pylist()}
    of_2023 = ("KZ", "RU", "2023-01-01", None)
    flows = {
        read(row, "stands_in_entry_of")[0]: (
            row["arithmetic"],
            *sorted(claims[key] for key in row["inputs"]),
        )
        for row in derived.values()
        if read(row, "has_origin", "has_destination", "valid_from", "has_reporter") == of_2023
    }
    assert flows == SHIPPED
    findings = pq.read_table(shipped_build / FINDINGS, columns=["class", "first", "second"]).to_pylist()
    sides = [row for row in findings if row["class"] == "dyad:MirrorPair"]
    assert len(sides) >= 8
    computed = {claim for row in sides for claim in (row["first"], row["second"])} & set(derived)
    rates = {"imf-exchange-rates"}
    assert {claims[key].split("/")[0] for claim in computed for key in derived[claim]["inputs"]} - rates == {
        "eu-members-imports",
        "eu-members-trade",
        "kz-trade-by-partner",
        "ru-trade-cis",
        "ru-trade-monthly",
        "uz-trade-by-partner",
    }, "what a side reports makes the sums of its side, and nothing else does"
    rules = {row["claim_key"].split("/")[1] for row in derived.values()}
    assert "growth" not in rules, "growth by more than a half to more than 28 bn has no base"
    shown = {row["arithmetic"] for row in derived.values()}
    assert "(2025 - 2006) - (21 - 3) = 19 - 18 = 1" in shown
    assert "2025 - 2006 = 19" in shown
    assert "2000 * 49.5 / 100 = 990" in shown  # more than 2000 firms, of which a bare 50 %
