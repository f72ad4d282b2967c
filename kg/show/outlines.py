"""The outlines of land and borders as lines on the map of a network; contested borders, which are dashed, apart."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeAlias

from kg.core import assets
from kg.network.layout import Spot, mercator

Line: TypeAlias = tuple[Spot, ...]
COAST, BORDER, CONTESTED = "coast", "border", "contested"
CREDIT: Final = {
    "en": (
        "Outlines: Natural Earth 4.1 (public domain); they show who holds a place, as its makers see it. "
        "Dashed: contested."
    ),
    "kk": (
        "Шекара сызбасы: Natural Earth 4.1 (қоғамдық игілік); жер кімнің қолында екенін авторларынша көрсетеді. "
        "Үзік сызық: даулы шекара."
    ),
    "ru": (
        "Контуры: Natural Earth 4.1 (общественное достояние); показано, кто держит территорию, как видят авторы. "
        "Пунктир — спорные границы."
    ),
}
_WORLD, _NEAR = "countries-110m", "countries-50m"
SCALES: Final = {"110m": _WORLD, "50m": _NEAR}
"""The files of outlines by their scale."""
_WIDE = 900.0  # drawing units from which the coarse outlines do
_HALF = 179.9
_ANTARCTIC = -60.0
_PAIRS: Final = frozenset(
    frozenset(pair)
    for pair in (
        ("643", "804"),  # Russia and Ukraine, with Crimea
        ("504", "732"),  # Morocco and Western Sahara
        ("356", "586"),  # India and Pakistan: Kashmir
        ("156", "356"),  # China and India
        ("156", "586"),  # China and Pakistan
        ("275", "376"),  # Palestine and Israel
        ("376", "760"),  # Israel and Syria: the Golan
        ("728", "729"),  # Sudan and South Sudan: Abyei
        ("031", "051"),  # Azerbaijan and Armenia
        ("268", "643"),  # Georgia and Russia: Abkhazia and South Ossetia
        ("328", "862"),  # Guyana and Venezuela: the Essequibo
        ("404", "728"),  # Kenya and South Sudan: Ilemi
        ("729", "818"),  # Sudan and Egypt: Halaib
        ("408", "410"),  # the two Koreas
    )
)
"""Pairs of countries, by their numbers in ISO 3166-1, the line between whom is contested, if only in a part of it."""


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the map, in drawing units: west, south, east, north."""

    west: float
    south: float
    east: float
    north: float

    def meets(self, other: "Box") -> bool:
        """Tell whether another part has something in common with it."""
        beside = other.west > self.east or other.east < self.west
        return not (beside or other.south > self.north or other.north < self.south)


def outlines(box: Box) -> dict[str, list[Line]]:
    """Return the lines within a part of the map, by what they are: coasts, borders, contested borders."""
    found: dict[str, list[Line]] = {COAST: [], BORDER: [], CONTESTED: []}
    for what, around, line in _drawn(_WORLD if box.east - box.west > _WIDE else _NEAR):
        if box.meets(around):
            found[what].append(line)
    return found


@cache
def _drawn(name: str) -> tuple[tuple[str, Box, Line], ...]:
    """Return the lines of a map as they are drawn, each with what it is and the box around it; they never change."""
    found = []
    for what, degrees in world_lines(name):
        line = tuple(mercator(latitude, longitude) for longitude, latitude in degrees)
        found.append((what, _around(line), line))
    return tuple(found)


def world_lines(name: str) -> Iterator[tuple[str, list[Spot]]]:
    """Yield the lines of a file of outlines but those of Antarctica, in degrees, each with what it is."""
    topology = json.loads((assets.maps() / f"{name}.json").read_text(encoding="utf-8"))
    owners = _owners(topology)
    for number, arc in enumerate(topology["arcs"]):
        for degrees in _unbroken([*_degrees(arc, topology["transform"])]):
            if max(latitude for _, latitude in degrees) >= _ANTARCTIC:
                yield _what(owners.get(number, [])), degrees


def _around(line: Line) -> Box:
    xs, ys = [x for x, _ in line], [y for _, y in line]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _unbroken(points: Sequence[Spot]) -> Iterator[list[Spot]]:
    """Yield the parts of a line that lie on one side of the line of dates."""
    part: list[Spot] = []
    for point in points:
        if part and (abs(point[0] - part[-1][0]) > _HALF or min(abs(point[0]), abs(part[-1][0])) > _HALF):
            yield part
            part = []
        part.append(point)
    yield part


def _what(owners: Sequence[str]) -> str:
    """Tell what an arc is by the countries on its sides: one at a coast, two at a border."""
    if len(owners) < 2:  # noqa: PLR2004
        return COAST
    return CONTESTED if "" in owners or frozenset(owners) in _PAIRS else BORDER


def _owners(topology: Mapping[str, Any]) -> dict[int, list[str]]:
    """Return by arc the countries that it bounds, by number; '' is one that ISO does not list."""
    found: dict[int, list[str]] = {}
    for country in topology["objects"]["countries"]["geometries"]:
        for number in set(_arcs(country.get("arcs", []))):
            found.setdefault(number, []).append(country.get("id", ""))
    return found


def _arcs(nested: Sequence[Any]) -> Iterator[int]:
    """Yield the numbers of arcs in rings of rings; a negative one is walked backwards."""
    for one in nested:
        if isinstance(one, int):
            yield one if one >= 0 else ~one
        else:
            yield from _arcs(one)


def _degrees(arc: Sequence[Sequence[int]], transform: Mapping[str, Sequence[float]]) -> Iterator[Spot]:
    """Yield the points of an arc in degrees: each is written as its step from the one before."""
    x = y = 0
    (scale_x, scale_y), (west, south) = transform["scale"], transform["translate"]
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        yield (x * scale_x + west, y * scale_y + south)
