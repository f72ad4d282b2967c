"""The dyads of two countries or economic unions: a row for each that some row names; no source lists its own."""

from collections.abc import Iterable, Iterator
from typing import Final

SOURCE: Final = "country-pairs"
HEADER: Final = ("key", "has_first_economy", "has_second_economy")


def dyads(keys: Iterable[str]) -> Iterator[list[str]]:
    """Yield the cells of a row of the Dyad table for each key of two economies, in order."""
    for key in sorted(keys):
        yield [key, *key.split("-")]
