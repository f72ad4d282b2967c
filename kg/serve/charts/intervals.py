"""Draw what claims allow over time: each claim a bar from the least to the greatest value, as wide as its period."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kg.serve.charts.marks import Mark, arrow, linked, mark_class
from kg.serve.charts.scales import (
    WIDTH,
    TimeScale,
    ValueScale,
    framed_chart,
    time_scale,
    value_scale,
    years_axis,
)
from kg.show.svg import Markup, element

_LEFT, _RIGHT, _TOP, _BOTTOM, _HEIGHT = 92.0, WIDTH - 34.0, 26.0, 306.0, 336.0
_WIDEST, _NARROWEST, _THINNEST = 14.0, 2.5, 3.0
_ARROW = 16.0
_HALF = 2


@dataclass(frozen=True, slots=True)
class IntervalChart:
    """A chart of claims over time: what it shows, its unit, its marks, and whether lines join those of one series."""

    title: str
    description: str
    unit: str
    marks: Sequence[Mark]
    is_joined: bool = False


def draw_intervals(chart: IntervalChart, language: str) -> Markup:
    """Draw a chart in a language."""
    days = [day for mark in chart.marks for day in (mark.since, mark.until)]
    times = time_scale([_last_in(day) for day in days], _LEFT, _RIGHT)
    values = value_scale([end for mark in chart.marks for end in (mark.low, mark.high)], _TOP, _BOTTOM)
    joined = max((mark.series + 1 for mark in chart.marks), default=1) if chart.is_joined else 0
    places = _places(chart.marks, times, joined)
    parts = [
        *years_axis(times, _TOP, _BOTTOM),
        *_values_axis(values, chart.unit, language),
        *(_lines(chart.marks, places, values) if chart.is_joined else ()),
        *(_bar(mark, *places[mark], values, times) for mark in sorted(chart.marks, key=_behind)),
    ]
    return framed_chart(parts, _HEIGHT, chart.title, chart.description)


def _last_in(day: date | None) -> date | None:
    """Keep a scale from reaching into a year of which nothing is told but that a period ends with its first day."""
    return None if day is None else date(day.year - 1, 12, 31) if (day.month, day.day) == (1, 1) else day


def _behind(mark: Mark) -> bool:
    return not mark.is_foreseen


def _values_axis(scale: ValueScale, unit: str, language: str) -> Iterator[Markup]:
    yield element("text", unit, x=4, y=14, class_="unit")
    for y, name in scale.ticks(language):
        yield element("line", x1=_LEFT, y1=y, x2=_RIGHT, y2=y, class_="grid")
        yield element("text", name, x=_LEFT - 8, y=y + 4, text_anchor="end", class_="tick")


def _places(marks: Sequence[Mark], times: TimeScale, of_series: int) -> dict[Mark, tuple[float, float]]:
    """Return from where to where marks stand: those of one period side by side, what is foreseen for all it lasts."""
    alike: dict[tuple[date | None, date | None], list[Mark]] = defaultdict(list)
    for mark in marks:
        alike[mark.since, mark.until].append(mark)
    found: dict[Mark, tuple[float, float]] = {}
    for (since, until), some in alike.items():
        left = _LEFT if since is None else times.place(since)
        right = _RIGHT if until is None else times.place(until)
        beside = sorted((mark for mark in some if not _lasts(mark)), key=lambda mark: (mark.series, mark.title))
        found |= {mark: (left, max(right, left + _NARROWEST)) for mark in some if _lasts(mark)}
        found |= _side_by_side(beside, left, right, of_series)
    return found


def _lasts(mark: Mark) -> bool:
    return mark.is_foreseen or mark.since is None or mark.until is None


def _side_by_side(marks: Sequence[Mark], left: float, right: float, of_series: int) -> dict[Mark, tuple[float, float]]:
    """MapPlace the marks of one period: each beside the next, or, where lines join them, one series beside the next."""
    slots = [mark.series for mark in marks] if of_series else [*range(len(marks))]
    step = (right - left) / (of_series or len(marks) or 1)
    width = max(min(step * 0.8, _WIDEST), _NARROWEST)
    middles = [left + step * (slot + 0.5) for slot in slots]
    return {
        mark: (round(middle - width / 2, 1), round(middle + width / 2, 1))
        for mark, middle in zip(marks, middles, strict=True)
    }


def _bar(mark: Mark, left: float, right: float, values: ValueScale, times: TimeScale) -> Markup:
    """Draw a claim: a bar between its ends, with an arrow where an end is open."""
    top = values.place(mark.high if mark.high is not None else mark.low or values.low)
    bottom = values.place(mark.low if mark.low is not None else mark.high or values.low)
    if bottom - top < _THINNEST:
        middle = (top + bottom) / 2
        top, bottom = round(middle - _THINNEST / 2, 1), round(middle + _THINNEST / 2, 1)
    parts = [element("rect", x=left, y=top, width=round(right - left, 1), height=round(bottom - top, 1))]
    parts += _open_ends(mark, (left, right), (top, bottom))
    return element("g", linked(mark, *parts), class_=mark_class(mark))


def _open_ends(mark: Mark, across: tuple[float, float], along: tuple[float, float]) -> Iterator[Markup]:
    """Yield the arrows of the ends that are open, of values and of time."""
    (left, right), (top, bottom) = across, along
    middle_x, middle_y = round((left + right) / 2, 1), round((top + bottom) / 2, 1)
    if mark.high is None:
        yield arrow(middle_x, top, 0, -_ARROW)
    if mark.low is None:
        yield arrow(middle_x, bottom, 0, _ARROW)
    if mark.until is None:
        yield arrow(right, middle_y, _ARROW, 0)
    if mark.since is None:
        yield arrow(left, middle_y, -_ARROW, 0)


def _lines(marks: Sequence[Mark], places: dict[Mark, tuple[float, float]], values: ValueScale) -> Iterator[Markup]:
    """Yield the lines that join the marks of one series, whose values are bounded on both sides."""
    series: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for mark in sorted(marks, key=lambda one: (one.since or date.min, one.low or 0, one.href)):
        if mark.low is not None and mark.high is not None:
            middle = values.place((mark.low + mark.high) / _HALF)
            series[mark.series].append((round(sum(places[mark]) / 2, 1), middle))
    for number, points in sorted(series.items()):
        path = "M" + "L".join(f"{x} {y}" for x, y in points)
        yield element("path", d=path, class_=f"line s{number}")
