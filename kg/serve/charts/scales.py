"""The scales of charts, and the frame in which they stand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from kg.show.svg import Markup, element
from kg.wording.numbers import figure

WIDTH: Final = 960
_NICE: Final = (1, 2, 5, 10)
_YEARS: Final = (1, 2, 5, 10, 20, 50, 100)
_DAYS: Final = 365.2425
_TICKS: Final = 12


@dataclass(frozen=True, slots=True)
class TimeScale:
    """Where days stand between two edges; a scale begins and ends with a year."""

    first: int
    last: int
    left: float
    right: float

    def place(self, day: date) -> float:
        """Return where a day stands, at an edge if it lies beyond it."""
        year = day.year + (day.timetuple().tm_yday - 1) / _DAYS
        part = (year - self.first) / (self.last - self.first)
        return round(self.left + min(max(part, 0.0), 1.0) * (self.right - self.left), 1)

    def ticks(self) -> list[tuple[float, str]]:
        """Return where years stand that are worth naming, with their names."""
        span = self.last - self.first
        step = next((one for one in _YEARS if span / one <= _TICKS), _YEARS[-1])
        years = range(self.first + -self.first % step, self.last + 1, step)
        return [(self.place(date(year, 1, 1)), str(year)) for year in years]


def time_scale(days: Iterable[date | None], left: float, right: float) -> TimeScale:
    """Make a scale of whole years that holds some days."""
    years = [day.year for day in days if day is not None] or [2000]
    return TimeScale(min(years), max(years) + 1, left, right)


@dataclass(frozen=True, slots=True)
class ValueScale:
    """Where values stand between two heights, the least below."""

    low: Decimal
    high: Decimal
    top: float
    bottom: float

    def place(self, value: Decimal) -> float:
        """Return where a value stands."""
        part = float((value - self.low) / (self.high - self.low))
        return round(self.bottom - part * (self.bottom - self.top), 1)

    def ticks(self, language: str) -> Iterator[tuple[float, str]]:
        """Yield where round values stand, with what they are."""
        step = nice_step((self.high - self.low) / 5)
        value = (self.low / step).to_integral_value() * step
        while value <= self.high:
            if value >= self.low:
                yield self.place(value), str(figure(value, language))
            value += step


def nice_step(least: Decimal) -> Decimal:
    """Return the least of 1, 2 and 5 times a power of ten that is as large as something."""
    power = Decimal(10) ** least.adjusted()
    return next(power * one for one in _NICE if power * one >= least)


def value_scale(values: Iterable[Decimal | None], top: float, bottom: float) -> ValueScale:
    """Make a scale from nought, or from the least of values below it, on which all of some values have room."""
    known = [value for value in values if value is not None] or [Decimal(1)]
    low, high = min(*known, Decimal(0)), max(*known, Decimal(0))
    room = (high - low) / 12 or Decimal(1)
    return ValueScale(low - room if low < 0 else low, high + room, top, bottom)


def framed_chart(parts: Iterable[Markup], height: float, title: str, description: str) -> Markup:
    """Put the parts of a chart into a frame that says what it shows.

    Its role is that of a document of graphics, for the marks of an image (`img`) could not be links.
    """
    return element(
        "svg",
        element("title", title),
        element("desc", description),
        *parts,
        viewBox=f"0 0 {WIDTH} {round(height)}",
        role="graphics-document",
        aria_label=title,
        class_="chart",
    )


def years_axis(scale: TimeScale, top: float, bottom: float) -> Iterator[Markup]:
    """Yield the lines and names of the years of a chart."""
    for x, name in scale.ticks():
        yield element("line", x1=x, y1=top, x2=x, y2=bottom, class_="grid")
        yield element("text", name, x=x, y=bottom + 18, text_anchor="middle", class_="tick")
