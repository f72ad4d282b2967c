"""Shortest ways of a network: who lies between others, and who is close to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

TOO_LARGE = "too large"
MOST_WORK = 10_000_000
"""Nodes times edges up to which networkx walks all shortest ways, in some seconds."""


@dataclass(frozen=True, slots=True)
class Centrality:
    """Betweenness and closeness by node, nothing where they were not measured, for which `notes` name the losses."""

    betweenness: Mapping[str, float]
    closeness: Mapping[str, float]
    notes: tuple[str, ...] = ()


def centrality(graph: "nx.DiGraph[str]", most_work: int = MOST_WORK) -> Centrality:
    """Measure a graph whose edges have a `length`: by networkx, what is too large for it by NetworKit if installed."""
    if len(graph) * graph.number_of_edges() <= most_work:
        return by_networkx(graph)
    try:
        return by_networkit(graph)
    except ImportError:
        return Centrality({}, {}, (TOO_LARGE,))


def by_networkx(graph: "nx.DiGraph[str]") -> Centrality:
    """Measure a graph by networkx."""
    import networkx as nx

    between = nx.betweenness_centrality(graph, weight="length")
    return Centrality(between, nx.closeness_centrality(graph.reverse(), distance="length"))


def by_networkit(graph: "nx.DiGraph[str]") -> Centrality:
    """Measure a graph by NetworKit, which is a hundred times faster; raise ImportError where it is not installed.

    It has one thread: several would add up in another order each time.
    """
    import networkit as nk

    nk.setNumberOfThreads(1)
    places = {node: place for place, node in enumerate(graph)}
    own = nk.Graph(len(places), weighted=True, directed=True)
    for one, other, data in graph.edges(data=True):
        own.addEdge(places[one], places[other], data["length"])
    measures = (
        nk.centrality.Betweenness(own, normalized=True),
        nk.centrality.Closeness(own, True, nk.centrality.ClosenessVariant.GENERALIZED),  # noqa: FBT003
    )
    between, close = (dict(zip(places, measure.run().scores(), strict=True)) for measure in measures)
    return Centrality(between, close)
