"""The prefixes that a query may use without declaring them: ours, and those of the vocabularies that we use."""

from collections.abc import Mapping
from typing import Final

from kg.core import iri
from kg.core.errors import QueryInvalid
from kg.core.likeness import nearest
from kg.core.segments import SEGMENTS
from kg.query.tokens import Token, declared, place_in, tokens_of

_VOCABULARIES: Final = iri.PREFIXES | {
    "geo": "http://www.opengis.net/ont/geosparql#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "schema": "https://schema.org/",
    "sssom": "https://w3id.org/sssom/",
    "wd": "http://www.wikidata.org/entity/",
}
_OTHERS: Final = {"status": "claim-status", "pair": "dyad", "finding": "finding"}

KNOWN: Final[Mapping[str, str]] = {
    **{segment: iri.mint(segment, "") for segment in SEGMENTS},
    **{prefix: iri.mint(segment, "") for prefix, segment in _OTHERS.items()},
    "graph": iri.SOURCE_GRAPHS,
    **_VOCABULARIES,
}
"""Each prefix with its namespace: a segment names individuals: `country:KZ`; a dyad is `pair:KZ-RU`."""


def undeclared(query: str) -> list[Token]:
    """Return the first name of each prefix that a query uses without declaring it, in their order."""
    tokens = tokens_of(query)
    known = declared(tokens)
    return [*{token.prefix: token for token in reversed(tokens) if _uses(token, known)}.values()][::-1]


def _uses(token: Token, known: Mapping[str, str]) -> bool:
    return token.kind == "name" and token.prefix not in known


def with_prefixes(query: str) -> str:
    """Put a declaration before a query for each prefix of ours that it uses without declaring it."""
    names = sorted({token.prefix for token in undeclared(query)} & KNOWN.keys())
    return "".join(f"PREFIX {name}: <{KNOWN[name]}>\n" for name in names) + query


def unknown_prefix(query: str) -> QueryInvalid | None:
    """Explain the first prefix of a query that is neither declared nor ours, None if there is none."""
    for token in undeclared(query):
        if token.prefix not in KNOWN:
            near = nearest(token.prefix, KNOWN, 1)
            hint = f", did you mean {near[0]}:?" if near else "."
            place = place_in(query, token.start)
            return QueryInvalid(
                f"Nothing declares the prefix {token.prefix}:{hint}",
                remedy=f"Declare it, PREFIX {token.prefix}: <…>, or write the IRI whole, or a prefix of ours.",
                line=place.line,
                column=str(place.column),
                value=token.text,
            )
    return None
