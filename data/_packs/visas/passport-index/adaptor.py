"""Terms of entry by passport in January 2025, with their history since 2020 in and around the CIS and the EU."""

from collections.abc import Iterator
from typing import Final

from kg.adapt import passport_index
from kg.adapt.files import Raw

TERMS: Final = passport_index.TERMS


def regimes(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the VisaRegime table for each time in which one passport gave the same terms of entry."""
    for spell in passport_index.spells(raw):
        if spell.current or spell.near:
            yield spell.cells()


TABLES = {"VisaRegime": regimes}
