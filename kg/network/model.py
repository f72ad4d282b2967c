"""A network as all writers read it: nodes at hand, edges from a stream, and what its reader must be told."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from kg.core import iri

AttributeValue: TypeAlias = str | bool | int | float | Decimal | date | tuple[str, ...] | None
"""A value of a node or edge; None where there is none, which no file writes."""

Held: TypeAlias = tuple[str | None, str | None, float]
"""A period, as days of which the second is without, and the weight of an edge in it."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of nodes or edges: its name, the type of GEXF that holds all its values, its heading by language."""

    name: str
    type: str
    titles: Mapping[str, str] = field(default_factory=dict)

    def title(self, language: str) -> str:
        """Return the heading in a language, the name where there is none."""
        return self.titles.get(language, self.name)


@dataclass(frozen=True, slots=True)
class Node:
    """A thing of a network: where it stands, how large and of which colour it is drawn, and what is known of it.

    `kind` is the local name of its class, `total` what its size is the root of, `degree` the edges that reach it.
    """

    iri: str
    labels: Mapping[str, str]
    kind: str
    total: float
    degree: int
    latitude: float | None = None
    longitude: float | None = None
    x: float = 0.0
    y: float = 0.0
    size: float = 1.0
    colour: str = "#808080"
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Return the name of the node in files: `country/KZ`."""
        return iri.compress(self.iri)

    def label(self, language: str) -> str:
        """Return the label in a language, the key where it has none."""
        return self.labels.get(language) or self.key


@dataclass(frozen=True, slots=True)
class Edge:
    """What claims of one kind say between two nodes, named by their IRIs: `attributes` hold the claims and their days.

    The weight is for drawing, in the one unit of the network; None in a network that is not weighed.
    """

    source: str
    target: str
    kind: str
    directed: bool
    weight: float | None
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    label: str = ""
    colour: str = "#808080"
    spells: tuple[Held, ...] = ()

    @property
    def id(self) -> str:
        """Return the name of the edge in files: its ends and its kind, which no other has."""
        return "|".join((iri.compress(self.source), self.kind, iri.compress(self.target)))


@dataclass(frozen=True, slots=True)
class Edges:
    """Edges to be read as often as one likes, each time from where they are kept; there are `count`."""

    read: Callable[[], Iterator[Edge]]
    count: int

    def __iter__(self) -> Iterator[Edge]:
        return self.read()

    def __contains__(self, edge: object) -> bool:
        return any(edge == own for own in self)

    def __len__(self) -> int:
        return self.count


@dataclass(frozen=True, slots=True)
class About:
    """What a reader must be told of a network, by language: its title and lines of what is what.

    `unit` names what weighs its edges, `size` what the size of its nodes is, `groups` the colours and what each means.
    """

    name: str = ""
    title: Mapping[str, str] = field(default_factory=dict)
    definition: str = ""
    nodes: Mapping[str, str] = field(default_factory=dict)
    edges: Mapping[str, str] = field(default_factory=dict)
    unit: Mapping[str, str] = field(default_factory=dict)
    size: Mapping[str, str] = field(default_factory=dict)
    narrowed: tuple[Mapping[str, str], ...] = ()
    year: int | None = None
    groups: tuple[tuple[str, Mapping[str, str]], ...] = ()
    sources: tuple[Mapping[str, str], ...] = ()
    on_map: bool = False

    def said(self, language: str) -> str:
        """Say what the network is: its title, year, and to what it is narrowed."""
        narrowed = (labels.get(language, "") for labels in self.narrowed)
        parts = [self.title.get(language, self.name), "" if self.year is None else str(self.year), *narrowed]
        return ", ".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class Network:
    """A network: its nodes and edges in order, the columns of their attributes, and what it leaves out, line by line.

    `language` is that of the labels that a file shows first; all that names nodes is there in every language.
    `directed` tells whether edges have a direction, None where they differ, or nobody has looked.
    """

    nodes: Sequence[Node]
    edges: Collection[Edge]
    node_columns: tuple[Attribute, ...] = ()
    edge_columns: tuple[Attribute, ...] = ()
    about: About = field(default_factory=About)
    losses: tuple[str, ...] = ()
    language: str = "en"
    dynamic: bool = False
    directed: bool | None = None
