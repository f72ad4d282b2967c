"""What a node is by its partners: how much it has of the principal vector, and how far its partners are partners."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

MOST_ROUNDS, MOST_STEPS = 5000, 50_000_000
_SETTLED = 1e-13


def eigenvector(near: "nx.Graph[str]") -> dict[str, float]:
    """Return the eigenvector centrality, of nothing where it does not settle in the rounds that there is time for.

    It is reckoned as networkx does, by the power of the weights and one, but on arrays: a hundred times faster.
    """
    import numpy as np

    size, edges = len(near), near.number_of_edges()
    if not size:
        return {}
    places = {node: place for place, node in enumerate(near)}
    ends = np.array([(places[one], places[other]) for one, other in near.edges], dtype=np.int64).reshape(-1, 2)
    weights = np.array([data["weight"] for _, _, data in near.edges(data=True)], dtype=np.float64)
    here, there = np.concatenate([ends[:, 0], ends[:, 1]]), np.concatenate([ends[:, 1], ends[:, 0]])
    both = np.concatenate([weights, weights])
    found = np.full(size, 1 / size)
    for _ in range(min(MOST_ROUNDS, MOST_STEPS // max(edges, 1))):
        last = found
        found = last + np.bincount(there, weights=both * last[here], minlength=size)
        found = found / (np.sqrt((found * found).sum()) or 1.0)  # the norm of the library takes threads, and more time
        if np.abs(found - last).sum() < size * _SETTLED:
            return dict(zip(places, found.tolist(), strict=True))
    return {}


def clustering(near: "nx.Graph[str]") -> dict[str, float]:
    """Return by node the part of the pairs of its neighbours that are neighbours themselves."""
    triangles = dict.fromkeys(near, 0)
    for corners in _triangles(near):
        for node in corners:
            triangles[node] += 1
    return {
        node: 2 * count / (near.degree(node) * (near.degree(node) - 1)) if count else 0.0
        for node, count in triangles.items()
    }


def _triangles(near: "nx.Graph[str]") -> Iterator[tuple[str, str, str]]:
    """Yield each triangle once: ways lead to nodes with more partners only, so that no node has many of them."""
    order = {node: place for place, node in enumerate(sorted(near, key=near.degree))}
    onward = {node: {other for other in near[node] if order[other] > place} for node, place in order.items()}
    for node, others in onward.items():
        for other in others:
            for third in others & onward[other]:
                yield node, other, third
