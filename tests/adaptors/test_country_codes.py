"""Country codes: Namibia is a country, a renamed capital is mended in the open, and nothing is repaired in silence."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from kg.adapt.files import Raw
from kg.core.errors import CellInvalid, ColumnUnknown
from kg.load.patches import patched_batches, read_patches
from kg.load.rows import each_row, read_batches
from tests.adaptors.raw_files import code_of, folder_of, raw_lines, refused

adaptor = code_of("country-codes")

FOLDER = folder_of("country-codes")
USED = ("ISO3166-1-Alpha-2", "Capital", "wikidata_id")


def raw(folder: Path, *rows: Sequence[str], more: str = "") -> Raw:
    """Write rows of the code, the capital and the item; the other columns are empty."""
    header = ",".join(f'"{name}"' for name in (*USED, *adaptor.IGNORED)) + more
    return raw_lines(
        folder, {adaptor.FILE: [header, *(",".join((*row, *[""] * len(adaptor.IGNORED))) for row in rows)]}
    )


def patched(table: str) -> list[dict[str, str]]:
    """Read a shipped table with its patches, each of which must be used."""
    header, _ = read_batches(FOLDER / table)
    read = patched_batches(FOLDER / table, header, read_patches(FOLDER))
    return [row.cells for batch in read() for row in each_row(batch)]


def test_namibia_is_no_missing_value(tmp_path: Path) -> None:
    file = raw(tmp_path, ("NA", "Windhoek", ""))
    assert list(adaptor.countries(file)) == [{"key": "NA", "iso_code": "NA", "wikidata_id": ""}]
    assert list(adaptor.relations(file)) == [
        {
            "key": "NA",
            "is_about_settlement": "NA.windhoek",
            "is_related_to_country": "NA",
            "was_derived_from": "#row=2",
        },
    ]
    shipped = {row["key"]: row for row in patched("Country.csv")}
    assert shipped["NA"] == {"key": "NA", "iso_code": "NA", "wikidata_id": "Q1030"}
    assert len(shipped) == 249
    assert all(row["wikidata_id"] for row in shipped.values())


def test_a_renamed_capital_is_kept_as_printed_and_mended_in_the_open(tmp_path: Path) -> None:
    file = raw(tmp_path, ("KZ", "Nur-Sultan", "https://www.wikidata.org/wiki/Q232"))
    assert list(adaptor.settlements(file)) == [{"key": "KZ.nur-sultan", "label_en": "Nur-Sultan", "is_within": "KZ"}]
    settlement = next(row for row in patched("Settlement.csv") if row["is_within"] == "KZ")
    assert settlement == {"key": "KZ.astana", "label_en": "Astana", "is_within": "KZ"}
    relation = next(row for row in patched("Relation.csv") if row["key"] == "KZ")
    assert relation["is_about_settlement"] == "KZ.astana"
    with (FOLDER / "patches.csv").open(encoding="utf-8", newline="") as patches:
        assert all("2022-09-17" in row["reason"] for row in csv.DictReader(patches) if "Nur" in row["printed"])


def test_keys_of_capitals_are_plain_and_each_is_a_settlement_once() -> None:
    keys = [row["key"] for row in patched("Settlement.csv")]
    assert len(set(keys)) == len(keys) == 243
    assert {"TD.n-djamena", "AG.st-john-s", "EH.el-aaiun", "CW.willemstad", "NA.windhoek", "NF.kingston"} <= set(keys)
    assert [row["is_about_settlement"] for row in patched("Relation.csv")] == keys


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (("XX", "Nowhere", ""), "ISO3166-1-Alpha-2", "XX"),
        (("", "Windhoek", ""), "ISO3166-1-Alpha-2", ""),
        (("KZ", "", ""), "Capital", ""),
        (("KZ", " Astana", ""), "Capital", " Astana"),
        (("KZ", "Алматы", ""), "Capital", "Алматы"),
    ],
)
def test_what_nobody_decided_about_stops_the_run(tmp_path: Path, row: Sequence[str], column: str, value: str) -> None:
    file = raw(tmp_path, ("AF", "Kabul", ""), row)
    with refused(CellInvalid, adaptor.FILE, 3, column, value):
        list(adaptor.settlements(file))


def test_a_decision_is_about_what_is_printed(tmp_path: Path) -> None:
    file = raw(tmp_path, ("AQ", "", ""), ("CW", " Willemstad", ""))
    assert [row["label_en"] for row in adaptor.settlements(file)] == ["Willemstad"]


def test_an_item_is_a_page_of_wikidata(tmp_path: Path) -> None:
    with refused(CellInvalid, adaptor.FILE, 2, "wikidata_id", "Q232"):
        list(adaptor.countries(raw(tmp_path, ("KZ", "Astana", "Q232"))))


def test_a_new_column_stops_the_run(tmp_path: Path) -> None:
    with refused(ColumnUnknown, adaptor.FILE, 1, "Anthem", None):
        list(adaptor.countries(raw(tmp_path, more=",Anthem")))
