"""Tell whether the judgements on identity agree: what a chain of «same» joins, no judgement may call different."""

from kg import iri, terms
from kg.graph import NamedNode, Store

SAME, DIFFERENT = (iri.mint("judgement", key) for key in ("same", "different"))


def contradictions(store: Store) -> list[tuple[str, list[str]]]:
    """Return each mapping that calls different what others join, with the chain of those, in order.

    Where several chains join the two, it is a shortest one; where the two are one entity, the chain is empty.
    """
    joined: dict[str, dict[str, str]] = {}
    for mapping, one, other in judged(store, SAME):
        joined.setdefault(one, {}).setdefault(other, mapping)
        joined.setdefault(other, {}).setdefault(one, mapping)
    chains = ((mapping, _chain(joined, one, other)) for mapping, one, other in judged(store, DIFFERENT))
    return [(mapping, chain) for mapping, chain in chains if chain is not None]


def judged(store: Store, judgement: str) -> list[tuple[str, str, str]]:
    """Return the mappings of one judgement, each with its subject and object, in the order of their IRIs."""
    quads = store.quads_for_pattern(None, NamedNode(terms.hasJudgement), NamedNode(judgement))
    mappings = sorted({quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)})
    return [(m, _end(store, m, terms.hasSubject), _end(store, m, terms.hasObject)) for m in mappings]


def _end(store: Store, mapping: str, predicate: str) -> str:
    quads = store.quads_for_pattern(NamedNode(mapping), NamedNode(predicate), None)
    return min(quad.object.value for quad in quads if isinstance(quad.object, NamedNode))


def _chain(joined: dict[str, dict[str, str]], start: str, end: str) -> list[str] | None:
    """Return the mappings along a shortest way from one entity to another, None where there is none."""
    ways: dict[str, list[str]] = {start: []}
    for entity in (queue := [start]):
        if entity == end:
            return ways[entity]
        for neighbour in sorted(joined.get(entity, {}).keys() - ways.keys()):
            ways[neighbour] = [*ways[entity], joined[entity][neighbour]]
            queue.append(neighbour)
    return None
