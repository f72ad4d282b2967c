"""The World Bank's GDP and population: countries alone, groups left out by name, the Union while its members are."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from kg.adapt.files import Raw
from kg.adapt.world_bank import GROUPS
from kg.core.errors import CellInvalid, ColumnUnknown
from kg.load.country_codes import country_keys
from tests.adaptors.raw_files import code_of, raw_lines, refused, shipped

gdp, population = code_of("worldbank-gdp"), code_of("worldbank-population")

HEADER = "Country Name,Country Code,Year,Value"


def raw(folder: Path, *rows: str, of: SimpleNamespace = population, header: str = HEADER) -> Raw:
    return raw_lines(folder, {of.FILE: (header, *rows)})


def figures(source: str) -> dict[tuple[str, str], str]:
    return {(row["is_about"], row["period"]): row["amount"] for row in shipped(source, "Measurement")}


def test_the_shipped_figures_read_as_the_files_do() -> None:
    products, people = figures("worldbank-gdp"), figures("worldbank-population")
    assert products["KZ", "2023"] == "261421121085.57208"
    assert products["RU", "1988"] == "554828660436.137"
    assert products["PS", "2023"] == "17396300000"
    assert (people["KZ", "2024"], people["RU", "1960"], people["XK", "2024"]) == ("20592571", "119897000", "1594353")
    assert len(products) == 13_979 - 2_786 - 61 - 3
    assert len(people) == 17_195 - 3_120 - 61


def test_only_countries_and_the_union_of_its_day_are_there() -> None:
    for source, last in (("worldbank-gdp", 2023), ("worldbank-population", 2024)):
        found = figures(source)
        union = {year for about, year in found if about == "EU"}
        assert union == {str(year) for year in range(2021, last + 1)}
        assert {about for about, _ in found} - {"EU"} <= set(country_keys())


def test_groups_are_left_out_by_name(tmp_path: Path) -> None:
    assert len(GROUPS) == 48
    rows = [f"Group,{code},2000,5" for code in GROUPS]
    (found,) = population.populations(raw(tmp_path, *rows, "Kazakhstan,KAZ,2000,6"))
    assert (found["is_about"], found["amount"], found["was_derived_from"]) == ("KZ", "6", "#row=50")


def test_the_union_is_left_out_while_it_had_other_members(tmp_path: Path) -> None:
    rows = [f"European Union,EUU,{year},5" for year in ("1960", "2020", "2021")]
    assert [found["period"] for found in population.populations(raw(tmp_path, *rows))] == ["2021"]


def test_namibia_is_no_empty_cell(tmp_path: Path) -> None:
    assert [found["is_about"] for found in population.populations(raw(tmp_path, "Namibia,NAM,2000,7"))] == ["NA"]


def test_georgia_before_1990_is_left_out(tmp_path: Path) -> None:
    rows = ("Georgia,GEO,1989,14047.410008779632", "Georgia,GEO,1990,7753575184.475019")
    (found,) = gdp.products(raw(tmp_path, *rows, of=gdp))
    assert (found["period"], found["amount"]) == ("1990", "7753575184.475019")


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("Axia,XAA,2000,5", "Country Code", "XAA"),
        ("Kazakhstan,KAZ,2000-01,5", "Year", "2000-01"),
        ("Kazakhstan,KAZ,2000,", "Value", ""),
        ("Kazakhstan,KAZ,2000,0", "Value", "0"),
        ("Kazakhstan,KAZ,2000,-5.5", "Value", "-5.5"),
    ],
)
def test_what_nobody_decided_is_named(row: str, column: str, value: str, tmp_path: Path) -> None:
    with refused(CellInvalid, population.FILE, 2, column, value):
        list(population.populations(raw(tmp_path, row)))


def test_a_column_that_nobody_decided_about_is_refused(tmp_path: Path) -> None:
    with refused(ColumnUnknown, population.FILE, 1, "Note"):
        list(population.populations(raw(tmp_path, header=f"{HEADER},Note")))
