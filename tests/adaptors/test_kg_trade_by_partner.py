"""Kyrgyzstan's own figures of trade: as its workbooks show them, with every name decided about."""

from pathlib import Path

import pytest

from kg.core.errors import CellInvalid, ColumnUnknown
from kg.load.country_codes import country_keys
from tests.adaptors.raw_files import code_of, raw_lines, refused, shipped

adaptor = code_of("kg-trade-by-partner")

HEADER = "flow,year,partner_ky,partner_ru,partner_en,value_kusd,row"


def made(folder: Path, *rows: str) -> list[dict[str, str]]:
    return list(adaptor.flows(raw_lines(folder, {adaptor.FILE: [HEADER, *rows]})))


# --- From the raw files ----------------------------------------------------------------------------------------------


def test_the_shipped_figures_read_as_the_workbooks_do() -> None:
    of = {
        (row["has_origin"], row["has_destination"], row["period"]): row
        for row in shipped("kg-trade-by-partner", "TradeFlow")
    }
    assert of[("KG", "KZ", "2023")]["amount"] == "449009300"
    assert of[("KZ", "KG", "2023")]["amount"] == "862182600"
    assert of[("KG", "CH", "2023")]["amount"] == "1088559900"
    assert of[("KG", "DE", "1994")]["amount"] == "6603700"
    assert {(year, out) for (_, _, year), row in of.items() for out in [row["has_origin"] == "KG"]} == {
        (str(year), out) for year in range(1994, 2024) for out in (True, False)
    }


def test_every_partner_is_a_country_and_with_the_two_neighbours_there_is_a_figure_for_every_year() -> None:
    rows = shipped("kg-trade-by-partner", "TradeFlow")
    partners = [row["has_destination"] if row["has_origin"] == "KG" else row["has_origin"] for row in rows]
    assert set(partners) <= set(country_keys())
    assert (partners.count("KZ"), partners.count("RU")) == (60, 60)


# --- The traps -------------------------------------------------------------------------------------------------------


def test_the_direction_decides_the_ends_and_the_vintage(tmp_path: Path) -> None:
    out, into = made(
        tmp_path,
        "export,2022,Казакстан,Казахстан,Kazakhstan,405498.91,52",
        "import,2022,Казакстан,Казахстан,Kazakhstan,766025.0,48",
    )
    assert out == {
        "has_origin": "KG",
        "has_destination": "KZ",
        "period": "2022",
        "amount": "405498900",
        "amount_as_said": "",
        "recorded_on": "2024-10-01",
        "note_en": "",
        "note_kk": "",
        "note_ru": "",
        "was_derived_from": "#row=2",
    }
    assert (into["has_origin"], into["has_destination"], into["recorded_on"]) == ("KZ", "KG", "2024-03-02")
    assert (into["amount"], into["amount_as_said"]) == ("766025000", "766025.0")


def test_groups_and_what_is_no_country_are_left_out_by_name(tmp_path: Path) -> None:
    groups = [name for name, code in adaptor.PARTNERS.items() if code is None]
    assert len(groups) == 15
    rows = [f"import,2012,x,{name},x,9.0,9" for name in [*groups, "Китай"]]
    (found,) = made(tmp_path, *rows)
    assert (found["has_origin"], found["was_derived_from"]) == ("CN", "#row=17")


def test_the_year_with_a_footnote_mark_is_preliminary_for_imports_alone(tmp_path: Path) -> None:
    rows = [f"{flow},{year},x,Китай,China,9.5,9" for flow in ("export", "import") for year in (2022, 2023)]
    assert [row["note_en"] for row in made(tmp_path, *rows)] == ["", "", "", "Preliminary, by a footnote."]


def test_digits_that_a_program_or_a_cell_holds_do_not_make_a_figure_finer(tmp_path: Path) -> None:
    rows = ("export,1995,x,Дания,Denmark,1177.1000000000001,24", "export,2022,x,Испания,Spain,5463.25,26")
    assert [(row["amount"], row["amount_as_said"]) for row in made(tmp_path, *rows)] == [
        ("1177100", ""),
        ("5463300", ""),
    ]


def test_a_nought_that_is_shown_rounds_to_nought_and_one_that_is_shown_as_a_dash_is_nothing(tmp_path: Path) -> None:
    rows = (
        "export,2021,x,Дания,Denmark,0.024,24",
        "export,2020,x,Непал,Nepal,0.0,86",
        "import,2018,x,Чад,Chad,0.0,192",
        "import,2019,x,Чад,Chad,0.0,192",
        "import,2022,x,Монако,Monaco,0.028,37",
    )
    assert [(row["was_derived_from"], row["amount"], row["amount_as_said"]) for row in made(tmp_path, *rows)] == [
        ("#row=2", "0", "0.0"),
        ("#row=3", "0", "0.0"),
        ("#row=4", "0", "0.0"),
        ("#row=6", "0", "0.0"),
    ]


def test_a_country_is_one_in_whatever_spelling(tmp_path: Path) -> None:
    names = (
        *("Чехия", "Чешская Республика", "Бруней", "Бруней-Даруссалам", "Котд Ивуар", "Котд'Ивуар", "Заир", "Конго"),
        *("Гонконг", "Китай (Сар Гонконг)", "Тайвань", "Тайвань. Китайская провинция", "Корея (КНДР)", "Боствана"),
        *("Республика Корея", "Бутан", "Кокосовые осторова", "Восточное САМОА", "Южно-Африканская Республика", "ЮАР"),
    )
    found = made(tmp_path, *(f"export,2010,x,{name},x,9.5,9" for name in names))
    assert [row["has_destination"] for row in found] == [
        *("CZ", "CZ", "BN", "BN", "CI", "CI", "CD", "CG", "HK", "HK", "TW", "TW", "KP", "BW"),
        *("KR", "BT", "CC", "AS", "ZA", "ZA"),
    ]


# --- What is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("export,2022,x,Атлантида,Atlantis,1.0,9", "partner_ru", "Атлантида"),
        ("transit,2022,x,Китай,China,1.0,9", "flow", "transit"),
        ("import,2023 1,x,Китай,China,1.0,9", "year", "2023 1"),
        ("import,2023,x,Китай,China,-,9", "value_kusd", "-"),
        ('import,2023,x,Китай,China,"5712,5",9', "value_kusd", "5712,5"),
    ],
)
def test_an_unknown_value_is_named_with_its_place(row: str, column: str, value: str, tmp_path: Path) -> None:
    with refused(CellInvalid, adaptor.FILE, 2, column, value):
        made(tmp_path, row)


def test_a_column_that_nobody_decided_about_is_refused(tmp_path: Path) -> None:
    with refused(ColumnUnknown, adaptor.FILE, 1, "share"):
        list(adaptor.flows(raw_lines(tmp_path, {adaptor.FILE: [f"{HEADER},share"]})))
