"""Names and numbers of countries: each is one country, or stops the run."""

from pathlib import Path

import pytest

from kg.adapt.country_names import dyads_of, named_country, numbered_country, russian_country, russian_partner
from kg.adapt.eurostat import eurostat_country, union_members
from kg.core.errors import CellInvalid
from kg.load.rows import Row
from tests.adaptors.raw_files import refused

ROW = Row(Path("units.csv"), 7, {"country": "x"})


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Kazakhstan", "KZ"),
        ("Russia", "RU"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("Timor-Leste", "TL"),
        ("East Timor", "TL"),
        ("Guinea-Bissau", "GW"),
        ("Ivory Coast", "CI"),
        ("Côte d'Ivoire", "CI"),
        ("Republic of the Congo", "CG"),
        ("DR Congo", "CD"),
        ("Iran", "IR"),
        ("South Korea", "KR"),
        ("North Korea", "KP"),
        ("Palestine", "PS"),
    ],
)
def test_a_name_in_use_is_its_country(name: str, key: str) -> None:
    assert named_country(ROW, "country", name) == key


@pytest.mark.parametrize("name", ["Russia-Kazakhstan", "Axia", "", "kazakhstan", " Russia"])
def test_any_other_name_is_an_error(name: str) -> None:
    with refused(CellInvalid, "units.csv", 7, "country", name):
        named_country(ROW, "country", name)


def test_countries_form_dyads_with_each_other() -> None:
    assert dyads_of(["RU", "KZ"]) == "KZ-RU"
    assert dyads_of(["KZ"]) == dyads_of([]) == ""
    assert dyads_of(["SA", "KW", "IR"]) == "IR-KW|IR-SA|KW-SA"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Казахстан", "KZ"),
        ("Киргизия", "KG"),
        ("Южно-Африканская Республика", "ZA"),
        ("США", "US"),
        ("Соединенные Штаты Америки", "US"),
        ("Объединенные Арабские Эмираты", "AE"),
        ("Чешская Республика", "CZ"),
        ("Чешская республика", "CZ"),
        ("Конго", "CG"),
        ("Македония", "MK"),
    ],
)
def test_a_russian_name_is_its_country_in_whatever_capitals(name: str, key: str) -> None:
    assert russian_country(Row(Path("units.csv"), 7, {"country": name}), "country") == key


def test_what_a_source_decides_about_a_name_comes_before_what_it_is_elsewhere() -> None:
    row = Row(Path("units.csv"), 7, {"country": "Конго"})
    assert russian_partner(row, "country", {"Конго": "CD"}) == "CD"
    assert russian_partner(row, "country", {"Конго": None}) is None
    assert russian_partner(row, "country", {"Заир": "CD"}) == "CG"


@pytest.mark.parametrize(("code", "key"), [("398", "KZ"), ("4", "AF"), ("004", "AF"), ("70", "BA"), ("178", "CG")])
def test_a_number_is_its_country_with_or_without_noughts(code: str, key: str) -> None:
    assert numbered_country(Row(Path("units.csv"), 7, {"country": code}), "country") == key


@pytest.mark.parametrize("code", ["0", "530", "736", "999", "", "KZ"])
def test_any_other_number_is_an_error(code: str) -> None:
    with refused(CellInvalid, "units.csv", 7, "country", code):
        numbered_country(Row(Path("units.csv"), 7, {"country": code}), "country")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Belgium (incl. Luxembourg 'LU' -> 1998)", "BE"),
        ("United States (incl. Navassa Island (part of 'UM') from 1995 -> 2000)", "US"),
        ("Etats-Unis (incl. Ile Navassa (partie de 'UM') de 1995 -> 2000)", "US"),
        ("Russian Federation (Russia)", "RU"),
        ("Congo", "CG"),
        ("Congo, Democratic Republic of", "CD"),
        ("Guinea", "GN"),
        ("Guinée", "GN"),
        ("Allemagne", "DE"),
        ("Kosovo", "XK"),
    ],
)
def test_a_name_of_eurostat_is_its_country_whatever_it_included(name: str, key: str) -> None:
    assert eurostat_country(Row(Path("units.csv"), 7, {"country": name}), "country") == key


@pytest.mark.parametrize("name", ["Congo (Kinshasa)", "Euro area", "Serbia and (incl. Kosovo)", " (incl. all)", ""])
def test_any_other_name_of_eurostat_is_an_error(name: str) -> None:
    with refused(CellInvalid, "units.csv", 7, "country", name):
        eurostat_country(Row(Path("units.csv"), 7, {"country": name}), "country")


def test_the_members_of_the_union_are_those_that_its_name_lists() -> None:
    assert union_members("European Union - 27 countries (AT, BE, BG)") == {"AT", "BE", "BG"}
    assert union_members("Union européenne - 27 pays (AT, BE)") == {"AT", "BE"}
    assert union_members("European Union (AT-01/1995, BE-01/1958)") == union_members("Austria") == frozenset()
