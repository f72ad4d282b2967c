"""The network that the edge declarations of the ontology make of the claims: entities as nodes, claims as edges."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from kg import iri
from kg.graph import Store
from kg.labels import label
from kg.network.describe import Descriptions, Reader, Value, local_key, read_classes
from kg.network.kinds import Kind, name_kinds
from kg.network.losses import losses
from kg.network.ties import Tie, read_ties
from kg.ontology import Ontology

if TYPE_CHECKING:
    import networkx as nx

UNTYPED = "untyped"
_Group: TypeAlias = list[tuple[Tie, Kind]]


@dataclass(frozen=True, slots=True)
class Node:
    """An entity with an edge: its IRI, its label, the local name of its class, and what else is asserted of it."""

    iri: str
    label: str
    kind: str
    attributes: Mapping[str, Value]

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
    attributes: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and edges in order, the headings of their attributes, and a line for all that the network leaves out."""

    nodes: Sequence[Node]
    edges: Sequence[Edge]
    titles: Mapping[str, str]
    losses: tuple[str, ...]


def read_network(store: Store, ontology: Ontology, language: str) -> Network:
    """Read the network of a graph, with labels in a language, else in Kazakh, Russian or English.

    A claim becomes an edge by what its class declares (`dyad:edgeSource` ...). Claims that were withdrawn or
    superseded are left out. Claims of one kind between the same nodes become one edge with the value of the newest;
    an edge whose value is zero or negative is left out. Raises ExportImpossible for a weight that is no number.
    """
    classes = read_classes(store, ontology)
    reader = Reader(store)
    ties, unread = read_ties(reader, ontology, classes)
    groups = _groups(zip(ties, name_kinds(ties, store, language), strict=True))
    drawn = [group for group in groups if not _is_nothing(group)]
    describe = Descriptions(reader, language, classes)
    edges = tuple(_edge(group, describe) for group in drawn)
    names = sorted({name for edge in edges for name in (edge.source, edge.target)})
    nodes = tuple(_node(name, describe) for name in names)
    nothing, all_drawn = (
        [[tie for tie, _ in group] for group in some] for some in ((g for g in groups if _is_nothing(g)), drawn)
    )
    lost = losses(reader, classes, unread, nothing, all_drawn, names)
    return Network(nodes, edges, describe.titles(), tuple(lost))


def _groups(named: Iterable[tuple[Tie, Kind]]) -> list[_Group]:
    """Gather the ties of one kind between the same nodes, in order, each group with its newest claim first."""
    groups: dict[tuple[str, str, str], _Group] = {}
    for tie, kind in named:
        groups.setdefault((tie.source, tie.target, kind.name), []).append((tie, kind))
    return [sorted(groups[at], key=lambda own: own[0].age, reverse=True) for at in sorted(groups)]


def _is_nothing(group: _Group) -> bool:
    """Tell whether the newest claim of a group says zero or less, which Gephi would drop or draw wrongly."""
    weight = group[0][0].weight
    return weight is not None and weight.is_finite() and weight <= 0


def _edge(group: _Group, describe: Descriptions) -> Edge:
    """Make the edge of a group, with the attributes of its newest claim."""
    (newest, kind), ties = group[0], [tie for tie, _ in group]
    stated = describe.reader.statements(newest.claim)
    attributes = describe.attributes({p: values for p, values in stated.items() if p not in newest.ends})
    if len(ties) > 1 and newest.weight is not None:
        attributes["values"] = tuple("none" if tie.weight is None else f"{tie.weight:f}" for tie in ties)
    return Edge(
        id="|".join((iri.compress(newest.source), kind.name, iri.compress(newest.target))),
        source=newest.source,
        target=newest.target,
        kind=kind.name,
        label=kind.label,
        directed=newest.directed,
        weight=None if newest.weight is None else float(newest.weight),
        claims=tuple(tie.claim for tie in ties),
        claim_class=local_key(newest.cls),
        attributes=attributes,
    )


def _node(name: str, describe: Descriptions) -> Node:
    """Make the node of an entity, with its labels in every language among its attributes."""
    cls = describe.classes.of.get(name)
    kind = UNTYPED if cls is None else local_key(cls)
    attributes = describe.attributes(describe.reader.statements(name))
    return Node(name, label(describe.reader.store, name, describe.language), kind, attributes)


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


def _plain(attributes: Mapping[str, Value]) -> dict[str, Any]:
    """Turn decimals into floats and several values into one text."""
    return {
        name: float(value) if isinstance(value, Decimal) else "|".join(value) if isinstance(value, tuple) else value
        for name, value in attributes.items()
    }
