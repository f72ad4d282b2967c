"""The charts of the page of a dyad, each drawn of the answer of a question that ships."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kg.core import columns, iri, terms
from kg.core.graph import Term, values
from kg.serve.charts.intervals import IntervalChart, draw_intervals
from kg.serve.charts.lanes import Lane, LaneChart, draw_lanes
from kg.serve.charts.map import MapPlace, PlaceMap, draw_map
from kg.serve.charts.marks import COLOURS, Mark
from kg.serve.pages.figures import Figures, cell_text, day_in
from kg.serve.pages.site import Look
from kg.show.cards import capital
from kg.show.svg import Markup
from kg.wording.days import last_day, short_period

_DAY = timedelta(days=1)
_SIDES = ("first", "second", "third")
Record = Mapping[str, Term | None]


@dataclass(frozen=True, slots=True)
class PageChart:
    """A chart as a page shows it: its caption, how it is read, its drawing, and its series, the first colour first."""

    caption: str
    told: str
    drawing: Markup
    series: tuple[str, ...] = ()


def most_used(names: Sequence[str]) -> tuple[str, ...]:
    """Return names in the order in which colours are given to them: those that occur most first."""
    counted = Counter(filter(None, names))
    return tuple(sorted(counted, key=lambda name: (-counted[name], name)))


def series_legend(look: Look, series: Sequence[str]) -> tuple[str, ...]:
    """Return the names of a legend: of what has no colour of its own one name for all."""
    return (*series[:COLOURS], look.word("others")) if len(series) > COLOURS else tuple(series)


def measured_pictures(figures: Figures, rows: Sequence[Record], title: str) -> Iterator[PageChart]:
    """Yield a chart of the turnover in each unit, a colour for each source."""
    look = figures.look
    units = most_used([cell_text(row, "unit") for row in rows])
    for unit in units:
        some = [row for row in rows if cell_text(row, "unit") == unit]
        names = {cell_text(row, "claim"): _source_name(figures, row) for row in some}
        series = most_used([*names.values()])
        marks = [_turnover_mark(figures, row, series, names[cell_text(row, "claim")]) for row in some]
        chart = IntervalChart(title, look.word("turnover told"), figures.phrases.unit(unit), marks)
        caption = f"{title}, {figures.phrases.unit(unit)}"
        yield PageChart(caption, chart.description, draw_intervals(chart, look.language), series_legend(look, series))


def _source_name(figures: Figures, row: Record) -> str:
    """Name whose figure it is: its source, else who says it, else who reports it; an answer may have none of these.

    Who says a figure comes first, for what is reported may be another that stands beside it.
    """
    look = figures.look
    if named := cell_text(row, "source") or cell_text(row, "speaker"):
        return look.label(named)
    reporter = cell_text(row, "reporter")
    return look.word("reported by", look.label(reporter)) if reporter else ""


def _turnover_mark(figures: Figures, row: Record, series: Sequence[str], name: str) -> Mark:
    claim = cell_text(row, "claim")
    low, high = figures.ends(claim)
    since, until = day_in(row, "period_from"), day_in(row, "period_until")
    is_foreseen = figures.is_foreseen(cell_text(row, "stage"))
    day = figures.day_said(claim)
    if is_foreseen:
        until = until if until is not None and since != day and (day is None or until > day) else None
        since = day or since
    elif since is None and until is None and day is not None:
        since, until = day, day + _DAY
    stage = figures.look.label(cell_text(row, "stage"))
    title = ", ".join(filter(None, (figures.period(row), stage, figures.amount(row), name)))
    place = series.index(name) if name else 0
    return Mark(title, figures.look.asked.to_thing(claim), since, until, place, low, high, is_foreseen)


def mirror_pictures(figures: Figures, rows: Sequence[Record]) -> Iterator[PageChart]:
    """Yield a chart of each flow: what each side reports, and what a third party reconciles."""
    flows: dict[tuple[str, ...], list[Record]] = defaultdict(list)
    for row in rows:
        flows[tuple(cell_text(row, name) for name in ("indicator", "origin", "destination", "product", "unit"))].append(
            row
        )
    for flow, some in sorted(flows.items(), key=lambda one: (-len(one[1]), one[0])):
        marks, series = _flow_marks(figures, some)
        if len(marks) > 1:
            caption = _flow_name(figures.look, flow)
            unit = figures.phrases.unit(flow[-1])
            chart = IntervalChart(caption, figures.look.word("mirrors told"), unit, marks, is_joined=True)
            drawing = draw_intervals(chart, figures.look.language)
            yield PageChart(f"{caption}, {unit}", chart.description, drawing, series)


def _flow_name(look: Look, flow: Sequence[str]) -> str:
    indicator, origin, destination, product, _ = flow
    way = f"{look.label(origin)} → {look.label(destination)}" if origin else ""
    of = look.label(product) if product else ""
    return capital(", ".join(filter(None, (way, look.label(indicator), of))))


def _flow_marks(figures: Figures, rows: Sequence[Record]) -> tuple[list[Mark], tuple[str, ...]]:
    look = figures.look
    found = [(row, side) for row in rows for side in _SIDES if cell_text(row, f"{side}_claim")]
    sides = {side: _side_name(look, row, side) for row, side in found}
    own, third = (sorted({sides[side] for side in some if side in sides}) for some in (_SIDES[:2], _SIDES[2:]))
    series = (*own, *third)  # so that a side has one colour, whichever way goods flow
    marks: dict[str, Mark] = {}
    for row, side in found:
        claim, name = cell_text(row, f"{side}_claim"), _side_name(look, row, side)
        low, high = figures.ends(claim)
        title = ", ".join(filter(None, (figures.period(row), figures.amount(row, f"{side}_"), name)))
        period = day_in(row, "period_from"), day_in(row, "period_until")
        place = series.index(name) if name in series else COLOURS
        marks[claim] = Mark(title, look.asked.to_thing(claim), *period, place, low, high)
    return [*marks.values()], series


def _side_name(look: Look, row: Record, side: str) -> str:
    if side == "third":
        speaker = cell_text(row, "third_speaker")
        return look.word("third", look.label(speaker) if speaker else look.word("third party"))
    return look.word("reported by", look.label(cell_text(row, f"{side}_reporter")))


def target_picture(
    figures: Figures, statements: Sequence[Record], ages: Sequence[Record], title: str
) -> PageChart | None:
    """Draw a lane for each target: a mark for each statement, and from the first to the deadline, if there is one."""
    look = figures.look
    lanes: dict[tuple[str, ...], list[Record]] = defaultdict(list)
    for row in statements:
        lanes[tuple(cell_text(row, name) for name in ("indicator", "stage", "unit"))].append(row)
    aged = {tuple(cell_text(row, name) for name in ("indicator", "stage", "unit")): row for row in ages}
    days = [day for row in statements if (day := day_in(row, columns.asserted_on)) is not None]
    if not days:
        return None
    made = [_target_lane(figures, key, some, aged.get(key, {})) for key, some in lanes.items()]
    chart = LaneChart(title, look.word("targets told"), made, today_of(look, days))
    return PageChart(title, chart.description, draw_lanes(chart))


def _target_lane(figures: Figures, key: Sequence[str], rows: Sequence[Record], age: Record) -> Lane:
    look = figures.look
    marks = []
    for row in rows:
        day = day_in(row, columns.asserted_on)
        title = ", ".join(
            (figures.phrases.day(day) if day else "", figures.amount(row), look.label(cell_text(row, "source")))
        )
        marks.append(Mark(title, look.asked.to_thing(cell_text(row, "claim")), day, day + _DAY if day else None))
    indicator, stage, _ = key
    name = f"{look.label(indicator)} · {look.label(stage)}"
    since, deadline = day_in(age, "first_stated"), day_in(age, "deadline")
    months = cell_text(age, "age_months")
    notes = [look.word("age", months)] if months else []
    notes += [look.word("until", figures.phrases.day(last_day(deadline)))] if deadline else []
    return Lane(name, "", marks, ", ".join(notes), span=(since, deadline) if since else None)


def stage_picture(figures: Figures, rows: Sequence[Record], title: str) -> PageChart | None:
    """Draw a lane for each stage, with the projects that reached it."""
    look = figures.look
    lanes: dict[str, list[Mark]] = defaultdict(list)
    for row in rows:
        since, until = day_in(row, "since"), day_in(row, "until")
        until = until if until is not None and since is not None and until > since + _DAY else None
        named = look.label(cell_text(row, "undertaking"))
        told = (
            named,
            figures.phrases.day(since) if since else "",
            figures.amount(row),
            look.label(cell_text(row, "source")),
        )
        title_of = ", ".join(filter(None, told))
        lanes[cell_text(row, "stage")].append(
            Mark(title_of, look.asked.to_thing(cell_text(row, "claim")), since, until)
        )
    days = [mark.since for marks in lanes.values() for mark in marks if mark.since is not None]
    if not days:
        return None
    order = {stage: place for place, stage in enumerate(_STAGES)}
    made = [
        Lane(f"{look.label(stage)} ({len(marks)})", look.asked.to_thing(stage), marks)
        for stage, marks in sorted(lanes.items(), key=lambda one: (order.get(iri.own_key(one[0]), 99), one[0]))
    ]
    chart = LaneChart(title, look.word("projects told"), made, today_of(look, days))
    return PageChart(title, chart.description, draw_lanes(chart))


_STAGES = ("announced", "planned", "committed", "ongoing", "completed", "operating", "suspended", "cancelled")


def today_of(look: Look, days: Sequence[date]) -> date:
    """Return the day up to which a page tells: one that is asked for, else the last of which anything is said."""
    axes = look.asked.axes
    return axes.valid_on or axes.as_known_on or max(days)


def agreement_picture(figures: Figures, rows: Sequence[Record], title: str) -> PageChart | None:
    """Draw a lane for each agreement, with its steps, a colour for each kind of step."""
    look = figures.look
    steps = most_used([look.label(cell_text(row, "step")) for row in rows])
    lanes: dict[str, list[Mark]] = defaultdict(list)
    for row in rows:
        since, until = day_in(row, "from"), day_in(row, "until")
        if since is None:
            continue
        step = look.label(cell_text(row, "step"))
        told = (step, short_period(since, until, look.language), look.label(cell_text(row, "source")))
        link = look.asked.to_thing(cell_text(row, "claim"))
        lanes[cell_text(row, "agreement")].append(
            Mark(", ".join(filter(None, told)), link, since, until, steps.index(step))
        )
    if not lanes:
        return None
    made = [Lane(look.label(one), look.asked.to_thing(one), marks) for one, marks in lanes.items()]
    made.sort(key=lambda lane: min(mark.since or date.max for mark in lane.marks))
    chart = LaneChart(title, look.word("agreements told"), made)
    return PageChart(title, chart.description, draw_lanes(chart), steps)


def map_picture(look: Look, rows: Sequence[Record], title: str) -> PageChart | None:
    """Draw the crossings whose coordinates are known, and the names of regions amid theirs."""
    places: list[MapPlace] = []
    around: dict[str, list[tuple[float, float]]] = defaultdict(list)
    unknown: set[str] = set()
    for row in rows:
        spot = spot_of(look, [cell_text(row, name) for name in ("crossing", "first_checkpoint", "second_checkpoint")])
        crossing = cell_text(row, "crossing")
        if spot is None:
            unknown.add(crossing)
            continue
        places.append(MapPlace(look.label(crossing), look.asked.to_thing(crossing), *spot))
        for region in ("first_region", "second_region"):
            if row.get(region) is not None:
                around[cell_text(row, region)].append(spot)
    if not places:
        return None
    told = look.word("map told", len(unknown))
    return PageChart(title, told, draw_map(PlaceMap(title, told, [*places, *_regions(look, around)])))


def _regions(look: Look, around: Mapping[str, Sequence[tuple[float, float]]]) -> Iterator[MapPlace]:
    """Yield the regions, each a little beside the middle of its crossings."""
    for number, (region, spots) in enumerate(sorted(around.items())):
        north, east = (sum(spot[axis] for spot in spots) / len(spots) for axis in (0, 1))
        aside = 0.9 if number % 2 else -0.9
        yield MapPlace(look.label(region), look.asked.to_thing(region), north + aside, east, is_point=False)


def spot_of(look: Look, names: Sequence[str]) -> tuple[float, float] | None:
    """Return the coordinates of the first of some things that has any."""
    for name in filter(None, names):
        found = [values(look.store, name, one) for one in (terms.latitude, terms.longitude)]
        if all(found):
            return float(found[0][0]), float(found[1][0])
    return None
