"""Currencies of countries, of today and of before: units made from Babel (CLDR), with its names."""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from kg.core.languages import LANGUAGES

# Those that the ontology itself knows.
IN_ONTOLOGY: Final = frozenset({"CNY", "EUR", "KZT", "RUB", "USD"})

# Names that CLDR lacks, of currencies in which rates are stated: this project's own translations.
_NAMES: Final = MappingProxyType(
    {
        ("ATS", "kk"): "Австрия шиллингі",
        ("BEF", "kk"): "Бельгия франкі",
        ("CSK", "kk"): "Чехословакия кронасы",
        ("CYP", "kk"): "Кипр фунты",
        ("DDM", "kk"): "ГДР маркасы",
        ("DEM", "kk"): "Германия маркасы",
        ("EEK", "kk"): "Эстония кронасы",
        ("ESP", "kk"): "Испания песетасы",
        ("FIM", "kk"): "Финляндия маркасы",
        ("FRF", "kk"): "Франция франкі",
        ("GRD", "kk"): "Грекия драхмасы",
        ("IEP", "kk"): "Ирландия фунты",
        ("ITL", "kk"): "Италия лирасы",
        ("LUF", "kk"): "Люксембург франкі",
        ("MTL", "kk"): "Мальта лирасы",
        ("NLG", "kk"): "Нидерланд гульдені",
        ("PTE", "kk"): "Португалия эскудосы",
        ("SIT", "kk"): "Словения толары",
        ("SKK", "kk"): "Словакия кронасы",
        ("SUR", "kk"): "Кеңес рублі",
        ("TMM", "kk"): "Ескі түрікмен манаты",
        ("XCG", "kk"): "Кариб гульдені",
        ("XCG", "ru"): "карибский гульден",
        ("YDD", "kk"): "Йемен динары",
        ("YUN", "kk"): "Югославия динары",
        ("ZWG", "kk"): "Зимбабве алтыны",
        ("ZWG", "ru"): "зимбабвийский золотой",
    }
)


def currencies() -> Iterator[dict[str, str]]:
    """Yield a row of the Unit table for each currency that is or was a country's tender, in the order of its code.

    One that has no name in one of the languages is left out.
    """
    from babel import Locale

    named = {language: Locale(language).currencies for language in LANGUAGES}
    for code in sorted(_tenders() - IN_ONTOLOGY):
        names = [_NAMES.get((code, language)) or named[language].get(code, "") for language in LANGUAGES]
        if all(names):
            labels = {f"label_{language}": name for language, name in zip(LANGUAGES, names, strict=True)}
            yield {"key": code, "currency": "true"} | labels


def _tenders() -> set[str]:
    """Return the ISO 4217 codes of the currencies that CLDR says were tender in a country at some time."""
    from babel.core import get_global

    of_countries = get_global("territory_currencies").values()
    return {code for listed in of_countries for code, _, _, is_tender in listed if is_tender}


TABLES = {"Unit": currencies}
