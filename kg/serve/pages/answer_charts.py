"""Charts of any answer, by what its columns hold: claims over time, or places."""

from kg.core.graph import NamedNode
from kg.query.answers import Answer
from kg.serve.charts.lanes import Lane, LaneChart, draw_lanes
from kg.serve.charts.marks import Mark
from kg.serve.pages.dyad_charts import PageChart, measured_pictures, most_used, series_legend, today_of
from kg.serve.pages.figures import Figures, cell_text, day_in
from kg.serve.pages.site import Look
from kg.serve.pages.tables import answer_records

_MOST = 400  # marks that a chart can show
_CLAIMS = frozenset({"period_from", "period_until", "amount", "unit", "claim"})
_PERIOD = frozenset({"from", "until", "claim"})


def answer_pictures(look: Look, found: Answer, title: str) -> list[PageChart]:
    """Draw an answer of claims over time, where its columns say that it is one; nothing for any other."""
    variables = frozenset(found.variables)
    if not found.rows or len(found.rows) > _MOST:
        return []
    if variables >= _CLAIMS:
        return [*measured_pictures(Figures(look), answer_records(found), title)]
    of_things = variables >= _PERIOD and _names_things(found, found.variables[0])
    return _lanes(look, found, title) if of_things else []


def _lanes(look: Look, found: Answer, title: str) -> list[PageChart]:
    """Draw a lane for each thing in the first column, with what is told of it over time."""
    first = found.variables[0]
    columns = [
        name for name in found.variables if _names_things(found, name) and name not in {first, "claim", "source"}
    ]
    rows = answer_records(found)
    series = most_used([look.label(cell_text(row, columns[0])) for row in rows]) if columns else ()
    lanes: dict[str, list[Mark]] = {}
    for row in rows:
        since, until = day_in(row, "from"), day_in(row, "until")
        if since is None and until is None:
            continue
        named = [look.label(cell_text(row, name)) for name in columns if cell_text(row, name)]
        place = series.index(named[0]) if named and named[0] in series else 0
        mark = Mark(", ".join(named) or title, look.asked.to_thing(cell_text(row, "claim")), since, until, place)
        lanes.setdefault(cell_text(row, first), []).append(mark)
    days = [day for marks in lanes.values() for mark in marks for day in (mark.since, mark.until) if day]
    if not days:
        return []
    made = [Lane(look.label(name), look.asked.to_thing(name), marks) for name, marks in lanes.items()]
    chart = LaneChart(title, title, made, today_of(look, days))
    return [PageChart(title, "", draw_lanes(chart), series_legend(look, series))]


def _names_things(found: Answer, name: str) -> bool:
    column = [row[found.variables.index(name)] for row in found.rows]
    return all(term is None or isinstance(term, NamedNode) for term in column)
