"""Write a network as JSON: as Cytoscape reads it, and as node-link, which networkx, D3 and sigma.js read."""

import json
from collections.abc import Iterator
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any

from kg.network.legend import description
from kg.network.model import AttributeValue, Edge, Network, Node


def save_cytoscape(network: Network, path: Path) -> tuple[str, ...]:
    """Write a network as JSON of Cytoscape and Cytoscape.js, element by element."""
    head = json.dumps({"name": network.about.said(network.language)}, ensure_ascii=False)
    nodes = (
        {"data": {"id": node.key} | _node(node, network.language), "position": {"x": node.x, "y": -node.y}}
        for node in network.nodes
    )
    edges = ({"data": _edge(network_keys, edge)} for network_keys in [_keys(network)] for edge in network.edges)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{{"data": {head}, "elements": {{"nodes": [\n')
        file.writelines(_listed(nodes))
        file.write('\n], "edges": [\n')
        file.writelines(_listed(edges))
        file.write("\n]}}\n")
    return ()


def save_node_link(network: Network, path: Path) -> tuple[str, ...]:
    """Write a network as node-link JSON, as `networkx.node_link_graph` reads it: a directed multigraph."""
    head = json.dumps({"description": " ".join(description(network))}, ensure_ascii=False)
    keys = _keys(network)
    nodes = ({"id": node.key, "x": node.x, "y": node.y} | _node(node, network.language) for node in network.nodes)
    edges = (_edge(keys, edge) | {"key": edge.kind} for edge in network.edges)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{{"directed": true, "multigraph": true, "graph": {head}, "nodes": [\n')
        file.writelines(_listed(nodes))
        file.write('\n], "edges": [\n')
        file.writelines(_listed(edges))
        file.write("\n]}\n")
    return ()


def node_fields(node: Node, language: str) -> dict[str, AttributeValue]:
    """Return what is known of a node, what it is drawn by included, by name; nothing that is unknown."""
    fixed: dict[str, AttributeValue] = {"iri": node.iri, "label": node.label(language), "kind": node.kind}
    fixed |= {f"label_{tag}": label for tag, label in node.labels.items()}
    fixed |= {"lat": node.latitude, "lng": node.longitude, "total": node.total, "degree": node.degree}
    fixed |= {"size": node.size, "colour": node.colour}
    return {name: value for name, value in (dict(node.attributes) | fixed).items() if value is not None}


def edge_fields(edge: Edge) -> dict[str, AttributeValue]:
    """Return what is known of an edge by name; nothing that is unknown."""
    fixed: dict[str, AttributeValue] = {
        "id": edge.id,
        "kind": edge.kind,
        "label": edge.label,
        "directed": edge.directed,
    }
    fixed |= {"weight": edge.weight, "colour": edge.colour}
    return {name: value for name, value in (dict(edge.attributes) | fixed).items() if value is not None}


def _keys(network: Network) -> dict[str, str]:
    return {node.iri: node.key for node in network.nodes}


def _node(node: Node, language: str) -> dict[str, Any]:
    return {name: _plain(value) for name, value in node_fields(node, language).items()}


def _edge(keys: dict[str, str], edge: Edge) -> dict[str, Any]:
    own = {name: _plain(value) for name, value in edge_fields(edge).items()}
    return {"source": keys[edge.source], "target": keys[edge.target]} | own


def _plain(value: AttributeValue) -> Any:
    """Return a value as JSON has it: several as a list, days and what no number of JSON holds as text."""
    match value:
        case tuple():
            return list(value)
        case float() if not isfinite(value):
            return str(value)
        case Decimal():
            return f"{value:f}"
        case bool() | int() | float() | str() | None:
            return value
    return str(value)


def _listed(items: "Iterator[dict[str, Any]]") -> Iterator[str]:
    between = ""
    for item in items:
        yield between + json.dumps(item, ensure_ascii=False)
        between = ",\n"
