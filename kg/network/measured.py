"""A network with its measures as attributes: of nodes what was measured of each, of edges what of their pair."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final, TypeAlias

from kg.core import iri
from kg.network.measures import Measured, MeasureRow
from kg.network.model import Attribute, AttributeValue, Edge, Edges, Network, Node

_Measure: TypeAlias = str | int | float | None
_COUNTED = frozenset({"partners", "community"})
_NAMED = frozenset({"node", "label"})
_OF_PAIR: Final = MappingProxyType(
    {
        "source_dependence": ("dependence_of_first", "dependence_of_second"),
        "target_dependence": ("dependence_of_second", "dependence_of_first"),
        "pair_reciprocity": ("reciprocity", "reciprocity"),
    }
)
"""What an edge has of its pair: from its first to its second node, and back."""


def with_measures(network: Network, found: Measured) -> Network:
    """Return a network whose nodes and edges have what was measured of them, those that were not have nothing.

    A measure whose name the network has for something else is called `measured_` and its name.
    """
    names = _names([name for row in found.nodes for name in row if name not in _NAMED], network.node_columns)
    pair_names = _names(_OF_PAIR, network.edge_columns)
    of_nodes = {row["node"]: {names[name]: row[name] for name in row.keys() - _NAMED} for row in found.nodes}
    of_pairs = {(row["first"], row["second"]): row for row in found.pairs}

    def read() -> Iterator[Edge]:
        for edge in network.edges:
            own = _of_pair(edge, of_pairs) if found.kind in {"", edge.kind} else {}
            yield replace(edge, attributes={**edge.attributes, **{pair_names[name]: own[name] for name in own}})

    return replace(
        network,
        nodes=[_with(node, of_nodes.get(node.key, {})) for node in network.nodes],
        node_columns=(*network.node_columns, *(_column(name, own) for name, own in names.items())),
        edges=Edges(read, len(network.edges)),
        edge_columns=(*network.edge_columns, *(_column(name, own) for name, own in pair_names.items())),
    )


def _names(measures: Iterable[str], taken: Iterable[Attribute]) -> dict[str, str]:
    """Return by measure the name that it has beside attributes that are there."""
    others = {column.name for column in taken}
    return {name: f"measured_{name}" if name in others else name for name in dict.fromkeys(measures)}


def _column(measure: str, name: str) -> Attribute:
    return Attribute(name, "integer" if measure in _COUNTED else "double")


def _with(node: Node, measures: Mapping[str, AttributeValue]) -> Node:
    known = {name: value for name, value in measures.items() if value is not None}
    return replace(node, attributes={**node.attributes, **known})


def _of_pair(edge: Edge, pairs: Mapping[tuple[_Measure, _Measure], MeasureRow]) -> MeasureRow:
    """Return what was measured of the pair of an edge, seen from its source."""
    source, target = iri.compress(edge.source), iri.compress(edge.target)
    row = pairs.get((min(source, target), max(source, target)), {})
    return {name: row[ways[source > target]] for name, ways in _OF_PAIR.items() if row}
