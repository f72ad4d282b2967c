"""Decide about single values of a raw file: by name, with every decision used."""

from collections.abc import Iterable, Mapping

from kg.errors import PatchUnused
from kg.load.raw import Raw


class Decisions:
    """What an adaptor decides about values that a raw file prints, and which of them were met.

    A value stands for another one, or for nothing: what is decided about is then left out.
    """

    def __init__(self, decided: Mapping[str, str | None] | Iterable[str]) -> None:
        self._decided = dict(decided) if isinstance(decided, Mapping) else dict.fromkeys(decided)
        self._met: set[str] = set()

    def __contains__(self, value: str) -> bool:
        """Tell whether there is a decision about a value, and note that the value was met."""
        if value in self._decided:
            self._met.add(value)
        return value in self._decided

    def __getitem__(self, value: str) -> str | None:
        """Return what a value stands for, None for nothing."""
        return self._decided[value]

    def check_used(self, raw: Raw, name: str) -> None:
        """Raise PatchUnused for a decision about a value that a raw file does not print: decisions must not rot."""
        for value in self._decided:
            if value not in self._met:
                raise PatchUnused("The adaptor decides about a value that the raw file does not print.",
                                  remedy="Take the decision out of the adaptor, or get the file that was read.",
                                  path=raw.path(name), value=value)  # fmt: skip
