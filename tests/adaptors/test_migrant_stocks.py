"""Migrants by origin and host: countries by the names of the United Nations, areas that are none left out."""

from pathlib import Path

import pytest

from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from tests.adaptors.raw_files import code_of, raw_lines, refused, shipped

adaptor = code_of("migrant-stocks")


def raw(folder: Path, *lines: str) -> Raw:
    return raw_lines(folder, {adaptor.FILE: ["year,destination,origin,persons", *lines]})


def test_kazakhstan_russia_and_germany_read_as_the_file_has_them() -> None:
    rows = {
        (row["has_origin"], row["has_destination"], row["period"]): row for row in shipped("migrant-stocks", "Stock")
    }
    assert rows["KZ", "RU", "2019"]["amount"] == "2559711"
    assert rows["RU", "KZ", "2019"]["amount"] == "2458414"
    assert rows["KZ", "DE", "2019"]["amount"] == "940296"
    assert sum(key[:2] in {("KZ", "RU"), ("RU", "KZ")} for key in rows) == 14


@pytest.mark.parametrize("area", ["South America", "Channel Islands", "Micronesia"])
def test_an_area_that_is_no_country_is_left_out_on_either_side(area: str, tmp_path: Path) -> None:
    files = raw(tmp_path, f"2019,Kazakhstan,{area},5.0", f"2019,{area},Kazakhstan,5.0")
    assert list(adaptor.stocks(files)) == []


def test_the_federation_of_micronesia_is_a_country(tmp_path: Path) -> None:
    files = raw(tmp_path, "2019,Guam,Micronesia (Fed. States of),5.0")
    assert [(row["has_origin"], row["has_destination"]) for row in adaptor.stocks(files)] == [("FM", "GU")]


@pytest.mark.parametrize(
    ("line", "column", "value"),
    [
        ("2019,Kazakhstan,Other North,5.0", "origin", "Other North"),
        ("2019,Kazakhstan,Guam,0.0", "persons", "0.0"),
        ("2019,Kazakhstan,Guam,5.5", "persons", "5.5"),
    ],
)
def test_an_unexpected_value_is_named_with_its_place(line: str, column: str, value: str, tmp_path: Path) -> None:
    with refused(CellInvalid, adaptor.FILE, 2, column, value):
        list(adaptor.stocks(raw(tmp_path, line)))
