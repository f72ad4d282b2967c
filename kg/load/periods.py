"""Read a period written in one cell: a year, quarter, month or day, as a half-open interval of days."""

import re
from datetime import date
from typing import Final

_YEAR = re.compile(r"([0-9]{4})")
_QUARTER = re.compile(r"([0-9]{4})-Q([1-4])")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


# The months in English, Kazakh and Russian, in the last also as a date has them.
_NAMES: Final = (
    "january february march april may june july august september october november december",
    "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
)
_NUMBERS: Final = {name: number for names in _NAMES for number, name in enumerate(names.split(), start=1)}
_SHORTEST: Final = 3
_PART: Final = r"Q[1-4]|M?[0-9]{1,2}|[^\W\d]+\.?"
_WRITTEN: Final = re.compile(
    rf"(?P<year>[0-9]{{4}})(?![0-9]$)[-./ ]?(?P<part>{_PART})|(?P<first>{_PART})[-./ ](?P<last>[0-9]{{4}})"
)
"""A year with a part of it after or before: a quarter, a number of a month, or its name, whole or shortened."""


def written_period(text: str) -> str:
    """Write a period as tables have it, which a publisher writes otherwise; leave any other text.

    `2016-5`, `2016M05`, `201605`, `05.2016`, `2016-May`, `Jan. 2016` and `2016 қаңтар` are months, `2016Q1` and
    `Q1 2016` a quarter.
    """
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return text
    part = match["part"] or match["first"]
    number = part if part[0] == "Q" and part[1:].isdigit() else _month_number(part.removesuffix("."))
    return text if number is None else f"{match['year'] or match['last']}-{number}"


def _month_number(part: str) -> str | None:
    """Return the two digits of a month, by its number or its name, which may be shortened to some letters."""
    digits = part.removeprefix("M")
    if digits.isdecimal():
        return digits.zfill(2)
    name = part.casefold()
    meant = {number for known, number in _NUMBERS.items() if len(name) >= _SHORTEST and known.startswith(name)}
    number = _NUMBERS.get(name) or (meant.pop() if len(meant) == 1 else None)
    return None if number is None else f"{number:02}"


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
