"""Economic unions: a side of dyads like a country, but no country among the answers about countries."""

from pathlib import Path

from kg.core.graph import RdfFormat, Store
from kg.core.ontology import read_ontology
from kg.query.library import bind, read_queries
from tests.engines import Answer, ask_oxigraph

ROOT = Path(__file__).parents[1]
QUERIES = read_queries(ROOT / "queries")
ONTOLOGY = read_ontology(ROOT / "ontology")

# The union XU, to which XB belongs, states the length of its border with XA as XB does.
UNION = """
@base <https://w3id.org/dyad/id/> .
@prefix : <https://w3id.org/dyad/ontology#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix x: <http://www.w3.org/2001/XMLSchema#> .
<../graph/source/xu-yearbook> {
<union/XU> a :EconomicUnion ; :hasMember <country/XB> .
<dyad/XA-XU> a :Dyad ; :hasFirstEconomy <country/XA> ; :hasSecondEconomy <union/XU> .
<claim/border-by-xu> a :Claim, :Measurement ; :isAbout <dyad/XA-XU> ; :hasIndicator <indicator/land-border-length> ;
    :hasReporter <union/XU> ; :hasBound <bound/exactly> ; :amount 118.0 ; :hasUnit <unit/km> ;
    :validFrom "2024-01-01"^^x:date ; :validUntil "2024-01-02"^^x:date ; :claimStatus <claim-status/accepted> ;
    prov:hadPrimarySource <source/xu-yearbook> .
}
"""


def with_union(world: Store) -> Store:
    store = Store()
    store.extend(world)
    store.load(UNION.encode(), format=RdfFormat.TRIG)
    return store


def asked(name: str, store: Store) -> Answer:
    return ask_oxigraph(store, bind(QUERIES[name], QUERIES[name].test, ONTOLOGY))


def test_a_union_beside_its_members_is_no_neighbour(world: Store) -> None:
    before = asked("neighbours", world)
    assert len(before.rows) == 2
    assert asked("neighbours", with_union(world)) == before


def test_the_border_of_a_union_disagrees_with_nobody(world: Store) -> None:
    """Show that it is the border of another dyad than those of the members."""
    assert asked("borders-disagree", with_union(world)) == asked("borders-disagree", world)
