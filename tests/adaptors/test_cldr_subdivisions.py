"""Kazakh names of regions out of CLDR: by code, never by name."""

from pathlib import Path

import pytest

from kg.core.errors import CellInvalid, ColumnUnknown
from tests.adaptors.raw_files import code_of, raw_lines, refused

adaptor = code_of("cldr-subdivisions")

HEADER = "iso3166_2,name_kk,source"


def test_two_regions_of_nearly_one_name_stay_two(tmp_path: Path) -> None:
    raw = raw_lines(tmp_path, {adaptor.FILE: [HEADER, "KZ-75,Алматы,cldr", "KZ-19,Алматы облысы,cldr"]})
    assert [(row["key"], row["official_name"], row["label_kk"]) for row in adaptor.regions(raw)] == [
        ("KZ-75", "Almaty", "Алматы"),
        ("KZ-19", "Almaty oblysy", "Алматы облысы"),
    ]


@pytest.mark.parametrize("code", ["KZ-ZAP", "RU-XX", ""])
def test_a_code_that_is_not_of_today_stops_the_run(tmp_path: Path, code: str) -> None:
    raw = raw_lines(tmp_path, {adaptor.FILE: [HEADER, "KZ-75,Алматы,cldr", f"{code},Аты,cldr"]})
    with refused(CellInvalid, adaptor.FILE, 3, "iso3166_2", code):
        list(adaptor.regions(raw))


def test_a_new_column_stops_the_run(tmp_path: Path) -> None:
    with refused(ColumnUnknown, adaptor.FILE, 1, "name_ru", None):
        list(adaptor.regions(raw_lines(tmp_path, {adaptor.FILE: [f"{HEADER},name_ru"]})))
