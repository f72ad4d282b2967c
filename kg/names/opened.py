"""An index of names opened for reading: things by their keys and names, near ones, labels, links, and tallies."""

import re
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Final

from kg.core import iri, terms
from kg.core.errors import BuildDamaged
from kg.core.likeness import NEAREST, skeleton
from kg.core.manifest import NAMES
from kg.core.ontology import Ontology
from kg.load.spelling import called
from kg.names.gathered import CODE, INITIALS, KEY
from kg.names.nearby import RUN, in_order, readings, runs, score_all
from kg.names.on_demand import open_index
from kg.names.things import Count, Hit, Thing, one_of_each
from kg.wording.labels import chosen

_THING: Final = "thing.id, thing.key, thing.class, thing.canonical, thing.claims"
_BY_RANK: Final = ("label", "other", "official")
_LATIN, _LETTER = re.compile(r"[A-Za-z]"), re.compile(r"[^\W\d_]")
_FOUND: Final = 300  # names that share most letters with a text, of which the likeliest are chosen
_SHORT: Final = 7  # letters of a text that may share no three with what was meant
_ENOUGH: Final = 0.55
_CLOSE: Final = 0.8
_CODE: Final = 2  # letters of a code of a country, of which one may be wrong
_ENOUGH_OF_A_CODE: Final = 0.5


class Names:
    """The names of a build, for a reader of a language; the index is opened when it is first asked for something."""

    def __init__(self, folder: Path, ontology: Ontology, language: str = "en") -> None:
        self.folder, self.ontology, self.language = folder, ontology, language

    @cached_property
    def _index(self) -> sqlite3.Connection:
        with self._told():
            return open_index(self.folder, self.ontology)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the engine finds wrong with the index into BuildDamaged."""
        try:
            yield
        except sqlite3.Error as error:
            raise BuildDamaged(
                f"The index of names cannot be read: {error}.", remedy="Run `kg build` again.", path=self.folder / NAMES
            ) from error

    def _ask(self, query: str, *values: object) -> list[tuple[object, ...]]:
        with self._told():
            return self._index.execute(query, values).fetchall()

    def _things(self, query: str, *values: object) -> list[Thing]:
        return [Thing(*row) for row in self._ask(f"SELECT {_THING} FROM thing {query}", *values)]  # type: ignore[arg-type]

    def of_key(self, key: str) -> list[Thing]:
        """Return the thing of a `segment/key`, or those whose key differs from it in capitals only."""
        found = self._things("WHERE key = ? ORDER BY key", key)
        return [thing for thing in found if thing.key == key] or found

    def of_iri(self, name: str) -> Thing | None:
        """Return the thing of an IRI."""
        found = self._things("WHERE key = ? COLLATE BINARY", iri.key_of(name))
        return found[0] if found else None

    def twins(self, thing: Thing) -> list[Thing]:
        """Return the things that are judged to be one with a thing, itself among them, those with more claims first."""
        return self._things("WHERE canonical = ? ORDER BY claims DESC, key", thing.canonical)

    def canonical(self, thing: Thing) -> Thing:
        """Return the thing that stands for all with which one is judged to be the same."""
        return thing if thing.id == thing.canonical else self._things("WHERE id = ?", thing.canonical)[0]

    def few(self, classes: Collection[str], most: int) -> list[Thing]:
        """Return the things of some classes, if there are no more than some."""
        condition, named = _within(classes)
        found = self._things(f"WHERE {condition} ORDER BY key LIMIT {most + 1}", *named)
        return found if len(found) <= most else []

    def called(self, text: str) -> list[Hit]:
        """Return the things that are called by a text, whatever its spelling.

        Codes and keys are Latin: a text without a Latin letter is none, though ЕС looks like EC. Initials have just the
        letters that they have, else ҚР and КР were one.
        """
        wanted = called(text)
        if not wanted:
            return []
        strict = {INITIALS} if _LATIN.search(text) or not _LETTER.search(text) else {INITIALS, CODE, KEY}
        hits = self._hits("WHERE called = ? ORDER BY thing.id, name.id", wanted)
        return [hit for hit in hits if hit.kind not in strict or hit.text.casefold() == text.strip().casefold()]

    def _hits(self, query: str, *values: object) -> list[Hit]:
        said = f"SELECT {_THING}, name.kind, name.text FROM name JOIN thing ON thing.id = name.thing {query}"
        return [Hit(Thing(*row[:5]), str(row[5]), str(row[6])) for row in self._ask(said, *values)]  # type: ignore[arg-type]

    def near(self, text: str, classes: Collection[str], most: int = NEAREST) -> list[Hit]:
        """Return those things of some classes whose names are nearest to a text; of equals those with more claims.

        States, other places and agents come before what is called after them: agreements, events, posts, units.
        """
        scored = [hit for wanted in readings(text) for hit in self._near(wanted, classes)]
        return one_of_each(in_order(scored, self.ontology))[:most]

    def _near(self, wanted: str, classes: Collection[str]) -> list[Hit]:
        """Return the names of things of some classes that are near to a skeleton."""
        hits = score_all(wanted, self._sharing(wanted, classes))
        if len(wanted) <= _SHORT and all(hit.score < _CLOSE for hit in hits):
            hits += score_all(wanted, self._short(wanted, classes))
        enough = _ENOUGH if len(wanted) > _CODE else _ENOUGH_OF_A_CODE
        return [hit for hit in hits if hit.score >= enough and hit.kind != INITIALS]

    def holding(self, text: str, classes: Collection[str]) -> list[Hit]:
        """Return the names of things of some classes that hold every word of a text; those with more claims first."""
        return [*dict.fromkeys(hit for wanted in readings(text) for hit in self._holding(wanted, classes))]

    def _holding(self, wanted: str, classes: Collection[str]) -> list[Hit]:
        words = [word for word in wanted.split() if len(word) >= RUN]
        if not words:
            return []
        condition, named = _within(classes)
        match = " AND ".join(f'"{run}"' for word in words for run in runs(word))
        query = f"JOIN part ON part.rowid = name.id WHERE part MATCH ? AND {condition}"
        found = self._hits(f"{query} ORDER BY thing.claims DESC, thing.id, name.id LIMIT {_FOUND}", match, *named)
        return [hit for hit in found if all(word in skeleton(hit.text) for word in words)]

    def _sharing(self, wanted: str, classes: Collection[str]) -> list[Hit]:
        """Return the names that share the most runs of three letters with a text."""
        if not (shared := runs(wanted)):
            return []
        condition, named = _within(classes)
        match = " OR ".join(f'"{run}"' for run in shared)
        sharing = f"JOIN part ON part.rowid = name.id WHERE part MATCH ? AND {condition}"
        return self._hits(f"{sharing} ORDER BY part.rank LIMIT {_FOUND}", match, *named)

    def _short(self, wanted: str, classes: Collection[str]) -> list[Hit]:
        """Return the names that are about as long as a short text."""
        condition, named = _within(classes)
        return self._hits(
            f"WHERE length(name.text) BETWEEN ? AND ? AND {condition}", len(wanted) - 1, len(wanted) + 1, *named
        )

    def names(self, thing: Thing) -> list[tuple[str, str, str, str]]:
        """Return what a thing is called: the kind, language, property and text of each name."""
        found = self._ask(
            "SELECT kind, language, property, text FROM name WHERE thing = ? ORDER BY kind, language, text", thing.id
        )
        return [(str(kind), str(language), str(given), str(text)) for kind, language, given, text in found]

    def label(self, thing: Thing, language: str | None = None) -> str:
        """Return the label of a thing, as `kg.wording.labels.label` does."""
        by_kind: dict[str, dict[str | None, str]] = {kind: {} for kind in _BY_RANK}
        for kind, tag, _, text in self.names(thing):
            if kind in by_kind:
                by_kind[kind].setdefault(tag or None, text)
        found = chosen([by_kind[kind] for kind in _BY_RANK], language or self.language)
        if found is not None:
            return found[0]
        ends = [self.linked(thing, end) for end in (terms.hasFirstEconomy, terms.hasSecondEconomy)]
        if all(ends):
            return "–".join(self.label(end[0], language) for end in ends)
        return thing.key

    def named(self, keys: Sequence[str]) -> list[tuple[str, str, str, str, str]]:
        """Return the key, class, and the kind, language and text of each name, of some things, by their keys."""
        said = f"WHERE key COLLATE BINARY IN ({_marks(keys)}) ORDER BY kind, language, text"
        return self._ask(  # type: ignore[return-value]
            "SELECT key, class, coalesce(kind, ''), coalesce(language, ''), coalesce(text, '') "
            f"FROM thing LEFT JOIN name ON name.thing = thing.id {said}",
            *keys,
        )

    def linked_by(self, keys: Sequence[str], predicate: str) -> dict[str, str]:
        """Return what some things name by a property, one each, as keys by their keys."""
        rows = self._ask(
            "SELECT thing.key, other.key FROM thing JOIN link ON link.subject = thing.id "
            "JOIN thing AS other ON other.id = link.object "
            f"WHERE link.predicate = ? AND thing.key COLLATE BINARY IN ({_marks(keys)})",
            iri.compress(predicate),
            *keys,
        )
        return {str(key): str(other) for key, other in rows}

    def linked(self, thing: Thing, predicate: str) -> list[Thing]:
        """Return what a thing names by a property."""
        query = "JOIN link ON link.object = thing.id WHERE link.subject = ? AND link.predicate = ? ORDER BY thing.key"
        return self._things(query, thing.id, iri.compress(predicate))

    def links(self, thing: Thing, *, incoming: bool = False) -> list[tuple[str, list[Thing]]]:
        """Return what a thing names, or what names it if `incoming`, by properties; those with more claims first."""
        here, there = ("object", "subject") if incoming else ("subject", "object")
        rows = self._ask(
            f"SELECT link.predicate, {_THING} FROM link JOIN thing ON thing.id = link.{there} "
            f"WHERE link.{here} = ? ORDER BY link.predicate, thing.claims DESC, thing.key",
            thing.id,
        )
        grouped = groupby(rows, key=lambda row: str(row[0]))
        return [(iri.expand(predicate), [Thing(*row[1:]) for row in found]) for predicate, found in grouped]  # type: ignore[arg-type]

    def counts(self, thing: Thing) -> list[Count]:
        """Count the claims that name a thing, or one judged to be the same, by class, indicator and source."""
        rows = self._ask(
            "SELECT class, indicator, source, sum(claims), coalesce(min(nullif(first, 0)), 0), max(last) FROM tally "
            "WHERE thing IN (SELECT id FROM thing WHERE canonical = ?) "
            "GROUP BY class, indicator, source ORDER BY class, indicator, source",
            thing.canonical,
        )
        return [Count(*row) for row in rows]  # type: ignore[arg-type]

    def telling(
        self, classes: Collection[str], claims: Collection[str], indicators: Collection[str], most: int
    ) -> list[Thing]:
        """Return the things of some classes that most claims of some classes, or of some indicators if any, name."""
        condition, named = _within(classes)
        column, wanted = ("indicator", indicators) if indicators else ("class", claims)
        return self._things(
            f"JOIN tally ON tally.thing = thing.id WHERE {condition} AND tally.{column} IN ({_marks(wanted)}) "
            f"GROUP BY thing.id ORDER BY sum(tally.claims) DESC, thing.key LIMIT {most}",
            *named,
            *wanted,
        )

    def years(self, claims: Collection[str]) -> tuple[int, int] | None:
        """Return the first and the last year of which claims of some classes speak, None if none says when."""
        query = f"SELECT min(first), max(last) FROM tally WHERE first > 0 AND class IN ({_marks(claims)})"
        ((first, last),) = self._ask(query, *claims)
        return None if first is None else (int(str(first)), int(str(last)))

    def kind(self, cls: str) -> str:
        """Return the label of a class in the reader's language, or its name."""
        return self.ontology.label(iri.expand(cls), self.language) or iri.compress(cls).partition(":")[2]

    def shown(self, thing: Thing, *, segment: bool = True) -> str:
        """Write a thing as a reader may give it back: its key, and its label in brackets."""
        key, label = thing.key if segment else iri.own_key(thing.iri), self.label(thing)
        return key if label == thing.key else f"{key} ({label})"


def _within(classes: Collection[str]) -> tuple[str, Sequence[str]]:
    """Write the condition that a thing is of some classes, given by their IRIs, and the values of the condition."""
    return f"thing.class IN ({_marks(classes)})", [iri.compress(cls) for cls in classes]


def _marks(values: Collection[str]) -> str:
    return ", ".join("?" * len(values))
