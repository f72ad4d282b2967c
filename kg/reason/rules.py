"""Derive what follows from the claims, by the CONSTRUCT rules of the ontology."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg import iri
from kg.errors import AssetMissing, RuleInvalid
from kg.graph import NamedNode, RdfFormat, Store, construct, load_lines, parse

_SCOPE = "# scope: "
_SCOPES = ("claim", "graph")
_PARTS = re.compile(r"CONSTRUCT\s*\{(.*?)\}\s*WHERE\s*(\{.*)", re.DOTALL)
_TYPE = iri.PREFIXES["rdf"] + "type"
_GRAPH = f" <{iri.DERIVED_GRAPH}> ."


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, its query and its scope.

    What a rule of the scope `claim` concludes rests on the statements of one claim and on the ontology, so that claims
    can be taken batch by batch; one of the scope `graph` may join everything but claims.
    """

    name: str
    text: str
    scope: str

    def rests_on(self, predicates: Iterable[str]) -> bool:
        """Tell whether the rule asks for any of some predicates, as it writes them."""
        body = _PARTS.search(self.text)
        return _occur(predicates, body[2] if body else self.text)

    def mentions(self, predicate: str) -> bool:
        """Tell whether the rule asks for a predicate or concludes it, as it writes it."""
        return _occur([predicate], self.text)

    @property
    def concludes_types(self) -> bool:
        """Tell whether the rule concludes of what class something is."""
        head = _PARTS.search(self.text)
        return head is not None and " a " in head[1]


def _occur(predicates: Iterable[str], text: str) -> bool:
    """Tell whether any of some predicates stands in the text of a rule."""
    words = set(re.findall(r"[\w:]+", text))
    return any(("a" if name == _TYPE else iri.compress(name)) in words for name in predicates)


def read_rules(folder: Path) -> list[Rule]:
    """Read the rules of a folder, those that conclude types first, else in the order of their names.

    Raises AssetMissing if there is none, and RuleInvalid for a rule that does not state its scope.
    """
    rules = [_rule(path) for path in sorted(folder.glob("*.rq"))]
    if not rules:
        raise AssetMissing("The ontology has no rules.", remedy="Give a complete ontology.", path=folder)
    return sorted(rules, key=lambda rule: not rule.concludes_types)


def _rule(path: Path) -> Rule:
    text = path.read_text(encoding="utf-8")
    scope = next((line.removeprefix(_SCOPE) for line in text.splitlines() if line.startswith(_SCOPE)), "")
    if scope not in _SCOPES:
        raise RuleInvalid(
            "The rule does not say what it looks at.",
            path=path,
            remedy=f"Write «{_SCOPE}claim» or «{_SCOPE}graph» in its second line.",
        )
    return Rule(path.stem, text, scope)


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


def conclude(rules: Sequence[Rule], terms: Sequence[str], claims: Sequence[str]) -> set[str]:
    """Return what the rules of the scope `claim` conclude from a batch of claims, as N-Quads lines of what is derived.

    `terms` and `claims` are N-Quads lines of the ontology and of all that is stated of each claim of the batch.
    """
    store, found = Store(), set[str]()
    load_lines(store, terms)
    load_lines(store, claims)
    due = [rule for rule in rules if rule.scope == "claim"]
    while due:
        concluded: list[set[str]] = []
        for rule in due:
            new = {line + _GRAPH for line in construct(store, rule.text)} - found
            load_lines(store, new)
            found |= new
            concluded.append({line.split(" ", 2)[1].strip("<>") for line in new})
        due = [rule for at, rule in enumerate(due, start=1) if rule.rests_on(set().union(*concluded[at:]))]
    return found
