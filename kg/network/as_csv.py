"""Write a network as two tables, of nodes and of edges: as Gephi's spreadsheet import wants them, or Neo4j's."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.network.model import Attribute, AttributeValue, Network
from kg.network.written import FIXED_OF_NODES, FileAttribute, file_columns, node_values, scalar

_MANY = "|"
_NEO4J = {"integer": "int", "long": "long", "double": "double", "boolean": "boolean", "liststring": "string[]"}
_OF_NODES = ("Id", "Label")
_OF_EDGES = ("Source", "Target", "Type", "Id", "Label", "Kind", "Weight")


def save_for_gephi(network: Network, nodes: Path, edges: Path) -> tuple[str, ...]:
    """Write the tables that Gephi imports as spreadsheets: `Id,Label,…` and `Source,Target,Type,…`."""
    node_columns, edge_columns = _columns(network, [*_OF_NODES, *_OF_EDGES])
    _write(nodes, [*_OF_NODES, *(column.name for column in node_columns)], _nodes(network, node_columns))
    _write(edges, [*_OF_EDGES, *(column.name for column in edge_columns)], _edges(network, edge_columns))
    return ()


def save_for_neo4j(network: Network, nodes: Path, edges: Path) -> tuple[str, ...]:
    """Write the tables of `neo4j-admin import`: `:ID` and `:LABEL`, `:START_ID`, `:END_ID` and `:TYPE`."""
    node_columns, edge_columns = _columns(network, [])
    heads = [":ID", "label", *map(_typed, node_columns), ":LABEL"]
    _write(
        nodes,
        heads,
        ([*row, node.kind] for node, row in zip(network.nodes, _nodes(network, node_columns), strict=True)),
    )
    heads = [":START_ID", ":END_ID", "direction", "id", "label", ":TYPE", "weight:double", *map(_typed, edge_columns)]
    _write(edges, heads, _edges(network, edge_columns))
    return ()


def _columns(network: Network, taken: Sequence[str]) -> tuple[list[FileAttribute], list[FileAttribute]]:
    reserved = {name.casefold() for name in taken}
    return (
        file_columns((*FIXED_OF_NODES, *network.node_columns), reserved),
        file_columns(network.edge_columns, reserved),
    )


def _typed(column: Attribute) -> str:
    kind = _NEO4J.get(column.type)
    return f"{column.name}:{kind}" if kind else column.name


def _nodes(network: Network, columns: Sequence[FileAttribute]) -> Iterator[list[str]]:
    for node in network.nodes:
        yield [node.key, node.label(network.language), *map(_cell, node_values(node, columns))]


def _edges(network: Network, columns: Sequence[FileAttribute]) -> Iterator[list[str]]:
    keys = {node.iri: node.key for node in network.nodes}
    for edge in network.edges:
        ends = [keys[edge.source], keys[edge.target], "Directed" if edge.directed else "Undirected"]
        own = [edge.id, edge.label, edge.kind, _cell(edge.weight)]
        yield [*ends, *own, *(_cell(edge.attributes.get(column.attribute)) for column in columns)]


def _cell(value: AttributeValue) -> str:
    if value is None:
        return ""
    return _MANY.join(value) if isinstance(value, tuple) else scalar(value)


def _write(path: Path, heads: Sequence[str], rows: Iterator[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows(rows)
