"""The dyads of any two countries or economic unions: a row for each pair, so that no source needs to list its own."""

from collections.abc import Iterator
from itertools import combinations

from kg.load.country_codes import dyad_key, economy_keys


def dyads() -> Iterator[dict[str, str]]:
    """Yield a row of the Dyad table for each pair of countries and unions, those that have ended included, in order."""
    for one, other in combinations(economy_keys(), 2):
        yield {"key": dyad_key(one, other), "has_first_economy": one, "has_second_economy": other}


TABLES = {"Dyad": dyads}
