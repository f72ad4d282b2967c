"""Draw a network as a picture: a map where its nodes have places, edges by weight, names, and a legend beside it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

from kg.network.legend import legend_word
from kg.network.look import LARGEST
from kg.network.model import Edge, Network, Node
from kg.show.outlines import CREDIT, Box, outlines
from kg.show.svg import Markup, element
from kg.wording.numbers import figure, significant

WIDTH, PANEL = 1400, 340
_LOWEST, _TALLEST = 640, 900
_MARGIN = 36.0
_RADIUS = 17.0  # of the largest node
_THICKEST, _THINNEST = 5.0, 0.5
_LABELS = 80
_BEND = 0.12
_LETTER = 6.2
_BOLD = 1.2  # times as wide
_LINE = 15
_SCALES = 140  # how high the two scales of the legend are
_STYLE = (
    "text{font-family:'DejaVu Sans','Noto Sans',Arial,sans-serif;font-size:11px;fill:#222}"
    ".title{font-size:17px;font-weight:bold}.quiet{fill:#555;font-size:10px}"
    ".large{font-weight:bold;font-size:12px}"
    ".name{paint-order:stroke;stroke:#fff;stroke-width:2.6px;stroke-linejoin:round}"
    ".land{fill:none;stroke-linejoin:round}.coast{stroke:#9aa4ad;stroke-width:.7}"
    ".border{stroke:#aab2b9;stroke-width:.7}.contested{stroke:#aab2b9;stroke-width:.8;stroke-dasharray:3 3}"
)


@dataclass(frozen=True, slots=True)
class _Frame:
    """How drawing units become points of the picture."""

    box: Box
    scale: float
    height: int

    def point(self, x: float, y: float) -> tuple[float, float]:
        return (
            round((x - self.box.west) * self.scale, 1),
            round((self.box.north - y) * self.scale, 1),
        )


def draw_network(network: Network, link: Callable[[str], str] | None = None) -> Markup:
    """Draw a network in its language; where a page shows it, which brings its style, each node is a `link`."""
    edges = sorted(network.edges, key=lambda edge: edge.weight or 0.0)
    frame = _frame(network.nodes)
    parts = [
        *(() if link else (element("style", Markup(_STYLE)),)),
        element("rect", width=WIDTH, height=frame.height, fill="#fff"),
        element("clipPath", element("rect", width=WIDTH - PANEL, height=frame.height), id="frame"),
        element(
            "g",
            *_map(network, frame),
            *_edges(network, edges, frame),
            *_nodes(network, frame, link),
            clip_path="url(#frame)",
        ),
        *_legend(network, edges, frame.height),
    ]
    title = network.about.said(network.language)
    space = "http://www.w3.org/2000/svg"
    return element(
        "svg",
        *parts,
        xmlns=space,
        viewBox=f"0 0 {WIDTH} {frame.height}",
        width=WIDTH,
        height=frame.height,
        role="graphics-document" if link else "img",
        aria_label=title,
        class_="network",
    )


def _frame(nodes: Sequence[Node]) -> _Frame:
    """Fit all nodes into the picture."""
    xs, ys = [node.x for node in nodes], [node.y for node in nodes]
    wide, high = max(max(xs) - min(xs), 1.0), max(max(ys) - min(ys), 1.0)
    room_x, room_y = WIDTH - PANEL - 2 * _MARGIN, _TALLEST - 2 * _MARGIN
    scale = min(room_x / wide, room_y / high)
    height = round(min(max(high * scale + 2 * _MARGIN, _LOWEST), _TALLEST))
    more_x, more_y = (WIDTH - PANEL) / scale - wide, height / scale - high
    box = Box(min(xs) - more_x / 2, min(ys) - more_y / 2, max(xs) + more_x / 2, max(ys) + more_y / 2)
    return _Frame(box, scale, height)


def _map(network: Network, frame: _Frame) -> Iterator[Markup]:
    """Yield the outlines behind a network whose nodes stand at their coordinates."""
    if not is_map(network):
        return
    for what, lines in outlines(frame.box).items():
        path = "".join(_path([frame.point(x, y) for x, y in line]) for line in lines)
        if path:
            yield element("path", d=path, class_=f"land {what}")


def is_map(network: Network) -> bool:
    """Tell whether a network lies on a map."""
    return any(node.latitude is not None for node in network.nodes) and network.about.on_map


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points)


def _radius(node: Node) -> float:
    return max(2.0, _RADIUS * node.size / LARGEST)


def _thickness(edge: Edge, heaviest: float) -> float:
    part = sqrt((edge.weight or heaviest) / heaviest) if heaviest else 1.0
    return round(_THINNEST + (_THICKEST - _THINNEST) * part, 2)


def _edges(network: Network, edges: Sequence[Edge], frame: _Frame) -> Iterator[Markup]:
    """Yield the edges, the lightest first: bent to one side, so that the two of a pair lie apart."""
    places = {node.iri: frame.point(node.x, node.y) for node in network.nodes}
    heaviest = max((edge.weight or 0.0 for edge in edges), default=0.0)
    kinds = sorted({edge.kind for edge in edges})
    for edge in edges:
        (x1, y1), (x2, y2) = places[edge.source], places[edge.target]
        bend = _BEND * (1 + kinds.index(edge.kind)) if edge.directed else 0.0
        middle = (round((x1 + x2) / 2 + (y2 - y1) * bend, 1), round((y1 + y2) / 2 - (x2 - x1) * bend, 1))
        path = f"M{x1} {y1}Q{middle[0]} {middle[1]} {x2} {y2}"
        width = _thickness(edge, heaviest)
        yield element("path", d=path, fill="none", stroke=edge.colour, stroke_width=width, stroke_opacity=0.62)


def _nodes(network: Network, frame: _Frame, link: Callable[[str], str] | None) -> Iterator[Markup]:
    """Yield the nodes, and the names of the largest for which there is room."""
    ordered = sorted(network.nodes, key=lambda node: (-node.total, node.key))
    for node in reversed(ordered):
        x, y = frame.point(node.x, node.y)
        title = element("title", f"{node.label(network.language)}: {short_figure(node.total, network.language)}")
        drawn = element(
            "circle", title, cx=x, cy=y, r=round(_radius(node), 1), fill=node.colour, stroke="#fff", stroke_width=0.8
        )
        yield element("a", drawn, href=link(node.key)) if link else drawn
    yield from _names(ordered, network.language, frame)


def _names(ordered: Sequence[Node], language: str, frame: _Frame) -> Iterator[Markup]:
    """Yield the names of the first nodes for which there is room, beside all nodes if there is; large ones are bold."""
    circles = [_square(*frame.point(node.x, node.y), _radius(node)) for node in ordered]
    taken: list[tuple[float, float, float, float]] = []
    for node in ordered:
        (x, y), radius, label = frame.point(node.x, node.y), _radius(node), node.label(language)
        is_large = 2 * radius >= _RADIUS
        place = (x, y, radius, len(label) * _LETTER * (_BOLD if is_large else 1))
        spot = _room(*place, [*taken, *circles], frame.height) or _room(*place, taken, frame.height)
        if spot is not None and len(taken) < _LABELS:
            taken.append(spot)
            kind = "name large" if is_large else "name"
            yield element("text", label, x=round(spot[0], 1), y=round(spot[3] - 3, 1), class_=kind)


def _square(x: float, y: float, radius: float) -> tuple[float, float, float, float]:
    return (x - radius, y - radius, x + radius, y + radius)


def _room(
    x: float, y: float, radius: float, wide: float, taken: Sequence[tuple[float, float, float, float]], height: int
) -> tuple[float, float, float, float] | None:
    """Return where a name may stand beside a node without touching another, None where it may not."""
    for left, low in (
        (x + radius + 3, y + 6),
        (x - radius - 3 - wide, y + 6),
        (x - wide / 2, y - radius - 3),
        (x - wide / 2, y + radius + 13),
    ):
        spot = (left, low - 12, left + wide, low)
        within = left > 2 and spot[2] < WIDTH - PANEL - 2 and spot[1] > 2 and low < height - 2  # noqa: PLR2004
        if within and not any(_touch(spot, other) for other in taken):
            return spot
    return None


def _touch(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def short_figure(value: float, language: str) -> str:
    """Write a figure for people, to four digits."""
    return str(figure(significant(Decimal(f"{value:.4g}")), language))


def _legend(network: Network, edges: Sequence[Edge], height: int) -> Iterator[Markup]:
    """Yield the panel: what is shown, the colours, the scales of nodes and edges, the sources."""
    about, language = network.about, network.language
    left, y = WIDTH - PANEL + 14, 30
    for line in wrapped(about.said(language), 27):
        yield element("text", line, x=left, y=y, class_="title")
        y += 21
    for heading, texts in (("nodes", about.nodes), ("edges", about.edges)):
        for line in wrapped(f"{legend_word(heading, language)}: {texts.get(language, '')}", 43):
            yield element("text", line, x=left, y=y)
            y += _LINE
    y += 8
    for colour, labels in about.groups:
        yield element("circle", cx=left + 6, cy=y - 4, r=6, fill=colour)
        yield element("text", labels.get(language, ""), x=left + 18, y=y)
        y += _LINE + 2
    y += 4
    for line in wrapped(legend_word("edge colours", language), 47):
        yield element("text", line, x=left, y=y, class_="quiet")
        y += _LINE - 2
    yield from _scales(network, edges, left, y + 12)
    y += 12 + _SCALES
    notes = (
        [f"{legend_word('sources', language)}: {'; '.join(labels.get(language, '') for labels in about.sources)}"]
        if about.sources
        else []
    )
    notes += network.losses
    notes += [legend_word("places", language), CREDIT[language]] if is_map(network) else []
    lines = [line for note in notes for line in wrapped(note, 50)]
    for line in lines[: max(0, (height - y - 10) // 13)]:
        yield element("text", line, x=left, y=y, class_="quiet")
        y += 13


def _scales(network: Network, edges: Sequence[Edge], left: float, y: float) -> Iterator[Markup]:
    """Yield what sizes of nodes and widths of edges mean: three of each."""
    about, language = network.about, network.language
    most = max((node.total for node in network.nodes), default=0.0)
    for line in wrapped(f"{legend_word('size', language)}: {about.size.get(language, '')}", 43)[:2]:
        yield element("text", line, x=left, y=y)
        y += _LINE
    y += 8
    for place, part in enumerate((1.0, 0.25, 0.0625)):
        x = left + 20 + place * 100
        yield element("circle", cx=x, cy=y, r=round(_RADIUS * sqrt(part), 1), fill="none", stroke="#555")
        yield element("text", short_figure(most * part, language), x=x + 22, y=y + 4, class_="quiet")
    y += 34
    weights = [edge.weight for edge in edges if edge.weight is not None]
    yield element("text", f"{legend_word('weight', language)}: {about.unit.get(language, '')}", x=left, y=y)
    y += 14
    for place, weight in enumerate(
        dict.fromkeys((max(weights), weights[len(weights) // 2], min(weights))) if weights else ()
    ):
        x = left + place * 100
        width = _thickness(Edge("", "", "", directed=True, weight=weight), max(weights))
        yield element("line", x1=x, y1=y, x2=x + 30, y2=y, stroke="#555", stroke_width=width)
        yield element("text", short_figure(weight, language), x=x + 36, y=y + 4, class_="quiet")


def wrapped(text: str, letters: int) -> list[str]:
    """Break a text into lines of at most some letters, between words."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= letters:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
