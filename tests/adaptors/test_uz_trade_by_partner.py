"""Uzbekistan's own figures of trade: as its tables print them, known by the numbers of the partners."""

from pathlib import Path

import pytest

from kg.core.errors import CellInvalid, ColumnUnknown
from kg.load.country_codes import country_keys
from tests.adaptors.raw_files import code_of, raw_lines, refused, shipped

adaptor = code_of("uz-trade-by-partner")

HEADER = "flow,year,m49,partner_en,partner_ru,value_kusd"


def made(folder: Path, *rows: str) -> list[dict[str, str]]:
    return list(adaptor.flows(raw_lines(folder, {adaptor.FILE: [HEADER, *rows]})))


# --- From the raw files ----------------------------------------------------------------------------------------------


def test_the_shipped_figures_read_as_the_tables_do() -> None:
    of = {
        (row["has_origin"], row["has_destination"], row["period"]): row
        for row in shipped("uz-trade-by-partner", "TradeFlow")
    }
    assert of[("UZ", "RU", "2023")]["amount"] == "3495675600"
    assert of[("RU", "UZ", "2023")]["amount"] == "6660632100"
    assert of[("UZ", "KZ", "2021")]["amount"] == "1178376700"
    assert of[("KZ", "UZ", "2021")]["amount"] == "2742180050"
    assert {(year, out) for (origin, _, year) in of for out in [origin == "UZ"]} == {
        (str(year), out) for year in range(2010, 2024) for out in (True, False)
    }


def test_which_table_is_of_exports_is_confirmed_by_the_other_side() -> None:
    def amount(source: str, origin: str, destination: str) -> int:
        ends = (origin, destination, "2021")
        (found,) = {
            row["amount"]
            for row in shipped(source, "TradeFlow")
            if (row["has_origin"], row["has_destination"], row["period"]) == ends
        }
        return int(found)

    for origin, destination in (("UZ", "KZ"), ("KZ", "UZ")):
        own = amount("uz-trade-by-partner", origin, destination)
        assert own == pytest.approx(amount("kz-trade-by-partner", origin, destination), rel=0.15)
        assert own != pytest.approx(amount("kz-trade-by-partner", destination, origin), rel=0.5)


def test_every_partner_is_a_country_and_with_the_two_neighbours_there_is_a_figure_for_every_year() -> None:
    rows = shipped("uz-trade-by-partner", "TradeFlow")
    partners = [row["has_destination"] if row["has_origin"] == "UZ" else row["has_origin"] for row in rows]
    assert set(partners) <= set(country_keys())
    assert (partners.count("KZ"), partners.count("RU")) == (28, 28)


# --- The traps -------------------------------------------------------------------------------------------------------


def test_the_direction_decides_the_ends(tmp_path: Path) -> None:
    out, into = made(
        tmp_path, "export,2023,643,Russia,Россия,3495675.6", "import,2021,398,Kazakhstan,Казахстан,2742180.05"
    )
    assert out == {
        "has_origin": "UZ",
        "has_destination": "RU",
        "period": "2023",
        "amount": "3495675600",
        "amount_as_said": "",
        "was_derived_from": "#row=2",
    }
    assert (into["has_origin"], into["has_destination"], into["amount"]) == ("KZ", "UZ", "2742180050")


def test_other_countries_and_what_was_no_more_are_left_out_by_their_codes(tmp_path: Path) -> None:
    rows = (
        "export,2010,0,Other countries,Другие страны,2927113.6",
        "import,2022,530,Netherlands Antilles,Нидерландские Антильские Острова,3.44",
        "export,2010,4,Afghanistan,Афганистан,562411.5",
    )
    (found,) = made(tmp_path, *rows)
    assert (found["has_destination"], found["was_derived_from"]) == ("AF", "#row=4")


def test_a_nought_says_nothing_and_a_little_says_what_is_printed(tmp_path: Path) -> None:
    rows = (
        "export,2018,508,Mozambique,Мозамбик,0.0",
        "import,2022,226,Equatorial Guinea,Экваториальная Гвинея,8e-05",
        "import,2019,736,Sudan,Судан,10.9986412",
        "import,2010,384,Côte d’Ivoire,Кот-д'Ивуар,10.0",
    )
    assert [(row["has_origin"], row["amount"], row["amount_as_said"]) for row in made(tmp_path, *rows)] == [
        ("GQ", "0.08", ""),
        ("SD", "10998.6412", ""),
        ("CI", "10000", "10.0"),
    ]


def test_the_number_decides_where_names_stand_in_each_others_column(tmp_path: Path) -> None:
    rows = (
        "export,2010,580,Северные Марианские острова,Northern Mariana Islands,1.5",
        "export,2010,50,Bangladesh,Bangladesh,1.5",
        "export,2010,410,Republic of Korea,Корея,1.5",
        "export,2010,408,Democratic People's Republic of Korea,Корейская Народно-Демократическая Республика,1.5",
        "export,2010,178,Congo,Конго,1.5",
        "export,2010,180,Democratic Republic of the Congo,Демократическая Республика Конго,1.5",
        "export,2010,8,Albania,Албания,1.5",
    )
    assert [row["has_destination"] for row in made(tmp_path, *rows)] == ["MP", "BD", "KR", "KP", "CG", "CD", "AL"]


# --- What is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("export,2022,999,Atlantis,Атлантида,1.0", "m49", "999"),
        ("transit,2022,643,Russia,Россия,1.0", "flow", "transit"),
        ("import,Code,643,Russia,Россия,1.0", "year", "Code"),
        ("import,2023,643,Russia,Россия,", "value_kusd", ""),
        ("import,2023,643,Russia,Россия,9e-05", "value_kusd", "9e-05"),
    ],
)
def test_an_unknown_value_is_named_with_its_place(row: str, column: str, value: str, tmp_path: Path) -> None:
    with refused(CellInvalid, adaptor.FILE, 2, column, value):
        made(tmp_path, row)


def test_a_column_that_nobody_decided_about_is_refused(tmp_path: Path) -> None:
    with refused(ColumnUnknown, adaptor.FILE, 1, "share"):
        list(adaptor.flows(raw_lines(tmp_path, {adaptor.FILE: [f"{HEADER},share"]})))
