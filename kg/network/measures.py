"""Measure a network: its nodes, its pairs, the whole. Formulas and sources are in docs/network.md."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from kg.core import iri
from kg.network.losses import loss
from kg.network.model import Edge, Network
from kg.network.partners import clustering, eigenvector
from kg.network.paths import Centrality, centrality

if TYPE_CHECKING:
    import networkx as nx

MeasureRow: TypeAlias = dict[str, str | int | float | None]
SEED = 20
_UNSETTLED = "unsettled"


@dataclass(frozen=True)
class Measured:
    """What is measured of some flows: a row a node and a pair of nodes, and the figures of the whole.

    `kind` is the kind of edges that is measured, '' for all together. What takes long is computed when it is first
    asked for: a table of pairs needs no shortest ways.
    """

    kind: str
    flows: Mapping[tuple[str, str], float]
    labels: Mapping[str, str]
    language: str

    @cached_property
    def nodes(self) -> list[MeasureRow]:
        """A row for each node, with the most flows first."""
        return _node_rows(self._graph, self._near, self._groups, self.labels, self._ways)

    @cached_property
    def pairs(self) -> list[MeasureRow]:
        """A row for each pair of nodes, with the most flows first."""
        return _pair_rows(self.flows, self.labels)

    @cached_property
    def whole(self) -> dict[str, str | int | float]:
        """The figures of the whole."""
        return _whole(self._graph, self._near, self._groups, self.flows)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is not measured of the nodes."""
        unsettled = self.nodes and self.nodes[0]["eigenvector"] is None
        names = (*self._ways.notes, _UNSETTLED) if unsettled else self._ways.notes
        return tuple(loss(name, self.language) for name in names)

    @cached_property
    def _graph(self) -> "nx.DiGraph[str]":
        return _directed(self.flows)

    @cached_property
    def _near(self) -> "nx.Graph[str]":
        return _undirected(self.flows)

    @cached_property
    def _groups(self) -> dict[str, int]:
        return communities(self._near)

    @cached_property
    def _ways(self) -> Centrality:
        return centrality(self._graph)


def measure(network: Network, kind: str | None = None) -> Measured:
    """Measure the edges of one kind: the one that is asked for, else that of most edges; all of them for ''."""
    edges = [*network.edges]
    kind = main_kind(edges) if kind is None else kind
    flows = weights_of(edge for edge in edges if kind in {"", edge.kind})
    labels = {node.key: node.label(network.language) for node in network.nodes}
    return Measured(kind, flows, labels, network.language)


def main_kind(edges: Sequence[Edge]) -> str:
    """Return the kind of most edges, the first by name of several."""
    counted = Counter(edge.kind for edge in edges)
    return min(counted, key=lambda kind: (-counted[kind], kind), default="")


def weights_of(edges: Iterable[Edge]) -> dict[tuple[str, str], float]:
    """Return what goes from one node to another, by their keys; an edge without direction goes both ways."""
    found: dict[tuple[str, str], float] = {}
    for edge in edges:
        one, other = iri.compress(edge.source), iri.compress(edge.target)
        for way in {(one, other)} if edge.directed else {(one, other), (other, one)}:
            found[way] = found.get(way, 0.0) + (1.0 if edge.weight is None else edge.weight)
    return dict(sorted(found.items()))


def _directed(flows: Mapping[tuple[str, str], float]) -> "nx.DiGraph[str]":
    """Make the directed graph of flows; `length` is the way from node to node, the shorter the more goes."""
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    for (one, other), weight in flows.items():
        if one != other:
            graph.add_edge(one, other, weight=weight, length=1 / weight)
    return graph


def _undirected(flows: Mapping[tuple[str, str], float]) -> "nx.Graph[str]":
    """Make the graph of what goes between two nodes either way."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    for (one, other), weight in flows.items():
        if one != other:
            before = graph.get_edge_data(one, other, {"weight": 0.0})["weight"]
            graph.add_edge(one, other, weight=before + weight)
    return graph


def communities(near: "nx.Graph[str]") -> dict[str, int]:
    """Number the communities that Louvain's method finds, with a seed: the largest is 1."""
    import networkx as nx

    found = nx.community.louvain_communities(near, weight="weight", seed=SEED) if len(near) else []
    ordered = sorted(found, key=lambda group: (-len(group), min(group)))
    return {node: number for number, group in enumerate(ordered, start=1) for node in group}


def _node_rows(
    graph: "nx.DiGraph[str]",
    near: "nx.Graph[str]",
    groups: Mapping[str, int],
    labels: Mapping[str, str],
    ways: Centrality,
) -> list[MeasureRow]:
    eigen, clustered = eigenvector(near), clustering(near)
    rows: list[MeasureRow] = []
    for node in graph:
        sent = {other: data["weight"] for _, other, data in graph.out_edges(node, data=True)}
        got = {other: data["weight"] for other, _, data in graph.in_edges(node, data=True)}
        rows.append(
            {
                "node": node,
                "label": labels.get(node, node),
                "partners": near.degree(node),
                "strength_out": sum(sent.values()),
                "strength_in": sum(got.values()),
                "concentration_out": concentration(sent.values()),
                "concentration_in": concentration(got.values()),
                "betweenness": ways.betweenness.get(node),
                "closeness": ways.closeness.get(node),
                "eigenvector": eigen.get(node),
                "clustering": clustered[node],
                "community": groups[node],
                "participation": participation_coefficient(node, near, groups),
            }
        )
    return sorted(
        rows, key=lambda row: (-float(row["strength_out"] or 0) - float(row["strength_in"] or 0), row["node"])
    )


def concentration(weights: Iterable[float]) -> float | None:
    """Return the index of Herfindahl and Hirschman of some weights, from 1 over their number to 1; None for none."""
    known = list(weights)
    total = sum(known)
    return sum((weight / total) ** 2 for weight in known) if total else None


def participation_coefficient(node: str, near: "nx.Graph[str]", groups: Mapping[str, int]) -> float:
    """Return how evenly the ties of a node go to all communities, 0 where they go to one: brokers have much of it."""
    by_group: dict[int, float] = {}
    for _, other, data in near.edges(node, data=True):
        by_group[groups[other]] = by_group.get(groups[other], 0.0) + data["weight"]
    return 1 - (concentration(by_group.values()) or 1.0)


def _pair_rows(flows: Mapping[tuple[str, str], float], labels: Mapping[str, str]) -> list[MeasureRow]:
    """Return a row for each pair: what goes either way, its part of all that either has, and how these differ."""
    totals: dict[str, float] = {}
    for (one, other), weight in flows.items():
        totals[one] = totals.get(one, 0.0) + weight
        totals[other] = totals.get(other, 0.0) + weight
    rows: list[MeasureRow] = []
    for one, other in sorted({(min(way), max(way)) for way in flows if way[0] != way[1]}):
        there, back = flows.get((one, other), 0.0), flows.get((other, one), 0.0)
        first, second = (there + back) / totals[one], (there + back) / totals[other]
        rows.append(
            {
                "first": one,
                "second": other,
                "label": f"{labels.get(one, one)} – {labels.get(other, other)}",
                "there": there,
                "back": back,
                "dependence_of_first": first,
                "dependence_of_second": second,
                "asymmetry": first - second,
                "reciprocity": min(there, back) / max(there, back),
            }
        )
    return sorted(rows, key=lambda row: -float(row["there"] or 0) - float(row["back"] or 0))


def _whole(
    graph: "nx.DiGraph[str]", near: "nx.Graph[str]", groups: Mapping[str, int], flows: Mapping[tuple[str, str], float]
) -> dict[str, str | int | float]:
    import networkx as nx

    parts: dict[int, set[str]] = {}
    for node, number in groups.items():
        parts.setdefault(number, set()).add(node)
    found: dict[str, str | int | float] = {
        "nodes": len(graph),
        "edges": graph.number_of_edges(),
        "weight": sum(flows.values()),
        "density": nx.density(graph),
        "components": nx.number_connected_components(near) if len(near) else 0,
        "reciprocity": nx.overall_reciprocity(graph) if graph.number_of_edges() else 0.0,
        "weighted_reciprocity": weighted_reciprocity(flows),
        "communities": len(parts),
    }
    if near.number_of_edges():
        found["modularity"] = nx.community.modularity(near, parts.values(), weight="weight")
    if (mixing := assortativity(near)) is not None:
        found["assortativity"] = mixing
    return found


def weighted_reciprocity(flows: Mapping[tuple[str, str], float]) -> float:
    """Return the part of all weight that is returned: of each pair the lesser of both ways, twice."""
    total = sum(flows.values())
    returned = sum(min(weight, flows.get((other, one), 0.0)) for (one, other), weight in flows.items() if one != other)
    return returned / total if total else 0.0


def assortativity(near: "nx.Graph[str]") -> float | None:
    """Return the correlation of the degrees at both ends of an edge; None where all are the same."""
    ends = [(near.degree(one), near.degree(other)) for one, other in near.edges]
    both = [*ends, *((other, one) for one, other in ends)]
    if not both:
        return None
    mean = sum(one for one, _ in both) / len(both)
    spread = sum((one - mean) ** 2 for one, _ in both)
    return sum((one - mean) * (other - mean) for one, other in both) / spread if spread else None


def changed_flows(before: Mapping[tuple[str, str], float], after: Mapping[tuple[str, str], float]) -> list[MeasureRow]:
    """Return a row for each way on which something changed, the largest change first: new, gone, more or less."""
    rows: list[MeasureRow] = []
    for one, other in sorted({*before, *after}):
        was, now = before.get((one, other)), after.get((one, other))
        if was != now:
            what = "new" if was is None else "gone" if now is None else "more" if now > was else "less"
            ratio = now / was if was and now else None
            difference = (now or 0.0) - (was or 0.0)
            rows.append(
                {"source": one, "target": other, "change": what, "before": was, "after": now}
                | {"difference": difference, "ratio": ratio}
            )
    return sorted(rows, key=lambda row: -abs(float(row["difference"] or 0)))
