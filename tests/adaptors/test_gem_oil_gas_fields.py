"""Oil and gas fields of Global Energy Monitor: the tables come of the raw file, and its traps do not catch them."""

from decimal import Decimal
from pathlib import Path

import pytest

from kg.adapt.files import Raw
from kg.core.errors import CellInvalid, ColumnMissing
from kg.load.rows import Row
from tests.adaptors.raw_files import code_of, raw_rows, refused, shipped

fields = code_of("gem-oil-gas-fields")

OIL, OIL_YEAR = "production---oil-(million-bbl/y)", "production-year---oil"
GAS, GAS_YEAR = "production---gas-(million-m³/y)", "production-year---gas"
TOTAL = "production---total-(oil,-gas-and-hydrocarbons)-(million-boe/y)"
HEADER = [
    *("country/area", "wiki-name", "status", "status_display", "production-start-year", "operator", "owner", "parent"),
    *("lat", "lng", "location-accuracy", "subnational-unit-(province,-state)", "gem-region", "unit-id", "url"),
    *("country-list", "discovery-year", "fid-year", OIL, OIL_YEAR, GAS, GAS_YEAR, TOTAL),
]
# Facts of one row of the file.
IMASHEVSKOYE = {
    "unit-id": "OG0013934",
    "wiki-name": "Imashevskoye Oil and Gas Field (Russia-Kazakhstan)",
    "country/area": "Russia-Kazakhstan",
    "owner": "Gazprom (50%);KazMunayGas (50%)",
    "parent": "Gazprom (50%);Joint-Stock Company “Sovereign Wealth Fund “Samruk Kazyna” (45.2%)",
    "operator": "KazRosGas",
    TOTAL: "0.0",
}


def raw(folder: Path, *rows: dict[str, str], header: list[str] = HEADER) -> Raw:
    return raw_rows(folder, {fields.FILE: [IMASHEVSKOYE | row for row in rows]}, header)


def row(**cells: str) -> Row:
    return Row(Path(fields.FILE), 9, dict.fromkeys(HEADER, "") | {"unit-id": "OG1", TOTAL: "0.0"} | cells)


def test_russia_kazakhstan_is_two_countries_and_timor_leste_is_one() -> None:
    assert fields.countries_of(row(**{"country/area": "Russia-Kazakhstan"})) == ["RU", "KZ"]
    assert fields.countries_of(row(**{"country/area": "Timor-Leste"})) == ["TL"]
    listed = {"country/area": "Kuwait-Saudi Arabia-Iran", "country-list": "Kuwait; Saudi Arabia; Iran"}
    assert fields.countries_of(row(**listed)) == ["KW", "SA", "IR"]
    listed = {"country/area": "Timor Gap", "country-list": "East Timor; Australia; Indonesia"}
    assert fields.countries_of(row(**listed)) == ["TL", "AU", "ID"]
    with pytest.raises(CellInvalid, match="another than"):
        fields.countries_of(row(**{"country/area": "Iran", "country-list": "Iran; Iraq"}))
    with pytest.raises(CellInvalid, match="No country"):
        fields.countries_of(row(**{"country/area": "Iran-Iraq"}))


def test_a_field_of_two_countries_concerns_their_dyad(tmp_path: Path) -> None:
    (project,) = fields.projects(raw(tmp_path, {}))
    assert (project["is_located_in"], project["concerns_dyad"]) == ("RU|KZ", "KZ-RU")


def test_direct_owners_and_parents_are_kept_apart(tmp_path: Path) -> None:
    rows = list(fields.owned(raw(tmp_path, {})))
    assert [(cells["key"], cells["has_ownership_kind"], cells["share"]) for cells in rows] == [
        ("OG0013934.owner.1", "direct", "50"),
        ("OG0013934.owner.2", "direct", "50"),
        ("OG0013934.parent.1", "parent", "50"),
        ("OG0013934.parent.2", "parent", "45.2"),
    ]
    assert {cells["was_derived_from"] for cells in rows} == {"#row=2"}


def test_operators_in_one_name_are_told_apart() -> None:
    assert fields.operators_of(row(operator="Lukoil and Romgaz")) == ["Lukoil", "Romgaz"]
    assert fields.operators_of(row(operator="Oil and Natural Gas Corporation ")) == ["Oil and Natural Gas Corporation"]
    assert fields.operators_of(row(operator="Eni, Sonatrach;Eni")) == ["Eni", "Sonatrach"]
    assert fields.operators_of(row(operator="")) == []


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, []),
        ({"status": "UGS"}, []),
        ({"status": "shut_in"}, [("idle", "2025-02", "shut_in")]),
        ({"status": "abandoned"}, [("retired", "2025-02", "abandoned")]),
        ({"status": "operating"}, [("operating", "2025-02", "")]),
        ({"status": "in_development"}, [("in-development", "2025-02", "in_development")]),
        ({"production-start-year": "1951"}, [("operating", "1951", "")]),
        ({"production-start-year": "2027 (expected)"}, [("planned", "2027", "2027 (expected)")]),
        ({"production-start-year": "2033"}, [("planned", "2033", "2033")]),
        ({"fid-year": "2021", "discovery-year": "1951"}, []),
    ],
)
def test_stages_say_no_more_than_the_row(cells: dict[str, str], expected: list[tuple[str, str, str]]) -> None:
    found = [(r["has_stage"], r["period"], r["words_en"]) for r in fields.stages_of(row(**cells))]
    assert found == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, []),
        ({OIL: "0.0", OIL_YEAR: "2023"}, []),
        (
            {OIL: "0.0", OIL_YEAR: "2023", GAS: "2.0", GAS_YEAR: "2023"},
            [("gas-production", "realised", "2000000", "2.0", "2023")],
        ),
        ({OIL: "7.3", OIL_YEAR: "2022"}, [("oil-production", "realised", "7300000", "7.3", "2022")]),
        (
            {OIL: "1.589875672e-08", OIL_YEAR: "2022"},
            [("oil-production", "realised", "0.01589875672", "1.589875672e-08", "2022")],
        ),
        ({GAS: "2.0", GAS_YEAR: "2027"}, [("gas-production", "forecast", "2000000", "2.0", "2027")]),
        ({GAS: "2.0", GAS_YEAR: "not stated"}, [("gas-production", "realised", "2000000", "2.0", "")]),
        ({TOTAL: "3.65"}, [("hydrocarbon-production", "realised", "3650000", "3.65", "")]),
        ({GAS: "0.0", GAS_YEAR: "2023", TOTAL: "0.0"}, []),
    ],
)
def test_neither_a_zero_nor_a_blank_is_an_amount(
    cells: dict[str, str], expected: list[tuple[str, str, str, str, str]]
) -> None:
    columns = ("has_indicator", "has_stage", "amount", "amount_as_said", "period")
    assert [tuple(r[c] for c in columns) for r in fields.production_of(row(**cells))] == expected


def test_no_production_of_nothing_ships() -> None:
    amounts = [row["amount"] for row in shipped("gem-oil-gas-fields", "Measurement")]
    assert len(amounts) == 9_576 - 484
    assert min(map(Decimal, amounts)) > 0


@pytest.mark.parametrize(
    ("table", "column", "cells"),
    [
        ("StageReport", "status", {"status": "sold"}),
        ("StageReport", "production-start-year", {"production-start-year": "soon"}),
        ("Measurement", OIL, {OIL: "much", OIL_YEAR: "2023"}),
        ("Measurement", OIL, {OIL: "-1", OIL_YEAR: "2023"}),
        ("Measurement", OIL, {OIL: "nan", OIL_YEAR: "2023"}),
        ("Measurement", OIL_YEAR, {OIL: "1.0", OIL_YEAR: ""}),
        ("Measurement", GAS_YEAR, {GAS: "1.0", GAS_YEAR: "23"}),
        ("Measurement", GAS_YEAR, {GAS: "", GAS_YEAR: "2023"}),
        ("Measurement", TOTAL, {TOTAL: ""}),
        ("Project", "country/area", {"country/area": "Axia"}),
        ("Ownership", "owner", {"owner": "Alfa Works (101%)"}),
    ],
)
def test_what_nobody_decided_is_named(tmp_path: Path, table: str, column: str, cells: dict[str, str]) -> None:
    with refused(CellInvalid, fields.FILE, 3, column, cells[column]):
        list(fields.TABLES[table](raw(tmp_path, {}, cells)))


def test_a_column_less_is_an_error(tmp_path: Path) -> None:
    header = [name for name in HEADER if name != "lat"]
    with pytest.raises(ColumnMissing):
        list(fields.projects(raw(tmp_path, {}, header=header)))
