"""Decide about single values of a raw file: what each means, so that no decision outlives its reason."""

from collections.abc import Hashable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from kg.core.errors import CellInvalid, PatchUnused
from kg.load.cells import fault
from kg.load.rows import Row

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Decisions(Mapping[K, V]):
    """What an adaptor decides about values that a raw file prints; each that is looked up has been met.

    A value stands for another one, or for None: then what it stands in is left out.
    """

    def __init__(self, path: Path, decided: Mapping[K, V]) -> None:
        self._path = path
        self._decided = decided
        self._met: set[K] = set()

    def __getitem__(self, printed: K) -> V:
        meant = self._decided[printed]
        self._met.add(printed)
        return meant

    def __iter__(self) -> Iterator[K]:
        return iter(self._decided)

    def __len__(self) -> int:
        return len(self._decided)

    def check_met(self) -> None:
        """Raise PatchUnused for a decision about a value that the raw file does not print."""
        for printed in self:
            if printed not in self._met:
                raise PatchUnused(
                    "The adaptor decides about a value that the raw file does not print.",
                    remedy="Take the decision out of the adaptor, or get the file that was read.",
                    path=self._path,
                    value=str(printed),
                )


def meaning(row: Row, column: str, decided: Mapping[str, V]) -> V:
    """Return what a cell was decided to mean; raise CellInvalid if nobody has decided."""
    printed = row.cells[column]
    if printed not in decided:
        fault(
            CellInvalid,
            "Nobody has decided what this value means.",
            "Decide in the adaptor and say why.",
            row,
            column,
            printed,
        )
    return decided[printed]
