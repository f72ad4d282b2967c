"""Oil pipelines of Global Energy Monitor: the tables come of the raw file, and its traps do not catch them."""

from decimal import Decimal
from pathlib import Path

import pytest

from kg.adapt.files import Raw
from kg.adapt.owner_list import gem_key
from kg.core.errors import CellInvalid, ColumnUnknown, KeyDuplicated
from tests.adaptors.raw_files import code_of, raw_rows, refused, shipped

pipelines = code_of("gem-oil-pipelines")

HEADER = ["project", "unit", "type", "parent", "countries", "status", "start_year", "capacity", "geom", "route", "url"]
# Facts of one row of the file.
CASPIAN = {
    "project": "Caspian Pipeline",
    "parent": "Transneft [100.00%]; Samruk-Kazyna SWF JSC [18.93%]; Rosneft [3.82%]",
    "countries": "Kazakhstan, Russia",
    "status": "operating",
    "start_year": "2001",
    "capacity": "1340000",
}
PLAIN = {"project": "Axian Line", "parent": "Alfa Works [unknown %]", "status": "proposed"}


def raw(folder: Path, *rows: dict[str, str], header: list[str] = HEADER) -> Raw:
    return raw_rows(folder, {pipelines.FILE: rows}, header)


def test_shares_above_the_whole_are_kept() -> None:
    key = gem_key("Caspian Pipeline").replace("gem-", "goit-")
    rows = shipped("gem-oil-pipelines", "Ownership")
    shares = [Decimal(row["share"]) for row in rows if row["has_owned_project"] == key]
    assert sum(shares) == Decimal("175.99")
    assert len(shares) == 10


def test_a_line_through_two_countries_concerns_their_dyad(tmp_path: Path) -> None:
    first, second = pipelines.projects(raw(tmp_path, CASPIAN, PLAIN))
    assert (first["is_located_in"], first["concerns_dyad"]) == ("KZ|RU", "KZ-RU")
    assert (second["is_located_in"], second["concerns_dyad"]) == ("", "")


def test_what_is_blank_or_unknown_is_not_said(tmp_path: Path) -> None:
    file = raw(tmp_path, PLAIN | {"parent": "Unknown [unknown %]; Alfa Works [unknown %]; Other [5.00%]"})
    (owned,) = pipelines.owned(file)
    assert (owned["has_owner"], owned["share"], owned["was_derived_from"]) == (gem_key("Alfa Works"), "", "#row=2")
    assert list(pipelines.capacities(file)) == []
    assert [row["has_stage"] for row in pipelines.stages(file)] == ["announced"]


@pytest.mark.parametrize(
    ("status", "stage", "words", "opening", "capacity"),
    [
        ("operating", "operating", "", "operating", "realised"),
        ("mothballed", "idle", "mothballed", "operating", "realised"),
        ("retired", "retired", "", "operating", "realised"),
        ("construction", "ongoing", "construction", "planned", "planned"),
        ("shelved", "suspended", "shelved", "planned", "planned"),
        ("cancelled", "cancelled", "", "planned", "planned"),
    ],
)
def test_a_status_keeps_its_meaning(
    tmp_path: Path, status: str, stage: str, words: str, opening: str, capacity: str
) -> None:
    file = raw(tmp_path, PLAIN | {"status": status, "start_year": "2001", "capacity": "50318.5"})
    now, start = pipelines.stages(file)
    assert (now["has_stage"], now["period"], now["words_en"]) == (stage, "2024-06", words)
    assert (start["has_stage"], start["period"]) == (opening, "2001")
    assert [(row["has_stage"], row["amount"]) for row in pipelines.capacities(file)] == [(capacity, "50318.5")]


def test_capacities_that_are_no_barrels_per_day_are_left_out_by_name(tmp_path: Path) -> None:
    thai = {"project": "Si Racha-Saraburi Oil Pipeline", "parent": "", "status": "operating", "countries": ""}
    file = raw(tmp_path, thai | {"capacity": "26000000000"}, thai | {"unit": "2", "capacity": "26000000000"})
    assert [row["was_derived_from"] for row in pipelines.capacities(file)] == ["#row=3"]
    amounts = sorted(Decimal(row["amount"]) for row in shipped("gem-oil-pipelines", "Measurement"))
    assert (len(amounts), amounts[-2:]) == (518 - 7, [Decimal(2_250_000), Decimal(5_000_000)])


def test_units_are_projects_of_their_own_and_stand_once(tmp_path: Path) -> None:
    units = [PLAIN | {"unit": "Line 1"}, PLAIN | {"unit": "Line 2"}, PLAIN]
    rows = list(pipelines.projects(raw(tmp_path, *units)))
    assert [row["label_en"] for row in rows] == ["Axian Line, Line 1", "Axian Line, Line 2", "Axian Line"]
    assert len({row["key"] for row in rows}) == 3
    with refused(KeyDuplicated, pipelines.FILE, 5, "unit", "Axian Line, Line 1"):
        list(pipelines.projects(raw(tmp_path, *units, units[0])))


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("StageReport", "status", "paused"),
        ("StageReport", "status", ""),
        ("StageReport", "start_year", "2026?"),
        ("Measurement", "capacity", "n/a"),
        ("Project", "countries", "Axia"),
        ("Ownership", "parent", "Alfa Works [much%]"),
    ],
)
def test_what_nobody_decided_is_named(tmp_path: Path, table: str, column: str, value: str) -> None:
    file = raw(tmp_path, CASPIAN, PLAIN | {column: value})
    with refused(CellInvalid, pipelines.FILE, 3, column, value):
        list(pipelines.TABLES[table](file))


def test_a_column_more_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ColumnUnknown):
        list(pipelines.projects(raw(tmp_path, PLAIN, header=[*HEADER, "owner"])))
