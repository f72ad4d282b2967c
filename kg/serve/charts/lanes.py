"""Draw marks on lanes over time: what lasts from when to when, an arrow where an end is not known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kg.serve.charts.marks import Mark, arrow, linked, mark_class
from kg.serve.charts.scales import WIDTH, TimeScale, framed_chart, time_scale, years_axis
from kg.show.svg import Markup, element

_LEFT, _RIGHT, _TOP = 300.0, WIDTH - 30.0, 8.0
_ROW, _BAR, _PAD = 13.0, 8.0, 5.0
_NARROWEST, _ARROW, _GAP = 5.0, 12.0, 4.0
_LETTERS = 44


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane: its name, the link of it if it has one, its marks, and what stands after the last of them.

    `span` is what a thin line joins: from a day to another, None where that is not known.
    """

    name: str
    href: str
    marks: Sequence[Mark]
    note: str = ""
    span: tuple[date, date | None] | None = None


@dataclass(frozen=True, slots=True)
class LaneChart:
    """A chart of lanes over time; `today` is a day that a line marks."""

    title: str
    description: str
    lanes: Sequence[Lane]
    today: date | None = None


def draw_lanes(chart: LaneChart) -> Markup:
    """Draw a chart of lanes."""
    days = [day for lane in chart.lanes for mark in lane.marks for day in (mark.since, mark.until)]
    days += [day for lane in chart.lanes for day in lane.span or ()]
    times = time_scale([*days, chart.today], _LEFT, _RIGHT)
    scale = _Reach(times, _RIGHT if chart.today is None else times.place(chart.today))
    parts: list[Markup] = []
    y = _TOP
    for lane in chart.lanes:
        rows = _rows(lane.marks, scale)
        height = max(len(rows), 1) * _ROW + 2 * _PAD
        parts += _lane(lane, rows, scale, y)
        y += height
    return framed_chart([*years_axis(times, _TOP, y), *parts], y + 28, chart.title, chart.description)


@dataclass(frozen=True, slots=True)
class _Reach:
    """Where days stand, and how far what is not known to end reaches."""

    times: TimeScale
    today: float


def _ends(mark: Mark, scale: _Reach) -> tuple[float, float]:
    left = _LEFT if mark.since is None else scale.times.place(mark.since)
    right = scale.today if mark.until is None else scale.times.place(mark.until)
    return left, max(right, left + _NARROWEST)


def _rows(marks: Sequence[Mark], scale: _Reach) -> list[list[Mark]]:
    """Put marks into as few rows as keep them apart."""
    rows: list[tuple[float, list[Mark]]] = []
    for mark in sorted(marks, key=lambda one: (one.since or date.min, one.title)):
        left, right = _ends(mark, scale)
        right += _ARROW if mark.until is None else 0
        place = next((number for number, (end, _) in enumerate(rows) if end + _GAP <= left), None)
        if place is None:
            rows.append((right, [mark]))
        else:
            rows[place][1].append(mark)
            rows[place] = (right, rows[place][1])
    return [found for _, found in rows]


def _lane(lane: Lane, rows: Sequence[Sequence[Mark]], scale: _Reach, top: float) -> Iterator[Markup]:
    """Yield a lane: a line above it, its name, its marks and its note."""
    yield element("line", x1=0, y1=top, x2=WIDTH, y2=top, class_="grid")
    short = lane.name if len(lane.name) <= _LETTERS else f"{lane.name[:_LETTERS]}…"
    name = element("text", element("title", lane.name), short, x=4, y=round(top + _PAD + 10, 1))
    yield element("a", name, href=lane.href) if lane.href else name
    yield from _span(lane, scale, top + _PAD + _ROW / 2)
    for number, row in enumerate(rows):
        y = round(top + _PAD + number * _ROW + (_ROW - _BAR) / 2, 1)
        for mark in row:
            yield _bar(mark, scale, y)
    if lane.note and lane.marks:
        first = min(_ends(mark, scale)[0] for mark in lane.marks)
        y = round(top + _PAD + 10, 1)
        yield element("text", lane.note, x=round(first - 6, 1), y=y, text_anchor="end", class_="note")


def _span(lane: Lane, scale: _Reach, y: float) -> Iterator[Markup]:
    """Yield the thin line of a lane, with an arrow where its end is not known."""
    if lane.span is not None:
        since, until = lane.span
        left, right = scale.times.place(since), scale.today if until is None else scale.times.place(until)
        yield element("line", x1=left, y1=y, x2=max(left, right), y2=y, class_="span")
        if until is None:
            yield arrow(max(left, right), y, _ARROW, 0)


def _bar(mark: Mark, scale: _Reach, y: float) -> Markup:
    left, right = _ends(mark, scale)
    middle = y + _BAR / 2
    parts = [element("rect", x=left, y=y, width=round(right - left, 1), height=_BAR)]
    if mark.until is None:
        parts.append(arrow(right, middle, _ARROW, 0))
    if mark.since is None:
        parts.append(arrow(left, middle, -_ARROW, 0))
    return element("g", linked(mark, *parts), class_=mark_class(mark))
