"""A small graph of two invented countries, to which a test adds the claims that it is about."""

from pathlib import Path

from kg import iri
from kg.export.network import Network, read_network
from kg.export.write import declarations
from kg.graph import RdfFormat, Store, parse, read_quads

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


def said(key: str, amount: str, more: str = "", *, stage: str = "realised", about: str = "dyad/XA-XB") -> str:
    """Write a measurement of the turnover of goods, with more about it."""
    return (
        f"<claim/{key}> a :Measurement ; :isAbout <{about}> ; :hasIndicator <indicator/goods-turnover> ; "
        f":hasStage <stage/{stage}> ; :amount {amount} ; {more or ':claimStatus <claim-status/accepted>'} .\n"
    )


def network_of(store: Store, language: str = "en") -> Network:
    return read_network(store, declarations(store, ROOT), language)
