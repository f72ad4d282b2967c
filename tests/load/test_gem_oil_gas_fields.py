"""Oil and gas fields of Global Energy Monitor: the tables come of the raw file, and its traps do not catch them."""

import csv
from pathlib import Path

import pytest

from kg.errors import CellInvalid, ColumnMissing, CountTooSmall, FileUnreadable, PatchUnused
from kg.load.adapt import adapt, adaptor
from kg.load.adaptors import gem_oil_gas_fields as fields
from kg.load.raw.owner_list import gem_key
from kg.load.raw.files import Raw
from kg.load.rows import Row

SOURCE = Path(__file__).parents[2] / "data" / "gem-oil-gas-fields"
FILE = "goget_oil_gas_units_2025-02-26.csv"
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
    path = folder / FILE
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="")
        writer.writeheader()
        writer.writerows(IMASHEVSKOYE | row for row in rows)
    return Raw({FILE: path})


def row(**cells: str) -> Row:
    return Row(Path(FILE), 9, dict.fromkeys(HEADER, "") | {"unit-id": "OG1", TOTAL: "0.0"} | cells)


def test_the_raw_file_gives_the_shipped_tables(shared: Path, tmp_path: Path) -> None:
    counts = adapt(SOURCE, shared / "data" / "gem-energy", tmp_path)
    assert counts["Project"] == 7396
    for name in counts:
        assert (tmp_path / f"{name}.csv").read_bytes() == (SOURCE / f"{name}.csv").read_bytes(), name


def test_two_countries_with_a_hyphen_are_two_and_one_country_with_a_hyphen_is_one() -> None:
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


def test_operators_in_one_name_are_told_apart(tmp_path: Path) -> None:
    assert fields.operators_of(row(operator="Lukoil and Romgaz")) == ["Lukoil", "Romgaz"]
    assert fields.operators_of(row(operator="Oil and Natural Gas Corporation ")) == ["Oil and Natural Gas Corporation"]
    assert fields.operators_of(row(operator="Eni, Sonatrach;Eni")) == ["Eni", "Sonatrach"]
    assert fields.operators_of(row(operator="")) == []
    with pytest.raises(PatchUnused) as error:
        list(fields.operated(raw(tmp_path, {})))
    assert error.value.value == "Anadarko/Sonatrach/Eni"


def test_every_reading_of_a_joint_name_is_used(shared: Path) -> None:
    file = Raw({FILE: shared / "data" / "gem-energy" / FILE})
    areas = {row.cells["country/area"] for row in fields.fields(file)}
    assert areas >= {"Russia-Kazakhstan", "China-Japan", "Vietnam-Malaysia", "Timor Gap"}
    assert sum(cells["has_participant"] == gem_key("Romgaz") for cells in fields.operated(file)) > 0


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
        ({OIL: "0.0", OIL_YEAR: "2023"}, [("oil-production", "realised", "0", "0.0", "2023")]),
        ({OIL: "7.3", OIL_YEAR: "2022"}, [("oil-production", "realised", "7300000", "7.3", "2022")]),
        (
            {OIL: "1.589875672e-08", OIL_YEAR: "2022"},
            [("oil-production", "realised", "0.01589875672", "1.589875672e-08", "2022")],
        ),
        ({GAS: "2.0", GAS_YEAR: "2027"}, [("gas-production", "forecast", "2000000", "2.0", "2027")]),
        ({GAS: "2.0", GAS_YEAR: "not stated"}, [("gas-production", "realised", "2000000", "2.0", "")]),
        ({TOTAL: "3.65"}, [("hydrocarbon-production", "realised", "3650000", "3.65", "")]),
        (
            {GAS: "0.0", GAS_YEAR: "2023", TOTAL: "0.0"},
            [("gas-production", "realised", "0", "0.0", "2023")],
        ),
    ],
)
def test_a_zero_is_an_amount_and_a_blank_is_none(
    cells: dict[str, str], expected: list[tuple[str, str, str, str, str]]
) -> None:
    columns = ("has_indicator", "has_stage", "amount", "amount_as_said", "period")
    assert [tuple(r[c] for c in columns) for r in fields.production_of(row(**cells))] == expected


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
    with pytest.raises(CellInvalid) as error:
        list(adaptor("gem-oil-gas-fields")[table](raw(tmp_path, {}, cells)))
    assert (error.value.path, error.value.line) == (tmp_path / FILE, 3)
    assert (error.value.column, error.value.value) == (column, cells[column])


def test_a_column_less_is_an_error(tmp_path: Path) -> None:
    header = [name for name in HEADER if name != "lat"]
    with pytest.raises(ColumnMissing):
        list(fields.projects(raw(tmp_path, {}, header=header)))


def test_a_truncated_file_is_refused(shared: Path, tmp_path: Path) -> None:
    whole = (shared / "data" / "gem-energy" / FILE).read_bytes().splitlines(keepends=True)
    (tmp_path / FILE).write_bytes(b"".join(whole[:-1]))
    with pytest.raises(FileUnreadable):
        adapt(SOURCE, tmp_path, tmp_path)
    with pytest.raises(CountTooSmall):
        adapt(redescribed(tmp_path), tmp_path, tmp_path)


def redescribed(folder: Path) -> Path:
    """Describe the source anew, with the digest of the file that lies in a folder."""
    import hashlib

    text = (SOURCE / "source.ttl").read_text(encoding="utf-8")
    old = next(line.split('"')[1] for line in text.splitlines() if "dyad:sha256" in line)
    source = folder / SOURCE.name
    source.mkdir()
    digest = hashlib.sha256((folder / FILE).read_bytes()).hexdigest()
    (source / "source.ttl").write_text(text.replace(old, digest), encoding="utf-8")
    return source
