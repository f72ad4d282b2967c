"""What a query may take before it is ended."""

import os
from dataclasses import dataclass
from typing import Final

from kg.core.errors import ArgumentInvalid

_LONGEST: Final = 86_400
MEGABYTE: Final = 1_000_000


def _usual_memory() -> int:
    """Return four gigabytes, or half of what the machine has if that is less."""
    try:
        half = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    except (ValueError, OSError, AttributeError):  # a system that does not say
        return 4_000
    return max(1, min(4_000, half // MEGABYTE))


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a query: seconds, megabytes of memory, rows, and megabytes that a server may send.

    Raises ArgumentInvalid for what bounds nothing.
    """

    timeout: float = 60
    memory: int = _usual_memory()
    rows: int = 1_000_000
    size: int = 256

    def __post_init__(self) -> None:
        if not 0 < self.timeout <= _LONGEST:
            raise ArgumentInvalid(
                "The time to wait is impossible.", remedy="Give seconds, up to a day.", value=f"{self.timeout:g}"
            )
        for number in (self.memory, self.rows, self.size):
            if number < 1:
                raise ArgumentInvalid("The limit allows nothing.", remedy="Give 1 or more.", value=f"{number}")
