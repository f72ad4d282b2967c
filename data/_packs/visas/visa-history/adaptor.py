"""Terms of entry by passport that held once since November 2020: the pairs whose history is not told in every build."""

from collections.abc import Iterator
from typing import Final

from kg.adapt import passport_index
from kg.adapt.files import Raw

TERMS: Final = passport_index.TERMS


def regimes(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the VisaRegime table for each time in which one passport gave the same terms of entry."""
    for spell in passport_index.spells(raw):
        if not spell.current and not spell.near:
            yield spell.cells()


TABLES = {"VisaRegime": regimes}
