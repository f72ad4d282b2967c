"""Kazakh names of regions out of CLDR: by code, never by name."""

from pathlib import Path

import pytest

from kg import assets
from kg.errors import CellInvalid, ColumnUnknown
from kg.load.adaptors.cldr_subdivisions import FILE, regions
from tests.load.rebuilt import assert_rebuilt, assert_truncation_refused, place, raw_of

FOLDER = assets.data() / "cldr-subdivisions"
HEADER = "iso3166_2,name_kk,source"


def test_the_raw_file_gives_the_shipped_table(shared: Path, tmp_path: Path) -> None:
    assert_rebuilt(FOLDER, shared / "data" / "regions", tmp_path)


def test_a_truncated_file_is_refused(shared: Path, tmp_path: Path) -> None:
    assert_truncation_refused(FOLDER, shared / "data" / "regions", tmp_path)


def test_two_regions_of_nearly_one_name_stay_two(tmp_path: Path) -> None:
    raw = raw_of(tmp_path, FILE, HEADER, ["KZ-75,Алматы,cldr", "KZ-19,Алматы облысы,cldr"])
    assert [(row["key"], row["official_name"], row["label_kk"]) for row in regions(raw)] == [
        ("KZ-75", "Almaty", "Алматы"), ("KZ-19", "Almaty oblysy", "Алматы облысы"),
    ]  # fmt: skip


@pytest.mark.parametrize("code", ["KZ-ZAP", "RU-XX", ""])
def test_a_code_that_is_not_of_today_stops_the_run(tmp_path: Path, code: str) -> None:
    raw = raw_of(tmp_path, FILE, HEADER, ["KZ-75,Алматы,cldr", f"{code},Аты,cldr"])
    with pytest.raises(CellInvalid) as invalid:
        list(regions(raw))
    assert place(invalid.value) == (FILE, 3, "iso3166_2", code)


def test_a_new_column_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(ColumnUnknown) as unknown:
        list(regions(raw_of(tmp_path, FILE, f"{HEADER},name_ru", [])))
    assert place(unknown.value) == (FILE, 1, "name_ru", None)
