"""Population by country and year, as the World Bank has it."""

from collections.abc import Iterator
from typing import Final

from kg.adapt.files import Raw
from kg.adapt.world_bank import yearly

FILE: Final = "population.csv"


def populations(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Measurement table for each country and year."""
    return yearly(raw, FILE)


TABLES = {"Measurement": populations}
