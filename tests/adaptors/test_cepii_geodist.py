"""CEPII's distances and ties: rebuilt from the raw file, each pair read in both orders, nothing decided in silence."""

from pathlib import Path

import pytest

from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from tests.adaptors.raw_files import code_of, raw_lines, refused

adaptor = code_of("cepii-geodist")

HEADER = "iso_o,iso_d,contig,comlang_off,comlang_ethno,colony,comcol,curcol,col45,smctry,dist,distcap,distw,distwces"
NO_TIES = "0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0"
DISTANCES = "5.225315,5.225315,25.093540000000001,23.047229999999999"


def raw(folder: Path, *rows: str) -> Raw:
    return raw_lines(folder, {adaptor.FILE: (HEADER, *rows)})


def both_orders(one: str, other: str, ties: str = NO_TIES, distances: str = DISTANCES) -> tuple[str, str]:
    return f"{one},{other},{ties},{distances}", f"{other},{one},{ties},{distances}"


def test_two_orders_are_one_dyad_and_a_self_pair_is_none(tmp_path: Path) -> None:
    own = f"KAZ,KAZ,{NO_TIES},{DISTANCES}"
    ties = "1.0,0.0,1.0,0.0,0.0,0.0,0.0,0.0"
    assert list(adaptor.dyads(raw(tmp_path, *both_orders("RUS", "KAZ", ties), own))) == [
        {
            "key": "KZ-RU",
            "distance": "5.225315",
            "distance_of_capitals": "5.225315",
            "weighted_distance": "25.09354",
            "weighted_distance_ces": "23.04723",
            "has_tie": "contiguous|common-ethnic-language",
        }
    ]


def test_namibia_is_a_country(tmp_path: Path) -> None:
    (row,) = adaptor.dyads(raw(tmp_path, *both_orders("KAZ", "NAM")))
    assert row["key"] == "KZ-NA"


def test_a_point_is_no_value(tmp_path: Path) -> None:
    (row,) = adaptor.dyads(raw(tmp_path, *both_orders("KAZ", "RUS", distances="1.5,2.5,.,.")))
    assert (row["distance"], row["weighted_distance"], row["weighted_distance_ces"]) == ("1.5", "", "")


def test_weighted_distances_may_differ_in_the_seventh_digit(tmp_path: Path) -> None:
    rows = f"RUS,KAZ,{NO_TIES},1.5,1.5,10017.209999999999,3", f"KAZ,RUS,{NO_TIES},1.5,1.5,10017.219999999999,3"
    (row,) = adaptor.dyads(raw(tmp_path, *rows))
    assert row["weighted_distance"] == "10017.22", "the order of the key decides, not that of the file"


@pytest.mark.parametrize(
    ("distances", "column", "value"),
    [
        ("1.5,1.5,10017.239999999999,3", "distw", "10017.239999999999"),
        ("1.500001,1.5,10017.219999999999,3", "dist", "1.500001"),
        ("1.5,1.5,.,3", "distw", "."),
    ],
)
def test_orders_that_differ_by_more_stop_the_run(tmp_path: Path, distances: str, column: str, value: str) -> None:
    rows = f"KAZ,RUS,{NO_TIES},1.5,1.5,10017.219999999999,3", f"RUS,KAZ,{NO_TIES},{distances}"
    with refused(CellInvalid, adaptor.FILE, 3, column, value):
        list(adaptor.dyads(raw(tmp_path, *rows)))


def test_a_tie_that_the_orders_contradict_is_left_out_only_if_listed(tmp_path: Path) -> None:
    same = "0.0,0.0,0.0,0.0,0.0,0.0,0.0,1.0"
    with refused(CellInvalid, adaptor.FILE, 3, "smctry", "0.0", match="contradict each other"):
        list(adaptor.dyads(raw(tmp_path, f"KAZ,RUS,{same},{DISTANCES}", f"RUS,KAZ,{NO_TIES},{DISTANCES}")))
    (row,) = adaptor.dyads(raw(tmp_path, f"CHN,KOR,{same},{DISTANCES}", f"KOR,CHN,{NO_TIES},{DISTANCES}"))
    assert row["has_tie"] == ""


def test_an_old_code_is_decided_or_stops_the_run(tmp_path: Path) -> None:
    rows = (*both_orders("KAZ", "ROM"), *both_orders("KAZ", "YUG"))
    assert [row["key"] for row in adaptor.dyads(raw(tmp_path, *rows))] == ["CSXX-KZ", "KZ-RO"]
    with refused(CellInvalid, adaptor.FILE, 2, "iso_d", "BUR", match="No country is known"):
        list(adaptor.dyads(raw(tmp_path, *both_orders("KAZ", "BUR"))))


@pytest.mark.parametrize(
    ("rows", "column", "line"),
    [
        ((f"KAZ,RUS,{NO_TIES},{DISTANCES}",), "iso_d", 2),
        ((f"KAZ,RUS,{NO_TIES},{DISTANCES}",) * 2, "iso_d", 3),
        (both_orders("KAZ", "RUS", ties=NO_TIES.replace("0.0", "2.0", 1)), "contig", 2),
        (both_orders("KAZ", "RUS", distances="far,1,1,1"), "dist", 2),
        (both_orders("KAZ", "RUS", distances="1.23456789,1,1,1"), "dist", 2),
        (both_orders("KAZ", "RUS", distances="0,1,1,1"), "dist", 2),
        (both_orders("KAZ", "RUS", distances="nan,1,1,1"), "dist", 2),
    ],
    ids=["one-order", "twice", "no-dummy", "no-number", "too-many-digits", "no-distance", "not-a-number"],
)
def test_what_cannot_be_is_named(tmp_path: Path, rows: tuple[str, ...], column: str, line: int) -> None:
    with refused(CellInvalid, adaptor.FILE, line, column):
        list(adaptor.dyads(raw(tmp_path, *rows)))


# --- Where capitals lie ---------------------------------------------------------------------------------------------

CITIES = ",".join((*adaptor._CITY_USED, *adaptor._CITY_IGNORED))
UNUSED = "," * len(adaptor._CITY_IGNORED)


def cities(folder: Path, *rows: str) -> list[dict[str, str]]:
    return [*adaptor.settlements(raw_lines(folder, {adaptor.CITIES: (CITIES, *(f"{row}{UNUSED}" for row in rows))}))]


def test_a_capital_has_its_coordinates_as_printed_and_the_key_of_the_table_of_country_codes(tmp_path: Path) -> None:
    rows = ("AF,Kabul,34.51667,69.2,1.0", "KZ,Alma-Ata (Almaty),43.25,76.95,2.0", "US,New York,40.75,-74.0,0.0")
    found = cities(tmp_path, *rows, "CR,San José,9.98,-84.07,1.0", 'US,"Washington, DC",38.867,-77.0,1.0')
    assert found == [
        {"key": "AF.kabul", "latitude": "34.51667", "longitude": "69.2"},
        {"key": "CR.san-jose", "latitude": "9.98", "longitude": "-84.07"},
        {"key": "US.washington", "latitude": "38.867", "longitude": "-77"},
    ]


def test_a_capital_that_is_another_one_today_is_left_out(tmp_path: Path) -> None:
    assert cities(tmp_path, "BI,Bujumbura,-3.366667,29.31667,1.0") == []


@pytest.mark.parametrize(("row", "column"), [("AF,Kabul,north,69.2,1.0", "lat"), ("AF,Kabul,34.5,69.2,3.0", "cap")])
def test_what_is_no_number_of_degrees_or_says_nothing_is_refused(row: str, column: str, tmp_path: Path) -> None:
    with pytest.raises(CellInvalid) as caught:
        cities(tmp_path, row)
    assert caught.value.column == column
