"""Other reports of the same facts: what each says is in its own source, with its bound, speaker and page."""

import re
from pathlib import Path

import pytest

from kg.load.rows import read_rows
from kg.load.source import read_source

DATA = Path(__file__).parents[2] / "data"
CLAIMS = ("Measurement", "StudentFlow", "Flow", "StageReport", "Occurrence", "Relation")
REPORTS = (
    "astana-times-2024-11",
    "astana-times-2024-11-28",
    "caliber-2023",
    "inforos-2025-07-24",
    "jibek-joly-2023-04-12",
    "kazakhstan-today-students",
    "kazinform-2016-06-23",
    "kaztag-2025-01-17",
    "kremlin-2025-11-12",
    "nova-2023-11-08",
    "trend-2024-11-27",
    "trend-2025-11-12",
    "vestnik-kavkaza-2023-02-10",
    "zakonkz-2024-11",
)

# The figures of the reports: source, key, stage, bound, amount, unit.
FIGURES = """
trend-2025-11-12 under-way-count ongoing stated 30 project
trend-2025-11-12 under-way-value ongoing stated 4400000000 USD
trend-2025-11-12 under-way-jobs realised more-than 12000 job
trend-2025-11-12 planned-count planned stated 29 project
trend-2025-11-12 planned-value planned stated 30800000000 USD
trend-2025-11-12 planned-jobs forecast more-than 23000 job
trend-2025-11-12 students-kz-in-ru ongoing more-than 55000 student
trend-2025-11-12 russians-in-kz ongoing more-than 2000 young-person
astana-times-2024-11-28 implemented-count completed stated 93 project
astana-times-2024-11-28 implemented-value completed stated 18300000000 USD
astana-times-2024-11-28 implemented-jobs realised more-than 22000 job
astana-times-2024-11-28 planned-count planned stated 49 project
astana-times-2024-11-28 planned-jobs forecast more-than 20000 job
astana-times-2024-11-28 turnover-target target stated 30000000000 USD
trend-2024-11-27 planned-value planned about 29500000000 USD
trend-2024-11-27 turnover-2023 realised nearly 28500000000 USD
astana-times-2024-11 turnover-2023 realised stated 27000000000 USD
zakonkz-2024-11 turnover-2023 realised more-than 28000000000 USD
nova-2023-11-08 projects-count ongoing stated 143 project
nova-2023-11-08 projects-value ongoing stated 33500000000 USD
kazinform-2016-06-23 portfolio-value planned stated 25000000000 USD
jibek-joly-2023-04-12 turnover-2022 realised more-than 26000000000 USD
jibek-joly-2023-04-12 turnover-target target stated 30000000000 USD
caliber-2023 turnover-2022 realised stated 2000000000000 RUB
caliber-2023 turnover-2022-in-dollars realised stated 24300000000 USD
vestnik-kavkaza-2023-02-10 students-kz-in-ru ongoing stated 70000 student
inforos-2025-07-24 students-kz-in-ru ongoing about 60000 student
kazakhstan-today-students students-kz-in-ru ongoing about 60000 student
kremlin-2025-11-12 turnover realised more-than 28000000000 USD
kremlin-2025-11-12 turnover-target target stated 30000000000 USD
kremlin-2025-11-12 investment-2024 realised stated 4000000000 USD
kremlin-2025-11-12 investment-stock realised more-than 27000000000 USD
kremlin-2025-11-12 firms-with-russian-capital ongoing more-than 20000 company
""".strip()


def claims(source: str) -> dict[str, dict[str, str]]:
    """Return the claims of a source by their keys."""
    paths = (DATA / source / f"{table}.csv" for table in CLAIMS)
    return {row.cells["key"]: row.cells for path in paths if path.exists() for row in read_rows(path)[1]}


@pytest.mark.parametrize("figure", FIGURES.splitlines())
def test_a_report_says_what_it_says(figure: str) -> None:
    source, key, *expected = figure.split(" ")
    row = claims(source)[key]
    assert [row[name] for name in ("has_stage", "has_bound", "amount", "has_unit")] == expected


@pytest.mark.parametrize("source", REPORTS)
def test_a_report_is_second_hand_and_rests_on_its_page(source: str) -> None:
    text = (DATA / source / "source.ttl").read_text(encoding="utf-8")
    (page,) = re.findall(r"dcat:landingPage <([^>]*)>", text)
    assert "manner/second-hand" in text
    assert "licence/facts-and-quotations" in text
    assert read_source(DATA / source).files == ()
    assert set(re.findall(r'was_derived_from ([^"]*)"', text)) == {page}
    rows = claims(source).values()
    assert rows
    assert not any(name.startswith("words_") or name == "was_derived_from" for row in rows for name in row)


def test_no_two_reports_share_a_portfolio() -> None:
    paths = sorted(DATA.glob("*/ProjectPortfolio.csv"))
    keys = [row.cells["key"] for path in paths for row in read_rows(path)[1]]
    assert len(paths) >= 6
    assert len(keys) == len(set(keys))


def test_the_closed_checkpoint_is_suspended_with_an_open_end() -> None:
    row = claims("kaztag-2025-01-17")["mashtakovo-suspended"]
    assert (row["has_stage"], row["valid_from"], row["time_as_said_en"]) == (
        "suspended",
        "2025-02-01",
        "up to 16 months",
    )
    assert "valid_until" not in row
