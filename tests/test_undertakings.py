"""What is summed over projects and what counts as silence: each rule with the case that it decides, in both engines."""

import pytest

from kg.core import assets
from kg.core.graph import Store
from kg.reason.rules import derive, read_rules
from tests.invented import said, store_of
from tests.test_identity import ask

PROJECTS = """<project/plant> a :Project . <project/works> a :Project . <project/road> a :Project .
<project/road-east> a :Project . <portfolio/other> a :ProjectPortfolio .
"""
SAME = (
    "<mapping/1> a :Mapping ; :hasSubject <project/works> ; :hasObject <project/plant> ;"
    " :hasJudgement <judgement/same> .\n"
)


def claim(key: str, day: str, text: str, source: str = "one") -> str:
    """Write a claim of a source that was made and recorded on a day."""
    return said(key, f"{text} source={source} by=ada on={day} recorded={day}")


def worth(key: str, day: str, about: str, amount: str, stage: str = "planned", source: str = "one") -> str:
    """Write a claim on the value of a project or portfolio."""
    return claim(key, day, f"exactly {amount} USD of={about} indicator=project-value stage={stage}", source)


def part(key: str, member: str, whole: str) -> str:
    return claim(key, "2024-01-01", f"class=dyad:Relation of={member} kind=part-of to={whole} indicator=- stage=-")


def staged(key: str, day: str, stage: str, source: str = "one") -> str:
    report = f"class=dyad:StageReport undertaking=project/plant stage={stage} of=- indicator=-"
    return claim(key, day, report, source)


def reasoned(claims: str) -> Store:
    store = store_of(PROJECTS + claims)
    derive(store, read_rules(assets.ontology() / "rules"))
    return store


def totals(claims: str, on: str = "2025-01-01") -> dict[str, str]:
    """Return by stage, and by portfolio where there is one, the least and the greatest total, the number, the day."""
    return {
        row["stage"].removeprefix("stage/") + (" of " + row["portfolio"] if "portfolio" in row else ""): " ".join(
            row[name] for name in ("least", "greatest", "undertakings", "as_of")
        )
        for row in ask(reasoned(claims), "project-totals", on=on)
    }


def silent(claims: str, on: str = "2025-01-01") -> dict[str, str]:
    rows = ask(reasoned(claims), "announced-and-silent", on=on, dyad="UNDEF")
    return {row["undertaking"]: row["days_silent"] for row in rows}


PLANT = worth("plant", "2024-01-01", "project/plant", "5")
WORKS = worth("works", "2024-02-01", "project/works", "7", source="two")


def test_two_reports_of_one_project_count_once_and_show_both_values() -> None:
    assert totals(PLANT + WORKS) == {"planned": "12 12 2 2024-02-01"}
    assert totals(PLANT + WORKS + SAME) == {"planned": "5 7 1 2024-02-01"}


def test_an_umbrella_stands_beside_its_members_and_beside_other_umbrellas() -> None:
    umbrellas = worth("joint", "2024-01-01", "portfolio/joint", "9") + worth(
        "other", "2024-01-01", "portfolio/other", "8"
    )
    assert totals(PLANT + umbrellas + part("p", "project/plant", "portfolio/joint")) == {
        "planned": "5 5 1 2024-01-01",
        "planned of portfolio/joint": "9 9 1 2024-01-01",
        "planned of portfolio/other": "8 8 1 2024-01-01",
    }


def test_a_part_counts_in_its_whole_unless_the_whole_has_no_figure() -> None:
    east = worth("east", "2024-01-01", "project/road-east", "3") + part("p", "project/road-east", "project/road")
    assert totals(east) == {"planned": "3 3 1 2024-01-01"}
    assert totals(east + worth("road", "2024-01-01", "project/road", "4")) == {"planned": "4 4 1 2024-01-01"}


def test_a_figure_of_a_part_of_the_money_is_no_value_of_the_project() -> None:
    some, narrowed = (
        worth("some", "2024-03-01", about, "1") for about in ("project/plant", "project/plant part=country/XA")
    )
    assert totals(PLANT + some) == {"planned": "1 1 1 2024-03-01"}
    assert totals(PLANT + narrowed) == {"planned": "5 5 1 2024-01-01"}


def test_the_last_word_of_a_source_replaces_its_earlier_ones_and_not_those_of_others() -> None:
    later = worth("built", "2024-06-01", "project/plant", "6", "completed")
    assert totals(PLANT + later) == {"completed": "6 6 1 2024-06-01"}
    assert totals(PLANT + later, on="2024-03-01") == {"planned": "5 5 1 2024-01-01"}
    other = worth("other", "2024-06-01", "project/plant", "6", "completed", "two")
    assert totals(PLANT + other) == {"completed": "6 6 1 2024-06-01", "planned": "5 5 1 2024-01-01"}


@pytest.mark.parametrize(
    ("more", "days"),
    [
        ("", {"project/plant": "366"}),
        (staged("again", "2024-12-22", "announced"), {"project/plant": "10"}),
        (staged("begun", "2024-06-01", "ongoing"), {}),
        (staged("begun-at-once", "2024-01-01", "ongoing", "two"), {}),
        (staged("begun-later", "2025-06-01", "ongoing"), {"project/plant": "366"}),
        (part("mention", "project/road", "project/plant").replace("2024-01-01", "2024-06-01"), {}),
        (WORKS + SAME, {"project/works": "335"}),
    ],
    ids=["nothing", "said again", "begun", "begun the same day", "begun afterwards", "mentioned", "under another name"],
)
def test_silence_lasts_from_the_last_claim_of_any_kind(more: str, days: dict[str, str]) -> None:
    assert silent(PLANT + more) == days


def test_a_project_that_sources_place_differently_is_least_nowhere_and_greatest_at_each_stage() -> None:
    reports = staged("a", "2024-01-01", "ongoing") + staged("b", "2024-02-01", "suspended", "two")
    rows = ask(reasoned(reports), "stage-totals", dyad="UNDEF", on="2024-12-31")
    assert [tuple(row.values()) for row in rows] == [("stage/ongoing", "0", "1"), ("stage/suspended", "0", "1")]
    assert ask(reasoned(reports), "stage-totals", dyad="UNDEF", on="2024-01-15") == [
        {"stage": "stage/ongoing", "least": "1", "greatest": "1"}
    ]


def test_what_a_project_is_planned_to_carry_does_not_make_it_planned() -> None:
    capacity = worth("carry", "2024-06-01", "project/plant", "5").replace("project-value", "capacity")
    (row,) = ask(
        reasoned(staged("a", "2024-01-01", "ongoing") + capacity), "projects-by-stage", dyad="UNDEF", on="2024-12-31"
    )
    assert (row["stage"], row["since"]) == ("stage/ongoing", "2024-01-01")
