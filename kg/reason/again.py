"""Derive anew what follows about entities when claims are left out, from the lines of a build as they pass."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg import iri
from kg.graph import Store, load_lines
from kg.reason.rules import Rule, add_new, conclude, derive

CLAIM = f"<{iri.ID}claim/"
DERIVED = f" <{iri.DERIVED_GRAPH}> ."
_BATCH = 100_000


@dataclass(slots=True)
class Conclusions:
    """Watches the lines of a graph as they pass, and draws from them, as a build does, what follows about entities.

    What follows about a claim, or about what is in `resting`, stands among the lines already.
    """

    rules: tuple[Rule, ...]
    ontology: list[str]
    resting: frozenset[str]
    _entities: Store = field(default_factory=Store)
    _from_claims: set[str] = field(default_factory=set)
    _mentioned: dict[str, bool] = field(default_factory=dict)

    def then(self, lines: Iterable[str]) -> Iterator[str]:
        """Yield lines, and after them what follows from them about entities."""
        yield from self.passing(lines)
        yield from self.about_entities()

    def passing(self, lines: Iterable[str]) -> Iterator[str]:
        """Yield lines, sorted as they are, and take in what the rules look at."""
        load_lines(self._entities, self.ontology)
        claims: list[str] = []
        others: list[str] = []
        last = ""
        for line in lines:
            yield line
            subject, predicate, _ = line.split(" ", 2)
            if line.endswith(DERIVED) or not self._is_mentioned(predicate):
                continue
            if len(claims) >= _BATCH and subject != last:
                self._conclude(claims)
                claims = []
            last = subject
            (claims if subject.startswith(CLAIM) else others).append(line)
            if len(others) >= _BATCH:
                load_lines(self._entities, others)
                others = []
        self._conclude(claims)
        load_lines(self._entities, others)

    def about_entities(self) -> list[str]:
        """Return what follows about entities from all that has passed, sorted."""
        add_new(self._entities, self._from_claims)
        return [line for line in derive(self._entities, self.rules) if line.split(" ", 1)[0] not in self.resting]

    def _is_mentioned(self, predicate: str) -> bool:
        if predicate not in self._mentioned:
            self._mentioned[predicate] = any(rule.mentions(predicate.strip("<>")) for rule in self.rules)
        return self._mentioned[predicate]

    def _conclude(self, claims: list[str]) -> None:
        found = conclude(self.rules, self.ontology, claims)
        self._from_claims |= {line for line in found if not line.startswith(CLAIM)}
