"""The picture of a network says what it shows, fills no country, and dashes the lines that are contested."""

import re
from dataclasses import replace
from itertools import pairwise
from math import hypot
from pathlib import Path

import pytest
from lxml import etree

from kg.core.errors import ExportImpossible
from kg.core.languages import LANGUAGES
from kg.network.asked import NetworkRequest
from kg.network.layout import mercator, on_map, spread_out
from kg.network.look import OTHER, group_colours, paled, sizes
from kg.network.model import About
from kg.show.network import save_html, save_svg
from kg.show.network_svg import draw_network, wrapped
from kg.show.outlines import BORDER, COAST, CONTESTED, Box, outlines
from tests.invented import edge, made, network_at, node

SVG = "{http://www.w3.org/2000/svg}"
POINTS = {
    "Simferopol": (44.95, 34.10),
    "Laayoune": (27.15, -13.20),
    "Pristina": (42.66, 21.17),
    "Srinagar": (34.08, 74.80),
    "the Golan": (33.00, 35.80),
    "Hargeisa": (9.56, 44.06),
}
WORLD = Box(-1800, -900, 1800, 1500)


def distance(point: tuple[float, float], line: tuple[tuple[float, float], ...]) -> float:
    """Return how far a point is from the nearest corner of a line, in drawing units."""
    return min(hypot(point[0] - x, point[1] - y) for x, y in line)


@pytest.mark.parametrize("place", POINTS)
def test_the_borders_about_a_contested_place_are_dashed(place: str) -> None:
    point = mercator(*POINTS[place])
    found = outlines(Box(point[0] - 60, point[1] - 60, point[0] + 60, point[1] + 60))
    nearest = {what: min((distance(point, line) for line in lines), default=1e9) for what, lines in found.items()}
    assert nearest[CONTESTED] < nearest[BORDER], (place, nearest)


def test_most_borders_are_not_contested() -> None:
    """The control: a rule that takes every border for contested would pass the test above."""
    found = outlines(WORLD)
    assert len(found[BORDER]) > 4 * len(found[CONTESTED]) > 0
    assert len(found[COAST]) > 50
    assert not any(
        abs(x - before) > 1000 for lines in found.values() for line in lines for (before, _), (x, _) in pairwise(line)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_has_a_legend_scales_sources_and_no_fill_of_a_country(language: str, world_build: Path) -> None:
    placed = [
        replace(node("country/XA", "Axia"), latitude=50.0, longitude=70.0, x=700.0, y=579.0),
        replace(node("country/XB", "Bexia"), latitude=40.0, longitude=60.0, x=600.0, y=437.0),
    ]
    about = replace(_about(world_build, language), on_map=True)
    network = made(placed, [edge("country/XA", "country/XB", weight=3.0)], about=about, language=language)
    drawn = etree.fromstring(str(draw_network(network)).encode())
    words = " ".join(text.text for text in drawn.iter(f"{SVG}text"))
    assert about.title[language].split()[0] in words
    assert about.unit[language] in words
    assert "Natural Earth" in words
    lands = [path for path in drawn.iter(f"{SVG}path") if "land" in (path.get("class") or "")]
    assert {path.get("class").split()[1] for path in lands} <= {COAST, BORDER, CONTESTED}
    style = next(drawn.iter(f"{SVG}style")).text
    assert ".land{fill:none" in style
    assert re.search(r"\.contested\{[^}]*dasharray", style)


def _about(build: Path, language: str) -> About:
    with network_at(build, NetworkRequest("borders"), language) as network:
        return network.about


def test_pictures_are_whole_files(world_build: Path, tmp_path: Path) -> None:
    with network_at(world_build, NetworkRequest("people"), "kk") as network:
        assert save_svg(network, tmp_path / "x.svg") == save_html(network, tmp_path / "x.html") == ()
    etree.parse(tmp_path / "x.svg")
    page = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert page.startswith('<!DOCTYPE html>\n<html lang="kk">')
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")


def test_a_picture_of_too_many_edges_is_refused(tmp_path: Path) -> None:
    nodes = [node(f"a/{n}") for n in range(80)]
    edges = [edge(f"a/{n}", f"a/{m}") for n in range(80) for m in range(80) if n != m]
    with pytest.raises(ExportImpossible, match="cannot be read"):
        save_svg(made(nodes, edges), tmp_path / "x.svg")


def test_markup_in_a_label_is_text(tmp_path: Path) -> None:
    save_svg(made([node("a/1", "<script>x</script>"), node("a/2")], [edge()]), tmp_path / "x.svg")
    assert "<script>" not in (tmp_path / "x.svg").read_text(encoding="utf-8")


# --- Where nodes stand, and how they look -------------------------------------------------------------------------


def test_mercator_is_a_logarithm_of_the_latitude() -> None:
    assert mercator(0, 0) == (0, 0)
    assert mercator(60, 30) == (300, 754.561)  # 10 * degrees(ln(tan(75°)))
    assert mercator(90, 0) == mercator(85, 0)


def test_what_has_no_place_stands_amid_its_ties_and_countries_below() -> None:
    known = {"a": (0.0, 0.0), "b": (100.0, 0.0)}
    found = on_map(known, ["a", "b", "c", "d", "e"], [("a", "c", 1), ("b", "c", 3), ("a", "d", 1)], below={"d"})
    assert (found["a"], found["b"]) == ((0.0, 0.0), (100.0, 0.0))
    assert abs(found["c"][0] - 75) < 3
    assert found["d"][1] < -1
    assert found["e"][1] == found["d"][1]


def test_what_stands_amid_the_same_ties_is_pushed_apart() -> None:
    known = {"a": (0.0, 0.0), "b": (1000.0, 0.0)}
    amid = [f"c{number}" for number in range(9)]
    found = on_map(known, ["a", "b", *amid], [(end, one, 1.0) for end in "ab" for one in amid])
    gaps = [hypot(found[one][0] - found[other][0], found[one][1] - found[other][1]) for one, other in pairwise(amid)]
    assert min(gaps) > 30
    assert all(300 < found[one][0] < 700 and abs(found[one][1]) < 200 for one in amid)
    assert (found["a"], found["b"]) == (known["a"], known["b"])


def test_names_stand_beside_nodes_and_those_of_large_ones_are_bold() -> None:
    large = replace(node("a/1", "Large"), size=40.0, total=9.0)
    near = [replace(node(f"a/{n}", "Small"), x=x, total=1.0) for n, x in ((2, 100.0), (3, 6.0))]
    drawn = etree.fromstring(str(draw_network(made([large, *near], [edge()]))).encode())
    texts = [text for text in drawn.iter(f"{SVG}text") if "name" in (text.get("class") or "")]
    assert {(text.text, text.get("class")) for text in texts} == {("Large", "name large"), ("Small", "name")}
    left, low = (float(next(text for text in texts if text.text == "Large").get(end)) for end in "xy")
    circles = [circle for circle in drawn.iter(f"{SVG}circle") if circle.find(f"{SVG}title") is not None]
    assert len(circles) == 3
    for circle in circles:
        x, y = float(circle.get("cx")), float(circle.get("cy"))
        assert not (left <= x <= left + 36 and low - 12 <= y <= low)


def test_a_layout_is_the_same_each_time_and_keeps_parts_apart() -> None:
    ties = [("a", "b", 1.0), ("b", "c", 1.0), ("x", "y", 1.0)]
    found = spread_out(["a", "b", "c", "x", "y"], ties)
    assert found == spread_out(["a", "b", "c", "x", "y"], ties)
    assert len({*found.values()}) == 5


def test_sizes_are_roots_of_totals_and_colours_are_those_of_the_heaviest() -> None:
    assert sizes([100, 25, 0]) == [40, 20, 4]
    assert sizes([]) == []
    colours = group_colours({f"g{n}": n for n in range(12)} | {"": 99})
    assert colours["g11"] == "#0072b2"
    assert (colours["g0"], colours[""]) == (OTHER, OTHER)
    assert paled("#000000", 10.0, (1.0, 10.0)) == "#000000"
    assert paled("#000000", 1.0, (1.0, 10.0)) == "#a6a6a6"


def test_lines_break_between_words() -> None:
    assert wrapped("one two three", 8) == ["one two", "three"]
