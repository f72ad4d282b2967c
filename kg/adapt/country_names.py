"""Turn the English or Russian names and the numbers of countries that raw files use into keys."""

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import combinations
from typing import Final

from kg.core.errors import CellInvalid
from kg.load.cells import MANY, fault
from kg.load.country_codes import dyad_key
from kg.load.iso_3166 import countries, country_names
from kg.load.rows import Row
from kg.load.spelling import ENGLISH, RUSSIAN

# The countries of which every build has what is too large to take of the whole world.
SEVEN: Final = frozenset({"AM", "BY", "KG", "KZ", "RU", "TJ", "UZ"})


@cache
def english_names() -> dict[str, str]:
    """Return the key of every country by its English names."""
    import pycountry

    own = {country.name: country.alpha_2 for country in pycountry.countries}
    common = {c.common_name: c.alpha_2 for c in pycountry.countries if hasattr(c, "common_name")}
    return own | common | ENGLISH


def named_country(row: Row, column: str, name: str) -> str:
    """Return the key of the country that a cell, or a part of it, names in English; raise CellInvalid."""
    return _known(english_names().get(name), row, column, name)


@cache
def _russian_keys() -> dict[str, str]:
    """Return the key of every country by its Russian names in CLDR and in use, without regard to capitals."""
    return {name.casefold(): key for key, name in country_names("ru").items()} | RUSSIAN


def russian_country(row: Row, column: str) -> str:
    """Return the key of the country that a cell names in Russian, in whatever capitals; raise CellInvalid."""
    name = row.cells[column]
    return _known(_russian_keys().get(name.casefold()), row, column, name)


def russian_partner(row: Row, column: str, decided: Mapping[str, str | None]) -> str | None:
    """Return what a name was decided to mean, None for what is left out, and else the country of this Russian name."""
    name = row.cells[column]
    return decided[name] if name in decided else russian_country(row, column)


@cache
def _numeric_keys() -> dict[str, str]:
    """Return the key of every country by its three-digit code in ISO 3166-1, which is that of the United Nations."""
    return {country["iso_numeric"]: country["key"] for country in countries()}


def numbered_country(row: Row, column: str) -> str:
    """Return the key of the country whose numeric code a cell holds, with or without noughts; raise CellInvalid."""
    code = row.cells[column]
    return _known(_numeric_keys().get(code.zfill(3)), row, column, code)


def _known(key: str | None, row: Row, column: str, printed: str) -> str:
    """Return the key of a country, or raise CellInvalid where what is printed gives none."""
    if key is None:
        problem, remedy = "No country is known by this name.", "Decide in the adaptor which one is meant."
        fault(CellInvalid, problem, remedy, row, column, printed)
    return key


def dyads_of(countries: Iterable[str]) -> str:
    """Return the cell of the dyads that countries form with each other: none for one country."""
    return MANY.join(dyad_key(one, other) for one, other in combinations(sorted(set(countries)), 2))
