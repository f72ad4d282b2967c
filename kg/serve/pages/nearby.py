"""The part of the graph around a thing that questions about it ask of, without what two days exclude.

A store of all that is left of a build takes a minute and gigabytes to fill; this part a fraction of a second.
"""

from collections.abc import Iterator, Set
from typing import Final

from kg.core import iri, terms
from kg.core.graph import NamedNode, Quad, Store, matches, name_of
from kg.core.ontology import Ontology

_LEADING: Final = (terms.isAbout, terms.hasUndertaking)
"""The properties by which claims and findings lead to what they are about."""
ASKED_AROUND: Final = frozenset(
    {
        *("turnover", "mirrors", "targets", "target-history", "projects-by-stage", "crossings-by-region-pair"),
        *("agreement-steps", "officials-on-day", "conflicts"),
    }
)
"""The questions that ask, of a dyad, of nothing but what is around it."""
_STEPS: Final = 3
"""How far what is named leads on: from a crossing to a checkpoint, its region, and the class of that."""


def store_around(store: Store, ontology: Ontology, thing: str, gone: Set[str]) -> Store:
    """Return what a store states of a thing, of what concerns it, and of the claims about these that are not gone."""
    found = Store()
    found.extend(ontology.terms)
    subjects = [thing, *_naming(store, terms.concernsDyad, thing)]
    claims = [claim for subject in subjects for way in _LEADING for claim in _naming(store, way, subject)]
    wanted = {*subjects, *claims, *_of_posts(store, thing)} - gone
    known: set[str] = set()
    for _ in range(_STEPS + 1):
        led: set[str] = set()
        for name in wanted - known:
            led.update(_copied(store, found, name, gone))
        known |= wanted
        wanted = led - gone
    return found


def _copied(store: Store, found: Store, name: str, gone: Set[str]) -> Iterator[str]:
    """Copy what is stated of a thing, without the mention of claims that are gone; yield what it leads to."""
    for quad in matches(store, NamedNode(name), None):
        named = name_of(quad.object) if isinstance(quad.object, NamedNode) else ""
        if named not in gone and _holds(store, quad, gone):
            found.add(Quad(quad.subject, quad.predicate, quad.object))
            if named.startswith(iri.ID):
                yield named


def _holds(store: Store, quad: Quad, gone: Set[str]) -> bool:
    """Tell whether what is stated of a thing still holds: a source states it, or a claim that is not gone lets say so.

    Of what claims let say straight the questions about a dyad read only where something lies.
    """
    if quad.predicate.value != terms.isWithin or _is_stated(store, quad):
        return True
    placing = set(_naming(store, terms.isAbout, name_of(quad.subject)))
    placing &= set(_naming(store, terms.isRelatedTo, name_of(quad.object)))
    return bool(placing - gone)


def _is_stated(store: Store, quad: Quad) -> bool:
    """Tell whether a statement stands in the graph of a source."""
    graphs = (one.graph_name for one in store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None))
    return any(isinstance(graph, NamedNode) and graph.value.startswith(iri.SOURCE_GRAPHS) for graph in graphs)


def _of_posts(store: Store, dyad: str) -> Iterator[str]:
    """Yield the claims on the posts of the two economies of a dyad, and on who holds them."""
    ends = (terms.hasFirstEconomy, terms.hasSecondEconomy)
    economies = [name_of(quad.object) for end in ends for quad in matches(store, NamedNode(dyad), NamedNode(end))]
    places = [*economies, *(place for one in economies for place in _naming(store, terms.isWithin, one))]
    for service in (one for place in places for one in _naming(store, terms.isRelatedTo, place)):
        yield service
        for quad in matches(store, NamedNode(service), NamedNode(terms.isAbout)):
            yield from _held(store, name_of(quad.object))


def _held(store: Store, post: str) -> Iterator[str]:
    """Yield the claims on who holds a post, under any of its names."""
    same = [name_of(quad.object) for quad in matches(store, NamedNode(post), NamedNode(terms.isIdentifiedWith))]
    for one in (post, *same):
        yield from _naming(store, terms.hasPost, one)


def _naming(store: Store, predicate: str, name: str) -> Iterator[str]:
    """Yield what names a thing by a property."""
    return (name_of(quad.subject) for quad in matches(store, None, NamedNode(predicate), NamedNode(name)))
