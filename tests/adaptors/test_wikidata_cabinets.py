"""Cabinets as Wikidata had them: messy dates, missing ends, posts printed in two ways, and nobody after 2022."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.adapt.files import Raw
from kg.core.errors import CellInvalid, ColumnUnknown
from tests.adaptors.raw_files import code_of, raw_lines, refused, shipped

cabinets = code_of("wikidata-cabinets")

SOURCE = "wikidata-cabinets"
HOLDERS = "position,person,personID,start,end"
POSITIONS = "id,position,country,jurisdiction,deputy,list,start,end,before,after,enwiki"
TRADE_KZ, TRADE_RU, PRESIDENT_KZ = "Q107752565", "Q107710318", "Q5256775"

Make = Callable[[Raw], Iterator[dict[str, str]]]


def raw_of(folder: Path, kz: str = "", ru: str = "", positions: str = "") -> Raw:
    """Write raw files with invented rows: holders of XA's posts as Kazakhstan's, of XB's as Russia's."""
    files = {
        "kz_holders21.csv": [f"{HOLDERS},gender,DOB,DOD,image,enwiki", *(f"{row},,,,," for row in kz.splitlines())],
        "ru_holders21.csv": [HOLDERS, *ru.splitlines()],
        "kz_positions.csv": [POSITIONS, *positions.splitlines()],
        "ru_positions.csv": [POSITIONS],
    }
    return raw_lines(folder, files)


def holders(post: str, day: str) -> list[str]:
    """Return who held a post on a day by the shipped table."""
    names = {row["key"]: row["label_en"] or row["key"] for row in shipped(SOURCE, "Person")}
    return [
        names[row["has_holder"]]
        for row in shipped(SOURCE, "OfficeHolding")
        if row["has_post"] == post and row["valid_from"] <= day < row["valid_until"]
        if row["claim_status"] == "accepted"
    ]


# --- The real lists --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("post", "day", "expected"),
    [
        (TRADE_KZ, "2019-07-16", []),
        (TRADE_KZ, "2019-07-17", ["Bakhyt Sultanov"]),
        (TRADE_KZ, "2022-06-11", ["Bakhyt Sultanov"]),
        (TRADE_RU, "2012-01-30", ["Viktor Khristenko"]),
        (TRADE_RU, "2012-01-31", []),
        (TRADE_RU, "2012-05-20", []),
        (TRADE_RU, "2012-05-21", ["Denis Manturov"]),
        (PRESIDENT_KZ, "2019-03-19", ["Nursultan Nazarbayev"]),
        (PRESIDENT_KZ, "2019-03-20", ["Kassym-Jomart Tokayev"]),
    ],
)
def test_a_post_has_the_holder_that_the_list_gives_for_the_day(post: str, day: str, expected: list[str]) -> None:
    assert holders(post, day) == expected


def test_nobody_is_said_to_hold_a_post_after_the_lists_stop() -> None:
    rows = shipped(SOURCE, "OfficeHolding")
    assert len(rows) == 701
    assert {row["valid_until"] for row in rows if row["valid_until"] > "2022-06-12"} <= {"2022-07-15", "2022-07-16"}
    for day in ("2022-07-16", "2025-11-12", "2026-11-24"):
        assert [row for row in rows if row["valid_from"] <= day < row["valid_until"]] == []


def test_a_post_names_its_jurisdiction() -> None:
    names = {row["label_en"] for row in shipped(SOURCE, "Post")}
    unstated = {name for name in names if not name.endswith((" (Kazakhstan)", " (Russia)"))}
    assert "Minister of Trade and Integration (Kazakhstan)" in names
    assert unstated == set(cabinets.OF_NO_STATED_STATE)
    assert len(names) == 183


def test_only_the_holdings_that_another_person_overtook_are_candidates() -> None:
    candidates = {row["has_holder"] for row in shipped(SOURCE, "OfficeHolding") if row["claim_status"] == "candidate"}
    assert candidates == {person for _, person in cabinets.OVERTAKEN}


# --- Traps -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2012-05-18", "2013-01-02", ("2012-05-18", "2013-01-02", None)),
        ("2012-05", "2013", ("2012-05-01", "2013-01-01", "start 2012-05, end 2013")),
        ("2012", "2012-05", ("2012-01-01", "2012-05-01", "start 2012, end 2012-05")),
        ("2012-05-18", "", ("2012-05-18", "2022-06-12", "start 2012-05-18")),
        ("", "2013-01-02", ("", "2013-01-02", "end 2013-01-02")),
        ("", "", ("", "2022-06-12", "")),
    ],
)
def test_messy_dates_stand_for_their_first_day_and_are_kept(
    start: str, end: str, expected: tuple[str, str, str | None], tmp_path: Path
) -> None:
    (row,) = cabinets.holdings(raw_of(tmp_path, kz=f"Envoy,Ada Arx,Q1,{start},{end}"))
    assert (row["valid_from"], row["valid_until"], row.get("time_as_said_en")) == expected
    assert row["was_derived_from"] == "kz_holders21.csv#row=2"


def test_a_post_is_one_however_it_is_capitalised(tmp_path: Path) -> None:
    raw = raw_of(
        tmp_path,
        ru="Envoy to Axia,Ada Arx,Q1,2001,2002\nenvoy to Axia,Bo Birk,Q2,2002,2003\n",
        kz="Äkim of Town,Cyr Cole,Q3,2001,2002",
        positions="Q9,äkim of Town,Q232,,,,,,,,\n",
    )
    assert list(cabinets.posts(raw)) == [
        {"key": "Q9", "label_en": "Äkim of Town (Kazakhstan)", "wikidata_id": "Q9"},
        {"key": "ru-envoy-to-axia", "label_en": "Envoy to Axia (Russia)"},
    ]
    assert [row["has_post"] for row in cabinets.holdings(raw)] == ["Q9", "ru-envoy-to-axia", "ru-envoy-to-axia"]
    assert [row["was_derived_from"] for row in cabinets.states_of_posts(raw)] == [
        "kz_positions.csv#row=2",
        "ru_holders21.csv#row=2",
    ]


def test_posts_that_are_printed_in_two_ways_are_all_looked_for(tmp_path: Path) -> None:
    raw = raw_of(tmp_path)
    assert list(cabinets.posts(raw)) == []
    looked_for = {name for decisions in raw._decisions for name in decisions}
    assert looked_for >= {name for names in cabinets.SAME_POST.values() for name in names}


def test_one_title_of_two_states_is_two_posts(tmp_path: Path) -> None:
    raw = raw_of(tmp_path, kz="Envoy,Ada Arx,Q1,2001,2002", ru="Envoy,Bo Birk,Q2,2001,2002\n")
    assert [row["key"] for row in cabinets.posts(raw)] == ["kz-envoy", "ru-envoy"]


def test_a_name_goes_to_the_language_of_its_letters(tmp_path: Path) -> None:
    names = ("Ada Arx", "Ада Аркс", "Ада Әркс", "アダ")
    raw = raw_of(tmp_path, kz="\n".join(f"Envoy,{name},Q{n},2001,2002" for n, name in enumerate(names, start=1)))
    assert [list(row)[1] for row in cabinets.persons(raw)] == ["label_en", "label_ru", "label_kk", "label_en"]


# --- Wrong input -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "row", "column", "value"),
    [
        (cabinets.holdings, "Envoy,Ada Arx,Q1,2012-13,2013", "start", "2012-13"),
        (cabinets.holdings, "Envoy,Ada Arx,Q1,12,2013", "start", "12"),
        (cabinets.holdings, "Envoy,Ada Arx,Q1,2012,soon", "end", "soon"),
        (cabinets.holdings, "Envoy,Ada Arx,Q1,2013,2012", "start", "2013 to 2012"),
        (cabinets.holdings, "Envoy,Ada Arx,Q1,2022-06-12,", "start", "2022-06-12 to "),
        (cabinets.holdings, "Envoy,Ada Arx,Q1,2012,2023", "start", "2012 to 2023"),
        (cabinets.persons, "Envoy,آدا,Q1,2012,2013", "person", "آدا"),
        (cabinets.persons, "Envoy,Ada Arx,Q1,2012,2013\nEnvoy,Ada Arks,Q1,2014,2015", "person", "Ada Arks"),
    ],
)
def test_a_wrong_cell_is_named(make: Make, row: str, column: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(CellInvalid) as caught:
        list(make(raw_of(tmp_path, kz=row)))
    line = len(row.splitlines()) + 1
    assert (caught.value.path, caught.value.line) == (tmp_path / "kz_holders21.csv", line)
    assert (caught.value.column, caught.value.value) == (column, value)


def test_a_position_of_another_country_is_named(tmp_path: Path) -> None:
    with refused(CellInvalid, "kz_positions.csv", 2, "country", "Q159"):
        list(cabinets.posts(raw_of(tmp_path, positions="Q9,Envoy,Q159,,,,,,,,\n")))


def test_a_column_that_nobody_decided_about_is_named(tmp_path: Path) -> None:
    raw = raw_of(tmp_path)
    raw.path("ru_holders21.csv").write_text(f"{HOLDERS},party\n", encoding="utf-8")
    with refused(ColumnUnknown, "ru_holders21.csv", 1, "party"):
        list(cabinets.holdings(raw))
