"""Make a network an object of networkx."""

from typing import TYPE_CHECKING

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
