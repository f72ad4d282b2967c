"""Gas pipelines of Global Energy Monitor: the tables come of the workbook, and its traps do not catch them."""

import builtins
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook

from kg.adapt import gem_gas
from kg.adapt.country_names import SEVEN
from kg.adapt.files import Raw
from kg.adapt.owner_list import gem_key
from kg.core.errors import CellInvalid, ColumnMissing, ColumnUnknown, ExtraMissing, FileUnreadable
from tests.adaptors.raw_files import code_of, refused, shipped

SOURCE, OTHERS = "gem-gas-pipelines", "gem-gas-pipelines-others"
gas = code_of(SOURCE)
others = code_of(OTHERS)
NOWHERE = {"ggit-P5619", "ggit-P5620", "ggit-P3373"}
HEADER = (*gem_gas._USED, *gem_gas._IGNORED)
LINE = {
    "id": "P9001",
    "name": "Axian Line",
    "status": "operating",
    "areas": "Kazakhstan, Russia",
    "owner": "Alfa Works [100.00%]",
    "parent": "Alfa Works [100.00%]",
    "capacity-table": "1.5 bcm/y of gas",
    "start-year": "1988",
    "tracker-acro": "GGIT",
}


def raw(folder: Path, *rows: Mapping[str, object], header: tuple[str, ...] = HEADER) -> Raw:
    """Write a workbook of rows, each the plain line but for some cells."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(header)
    for row in rows or ({},):
        cells = {**LINE, **row}
        sheet.append([cells.get(name) or None for name in header])
    book.save(folder / gas.FILE)
    return Raw({gas.FILE: folder / gas.FILE})


def of(table: str, project: str) -> list[dict[str, str]]:
    return [row for row in shipped(SOURCE, table) if project in row.values()]


# --- From the workbook -----------------------------------------------------------------------------------------------


def test_a_line_of_kazakhstan_and_russia_reads_as_the_sheet_has_it() -> None:
    (project,) = of("Project", "ggit-P1476")
    assert (project["label_en"], project["is_located_in"], project["concerns_dyad"]) == (
        "Makat–North Caucasus Pipeline",
        "KZ|RU",
        "KZ-RU",
    )
    (capacity,) = of("Measurement", "ggit-P1476")
    assert (capacity["amount"], capacity["has_stage"], capacity["was_derived_from"]) == (
        "21900000000",
        "realised",
        "#row=2127",
    )
    assert [(row["has_stage"], row["period"]) for row in of("StageReport", "ggit-P1476")] == [
        ("operating", "2024-10"),
        ("operating", "1988"),
    ]
    gazprom = gem_key("Gazprom")
    assert [(row["has_owner"], row["share"], row["has_ownership_kind"]) for row in of("Ownership", "ggit-P1476")] == [
        (gazprom, "100.00", "direct"),
        (gazprom, "100.00", "parent"),
    ]


def test_an_unknown_share_is_not_said_and_a_unit_is_named_after_its_line() -> None:
    parents = [row for row in of("Ownership", "ggit-P0761") if row["has_ownership_kind"] == "parent"]
    assert [(row["has_owner"], row["share"]) for row in parents] == [
        (gem_key("JSC Mahistralni Gazoprovody Ukrainy (MGU)"), "100.00"),
        (gem_key("Gazprom"), ""),
        (gem_key("Samruk-Kazyna SWF JSC"), ""),
    ]
    assert of("Project", "ggit-P2289")[0]["label_en"] == "Bukhara-Ural Gas Pipeline, I"
    assert of("Ownership", "ggit-P2289") == []  # Unknown [unknown %]


def test_every_line_of_the_seven_is_there_and_no_terminal() -> None:
    keys = [row["key"] for row in shipped(SOURCE, "Project")]
    assert len(keys) == len(set(keys)) == 302
    assert not any(key.startswith("ggit-T") for key in keys)
    seven = {"AM", "BY", "KG", "KZ", "RU", "TJ", "UZ"}
    assert all(seven & set(row["is_located_in"].split("|")) for row in shipped(SOURCE, "Project"))


def test_a_capacity_of_nought_is_left_out() -> None:
    assert of("Measurement", "ggit-P4269") == of("Measurement", "ggit-P5510") == []
    assert of("Project", "ggit-P4269")


def test_every_line_stands_once_those_of_the_seven_in_every_build_and_all_others_in_the_pack() -> None:
    home, far = shipped(SOURCE, "Project"), shipped(OTHERS, "Project")
    assert len({row["key"] for row in (*home, *far)}) == len(home) + len(far) == 3067 - len(NOWHERE)
    assert not NOWHERE & {row["key"] for row in (*home, *far)}
    assert not any(SEVEN & set(row["is_located_in"].split("|")) for row in far)
    assert all(row["is_located_in"] for row in far)


def test_a_line_of_other_countries_reads_as_the_sheet_has_it() -> None:
    (project,) = [row for row in shipped(OTHERS, "Project") if row["key"] == "ggit-P0463"]
    assert "|GM|SN|" in project["is_located_in"], "the file calls it The Gambia"
    of_it = [row for row in shipped(OTHERS, "Measurement") if row["is_about_project"] == "ggit-P0463"]
    assert [(row["amount"], row["has_stage"], row["was_derived_from"]) for row in of_it] == [
        ("30000000000", "planned", "#row=1535")
    ]


def test_no_line_carries_more_than_any_line_does() -> None:
    measured = {row["is_about_project"]: int(row["amount"]) for row in shipped(OTHERS, "Measurement")}
    assert max(measured.values()) == 173_760_000_000
    assert not measured.keys() & {f"ggit-{key}" for key in ("P5687", "P5688", "P5689", "P5690", "P5132", "P5741")}


# --- Against slips ---------------------------------------------------------------------------------------------------


def test_what_a_program_added_to_a_figure_is_not_printed(tmp_path: Path) -> None:
    made = raw(tmp_path, {"capacity": "9.130000000000001", "capacity-table": "9.13 bcm/y of gas"})
    assert [row["amount"] for row in gas.TABLES["Measurement"](made)] == ["9130000000"]


def test_terminals_and_other_countries_are_passed_over(tmp_path: Path) -> None:
    made = raw(tmp_path, {"tracker-acro": "GGIT-lng"}, {"areas": "Norway"}, {"areas": None}, {"id": "P9002"})
    assert [row["key"] for row in gas.TABLES["Project"](made)] == ["ggit-P9002"]
    (found,) = others.TABLES["Project"](made)
    assert (found["key"], found["is_located_in"], found["concerns_dyad"]) == ("ggit-P9001", "NO", "")


def test_what_was_never_in_use_is_planned(tmp_path: Path) -> None:
    made = raw(tmp_path, {"status": "proposed", "start-year": "2030"})
    assert [(row["has_stage"], row["period"]) for row in gas.TABLES["StageReport"](made)] == [
        ("announced", "2024-10"),
        ("planned", "2030"),
    ]
    assert [row["has_stage"] for row in gas.TABLES["Measurement"](made)] == ["planned"]


@pytest.mark.parametrize(
    ("column", "value", "table"),
    [
        ("capacity-table", "3.0 mtpa of LNG", "Measurement"),
        ("start-year", "soon", "StageReport"),
        ("status", "dreamt", "StageReport"),
        ("areas", "Kazakhstan, Atlantis", "Project"),
    ],
)
def test_an_unexpected_value_is_named_with_its_place(column: str, value: str, table: str, tmp_path: Path) -> None:
    with refused(CellInvalid, gas.FILE, 2, column):
        list(gas.TABLES[table](raw(tmp_path, {column: value})))


def test_a_cell_that_shows_otherwise_than_it_is_kept_stops(tmp_path: Path) -> None:
    with refused(CellInvalid, gas.FILE, 2, "start-year", "1988"):
        list(gas.TABLES["Project"](raw(tmp_path, {"start-year": 1988})))


def test_another_header_and_what_is_no_workbook_are_refused(tmp_path: Path) -> None:
    with refused(ColumnMissing, gas.FILE, 1, "id"):
        list(gas.TABLES["Project"](raw(tmp_path, header=HEADER[1:])))
    with refused(ColumnUnknown, gas.FILE, 1, "colour"):
        list(gas.TABLES["Project"](raw(tmp_path, header=(*HEADER, "colour"))))
    made = raw(tmp_path)
    (tmp_path / gas.FILE).write_bytes(b"no workbook")
    with refused(FileUnreadable, gas.FILE):
        list(gas.TABLES["Project"](made))


def test_without_the_library_the_error_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, imported = raw(tmp_path), builtins.__import__

    def without(name: str, *rest: object) -> object:
        if name == "openpyxl":
            raise ModuleNotFoundError(name)
        return imported(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ExtraMissing) as caught:
        list(gas.TABLES["Project"](made))
    assert "dyad-kg[adapt]" in str(caught.value)
