"""Derive what follows about entities from what is stated of them, by the CONSTRUCT rules of the ontology."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.core import iri
from kg.core.errors import AssetMissing
from kg.core.graph import NamedNode, RdfFormat, Store, construct, parse

_HEAD = re.compile(r"CONSTRUCT\s*\{(.*?)\}", re.DOTALL)
_GRAPH = f" <{iri.DERIVED_GRAPH}> ."


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name and its query."""

    name: str
    text: str

    @property
    def concludes_types(self) -> bool:
        """Tell whether the rule concludes of what class something is."""
        head = _HEAD.search(self.text)
        return head is not None and " a " in head[1]


def read_rules(folder: Path) -> list[Rule]:
    """Read the rules of a folder, those that conclude types first, else in the order of their names.

    Raises AssetMissing if there is none.
    """
    rules = [Rule(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.rq"))]
    if not rules:
        raise AssetMissing("The ontology has no rules.", remedy="Give a complete ontology.", path=folder)
    return sorted(rules, key=lambda rule: not rule.concludes_types)


def derive(store: Store, rules: Sequence[Rule]) -> list[str]:
    """Add to the store's derived graph all that the rules conclude, and return that graph as sorted N-Quads lines.

    A conclusion that some graph asserts is not derived again. The rules are repeated until none concludes anything
    new; each mentions only nodes that exist, so that this ends.
    """
    graph = NamedNode(iri.DERIVED_GRAPH)
    known: set[str] = set()
    while sum(_apply(store, rule.text, known) for rule in rules):
        pass
    return sorted(f"{quad} ." for quad in store.quads_for_pattern(None, None, None, graph))


def _apply(store: Store, rule: str, known: set[str]) -> int:
    """Add a rule's conclusions to the store, but for those known from before, and count the new ones."""
    concluded = {triple + _GRAPH for triple in construct(store, rule)} - known
    known |= concluded
    return add_new(store, concluded) if concluded else 0


def add_new(store: Store, lines: Iterable[str]) -> int:
    """Add those of some N-Quads lines whose statement no graph of the store has yet, and count them."""
    quads = parse("\n".join(lines).encode(), format=RdfFormat.N_QUADS)
    new = [q for q in quads if next(store.quads_for_pattern(q.subject, q.predicate, q.object), None) is None]
    store.extend(new)
    return len(new)
