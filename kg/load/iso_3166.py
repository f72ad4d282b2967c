"""Countries and regions of ISO 3166: rows made from pycountry, with names of countries from Babel (CLDR)."""

import gettext
from collections.abc import Iterator
from functools import cache

from kg.core.languages import LANGUAGES
from kg.load.spelling import ENGLISH, OTHERS, RUSSIAN


def country_names(language: str) -> dict[str, str]:
    """Return the name of every country of ISO 3166-1 in a language, by its alpha-2 code."""
    import pycountry
    from babel import Locale

    names = Locale(language).territories
    return {country.alpha_2: names[country.alpha_2] for country in pycountry.countries}


def countries() -> Iterator[dict[str, str]]:
    """Yield a row of the Country table for each country of ISO 3166-1, in the order of its codes."""
    import pycountry

    names = {language: country_names(language) for language in LANGUAGES}
    for country in sorted(pycountry.countries, key=lambda c: c.alpha_2):
        code = country.alpha_2
        yield {"key": code, "iso_code": code, "iso_alpha3": country.alpha_3, "iso_numeric": country.numeric} | {
            f"label_{language}": names[language][code] for language in LANGUAGES
        }


def regions() -> Iterator[dict[str, str]]:
    """Yield a row of the Region table for each subdivision of ISO 3166-2, in the order of its codes.

    The name is the register's, in no stated language; a Russian label is given where the library translates it.
    """
    import pycountry

    russian = gettext.translation("iso3166-2", pycountry.LOCALES_DIR, languages=["ru"])
    for region in sorted(pycountry.subdivisions, key=lambda s: s.code):
        name = " ".join(region.name.split())
        translated = russian.gettext(region.name)
        row = {
            "key": region.code,
            "iso_code": region.code,
            "official_name": name,
            "is_within": region.parent_code or region.country_code,
        }
        yield row if translated == region.name else row | {"label_ru": translated}


def country_spellings() -> dict[str, set[str]]:
    """Return what every country of ISO 3166-1 is called, by its key: by ISO, CLDR and statistics offices."""
    import pycountry
    from babel import Locale

    names = {country.alpha_2: {country.name, *OTHERS.get(country.alpha_2, ())} for country in pycountry.countries}
    for country in pycountry.countries:
        kinds = ("common_name", "official_name")
        names[country.alpha_2] |= {getattr(country, kind) for kind in kinds if hasattr(country, kind)}
    for language in LANGUAGES:
        for key, name in Locale(language).territories.items():
            names.get(key, set()).add(name)
    for name, key in (*ENGLISH.items(), *RUSSIAN.items()):
        names.setdefault(key, set()).add(name)
    return names


@cache
def names_at_home() -> dict[str, set[str]]:
    """Return what every country of ISO 3166-1 is called in its official languages, by its key, as CLDR has it."""
    import pycountry

    return {country.alpha_2: {*_at_home(country.alpha_2)} for country in pycountry.countries}


def _at_home(country: str) -> Iterator[str]:
    """Yield the names of a country in its official languages, of which CLDR knows not all."""
    from babel import Locale, UnknownLocaleError
    from babel.languages import get_official_languages

    for language in get_official_languages(country, de_facto=True):
        try:
            name = Locale.parse(language).territories.get(country)
        except UnknownLocaleError:
            continue
        if name is not None:
            yield name


TABLES = {"Country": countries, "Region": regions}
