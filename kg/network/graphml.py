"""Write a network as GraphML, which networkx, igraph, Cytoscape, yEd and Gephi read."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.network.gexf import Escaper
from kg.network.look import channels
from kg.network.losses import loss
from kg.network.model import Attribute, AttributeValue, Network
from kg.network.written import FIXED_OF_NODES, FileAttribute, file_columns, node_values, one_text

_LOOK = (
    Attribute("x", "double"),
    Attribute("y", "double"),
    Attribute("size", "double"),
    *(Attribute(name, "integer") for name in "rgb"),
)
_EDGE = (Attribute("kind", "string"), Attribute("weight", "double"))
_TYPES = {"integer": "int", "long": "long", "double": "double", "boolean": "boolean"}
_SPACE = "http://graphml.graphdrawing.org/xmlns"


def save_graphml(network: Network, path: Path) -> tuple[str, ...]:
    """Write a network to a file of GraphML, and return a line for what had to be left out.

    Several values are one text, a line each; days are texts. What has no value has no element. As networkx reads no
    graph in which some edges have a direction and others not, all are written with one there, and `directed` tells.
    """
    escape = Escaper()
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_parts(network, escape))
    changed = (loss("all directed", network.language),) if _is_mixed(network) else ()
    return (*escape.losses(network.language), *changed)


def _is_mixed(network: Network) -> bool:
    return network.directed is None and len(network.edges) > 0


def _parts(network: Network, escape: Escaper) -> Iterator[str]:
    nodes = file_columns((Attribute("label", "string"), *_LOOK, *FIXED_OF_NODES, *network.node_columns))
    mixed = _is_mixed(network)
    fixed = (Attribute("label", "string"), *_EDGE, *((Attribute("directed", "boolean"),) if mixed else ()))
    edges = file_columns((*fixed, *network.edge_columns))
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="{_SPACE}">\n'
    yield from _keys("node", nodes)
    yield from _keys("edge", edges)
    yield f'<graph id="G" edgedefault="{"undirected" if network.directed is False else "directed"}">\n'
    for node in network.nodes:
        look: list[AttributeValue] = [node.label(network.language), node.x, node.y, node.size, *channels(node.colour)]
        values = [*look, *node_values(node, nodes[len(look) :])]
        yield f'  <node id="{escape(node.key)}">{_data("n", nodes, values, escape)}</node>\n'
    keys = {node.iri: escape(node.key) for node in network.nodes}
    for edge in network.edges:
        own: list[AttributeValue] = [edge.label, edge.kind, edge.weight, *([edge.directed] if mixed else [])]
        own += [edge.attributes.get(column.attribute) for column in edges[len(own) :]]
        ends = f'id="{escape(edge.id)}" source="{keys[edge.source]}" target="{keys[edge.target]}"'
        yield f"  <edge {ends}>{_data('e', edges, own, escape)}</edge>\n"
    yield "</graph>\n</graphml>\n"


def _keys(cls: str, columns: Sequence[FileAttribute]) -> Iterator[str]:
    for number, column in enumerate(columns):
        kind = _TYPES.get(column.type, "string")
        yield f'<key id="{cls[0]}{number}" for="{cls}" attr.name="{column.name}" attr.type="{kind}"/>\n'


def _data(prefix: str, columns: Sequence[FileAttribute], values: Sequence[AttributeValue], escape: Escaper) -> str:
    return "".join(
        f'<data key="{prefix}{number}">{escape(one_text(value))}</data>'
        for number, (_, value) in enumerate(zip(columns, values, strict=True))
        if value is not None
    )
