"""Tell whether the judgements on identity agree: what a chain of «same» joins, no judgement may call different."""

from collections.abc import Iterator
from typing import Final

from kg.core import terms
from kg.core.concepts import Judgement
from kg.core.graph import NamedNode, Store

MOST_NAMES: Final = 200


def contradictions(store: Store) -> list[tuple[str, list[str]]]:
    """Return each mapping that calls different what others join, with the chain of those, in order.

    Where several chains join the two, it is a shortest one; where the two are one entity, the chain is empty.
    """
    joined = _joined(store)
    chains = ((mapping, _chain(joined, one, other)) for mapping, one, other in judged(store, Judgement.DIFFERENT))
    return [(mapping, chain) for mapping, chain in chains if chain is not None]


def crowds(store: Store) -> list[str]:
    """Return, of each entity that judgements give more than 200 names, the first of the judgements on its first name.

    Each name would be identified with each other: of thousands of judgements, millions of statements would follow.
    """
    joined, seen, found = _joined(store), set[str](), []
    for entity in joined:
        if entity not in seen:
            names = [name for name, _ in _reached(joined, entity)]
            seen.update(names)
            if len(names) > MOST_NAMES:
                found.append(min(joined[entity].values()))
    return found


def _joined(store: Store) -> dict[str, dict[str, str]]:
    """Return each entity with those that it is judged to be, and the mapping that says so."""
    joined: dict[str, dict[str, str]] = {}
    for mapping, one, other in judged(store, Judgement.SAME):
        joined.setdefault(one, {}).setdefault(other, mapping)
        joined.setdefault(other, {}).setdefault(one, mapping)
    return joined


def judged(store: Store, judgement: str) -> list[tuple[str, str, str]]:
    """Return the mappings of one judgement, each with its subject and object, in the order of their IRIs.

    One that lacks either is left out, for it judges nothing; the shapes say so.
    """
    quads = store.quads_for_pattern(None, NamedNode(terms.hasJudgement), NamedNode(judgement))
    mappings = sorted({quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)})
    ends = ((m, _end(store, m, terms.hasSubject), _end(store, m, terms.hasObject)) for m in mappings)
    return [(mapping, one, other) for mapping, one, other in ends if one is not None and other is not None]


def _end(store: Store, mapping: str, predicate: str) -> str | None:
    quads = store.quads_for_pattern(NamedNode(mapping), NamedNode(predicate), None)
    return min((quad.object.value for quad in quads if isinstance(quad.object, NamedNode)), default=None)


def _chain(joined: dict[str, dict[str, str]], start: str, end: str) -> list[str] | None:
    """Return the mappings along a shortest way from one entity to another, None where there is none."""
    before: dict[str, str] = {}
    for entity, previous in _reached(joined, start):
        before[entity] = previous
        if entity == end:
            return _way(joined, before, end)
    return None


def _reached(joined: dict[str, dict[str, str]], start: str) -> Iterator[tuple[str, str]]:
    """Yield each entity that is joined to one, nearest first, with the one before it; the first is before itself."""
    found = {start}
    for entity, previous in (queue := [(start, start)]):
        yield entity, previous
        new = sorted(other for other in joined.get(entity, ()) if other not in found)
        found.update(new)
        queue += [(other, entity) for other in new]


def _way(joined: dict[str, dict[str, str]], before: dict[str, str], end: str) -> list[str]:
    """Return the mappings along the way to an entity, of which each knows the one before it; the first knows itself."""
    way = []
    while before[end] != end:
        way.append(joined[before[end]][end])
        end = before[end]
    return way[::-1]
