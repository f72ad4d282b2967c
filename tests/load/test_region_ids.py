"""Items of regions: none that two regions share, none that another database contradicts, each code once."""

import csv
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest

from kg import assets
from kg.errors import CellInvalid, PatchUnused
from kg.load.adaptors.region_ids import FILE, IGNORED, LEVELS, SHARED, TWICE, regions
from kg.load.raw.files import Raw
from tests.load.rebuilt import assert_rebuilt, assert_truncation_refused, place, raw_of

FOLDER = assets.data() / "_packs" / "share-alike" / "region-ids"
HEADER = ",".join(("id", "iso3166_2", "wikiDataId", *IGNORED))


def items(
    folder: Path,
    *rows: tuple[str, str, str],
    levels: dict[str, str] | None = None,
    left_out: Sequence[str] = (),
    twice: Sequence[str] = (),
    shared: Sequence[str] = (),
) -> dict[str, str]:
    """Return the item by region, from rows of number, code and item, and from what the other database gives."""
    files = dict(raw_of(folder, FILE, HEADER, [",".join((*row, *[""] * len(IGNORED))) for row in rows]).files)
    files[LEVELS] = folder / LEVELS
    other = {code: {"iso2": code, "wikidata_id": item} for code, item in (levels or {}).items()}
    files[LEVELS].write_text(json.dumps(other), encoding="utf-8")
    return {row["key"]: row["wikidata_id"] for row in regions(Raw(files), left_out, twice, shared)}


def shipped() -> dict[str, str]:
    with (FOLDER / "Region.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: row["wikidata_id"] for row in csv.DictReader(file)}


def test_the_raw_files_give_the_shipped_table(shared: Path, tmp_path: Path) -> None:
    assert_rebuilt(FOLDER, shared / "data" / "regions", tmp_path)


def test_a_truncated_file_is_refused(shared: Path, tmp_path: Path) -> None:
    assert_truncation_refused(FOLDER, shared / "data" / "regions", tmp_path)


def test_no_item_is_given_to_two_regions(shared: Path) -> None:
    found = shipped()
    assert len(set(found.values())) == len(found) == 4763
    assert not set(found.values()) & set(SHARED)
    by_item = defaultdict(set)
    with (shared / "data" / "regions" / FILE).open(encoding="utf-8", newline="") as table:
        rows = [row for row in csv.DictReader(table) if row["wikiDataId"]]
    for row in rows:
        by_item[row["wikiDataId"]].add(row["iso3166_2"])
    values = [row["wikiDataId"] for row in rows]
    repeated = {value for value in values if values.count(value) > 1}
    assert len(repeated) == 27
    of_one_region = {value for value in repeated if by_item[value] <= set(TWICE)}
    of_none = {"NULL", "Q2484719"}  # no item, and one of two parishes of Man, which ISO 3166-2 does not divide
    assert repeated == set(SHARED) | of_one_region | of_none
    assert len(of_one_region) == 4


def test_a_shared_item_is_taken_for_neither(tmp_path: Path) -> None:
    rows = (("1", "KZ-75", "Q1"), ("2", "KZ-19", "Q1"), ("3", "KZ-27", "Q2"))
    assert items(tmp_path, *rows, shared=["Q1"]) == {"KZ-27": "Q2"}
    with pytest.raises(CellInvalid) as invalid:
        items(tmp_path, *rows)
    assert place(invalid.value) == (FILE, 3, "wikiDataId", "Q1")


def test_the_two_almatys_keep_their_own(tmp_path: Path) -> None:
    rows = (("1", "KZ-75", "Q35493"), ("2", "KZ-19", "Q186466"))
    assert items(tmp_path, *rows) == {"KZ-19": "Q186466", "KZ-75": "Q35493"}
    assert {shipped()["KZ-75"], shipped()["KZ-19"]} == {"Q35493", "Q186466"}


def test_an_item_that_the_other_database_contradicts_is_not_taken(tmp_path: Path) -> None:
    rows = (("1", "ES-A", "Q11959"), ("2", "ES-B", "Q81949"), ("3", "ES-AB", "Q3"), ("4", "IR-01", "Q928828"))
    levels = {"ES-A": "Q54936", "ES-B": "Q81949", "IR-01": "Q176081"}
    assert items(tmp_path, *rows, levels=levels) == {"ES-AB": "Q3", "ES-B": "Q81949", "IR-01": "Q928828"}
    assert "ES-A" not in shipped()


def test_a_missing_item_is_no_item(tmp_path: Path) -> None:
    assert items(tmp_path, ("1", "KZ-75", "NULL"), ("2", "KZ-19", ""), ("3", "KZ-27", "Q2")) == {"KZ-27": "Q2"}


def test_a_region_given_twice_is_taken_once_if_that_is_decided(tmp_path: Path) -> None:
    rows = (("1", "FR-PM", "Q34617"), ("2", "FR-PM", "Q34617"))
    assert items(tmp_path, *rows, twice=["FR-PM"]) == {"FR-PM": "Q34617"}
    with pytest.raises(CellInvalid) as invalid:
        items(tmp_path, *rows)
    assert place(invalid.value) == (FILE, 3, "iso3166_2", "FR-PM")


def test_rows_are_left_out_by_name_and_where_iso_divides_no_country(tmp_path: Path) -> None:
    rows = (("1", "IN-CT", "Q1"), ("5815", "", "Q2"), ("3", "PR-054", "Q3"), ("4", "KZ-27", "Q4"))
    assert items(tmp_path, *rows, left_out=["IN-CT", "5815"]) == {"KZ-27": "Q4"}


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
    with pytest.raises(CellInvalid) as invalid:
        items(tmp_path, ("1", "KZ-75", "Q1"), row)
    assert place(invalid.value) == (FILE, 3, column, value)


@pytest.mark.parametrize("kind", ["left_out", "twice", "shared"])
def test_a_decision_that_meets_nothing_stops_the_run(tmp_path: Path, kind: str) -> None:
    decided: dict[str, Sequence[str]] = {kind: ["XA-01"]}
    with pytest.raises(PatchUnused) as unused:
        items(tmp_path, ("1", "KZ-75", "Q1"), **decided)  # type: ignore[arg-type]
    assert place(unused.value) == (FILE, None, None, "XA-01")
