"""The keys that tables and the ontology define: what each is of, what else it is called, and when it existed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

SOURCE_HASH: Final = "source-hash"
Question: TypeAlias = tuple[str, str, str]
"""What is asked of an index of keys: the name of its method, and two arguments."""


@dataclass(frozen=True, slots=True)
class Known:
    """A key that something defines, and the class of what it names."""

    key: str
    cls: str


@dataclass(frozen=True, slots=True)
class Life:
    """When something existed: its first day and the first day after its end, None where the end is open."""

    first: date | None
    after: date | None

    def common(self, other: "Life") -> "Life":
        """Return the time in which both existed."""
        starts = [first for first in (self.first, other.first) if first is not None]
        ends = [after for after in (self.after, other.after) if after is not None]
        return Life(max(starts, default=None), min(ends, default=None))

    def misses(self, first: date | None, after: date | None) -> bool:
        """Tell whether a period lies wholly before or after this life."""
        late = first is not None and self.after is not None and first >= self.after
        early = after is not None and self.first is not None and after <= self.first
        return late or early


def scoped(rule: str, source: str, key: str) -> str:
    """Return a key with its source where, by the rule of its class, keys belong to sources."""
    return f"{source}/{key}" if rule == SOURCE_HASH else key


class KeyIndex:
    """The keys by IRI segment; those of claims and readings are known with their source.

    `lives` has when an individual existed, where that is bounded, and `linked` the individuals that have a value of a
    property, by property, for those on which the schema of some table depends. While it is `noting`, what is asked of
    the index is noted with the answer.
    """

    def __init__(self) -> None:
        self._keys: dict[str, dict[str, str]] = {}
        self._shared: dict[str, set[str]] = {}
        self._aliases: dict[str, dict[str, str]] = {}
        self.lives: dict[str, Life] = {}
        self.linked: dict[str, set[str]] = {}
        self._noted: dict[Question, str] | None = None

    @contextmanager
    def noting(self) -> Iterator[dict[Question, str]]:
        """Yield what is noted of questions, each with its answer, until the block ends."""
        noted: dict[Question, str] = {}
        self._noted = noted
        try:
            yield noted
        finally:
            self._noted = None

    def answer(self, questions: Iterable[Question]) -> dict[Question, str]:
        """Answer noted questions again."""
        with self.noting() as noted:
            for kind, one, other in questions:
                getattr(self, kind)(one, other)
        return noted

    def add(self, segment: str, key: str, cls: str) -> None:
        """Record that a table says that a key names something of a class; what is recorded first stays."""
        keys = self._keys.setdefault(segment, {})
        if key in keys:
            self._shared.setdefault(segment, set()).add(key)
        keys.setdefault(key, cls)

    def is_shared(self, segment: str, key: str) -> bool:
        """Tell whether several tables have a row of this key, so that none need be complete by itself."""
        shared = key in self._shared.get(segment, ())
        if self._noted is not None:
            self._noted["is_shared", segment, key] = str(shared)
        return shared

    def life(self, name: str, _: str = "") -> Life | None:
        """Return when an individual existed, None where that is not bounded."""
        life = self.lives.get(name)
        if self._noted is not None:
            self._noted["life", name, ""] = str(life)
        return life

    def is_linked(self, name: str, predicate: str) -> bool:
        """Tell whether an individual has a value of a property."""
        linked = name in self.linked.get(predicate, ())
        if self._noted is not None:
            self._noted["is_linked", name, predicate] = str(linked)
        return linked

    def add_alias(self, segment: str, alias: str, key: str) -> None:
        """Record that something is, or was, also known by another key; a key of its own goes before."""
        self._aliases.setdefault(segment, {})[alias] = key

    def holds(self, segment: str, key: str) -> bool:
        """Tell whether a key is defined."""
        return key in self._keys.get(segment, ())

    def link(self, name: str, properties: Iterable[str]) -> None:
        """Record that an individual has a value of some properties."""
        for predicate in properties:
            self.linked.setdefault(predicate, set()).add(name)

    def find(self, segment: str, key: str) -> Known | None:
        """Find what a key or another key of the same thing names."""
        keys = self._keys.get(segment, {})
        own = key if key in keys else self._aliases.get(segment, {}).get(key, "")
        found = Known(own, keys[own]) if own in keys else None
        if self._noted is not None:
            self._noted["find", segment, key] = str(found)
        return found
