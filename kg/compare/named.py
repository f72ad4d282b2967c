"""The concepts that rules of comparison name."""

from typing import Final

from kg import iri

ABOUT: Final = iri.mint("bound", "about")
EXACTLY: Final = iri.mint("bound", "exactly")
PERCENT: Final = iri.mint("unit", "percent")
REALISED: Final = iri.mint("stage", "realised")
STATISTICAL: Final = iri.mint("attribution", "statistical")
