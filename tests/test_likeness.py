"""The one measure behind every «did you mean»: what is nearest to a name that nothing has."""

import pytest

from kg.core.likeness import did_you_mean, nearest, skeleton

COUNTRIES = ["Россия", "Казахстан", "Пакистан", "Қазақстан", "Өзбекстан", "Russia", "Austria", "Uzbekistan"]
KEYS = ["USD", "USDT", "more-than", "less-than", "Measurement.csv", "Mapping.csv", "turnover", "turnover-total"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("usd", "USD"),
        ("more than", "more-than"),
        ("measurements.csv", "Measurement.csv"),
        ("tunrover", "turnover"),
        ("Rusia", "Russia"),
        ("Urssia", "Russia"),
        ("Узбекистн", "Өзбекстан"),
        ("Kазaxстан", "Казахстан"),
        ("Казакстан", "Қазақстан"),
        ("Uzbekstan", "Uzbekistan"),
    ],
)
def test_the_nearest_stands_first(written: str, meant: str) -> None:
    assert nearest(written, [*COUNTRIES, *KEYS])[0] == meant


def test_what_is_like_nothing_has_nothing_near() -> None:
    assert nearest("qqqqqq", [*COUNTRIES, *KEYS]) == []
    assert did_you_mean([], "Name one of: KZ.") == "Name one of: KZ."


def test_of_equals_the_first_stays_first() -> None:
    assert nearest("xb", ["XA", "XC"], least=0.5) == ["XA", "XC"]


@pytest.mark.parametrize(
    ("one", "other"), [("ЁЛКА", "елка"), ("Côte-d'Or", "cote d or"), ("қала", "кала"), ("KAZ", "КАZ")]
)
def test_a_skeleton_forgets_keyboards_and_scripts(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


def test_the_remedy_is_a_question() -> None:
    assert did_you_mean(["a"], "") == "Did you mean a?"
    assert did_you_mean(["a", "b", "c"], "") == "Did you mean a, b or c?"
