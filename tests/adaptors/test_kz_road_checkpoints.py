"""Road checkpoints of Kazakhstan: two sides each, names as printed, rough coordinates, and regions added apart."""

from collections import Counter
from pathlib import Path

import pytest

from kg.adapt.files import Raw
from kg.core import assets
from kg.core.errors import CellInvalid, ColumnMissing
from kg.core.romanise import romanised
from kg.load.source import read_source
from tests.adaptors.raw_files import code_of, raw_lines, refused, shipped

posts = code_of("kz-road-checkpoints")

SOURCE, REGIONS = "kz-road-checkpoints", "kz-road-checkpoint-regions"
HEADER = (
    "cgr_registry_id,kz_post_ru,kz_post_kk,neighbour_post_ru,neighbour_iso2,lat_approx,lon_approx,source_list,"
    "source_coords"
)
LIST, COORDINATES = "index-file:57026366020", "index-file:70518918443"
GOOD = f"123456789012345678,Аксель,Ақсель,Павловка (Бексель),RU,51.5,53.4,{LIST},{COORDINATES}"


def raw_of(folder: Path, *rows: str) -> Raw:
    return raw_lines(folder, {posts.FILE: (HEADER, *rows)})


# --- The real list ---------------------------------------------------------------------------------------------------


def test_the_crossings_are_counted_by_neighbour() -> None:
    assert Counter(row["concerns_dyad"] for row in shipped(SOURCE, "BorderCrossing")) == {
        "KZ-RU": 29,
        "KG-KZ": 6,
        "CN-KZ": 5,
        "KZ-UZ": 5,
        "KZ-TM": 1,
    }


def test_every_crossing_has_a_post_on_either_side() -> None:
    within = {row["key"]: row["is_within"] for row in shipped(SOURCE, "Checkpoint")}
    for row in shipped(SOURCE, "BorderCrossing"):
        sides = [within[key] for key in row["has_checkpoint"].split("|")]
        assert sides[0] == "KZ"
        assert "-".join(sorted(sides)) == row["concerns_dyad"]


# --- The regions, which the list does not give -----------------------------------------------------------------------


def test_both_sides_of_every_crossing_with_russia_are_placed_in_a_region() -> None:
    placed = {row["is_about_checkpoint"]: row for row in shipped(REGIONS, "Relation")}
    pairs: Counter[tuple[str, str]] = Counter()
    for row in shipped(SOURCE, "BorderCrossing"):
        ours, theirs = row["has_checkpoint"].split("|")
        assert placed[ours]["is_related_to_region"].startswith("KZ-")
        if row["concerns_dyad"] == "KZ-RU":
            assert placed[theirs]["is_related_to_region"].startswith("RU-")
            pairs[placed[ours]["is_related_to_region"], placed[theirs]["is_related_to_region"]] += 1
    assert pairs.total() == 29
    assert pairs["KZ-27", "RU-ORE"] == 3
    assert pairs["KZ-39", "RU-CHE"] == 3


def test_what_is_placed_by_elimination_stays_a_candidate() -> None:
    rows = shipped(REGIONS, "Relation")
    assert [row["is_about_checkpoint"] for row in rows if row["claim_status"] != "accepted"] == ["ru-nevolnoe"]
    assert all(row["note_en"] for row in rows if row["claim_status"] == "candidate")


def test_the_place_of_a_region_is_its_own_row() -> None:
    assert read_source(assets.data() / REGIONS).files == ()
    assert all("was_derived_from" not in row for row in shipped(REGIONS, "Relation"))


# --- Traps -----------------------------------------------------------------------------------------------------------


def test_a_post_is_named_as_printed_and_keyed_by_its_number(tmp_path: Path) -> None:
    assert list(posts.checkpoints(raw_of(tmp_path, GOOD))) == [
        {
            "key": "kz-123456789012345678",
            "label_en": "Aksel",
            "label_kk": "Ақсель",
            "label_ru": "Аксель",
            "is_within": "KZ",
        },
        {
            "key": "ru-pavlovka-beksel",
            "label_en": "Pavlovka (Beksel)",
            "label_kk": "",
            "label_ru": "Павловка (Бексель)",
            "is_within": "RU",
        },
    ]


def test_a_post_without_a_number_is_keyed_by_its_name(tmp_path: Path) -> None:
    (row,) = posts.crossings(raw_of(tmp_path, f",Жана Ёлка,,Чий,KG,,,{LIST},"))
    assert row == {
        "key": "kz-zhana-elka_kg-chii",
        "label_en": "",
        "label_ru": "Жана Ёлка – Чий",
        "has_checkpoint": "kz-zhana-elka|kg-chii",
        "concerns_dyad": "KG-KZ",
    }


def test_rough_coordinates_belong_to_the_crossing_and_say_so(tmp_path: Path) -> None:
    (row,) = posts.crossings(raw_of(tmp_path, GOOD))
    assert (row["latitude"], row["longitude"], row["coordinate_accuracy"]) == ("51.5", "53.4", "approximate")
    assert sum(bool(row["latitude"]) for row in shipped(SOURCE, "BorderCrossing")) == 14
    assert not any("latitude" in row for row in shipped(SOURCE, "Checkpoint"))


# --- Wrong input -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("good", "wrong", "column", "value"),
    [
        ("123456789012345678", "1.2E+17", "cgr_registry_id", "1.2E+17"),
        ("RU", "XA", "neighbour_iso2", "XA"),
        (LIST, "index-file:1", "source_list", "index-file:1"),
        (COORDINATES, "index-file:59901410333", "source_coords", "index-file:59901410333"),
        ("51.5", "", "lat_approx", ""),
        ("Павловка (Бексель)", "", "neighbour_post_ru", None),
    ],
)
def test_a_wrong_cell_is_named(good: str, wrong: str, column: str, value: str | None, tmp_path: Path) -> None:
    raw = raw_of(tmp_path, GOOD, GOOD.replace(good, wrong))
    with refused(CellInvalid, posts.FILE, 3, column, value):
        list(posts.crossings(raw))


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with refused(ColumnMissing, posts.FILE, 1, "kz_post_kk"):
        list(posts.checkpoints(raw_lines(tmp_path, {posts.FILE: [HEADER.replace(",kz_post_kk", "")]})))


# --- Names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("russian", "latin"),
    [
        ("Ерёмино", "Yeremino"),
        ("Веселоярск", "Veseloyarsk"),
        ("Теплое", "Teploye"),
        ("Исилькуль", "Isilkul"),
        ("Айша-Биби", "Aysha-Bibi"),
        ("Павловка (Славгород)", "Pavlovka (Slavgorod)"),
        ("Подъельск-Ёлки", "Podyelsk-Yelki"),
        ("Щучий Хутор 2", "Shchuchiy Khutor 2"),
    ],
)
def test_russian_names_are_written_in_latin_letters(russian: str, latin: str) -> None:
    assert romanised(russian) == latin


def test_posts_of_the_two_countries_alone_have_english_labels(tmp_path: Path) -> None:
    of_china = f"234567890123456789,Нур Аксель,Нұр Ақсель,Покель,CN,,,{LIST},"
    found = list(posts.checkpoints(raw_of(tmp_path, GOOD, of_china)))
    assert [row["label_en"] for row in found] == ["Aksel", "Pavlovka (Beksel)", "Nur Aksel", ""]
    assert {row["is_within"] for row in shipped(SOURCE, "Checkpoint") if row["label_en"]} == {"KZ", "RU"}
    assert [row["label_en"] for row in posts.crossings(raw_of(tmp_path, GOOD, of_china))] == [
        "Aksel – Pavlovka (Beksel)",
        "",
    ]
    assert {row["concerns_dyad"] for row in shipped(SOURCE, "BorderCrossing") if row["label_en"]} == {"KZ-RU"}
