"""English names of countries: each is one country, or stops the run."""

from pathlib import Path

import pytest

from kg.adapt.country_names import dyads_of, named_country
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
