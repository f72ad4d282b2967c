"""Items of regions: none that two regions share, none that another database contradicts, each code once."""

import csv
import json
from collections import defaultdict
from pathlib import Path

import pytest

from kg.core.errors import CellInvalid, FileUnreadable
from tests.adaptors.raw_files import code_of, raw_lines, refused, shipped

adaptor = code_of("region-ids")

HEADER = ",".join(("id", "iso3166_2", "wikiDataId", *adaptor.IGNORED))


def by_region() -> dict[str, str]:
    return {row["key"]: row["wikidata_id"] for row in shipped("region-ids", "Region")}


def items(folder: Path, *rows: tuple[str, str, str], levels: dict[str, str] | None = None) -> dict[str, str]:
    """Return the item by region, from rows of number, code and item, and from what the other database gives."""
    other = {code: {"iso2": code, "wikidata_id": item} for code, item in (levels or {}).items()}
    raw = raw_lines(
        folder,
        {
            adaptor.FILE: [HEADER, *(",".join((*row, *[""] * len(adaptor.IGNORED))) for row in rows)],
            adaptor.LEVELS: [json.dumps(other)],
        },
    )
    return {row["key"]: row["wikidata_id"] for row in adaptor.regions(raw)}


def test_the_27_items_that_stand_twice_are_given_to_no_two_regions(shared: Path) -> None:
    found = by_region()
    assert len(set(found.values())) == len(found) == 4763
    assert not set(found.values()) & set(adaptor.SHARED)
    by_item = defaultdict(set)
    with (shared / "data" / "regions" / adaptor.FILE).open(encoding="utf-8", newline="") as table:
        rows = [row for row in csv.DictReader(table) if row["wikiDataId"]]
    for row in rows:
        by_item[row["wikiDataId"]].add(row["iso3166_2"])
    values = [row["wikiDataId"] for row in rows]
    repeated = {value for value in values if values.count(value) > 1}
    assert len(repeated) == 27
    of_one_region = {value for value in repeated if by_item[value] <= set(adaptor.TWICE)}
    of_none = {"NULL", "Q2484719"}  # no item, and one of two parishes of Man, which ISO 3166-2 does not divide
    assert repeated == set(adaptor.SHARED) | of_one_region | of_none
    assert len(of_one_region) == 4


def test_a_shared_item_is_taken_for_neither(tmp_path: Path) -> None:
    rows = (("1", "KZ-75", adaptor.SHARED[0]), ("2", "KZ-19", adaptor.SHARED[0]), ("3", "KZ-27", "Q2"))
    assert items(tmp_path, *rows) == {"KZ-27": "Q2"}
    with refused(CellInvalid, adaptor.FILE, 3, "wikiDataId", "Q2"):
        items(tmp_path, ("1", "KZ-75", "Q2"), ("2", "KZ-19", "Q2"))


@pytest.mark.parametrize("text", ["", "<html>", '{"KZ-75": {', "[]", '{"KZ-75": []}', "[" * 100_000])
def test_what_is_not_the_other_database_is_named(text: str, tmp_path: Path) -> None:
    with refused(FileUnreadable, adaptor.LEVELS, match="raw file cannot be read"):
        [*adaptor.regions(raw_lines(tmp_path, {adaptor.FILE: [HEADER], adaptor.LEVELS: [text]}))]


def test_the_two_almatys_keep_their_own(tmp_path: Path) -> None:
    rows = (("1", "KZ-75", "Q35493"), ("2", "KZ-19", "Q186466"))
    assert items(tmp_path, *rows) == {"KZ-19": "Q186466", "KZ-75": "Q35493"}
    assert {by_region()["KZ-75"], by_region()["KZ-19"]} == {"Q35493", "Q186466"}


def test_an_item_that_the_other_database_contradicts_is_not_taken(tmp_path: Path) -> None:
    rows = (("1", "ES-A", "Q11959"), ("2", "ES-B", "Q81949"), ("3", "ES-AB", "Q3"), ("4", "IR-01", "Q928828"))
    levels = {"ES-A": "Q54936", "ES-B": "Q81949", "IR-01": "Q176081"}
    assert items(tmp_path, *rows, levels=levels) == {"ES-AB": "Q3", "ES-B": "Q81949", "IR-01": "Q928828"}
    assert "ES-A" not in by_region()


def test_a_missing_item_is_no_item(tmp_path: Path) -> None:
    assert items(tmp_path, ("1", "KZ-75", "NULL"), ("2", "KZ-19", ""), ("3", "KZ-27", "Q2")) == {"KZ-27": "Q2"}


def test_a_region_given_twice_is_taken_once_if_that_is_decided(tmp_path: Path) -> None:
    rows = (("1", "FR-PM", "Q34617"), ("2", "FR-PM", "Q34617"))
    assert items(tmp_path, *rows) == {"FR-PM": "Q34617"}
    with refused(CellInvalid, adaptor.FILE, 3, "iso3166_2", "KZ-27"):
        items(tmp_path, ("1", "KZ-27", "Q2"), ("2", "KZ-27", "Q2"))


def test_rows_are_left_out_by_name_and_where_iso_divides_no_country(tmp_path: Path) -> None:
    rows = (("1", "IN-CT", "Q1"), ("5815", "", "Q2"), ("3", "PR-054", "Q3"), ("4", "KZ-27", "Q4"))
    assert items(tmp_path, *rows) == {"KZ-27": "Q4"}


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (("2", "KZ-ZAP", "Q2"), "iso3166_2", "KZ-ZAP"),
        (("2", "", "Q2"), "iso3166_2", ""),
        (("2", "KZ-19", "Almaty"), "wikiDataId", "Almaty"),
    ],
)
def test_what_nobody_decided_about_stops_the_run(
    tmp_path: Path, row: tuple[str, str, str], column: str, value: str
) -> None:
    with refused(CellInvalid, adaptor.FILE, 3, column, value):
        items(tmp_path, ("1", "KZ-75", "Q1"), row)
