"""The concepts that rules of comparison name."""

from typing import Final

from kg import iri

EXACTLY: Final = iri.mint("bound", "exactly")
STATED: Final = iri.mint("bound", "stated")
PERCENT: Final = iri.mint("unit", "percent")
REALISED: Final = iri.mint("stage", "realised")
STATISTICAL: Final = iri.mint("attribution", "statistical")
NARRATOR: Final = iri.mint("attribution", "narrator")
HEADLINE: Final = iri.mint("attribution", "headline")
OWNERSHIP_SHARE: Final = iri.mint("indicator", "ownership-share")
SUM_OF_SHARES: Final = iri.mint("indicator", "sum-of-shares")
