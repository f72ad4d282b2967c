"""Terms of entry by passport, 2020–2025, between all countries but the seven whose terms every build has."""

from functools import partial
from typing import Final

from kg.adapt import passport_index

TERMS: Final = passport_index.TERMS

TABLES = {"VisaRegime": partial(passport_index.regimes, of_the_seven=False)}
