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

LOWER, UPPER = ("more-than", "at-least"), ("less-than", "at-most")
ONE_SIDED = (*LOWER, *UPPER)


def expected_bound(grown: str, reached: str) -> str:
    """Tell the bound of the base as one reads it off the table of the module."""
    if grown in ONE_SIDED:
        than, at = UPPER if grown in LOWER else LOWER
        return than if grown.endswith("than") or reached == than else at
    if reached in ONE_SIDED:
        return reached
    return "about" if "about" in (grown, reached) else "exactly"


@pytest.mark.parametrize(("grown", "reached"), list(product(("exactly", "about", *ONE_SIDED), repeat=2)))
def test_the_bound_of_a_base_is_that_of_the_growth_turned_or_else_that_of_the_level(grown: str, reached: str) -> None:
    (base,) = derived_from(growth(grown), level(reached))
    assert read(base, *AMOUNTS) == (expected_bound(grown, reached), "20000", None)
    shown, *taken = base["arithmetic"].split(", ")
    assert shown == "30000 / (1 + 50 / 100) = 20000"
    both_open = (grown in LOWER and reached in LOWER) or (grown in UPPER and reached in UPPER)
    assert ("level taken at its figure" in taken) == (both_open or (reached == "about" and grown in ONE_SIDED))
    assert ("growth taken at its figure" in taken) == (grown == "about" and reached in ONE_SIDED)


@pytest.mark.parametrize(
    ("of_growth", "of_level", "bound", "least", "greatest"),
    [
        ({"bound": "between", "amount_to": "100"}, {}, "between", "15000", "20000"),
        ({"bound": "between", "amount_to": "100"}, {"bound": "more-than"}, "more-than", "15000", None),
        ({"bound": "between", "amount_to": "100"}, {"bound": "at-most"}, "at-most", "20000", None),
        ({}, {"bound": "between", "amount_to": "45000"}, "between", "20000", "30000"),
        ({"bound": "more-than"}, {"bound": "between", "amount_to": "45000"}, "less-than", "30000", None),
        ({"bound": "less-than"}, {"bound": "between", "amount_to": "45000"}, "more-than", "20000", None),
    ],
)
def test_of_two_ends_the_sound_one_stays(
    of_growth: Row, of_level: Row, bound: str, least: str, greatest: str | None
) -> None:
    (base,) = derived_from(growth(**of_growth), level(**of_level))
    assert read(base, *AMOUNTS) == (bound, least, greatest)


def test_a_base_is_what_the_level_is_of_and_shows_its_sum() -> None:
    (base,) = derived_from(growth("more-than"), level("more-than", "28000000000", asserted_on="2025-06-03"))
    assert base["arithmetic"] == "28000000000 / (1 + 50 / 100) = 18666666667, level taken at its figure"
    assert read(base, "class", "is_about", "has_indicator", "has_stage", "has_unit", "asserted_on", "recorded_on") == (
        "dyad:DerivedClaim", "XA-XB", TURNOVER, "realised", "USD", "2025-06-03", "2025-06-02"
    )  # fmt: skip
    assert read(base, "had_primary_source", "asserted_by", "valid_from", "valid_until") == (None,) * 4
    assert read(base, "has_attribution_mode", "claim_status", "inputs") == ("statistical", "accepted", "growth|level")


def test_a_fall_and_small_amounts_are_shown_as_one_writes_them() -> None:
    (base,) = derived_from(growth(amount="-25.5"), level(amount="10"))
    assert base["arithmetic"] == "10 / (1 - 25.5 / 100) = 13.4228"


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
        "XA", "XB", "foreign-participation-firms", "more-than", "1000", None
    )  # fmt: skip
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


SHARED = (partner("e", EXPORTS, "XA", "10"), total("te", "total-exports", "XA", "90926"),
          partner("i", IMPORTS, "XB", "5"), total("ti", "total-imports", "XB", "379659"))  # fmt: skip


def test_shares_of_totals_make_flows_and_these_a_mirror_pair() -> None:
    found = found_on(*SHARED)
    flows = {row["inputs"]: row for row in found.derived}
    exports, imports = flows[f"{name('e')}|{name('te')}"], flows[f"{name('i')}|{name('ti')}"]
    columns = ("is_about", "has_indicator", "has_origin", "has_destination", "has_reporter", "has_unit", "valid_from")
    assert read(exports, *columns) == ("XA-XB", "partner-flow", "XA", "XB", "XA", "USD", "2023-01-01")
    assert read(exports, *AMOUNTS, "asserted_on", "recorded_on") == ("exactly", "9093", None, None, "2025-06-02")
    assert imports["arithmetic"] == "379659 * 5 / 100 = 18983"
    (pair,) = [row for row in found.findings if row["class"] == "dyad:MirrorPair"]
    assert (pair["first"], pair["second"]) == (exports["claim"], imports["claim"])
    assert read(pair, "gap", "ratio") == ("9890", "2.0876")


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
        "forum-9", "years-without-edition", "year", "exactly", "1", None
    )  # fmt: skip
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
    for control in (year(2025), year(2026), {"has_attribution_mode": "attribution/statistical"},
                    {"asserted_on": None}, {"valid_until": None}, {"valid_until": "2008-01-01"}):  # fmt: skip
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
    assert summed["arithmetic"] == "100 + 18.93 + 2 = 120.93"
    assert read(summed, "is_about", "has_indicator", "has_unit", *AMOUNTS, "inputs", "had_primary_source") == (
        "p", "sum-of-shares", "percent", "exactly", "120.93", None, "o0|o1|o2", None
    )  # fmt: skip
    assert derived_from(*owners("60", "38", "2")) == []


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
    growth(), growth("more-than", "40") | {"claim": name("growth-2")},
    level(), level("about", "31000") | {"claim": name("level-2")},
    firms(), firms_share(), firms_share("40") | {"claim": name("share-2")}, *SHARED,
    total("te2", "total-exports", "XA", "91000", recorded_on="2024-06-02"),
    *edition("forum-3", "3", 2006), *edition("forum-9", "9", 2013, "x"), *edition("summit-one", "1", 2020, "s"),
    *edition("summit-four", "4", 2024, "s"), claim("held", "Occurrence", is_about="event/forum-3", **year(2006)),
)  # fmt: skip


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


def test_what_ships_says_how_far_the_sides_of_the_flagship_are_apart(shipped_build: Path) -> None:
    found = find(shipped_build / FLAT, read_facts(read_ontology(assets.ontology()), open_build(shipped_build)))
    claims = {row["claim"]: row["claim_key"] for row in pq.read_table(shipped_build / FLAT).to_pylist()}
    derived = {row["claim"]: row for row in found.derived.to_pylist()}
    gaps = {}
    for pair in (row for row in found.findings.to_pylist() if row["class"] == "dyad:MirrorPair"):
        first, second = derived[pair["first"]], derived[pair["second"]]
        if read(first, "has_origin", "has_destination", "valid_from") == ("KZ", "RU", "2023-01-01"):
            keys = [sorted(claims[part] for part in side["inputs"].split("|")) for side in (first, second)]
            gaps[pair["first"], pair["second"]] = (*read(first, "amount"), *read(second, "amount"), pair["ratio"], keys)
    ((exports, imports, ratio, keys),) = gaps.values()
    assert (exports, imports, f"{ratio:.2f}") == ("9092600000", "18982950000", "2.09")
    assert keys == [
        ["factbook-trade/partner-share-of-exports.KZ.RU.2023.2026-05-17", "factbook-trade/total-exports.kz.2023"],
        ["factbook-trade/partner-share-of-imports.KZ.RU.2023.2026-05-17", "factbook-trade/total-imports.rs.2023"],
    ]
    shown = {row["arithmetic"] for row in derived.values()}
    assert "28000000000 / (1 + 50 / 100) = 18666666667, level taken at its figure" in shown
    assert "(2025 - 2006) - (21 - 3) = 19 - 18 = 1" in shown
    assert "2025 - 2006 = 19" in shown
    assert "2000 * 50 / 100 = 1000" in shown
