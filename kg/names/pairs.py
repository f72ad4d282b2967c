"""Two economies named together, in either order and with whatever stands between them: a dyad."""

import re
from collections.abc import Iterator
from typing import Final

from kg.core import iri, terms
from kg.core.likeness import did_you_mean
from kg.load.country_codes import dyad_key
from kg.names.exact import key_in, things_named
from kg.names.opened import Names
from kg.names.places import SURE, enclosing, places_called
from kg.names.things import Hit, Thing

# What stands between two names: dashes, slashes and other signs, or blanks; with a word that joins them or without.
_BETWEEN: Final = re.compile(r"[^\w(«\"']*\s(?:and|with|to|vs|&|и|с|және|мен|бен|пен)\s+|[\W_]+")
_STATES: Final = frozenset({terms.Country, terms.EconomicUnion})
_ECONOMIES: Final = _STATES | {terms.Region}
_NEAR: Final = 3
_SIDES: Final = 2
_CODES: Final = re.compile(r"[A-Z]{4}|[A-Z]{6}")
_WITHIN: Final = "within"
"""The kind of a hit on an economy in which lies what a text names."""


def dyad_named(names: Names, text: str) -> str | None:
    """Return the dyad of the two economies that a text names; None if it names no two, or several pairs.

    A dyad of two countries or unions is there whether or not a row names it, one with a region only if a row does.
    Raises ValueError for one economy named twice, and for a pair with a region that is no dyad here.
    """
    _, written = key_in(names, text)
    for thing in names.of_key(f"dyad/{written}")[:1]:
        return thing.iri
    if _CODES.fullmatch(written) and things_named(names, written):
        return None
    found: dict[frozenset[str], tuple[Thing, Thing]] = {}
    for one, other in _splits(written):
        for first in things_named(names, one, _ECONOMIES):
            for second in things_named(names, other, _ECONOMIES):
                found.setdefault(frozenset({first.key, second.key}), (first, second))
    countries = {key: pair for key, pair in found.items() if not _has_region(pair)}
    pairs = [*(countries or found).values()]
    return _dyad(names, *pairs[0]) if len(pairs) == 1 else None


def _splits(text: str) -> Iterator[tuple[str, str]]:
    """Yield every way to part a text into two names; two codes may stand without anything between them."""
    if _CODES.fullmatch(text):
        yield text[: len(text) // 2], text[len(text) // 2 :]
    for place in range(1, len(text)):
        between = _BETWEEN.match(text, place)
        if between is not None and between.end() < len(text):
            yield text[:place], text[between.end() :]


def _has_region(pair: tuple[Thing, Thing]) -> bool:
    return any(iri.expand(thing.cls) == terms.Region for thing in pair)


def _dyad(names: Names, first: Thing, second: Thing) -> str:
    """Return the dyad of two economies; a region's is the one that a row names."""
    one, other = (iri.own_key(thing.iri) for thing in (first, second))
    if first.key == second.key:
        raise ValueError(f"Both sides are {names.shown(first)}: a dyad has two. Name another economy beside it.")
    if not _has_region((first, second)):
        return iri.mint("dyad", dyad_key(one, other))
    rows = [names.of_key(f"dyad/{pair[0]}_{pair[1]}") for pair in ((one, other), (other, one))]
    for found in filter(None, rows):
        return found[0].iri
    near = near_dyads(names, f"{first.key} – {second.key}", _NEAR)
    problem = f"No dyad of {names.shown(first)} and {names.shown(second)} is in this graph."
    raise ValueError(f"{problem} {did_you_mean(near, '')}".strip())


def unnamed_dyad(names: Names, name: str) -> str:
    """Write a dyad that no row names by the labels of its economies; anything else by its key."""
    key = iri.own_key(name)
    ends = [
        thing for code in key.split("-") for thing in names.of_key(f"country/{code}") + names.of_key(f"union/{code}")
    ]
    both = iri.key_of(name).startswith("dyad/") and len(ends) == _SIDES
    return f"{names.label(ends[0])}–{names.label(ends[1])} ({key})" if both else iri.key_of(name)


def near_dyads(names: Names, text: str, most: int) -> list[str]:
    """Return the dyads whose economies are nearest to those that a text seems to name: the key and label of each.

    A key that has one code where the text has it comes before one that would stand in another order.
    """
    _, written = key_in(names, text)
    scored: dict[str, tuple[bool, float, str]] = {}
    for one, other in _splits(written):
        for first in _nearly(names, one):
            for second in _nearly(names, other):
                score = min(first.score, second.score) + (first.score + second.score) / 10
                if first.thing.key != second.thing.key:
                    key, label = _shown(names, first, second)
                    found = (_has_in_place(key, one, other), score, label)
                    scored[key] = max(scored.get(key, found), found)

    def rank(key: str) -> tuple[bool, float, int, str]:
        in_place, score, _ = scored[key]
        return not in_place, -round(score, 2), -_claims(names, key), key

    return [f"{key} ({scored[key][2]})" for key in sorted(scored, key=rank)[:most]]


def _has_in_place(key: str, one: str, other: str) -> bool:
    """Tell whether the key of a dyad begins or ends with the code with which a text begins or ends."""
    first, _, second = key.partition("-")
    return first == one.upper() or second == other.upper()


def _claims(names: Names, key: str) -> int:
    return sum(thing.claims for thing in names.of_key(f"dyad/{key}"))


def _nearly(names: Names, text: str) -> list[Hit]:
    """Return the countries and unions that a text names, else those around a place that it names, else near ones."""
    exact = things_named(names, text, _STATES)
    if exact:
        return [Hit(thing, "", text) for thing in exact]
    near = names.near(text, _STATES, _NEAR)
    return near if near and near[0].score >= SURE else _around(names, text) or near


def _around(names: Names, text: str) -> list[Hit]:
    """Return the countries and unions in which a place that a text names lies, with the label of the place."""
    places = places_called(names, text)[:1]
    return [
        Hit(thing, _WITHIN, names.label(place), SURE) for place in places for thing in enclosing(names, place, _STATES)
    ]


def _shown(names: Names, first: Hit, second: Hit) -> tuple[str, str]:
    one, other = sorted((first, second), key=lambda hit: iri.own_key(hit.thing.iri))
    key = dyad_key(iri.own_key(one.thing.iri), iri.own_key(other.thing.iri))
    label = f"{names.label(one.thing)}–{names.label(other.thing)}"
    inside = [hit.text for hit in (one, other) if hit.kind == _WITHIN]
    lies = "lies" if len(inside) == 1 else "lie"
    return key, f"{label}, where {' and '.join(inside)} {lies}" if inside else label
