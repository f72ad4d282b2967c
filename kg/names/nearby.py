"""How near names come to a text: by their letters, by initials before a surname, by a case that the text stands in."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from kg.core import iri, terms
from kg.core.likeness import nearness, skeleton
from kg.core.ontology import Ontology
from kg.core.romanise import romanised
from kg.names.inflected import is_in_another_case
from kg.names.things import Hit

RUN: Final = 3
"""How many letters in a row the index finds names by."""
_UNSAID: Final = 0.15  # of the likeness goes for what a name has that the text has not
_OTHER_CASE: Final = 0.97
_WITH_INITIALS: Final = 0.96
_NAMESAKES: Final = ((terms.Country, 0.15), (terms.EconomicUnion, 0.15), (terms.Place, 0.08), (terms.Agent, 0.08))
"""How much nearer things of some classes are than what is called after them."""


def readings(text: str) -> list[str]:
    """Return the skeletons of a text: as it is written, and in Latin letters, for many names stand in those alone."""
    return [*filter(None, dict.fromkeys((skeleton(text), skeleton(romanised(text)))))]


def runs(text: str) -> list[str]:
    """Return the runs of three letters in a skeleton, by which the index finds it; none of them is a quotation mark."""
    return [*dict.fromkeys(text[place : place + RUN] for place in range(len(text) - RUN + 1))]


def score(wanted: str, name: str) -> float:
    """Return how near a name comes to a text, both skeletons, up to 1.

    Of names that hold a text as a word the shorter is nearer. A name in another case of Russian or Kazakh is almost the
    name, and so is a surname with the initial of another name.
    """
    if is_in_another_case(wanted, name):
        return max(_OTHER_CASE, nearness(wanted, name))
    if _has_initials(wanted, name):
        return _WITH_INITIALS
    unsaid = max(len(name) - len(wanted), 0) / len(name)
    return nearness(wanted, name) - _UNSAID * unsaid


def score_all(wanted: str, hits: Iterable[Hit]) -> list[Hit]:
    """Return hits with how near each comes to a skeleton."""
    return [replace(hit, score=score(wanted, skeleton(hit.text))) for hit in hits]


def in_order(hits: Iterable[Hit], ontology: Ontology) -> list[Hit]:
    """Return hits, the likeliest first; of equals those of things with more claims."""
    more = {iri.compress(sub): extra for cls, extra in reversed(_NAMESAKES) for sub in ontology.subs(cls)}

    def rank(hit: Hit) -> tuple[float, int, str]:
        return -round(hit.score + more.get(hit.thing.cls, 0), 2), -hit.thing.claims, hit.thing.key

    return sorted(hits, key=rank)


def _has_initials(wanted: str, name: str) -> bool:
    """Tell whether all words of a text are in a name but single letters, the first of which begins another word."""
    words = wanted.split()
    initials = [word for word in words if len(word) == 1]
    whole, rest = [word for word in words if len(word) > 1], name.split()
    if not initials or not whole or any(word not in rest for word in whole):
        return False
    return any(word.startswith(initials[0]) for word in rest if word not in whole)
