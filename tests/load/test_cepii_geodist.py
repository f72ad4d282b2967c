"""CEPII's distances and ties: rebuilt from the raw file, each pair read in both orders, nothing decided in silence."""

import gzip
from pathlib import Path

import pytest

from kg.errors import CellInvalid, CountTooSmall, PatchUnused
from kg.load.adapt import adapt
from kg.load.adaptors import cepii_geodist
from kg.load.adaptors.cepii_geodist import dyads
from kg.load.raw.files import Raw
from tests.load.raws import describe

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "data" / "cepii-geodist"
FILE = "dist_cepii.csv.gz"
HEADER = "iso_o,iso_d,contig,comlang_off,comlang_ethno,colony,comcol,curcol,col45,smctry,dist,distcap,distw,distwces"
NO_TIES = "0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0"
DISTANCES = "5.225315,5.225315,25.093540000000001,23.047229999999999"


@pytest.fixture(autouse=True)
def nothing_decided(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Empty the lists of decisions, each of which must be used, for files in which they do not occur."""
    if "shared" not in request.fixturenames:
        monkeypatch.setattr(cepii_geodist, "_CONTRADICTED", frozenset())
        monkeypatch.setattr(cepii_geodist, "_OLD_CODES", {})


def raw(folder: Path, *rows: str) -> Raw:
    path = folder / FILE
    path.write_bytes(gzip.compress("\n".join([HEADER, *rows, ""]).encode()))
    return Raw({FILE: path})


def both_orders(one: str, other: str, ties: str = NO_TIES, distances: str = DISTANCES) -> tuple[str, str]:
    return f"{one},{other},{ties},{distances}", f"{other},{one},{ties},{distances}"


def test_the_shipped_table_is_rebuilt_byte_for_byte(shared: Path, tmp_path: Path) -> None:
    assert adapt(SHIPPED, shared / "data" / "cepii-geodist", tmp_path) == {"Dyad": 224 * 223 // 2}
    assert (tmp_path / "Dyad.csv").read_bytes() == (SHIPPED / "Dyad.csv").read_bytes()


def test_a_truncated_file_is_noticed(tmp_path: Path) -> None:
    describe(SHIPPED, tmp_path, raw(tmp_path, *both_orders("KAZ", "RUS")))
    with pytest.raises(CountTooSmall, match="has 1 rows"):
        adapt(tmp_path / "cepii-geodist", tmp_path)


def test_two_orders_are_one_dyad_and_a_self_pair_is_none(tmp_path: Path) -> None:
    own = f"KAZ,KAZ,{NO_TIES},{DISTANCES}"
    ties = "1.0,0.0,1.0,0.0,0.0,0.0,0.0,0.0"
    assert list(dyads(raw(tmp_path, *both_orders("RUS", "KAZ", ties), own))) == [
        {
            "key": "KZ-RU",
            "has_first_economy": "KZ",
            "has_second_economy": "RU",
            "distance": "5.225315",
            "distance_of_capitals": "5.225315",
            "weighted_distance": "25.09354",
            "weighted_distance_ces": "23.04723",
            "has_tie": "contiguous|common-ethnic-language",
        }
    ]


def test_namibia_is_a_country(tmp_path: Path) -> None:
    (row,) = dyads(raw(tmp_path, *both_orders("KAZ", "NAM")))
    assert (row["key"], row["has_second_economy"]) == ("KZ-NA", "NA")


def test_a_point_is_no_value(tmp_path: Path) -> None:
    (row,) = dyads(raw(tmp_path, *both_orders("KAZ", "RUS", distances="1.5,2.5,.,.")))
    assert (row["distance"], row["weighted_distance"], row["weighted_distance_ces"]) == ("1.5", "", "")


def test_weighted_distances_may_differ_in_the_seventh_digit(tmp_path: Path) -> None:
    rows = f"RUS,KAZ,{NO_TIES},1.5,1.5,10017.209999999999,3", f"KAZ,RUS,{NO_TIES},1.5,1.5,10017.219999999999,3"
    (row,) = dyads(raw(tmp_path, *rows))
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
    with pytest.raises(CellInvalid) as caught:
        list(dyads(raw(tmp_path, *rows)))
    assert (caught.value.line, caught.value.column, caught.value.value) == (3, column, value)
    assert caught.value.path == tmp_path / FILE


def test_a_tie_that_the_orders_contradict_is_left_out_only_if_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    same = "0.0,0.0,0.0,0.0,0.0,0.0,0.0,1.0"
    rows = f"CHN,KOR,{same},{DISTANCES}", f"KOR,CHN,{NO_TIES},{DISTANCES}"
    with pytest.raises(CellInvalid, match="contradict each other") as caught:
        list(dyads(raw(tmp_path, *rows)))
    assert (caught.value.line, caught.value.column, caught.value.value) == (3, "smctry", "0.0")
    monkeypatch.setattr(cepii_geodist, "_CONTRADICTED", frozenset({"CN-KR"}))
    (row,) = dyads(raw(tmp_path, *rows))
    assert row["has_tie"] == ""


def test_an_old_code_is_decided_or_stops_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = both_orders("KAZ", "ROM")
    with pytest.raises(CellInvalid, match="No country is known") as caught:
        list(dyads(raw(tmp_path, *rows)))
    assert (caught.value.line, caught.value.column, caught.value.value) == (2, "iso_d", "ROM")
    monkeypatch.setattr(cepii_geodist, "_OLD_CODES", {"ROM": "RO"})
    assert [row["key"] for row in dyads(raw(tmp_path, *rows))] == ["KZ-RO"]
    monkeypatch.setattr(cepii_geodist, "_OLD_CODES", {"ROM": "RO", "ZAR": "CD"})
    with pytest.raises(PatchUnused, match="ZAR"):
        list(dyads(raw(tmp_path, *rows)))


@pytest.mark.parametrize(
    ("rows", "column"),
    [
        ((f"KAZ,RUS,{NO_TIES},{DISTANCES}",), "iso_d"),
        ((f"KAZ,RUS,{NO_TIES},{DISTANCES}",) * 2, "iso_d"),
        (both_orders("KAZ", "RUS", ties=NO_TIES.replace("0.0", "2.0", 1)), "contig"),
        (both_orders("KAZ", "RUS", distances="far,1,1,1"), "dist"),
        (both_orders("KAZ", "RUS", distances="1.23456789,1,1,1"), "dist"),
        (both_orders("KAZ", "RUS", distances="0,1,1,1"), "dist"),
        (both_orders("KAZ", "RUS", distances="nan,1,1,1"), "dist"),
    ],
    ids=["one-order", "twice", "no-dummy", "no-number", "too-many-digits", "no-distance", "not-a-number"],
)
def test_what_cannot_be_is_named(tmp_path: Path, rows: tuple[str, ...], column: str) -> None:
    with pytest.raises(CellInvalid) as caught:
        list(dyads(raw(tmp_path, *rows)))
    assert (caught.value.path, caught.value.column) == (tmp_path / FILE, column)
    assert caught.value.line in {2, 3}
