"""Gross domestic product by country and year in current US dollars, as the World Bank has it."""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from kg.adapt.files import Raw
from kg.adapt.world_bank import yearly

FILE: Final = "gdp.csv"

# Georgia before 1990 is given some ten thousand dollars, a millionth of what its economy was: left out.
IMPLAUSIBLE: Final = MappingProxyType(dict.fromkeys((("GEO", "1987"), ("GEO", "1988"), ("GEO", "1989"))))


def products(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Measurement table for each country and year."""
    return yearly(raw, FILE, IMPLAUSIBLE)


TABLES = {"Measurement": products}
