"""Borders of the Factbook: both sides are kept, its codes are not ISO's, and what is no country is named."""

from pathlib import Path

import pytest

from kg.core.errors import CellInvalid, ColumnMissing
from kg.load.country_codes import UNIONS
from tests.adaptors.raw_files import code_of, raw_lines, refused, shipped

adaptor = code_of("factbook-borders")

HEADER = "gec,iso3,neighbour_name,neighbour_iso3,km,last_seen,commit"

# French Guiana has no entry of its own; since 2020 the neighbours of Western Sahara have not named it.
ONE_SIDED = {"BR-GF", "GF-SR", "DZ-EH", "EH-MA", "EH-MR"}


def made(folder: Path, *rows: str) -> list[tuple[str, str, str, str]]:
    """Make claims of rows that lack their commit: the dyad, the entry, the length and the day of each."""
    raw = raw_lines(folder, {adaptor.FILE: [HEADER, *(f"{row},abc" for row in rows)]})
    return [
        (row["is_about_dyad"], row["stands_in_entry_of"], row["amount"], row["period"]) for row in adaptor.lengths(raw)
    ]


def test_both_sides_stay_though_they_disagree(tmp_path: Path) -> None:
    rows = ("gm,DEU,Poland,POL,447.0,2026-05-17", "pl,POL,Germany,DEU,467.0,2026-05-17")
    assert made(tmp_path, *rows) == [
        ("DE-PL", "DE", "447", "2026-05-17"),
        ("DE-PL", "PL", "467", "2026-05-17"),
    ]


def test_codes_of_the_factbook_are_not_those_of_iso(tmp_path: Path) -> None:
    rows = (
        "rs,RUS,Kazakhstan,KAZ,7644.0,2026-05-17",
        "ri,,Hungary,HUN,164.0,2026-05-17",
        "kv,,Serbia,SRB,366.0,2026-05-17",
        "aj,AZE,Russia,RUS,338.0,2026-05-17",
    )
    assert made(tmp_path, *rows) == [
        ("KZ-RU", "RU", "7644", "2026-05-17"),
        ("HU-RS", "RS", "164", "2026-05-17"),
        ("RS-XK", "XK", "366", "2026-05-17"),
        ("AZ-RU", "AZ", "338", "2026-05-17"),
    ]


def test_namibia_is_no_missing_value(tmp_path: Path) -> None:
    assert made(tmp_path, "wa,NAM,Angola,AGO,1427.0,2026-05-17") == [("AO-NA", "NA", "1427", "2026-05-17")]


def test_names_cut_out_of_brackets_are_understood_by_name_only(tmp_path: Path) -> None:
    rows = ('us,USA,"Alaska), Mexico",,3111.0,2021-12-30', "us,USA,Mexico,MEX,3111.0,2026-05-17")
    assert made(tmp_path, *rows) == [
        ("MX-US", "US", "3111", "2021-12-30"),
        ("MX-US", "US", "3111", "2026-05-17"),
    ]
    assert {adaptor.NEIGHBOURS[name] for name in adaptor.NEIGHBOURS if ")" in name} == {"BI", "CG", "LB", "MX"}


def test_the_european_union_is_a_side_of_its_own(tmp_path: Path) -> None:
    assert made(tmp_path, "ee,,Russia,RUS,2435.0,2026-05-17") == [("EU-RU", "EU", "2435", "2026-05-17")]
    found = [row for row in shipped("factbook-borders", "Measurement") if "EU" in row["is_about_dyad"].split("-")]
    assert {row["stands_in_entry_of"] for row in found} == {"EU"}
    assert len(found) == 19


def test_what_is_no_economy_is_left_out_by_name(tmp_path: Path) -> None:
    assert {code for code in adaptor.ENTRIES if adaptor.ENTRIES[code] is None} == {"ax", "dx"}
    rows = ("ax,,Cyprus,CYP,48.0,2026-05-17", "cu,CUB,US Naval Base at Guantanamo Bay,,28.5,2026-05-17")
    assert made(tmp_path, *rows) == []


def test_a_part_of_a_border_is_no_border(tmp_path: Path) -> None:
    rows = ("is,ISR,West Bank,PSE,330.0,2026-05-17", "jo,JOR,West Bank,PSE,148.0,2026-05-17")
    assert made(tmp_path, *rows) == [("JO-PS", "JO", "148", "2026-05-17")]
    assert len(adaptor.PARTS) == 4
    assert not [row for row in shipped("factbook-borders", "Measurement") if row["is_about_dyad"] == "IL-PS"]


def test_every_border_of_two_countries_today_has_two_sides_but_for_those_named() -> None:
    """Show that no entry was lost to a code: who states a border of today is answered by the other side."""
    today = [row for row in shipped("factbook-borders", "Measurement") if row["period"] == "2026-05-17"]
    today = [row for row in today if row["stands_in_entry_of"] not in UNIONS]
    sides: dict[str, set[str]] = {}
    for row in today:
        sides.setdefault(row["is_about_dyad"], set()).add(row["stands_in_entry_of"])
        assert row["stands_in_entry_of"] in row["is_about_dyad"].split("-")
    assert {dyad for dyad, who in sides.items() if len(who) == 1} == ONE_SIDED
    assert len(sides) > 300


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("xx,,Kazakhstan,KAZ,1.0,2026-05-17", "gec", "xx"),
        ("rs,RUS,Alaska,,1.0,2026-05-17", "neighbour_name", "Alaska"),
        ("rs,ZZZ,Kazakhstan,KAZ,1.0,2026-05-17", "iso3", "ZZZ"),
        ("rs,RUS,Soviet Union,SUN,1.0,2026-05-17", "neighbour_iso3", "SUN"),
        ("rs,RUS,Kazakhstan,KAZ,1.0,May 2026", "last_seen", "May 2026"),
    ],
)
def test_what_nobody_decided_about_stops_the_run(tmp_path: Path, row: str, column: str, value: str) -> None:
    with refused(CellInvalid, adaptor.FILE, 3, column, value):
        made(tmp_path, "kz,KAZ,Russia,RUS,7644.0,2026-05-17", row)


def test_a_missing_column_stops_the_run(tmp_path: Path) -> None:
    raw = raw_lines(tmp_path, {adaptor.FILE: [HEADER.replace("km,", "")]})
    with refused(ColumnMissing, adaptor.FILE, 1, "km", None):
        list(adaptor.lengths(raw))
