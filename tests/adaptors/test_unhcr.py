"""Refugees and asylum seekers: stocks of two countries, on the day for which they hold, and few people as few."""

from pathlib import Path

import pytest

from kg.adapt.files import Raw
from kg.adapt.unhcr import POPULATION
from kg.core.errors import CellInvalid
from tests.adaptors.raw_files import code_of, raw_rows, refused, shipped

adaptor, asylum = code_of("refugees"), code_of("asylum-seekers")

OTHERS = ("returned_refugees", "idps", "returned_idps", "stateless", "ooc", "oip", "hst")
HEADER = ("year", "coo_name", "coo", "coo_iso", "coa_name", "coa", "coa_iso", "refugees", "asylum_seekers", *OTHERS)


def raw(folder: Path, refugees: str, origin: str = "KAZ", host: str = "RUS", year: str = "2020") -> Raw:
    row = {"year": year, "coo_iso": origin, "coa_iso": host, "refugees": refugees, "asylum_seekers": "7.0"}
    files = raw_rows(folder, {"plain.csv": [row]}, HEADER)
    return Raw({POPULATION: files.path("plain.csv")})


def figures(source: str, origin: str, host: str) -> dict[str, tuple[str, ...]]:
    """Return the figures of one origin and host by day: the bound, the two amounts and the figure as printed."""
    said = ("has_bound", "amount", "amount_to", "amount_as_said")
    pair = {("has_origin", origin), ("has_destination", host)}
    rows = shipped(source, "Stock")
    return {row["period"]: tuple(row[name] for name in said) for row in rows if pair <= row.items()}


def test_kazakhstan_and_russia_read_as_the_file_has_them() -> None:
    refugees = figures("refugees", "KZ", "RU")
    assert refugees["2024-12-31"] == ("stated", "114", "", "")
    assert refugees["2016-12-31"] == ("between", "1", "5", "5")
    assert figures("asylum-seekers", "RU", "KZ")["2023-12-31"] == ("stated", "18", "", "")
    assert "2023-12-31" not in figures("refugees", "RU", "KZ"), "a zero may be up to four people"


def test_the_last_year_is_counted_at_its_middle() -> None:
    assert figures("refugees", "KZ", "RU")["2025-06-30"] == ("stated", "112", "", "")
    assert not any(row["period"] == "2025-12-31" for row in shipped("refugees", "Stock"))


@pytest.mark.parametrize(
    ("refugees", "origin", "host"),
    [
        ("0.0", "KAZ", "RUS"),
        ("90.0", "GRC", "GRC"),
        ("90.0", "UNK", "RUS"),
        ("90.0", "XXA", "RUS"),
        ("90.0", "TIB", "IND"),
        ("90.0", "KAZ", "UNK"),
    ],
)
def test_a_zero_one_country_and_what_is_no_country_are_left_out(
    refugees: str, origin: str, host: str, tmp_path: Path
) -> None:
    assert list(adaptor.refugees(raw(tmp_path, refugees, origin, host))) == []


def test_each_column_has_its_own_source(tmp_path: Path) -> None:
    files = raw(tmp_path, "90.0")
    assert [row["amount"] for row in adaptor.refugees(files)] == ["90"]
    assert [row["amount"] for row in asylum.asylum_seekers(files)] == ["7"]


@pytest.mark.parametrize("cell", ["3.0", "90.5", "", "-5.0"])
def test_a_count_that_the_agency_would_have_rounded_is_refused(cell: str, tmp_path: Path) -> None:
    with refused(CellInvalid, "plain.csv", 2, "refugees", cell):
        list(adaptor.refugees(raw(tmp_path, cell)))


def test_an_unknown_code_and_a_later_year_are_refused(tmp_path: Path) -> None:
    with refused(CellInvalid, "plain.csv", 2, "coo_iso", "XXX"):
        list(adaptor.refugees(raw(tmp_path, "90.0", "XXX")))
    with refused(CellInvalid, "plain.csv", 2, "year", "2026"):
        list(adaptor.refugees(raw(tmp_path, "90.0", year="2026")))
