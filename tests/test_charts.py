"""Charts: what a claim allows is drawn as an interval, an open end as an arrow, every mark as a link."""

import xml.etree.ElementTree as ET
from datetime import date
from decimal import Decimal

import pytest

from kg.serve.charts.intervals import IntervalChart, draw_intervals
from kg.serve.charts.lanes import Lane, LaneChart, draw_lanes
from kg.serve.charts.map import MapPlace, PlaceMap, draw_map
from kg.serve.charts.marks import Mark
from kg.serve.charts.scales import nice_step, time_scale, value_scale
from kg.show.svg import Markup

YEAR = (date(2020, 1, 1), date(2021, 1, 1))


def mark(low: str | None, high: str | None, series: int = 0) -> Mark:
    least, most = (None if end is None else Decimal(end) for end in (low, high))
    return Mark(f"told {low} {high}", f"/page/claim/{low}-{high}", *YEAR, series, least, most)


def drawn(*marks: Mark, is_joined: bool = False) -> ET.Element:
    return parsed(draw_intervals(IntervalChart("Turnover", "What is said", "USD", marks, is_joined), "en"))


def parsed(drawing: Markup) -> ET.Element:
    return ET.fromstring(drawing)  # noqa: S314


def bars(chart: ET.Element) -> list[ET.Element]:
    return [bar for link in chart.iter("a") for bar in link.iter("rect")]


def arrows(chart: ET.Element) -> list[ET.Element]:
    return [path for path in chart.iter("path") if path.get("class") == "open"]


def test_a_bounded_number_is_a_bar_between_its_ends_and_no_dot() -> None:
    chart = drawn(mark("10", "20"), mark("0", "40", 1))
    assert not [*chart.iter("circle")]
    first, second = sorted(bars(chart), key=lambda bar: float(bar.get("height", "")))
    assert float(second.get("height", "")) == pytest.approx(4 * float(first.get("height", "")), abs=0.3)
    assert not arrows(chart)


def test_an_open_end_is_an_arrow_beyond_the_end_that_is_known() -> None:
    up, down = (drawn(mark(*ends), mark("0", "40", 1)) for ends in (("10", None), (None, "10")))
    assert len(arrows(up)) == len(arrows(down)) == 1
    heights = [[float(point.split()[1]) for point in _points(arrows(chart)[0])] for chart in (up, down)]
    assert heights[0][1] < heights[0][0]  # above, where the page has lesser numbers
    assert heights[1][1] > heights[1][0]


def _points(path: ET.Element) -> list[str]:
    return path.get("d", "").strip("MZ").split("L")


def test_what_is_known_to_its_last_digit_can_still_be_seen() -> None:
    (bar,) = bars(drawn(mark("10", "10")))
    assert float(bar.get("height", "")) == 3


def test_every_mark_leads_to_its_claim_and_says_what_it_is() -> None:
    chart = drawn(mark("10", "20"), mark("15", "15", 1))
    links = [*chart.iter("a")]
    assert sorted(link.get("href", "") for link in links) == ["/page/claim/10-20", "/page/claim/15-15"]
    assert all(link.get("aria-label") == link.findtext("title") for link in links)
    assert chart.findtext("title") == "Turnover"
    assert chart.findtext("desc") == "What is said"
    assert chart.get("role") == "graphics-document"


def test_a_chart_styles_nothing_by_itself_and_escapes_what_it_is_given() -> None:
    evil = Mark('"><script>alert(1)</script>', 'javascript:"', *YEAR, 0, Decimal(1), Decimal(2))
    written = draw_intervals(IntervalChart("<b>", "&", "<USD>", [evil]), "en")
    assert "<script" not in written
    assert "style" not in written
    assert parsed(written).findtext("title") == "<b>"


def test_lines_join_the_marks_of_one_series_in_the_order_of_time() -> None:
    later = Mark("later", "/later", date(2021, 1, 1), date(2022, 1, 1), 0, Decimal(5), Decimal(5))
    chart = drawn(later, mark("1", "1"), mark("2", "2", 1), is_joined=True)
    (first, _) = [path for path in chart.iter("path") if (path.get("class") or "").startswith("line")]
    xs = [float(point.split()[0]) for point in _points(first)]
    assert len(xs) == 2
    assert xs == sorted(xs)


def test_what_does_not_end_reaches_the_day_of_the_page_with_an_arrow() -> None:
    goes_on = Mark("goes on", "/x", date(2020, 1, 1), None)
    ended = Mark("ended", "/y", date(2020, 1, 1), date(2021, 1, 1))
    chart = parsed(draw_lanes(LaneChart("Lanes", "", [Lane("one", "", [goes_on, ended])], date(2022, 1, 1))))
    assert len(arrows(chart)) == 1
    lengths = sorted(float(bar.get("width", "")) for bar in bars(chart))
    assert lengths[1] == pytest.approx(2 * lengths[0], rel=0.01)
    assert bars(chart)[0].get("y") != bars(chart)[1].get("y")


def test_a_map_has_no_fill_and_its_places_are_links() -> None:
    places = [MapPlace("East", "/page/region/XA-01", 50.0, 60.0), MapPlace("West", "/page/region/XB-01", 51.0, 70.0)]
    chart = parsed(draw_map(PlaceMap("Places", "", places)))
    assert [link.get("href") for link in chart.iter("a")] == ["/page/region/XA-01", "/page/region/XB-01"]
    assert all("fill" not in path.attrib for path in chart.iter("path"))
    east, west = (float(dot.get("cx", "")) for dot in chart.iter("circle"))
    assert east < west


def test_a_map_of_one_place_has_a_size() -> None:
    assert parsed(draw_map(PlaceMap("One", "", [MapPlace("A", "/a", 50.0, 60.0)]))).get("viewBox") == "0 0 960 320"


def test_scales_name_round_values_and_whole_years() -> None:
    assert nice_step(Decimal("6.2")) == 10
    assert nice_step(Decimal("0.012")) == Decimal("0.02")
    values = value_scale([Decimal(0), Decimal(24)], 0, 100)
    assert [name for _, name in values.ticks("en")] == ["0", "10", "20"]
    times = time_scale([date(1994, 5, 1), date(2025, 1, 1)], 0, 100)
    assert [name for _, name in times.ticks()] == ["1995", "2000", "2005", "2010", "2015", "2020", "2025"]
    assert times.place(date(1994, 1, 1)) == 0
    assert times.place(date(2030, 1, 1)) == 100
