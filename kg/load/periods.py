"""Read a period written in one cell: a year, quarter, month or day, as a half-open interval of days."""

import re
from datetime import date
from typing import Final

_YEAR = re.compile(r"([0-9]{4})")
_QUARTER = re.compile(r"([0-9]{4})-Q([1-4])")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


# The months in English, Kazakh and Russian.
_NAMES: Final = (
    "january february march april may june july august september october november december",
    "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
)
_NUMBERS: Final = {name: number for names in _NAMES for number, name in enumerate(names.split(), start=1)}


def numbered_month(text: str) -> str:
    """Write a month by its two digits after a year: `2016-5`, `2016-May` as `2016-05`; leave any other text."""
    year, dash, month = text.partition("-")
    number = _NUMBERS.get(month.casefold()) or (int(month) if re.fullmatch("[1-9]", month) else None)
    return text if number is None else f"{year}{dash}{number:02}"


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    """Return the first day of a month and the first day after a number of months."""
    end = year * 12 + month - 1 + count
    return date(year, month, 1), date(end // 12, end % 12 + 1, 1)


def read_period(text: str) -> tuple[date, date]:
    """Return the first day of a period and the first day after it.

    A period is `2016`, `2016-Q1`, `2016-05` or `2016-05-25`; raises ValueError for anything else, for a month or day
    that does not exist, and for a period after which the calendar has no day: it ends with the year 9999.
    """
    if match := _YEAR.fullmatch(text):
        return _months(int(match[1]), 1, 12)
    if match := _QUARTER.fullmatch(text):
        return _months(int(match[1]), 3 * int(match[2]) - 2, 3)
    if match := _MONTH.fullmatch(text):
        return _months(int(match[1]), int(match[2]), 1)
    if _DAY.fullmatch(text):
        day = date.fromisoformat(text)
        return day, date.fromordinal(day.toordinal() + 1)
    raise ValueError(text)
