"""Derive what follows from the claims, by the CONSTRUCT rules of the ontology, to the fixpoint."""

from pathlib import Path

from kg import iri
from kg.errors import AssetMissing
from kg.graph import NamedNode, Quad, QueryTriples, Store, evaluate


def read_rules(folder: Path) -> dict[str, str]:
    """Read the rules of a folder by their names; raise AssetMissing if there is none."""
    rules = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.rq"))}
    if not rules:
        raise AssetMissing("The ontology has no rules.", remedy="Give a complete ontology.", path=folder)
    return rules


def _new_quads(store: Store, rule: str, graph: NamedNode) -> list[Quad]:
    """Return what a rule concludes that no graph of the store states yet."""
    answer = evaluate(store, rule)
    if not isinstance(answer, QueryTriples):
        return []
    found = {Quad(t.subject, t.predicate, t.object, graph) for t in answer}
    return [q for q in found if next(store.quads_for_pattern(q.subject, q.predicate, q.object), None) is None]


def derive(store: Store, rules: Path) -> list[str]:
    """Add to the store's derived graph all that the rules of a folder conclude, and return it as N-Quads lines.

    A conclusion that some graph asserts is not derived again. The rules are repeated until none concludes anything
    new; each mentions only nodes that exist, so that this ends.
    """
    graph = NamedNode(iri.DERIVED_GRAPH)
    texts = list(read_rules(rules).values())
    while sum(_apply(store, text, graph) for text in texts):
        pass
    return sorted(f"{quad} ." for quad in store.quads_for_pattern(None, None, None, graph))


def _apply(store: Store, rule: str, graph: NamedNode) -> int:
    """Add a rule's conclusions to the store and count the new ones."""
    quads = _new_quads(store, rule, graph)
    store.extend(quads)
    return len(quads)
