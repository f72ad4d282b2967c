"""Places named where an economy is meant: the country, or the union, in which they lie."""

from collections.abc import Collection
from typing import Final

from kg.core import iri, terms
from kg.core.likeness import skeleton
from kg.names.exact import things_named
from kg.names.gathered import CODE, KEY
from kg.names.opened import Names
from kg.names.things import Thing

SURE: Final = 0.8
"""How near a name must come to be thought of before places whose names hold the text as a word."""
_STEPS: Final = 3  # from a place to what it lies within


def places_called(names: Names, text: str) -> list[Thing]:
    """Return the places that a text names, else the one whose name has all words of the text and fewest others."""
    classes = names.ontology.subs(terms.Place)
    if found := things_named(names, text, classes):
        return found
    words = set(skeleton(text).split())
    called = [hit for hit in names.holding(text, classes) if hit.kind not in {CODE, KEY}]
    holding = [hit for hit in called if words <= set(skeleton(hit.text).split())]
    holding.sort(key=lambda hit: (len(hit.text), -hit.thing.claims, hit.thing.key))
    return [hit.thing for hit in holding[:1]]


def enclosing(names: Names, place: Thing, classes: Collection[str]) -> list[Thing]:
    """Return the nearest things of some classes within which a place lies."""
    front = [place]
    for _ in range(_STEPS):
        front = [one for inner in front for one in names.linked(inner, terms.isWithin)]
        if found := [one for one in front if iri.expand(one.cls) in classes]:
            return found
    return []
