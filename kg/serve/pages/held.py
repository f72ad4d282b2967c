"""The rows of a build, kept open: to open them for every page would take longer than to read it."""

from collections import OrderedDict
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock, get_ident
from typing import Final, NamedTuple

from kg.core.manifest import MANIFEST, check_build
from kg.core.ontology import Ontology
from kg.core.time_axes import TimeAxes
from kg.names.opened import Names
from kg.rows.opened import Rows, open_rows
from kg.serve.asked import KNOWN_ON, VALID_ON

_MOST: Final = 4
_MOST_NAMES: Final = 64
_SPANS: Final = """
WITH claim_or_none AS (
    SELECT * FROM (SELECT NULL::DATE AS recorded_on, NULL::DATE AS valid_from, NULL::DATE AS valid_until) WHERE false
    UNION ALL BY NAME FROM every_claim
)
SELECT
    min(recorded_on) AS first_known, max(recorded_on) AS last_known,
    quantile_disc(valid_from, 0.001) AS first_valid, quantile_disc(valid_until, 0.999) AS last_valid
FROM claim_or_none
"""
"""Of a thousand claims one may hold from before the first day, and one until after the last."""


class DaySpan(NamedTuple):
    """The first and the last day of something, None where it has none."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class OpenBuild:
    """The rows of a build, and what keeps them open, which ends when nobody holds this any more."""

    rows: Rows
    _context: AbstractContextManager[Rows]


class BuildsHeld:
    """The rows of a build on the last few pairs of days that were asked for; opened anew when the build is replaced."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._held: OrderedDict[tuple[tuple[int, int], TimeAxes], OpenBuild] = OrderedDict()
        self._lock = Lock()
        self._spans = lru_cache(maxsize=1)(self._read_spans)
        self._names = lru_cache(maxsize=_MOST_NAMES)(self._opened_names)

    @property
    def version(self) -> tuple[int, int]:
        """Tell one build in the folder from the next; raise BuildMissing."""
        try:
            found = (self.folder / MANIFEST).stat()
        except FileNotFoundError:
            check_build(self.folder)
            raise
        return found.st_mtime_ns, found.st_ino

    def at(self, axes: TimeAxes) -> OpenBuild:
        """Return the rows without the claims that two days exclude; raise BuildMissing, BuildDamaged."""
        with self._lock:
            key = (self.version, axes)
            if key not in self._held:
                context = open_rows(self.folder, axes)
                self._held[key] = OpenBuild(context.__enter__(), context)
            self._held.move_to_end(key)
            while len(self._held) > _MOST:
                self._held.popitem(last=False)
            return self._held[key]

    def spans(self) -> Mapping[str, DaySpan]:
        """Return the first and the last day of what was known, and of what holds, by the names of the two days."""
        return self._spans(self.version)

    def _read_spans(self, _version: object) -> dict[str, DaySpan]:
        (row,) = self.at(TimeAxes()).rows.ask(_SPANS)
        return {
            KNOWN_ON: DaySpan(row["first_known"], row["last_known"]),
            VALID_ON: DaySpan(row["first_valid"], row["last_valid"]),
        }

    def names(self, ontology: Ontology, language: str) -> Names:
        """Return the index of names for a reader of a language, which each thread opens for itself."""
        return self._names(self.version, get_ident(), ontology, language)

    def _opened_names(self, _version: object, _thread: int, ontology: Ontology, language: str) -> Names:
        return Names(self.folder, ontology, language)


@lru_cache(maxsize=_MOST)
def held_open(folder: Path) -> BuildsHeld:
    """Return what holds the rows of a build open for all who read them."""
    return BuildsHeld(folder)
