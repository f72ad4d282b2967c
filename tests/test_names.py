"""What readers call things: every spelling means the same thing, and what means nothing is met with the nearest."""

from pathlib import Path

import pytest

from kg.core import iri
from kg.core.likeness import skeleton
from kg.core.ontology import read_ontology
from kg.names.inflected import is_in_another_case
from kg.names.nearby import score
from kg.names.opened import Names
from kg.names.resolve import meant

ROOT = Path(__file__).parents[1]

SPELLINGS = {
    "KZ-RU": [
        *("KZ-RU", "ru-kz", "KAZ-RUS", "rus/kaz", "dyad/RU-KZ", "KZ–RU", "kz_ru", "Kazakhstan-Russia"),
        *("Russia and Kazakhstan", "Ресей–Қазақстан", "Россия и Казахстан", "Казакстан мен Ресей", "398-643"),
        *("KZRU", "RUSKAZ", "Kazakhstan vs Russia", "Республика Казахстан – Российская Федерация", "Qazaqstan & RU"),
        *("РОССИЯ — КАЗАХСТАН", "  Kazakhstan , Russian Federation ", "https://w3id.org/dyad/id/dyad/KZ-RU"),
    ],
    "GW-KZ": [
        *("GW-KZ", "kz-gw", "GNB-KAZ", "KZ/GW", "Dyad:GW-KZ", "Guinea-Bissau–Kazakhstan", "guinea bissau - kazakhstan"),
        *("Kazakhstan-Guinea-Bissau", "Гвинея-Бисау и Казахстан", "Қазақстан және Гвинея-Бисау"),
        *("КАЗАХСТАН—ГВИНЕЯ-БИСАУ", "Guinea‑Bissau / Kazakhstan", "kz & gw"),
    ],
    "BA-KZ": [
        *("BA-KZ", "KZ-BA", "kaz-bih", "BIH−KAZ", "dyad/kz-ba", "Bosnia and Herzegovina - Kazakhstan"),
        *(
            "Kazakhstan and Bosnia and Herzegovina",
            "Bosnia & Herzegovina–Kazakhstan",
            "Босния и Герцеговина – Казахстан",
        ),
        *("Казахстан и Босния и Герцеговина", "Босния және Герцеговина мен Қазақстан", "070/398"),
    ],
    "CI-UZ": [
        *("CI-UZ", "uz-ci", "CIV-UZB", "UZ/CI", "Côte d’Ivoire–Uzbekistan", "cote d'ivoire - uzbekistan"),
        *(
            "Ivory Coast and Uzbekistan",
            "Узбекистан и Кот-д’Ивуар",
            "Узбекистан — Кот-д'Ивуар",
            "Өзбекстан–Кот-д’Ивуар",
        ),
        *("Uzbekistan, Côte d'Ivoire", "Ѳзбекстан".replace("Ѳ", "О") + " пен Кот д Ивуар", "860-384"),
    ],
    "EU-KZ": [
        *("EU-KZ", "kz-eu", "dyad/kz-eu", "KAZ-EU", "European Union–Kazakhstan", "kazakhstan and the European Union"),
        *("Казахстан и Европейский союз", "Европейский Союз — Казахстан", "Еуропалық Одақ–Қазақстан"),
        *("Қазақстан мен Еуропалық одақ", "union/EU – country/KZ", "EUROPEAN UNION / KAZ"),
    ],
    "CN-KG": [
        *("CN-KG", "kg-cn", "CHN-KGZ", "China–Kyrgyzstan", "Kyrgyz Republic and China", "КНР и Кыргызстан"),
        *(
            "Киргизия–Китай",
            "Қытай мен Қырғызстан",
            "кытай-кыргызстан",
            "ҚХР/KGZ",
            "156 417",
            "China PR, Kyrgyz Republic",
        ),
    ],
}

WRONG = [
    ("Dyad", "Kazahstan-Rusia", "KZ-RU (Kazakhstan–Russia)"),
    ("Dyad", "Казахстн и Россия", "KZ-RU (Kazakhstan–Russia)"),
    ("Dyad", "Ресй–Қазақстан", "KZ-RU (Kazakhstan–Russia)"),
    ("Dyad", "KAZ-RSU", "KZ-RU (Kazakhstan–Russia)"),
    ("Dyad", "KZ-RQ", "KZ-RU (Kazakhstan–Russia)"),
    ("Dyad", "Uzbekstan / Kazakhstan", "KZ-UZ (Kazakhstan–Uzbekistan)"),
    ("Dyad", "Guinea-Bisau - Kazakhstan", "GW-KZ (Guinea-Bissau–Kazakhstan)"),
    ("Dyad", "Bosnia and Herzegowina - Kazakhstan", "BA-KZ (Bosnia & Herzegovina–Kazakhstan)"),
    ("Dyad", "Кыргистан–Китай", "CN-KG (China–Kyrgyzstan)"),
    ("Dyad", "Kazakhstan", "KZ-RU (Kazakhstan–Russia)"),
    ("Dyad", "Abay oblysy – Germany", "DE-KZ (Germany–Kazakhstan, where Abay oblysy lies)"),
    ("Country", "Kazakstan", "KZ (Kazakhstan)"),
    ("Country", "Germny", "DE (Germany)"),
    ("Country", "Узбекистн", "UZ (Uzbekistan)"),
    ("Country", "Өзбексан", "UZ (Uzbekistan)"),
    ("Country", "Irna", "IR (Iran)"),
    ("Country", "KZA", "KZ (Kazakhstan)"),
    ("Country", "Turkmennistan", "TM (Turkmenistan)"),
    ("Indicator", "goods-turnovr", "goods-turnover (goods turnover)"),
    ("Indicator", "тавары оборот", "goods-turnover (goods turnover)"),
    ("Stage", "realized", "realised (realised)"),
    ("Unit", "US dolars", "USD (US dollar)"),
    ("Country", "Қазақстанның", "KZ (Kazakhstan)"),
    ("Country", "Казахстаном", "KZ (Kazakhstan)"),
    ("Country", "Германией", "DE (Germany)"),
    ("Country", "Қытайдың", "CN (China)"),
    ("Entity", "Казахстана", "country/KZ (Kazakhstan)"),
    ("Entity", "Gremany", "country/DE (Germany)"),
    ("Entity", "Tokayev", "(Kassym-Jomart Tokayev)"),
    ("Person", "К. Токаев", "(Kassym-Jomart Tokayev)"),
    ("Person", "Токаева", "(Kassym-Jomart Tokayev)"),
    ("Person", "Tokaev", "(Kassym-Jomart Tokayev)"),
    ("Agent", "kazinfrom", "media-outlet/kazinform"),
]


@pytest.fixture(scope="module")
def names(seed_build: Path) -> Names:
    return Names(seed_build, read_ontology(ROOT / "ontology"))


def named(names: Names, cls: str, text: str) -> str:
    """Return the key of what a text means, as one of a class of ours."""
    return iri.key_of(meant(names, iri.expand(f"dyad:{cls}"), text))


def refused(names: Names, cls: str, text: str) -> str:
    """Return the remedy with which a text is refused."""
    with pytest.raises(ValueError, match=r"\S") as caught:
        named(names, cls, text)
    return str(caught.value)


@pytest.mark.parametrize("pair", SPELLINGS)
def test_twelve_spellings_and_more_mean_one_pair(pair: str, names: Names) -> None:
    assert len(set(SPELLINGS[pair])) >= 12
    assert {text: named(names, "Dyad", text) for text in SPELLINGS[pair]} == dict.fromkeys(
        SPELLINGS[pair], f"dyad/{pair}"
    )


@pytest.mark.parametrize(("cls", "text", "meant"), WRONG)
def test_a_wrong_name_is_refused_with_the_right_one_first(cls: str, text: str, meant: str, names: Names) -> None:
    remedy = refused(names, cls, text)
    assert meant in remedy.partition("Did you mean ")[2].partition("), ")[0] + ")"


@pytest.mark.parametrize(
    ("cls", "text", "said"),
    [
        (
            "Country",
            "Abay oblysy",
            "is of the class «region», and here «country» is asked for. Did you mean KZ (Kazakhstan), where it lies?",
        ),
        (
            "Country",
            "KZ-RU",
            "is of the class «dyad», and here «country» is asked for. Did you mean KZ (Kazakhstan) or RU",
        ),
        (
            "Country",
            "Abay",
            "is of the class «region», and here «country» is asked for. Did you mean KZ (Kazakhstan), where it lies?",
        ),
        ("Person", "EU", "European Union (union/EU) is of the class «economic union», and here «person» is asked for."),
        ("Dyad", "KZ-kz", "Both sides are country/KZ (Kazakhstan): a dyad has two."),
        ("Dyad", "KZ-10 – Germany", "No dyad of region/KZ-10 (Abay oblysy) and country/DE (Germany) is in this graph."),
        ("Stage", "xyzzy", "No stage is called so. `kg find` looks among all names."),
        ("Bound", "xyzzy", "Name one of: about (about)"),
        ("Country", "  ", "Write one key or name"),
        ("Country", "K\nZ", "Write one key or name"),
    ],
)
def test_what_is_something_else_is_said_to_be_so(cls: str, text: str, said: str, names: Names) -> None:
    assert said in refused(names, cls, text)


@pytest.mark.parametrize("text", ["PERU", "CUBA", "MALI", "IRAN", "OMAN"])
def test_a_country_of_four_letters_is_no_pair_of_codes(text: str, names: Names) -> None:
    assert "is of the class «country»" in refused(names, "Dyad", text)


def test_what_several_things_are_called_is_answered_with_their_keys(names: Names) -> None:
    assert "region/" in (said := refused(names, "Region", "Central"))
    assert said.startswith("Several things are called so: ")
    assert said.endswith("Write the key of one.")


@pytest.mark.parametrize(
    ("cls", "text", "key"),
    [
        ("Territory", "European Union", "union/EU"),
        ("Country", "eu", "union/EU"),
        ("Country", "Европейский союз", "union/EU"),
        ("Entity", "kz", "country/KZ"),
        ("Entity", "ru-kz", "dyad/KZ-RU"),
        ("Dyad", "Russia – West Kazakhstan Region", "dyad/KZ-27_RU"),
        ("Person", "Тоқаев Қасым-Жомарт", "person/a72c76b5435499bb08ba"),
        ("Person", "Q200881", "person/a72c76b5435499bb08ba"),
        ("Person", "person/Q200881", "person/a72c76b5435499bb08ba"),
        ("Claim", "kazinform-2025-11-12/turnover-2024", "claim/c0a8333edbc7c2524d74"),
    ],
)
def test_things_of_many_classes_are_named(cls: str, text: str, key: str, names: Names) -> None:
    assert named(names, cls, text) == key


def test_names_are_shown_in_the_language_of_the_reader(names: Names) -> None:
    reader = Names(names.folder, names.ontology, "ru")
    assert "KZ-RU (Казахстан–Россия)" in refused(reader, "Dyad", "Kazahstan-Rusia")


@pytest.mark.parametrize(("text", "right"), [("Бета Рэйл", "beta-rail "), ("Альфа Воркс", "alfa-works ")])
def test_a_name_in_cyrillic_finds_what_is_called_in_latin_letters_alone(
    text: str, right: str, world_build: Path
) -> None:
    names = Names(world_build, read_ontology(ROOT / "ontology"))
    assert refused(names, "Firm", text).startswith(f"No firm is called so. Did you mean {right}")


@pytest.mark.parametrize(
    ("text", "key"),
    [("Deutschland", "DE"), ("Հայաստան", "AM"), ("日本", "JP"), ("suomi", "FI"), ("საქართველო", "GE"), ("中国", "CN")],
)
def test_a_country_is_found_by_what_it_calls_itself(text: str, key: str, names: Names) -> None:
    assert named(names, "Country", text) == f"country/{key}"
    assert named(names, "Dyad", f"{text} – Қазақстан") == f"dyad/{'-'.join(sorted((key, 'KZ')))}"


@pytest.mark.parametrize(
    ("text", "key"),
    [("ҚР", "KZ"), ("қр", "KZ"), ("ЮАР", "ZA"), ("США", "US"), ("АҚШ", "US"), ("КНДР", "KP"), ("РФ", "RU")],
)
def test_initials_name_a_country_and_are_no_code_that_looks_like_them(text: str, key: str, names: Names) -> None:
    assert named(names, "Country", text) == f"country/{key}"


@pytest.mark.parametrize(("text", "like"), [("АМ", "AM"), ("РЕ", "PE"), ("ВЕ", "BE")])
def test_letters_of_another_script_are_no_code_though_they_look_like_one(text: str, like: str, names: Names) -> None:
    assert named(names, "Country", like) == f"country/{like}"
    assert refused(names, "Country", text).startswith("No country is called so. Did you mean ")


def test_initials_that_several_countries_have_are_answered_with_all_of_them(names: Names) -> None:
    several = refused(names, "Country", "РК")
    assert several.startswith("Several things are called so: country/KZ (Kazakhstan)")
    assert "country/KR (South Korea)" in several
    assert "Did you mean KZ-RU (Kazakhstan–Russia) or KR-RU (South Korea–Russia)?" in refused(names, "Dyad", "РФ–РК")


def test_initials_make_a_dyad(names: Names) -> None:
    assert named(names, "Country", "ЕС") == named(names, "Country", "ЕО") == "union/EU"
    assert named(names, "Dyad", "РФ–ҚР") == "dyad/KZ-RU"
    assert named(names, "Dyad", "КZ-RU") == "dyad/KZ-RU"  # a letter of another keyboard among those of a code


def test_a_part_of_a_code_is_no_name_of_a_place_and_a_place_that_is_asked_for_is_not_refused_as_one(
    names: Names,
) -> None:
    assert "ML-BKO" not in refused(names, "Region", "ВКО")  # of Bamako, whose code looks like it
    assert "«region», and here «region»" not in refused(names, "Region", "ВКО")


def test_a_state_of_the_past_has_its_short_names(names: Names) -> None:
    assert {text: named(names, "Entity", text) for text in ("USSR", "СССР", "Soviet Union")} == dict.fromkeys(
        ("USSR", "СССР", "Soviet Union"), "country/SUHH"
    )
    assert named(names, "Country", "Kirgizia") == "country/KG"


@pytest.mark.parametrize(
    ("text", "name", "is_case"),
    [
        ("Казахстана", "Казахстан", True),
        ("Қазақстанның", "Қазақстан", True),
        ("России", "Россия", True),
        ("Саудовской Аравией", "Саудовская Аравия", True),
        ("Georgia's", "Georgia", True),
        ("Токаев", "Токио", False),
        ("Казахстан", "Узбекистан", False),
        ("Казахстана и", "Казахстан", False),
    ],
)
def test_a_case_is_told_from_another_name(text: str, name: str, is_case: bool) -> None:  # noqa: FBT001
    assert is_in_another_case(skeleton(text), skeleton(name)) is is_case


def test_initials_before_a_surname_are_those_of_the_other_names() -> None:
    right, wrong = (score(skeleton(text), skeleton("Vladimir Putin")) for text in ("V. Putin", "K. Putin"))
    assert right > 0.95 > wrong
