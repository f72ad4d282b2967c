"""The Union's own figures of exports: in two languages, without its members, every name decided about."""

from pathlib import Path

import pytest

from kg.core.errors import CellInvalid, ColumnUnknown
from kg.load.country_codes import country_keys
from tests.adaptors.raw_files import code_of, raw_rows, refused, shipped

adaptor = code_of("eu-trade-by-partner")

MEMBERS = "AT, BE, BG, CY, CZ, DE, DK, EE, ES, FI, FR, GR, HR, HU, IE, IT, LT, LU, LV, MT, NL, PL, PT, RO, SE, SI, SK"
UNION = f"European Union - 27 countries ({MEMBERS})"
HEADER = ("REPORTER", "PARTNER", "PRODUCT", "FLOW", "STAT_PROCEDURE", "PERIOD", "VALUE_IN_EUR", "file", "year")
ENGLISH = {
    "REPORTER": UNION,
    "PRODUCT": "TOTAL-Total",
    "FLOW": "2-EXPORT",
    "STAT_PROCEDURE": "T-Total",
    "file": "eu_year_export/Relational_View_2024-11-17T08_31_46.675Z.csv",
}
FRENCH = {
    "REPORTER": f"Union européenne - 27 pays ({MEMBERS})",
    "PRODUCT": "Total",
    "FLOW": "EXPORTATION",
    "STAT_PROCEDURE": "Total",
    "file": "eu_year_export/Relational_View_2024-11-25T10_45_38.711Z.csv",
}


def row(year: str, partner: str, value: str) -> dict[str, str]:
    """Return a row of an extract, that of 2016 being in French."""
    period = f"{year}52-Jan.-Dec. {year}" if int(year) > 2018 else f"Jan.-Dec. {year}"
    said = {"PARTNER": partner, "PERIOD": period, "VALUE_IN_EUR": value, "year": year}
    return (FRENCH if year == "2016" else ENGLISH) | said


def made(folder: Path, *rows: dict[str, str]) -> list[dict[str, str]]:
    return list(adaptor.flows(raw_rows(folder, {adaptor.FILE: rows}, HEADER)))


def partners(folder: Path, year: str, *names: str) -> list[str]:
    return [found["has_destination"] for found in made(folder, *(row(year, name, "9") for name in names))]


# --- From the raw files ----------------------------------------------------------------------------------------------


def test_the_shipped_figures_read_as_the_extracts_do() -> None:
    rows = shipped("eu-trade-by-partner", "TradeFlow")
    of = {(found["has_destination"], found["period"]): found["amount"] for found in rows}
    assert of[("KZ", "2023")] == "12110101395"
    assert of[("RU", "2016")] == "69284490691"
    assert of[("GB", "2010")] == "229710555546"
    assert of[("GN", "2016")] == "901357072"
    assert of[("GW", "2016")] == "125725547"
    assert {found["is_restricted_to"] for found in rows if found["period"] < "2021"} == {"union/EU27"}
    assert {found["is_restricted_to"] for found in rows if found["period"] >= "2021"} == {""}
    assert {found["period"] for found in rows} == {str(year) for year in range(2010, 2024)}
    assert {found["has_destination"] for found in rows} <= set(country_keys()) - set(MEMBERS.split(", "))


def test_with_what_is_left_out_the_partners_add_up_to_the_total() -> None:
    rows = shipped("eu-trade-by-partner", "TradeFlow")
    countries = sum(int(found["amount"]) for found in rows if found["period"] == "2016")
    # Ceuta, Melilla, high seas, not specified, not determined and stores, all for trade with others than members.
    others = 677725635 + 555515696 + 362026669 + 2328755 + 6923325591 + 13223970883
    assert countries + others == 1866819615239


# --- The traps -------------------------------------------------------------------------------------------------------


def test_a_flow_goes_from_the_union_and_is_recorded_on_the_day_of_its_extract(tmp_path: Path) -> None:
    found, before = made(tmp_path, row("2023", "Kazakhstan", "12110101395"), row("2016", "Kazakhstan", "4777231569"))
    assert found == {
        "has_destination": "KZ",
        "period": "2023",
        "amount": "12110101395",
        "is_restricted_to": "",
        "recorded_on": "2024-11-17",
        "was_derived_from": "#row=2",
    }
    assert (before["amount"], before["recorded_on"]) == ("4777231569", "2024-11-25")


def test_the_french_extract_names_the_same_countries(tmp_path: Path) -> None:
    english = {
        "Russian Federation (Russia)": "Russie, Fédération de",
        "United States (incl. Navassa Island (part of 'UM') from 1995 -> 2000)": (
            "Etats-Unis (incl. Ile Navassa (partie de 'UM') de 1995 -> 2000)"
        ),
        "Switzerland (incl. Liechtenstein 'LI' -> 1994)": "Suisse (incl. Liechtenstein 'LI' -> 1994)",
        "Belarus (Belorussia)": "Biélorussie (Belarus)",
        "Tajikistan": "Tadjikistan",
        "Dominica": "Dominique",
        "Niger": "Niger",
        "Timor-Leste": "Timor-Oriental",
        "Uzbekistan": "Uzbekistan",
        "Occupied Palestinian Territory (West Bank (incl. East Jerusalem) and Gaza Strip)": (
            "Territoire palestinien occupé (Cisjordanie (incl. Jérusalem-Est) et bande de Gaza)"
        ),
    }
    keys = ["RU", "US", "CH", "BY", "TJ", "DM", "NE", "TL", "UZ", "PS"]
    assert partners(tmp_path, "2015", *english) == partners(tmp_path, "2016", *english.values()) == keys


def test_what_the_french_extract_leaves_in_english_is_the_other_guinea(tmp_path: Path) -> None:
    assert partners(tmp_path, "2016", "Guinée", "Guinea", "Guinée équatoriale") == ["GN", "GW", "GQ"]
    assert partners(tmp_path, "2015", "Guinea", "Guinea-Bissau", "Equatorial Guinea") == ["GN", "GW", "GQ"]


def test_members_are_no_partners_and_the_kingdom_is_one_in_every_year(tmp_path: Path) -> None:
    members = (
        "Germany (incl. German Democratic Republic 'DD' from 1991)",
        "Ireland (Eire)",
        "Croatia",
        "Greece",
        "Italy (incl. San Marino 'SM' -> 1993)",
    )
    assert partners(tmp_path, "2010", *members, "United Kingdom", "San Marino") == ["GB", "SM"]


def test_what_is_no_country_is_left_out_by_name(tmp_path: Path) -> None:
    assert len(adaptor.NO_COUNTRY) == 20
    assert partners(tmp_path, "2018", *adaptor.NO_COUNTRY, "China") == ["CN"]


def test_a_name_is_what_it_was_in_its_year(tmp_path: Path) -> None:
    sudan, antilles = "Sudan (incl. South Sudan 'SS' -> 2012)", "Netherlands Antilles (incl. Aruba 'AW' -> 1986)"
    found = {year: partners(tmp_path, year, sudan, antilles) for year in ("2010", "2011", "2012")}
    assert found == {"2010": ["SD", "ANHH"], "2011": [], "2012": []}
    assert partners(tmp_path, "2013", sudan, "South Sudan", "Kosovo") == ["SD", "SS", "XK"]


# --- What is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("PARTNER", "Atlantis"),
        ("PARTNER", "Atlantis (incl. Lemuria 'LE' -> 1993)"),
        ("REPORTER", "Euro area - 20 countries (AT, BE)"),
        ("REPORTER", "Germany (incl. German Democratic Republic 'DD' from 1991)"),
        ("PRODUCT", "27-Mineral fuels"),
        ("FLOW", "1-IMPORT"),
        ("STAT_PROCEDURE", "1-Normal"),
        ("PERIOD", "Jan.-Jun. 2023"),
        ("PERIOD", "202252-Jan.-Dec. 2022"),
        ("VALUE_IN_EUR", "9.5"),
        ("VALUE_IN_EUR", ":"),
        ("year", "23"),
        ("file", "eu_year_export/view.csv"),
    ],
)
def test_an_unknown_value_is_named_with_its_place(column: str, value: str, tmp_path: Path) -> None:
    with refused(CellInvalid, adaptor.FILE, 2, column, value):
        made(tmp_path, row("2023", "China", "9") | {column: value})


def test_a_column_that_nobody_decided_about_is_refused(tmp_path: Path) -> None:
    with refused(ColumnUnknown, adaptor.FILE, 1, "QUANTITY"):
        list(adaptor.flows(raw_rows(tmp_path, {adaptor.FILE: []}, (*HEADER, "QUANTITY"))))
