"""The dyads of any two countries: a row for each pair, so that no source needs to list the pairs it speaks of."""

from collections.abc import Iterator
from itertools import combinations

from kg.load.codes import country_keys, dyad_key


def dyads() -> Iterator[dict[str, str]]:
    """Yield a row of the Dyad table for each pair of countries, those that have ended included, in order."""
    for one, other in combinations(country_keys(), 2):
        yield {"key": dyad_key(one, other), "has_first_economy": one, "has_second_economy": other}


TABLES = {"Dyad": dyads}
