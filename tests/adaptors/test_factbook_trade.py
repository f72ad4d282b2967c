"""The World Factbook's trade: who traded with whom, as printed, with every value used, left out by name, or refused."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from kg.core.errors import CellInvalid, ColumnUnknown
from tests.adaptors.raw_files import code_of, folder_of, raw_lines, refused, shipped

adaptor = code_of("factbook-trade")

SHARES_HEADER = "gec,iso3,direction,data_year,partner_name,partner_iso3,share_percent,last_seen,commit"
TOTALS_HEADER = "gec,iso3,flow,data_year,usd,last_seen,commit"


def shares(folder: Path, *rows: str, seen: Sequence[str] = ()) -> list[dict[str, str]]:
    """Adapt rows that lack their vintage and commit, each seen on its day or all on one."""
    days = seen or ["2026-05-17"] * len(rows)
    printed = [f"{row},{day},abc" for row, day in zip(rows, days, strict=True)]
    return list(adaptor.partner_shares(raw_lines(folder, {adaptor.PARTNERS: [SHARES_HEADER, *printed]})))


# --- From the raw files ----------------------------------------------------------------------------------------------


def test_the_shipped_figures_read_as_the_pages_do() -> None:
    flows = shipped("factbook-trade", "TradeFlow")
    of_2023 = {
        (row["has_origin"], row["has_destination"]): row["amount"]
        for row in flows
        if row["period"] == "2023" and row["stands_in_entry_of"] == "KZ"
    }
    assert of_2023[("KZ", "CN")] == "16"
    assert of_2023[("RU", "KZ")] == "24"
    assert of_2023[("GM", "KZ")] == "4"
    assert "NA" in {row["stands_in_entry_of"] for row in flows}
    assert not {"ANHH", ""} & {row[end] for row in flows for end in ("has_origin", "has_destination")}
    assert {row["stands_in_entry_of"] for row in flows if "EU" in row["is_about_dyad"].split("-")} == {"EU"}
    assert all(row["has_origin"] != row["has_destination"] for row in flows)


# --- The traps -------------------------------------------------------------------------------------------------------


def test_the_direction_decides_the_ends_and_the_vintage_is_kept(tmp_path: Path) -> None:
    rows = ["kz,KAZ,export,2023,China,CHN,16.0", "kz,KAZ,import,2023,China,CHN,28.0"]
    out, into = shares(tmp_path, *rows, seen=["2026-05-17", "2024-12-26"])
    assert out == {
        "is_about_dyad": "CN-KZ",
        "has_indicator": "partner-share-of-exports",
        "has_origin": "KZ",
        "has_destination": "CN",
        "stands_in_entry_of": "KZ",
        "period": "2023",
        "amount": "16",
        "recorded_on": "2026-05-17",
        "was_derived_from": "partners_history.csv#row=2",
    }
    assert (into["has_origin"], into["has_destination"], into["stands_in_entry_of"]) == ("CN", "KZ", "KZ")
    assert (into["has_indicator"], into["recorded_on"]) == ("partner-share-of-imports", "2024-12-26")


def test_what_a_compiler_prints_in_an_entry_is_no_report_of_the_country() -> None:
    tables = [("factbook-trade", "TradeFlow"), ("factbook-trade", "Measurement"), ("factbook-borders", "Measurement")]
    assert not any("has_reporter" in shipped(source, table)[0] for source, table in tables)
    assert all(row["stands_in_entry_of"] for row in shipped("factbook-trade", "TradeFlow"))


@pytest.mark.parametrize(("written", "printed"), [("4.0", "4"), ("31.2", "31.2"), ("100.0", "100"), ("10", "10")])
def test_a_decimal_that_the_page_does_not_print_makes_no_share_finer(
    written: str, printed: str, tmp_path: Path
) -> None:
    (share,) = shares(tmp_path, f"kz,KAZ,export,2023,China,CHN,{written}")
    assert share["amount"] == printed


def test_pages_are_named_by_codes_that_are_not_those_of_iso(tmp_path: Path) -> None:
    rows = [f"{page},export,2023,Japan,JPN,1.0" for page in ("rs,RUS", "as,AUS", "wa,NAM")]
    assert [row["stands_in_entry_of"] for row in shares(tmp_path, *rows)] == ["RU", "AU", "NA"]
    rows = ["ee,,export,2023,China,CHN,1.0", "kv,,export,2023,China,CHN,1.0", "ri,,export,2023,Kosovo,XKX,1.0"]
    assert [row["is_about_dyad"] for row in shares(tmp_path, *rows)] == ["CN-EU", "CN-XK", "RS-XK"]


def test_a_name_that_holds_a_comma_or_a_slip_means_one_country(tmp_path: Path) -> None:
    names = ("S. Korea", "Trinidad &amp; Tobago", "Untied States", "amp;, Russia", "Republic of the Congo")
    rows = [f'kz,KAZ,export,2023,"{name}",,1.0' for name in names]
    found = shares(tmp_path, *rows, 'kz,KAZ,export,2023,"Gambia, The",GMB,4.0')
    assert [row["has_destination"] for row in found] == ["KR", "TT", "US", "RU", "CG", "GM"]


def test_what_is_no_economy_is_left_out_by_name(tmp_path: Path) -> None:
    left_out = ["mn,MCO,export,2013,Europe,,73.2", "aa,ABW,export,2014,Netherlands Antilles,ANT,21.7"]
    (found,) = shares(tmp_path, *left_out, "aa,ABW,export,2014,US,USA,9.0")
    assert found["has_destination"] == "US"


def test_a_state_that_had_ended_is_refused_where_nobody_decided(tmp_path: Path) -> None:
    row = "aa,ABW,export,2014,Curacao and others,ANT,21.7"
    with refused(CellInvalid, adaptor.PARTNERS, 2, "partner_iso3", "ANT", match="ended"):
        shares(tmp_path, row)
    assert shares(tmp_path, row.replace("2014", "2009"))[0]["has_destination"] == "ANHH"


def test_a_share_in_ones_own_trade_or_of_no_year_is_left_out(tmp_path: Path) -> None:
    rows = ["ch,CHN,import,2022,China,CHN,6.0", "aq,ASM,export,,US,USA,100.0", "ch,CHN,import,2022,US,USA,7.0"]
    assert [row["has_origin"] for row in shares(tmp_path, *rows)] == ["US"]


def test_of_one_statement_in_two_spellings_the_last_seen_is_kept(tmp_path: Path) -> None:
    found = shares(
        tmp_path,
        "ae,ARE,import,2022,US,USA,6.0",
        "ae,ARE,import,2022,United States,USA,6.0",
        "tw,TWN,import,2019,US,USA,12.3",
        "tw,TWN,import,2019,United States,USA,11.0",
        seen=["2024-12-26", "2024-03-28", "2021-03-01", "2024-03-28"],
    )
    assert [(row["amount"], row["recorded_on"]) for row in found] == [
        ("6", "2024-12-26"),
        ("12.3", "2021-03-01"),
        ("11", "2024-03-28"),
    ]
    assert found[0]["was_derived_from"].endswith("#row=2")


def test_what_stands_of_one_part_of_palestine_alone_is_no_figure_of_the_whole(tmp_path: Path) -> None:
    rows = [
        "gz,,Exports,2013,1343000000,2016-11-26,abc",
        "gz,,Exports,2017,1955000000,2022-12-29,abc",
        "we,,Exports,2017,2126000000,2021-09-30,abc",
        "we,,Imports,2016,6207000000,2021-09-30,abc",
        "gz,,Exports,2016,1827000000,2022-12-29,abc",
        "we,,Exports,2016,1827000000,2021-09-30,abc",
    ]
    found = list(adaptor.totals(raw_lines(tmp_path, {adaptor.TOTALS: [TOTALS_HEADER, *rows]})))
    assert [(row["key"], row["amount"]) for row in found] == [("total-exports.gz.2016", "1827000000")]
    alone = ("gz,,export,2022,Israel,ISR,81.0", "gz,,export,2022,Jordan,JOR,10.0", "we,,export,2022,Israel,ISR,81.0")
    assert [(row["is_about_dyad"], row["amount"]) for row in shares(tmp_path, *alone)] == [("IL-PS", "81")]


def test_of_the_totals_of_palestine_those_are_left_that_both_entries_print() -> None:
    kept = [row["key"] for row in shipped("factbook-trade", "Measurement") if row["is_about"] == "country/PS"]
    years = {"exports": [2016, *range(2019, 2025)], "imports": list(range(2019, 2025))}
    assert kept == [f"total-{flow}.gz.{year}" for flow in years for year in years[flow]]


def test_two_pages_of_one_country_repeat_and_contradict(tmp_path: Path) -> None:
    rows = [
        "gz,,Exports,2023,3413000000,2026-05-17,abc",
        "we,,Exports,2023,3413000000,2026-05-17,abc",
        "gz,,Exports,2017,1955000000,2022-12-29,abc",
        "we,,Exports,2017,2126000000,2021-09-30,abc",
        "xx,,Exports,2017,22000000000000,2022-12-29,abc",
        "kz,KAZ,Imports,2013,0,2022-12-29,abc",
        "ee,,Exports,2014,2259000000000,2017-03-29,abc",
    ]
    found = list(adaptor.totals(raw_lines(tmp_path, {adaptor.TOTALS: [TOTALS_HEADER, *rows]})))
    assert [(row["key"], row["is_about"], row["amount"]) for row in found] == [
        ("total-exports.gz.2023", "country/PS", "3413000000"),
        ("total-imports.kz.2013", "country/KZ", "0"),
        ("total-exports.ee.2014", "union/EU", "2259000000000"),
    ]


# --- What is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("kz,KAZ,export,2023,Atlantis,,4.0", "partner_name", "Atlantis"),
        ("kz,KAZ,export,2023,China,CHX,4.0", "partner_iso3", "CHX"),
        ("kz,KAX,export,2023,China,CHN,4.0", "iso3", "KAX"),
        ("zz,,export,2023,China,CHN,4.0", "gec", "zz"),
        ("kz,KAZ,re-export,2023,China,CHN,4.0", "direction", "re-export"),
        ("kz,KAZ,export,FY23,China,CHN,4.0", "data_year", "FY23"),
    ],
)
def test_an_unknown_value_is_named_with_its_place(row: str, column: str, value: str, tmp_path: Path) -> None:
    with refused(CellInvalid, adaptor.PARTNERS, 2, column, value):
        shares(tmp_path, row)


def test_an_unknown_flow_of_a_total_is_refused(tmp_path: Path) -> None:
    with refused(CellInvalid, adaptor.TOTALS, 2, "flow", "Balance"):
        list(
            adaptor.totals(
                raw_lines(tmp_path, {adaptor.TOTALS: [TOTALS_HEADER, "kz,KAZ,Balance,2023,1,2026-05-17,abc"]})
            )
        )


def test_a_column_that_nobody_decided_about_is_refused(tmp_path: Path) -> None:
    with refused(ColumnUnknown, adaptor.PARTNERS, 1, "rank"):
        list(adaptor.partner_shares(raw_lines(tmp_path, {adaptor.PARTNERS: [f"{SHARES_HEADER},rank"]})))


def test_every_patch_mends_a_figure_that_lost_a_dollar() -> None:
    printed = {row["key"]: row["amount"] for row in shipped("factbook-trade", "Measurement")}
    with (folder_of("factbook-trade") / "patches.csv").open(encoding="utf-8", newline="") as file:
        patches = list(csv.DictReader(file))
    assert {p["key"] for p in patches} == {key for key, amount in printed.items() if amount.endswith("999")}
    assert all(printed[p["key"]] == p["printed"] and int(p["meant"]) == int(p["printed"]) + 1 for p in patches)
