"""The members' own figures by month, and the Union's: each reporter apart, groups and what is said twice left out."""

import csv
import gzip
from collections import Counter
from pathlib import Path

import pytest

from kg.core.errors import CellInvalid, ColumnUnknown
from tests.adaptors.raw_files import code_of, raw_lines, refused, shipped

adaptor = code_of("eu-members-trade")

HEADER = "REPORTER,PARTNER,PRODUCT,FLOW,PERIOD,VALUE_IN_EUR,file,period"
FROM_KYRGYZSTAN = "kyrgyzstan_import_eurostat/Relational_View_2024-11-16T04_50_00.553Z.csv"
AGAIN = "kyrgyzstan_import_eurostat/Relational_View_2024-11-16T04_52_25.930Z.csv"
TO_KAZAKHSTAN = "kazakhstan_export_eurostat/Relational_View_2024-11-17T07_31_40.901Z.csv"
MEMBERS = "AT, BE, BG, CY, CZ, DE, DK, EE, ES, FI, FR, GR, HR, HU, IE, IT, LT, LU, LV, MT, NL, PL, PT, RO, SE, SI, SK"


def made(folder: Path, *rows: str) -> list[dict[str, str]]:
    return list(adaptor.flows(raw_lines(folder, {adaptor.FILE: [HEADER, *rows]})))


def exported(*names: str) -> list[str]:
    """Return a row for each reporter, of its exports to Kazakhstan in August 2019."""
    return [f'"{name}",Kazakhstan,TOTAL,EXPORT,Aug. 2019,9,{TO_KAZAKHSTAN},2019-08' for name in names]


# --- From the raw files ----------------------------------------------------------------------------------------------


def test_the_shipped_figures_read_as_the_extracts_do() -> None:
    rows = shipped("eu-members-trade", "TradeFlow")
    of = {(row["has_reporter"], row["has_origin"], row["has_destination"], row["period"]): row for row in rows}
    assert len(of) == len(rows)
    assert of[("BE", "BE", "KZ", "2019-08")]["amount"] == "9490760"
    assert of[("HR", "HR", "AM", "2024-08")]["amount"] == "62592"
    assert of[("BG", "KG", "BG", "2024-02")]["amount"] == "1577"
    assert {row["has_reporter"] for row in rows} == {"EU", "GB", *MEMBERS.split(", ")}
    assert max(row["period"] for row in rows if row["has_reporter"] == "GB") == "2020-01"
    assert {row["has_origin"] for row in rows} - {row["has_reporter"] for row in rows} == {"KG"}


def test_who_belonged_when_reads_as_the_name_of_the_union_does() -> None:
    spells = {
        row["is_about"]: (row["valid_from"], row["valid_until"]) for row in shipped("eu-members-trade", "Relation")
    }
    assert spells.keys() == {"GB", *MEMBERS.split(", ")}
    assert spells["BE"] == ("1958-01-01", "")
    assert spells["CY"] == ("2004-05-01", "")
    assert spells["HR"] == ("2013-07-01", "")
    assert spells["GB"] == ("1973-01-01", "2020-02-01"), "January 2020 is its last month"
    assert Counter(since for since, _ in spells.values())["2004-05-01"] == 10


def test_the_union_of_27_is_a_part_of_the_union_up_to_2020() -> None:
    rows = shipped("eu-members-trade", "TradeFlow")
    narrowed = {(row["has_reporter"], row["is_restricted_to"]) for row in rows if row["period"] < "2021"}
    assert narrowed == {("EU", "union/EU27"), *((member, "") for member in ("GB", *MEMBERS.split(", ")))}
    assert {row["is_restricted_to"] for row in rows if row["period"] >= "2021"} == {""}


def test_the_members_add_up_to_the_union_in_every_month() -> None:
    members, union = Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
    for row in shipped("eu-members-trade", "TradeFlow"):
        of = (row["period"], row["has_destination"] if row["has_origin"] == row["has_reporter"] else "from KG")
        if row["has_reporter"] != "GB":
            (union if row["has_reporter"] == "EU" else members)[of] += int(row["amount"])
    assert len(union) == 7 * 68
    assert members == union


def test_what_is_left_out_as_a_repetition_is_one(shared: Path) -> None:
    said: dict[str, set[tuple[str, ...]]] = {}
    path = shared / "data" / "trade-eu-eurostat" / adaptor.FILE
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            said.setdefault(row["file"], set()).add((row["REPORTER"], row["PERIOD"], row["VALUE_IN_EUR"]))
    assert said[AGAIN] == said[FROM_KYRGYZSTAN]


# --- The traps -------------------------------------------------------------------------------------------------------


def test_the_reporter_is_the_side_that_the_direction_gives(tmp_path: Path) -> None:
    (out,) = made(tmp_path, *exported("Belgium (incl. Luxembourg 'LU' -> 1998)"))
    assert out == {
        "has_origin": "BE",
        "has_destination": "KZ",
        "has_reporter": "BE",
        "period": "2019-08",
        "is_restricted_to": "",
        "amount": "9",
        "recorded_on": "2024-11-17",
        "was_derived_from": "#row=2",
    }
    (into,) = made(tmp_path, f"Cyprus,Kyrgyzstan,TOTAL,IMPORT,Feb. 2024,5,{FROM_KYRGYZSTAN},2024-02")
    assert (into["has_origin"], into["has_destination"], into["has_reporter"]) == ("KG", "CY", "CY")
    assert (into["period"], into["recorded_on"]) == ("2024-02", "2024-11-16")


def test_notes_in_the_names_of_reporters_change_nothing(tmp_path: Path) -> None:
    france = (
        "France (incl. Saint Barthélemy 'BL' -> 2012; incl. French Guiana 'GF', Guadeloupe 'GP', Martinique 'MQ',"
        " Réunion 'RE' from 1997; incl. Mayotte 'YT' from 2014)"
    )
    names = (
        france,
        "Germany (incl. German Democratic Republic 'DD' from 1991)",
        "Spain (incl. Canary Islands 'XB' from 1997)",
        "Italy (incl. San Marino 'SM' -> 1993)",
        "Ireland (Eire)",
        "Czechia",
        f"European Union - 27 countries ({MEMBERS})",
    )
    found = made(tmp_path, *exported(*names))
    assert [row["has_reporter"] for row in found] == ["FR", "DE", "ES", "IT", "IE", "CZ", "EU"]


def test_groups_of_members_are_left_out_beside_the_union_of_27(tmp_path: Path) -> None:
    groups = (
        "Euro area (AT-01/1999, BE-01/1999, CY-01/2008)",
        "Euro area - 20 countries (AT, BE, CY)",
        "European Union (AT-01/1995, BE-01/1958, GB-01/1973->01/2020)",
    )
    (found,) = made(tmp_path, *exported(*groups, "Sweden"))
    assert (found["has_reporter"], found["was_derived_from"]) == ("SE", "#row=5")


def test_the_spell_of_a_member_ends_after_its_last_month(tmp_path: Path) -> None:
    name = "European Union (AT-01/1995, BE-01/1958, GB-01/1973->01/2020, XA-07/1990->12/1999)"
    found = adaptor.memberships(raw_lines(tmp_path, {adaptor.FILE: [HEADER, *exported("Malta", name, name)]}))
    assert [(row["is_about"], row["valid_from"], row["valid_until"]) for row in found] == [
        ("AT", "1995-01-01", ""),
        ("BE", "1958-01-01", ""),
        ("GB", "1973-01-01", "2020-02-01"),
        ("XA", "1990-07-01", "2000-01-01"),
    ]


def test_a_month_that_an_extract_repeats_is_said_once(tmp_path: Path) -> None:
    rows = [f"Cyprus,Kyrgyzstan,TOTAL,IMPORT,Feb. 2024,5,{file},2024-02" for file in (FROM_KYRGYZSTAN, AGAIN)]
    assert len(made(tmp_path, *rows)) == 1


# --- What is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (f"Atlantis,Kazakhstan,TOTAL,EXPORT,Aug. 2019,9,{TO_KAZAKHSTAN},2019-08", "REPORTER", "Atlantis"),
        (f"Malta,Atlantis,TOTAL,EXPORT,Aug. 2019,9,{TO_KAZAKHSTAN},2019-08", "PARTNER", "Atlantis"),
        (f"Malta,Kazakhstan,27,EXPORT,Aug. 2019,9,{TO_KAZAKHSTAN},2019-08", "PRODUCT", "27"),
        (f"Malta,Kazakhstan,TOTAL,BALANCE,Aug. 2019,9,{TO_KAZAKHSTAN},2019-08", "FLOW", "BALANCE"),
        (f"Malta,Kazakhstan,TOTAL,EXPORT,Aug. 2019,9,{TO_KAZAKHSTAN},2019-09", "period", "2019-09"),
        (f"Malta,Kazakhstan,TOTAL,EXPORT,Jan.-Dec. 2019,9,{TO_KAZAKHSTAN},2019", "period", "2019"),
        (f"Malta,Kazakhstan,TOTAL,EXPORT,Aug. 2019,:,{TO_KAZAKHSTAN},2019-08", "VALUE_IN_EUR", ":"),
        ("Malta,Kazakhstan,TOTAL,EXPORT,Aug. 2019,9,view.csv,2019-08", "file", "view.csv"),
    ],
)
def test_an_unknown_value_is_named_with_its_place(row: str, column: str, value: str, tmp_path: Path) -> None:
    with refused(CellInvalid, adaptor.FILE, 2, column, value):
        made(tmp_path, row)


def test_a_column_that_nobody_decided_about_is_refused(tmp_path: Path) -> None:
    with refused(ColumnUnknown, adaptor.FILE, 1, "QUANTITY"):
        list(adaptor.flows(raw_lines(tmp_path, {adaptor.FILE: [f"{HEADER},QUANTITY"]})))
