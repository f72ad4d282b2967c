"""Write days, periods and deadlines as people of each language write them."""

from datetime import date, timedelta
from typing import Final

from kg.wording.kazakh import ablative, attributive, dative

PERIOD: Final = {"en": "period", "kk": "кезең", "ru": "период"}
_DAY: Final = {"en": "d MMMM y", "kk": "y 'жылғы' d MMMM", "ru": "d MMMM y 'года'"}
_MONTH: Final = {"en": "MMMM y", "kk": "y 'жылғы' MMMM", "ru": "LLLL y 'года'"}
_YEAR: Final = {"en": "{}", "kk": "{} жыл", "ru": "{} год"}
_YEARS: Final = {"en": "{}", "kk": "{} жылдар", "ru": "{} годы"}
_FROM: Final = {"en": "from {}", "kk": "{}{} бастап", "ru": "с {}"}
_SECOND = 2
_FROM_SECOND: Final = _FROM | {"ru": "со {}"}
_UNTIL: Final = {"en": "until {}", "kk": "{}{} дейін", "ru": "по {}"}
_AS_OF: Final = {"en": "as of {}", "kk": "{}{} жағдай бойынша", "ru": "на {}"}


def written_day(day: date, language: str) -> str:
    """Write a day out: 31 December 2030."""
    return _formatted(day, _DAY[language], language)


def as_of(day: date, language: str) -> str:
    """Say of which day a page tells: as of 31 December 2030."""
    written = written_day(day, language)
    return _AS_OF[language].format(written, attributive(written))


def last_day(until: date) -> date:
    """Return the last day of a period of which the first day after it is given: a deadline, as people say it.

    Before the first day that there is comes no other.
    """
    return until if until == date.min else until - timedelta(days=1)


def period(since: date | None, until: date | None, language: str) -> str:
    """Write a period for a sentence, of which `until` is the first day after it: a year, a month, a day, or its ends.

    Where one end is open, the other is named; where both are, there is nothing to write.
    """
    if since is None or until is None:
        return _half_open(since, until, language)
    last = last_day(until)
    if years := _years(since, last):
        return (_YEARS if "–" in years else _YEAR)[language].format(years)
    if since.day == 1 and (since.year, since.month) == (last.year, last.month) and until.day == 1:
        return _formatted(since, _MONTH[language], language)
    return written_day(since, language) if since == last else _from_to(since, last, language)


def short_period(since: date | None, until: date | None, language: str) -> str:
    """Write a period for a table or a picture, where years stand bare."""
    years = "" if since is None or until is None else _years(since, last_day(until))
    return years or period(since, until, language)


def _years(since: date, last: date) -> str:
    """Return the whole years of a period, '' if it is none of them."""
    if (since.month, since.day, last.month, last.day) != (1, 1, 12, 31):
        return ""
    return str(since.year) if since.year == last.year else f"{since.year}–{last.year}"


def _from_to(since: date, last: date, language: str) -> str:
    return f"{written_day(since, language)} – {written_day(last, language)}"


def _half_open(since: date | None, until: date | None, language: str) -> str:
    if since is not None:
        written = written_day(since, language)
        pattern = _FROM_SECOND if since.day == _SECOND else _FROM
        return pattern[language].format(written, ablative(written))
    if until is None:
        return ""
    written = written_day(last_day(until), language)
    return _UNTIL[language].format(written, dative(written))


def _formatted(day: date, pattern: str, language: str) -> str:
    from babel.dates import format_date

    return str(format_date(day, format=pattern, locale=language))
