"""Draw places on a map of outlines without fill, contested borders dashed, and say whose view of borders it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.network.layout import Spot, mercator
from kg.serve.charts.scales import WIDTH, framed_chart
from kg.show.outlines import Box, outlines
from kg.show.svg import Markup, element

_LOWEST, _TALLEST = 320.0, 560.0
_ROOM = 0.18
_LEAST = 30.0  # drawing units that a map is wide at least
_LETTER, _LINE = 6.4, 14.0


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A place: its name, the link of it, its coordinates, and whether it is a point or names what lies around it."""

    name: str
    href: str
    latitude: float
    longitude: float
    is_point: bool = True


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """A map of places: what it shows."""

    title: str
    description: str
    places: Sequence[MapPlace]


@dataclass(frozen=True, slots=True)
class _Sheet:
    box: Box
    scale: float
    height: float

    def point(self, spot: Spot) -> Spot:
        return round((spot[0] - self.box.west) * self.scale, 1), round((self.box.north - spot[1]) * self.scale, 1)


def draw_map(chart: PlaceMap) -> Markup:
    """Draw a map that holds all of its places."""
    spots = [mercator(place.latitude, place.longitude) for place in chart.places]
    sheet = _sheet(spots)
    lines = [
        element("path", d="".join(_path(sheet, line) for line in found), class_=f"land {what}")
        for what, found in outlines(sheet.box).items()
        if found
    ]
    frame = element("rect", width=WIDTH, height=round(sheet.height), class_="sea")
    parts = [frame, *lines, *_names(chart.places, [sheet.point(spot) for spot in spots])]
    return framed_chart(parts, sheet.height, chart.title, chart.description)


def _sheet(spots: Sequence[Spot]) -> _Sheet:
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    wide, high = max(max(xs) - min(xs), _LEAST), max(max(ys) - min(ys), _LEAST / 3)
    scale = min(WIDTH / (wide * (1 + 2 * _ROOM)), _TALLEST / (high * (1 + 2 * _ROOM)))
    height = min(max(high * (1 + 2 * _ROOM) * scale, _LOWEST), _TALLEST)
    middle_x, middle_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    half_x, half_y = WIDTH / scale / 2, height / scale / 2
    return _Sheet(Box(middle_x - half_x, middle_y - half_y, middle_x + half_x, middle_y + half_y), scale, height)


def _path(sheet: _Sheet, line: Sequence[Spot]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in map(sheet.point, line))


def _names(places: Sequence[MapPlace], points: Sequence[Spot]) -> Iterator[Markup]:
    """Yield the places, and the names for which there is room; the others are told by their titles."""
    taken: list[tuple[float, float]] = []
    for place, (x, y) in zip(places, points, strict=True):
        dot = element("circle", cx=x, cy=y, r=5) if place.is_point else Markup()
        at = _beside(place, x, y)
        fits = all(abs(at[1] - low) > _LINE or abs(at[0] - left) > len(place.name) * _LETTER for left, low in taken)
        name = element("text", place.name, x=round(at[0], 1), y=round(at[1], 1)) if fits else Markup()
        taken += [at] if fits else []
        link = element("a", element("title", place.name), dot, name, href=place.href, aria_label=place.name)
        yield element("g", link, class_="place" if place.is_point else "area")


def _beside(place: MapPlace, x: float, y: float) -> Spot:
    """Return where the name of a place begins: to the right of its point, or to the left where there is no room."""
    wide = len(place.name) * _LETTER
    if not place.is_point:
        return min(max(x - wide / 2, 2.0), WIDTH - wide), y
    return (x + 8, y + 4) if x + 8 + wide < WIDTH else (x - 8 - wide, y + 4)
