"""Regions that touch: the codes of 2020 find the regions they meant, and no code is read as another region's."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from kg.load import iso_3166
from tests.adaptors.raw_files import code_of, folder_of, raw_lines, refused, shipped

adaptor = code_of("region-neighbours")

PACK = folder_of("region-neighbours").parent
HEADER = "iso2_a,name_a,wikidata_a,iso2_b,name_b,wikidata_b,shared_boundary_deg"
LISTED = {row["key"] for row in iso_3166.regions()}


def raw(folder: Path, *pairs: tuple[str, str]) -> Raw:
    return raw_lines(folder, {adaptor.FILE: [HEADER, *(f"{one},One,Q1,{other},Other,Q2,0.1" for one, other in pairs)]})


def ends(rows: Iterable[dict[str, str]]) -> list[tuple[str, str, str]]:
    return [(row["key"], row["is_about_region"], row["is_related_to_region"]) for row in rows]


def test_every_pair_is_used_but_those_with_a_code_left_out(shared: Path) -> None:
    file = Raw({adaptor.FILE: shared / "data" / "regions" / adaptor.FILE})
    pairs = [(row.cells["iso2_a"], row.cells["iso2_b"]) for row in file.rows(adaptor.FILE, used=HEADER.split(","))]
    left_out = [pair for pair in pairs if set(pair) & set(adaptor.UNLISTED)]
    assert (len(pairs), len(left_out), len(adaptor.UNLISTED)) == (2279, 69, 28)
    assert len(shipped("region-neighbours", "Relation")) == len(pairs) - len(left_out)


def test_old_codes_of_kazakhstan_are_left_to_the_source_that_knows_them(tmp_path: Path) -> None:
    file = raw(tmp_path, ("KZ-ZAP", "RU-ORE"), ("KZ-VOS", "RU-ALT"))
    assert ends(adaptor.relations(file)) == [
        ("KZ-ZAP.RU-ORE", "KZ-ZAP", "RU-ORE"),
        ("KZ-VOS.RU-ALT", "KZ-VOS", "RU-ALT"),
    ]
    known = {code for row in shipped("kz-regions", "Region") for code in (row["key"], row["former_code"])}
    assert {code for code in adaptor.CODES if code.startswith("KZ-")} <= known


def test_the_code_that_turkistan_kept_is_not_read_as_south_kazakhstan(tmp_path: Path) -> None:
    file = raw(tmp_path, ("KZ-YUZ", "UZ-TO"))
    assert ends(adaptor.relations(file)) == [("KZ-YUZ.UZ-TO", "KZ-61", "UZ-TO")]


def test_codes_that_today_name_another_region_are_read_as_what_they_named(shared: Path) -> None:
    """Compare each region of the file with a database of today's codes, by Wikidata item."""
    by_item, by_code = defaultdict(set), {}
    with (shared / "data" / "regions" / "states.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            by_item[row["wikiDataId"]].add(row["iso3166_2"])
            by_code[row["iso3166_2"]] = row["wikiDataId"]
    file = Raw({adaptor.FILE: shared / "data" / "regions" / adaptor.FILE})
    printed = {
        row.cells[f"iso2_{side}"]: row.cells[f"wikidata_{side}"]
        for row in file.rows(adaptor.FILE, used=HEADER.split(","))
        for side in ("a", "b")
    }
    elsewhere = {
        code: by_item[item]
        for code, item in printed.items()
        if item and code in LISTED and by_code.get(code) != item and by_item.get(item)
    }
    wrong_there = {"IT-TO", "RO-MM"}  # the database of today gives Turin's item to Florence, and Maramureș's to Mureș
    assert elsewhere.keys() - wrong_there == {code for code in adaptor.MEANT if code in LISTED} - {"DZ-58"}
    for code in elsewhere.keys() - wrong_there:
        assert elsewhere[code] == {adaptor.MEANT[code]}


def test_what_a_code_means_is_a_region_that_is_known() -> None:
    ended = {row["key"]: row["valid_until"] for row in shipped("region-neighbours", "Region") if row["valid_until"]}
    assert ended == dict.fromkeys(adaptor.ENDED, "2021-07-01")
    recoded = {row["former_code"]: row["key"] for row in shipped("region-neighbours", "Region") if row["former_code"]}
    assert recoded == adaptor.RECODED
    assert not set(recoded) & LISTED
    for row in shipped("region-neighbours", "Relation"):
        for code in (row["is_about_region"], row["is_related_to_region"]):
            assert code in LISTED or code in ended or code in recoded or code.startswith("KZ-"), code


def test_regions_recoded_and_ended_are_told_apart(tmp_path: Path) -> None:
    assert list(adaptor.regions(raw(tmp_path, ("GT-PE", "MX-CHP"), ("LV-110", "RU-PSK")))) == [
        {"key": "GT-17", "iso_code": "GT-17", "official_name": "Petén", "is_within": "GT", "former_code": "GT-PE"},
        {"key": "LV-110", "iso_code": "LV-110", "official_name": "One", "is_within": "LV", "valid_until": "2021-07-01"},
    ]


def test_a_pair_with_a_code_left_out_is_left_out(tmp_path: Path) -> None:
    file = raw(tmp_path, ("GB-UKM", "IE-DL"), ("AD-02", "FR-09"))
    assert ends(adaptor.relations(file)) == [("AD-02.FR-09", "AD-02", "FR-09")]


@pytest.mark.parametrize("code", ["KZ-99", "XA-01", ""])
def test_a_code_that_nobody_decided_about_stops_the_run(tmp_path: Path, code: str) -> None:
    with refused(CellInvalid, adaptor.FILE, 3, "iso2_b", code):
        list(adaptor.relations(raw(tmp_path, ("AD-02", "FR-09"), ("RU-ORE", code))))


def test_the_pack_says_what_its_licence_asks() -> None:
    notice = (PACK / "NOTICE.md").read_text(encoding="utf-8")
    for source in ("region-neighbours", "region-ids"):
        assert f"`{source}`" in notice
        assert "licence/ODbL-1.0>" in (PACK / source / "source.ttl").read_text(encoding="utf-8")
    for name in ("© OpenStreetMap contributors", "country-levels", "dr5hn", "opendatacommons.org/licenses/odbl"):
        assert name in notice
