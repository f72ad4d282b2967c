"""Terms of entry by passport, 2020–2025: of the citizens of seven countries anywhere, and of all at their borders."""

from functools import partial
from typing import Final

from kg.adapt import passport_index

TERMS: Final = passport_index.TERMS

TABLES = {"VisaRegime": partial(passport_index.regimes, of_the_seven=True)}
