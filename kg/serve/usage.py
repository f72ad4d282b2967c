"""What a graph uses: its classes, properties and named graphs, counted once for a build and kept in the cache."""

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from threading import Lock, Thread
from typing import Any, Final

from kg.core.errors import KgError
from kg.core.graph import Literal, NamedNode, open_build
from kg.core.output import default_cache, file_beside
from kg.query.answers import Answer
from kg.query.apart import answer_apart
from kg.query.limits import Limits

_PATIENCE: Final = Limits(timeout=600)
_CLASSES: Final = "SELECT ?name (COUNT(*) AS ?n) { ?s a ?name } GROUP BY ?name ORDER BY ?name"
_PROPERTIES: Final = "SELECT ?name (COUNT(*) AS ?n) { ?s ?name ?o } GROUP BY ?name ORDER BY ?name"
_NAMED_GRAPHS: Final = "SELECT ?name { GRAPH ?name {} } ORDER BY ?name"
_QUERIES: Final = (_NAMED_GRAPHS, _CLASSES, _PROPERTIES)
_LONG: Final = 16


@dataclass(frozen=True, slots=True)
class Used:
    """What a graph uses: its named graphs, its classes and properties, each with the number of its statements."""

    graphs: tuple[str, ...]
    classes: Mapping[str, int]
    properties: Mapping[str, int]


@dataclass(slots=True)
class InUse:
    """What the graph of a build in a folder uses, by the digest of the build: counted when it is first asked for."""

    folder: Path
    digest: str
    _used: Used | None = None
    _lock: Lock = field(default_factory=Lock)
    _counting: Thread | None = None

    def used(self) -> Used:
        """Return what the graph uses, counted in a process of its own unless it was counted before."""
        with self._lock:
            if self._used is None:
                self._used = self._kept() or self._counted()
            return self._used

    def counts_so_far(self) -> Mapping[str, int]:
        """Return how often each class and property is used; nothing as long as that is being counted."""
        used = self._used
        if used is None and self._counting is None:
            self._counting = Thread(target=self._count, daemon=True)
            self._counting.start()
        return {} if used is None else {**used.classes, **used.properties}

    def _count(self) -> None:
        with suppress(KgError):  # whoever asks for what is counted is told
            self.used()

    def _counted(self) -> Used:
        graphs, classes, properties = map(self._asked, _QUERIES)
        found = Used(tuple(f"{_text(row[0])}" for row in graphs.rows), _counts(classes), _counts(properties))
        with suppress(KgError, OSError):  # it is counted again where it cannot be kept
            self._keep(found)
        return found

    def _asked(self, query: str) -> Answer:
        return answer_apart(partial(open_build, self.folder), query, _PATIENCE)

    def _place(self) -> Path:
        """Return where what was counted is kept: a file for each folder, in which the next build takes its place."""
        return default_cache() / f"used-{_digest(os.path.realpath(self.folder))[:_LONG]}.json"

    @property
    def _made_of(self) -> str:
        return _digest(f"{self.digest} {_QUERIES}")

    def _keep(self, used: Used) -> None:
        place = self._place()
        place.parent.mkdir(parents=True, exist_ok=True)
        with file_beside(place) as partial_file:
            partial_file.write_text(json.dumps({"made_of": self._made_of, **asdict(used)}), encoding="utf-8")

    def _kept(self) -> Used | None:
        """Return what was counted of this build before, None where that is not there, or is not as it was written."""
        try:
            found = json.loads(self._place().read_text(encoding="utf-8"))
            return _read(found) if found["made_of"] == self._made_of else None
        except (OSError, ValueError, KeyError, TypeError, AttributeError, KgError):
            return None


def _read(found: Mapping[str, Any]) -> Used:
    return Used(tuple(map(str, found["graphs"])), _numbers(found["classes"]), _numbers(found["properties"]))


def _numbers(found: Mapping[str, Any]) -> dict[str, int]:
    return {name: int(count) for name, count in found.items()}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _text(term: object) -> str:
    assert isinstance(term, NamedNode | Literal)  # noqa: S101 (what the queries above select)
    return term.value


def _counts(answer: Answer) -> dict[str, int]:
    return {_text(name): int(_text(count)) for name, count in answer.rows if isinstance(name, NamedNode)}
