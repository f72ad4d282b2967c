"""The keys that tables and the ontology define: what each is of, what else it is called, and when it existed."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Final, TypeAlias, TypeVar

from kg.core import iri, terms
from kg.core.likeness import NEAREST, nearest
from kg.load.spelling import folded

T = TypeVar("T")
SOURCE_HASH: Final = "source-hash"
_DYAD: Final = "dyad"
_DYADS: Final = iri.mint(_DYAD, "")
_ECONOMIES: Final = ("country", "union")
_NAMED_ECONOMIES: Final = tuple(iri.mint(kind, "") for kind in _ECONOMIES)
MOST_PROPOSED: Final = 300
"""For how many texts that are no keys others are proposed: each is likened to every name."""
_LOOKED_AT: Final = 12  # names near to one: several may be of one thing
_SURELY: Final = 0.9
Question: TypeAlias = tuple[str, str, str, str]
"""What is asked of an index of keys: the name of its method, and three arguments, the last of which may be empty."""


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key that something defines, and the class of what it names."""

    key: str
    cls: str

    def __str__(self) -> str:
        """Write the class and the key."""
        return f"{self.cls} {self.key}"


@dataclass(frozen=True, slots=True)
class Life:
    """The validity period of something: its first day and the first day after its end, None where the end is open."""

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


class KeyIndex:
    """The keys by IRI segment, and by source where keys belong to sources, as those of claims and readings.

    `lives` has when an individual existed, where that is bounded, and `linked` the individuals that have a value of a
    property, by property, for those on which the schema of some table depends. Where it knows `pairs`, any two
    economies have a dyad, whether or not a table has a row of it, and those that rows name are remembered. While it is
    `noting`, what is asked of the index is noted with the answer. `unread` has the tables that could not be read to the
    end by the segment of what they define, "" where that is not known; `all_names` yields what all things of some
    segments are called.
    """

    def __init__(self) -> None:
        self._keys: dict[tuple[str, str], dict[str, str]] = {}
        self._shared: dict[str, set[str]] = {}
        self._aliases: dict[str, dict[str, str]] = {}
        self._names: dict[str, dict[str, dict[str, str]]] = {}
        self.lives: dict[str, Life] = {}
        self.linked: dict[str, set[str]] = {}
        self.pairs = False
        self.unread: dict[str, set[str]] = {}
        self._by_meaning: dict[tuple[tuple[str, ...], str], dict[str, str]] = {}
        self._by_spelling: dict[tuple[str, ...], dict[str, str]] = {}
        self._proposed: dict[tuple[tuple[str, ...], str, str], list[str]] = {}
        self.all_names: Callable[[Collection[str]], Iterable[tuple[str, str]]] = lambda _: ()
        self._later: dict[tuple[str, str], list[Callable[[], None]]] = {}
        self._asked_dyads: set[str] = set()
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
            for kind, *arguments in questions:
                getattr(self, kind)(*arguments)
        return noted

    def digest(self) -> str:
        """Return a digest of all that the index answers from, but for the keys that belong to a source."""
        sets = [sorted((name, sorted(found)) for name, found in one.items()) for one in (self._shared, self.linked)]
        common = {segment: found for (segment, source), found in self._keys.items() if not source}
        told = repr((common, self._aliases, self._names, self.lives, sets))
        return hashlib.sha256(told.encode()).hexdigest()

    def own_digest(self, source: str) -> str:
        """Return a digest of the keys that belong to a source, "" where they are not all read yet."""
        if any(one == source for _, one in self._later):
            return ""
        told = repr(sorted((segment, found) for (segment, one), found in self._keys.items() if one == source))
        return hashlib.sha256(told.encode()).hexdigest()

    def add(self, segment: str, keys: Iterable[str], cls: str, source: str = "") -> None:
        """Record that a table says that keys name something of a class; what is recorded first stays."""
        known = self._keys.setdefault((segment, source), {})
        for key in keys:
            if key in known:
                self._shared.setdefault(segment, set()).add(key)
            known.setdefault(key, cls)

    def add_later(self, segment: str, source: str, add: Callable[[], None]) -> None:
        """Let keys of a source be recorded when one of them is asked for."""
        self._later.setdefault((segment, source), []).append(add)

    def names(self, segment: str, source: str = "") -> Collection[str]:
        """Return the keys that are defined."""
        return self._of(segment, source)

    def _of(self, segment: str, source: str) -> dict[str, str]:
        for add in self._later.pop((segment, source), ()):
            add()
        return self._keys.get((segment, source), {})

    @property
    def proposes_no_more(self) -> bool:
        """Tell whether nothing is proposed any more, for there are too many texts that are no keys."""
        return len(self._proposed) >= MOST_PROPOSED

    def nearest(self, segments: Collection[str], text: str, source: str = "") -> list[str]:
        """Return what keys may be meant by a text that is none: what is called so, else the keys most like it.

        Each is written with its segment where there are several. After the MOST_PROPOSED first texts there are none.
        """
        asked = (tuple(segments), text, source)
        if asked not in self._proposed:
            if self.proposes_no_more:
                return []
            known = self._meant(asked[0], source)
            found = nearest(text, known, _LOOKED_AT) or [
                name for word in text.split() for name in nearest(word, known, 1, _SURELY)
            ]
            near = dict.fromkeys(known[name] for name in found)
            self._proposed[asked] = [key if len(segments) > 1 else key.partition("/")[2] for key in [*near][:NEAREST]]
        return self._proposed[asked]

    def key_called(self, segments: tuple[str, ...], text: str) -> str | None:
        """Return the key, with its segment, of the first thing of some segments that is called so in some spelling."""
        if segments not in self._by_spelling:
            found = self._by_spelling.setdefault(segments, {})
            for name, key in self._meant(segments, "").items():
                found.setdefault(folded(name), key)
        return self._by_spelling[segments].get(folded(text))

    def _meant(self, segments: tuple[str, ...], source: str) -> dict[str, str]:
        """Return the keys of some segments by all that may stand for them."""
        if (segments, source) not in self._by_meaning:
            known = self._by_meaning.setdefault((segments, source), {})
            for segment in segments:
                for key in self._of(segment, source):
                    known.setdefault(key, f"{segment}/{key}")
                for alias, key in self._aliases.get(segment, {}).items():
                    known.setdefault(alias, f"{segment}/{key}")
            for name, key in self.all_names(segments):
                known.setdefault(name, key)
        return self._by_meaning[segments, source]

    def is_shared(self, segment: str, key: str, *_: str) -> bool:
        """Tell whether several tables have a row of this key, so that none need be complete by itself."""
        shared = key in self._shared.get(segment, ()) or (segment == _DYAD and self._is_pair(key))
        return self._note(shared, "is_shared", segment, key)

    def life(self, name: str, *_: str) -> Life | None:
        """Return when an individual existed, None where that is not bounded."""
        life, pair = self.lives.get(name), name.removeprefix(_DYADS)
        if life is None and pair != name:
            ends = [f"{kind}{one}" for one in pair.split("-") for kind in _NAMED_ECONOMIES]
            bounded = [self.lives[end] for end in ends if end in self.lives]
            life = reduce(Life.common, bounded) if bounded and self._is_pair(pair) else None
        return self._note(life if life != Life(None, None) else None, "life", name)

    def is_linked(self, name: str, predicate: str, *_: str) -> bool:
        """Tell whether an individual has a value of a property."""
        return self._note(name in self.linked.get(predicate, ()), "is_linked", name, predicate)

    def add_alias(self, segment: str, alias: str, key: str) -> None:
        """Record that something is, or was, also known by another key; a key of its own goes before."""
        self._aliases.setdefault(segment, {})[alias] = key

    def all_called(self, segment: str) -> Iterator[tuple[str, str]]:
        """Yield what things of a segment are called as far as that is recorded, each with the key of the thing."""
        for called in self._names.get(segment, {}).values():
            yield from ((name, key) for key, name in called.items())

    def add_name(self, segment: str, name: str, key: str) -> None:
        """Record what something is called, by which the rows of plain files find it."""
        self._names.setdefault(segment, {}).setdefault(folded(name), {})[key] = name

    def named(self, segment: str, called: str, *_: str) -> str:
        """Return the keys of what is called by a folded name, with | between several."""
        found = self._names.get(segment, {}).get(called, {})
        return self._note("|".join(sorted(found)), "named", segment, called)

    def nearest_names(self, segments: Iterable[str], called: str) -> list[str]:
        """Return those three things whose names are nearest to a folded one, each as it is written and its key."""
        known = {name: found for segment in segments for name, found in self._names.get(segment, {}).items()}
        met: dict[str, str] = {}
        for near in nearest(called, known, len(known) or 1):
            for key, name in known[near].items():
                met.setdefault(key, f"{name} ({key})")
        return [*met.values()][:3]

    def link(self, predicate: str, names: Iterable[str]) -> None:
        """Record that individuals have a value of a property."""
        self.linked.setdefault(predicate, set()).update(names)

    def find(self, segment: str, key: str, source: str = "") -> KnownKey | None:
        """Find what a key or another key of the same thing names."""
        keys = self._of(segment, source)
        if segment == _DYAD and self._is_pair(key):
            found: KnownKey | None = KnownKey(key, terms.Dyad)
        else:
            own = key if key in keys else self._aliases.get(segment, {}).get(key, "")
            found = KnownKey(own, keys[own]) if own in keys else None
        return found if self._noted is None else self._note(found, "find", segment, key, source)

    def remember(self, asked: Iterable[Question]) -> list[str]:
        """Remember which dyads the rows of a table name: those for which they ask; and return these."""
        found = sorted(key for kind, segment, key, _ in asked if kind == "find" and segment == _DYAD)
        self.remember_dyads(found)
        return found

    def remember_dyads(self, keys: Iterable[str]) -> None:
        """Remember dyads that the rows of a table name."""
        self._asked_dyads.update(keys)

    def named_pairs(self, *_: str) -> list[str]:
        """Return the dyads of two economies that a table has a row of, or that are remembered by now, in order."""
        economies = {key for kind in _ECONOMIES for key in self.names(kind)} if self.pairs else set[str]()
        ends = ((key, *key.partition("-")[::2]) for key in self._asked_dyads.union(self.names(_DYAD)))
        pairs = sorted(key for key, one, other in ends if one < other and one in economies and other in economies)
        self._note(" ".join(pairs), "named_pairs", "")
        return pairs

    def _is_pair(self, key: str) -> bool:
        """Tell whether a key is that of the dyad of two economies: their codes in the order of the alphabet."""
        one, _, other = key.partition("-")
        if not (self.pairs and one < other):
            return False
        countries, unions = (self._of(kind, "") for kind in _ECONOMIES)
        return (one in countries or one in unions) and (other in countries or other in unions)

    def _note(self, answer: T, kind: str, one: str, two: str = "", three: str = "") -> T:
        if self._noted is not None and (kind, one, two, three) not in self._noted:
            self._noted[kind, one, two, three] = str(answer)
        return answer
