"""Hold what the values of a raw file were decided to mean, where no authority's list says it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import CellInvalid, PatchUnused
from kg.load.cells import fault
from kg.load.rows import Row

ALWAYS = (0, 9999)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a raw value means in some years, both ends included: a key or code, or None for what is left out."""

    printed: str
    meant: str | None
    first: int = ALWAYS[0]
    last: int = ALWAYS[1]


class Concordance:
    """Decisions about raw values, of which each must meet a value, so that none outlives its reason."""

    def __init__(self, meanings: Iterable[Meaning]) -> None:
        self._meanings: dict[str, list[Meaning]] = {}
        for meaning in meanings:
            self._meanings.setdefault(meaning.printed, []).append(meaning)
        self._unused = {meaning for entries in self._meanings.values() for meaning in entries}

    @classmethod
    def of(cls, meanings: Mapping[str, str | None]) -> "Concordance":
        """Make the concordance of values that mean the same in every year."""
        return cls(Meaning(printed, meant) for printed, meant in meanings.items())

    def __contains__(self, printed: str) -> bool:
        """Tell whether anything was decided about a value."""
        return printed in self._meanings

    def meaning(self, row: Row, column: str, year: int) -> str | None:
        """Return what a cell means in a year, None for what is left out; raise CellInvalid if nobody has decided."""
        printed = row.cells[column]
        found = next((m for m in self._meanings.get(printed, ()) if m.first <= year <= m.last), None)
        if found is None:
            fault(CellInvalid, f"Nobody has decided what this means in {year}.", "Decide in the adaptor and say why.",
                  row, column, printed)  # fmt: skip
        self._unused.discard(found)
        return found.meant

    def check_used(self, path: Path) -> None:
        """Raise PatchUnused if a decision has met no value of a file."""
        for meaning in sorted(self._unused, key=lambda m: (m.printed, m.first)):
            raise PatchUnused("A decision of the adaptor meets no value of the raw file.", remedy="Take it out.",
                              path=path, value=f"{meaning.printed}, {meaning.first} to {meaning.last}")  # fmt: skip
