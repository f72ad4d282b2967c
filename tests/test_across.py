"""What only rows together show is found, with its measure and its place, and what is as it should be is not."""

from pathlib import Path

import pytest

from kg.core import assets
from kg.core.ontology import read_ontology
from kg.load.tables import open_sources
from kg.rows.of_tables import write_partitions
from kg.validation.across import check_across, sum_of_sources
from kg.validation.report import CheckOutcome, Report
from tests.yearbook import DESCRIPTION, SOURCE, write_yearbook

ONTOLOGY = read_ontology(assets.ontology())
SHARES = (
    DESCRIPTION.replace("Measurement", "TradeFlow")
    .replace("USD", "percent")
    .replace("goods-turnover", "partner-share-of-exports")
    .replace("is_about_dyad period", "has_origin_country has_destination_country period")
)
FLOWS = "has_origin_country,has_destination_country,has_reporter_country,period,amount\n"
MORE = {
    "Country": "key,iso_code,iso_alpha3,label_en,label_kk,label_ru\nXA,XA,XAA,A,А,А\nXB,XB,XBB,B,Б,Б\nXC,XC,XCC,C,В,В\n"
}
MORE |= {"Dyad": "key,has_first_economy,has_second_economy\nXA-XB,XA,XB\nXA-XC,XA,XC\n"}


def across(folder: Path, description: str, **tables: str) -> Report:
    write_yearbook(folder / "data", description, **tables)
    loaded = open_sources([folder / "data"], ONTOLOGY)
    partitions = write_partitions(loaded, folder)
    files = {one.file: table.file for table, one in zip(loaded.tables, partitions, strict=True)}
    return sum_of_sources(check_across(partitions, files, ONTOLOGY).values())


def said(report: Report) -> list[tuple[object, ...]]:
    return [
        (one.rule, one.severity, one.value, one.path and one.path.name, one.line, one.column) for one in report.findings
    ]


SERIES = {
    "20 21 21000 22": [("955 times more", 4)],
    "20 21 0.02 22": [("1,050 times less", 4)],
    "20 21 22 22000": [("1,000 times more", 5)],
    "22000 21 22": [("1,000 times more", 2)],
    "20 21 2000 22": [],
    "20 21 21 22": [],
    "1 50 2500 125000": [],
    "20 21000": [],
}


@pytest.mark.parametrize("amounts", SERIES)
def test_a_value_far_from_its_neighbours_that_are_alike_is_told_with_its_measure(amounts: str, tmp_path: Path) -> None:
    rows = "".join(f"XA-XB,{2020 + n},{amount}\n" for n, amount in enumerate(amounts.split()))
    found = across(tmp_path, DESCRIPTION, Measurement=f"is_about_dyad,period,amount\n{rows}")
    assert said(found) == [
        ("sudden-jump", "warning", times, "Measurement.csv", line, "amount") for times, line in SERIES[amounts]
    ]
    assert found.outcome is CheckOutcome.CONFORMS
    assert all(one.message(language) for one in found.findings for language in ("en", "kk", "ru"))


@pytest.mark.parametrize(
    ("first", "second", "measure"),
    [("XA,XB,XA,2020,60", "XA,XC,XA,2020,55", "115 %"), ("XA,XB,XA,2020,60", "XA,XC,XA,2020,41", None)],
)
def test_shares_of_one_whole_that_are_more_than_all_are_told_with_their_sum(
    first: str, second: str, measure: str | None, tmp_path: Path
) -> None:
    found = across(tmp_path, SHARES, TradeFlow=f"{FLOWS}{first}\n{second}\n", **MORE)
    told = [("shares-above-whole", "warning", measure, "TradeFlow.csv", 2, "amount")]
    assert said(found) == (told if measure else [])


@pytest.mark.parametrize("second", ["XA,XC,XA,2021,55", "XA,XC,XC,2020,55", "XC,XA,XC,2020,55"])
def test_shares_of_other_years_reporters_and_directions_are_of_other_wholes(second: str, tmp_path: Path) -> None:
    assert said(across(tmp_path, SHARES, TradeFlow=f"{FLOWS}XA,XB,XA,2020,60\n{second}\n", **MORE)) == []


def test_without_amounts_nothing_is_compared(tmp_path: Path) -> None:
    assert across(tmp_path, f"{SOURCE} .\n").outcome is CheckOutcome.NOT_CHECKED
