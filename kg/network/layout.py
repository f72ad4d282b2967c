"""Where nodes stand: on a map by their coordinates, else where a layout with a seed puts them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from math import cos, degrees, hypot, log, pi, radians, sin, sqrt, tan
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import networkx as nx

Spot: TypeAlias = tuple[float, float]
Pull: TypeAlias = tuple[str, str, float]
"""Two nodes and what weighs their edge."""

SEED = 20
_SCALE = 10.0  # drawing units a degree
_FARTHEST = 85.0
_ROUNDS, _FEWEST_ROUNDS = 60, 10
_MOST_MEANS = 100_000  # how often nodes are set amid others beyond the fewest rounds
_PUSHED = 300  # nodes amid others that are pushed apart; there is no room for more
_NEAREST = 28
_ROUNDS_OF_PUSHING = 30
_GOLDEN = pi * (3 - sqrt(5))
_DENSE = 499  # nodes that networkx sets against each other without a further library


def mercator(latitude: float, longitude: float) -> Spot:
    """Return where the projection of Mercator puts a place, east and north, in drawing units."""
    bounded = radians(min(max(latitude, -_FARTHEST), _FARTHEST))
    return (round(longitude * _SCALE, 3), round(degrees(log(tan(pi / 4 + bounded / 2))) * _SCALE, 3))


def on_map(
    known: Mapping[str, Spot], nodes: Sequence[str], ties: Iterable[Pull], below: Collection[str] = ()
) -> dict[str, Spot]:
    """Place nodes without coordinates amid those that they are tied to, in rounds.

    What is tied to none of these, and what is to stand `below`, as a country amid others would be taken for another, is
    lined up below.
    """
    near: dict[str, list[tuple[str, float]]] = {}
    for one, other, weight in ties:
        near.setdefault(one, []).append((other, weight))
        near.setdefault(other, []).append((one, weight))
    found = dict(known)
    open_ones = [node for node in nodes if node not in known and node not in below]
    for _ in range(min(_ROUNDS, _FEWEST_ROUNDS + _MOST_MEANS // max(len(open_ones), 1))):
        for node in open_ones:
            placed = [(found[other], weight) for other, weight in near.get(node, ()) if other in found]
            if placed:
                found[node] = _mean(placed)
    return _apart(found, known, nodes)


def _mean(placed: Sequence[tuple[Spot, float]]) -> Spot:
    total = sum(weight for _, weight in placed) or 1.0
    return (sum(x * w for (x, _), w in placed) / total, sum(y * w for (_, y), w in placed) / total)


def _apart(found: Mapping[str, Spot], known: Mapping[str, Spot], nodes: Sequence[str]) -> dict[str, Spot]:
    """Move the nodes that were placed amid others apart, and line up what has no place at all."""
    xs, ys = [x for x, _ in found.values()] or [0.0], [y for _, y in found.values()] or [0.0]
    width = max(max(xs) - min(xs), max(ys) - min(ys), _SCALE)
    step, placed = width / 250, 0
    result = {}
    for node in nodes:
        if node in known:
            result[node] = known[node]
        elif node in found:
            placed += 1
            reach = step * (1 + placed % 7)
            x, y = found[node]
            result[node] = (x + reach * cos(placed * _GOLDEN), y + reach * sin(placed * _GOLDEN))
    if placed <= _PUSHED:
        _push(result, [node for node in result if node not in known], width / _NEAREST)
    below = min((y for _, y in result.values()), default=0.0) - width / 12
    lost = [node for node in nodes if node not in result]
    pace = min(width / 12, width / max(len(lost), 1))
    result |= {node: (min(xs) + place * pace, below) for place, node in enumerate(lost)}
    return {node: (round(x, 3), round(y, 3)) for node, (x, y) in result.items()}


def _push(spots: dict[str, Spot], movable: Sequence[str], least: float) -> None:
    """Push nodes away from all that are nearer than some distance, in rounds, until none is."""
    for _ in range(_ROUNDS_OF_PUSHING):
        crowded = False
        for node in movable:
            x, y = spots[node]
            for other, (other_x, other_y) in spots.items():
                far_x, far_y = x - other_x, y - other_y
                if other == node or abs(far_x) >= least or abs(far_y) >= least:
                    continue
                far = hypot(far_x, far_y)
                if 0 < far < least:
                    crowded = True
                    x, y = x + far_x / far * (least - far) / 2, y + far_y / far * (least - far) / 2
            spots[node] = (x, y)
        if not crowded:
            return


def spread_out(nodes: Sequence[str], ties: Iterable[Pull], seed: int = SEED) -> dict[str, Spot]:
    """Lay nodes out by attraction and repulsion (Fruchterman and Reingold), each component by itself, side by side.

    Of a large component the nodes with most edges are laid out, and others stand around what they are tied to.
    """
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from((one, other) for one, other, _ in ties if one != other)
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    found: dict[str, Spot] = {}
    shelf_x = shelf_y = height = 0.0
    width = max(60.0 * sqrt(max(len(nodes), 1)) * 1.3, 100.0)
    for part in parts:
        side = 60.0 * sqrt(len(part))
        if shelf_x and shelf_x + side > width:
            shelf_x, shelf_y, height = 0.0, shelf_y - height - 20.0, 0.0
        for node, (x, y) in _component(graph.subgraph(sorted(part)), seed).items():
            found[node] = (round(shelf_x + side * (x + 1) / 2, 3), round(shelf_y - side * (1 - y) / 2, 3))
        shelf_x, height = shelf_x + side + 20.0, max(height, side)
    return found


def _component(graph: "nx.Graph[str]", seed: int) -> dict[str, Spot]:
    """Lay out a component within the square from -1 to 1."""
    import networkx as nx

    first = sorted(graph, key=lambda node: (-graph.degree(node), node))[:_DENSE]
    laid = nx.spring_layout(graph.subgraph(sorted(first)), seed=seed, method="force", iterations=80)
    found = {node: (float(x), float(y)) for node, (x, y) in laid.items()}
    ties = [(one, other, 1.0) for one, other in graph.edges if one not in found or other not in found]
    return on_map(found, [*graph], ties) if ties else found
