"""What follows from claims by arithmetic, each kind with a control from which nothing follows."""

from itertools import product
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import assets, iri
from kg.compare.claims import COLUMNS
from kg.compare.embedded import find
from kg.compare.facts import read_facts
from kg.graph import FLAT, open_build
from kg.ontology import read_ontology
from tests.compare.flat import Row, claim, derived_from, found_on, measured, name, read, year

GROWN, TURNOVER = "goods-turnover-growth", "goods-turnover"
EXPORTS, IMPORTS = "partner-share-of-exports", "partner-share-of-imports"
AMOUNTS = ("has_bound", "amount", "amount_to")


def growth(bound: str = "exactly", amount: str = "50", **cells: Any) -> Row:
    return measured("growth", GROWN, amount, **({"has_unit": "unit/percent", "has_bound": f"bound/{bound}"} | cells))


def level(bound: str = "exactly", amount: str = "30000", **cells: Any) -> Row:
    return measured("level", TURNOVER, amount, has_bound=f"bound/{bound}", **(year(2024) | cells))


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
more-than | <20000       | <20334       | <21000       | <20000       | -       | -       | <20000  | <20000
at-least  | <=20000      | <=20334      | <=21000      | <20000       | -       | -       | <20000  | <=20000
less-than | >20000       | >19666       | >19000       | >19000       | >20000  | >20000  | -       | -
at-most   | >=20000      | >=19666      | >=19000      | >=19000      | >20000  | >=20000 | -       | -
"""
SIGNS = {"more-than": ">{}", "at-least": ">={}", "less-than": "<{}", "at-most": "<={}", "exactly": "{}"}
SIGNS |= {"between": "{}..{}"}


def written(claim_: Row) -> str:
    """Write a bound and its amounts in signs."""
    bound, *amounts = read(claim_, *AMOUNTS)
    return SIGNS[bound].format(*amounts)


def test_a_base_is_as_uncertain_as_growth_and_level_together() -> None:
    expected: dict[str, str] = {}
    for line in BASES.strip().splitlines():
        grown, *cells = (cell.strip() for cell in line.split("|"))
        expected |= {f"{grown}-{reached}": cell for reached, cell in zip(BOUNDS, cells, strict=True) if cell != "-"}
    rows = []
    for grown, reached in product(BOUNDS, repeat=2):
        where = {"is_about": f"dyad/{grown}-{reached}"}
        rows.append(growth(grown, **where) | {"claim": name(f"g-{grown}-{reached}")})
        rows.append(level(reached, **where) | {"claim": name(f"l-{grown}-{reached}")})
    assert {read(base, "is_about")[0]: written(base) for base in derived_from(*rows)} == expected


def test_of_two_ends_the_sound_one_stays() -> None:
    cases = {
        "a": (growth("between", amount_to="100"), level(), "15000..20000"),
        "b": (growth("between", amount_to="100"), level("more-than"), ">15000"),
        "c": (growth("between", amount_to="100"), level("at-most"), "<=20000"),
        "d": (growth(), level("between", amount_to="45000"), "20000..30000"),
        "e": (growth("more-than"), level("between", amount_to="45000"), "<30000"),
        "f": (growth("less-than"), level("between", amount_to="45000"), ">20000"),
        "all may be lost": (growth("between", "-120", amount_to="50"), level(), ">=20000"),
    }
    rows = [
        row | {"is_about": key, "claim": name(f"{key}{number}")}
        for key, (*pair, _) in cases.items()
        for number, row in enumerate(pair)
    ]
    assert {base["is_about"]: written(base) for base in derived_from(*rows)} == {
        key: base for key, (*_, base) in cases.items()
    }


def test_a_base_is_what_the_level_is_of_and_shows_its_sum() -> None:
    (base,) = derived_from(growth("more-than"), level("exactly", "28000000000", asserted_on="2025-06-03"))
    assert base["arithmetic"] == "28000000000 / (1 + 50 / 100) = 18666666667"
    assert written(base) == "<18666666667"
    assert read(base, "class", "is_about", "has_indicator", "has_stage", "has_unit", "asserted_on", "recorded_on") == (
        "dyad:DerivedClaim",
        "XA-XB",
        TURNOVER,
        "realised",
        "USD",
        "2025-06-03",
        "2025-06-02",
    )
    assert read(base, "had_primary_source", "asserted_by", "valid_from", "valid_until") == (None,) * 4
    assert read(base, "has_attribution_mode", "claim_status", "inputs") == ("statistical", "accepted", "growth|level")


def test_growth_and_level_that_are_both_more_than_imply_no_bound() -> None:
    assert derived_from(growth("more-than"), level("more-than", "28000000000")) == []


def test_a_fall_and_small_amounts_are_shown_as_one_writes_them() -> None:
    (base,) = derived_from(growth("exactly", "-25.5"), level("exactly", "10"))
    assert base["arithmetic"] == "10 / (1 - 25.5 / 100) = 13.4228; 10 / (1 - 25.5 / 100) = 13.4229"
    (base,) = derived_from(growth("stated", "-25.5"), level("stated", "10"))  # 9.5 / 0.7455, 10.5 / 0.7445
    assert base["arithmetic"] == "9.5 / (1 - 25.45 / 100) = 12.7431; 10.5 / (1 - 25.55 / 100) = 14.1035"


def test_a_base_has_the_period_with_which_the_growth_begins_or_the_one_before() -> None:
    five_years = {"valid_from": "2019-01-01", "valid_until": "2025-01-01"}
    (base,) = derived_from(growth(**five_years), level(had_primary_source="source/other"))
    assert read(base, "valid_from", "valid_until") == ("2019-01-01", "2020-01-01")
    quarter = {"valid_from": "2024-10-01", "valid_until": "2025-01-01"}
    (base,) = derived_from(growth(**five_years), level(**quarter))
    assert read(base, "valid_from", "valid_until") == ("2019-01-01", "2019-04-01")
    (base,) = derived_from(growth(**year(2024)), level())
    assert read(base, "valid_from", "valid_until") == ("2023-01-01", "2024-01-01")
    (base,) = derived_from(growth(**quarter), level(**quarter))
    assert read(base, "valid_from", "valid_until") == ("2024-07-01", "2024-10-01")
    (base,) = derived_from(growth(valid_from="2023-07-01", valid_until="2025-01-01"), level())
    assert read(base, "valid_from", "valid_until") == (None, None)
    odd = {"valid_from": "2024-10-05", "valid_until": "2025-01-01"}
    (base,) = derived_from(growth(**five_years), level(**odd))
    assert read(base, "valid_from", "valid_until") == (None, None)


@pytest.mark.parametrize(
    ("of_growth", "of_level"),
    [
        (year(2023), {}),
        ({}, {"asserted_by": "person/other"}),
        ({}, {"had_primary_source": "source/other"}),
        ({}, {"is_about": "country/XA"}),
        ({}, {"has_stage": "stage/target"}),
        ({}, {"has_indicator": "indicator/foreign-trade-turnover"}),
        ({"amount": "-100"}, {}),
        ({"bound": "at-most", "amount": "-100"}, {}),
        ({"bound": "between", "amount": "-150", "amount_to": "-120"}, {}),
        ({"has_unit": "unit/USD"}, {}),
    ],
)
def test_no_base_follows_of_another_end_speaker_source_subject_stage_or_indicator(
    of_growth: Row, of_level: Row
) -> None:
    assert derived_from(growth(**of_growth), level(**of_level)) == []


# --- shares and wholes --------------------------------------------------------------------------------------------

DAY = {"valid_from": "2025-06-01", "valid_until": "2025-06-02"}


def firms(amount: str = "2000", **cells: Any) -> Row:
    given: Row = {"is_about": "country/XA", "has_bound": "bound/more-than", "has_stage": "stage/ongoing"} | DAY
    return measured("firms", "foreign-participation-firms", amount, "company", **(given | cells))


def firms_share(amount: str = "50", **cells: Any) -> Row:
    linked: Row = {"is_part_of_total": "claim/firms", "has_stage": "stage/ongoing"}
    return measured("share", "partner-share-of-foreign-firms", amount, "percent", **(linked | cells))


def test_a_share_of_a_total_is_an_amount_of_the_other_economy() -> None:
    (part,) = derived_from(firms(), firms_share())
    assert read(part, "is_about", "is_restricted_to", "has_indicator", *AMOUNTS) == (
        "XA",
        "XB",
        "foreign-participation-firms",
        "more-than",
        "1000",
        None,
    )
    assert read(part, "has_unit", "has_stage", "valid_from", "inputs") == (
        "company",
        "ongoing",
        "2025-06-01",
        "firms|share",
    )
    assert part["arithmetic"] == "2000 * 50 / 100 = 1000"


@pytest.mark.parametrize(
    ("total", "share"),
    [
        (firms(), firms_share(is_part_of_total=None)),
        (firms(), firms_share(is_part_of_total="claim/other")),
        (firms(), firms_share(has_bound="bound/less-than")),
        (firms(is_about="country/XC"), firms_share()),
        (firms(has_unit="unit/percent"), firms_share()),
    ],
)
def test_no_amount_follows_of_a_share_of_something_else_or_with_no_end_in_common(total: Row, share: Row) -> None:
    assert derived_from(total, share) == []


def partner(key: str, indicator: str, reporter: str, amount: str, **cells: Any) -> Row:
    given: Row = {"has_origin": "country/XA", "has_destination": "country/XB", "asserted_on": None}
    given |= {"has_reporter": f"country/{reporter}", "has_attribution_mode": "attribution/statistical"} | year(2023)
    return measured(key, indicator, amount, "percent", **(given | cells))


def total(key: str, indicator: str, reporter: str, amount: str, **cells: Any) -> Row:
    given: Row = {"is_about": f"country/{reporter}", "has_attribution_mode": "attribution/statistical"} | year(2023)
    return measured(key, indicator, amount, **(given | {"asserted_on": None} | cells))


SHARED = (
    partner("e", EXPORTS, "XA", "10"),
    total("te", "total-exports", "XA", "90926"),
    partner("i", IMPORTS, "XB", "5"),
    total("ti", "total-imports", "XB", "379659"),
)
FLOW = ("is_about", "has_indicator", "has_origin", "has_destination", "has_unit", "valid_from")


def test_shares_of_totals_make_flows_and_these_a_pair_whose_coverage_is_unknown() -> None:
    found = found_on(*SHARED)
    flows = {row["inputs"]: row for row in found.derived}
    exports, imports = flows[f"{name('e')}|{name('te')}"], flows[f"{name('i')}|{name('ti')}"]
    assert read(exports, *FLOW, "has_reporter") == ("XA-XB", "partner-flow", "XA", "XB", "USD", "2023-01-01", "XA")
    assert read(exports, *AMOUNTS, "asserted_on", "recorded_on") == ("between", "9092", "9093", None, "2025-06-02")
    assert imports["arithmetic"] == "379659 * 5 / 100 = 18982; 379659 * 5 / 100 = 18983"  # 18982.95
    (pair,) = [row for row in found.findings if row["class"] == "dyad:MirrorPair"]
    assert (pair["first"], pair["second"], pair["reasons"]) == (exports["claim"], imports["claim"], "unknown-coverage")
    assert read(pair, "gap", "ratio") == (None, None)


def test_what_stands_in_a_compilers_entry_makes_a_flow_in_that_entry_and_is_no_side_of_a_mirror() -> None:
    entries = [
        row | {"has_reporter": None, "stands_in_entry_of": row["has_reporter"]} if row.get("has_reporter") else row
        for row in SHARED
    ]
    found = found_on(*entries)
    assert sorted(read(row, "has_indicator", "has_reporter", "stands_in_entry_of") for row in found.derived) == [
        ("partner-flow", None, "XA"),
        ("partner-flow", None, "XB"),
    ]
    assert [row for row in found.findings if row["class"] == "dyad:MirrorPair"] == []


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
more-than 4   | at-most 1000000000      | -
exactly 33    | exactly 100             | 33
exactly 33.33 | exactly 33.3            | 11.0988..11.0989
"""


def test_a_flow_is_as_uncertain_as_share_and_total_together() -> None:
    rows, expected = [], {}
    for number, line in enumerate(PARTS.strip().splitlines()):
        share, whole, flow = (cell.split() for cell in line.split("|"))
        where = {"had_primary_source": f"source/s{number}"}
        (of_share, percent), (of_total, money, *said) = share, whole
        rows.append(
            partner(
                f"e{number}", EXPORTS, "XA", percent, has_bound=f"bound/{of_share}", amount_as_said=percent, **where
            )
        )
        rows.append(
            total(
                f"t{number}",
                "total-exports",
                "XA",
                money,
                has_bound=f"bound/{of_total}",
                amount_as_said=" ".join(said) or None,
                **where,
            )
        )
        if flow != ["-"]:
            expected[f"e{number}|t{number}"] = flow[0]
    assert {read(flow, "inputs")[0]: written(flow) for flow in derived_from(*rows)} == expected


@pytest.mark.parametrize(
    "cells",
    [
        {"had_primary_source": "source/other"},
        year(2022),
        {"has_stage": "stage/forecast"},
        {"recorded_on": "2023-06-01"},
        {"is_about": "country/XB"},
        {"has_product": "product/oil"},
    ],
)
def test_no_flow_follows_of_a_total_of_another_source_period_stage_vintage_or_scope(cells: Row) -> None:
    assert derived_from(SHARED[0], total("te", "total-exports", "XA", "90926", **cells)) == []


# --- parts and wholes, in numbers ---------------------------------------------------------------------------------


def colleges(part: str, whole: str) -> list[tuple[Any, ...]]:
    cells: Row = {"is_about": "event/forum-9", "has_stage": "stage/ongoing"}
    restricted: Row = {"is_part_of_total": "claim/all", "is_restricted_to": "region/XA-01"}
    found = found_on(
        measured("all", "participating-colleges", whole, "college", **cells),
        measured("some", "participating-colleges", part, "college", **cells, **restricted),
    )
    return [read(row, "first", "second", "verdict", "reasons", "gap") for row in found.findings]


def test_a_part_greater_than_its_whole_is_a_contradiction_and_nothing_else() -> None:
    assert colleges("15", "14") == [("all", "some", "contradiction", "part-exceeds-whole", "1")]
    assert colleges("14", "14") == [("all", "some", "not-comparable", "umbrella-and-member", None)]


# --- numbers and years of events ----------------------------------------------------------------------------------


def edition(event: str, number: str, held: int, series: str | None = None, **of_year: Any) -> list[Row]:
    about: Row = {"is_about": f"event/{event}"}
    rows = [measured(f"n-{event}", "edition-number", number, "edition", **about)]
    rows += [claim(f"y-{event}", "Occurrence", **about, **year(held), asserted_on=None, **of_year)]
    related: Row = {"has_relation_kind": "relation/edition-of", "is_related_to": f"event-series/{series}"}
    return rows + ([claim(f"s-{event}", "Relation", **about, **related)] if series else [])


def test_years_without_an_edition_are_years_less_steps() -> None:
    (less,) = derived_from(*edition("forum-3", "3", 2006), *edition("forum-9", "9", 2013))
    assert less["arithmetic"] == "(2013 - 2006) - (9 - 3) = 7 - 6 = 1"
    assert read(less, "is_about", "has_indicator", "has_unit", *AMOUNTS) == (
        "forum-9",
        "years-without-edition",
        "year",
        "exactly",
        "1",
        None,
    )
    assert sorted(less["inputs"].split("|")) == sorted(map(name, ("n-forum-3", "y-forum-3", "n-forum-9", "y-forum-9")))


def test_the_number_and_the_year_of_an_event_are_those_of_one_source() -> None:
    elsewhere = edition("forum-9", "9", 2013, had_primary_source="source/other")
    assert derived_from(*edition("forum-3", "3", 2006), *elsewhere) == []


def test_events_that_are_not_named_alike_count_where_claims_place_them_in_one_series() -> None:
    one = edition("summit-one", "1", 2020, "summits")
    (less,) = derived_from(*one, *edition("summit-four", "4", 2022, "summits"))
    assert read(less, "amount") == ("-1",)
    assert len(less["inputs"].split("|")) == 6
    assert derived_from(*one, *edition("summit-four", "4", 2022, "others")) == []
    assert derived_from(*one, *edition("summit-four", "4", 2022)) == []
    assert derived_from(*edition("forum-3", "3", 2006), *edition("fair-5", "5", 2013)) == []


def test_of_two_events_that_are_named_alike_one_sum_follows_even_if_claims_place_both_in_a_series() -> None:
    rows = (*edition("forum-3", "3", 2006, "forums"), *edition("forum-9", "9", 2013, "forums"))
    assert len(derived_from(*rows)) == 1


def held(**cells: Any) -> list[Row]:
    return derived_from(claim("held", "Occurrence", is_about="event/forum-3", **(year(2006) | cells)))


def test_the_years_since_an_event_are_counted_from_the_day_of_the_claim() -> None:
    (since,) = held()
    assert since["arithmetic"] == "2025 - 2006 = 19"
    assert read(since, "is_about", "has_indicator", "amount", "has_unit") == ("forum-3", "years-since", "19", "year")
    assert read(since, "asserted_on", "inputs") == ("2025-06-01", "held")
    for control in (
        year(2025),
        year(2026),
        {"has_attribution_mode": "attribution/statistical"},
        {"asserted_on": None},
        {"valid_until": None},
        {"valid_until": "2008-01-01"},
    ):
        assert held(**control) == []


# --- sums of shares -----------------------------------------------------------------------------------------------


def owners(*shares: str, **cells: Any) -> list[Row]:
    kind = {"has_ownership_kind": "ownership-kind/direct"}
    return [
        claim(
            f"o{number}", "Ownership", has_owned="project/p", has_owner=f"firm/f{number}", share=share, **(kind | cells)
        )
        for number, share in enumerate(shares)
    ]


def test_shares_of_owners_that_come_to_more_than_the_whole_are_added_up_the_largest_first() -> None:
    (summed,) = derived_from(*owners("18.93", "100", "2"))
    assert summed["arithmetic"] == "99.5 + 18.925 + 1.5 = 119.925; 100.5 + 18.935 + 2.5 = 121.935"
    assert read(summed, "is_about", "has_indicator", "has_unit", *AMOUNTS, "inputs", "had_primary_source") == (
        "p",
        "sum-of-shares",
        "percent",
        "between",
        "119.925",
        "121.935",
        "o0|o1|o2",
        None,
    )


# Shares of one whole, and their sum where the least that they come to is more than a hundred.
SHARES = """
60 38 2        | -
60 41          | -            | 59.5 + 40.5 is a hundred
60 41.1        | 100.55..101.65
33 33 35       | -            | 32.5 + 32.5 + 34.5 is 99.5
33 34 36       | 101.5..104.5
66.7 33.4      | -            | 66.65 + 33.35 is a hundred, whatever floating numbers make of it
16.7 16.7 16.7 16.7 16.7 16.8 | - | 5 * 16.65 + 16.75 is a hundred
"""


def test_shares_that_only_rounding_takes_above_the_whole_are_no_sum() -> None:
    for line in SHARES.strip().splitlines():
        shares, expected = (cell.strip() for cell in line.split("|")[:2])
        assert [written(row) for row in derived_from(*owners(*shares.split()))] == (
            [] if expected == "-" else [expected]
        )


def test_a_share_whose_low_end_is_open_is_nothing_at_least() -> None:
    less = partner("l", EXPORTS, "XA", "5", has_bound="bound/less-than", has_destination="country/XD")
    more = partner("m", EXPORTS, "XA", "60", has_destination="country/XC")
    (summed,) = derived_from(partner("e", EXPORTS, "XA", "50"), more, less)
    assert summed["arithmetic"] == "60 + 50 + 0 = 110; 60 + 50 + 5 = 115"


@pytest.mark.parametrize(
    "cells",
    [
        {"has_ownership_kind": "ownership-kind/parent"},
        {"had_primary_source": "source/other"},
        {"recorded_on": "2024-06-01"},
        {"valid_from": "2024-06-01"},
    ],
)
def test_shares_of_another_kind_source_vintage_or_period_are_not_added(cells: Row) -> None:
    (other,) = owners("60", **cells)
    assert derived_from(*owners("60"), other | {"claim": name("other")}) == []


@pytest.mark.parametrize(("mode", "verdicts"), [("statistical", []), ("narrator", ["contradiction"])])
def test_a_register_that_lists_an_owner_twice_does_not_contradict_itself(mode: str, verdicts: list[str]) -> None:
    one, other = owners("16.5", "55", has_attribution_mode=f"attribution/{mode}")
    found = found_on(one, other | {"has_owner": one["has_owner"]})
    assert [row["verdict"] for row in found.findings] == verdicts


def test_shares_of_partners_are_added_by_reporter_and_indicator() -> None:
    more = partner("m", EXPORTS, "XA", "90.5", has_destination="country/XC")
    (summed,) = derived_from(SHARED[0], more, partner("i", IMPORTS, "XB", "40"))
    assert summed["arithmetic"] == "90.5 + 10 = 100.5"
    assert read(summed, "is_about", "has_reporter", "valid_until", "inputs") == ("XA", "XA", "2024-01-01", "e|m")
    assert derived_from(SHARED[0], more | {"amount": 90}) == []


# --- what derived claims are --------------------------------------------------------------------------------------


def test_a_derived_claim_is_named_as_everything_else_that_has_no_key() -> None:
    rows = (growth(), level(), firms(), firms_share(), *edition("forum-3", "3", 2006), *edition("forum-9", "9", 2013))
    rows += (claim("held", "Occurrence", is_about="event/forum-3", **year(2006)), *SHARED, *owners("60", "50"))
    found = derived_from(*rows)
    rules = {"growth", "share-of-total", "partner-flow", "years-without-edition", "years-since", "sum-of-shares"}
    assert {row["claim_key"].split("/")[1] for row in found} == rules
    for row in found:
        kind, rule, digits = row["claim_key"].split("/")
        assert row["claim"] == iri.mint_hashed("claim", kind, rule, *sorted(row["inputs"].split("|")))
        assert row["claim"] == name(digits)
        assert set(row) == {*COLUMNS, "arithmetic"}


def test_a_derived_claim_is_set_beside_a_stated_one_and_beside_nothing_else() -> None:
    spans = {"valid_from": "2019-01-01", "valid_until": "2025-01-01"}
    stated = measured("stated", TURNOVER, "25000", **year(2019), asserted_on="2020-06-01", asserted_by="person/other")
    other = growth(amount="40", **spans) | {"claim": name("growth-2"), "asserted_by": "person/third"}
    found = found_on(growth(**spans), other, level(), stated)
    named = {row["claim"] for row in found.derived}
    assert len(named) == 2
    pairs = {(row["first"], row["second"]): row for row in found.findings if {row["first"], row["second"]} & named}
    assert set(pairs) == {(stated["claim"], base) for base in named}
    assert {row["verdict"] for row in pairs.values()} == {"contradiction"}


def test_nothing_follows_from_what_is_derived() -> None:
    computed = level() | {"class": "dyad:DerivedClaim", "inputs": f"{name('x')}|{name('y')}"}
    assert derived_from(growth(), computed) == []


POOL = (
    growth(),
    growth("more-than", "40") | {"claim": name("growth-2")},
    level(),
    level("about", "31000") | {"claim": name("level-2")},
    firms(),
    firms_share(),
    firms_share("40") | {"claim": name("share-2")},
    *SHARED,
    total("te2", "total-exports", "XA", "91000", recorded_on="2024-06-02"),
    *edition("forum-3", "3", 2006),
    *edition("forum-9", "9", 2013, "x"),
    *edition("summit-one", "1", 2020, "s"),
    *edition("summit-four", "4", 2024, "s"),
    claim("held", "Occurrence", is_about="event/forum-3", **year(2006)),
)


@settings(max_examples=25)
@given(st.sets(st.sampled_from(range(len(POOL))), min_size=2), st.data())
def test_without_a_claim_all_that_rests_on_it_is_gone_and_nothing_else_changes(chosen: set[int], data: Any) -> None:
    rows = [POOL[number] for number in sorted(chosen)]
    victim = data.draw(st.sampled_from(rows))
    before = derived_from(*rows)
    after = derived_from(*(row for row in rows if row is not victim))
    assert after == [row for row in before if victim["claim"] not in row["inputs"].split("|")]


def test_the_pool_makes_enough_to_lose() -> None:
    found = derived_from(*POOL)
    assert len(found) >= 10
    assert {part for row in found for part in row["inputs"].split("|")} >= {row["claim"] for row in POOL} - {
        name("s-forum-9")
    }


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
    found = find(shipped_build / FLAT, read_facts(read_ontology(assets.ontology()), open_build(shipped_build)))
    claims = {row["claim"]: row["claim_key"] for row in pq.read_table(shipped_build / FLAT).to_pylist()}
    derived = {row["claim"]: row for row in found.derived.to_pylist()}
    of_2023 = ("KZ", "RU", "2023-01-01", None)
    flows = {
        read(row, "stands_in_entry_of")[0]: (
            row["arithmetic"],
            *sorted(claims[key] for key in row["inputs"].split("|")),
        )
        for row in derived.values()
        if read(row, "has_origin", "has_destination", "valid_from", "has_reporter") == of_2023
    }
    assert flows == SHIPPED
    sides = [row for row in found.findings.to_pylist() if row["class"] == "dyad:MirrorPair"]
    assert len(sides) >= 8
    assert not any({row["first"], row["second"]} & set(derived) for row in sides)
    rules = {row["claim_key"].split("/")[1] for row in derived.values()}
    assert "growth" not in rules, "growth by more than a half to more than 28 bn has no base"
    shown = {row["arithmetic"] for row in derived.values()}
    assert "(2025 - 2006) - (21 - 3) = 19 - 18 = 1" in shown
    assert "2025 - 2006 = 19" in shown
    assert "2000 * 49.5 / 100 = 990" in shown  # more than 2000 firms, of which a bare 50 %
