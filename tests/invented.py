"""Small invented graphs and networks, to which a test adds what it is about."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kg import iri
from kg.export import declarations
from kg.graph import RdfFormat, Store, parse
from kg.network.describe import Value
from kg.network.gexf import write_gexf
from kg.network.network import Edge, Network, Node, read_network
from kg.statements import read_quads
from tests.claims import claim, turtle

ROOT = Path(__file__).parents[1]
HEAD = """@base <https://w3id.org/dyad/id/> . @prefix : <https://w3id.org/dyad/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix x: <http://www.w3.org/2001/XMLSchema#> .
<../graph/source/test> {
<country/XA> a :Country ; rdfs:label "Axia"@en , "Аксия"@ru . <country/XB> a :Country ; :officialName "Bexia" .
<region/XA-01> a :Region . <region/XB-01> a :Region .
<dyad/XA-XB> a :Dyad ; :hasFirstEconomy <country/XA> ; :hasSecondEconomy <country/XB> .
<portfolio/joint> a :ProjectPortfolio .
%s
}
%s"""


def store_of(claims: str, rest: str = "") -> Store:
    """Make a graph of the ontology, two invented countries with their dyad, and some claims."""
    store = Store()
    for path in sorted((ROOT / "ontology").glob("*.ttl")):
        store.extend(read_quads(path, iri.ONTOLOGY_GRAPH))
    store.extend(parse(HEAD % (claims, rest), format=RdfFormat.TRIG))
    return store


def said(key: str, text: str) -> str:
    """Write an accepted claim on the turnover of goods in Turtle, of which nothing is said but what the words say."""
    return turtle([claim(key, text, usual="from=- until=- on=- mode=-")])


def ill_said(amount: str) -> str:
    """Write a claim on the turnover of goods with what is no amount, in Turtle."""
    return said("odd", "amount=1").replace(f'"1"^^<{iri.PREFIXES["xsd"]}decimal>', amount)


def network_of(store: Store, language: str = "en") -> Network:
    return read_network(store, declarations(store, ROOT), language)


def write(network: Network, path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        write_gexf(network, file)
    return path


def made(nodes: Sequence[Node], edges: Sequence[Edge] = ()) -> Network:
    return Network(nodes, edges, {}, ())


def node(key: str, label: str = "x", **attributes: Value) -> Node:
    return Node(iri.expand(key), label, "Country", attributes)


def edge(source: str = "a/1", target: str = "a/2", **more: Any) -> Edge:
    own: dict[str, Any] = {"id": "e", "kind": "k", "label": "l", "directed": True, "weight": 1.0}
    own |= {"claims": ("c",), "claim_class": "C", "attributes": {}}
    return Edge(source=iri.expand(source), target=iri.expand(target), **(own | more))


PAIR = (node("a/1"), node("a/2"))
