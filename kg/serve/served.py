"""What is served: a build, as it was known on one day about another, opened once for all who ask."""

from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Final

from kg.core.time_axes import TimeAxes
from kg.query.limits import Limits
from kg.session import Graph

_KEPT: Final = 4


@dataclass(frozen=True, slots=True)
class Served:
    """A build that is served, and the limits within which it answers.

    Threads may use it and its graphs at once.
    """

    folder: Path
    limits: Limits = field(default_factory=Limits)
    _opened: OrderedDict[TimeAxes, Graph] = field(default_factory=OrderedDict, init=False, repr=False, compare=False)
    _lock: Lock = field(default_factory=Lock, init=False, repr=False, compare=False)

    def at(self, axes: TimeAxes) -> Graph:
        """Return the graph without the claims that two days exclude: opened once, and the last few are kept.

        Raises BuildMissing and BuildDamaged.
        """
        with self._lock:
            if axes not in self._opened:
                self._opened[axes] = Graph(
                    self.folder, as_known_on=axes.as_known_on, valid_on=axes.valid_on, limits=self.limits
                )
            self._opened.move_to_end(axes)
            while len(self._opened) > _KEPT:
                self._opened.popitem(last=False)
            return self._opened[axes]
