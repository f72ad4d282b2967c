"""The World Factbook's trade: who traded with whom, as printed, with every value used, left out by name, or refused."""

import csv
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import pytest

from kg import assets
from kg.errors import CellInvalid, ColumnUnknown, CountTooSmall, FileUnreadable, KgError, PatchUnused
from kg.load.adapt import adapt
from kg.load.adaptors.factbook_trade import PARTNERS, TOTALS, partner_shares, totals
from kg.load.raw.files import Raw

FOLDER = assets.data() / "factbook-trade"
TABLES = ("TradeFlow.csv", "Measurement.csv")
SHARES_HEADER = "gec,iso3,direction,data_year,partner_name,partner_iso3,share_percent,last_seen,commit"
TOTALS_HEADER = "gec,iso3,flow,data_year,usd,last_seen,commit"

Decided: TypeAlias = Mapping[str, str | None]
NOTHING: Decided = {}


def raw(folder: Path, name: str, header: str, rows: Sequence[str]) -> Raw:
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return Raw({name: path})


def shares(
    folder: Path, *rows: str, seen: Sequence[str] = (), names: Decided = NOTHING, pages: Decided = NOTHING
) -> list[dict[str, str]]:
    """Adapt rows that lack their vintage and commit, each seen on its day or all on one."""
    days = seen or ["2026-05-17"] * len(rows)
    printed = [f"{row},{day},abc" for row, day in zip(rows, days, strict=True)]
    return list(partner_shares(raw(folder, PARTNERS, SHARES_HEADER, printed), pages, names))


def refused(error: type[KgError], folder: Path, row: str) -> tuple[int | None, str | None, str | None]:
    with pytest.raises(error) as caught:
        shares(folder, row)
    assert caught.value.path == folder / PARTNERS
    assert caught.value.remedy
    return caught.value.line, caught.value.column, caught.value.value


# --- From the raw files ----------------------------------------------------------------------------------------------


def test_the_raw_files_give_the_shipped_tables(shared: Path, tmp_path: Path) -> None:
    assert adapt(FOLDER, shared / "data" / "factbook", tmp_path) == {"TradeFlow": 13625, "Measurement": 4248}
    for name in TABLES:
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()


def test_a_truncated_file_is_refused(shared: Path, tmp_path: Path) -> None:
    source, files = tmp_path / "factbook-trade", tmp_path / "raw"
    source.mkdir()
    files.mkdir()
    text = (FOLDER / "source.ttl").read_text(encoding="utf-8")
    for name in (PARTNERS, TOTALS):
        whole = (shared / "data" / "factbook" / name).read_bytes()
        cut = whole[: whole.rindex(b"\nzi,") + 1]
        (files / name).write_bytes(cut)
        text = text.replace(hashlib.sha256(whole).hexdigest(), hashlib.sha256(cut).hexdigest())
    with pytest.raises(FileUnreadable, match="SHA-256"):
        adapt(FOLDER, files, tmp_path)
    (source / "source.ttl").write_text(text, encoding="utf-8")
    with pytest.raises(CountTooSmall):
        adapt(source, files)


def test_the_shipped_figures_read_as_the_pages_do() -> None:
    with (FOLDER / "TradeFlow.csv").open(encoding="utf-8", newline="") as file:
        flows = list(csv.DictReader(file))
    of_2023 = {
        (row["has_origin"], row["has_destination"]): row["amount"]
        for row in flows
        if row["period"] == "2023" and row["has_reporter"] == "KZ"
    }
    assert of_2023[("KZ", "CN")] == "16.0"
    assert of_2023[("RU", "KZ")] == "24.0"
    assert of_2023[("GM", "KZ")] == "4.0"
    assert "NA" in {row["has_reporter"] for row in flows}
    assert not {"EU", "ANHH", ""} & {row[end] for row in flows for end in ("has_origin", "has_destination")}
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
        "has_reporter": "KZ",
        "period": "2023",
        "amount": "16.0",
        "recorded_on": "2026-05-17",
        "was_derived_from": "partners_history.csv#row=2",
    }
    assert (into["has_origin"], into["has_destination"], into["has_reporter"]) == ("CN", "KZ", "KZ")
    assert (into["has_indicator"], into["recorded_on"]) == ("partner-share-of-imports", "2024-12-26")


def test_pages_are_named_by_codes_that_are_not_those_of_iso(tmp_path: Path) -> None:
    rows = [f"{page},export,2023,Japan,JPN,1.0" for page in ("rs,RUS", "as,AUS", "wa,NAM")]
    assert [row["has_reporter"] for row in shares(tmp_path, *rows)] == ["RU", "AU", "NA"]
    pages = {"ee": None, "kv": "XK", "ri": "RS"}
    rows = ["ee,,export,2023,China,CHN,1.0", "kv,,export,2023,China,CHN,1.0", "ri,,export,2023,Kosovo,XKX,1.0"]
    assert [row["is_about_dyad"] for row in shares(tmp_path, *rows, pages=pages)] == ["CN-XK", "RS-XK"]


def test_a_name_that_holds_a_comma_or_a_slip_means_one_country(tmp_path: Path) -> None:
    names = {"S. Korea": "KR", "Trinidad &amp; Tobago": "TT", "Untied States": "US", "amp;, Russia": "RU"}
    rows = [f'kz,KAZ,export,2023,"{name}",,1.0' for name in names]
    found = shares(tmp_path, *rows, 'kz,KAZ,export,2023,"Gambia, The",GMB,4.0', names=names)
    assert [row["has_destination"] for row in found] == ["KR", "TT", "US", "RU", "GM"]


def test_what_is_no_country_is_left_out_by_name(tmp_path: Path) -> None:
    left_out = ["mn,MCO,export,2013,Europe,,73.2", "aa,ABW,export,2014,Netherlands Antilles,ANT,21.7"]
    (found,) = shares(
        tmp_path, *left_out, "aa,ABW,export,2014,US,USA,9.0", names={"Europe": None, "Netherlands Antilles": None}
    )
    assert found["has_destination"] == "US"


def test_a_state_that_had_ended_is_refused_where_nobody_decided(tmp_path: Path) -> None:
    row = "aa,ABW,export,2014,Netherlands Antilles,ANT,21.7"
    assert refused(CellInvalid, tmp_path, row) == (2, "partner_iso3", "ANT")
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
        ("6.0", "2024-12-26"), ("12.3", "2021-03-01"), ("11.0", "2024-03-28"),
    ]  # fmt: skip
    assert found[0]["was_derived_from"].endswith("#row=2")


def test_two_pages_of_one_country_repeat_and_contradict(tmp_path: Path) -> None:
    rows = [
        "gz,,Exports,2023,3413000000,2026-05-17,abc", "we,,Exports,2023,3413000000,2026-05-17,abc",
        "gz,,Exports,2017,1955000000,2022-12-29,abc", "we,,Exports,2017,2126000000,2021-09-30,abc",
        "xx,,Exports,2017,22000000000000,2022-12-29,abc", "kz,KAZ,Imports,2013,0,2022-12-29,abc",
    ]  # fmt: skip
    found = list(totals(raw(tmp_path, TOTALS, TOTALS_HEADER, rows), {"gz": "PS", "we": "PS", "xx": None}))
    assert [(row["key"], row["is_about_country"], row["amount"]) for row in found] == [
        ("total-exports.gz.2023", "PS", "3413000000"), ("total-exports.gz.2017", "PS", "1955000000"),
        ("total-exports.we.2017", "PS", "2126000000"), ("total-imports.kz.2013", "KZ", "0"),
    ]  # fmt: skip


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
    assert refused(CellInvalid, tmp_path, row) == (2, column, value)


def test_an_unknown_flow_of_a_total_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CellInvalid) as caught:
        list(totals(raw(tmp_path, TOTALS, TOTALS_HEADER, ["kz,KAZ,Balance,2023,1,2026-05-17,abc"]), {}))
    assert (caught.value.line, caught.value.column, caught.value.value) == (2, "flow", "Balance")


def test_a_column_that_nobody_decided_about_is_refused(tmp_path: Path) -> None:
    files = raw(tmp_path, PARTNERS, SHARES_HEADER + ",rank", [])
    with pytest.raises(ColumnUnknown) as caught:
        list(partner_shares(files, {}, {}))
    assert caught.value.column == "rank"


def test_a_decision_that_meets_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PatchUnused) as caught:
        shares(tmp_path, "kz,KAZ,export,2023,China,CHN,4.0", names={"Chyna": "CN"})
    assert "Chyna" in str(caught.value.value)
    with pytest.raises(PatchUnused):
        shares(tmp_path, "kz,KAZ,export,2023,China,CHN,4.0", pages={"gz": "PS"})


def test_every_patch_mends_a_figure_that_lost_a_dollar() -> None:
    with (FOLDER / "Measurement.csv").open(encoding="utf-8", newline="") as file:
        printed = {row["key"]: row["amount"] for row in csv.DictReader(file)}
    with (FOLDER / "patches.csv").open(encoding="utf-8", newline="") as file:
        patches = list(csv.DictReader(file))
    assert {p["key"] for p in patches} == {key for key, amount in printed.items() if amount.endswith("999")}
    assert all(printed[p["key"]] == p["printed"] and int(p["meant"]) == int(p["printed"]) + 1 for p in patches)
