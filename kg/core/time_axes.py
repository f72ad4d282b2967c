"""The two days of a bitemporal question: by when its claims were known, and on which they hold."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from kg.core.errors import ArgumentInvalid

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class TimeAxes:
    """Two days: by the one a claim must have been recorded, on the other it must hold; None where any will do."""

    as_known_on: date | None = None
    valid_on: date | None = None

    def __bool__(self) -> bool:
        return not (self.as_known_on is None and self.valid_on is None)

    def __str__(self) -> str:
        known = None if self.as_known_on is None else f"were not known on {self.as_known_on}"
        valid = None if self.valid_on is None else f"do not hold on {self.valid_on}"
        return " or ".join(filter(None, (known, valid)))


def read_day(name: str, value: str | date | None) -> date | None:
    """Read the day that an option or argument of some name gives; raise ArgumentInvalid."""
    if value is None or isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    try:
        if _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise ArgumentInvalid(f"{name} is no day of the calendar.", remedy="Write it as 2025-11-12.", value=value)
