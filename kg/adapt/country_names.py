"""Turn the English or Russian names of countries that raw files use into keys."""

from collections.abc import Iterable
from functools import cache
from itertools import combinations

from kg.core.errors import CellInvalid
from kg.load.cells import MANY, fault
from kg.load.codes import dyad_key
from kg.load.rows import Row
from kg.load.spelling import ENGLISH


@cache
def _keys() -> dict[str, str]:
    """Return the key of every country by its names."""
    import pycountry

    own = {country.name: country.alpha_2 for country in pycountry.countries}
    common = {c.common_name: c.alpha_2 for c in pycountry.countries if hasattr(c, "common_name")}
    return own | common | ENGLISH


def named_country(row: Row, column: str, name: str) -> str:
    """Return the key of the country that a cell, or a part of it, names in English; raise CellInvalid."""
    if name not in _keys():
        fault(
            CellInvalid,
            "No country is known by this name.",
            "Decide in the adaptor which one is meant.",
            row,
            column,
            name,
        )
    return _keys()[name]


@cache
def _russian_keys() -> dict[str, str]:
    """Return the key of every country by its Russian name in CLDR, without regard to capitals."""
    from kg.load.iso_3166 import countries

    return {country["label_ru"].casefold(): country["key"] for country in countries()}


def russian_country(row: Row, column: str) -> str:
    """Return the key of the country that a cell names in Russian, in whatever capitals; raise CellInvalid."""
    name = row.cells[column]
    key = _russian_keys().get(name.casefold())
    if key is None:
        problem, remedy = "No country is known by this name.", "Decide in the adaptor which one is meant."
        fault(CellInvalid, problem, remedy, row, column, name)
    return key


def dyads_of(countries: Iterable[str]) -> str:
    """Return the cell of the dyads that countries form with each other: none for one country."""
    return MANY.join(dyad_key(one, other) for one, other in combinations(sorted(set(countries)), 2))
