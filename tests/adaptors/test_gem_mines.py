"""Mines and plants of Global Energy Monitor: what a row says of owners, stages and amounts, and what it leaves open."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from kg.adapt.files import Raw
from kg.adapt.owner_list import gem_key
from kg.core.errors import CellInvalid, ColumnUnknown
from tests.adaptors.raw_files import code_of, raw_rows, refused, shipped

COAL, IRON, STEEL = "gem-coal-mines", "gem-iron-ore-mines", "gem-steel-plants"
coal, iron, steel = map(code_of, (COAL, IRON, STEEL))


def raw(folder: Path, adaptor: SimpleNamespace, *rows: dict[str, str]) -> Raw:
    """Write rows of a file, with blank cells where they say nothing."""
    header = (*adaptor._USED, *adaptor._IGNORED)
    return raw_rows(folder, {adaptor.FILE: [dict.fromkeys(header, "") | row for row in rows]}, header)


def of(source: str, table: str, key: str, *columns: str) -> list[tuple[str, ...]]:
    """Return columns of the shipped rows that speak of a project."""
    named = ("key", "has_undertaking", "has_owned_project", "is_about_project")
    return [tuple(r[c] for c in columns) for r in shipped(source, table) if key in (r.get(name) for name in named)]


# --- From the raw files ----------------------------------------------------------------------------------------------


def test_bogatyr_reads_as_the_file_of_coal_mines_does() -> None:
    place = "#row=696"
    assert of(COAL, "Project", "M0717", "label_en", "is_located_in") == [("Bogatyr Coal Mine (Kazakhstan)", "KZ")]
    assert of(COAL, "Ownership", "M0717", "has_owner", "share", "has_ownership_kind", "was_derived_from") == [
        (gem_key("Bogatyr Komir LLP"), "", "direct", place),
        (gem_key("Samruk-Energo JSC"), "50.0", "parent", place),
        (gem_key("United Company RUSAL PJSC"), "50.0", "parent", place),
    ]
    assert of(COAL, "StageReport", "M0717", "has_stage", "period") == [("operating", "2024-04"), ("operating", "1979")]
    assert of(COAL, "Measurement", "M0717", "has_indicator", "has_stage", "amount", "period") == [
        ("capacity", "realised", "32000000", "2024-04"),
        ("coal-production", "realised", "32500000", ""),
    ]


def test_a_number_that_stands_twice_is_a_mine_and_its_expansion() -> None:
    assert of(COAL, "StageReport", "M0717.2", "has_stage", "period", "words_en") == [
        ("announced", "2024-04", "proposed"),
        ("planned", "2022", ""),
    ]
    amounts = of(COAL, "Measurement", "M0717.2", "has_indicator", "has_stage", "amount")
    assert amounts == [("capacity", "planned", "7500000")]


def test_a_list_of_owners_with_misplaced_signs_is_read_as_meant() -> None:
    firms = {row["key"]: row["label_en"] for row in shipped(COAL, "Firm")}
    shares = {firms.get(row["has_owner"], ""): row["share"] for row in shipped(COAL, "Ownership")}
    assert shares["Shanxi Dongsheng Coal Industry Group"] == ""  # printed as 3899 %
    assert shares["Ningbo Zhongding Trade Company"] == "40"
    assert not [name for name in firms.values() if "%" in name or ";" in name]


def test_steel_has_a_capacity_for_each_stage_of_its_units() -> None:
    assert of(STEEL, "Measurement", "P100000120710", "has_indicator", "has_stage", "amount") == [
        ("crude-steel-capacity", "operating", "6000000"),
        ("iron-capacity", "operating", "6450000"),
        ("iron-capacity", "retired", "1100000"),
    ]
    assert of(STEEL, "StageReport", "P100000120710", "has_stage", "period") == [
        ("operating", "2025-03"),
        ("operating", "1960"),
    ]
    assert of(STEEL, "Ownership", "P100000120711", "has_owner", "has_ownership_kind") == [
        (gem_key("Sin Yuan Steel LLP"), "direct")  # its parents are natural persons and unknown
    ]


def test_a_firm_has_one_key_in_every_tracker() -> None:
    name = "Qazaqstan Steel Group LLP"
    for source in (IRON, STEEL):
        assert {row["label_en"]: row["key"] for row in shipped(source, "Firm")}[name] == gem_key(name)


def test_production_that_a_program_divided_is_no_figure() -> None:
    amounts = {row["amount"] for row in shipped(IRON, "Measurement") if row["has_indicator"] == "iron-ore-production"}
    assert "22782812.5" in amounts
    assert not [amount for amount in amounts if amount.startswith(("1266666", "21830000.0"))]


# --- Against slips, and what is left open ----------------------------------------------------------------------------

A_MINE = {"id": "M1", "country": "Kazakhstan", "project": "Axia", "status": "operating", "opening_year": "TBD"}
AN_IRON_MINE = {
    "name-(english)": "Axia",
    "country/area": "Kazakhstan",
    "status": "operating",
    "start-date": "unknown",
    "owner": "unknown",
    "parent": "--",
    "production-2022-(ttpa)": "0",
    "production-2023-(ttpa)": "unknown",
}
A_PLANT = {
    **dict.fromkeys(steel._CAPACITIES, "0"),
    "plant-id": "P1",
    "plant-name-(english)": "Axia",
    "country/area": "Kazakhstan",
    "start-date": "unknown",
    "plant-status": "operating-pre-retirement",
}


def test_utf_16_is_read_by_its_mark_and_a_letter_and_its_mark_are_one_sign(tmp_path: Path) -> None:
    made = raw(tmp_path, coal, A_MINE | {"project": "Pa\u0328tno\u0301w"})
    path = made.files[coal.FILE]
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-16", newline="")
    assert [row["label_en"] for row in coal.projects(made)] == ["Pątnów"]


@pytest.mark.parametrize(("printed", "amounts"), [("0.0", []), ("", []), ("0.9", ["900000"]), ("32.0", ["32000000"])])
def test_an_amount_of_nought_is_left_out_of_coal(tmp_path: Path, printed: str, amounts: list[str]) -> None:
    made = raw(tmp_path, coal, A_MINE | {"production": printed})
    assert [row["amount"] for row in coal.amounts(made)] == amounts


@pytest.mark.parametrize("printed", ["n/a", "-1", "1e3"])
def test_what_is_no_amount_stops(tmp_path: Path, printed: str) -> None:
    with refused(CellInvalid, coal.FILE, 2, "capacity", printed):
        list(coal.amounts(raw(tmp_path, coal, A_MINE | {"capacity": printed})))


def test_an_opening_to_come_is_planned_even_of_a_mine_in_use(tmp_path: Path) -> None:
    made = raw(tmp_path, coal, A_MINE | {"opening_year": "2026"}, A_MINE | {"id": "M2"})
    reports = [(row["has_undertaking"], row["has_stage"], row["period"]) for row in coal.stage_reports(made)]
    assert reports == [("M1", "operating", "2024-04"), ("M1", "planned", "2026"), ("M2", "operating", "2024-04")]


def test_a_new_status_and_a_new_column_stop(tmp_path: Path) -> None:
    with refused(CellInvalid, coal.FILE, 2, "status", "flooded"):
        list(coal.stage_reports(raw(tmp_path, coal, A_MINE | {"status": "flooded"})))
    with refused(ColumnUnknown, coal.FILE, 1, "depth"):
        list(
            coal.projects(raw_rows(tmp_path, {coal.FILE: [dict.fromkeys((*coal._USED, *coal._IGNORED, "depth"), "")]}))
        )


def test_nobody_owns_an_iron_mine_of_unknown_owners_and_its_nought_is_kept(tmp_path: Path) -> None:
    made = raw(tmp_path, iron, AN_IRON_MINE)
    assert list(iron.ownership(made)) == []
    assert [(row["amount"], row["period"]) for row in iron.amounts(made)] == [("0", "2022")]


@pytest.mark.parametrize(
    ("printed", "opened"),
    [("2010-06-30 00:00:00", ["2010-06-30"]), ("1965-01-01 00:00:00", ["1965"]), ("2006", ["2006"]), ("unknown", [])],
)
def test_the_opening_of_an_iron_mine(tmp_path: Path, printed: str, opened: list[str]) -> None:
    made = raw(tmp_path, iron, AN_IRON_MINE | {"start-date": printed})
    assert [row["period"] for row in iron.stage_reports(made)][1:] == opened


def test_the_capacity_of_an_iron_mine_of_unknown_status_is_left_out(tmp_path: Path) -> None:
    made = raw(tmp_path, iron, AN_IRON_MINE | {"status": "unknown", "design-capacity-(ttpa)": "500"})
    assert [row["has_indicator"] for row in iron.amounts(made)] == ["iron-ore-production"]
    assert list(iron.stage_reports(made)) == []


def test_what_is_in_use_and_to_be_retired_is_a_stage_of_its_own(tmp_path: Path) -> None:
    columns = {f"{status}-nominal-iron-capacity-(ttpa)": "5" for status in ("operating", "operating-pre-retirement")}
    made = raw(tmp_path, steel, A_PLANT | columns)
    assert [(row["has_stage"], row["amount"]) for row in steel.capacities(made)] == [
        ("operating", "5000"),
        ("retiring", "5000"),
    ]
    assert [(row["has_stage"], row["words_en"]) for row in steel.stage_reports(made)] == [
        ("retiring", "operating-pre-retirement")
    ]
