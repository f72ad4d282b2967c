"""Make a network an object of a library of graphs: of networkx, or of igraph where that is installed."""

from typing import TYPE_CHECKING, Any

from kg.core.errors import ArgumentInvalid
from kg.network.as_json import edge_fields, node_fields
from kg.network.model import Network

if TYPE_CHECKING:
    import networkx as nx


def to_networkx(network: Network) -> "nx.MultiDiGraph[str]":
    """Make a networkx graph, whose nodes are named by their keys and whose edges by their kinds.

    An edge without direction is there once, with `directed` false. Several values are a tuple.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=network.about.said(network.language))
    for node in network.nodes:
        graph.add_node(node.key, x=node.x, y=node.y, **node_fields(node, network.language))
    keys = {node.iri: node.key for node in network.nodes}
    for edge in network.edges:
        graph.add_edge(keys[edge.source], keys[edge.target], key=edge.kind, **edge_fields(edge))
    return graph


def to_igraph(network: Network) -> Any:
    """Make a directed igraph graph, whose nodes have the key as `name`; raise ArgumentInvalid without igraph."""
    try:
        import igraph
    except ImportError as error:
        raise ArgumentInvalid(
            "igraph is not installed.", remedy="Run `pip install igraph`; or take networkx.", value="igraph"
        ) from error
    place = {node.iri: number for number, node in enumerate(network.nodes)}
    edges = [*network.edges]
    graph = igraph.Graph(
        n=len(place), edges=[(place[edge.source], place[edge.target]) for edge in edges], directed=True
    )
    graph["name"] = network.about.said(network.language)
    graph.vs["name"] = [node.key for node in network.nodes]
    for things, rows in (
        (graph.vs, [node_fields(n, network.language) for n in network.nodes]),
        (graph.es, [*map(edge_fields, edges)]),
    ):
        for name in sorted({name for row in rows for name in row}):
            things[name] = [row.get(name) for row in rows]
    return graph
