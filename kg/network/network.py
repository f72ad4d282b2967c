"""The network that the edge declarations of the ontology make of the claims: entities as nodes, claims as edges."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kg.core import iri
from kg.core.ontology import Ontology
from kg.network.describe import AttributeValue, Descriptions, local_key
from kg.network.kinds import EdgeKind, name_kinds
from kg.network.losses import of_things, of_ties
from kg.network.things import Things
from kg.network.ties import ClaimTie, Topic, read_ties

if TYPE_CHECKING:
    import networkx as nx

UNTYPED = "untyped"


@dataclass(frozen=True, slots=True)
class Node:
    """An entity with an edge: its IRI, its label, the local name of its class, and what else is asserted of it."""

    iri: str
    label: str
    kind: str
    attributes: Mapping[str, AttributeValue]

    @property
    def key(self) -> str:
        """Return the name of the node in files: `country/KZ`."""
        return iri.compress(self.iri)


@dataclass(frozen=True, slots=True)
class Edge:
    """One or more claims of one kind between two nodes.

    `claims` are their IRIs, the newest first, whose weight and `attributes` the edge has. The weight is a float, for
    drawing; the exact value is an attribute. Where claims were merged, the attribute `values` has the value of each.
    """

    id: str
    source: str
    target: str
    kind: str
    label: str
    directed: bool
    weight: float | None
    claims: tuple[str, ...]
    claim_class: str
    attributes: Mapping[str, AttributeValue]


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and edges in order, the headings of their attributes, and a line for all that the network leaves out."""

    nodes: Sequence[Node]
    edges: Sequence[Edge]
    titles: Mapping[str, str]
    losses: tuple[str, ...]


def read_network(things: Things, ontology: Ontology, language: str, follows: Mapping[str, int]) -> Network:
    """Read the network of a build, with labels in a language, else in Kazakh, Russian or English.

    A claim becomes an edge by what its class declares (`dyad:edgeSource` ...). Claims that were withdrawn or
    superseded are left out. Claims of one kind between the same nodes become one edge with the value of the newest;
    an edge whose value is zero or negative is left out. `follows` counts by property what follows from rules.
    Raises ExportImpossible for a weight that is no number.
    """
    describe = Descriptions(things, language)
    ties = read_ties(things.tables, ontology)
    topics = dict.fromkeys(tie.topic for tie in ties.found)
    things.look_up(part for topic in topics for part in topic.parts)
    kinds = name_kinds(topics, describe.label)
    groups = _groups(ties.found, kinds)
    drawn = [group for group in groups if not _is_nothing(group)]
    nothing = [group for group in groups if _is_nothing(group)]
    attributes = describe.claims([group[0].claim for group in drawn], ties.rules)
    names = sorted({end for group in drawn for end in (group[0].source, group[0].target)})
    things.look_up(names)
    things.look_up(things.named_by(names))
    edges = tuple(_edge(group, kinds[group[0].topic], attributes[group[0].claim]) for group in drawn)
    nodes = tuple(_node(name, describe) for name in names)
    lost = (*of_ties(ties, nothing, drawn), *of_things(things, names, follows))
    return Network(nodes, edges, describe.titles(), lost)


def _groups(ties: Iterable[ClaimTie], kinds: Mapping[Topic, EdgeKind]) -> list[list[ClaimTie]]:
    """Gather the ties of one kind between the same nodes, in order; within a group they keep their order."""
    groups: dict[tuple[str, str, str], list[ClaimTie]] = {}
    for tie in ties:
        groups.setdefault((tie.source, tie.target, kinds[tie.topic].name), []).append(tie)
    return [groups[at] for at in sorted(groups)]


def _is_nothing(group: Sequence[ClaimTie]) -> bool:
    """Tell whether the newest claim of a group says zero or less, which Gephi would drop or draw wrongly."""
    weight = group[0].weight
    return weight is not None and weight <= 0


def _edge(group: Sequence[ClaimTie], kind: EdgeKind, attributes: dict[str, AttributeValue]) -> Edge:
    """Make the edge of a group, with the attributes of its newest claim."""
    newest = group[0]
    if len(group) > 1 and newest.weight is not None:
        values = tuple("none" if tie.weight is None else f"{tie.weight:f}" for tie in group)
        attributes = attributes | {"values": values}
    return Edge(
        id="|".join((iri.compress(newest.source), kind.name, iri.compress(newest.target))),
        source=newest.source,
        target=newest.target,
        kind=kind.name,
        label=kind.label,
        directed=newest.topic.directed,
        weight=None if newest.weight is None else float(newest.weight),
        claims=tuple(tie.claim for tie in group),
        claim_class=local_key(newest.cls),
        attributes=attributes,
    )


def _node(name: str, describe: Descriptions) -> Node:
    """Make the node of an entity, with its labels in every language among its attributes."""
    cls = describe.things.classes.get(name)
    kind = UNTYPED if cls is None else local_key(cls)
    return Node(name, describe.label(name), kind, describe.attributes(name))


def to_networkx(network: Network) -> "nx.MultiDiGraph[str]":
    """Make a networkx graph, whose nodes are named by their keys and whose edges by their kinds.

    An undirected edge is there once, with `directed` false. All values are plain: decimals become floats (the exact
    text stays in `amount_as_said`), and several values one text, separated by `|`.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in network.nodes:
        own = {"iri": node.iri, "label": node.label, "kind": node.kind}
        graph.add_node(node.key, **_plain(node.attributes) | own)
    for edge in network.edges:
        fields: dict[str, Any] = {"id": edge.id, "label": edge.label, "kind": edge.kind, "directed": edge.directed}
        fields |= {"claims": "|".join(edge.claims), "claim_class": edge.claim_class}
        weight = {} if edge.weight is None else {"weight": edge.weight}
        ends = iri.compress(edge.source), iri.compress(edge.target)
        graph.add_edge(*ends, key=edge.kind, **_plain(edge.attributes) | fields | weight)
    return graph


def _plain(attributes: Mapping[str, AttributeValue]) -> dict[str, Any]:
    """Turn decimals into floats and several values into one text."""
    return {
        name: float(value) if isinstance(value, Decimal) else "|".join(value) if isinstance(value, tuple) else value
        for name, value in attributes.items()
    }
