"""The invented world: it conforms to the shapes, and puts the questions to the test."""

from pathlib import Path

import pyshacl
import rdflib

from kg.core import iri, terms
from kg.core.graph import NamedNode, Store

ROOT = Path(__file__).parents[1]


def conforms(world: rdflib.Graph) -> bool:
    """Validate asserted data, without inference and with the ontology at hand."""
    shapes, ontology = rdflib.Graph(), rdflib.Graph()
    for path in (ROOT / "ontology").glob("*.ttl"):
        ontology.parse(path)
    for path in (ROOT / "ontology").glob("shapes/*.ttl"):
        shapes.parse(path)
    result, _, _ = pyshacl.validate(world + ontology, shacl_graph=shapes, ont_graph=ontology, inference="none")
    return bool(result)


def test_the_world_conforms_to_the_shapes() -> None:
    written = rdflib.Dataset(default_union=True)
    written.parse(ROOT / "tests" / "world.trig", format="trig")
    union = rdflib.Graph()
    for subject, predicate, value, _ in written.quads():
        union.add((subject, predicate, value))
    assert conforms(union)
    union.remove((rdflib.URIRef(iri.mint("claim", "turnover-2023")), rdflib.URIRef(terms.claimKey), None))
    assert not conforms(union)


def test_several_sources_describe_one_thing(world: Store) -> None:
    dyad = NamedNode(iri.mint("dyad", "XA-XB"))
    quads = list(world.quads_for_pattern(dyad, NamedNode(terms.hasFirstEconomy), None))
    assert len({quad.graph_name for quad in quads}) == 2
