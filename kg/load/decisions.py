"""Decide about single values of a raw file: by name, with every decision used."""

from collections.abc import Mapping
from typing import Generic, TypeVar

from kg.errors import PatchUnused
from kg.load.raw import Raw

Meaning = TypeVar("Meaning")


class Decisions(Generic[Meaning]):
    """What an adaptor decides about values that a raw file holds, and which of them were met."""

    def __init__(self, decided: Mapping[str, Meaning]) -> None:
        self._decided = decided
        self._met: set[str] = set()

    def __contains__(self, value: str) -> bool:
        """Tell whether there is a decision about a value, and note that the value was met."""
        if value in self._decided:
            self._met.add(value)
        return value in self._decided

    def __getitem__(self, value: str) -> Meaning:
        """Return what was decided about a value."""
        return self._decided[value]

    def check_used(self, raw: Raw, name: str) -> None:
        """Raise PatchUnused for a decision about a value that the raw file does not hold: decisions must not rot."""
        for value in self._decided:
            if value not in self._met:
                raise PatchUnused("The adaptor decides about a value that the raw file does not hold.",
                                  remedy="Take the decision out of the adaptor, or get the file that was read.",
                                  path=raw.path(name), value=value)  # fmt: skip
