"""The network has the edges that the declarations of the ontology imply, and says what it leaves out."""

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

import pytest
from lxml import etree

from kg.core import assets, iri, terms
from kg.core.errors import ExportImpossible
from kg.core.graph import NamedNode, Store, matches, name_of, open_build
from kg.core.ontology import Ontology, read_ontology
from kg.core.time_axes import TimeAxes
from kg.network.network import Edge, Network, to_networkx
from kg.restrict import Restriction
from tests.builds import Shared
from tests.invented import network_of, ontology_with, said, store_of, write

TYPE = NamedNode(iri.PREFIXES["rdf"] + "type")
Ends: TypeAlias = frozenset[str] | tuple[str, str]


def kinds_of(network: Network) -> set[str]:
    return {edge.kind for edge in network.edges}


def only_edge(network: Network) -> Edge:
    (edge,) = network.edges
    return edge


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return read_ontology(assets.ontology())


@pytest.fixture(scope="module", params=["world", "seed"])
def name(request: pytest.FixtureRequest) -> str:
    """Name the invented world, then the seed."""
    return str(request.param)


@pytest.fixture(scope="module")
def graph(name: str, request: pytest.FixtureRequest) -> Store:
    """Return the graph of a build, of which what is expected is worked out."""
    found = request.getfixturevalue("world" if name == "world" else "seed_build")
    return found if isinstance(found, Store) else open_build(found)


@pytest.fixture(scope="module")
def network(name: str, request: pytest.FixtureRequest) -> Network:
    """Return the network of the rows of a build."""
    return Restriction(request.getfixturevalue(f"{name}_build"), TimeAxes(), assets.ontology()).network("en")


def values(store: Store, subject: str, predicate: str) -> set[str]:
    quads = store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None)
    return {quad.object.value for quad in quads if isinstance(quad.object, NamedNode)}


def reached(store: Store, claim: str, path: list[str]) -> set[str]:
    found = {claim}
    for step in path:
        found = {end for name in found for end in values(store, name, step)}
    return found


def claims_and_findings(store: Store, ontology: Ontology) -> Iterator[tuple[str, str]]:
    """Find claims with their classes by the types in the graphs of sources alone, and what only the derived one has."""
    derived = NamedNode(iri.DERIVED_GRAPH)
    findings = (cls for cls in ontology.subs(terms.Finding) if cls != terms.Finding)
    found = [*ontology.subs(terms.DerivedClaim), *findings]  # a derived flow comes last, as what it is most exactly
    for cls in (*ontology.subs(terms.Claim), *found):
        for quad in store.quads_for_pattern(None, TYPE, NamedNode(cls)):
            if isinstance(quad.subject, NamedNode) and (quad.graph_name != derived or cls in found):
                yield quad.subject.value, cls


def expected_edges(store: Store, ontology: Ontology) -> dict[str, set[tuple[str, Ends]]]:
    """Work out by hand, from the declarations, which kinds lie between which ends; each claim has one of them."""
    found: dict[str, set[tuple[str, Ends]]] = {}
    for claim, cls in claims_and_findings(store, ontology):
        if values(store, claim, terms.claimStatus) & {
            iri.mint("claim-status", key) for key in ("withdrawn", "superseded")
        }:
            continue
        sources, targets = (
            reached(store, claim, ontology.inherited(cls, end)) for end in (terms.edgeSource, terms.edgeTarget)
        )
        kind = ontology.inherited(cls, terms.edgeKind)
        names = values(store, claim, kind[0]) if kind else {cls}
        narrowing = [p for p in ontology.inherited(cls, terms.edgeNarrowedBy) if [p] != kind]
        narrow = [name for p in narrowing for name in sorted(values(store, claim, p)) if not name.endswith("/realised")]
        narrow += [cls] if terms.DerivedClaim in ontology.supers(cls) else []
        narrowed = [re.split("[/#]", part)[-1] for part in narrow]
        full = {re.split("[/#]", name)[-1] + (f" ({', '.join(narrowed)})" if narrow else "") for name in names}
        directed = ontology.inherited(cls, terms.edgeDirected) == ["true"]
        found[claim] = {(k, (s, t) if directed else frozenset((s, t))) for k in full for s in sources for t in targets}
    return found


def test_the_edges_are_those_that_the_declarations_imply(graph: Store, network: Network, ontology: Ontology) -> None:
    expected = expected_edges(graph, ontology)
    drawn = {
        (edge.kind, (edge.source, edge.target) if edge.directed else frozenset((edge.source, edge.target)))
        for edge in network.edges
    }
    assert drawn == set().union(*expected.values())
    assert len(network.edges) == len(drawn) > 30
    for edge in network.edges:
        ends = (edge.source, edge.target) if edge.directed else frozenset((edge.source, edge.target))
        assert {claim for claim, own in expected.items() if (edge.kind, ends) in own} == set(edge.claims)


def test_the_nodes_are_the_ends_of_edges_and_have_their_asserted_class(graph: Store, network: Network) -> None:
    ends = {end for edge in network.edges for end in (edge.source, edge.target)}
    assert [node.iri for node in network.nodes] == sorted(ends)
    for node in network.nodes:
        assert iri.PREFIXES["dyad"] + node.kind in values(graph, node.iri, TYPE.value)
        assert node.label
    assert {node.kind for node in network.nodes if node.key.startswith("person/")} == {"Person"}  # not Official


def test_every_claim_is_in_an_edge_or_in_a_line_that_says_why_not(
    graph: Store, network: Network, ontology: Ontology
) -> None:
    claims = {claim for claim, _ in claims_and_findings(graph, ontology)}
    drawn = {claim for edge in network.edges for claim in edge.claims}
    classes = "|".join(iri.compress(cls) for top in (terms.Claim, terms.Finding) for cls in ontology.subs(top))
    lines = [re.match(rf"Left out: ([0-9,]+) of (?:{classes}),", line) for line in network.losses]
    assert len(claims) == len(drawn) + sum(int(found[1].replace(",", "")) for found in lines if found)
    assert sum(found is not None for found in lines) >= 2


def test_every_entity_is_a_node_or_counted(graph: Store, network: Network) -> None:
    entities = {
        quad.subject.value
        for quad in graph.quads_for_pattern(None, TYPE, NamedNode(terms.Entity))
        if isinstance(quad.subject, NamedNode) and terms.Concept not in values(graph, quad.subject.value, TYPE.value)
    }
    left = len(entities - {node.iri for node in network.nodes})
    line = f"Left out: {left:,} of dyad:Entity, because no claim ties them"
    assert any(found.startswith(line) for found in network.losses)


def test_no_two_edges_of_a_kind_share_their_ends(network: Network) -> None:
    seen = [(edge.kind, frozenset((edge.source, edge.target))) for edge in network.edges if not edge.directed]
    seen_directed = [(edge.kind, edge.source, edge.target) for edge in network.edges]
    assert len(seen) == len(set(seen)) > 0
    assert len(seen_directed) == len(set(seen_directed))


def test_the_article_has_its_turnover_and_its_target(seed_build: Path) -> None:
    network = Restriction(seed_build, TimeAxes(), assets.ontology()).network("en")
    found = {
        (e.kind, e.weight, e.directed) for e in network.edges if e.source.endswith("KZ") and e.target.endswith("RU")
    }
    assert ("goods-turnover", 28e9, False) in found
    assert ("goods-turnover (target)", 30e9, False) in found
    assert ("students (ongoing)", 50_000.0, True) in found


def test_stages_parts_and_units_are_never_one_kind() -> None:
    network = network_of(
        store_of(
            said("real", "amount=8")
            + said("target", "amount=12 stage=target")
            + said("done", "amount=3 stage=completed")
            + said("part", "amount=2 part=region/XA-01")
            + said("computed", "amount=9 class=dyad:DerivedClaim")
        )
    )
    assert kinds_of(network) == {
        "goods-turnover",
        "goods-turnover (target)",
        "goods-turnover (completed)",
        "goods-turnover (XA-01)",
        "goods-turnover (DerivedClaim)",
    }
    several = network_of(store_of(said("a", "amount=8 unit=USD") + said("b", "amount=700 unit=RUB")))
    assert kinds_of(several) == {"goods-turnover (USD)", "goods-turnover (RUB)"}


def test_the_reports_of_two_sides_on_one_flow_are_never_one_edge() -> None:
    sides = ("reporter=XA valuation=FOB", "reporter=XB valuation=CIF", "reporter=XA product=87")
    flow = "amount=5 class=dyad:TradeFlow origin=XA destination=XB"
    claims = (said(f"c{n}", f"{flow} {side}") for n, side in enumerate(sides))
    assert kinds_of(network_of(store_of("".join(claims)))) == {
        "goods-turnover (XA, FOB)",
        "goods-turnover (XB, CIF)",
        "goods-turnover (87, XA)",
    }


def test_what_a_compiler_prints_in_two_entries_is_never_one_edge() -> None:
    claims = "".join(said(name, f"amount=5 entry={name.upper()}") for name in ("xa", "xb"))
    assert kinds_of(network_of(store_of(claims))) == {"goods-turnover (XA)", "goods-turnover (XB)"}


def computed_flow(name: str, cls: str, origin: str, destination: str) -> str:
    flow = "" if cls == "DerivedClaim" else f"origin={origin} destination={destination}"
    return said(name, f"amount=5 class=dyad:{cls} {flow}")


def test_a_derived_flow_goes_from_its_origin_to_its_destination() -> None:
    def edges(cls: str) -> set[tuple[str, str, str, bool]]:
        both = computed_flow("there", cls, "XA", "XB") + computed_flow("back", cls, "XB", "XA")
        network = network_of(store_of(both))
        return {(e.kind, iri.compress(e.source), iri.compress(e.target), e.directed) for e in network.edges}

    kind = "goods-turnover (DerivedFlow)"
    assert edges("DerivedFlow") == {(kind, "country/XA", "country/XB", True), (kind, "country/XB", "country/XA", True)}
    # The control: the two directions of one pair became one edge while such claims were of no class of flows.
    assert edges("DerivedClaim") == {("goods-turnover (DerivedClaim)", "country/XA", "country/XB", False)}


def test_the_file_for_gephi_and_networkx_keep_the_two_directions_of_derived_flows(tmp_path: Path) -> None:
    both = computed_flow("there", "DerivedFlow", "XA", "XB") + computed_flow("back", "DerivedFlow", "XB", "XA")
    network = network_of(store_of(both))
    drawn = etree.parse(write(network, tmp_path / "x.gexf")).iterfind(".//{*}edge")
    ends = [(edge.get("source"), edge.get("target"), edge.get("type")) for edge in drawn]
    there, back = ("country/XA", "country/XB"), ("country/XB", "country/XA")
    assert sorted(ends) == [(*there, "directed"), (*back, "directed")]
    assert sorted(to_networkx(network).edges()) == [there, back]


def directions(store: Store, claims: Iterable[str]) -> set[tuple[str, ...]]:
    ends = (terms.hasOrigin, terms.hasDestination)
    return {tuple(name for end in ends for name in values(store, claim, end)) for claim in claims}


def edges_in(file: Path) -> Iterator[tuple[dict[str, str], list[str]]]:
    """Yield the attributes of each edge in a file of Gephi, with its claims."""
    for _, edge in etree.iterparse(str(file), tag="{http://gexf.net/1.3}edge"):
        listed = next(value.get("value") for value in edge.iter("{*}attvalue") if value.get("for") == "claims")
        yield dict(edge.attrib), re.findall(r"[^\s,\[\]\"]+", listed)
        edge.clear()


def test_no_edge_of_what_ships_merges_the_two_directions_of_derived_flows(once: Shared) -> None:
    store = open_build(once.shipped() / "build")
    flows = matches(store, None, TYPE, NamedNode(terms.DerivedFlow))
    derived = {name_of(quad.subject) for quad in flows}
    pairs: Counter[frozenset[str]] = Counter()
    for edge, claims in edges_in(once.exported() / "dyad.gexf"):
        if derived & {*claims}:
            assert edge["type"] == "directed", edge["id"]
            ends = {tuple(map(iri.compress, pair)) for pair in directions(store, claims)}
            assert ends == {(edge["source"], edge["target"])}, edge["id"]
            pairs[frozenset((edge["source"], edge["target"], edge["kind"]))] += 1
    assert sum(count == 2 for count in pairs.values()) > 100
    assert max(pairs.values()) == 2


def test_the_order_of_a_dyad_makes_no_second_edge() -> None:
    turned = "<dyad/XB-XA> a :Dyad ; :hasFirstEconomy <country/XB> ; :hasSecondEconomy <country/XA> .\n"
    edge = only_edge(network_of(store_of(said("a", "amount=1") + said("b", "amount=2 of=dyad/XB-XA") + turned)))
    assert (edge.id, len(edge.claims)) == ("country/XA|goods-turnover|country/XB", 2)


def test_a_kind_with_and_without_direction_is_two() -> None:
    flow = said("to", "amount=5 class=dyad:Flow origin=XB destination=XA")
    network = network_of(store_of(said("both", "amount=8") + flow))
    assert [(e.kind, e.directed, iri.compress(e.source)) for e in network.edges] == [
        ("goods-turnover (undirected)", False, "country/XA"),
        ("goods-turnover", True, "country/XB"),
    ]


def test_kinds_of_one_key_keep_their_segments() -> None:
    usual = "indicator=- stage=-"
    claims = said(
        "a", f"{usual} class=dyad:Participation of=- participant=country/XA undertaking=portfolio/joint role=same"
    )
    claims += said("b", f"{usual} class=dyad:Relation of=country/XA to=portfolio/joint kind=same")
    network = network_of(store_of(claims))
    assert kinds_of(network) == {"role/same", "relation/same"}
    assert [line for line in network.losses if line.startswith("Without weight")] == []


def test_the_newest_claim_gives_the_value_and_all_are_named() -> None:
    network = network_of(
        store_of(
            said("z-undated", "amount=1")
            + said("b-2022", "amount=8 year=2022")
            + said("a-2023", "amount=9.25 year=2023")
            + said("y-2024", "amount=99 year=2024 status=candidate")
        )
    )
    edge = only_edge(network)
    assert [claim.rsplit("/", 1)[-1] for claim in edge.claims] == ["a-2023", "b-2022", "z-undated", "y-2024"]
    assert (edge.weight, edge.attributes["amount"], edge.attributes["valid_until"]) == (
        9.25,
        Decimal("9.25"),
        "2024-01-01",
    )
    assert edge.attributes["values"] == ("9.25", "8", "1", "99")
    assert any(line.startswith("Merged: 4 of dyad:Claim in 1 edges") for line in network.losses)
    two = network_of(store_of(said("a", "amount=5 year=2023") + said("b", "year=2022")))
    assert only_edge(two).attributes["values"] == ("5", "none")
    assert two.losses[0].startswith("Merged: 2 of dyad:Claim in 1 edges")
    still = only_edge(
        network_of(store_of(said("a", "amount=1 from=2020-01-01") + said("b", "amount=2 until=2030-01-01")))
    )
    assert still.weight == 1


@pytest.mark.parametrize(
    ("newer", "older", "first"),
    [
        ("from=2023-06-01 until=2024-01-01", "from=2023-01-01 until=2024-01-01", "a"),
        ("year=2023 on=2024-05-01", "year=2023 on=2024-03-01", "a"),
        ("from=2020-01-01", "until=9999-01-01", "a"),
        ("until=2020-01-01", "on=2024-03-01", "a"),
        ("year=2023", "year=2023", "b"),
    ],
)
def test_the_newest_is_told_by_its_end_then_its_begin_then_its_day_then_its_name(
    newer: str, older: str, first: str
) -> None:
    edge = only_edge(network_of(store_of(said("a", f"amount=1 {newer}") + said("b", f"amount=2 {older}"))))
    assert edge.claims[0] == iri.mint("claim", first)


def test_zero_and_negative_values_are_left_out_and_counted_even_over_older_ones() -> None:
    network = network_of(
        store_of(
            said("old", "amount=8 year=2022")
            + said("new", "amount=0 year=2023")
            + said("minus", "amount=-4 stage=target")
            + said("kept", "amount=1 stage=forecast")
        )
    )
    assert kinds_of(network) == {"goods-turnover (forecast)"}
    assert "Left out: 3 of dyad:Claim, because the newest value of their edge is zero or negative." in network.losses


def test_what_is_withdrawn_leads_nowhere_or_lacks_a_weight_is_said() -> None:
    claims = (
        said("gone", "amount=8 status=withdrawn"),
        said("umbrella", "amount=5 of=portfolio/joint"),
        "<portfolio/joint> :concernsDyad <dyad/XA-XB> .",
        said("own", "class=dyad:Ownership of=- indicator=- stage=- owner=country/XA owned=portfolio/joint"),
    )
    network = network_of(store_of("\n".join(claims)))
    assert only_edge(network).weight is None
    said_so = "\n".join(network.losses)
    for part in (
        "1 of dyad:Claim, because their status is withdrawn",
        "1 of dyad:Measurement, because dyad:isAbout / dyad:hasFirstEconomy leads nowhere and",
        "Without weight: 1 edges",
        "(Ownership 1)",
        "4 of dyad:Entity",
        "1 derived statements",
        "(dyad:owns 1)",
        "Attributes only: 1 links between entities",
        "(dyad:concernsDyad 1)",
    ):
        assert part in said_so


def test_each_thing_that_is_left_out_stands_in_one_line() -> None:
    more = (
        "<mapping/m> a :Mapping . <firm/f> a :Firm . <stage/own> a :Stage . <firm/f> :isBasedIn <country/XA> .\n"
        "<country/XA> dcterms:isReplacedBy <country/XC> , <country/none> . <country/XC> a :Country .\n"
    )
    network = network_of(store_of(said("a", "amount=5") + more), ends={"a": ("4.5", "5.5")})
    axia = next(node for node in network.nodes if node.key == "country/XA")
    assert axia.attributes["is_replaced_by"] == ("country/XC", iri.expand("country/none"))
    entities = "dyad:Country 1, dyad:Dyad 1, dyad:Firm 1, dyad:ProjectPortfolio 1, dyad:Region 2"
    assert [line for line in network.losses if "leads nowhere" not in line] == [
        f"Left out: 6 of dyad:Entity, because no claim ties them ({entities}).",
        "Left out: 1 of dyad:Mapping, because they are neither claims nor entities.",
        "Attributes only: 1 links between entities, because no claim makes them (dcterms:isReplacedBy 1).",
        "Left out: 2 derived statements, because nobody asserts them (dyad:lower 1, dyad:upper 1).",
    ]


def test_a_class_that_declares_no_edge_is_kept_account_of(tmp_path: Path) -> None:
    bare = "".join(
        f":{name} a owl:Class ; rdfs:subClassOf :Claim {end} .\n"
        for name, end in (("Bare", ""), ("From", "; :edgeSource :hasGuarantor"), ("To", "; :edgeTarget :hasGuarantor"))
    )
    more = "<claim/bare> a :Bare . <claim/from> a :From . <claim/to> a :To .\n"
    network = network_of(store_of(said("a", "amount=1") + more), ontology=ontology_with(bare, tmp_path))
    for name in ("Bare", "From", "To"):
        assert f"Left out: 1 of dyad:{name}, because the class declares no edge." in network.losses


def test_values_of_every_type_keep_it() -> None:
    more = '<claim/a> :implied true ; :words "x"@en . <country/XA> :isoCode "XA" .\n'
    more += "<country/XA> dcterms:isReplacedBy <country/B> , <country/A> .\n"
    network = network_of(store_of(said("a", "amount=1.50 on=2024-05-01") + more))
    stated = only_edge(network).attributes
    expected = {"implied": True, "amount": Decimal("1.5"), "asserted_on": "2024-05-01", "words_en": "x"}
    assert {name: stated[name] for name in expected} == expected
    axia = next(node.attributes for node in network.nodes if node.key == "country/XA")
    assert (axia["iso_code"], axia["is_replaced_by"]) == ("XA", tuple(map(iri.expand, ("country/A", "country/B"))))


def test_what_several_sources_state_of_a_thing_is_told_once_and_in_order() -> None:
    other = '<../graph/source/other> { <country/XA> a :Country ; rdfs:label "Axia"@en , "Алания"@ru ; :isoCode "XA" . }'
    network = network_of(store_of(said("a", "amount=1") + '<country/XA> :isoCode "XA" .', other))
    axia = next(node.attributes for node in network.nodes if node.key == "country/XA")
    assert (axia["label_en"], axia["label_ru"], axia["iso_code"]) == ("Axia", ("Аксия", "Алания"), "XA")


def test_what_a_build_fills_in_for_a_claim_is_no_attribute_of_its_edge() -> None:
    attributes = only_edge(network_of(store_of(said("a", "amount=5")), ends={"a": ("4.5", "5.5")})).attributes
    assert (attributes["amount"], attributes["has_stage"]) == (5, "realised")
    assert not attributes.keys() & {"lower", "upper", "type", "values"}


def test_a_weight_that_is_no_number_is_refused(tmp_path: Path) -> None:
    declared = ":Pact a owl:Class ; rdfs:subClassOf :Measurement ; :edgeWeight :amountAsSaid ."
    store = store_of(said("odd", "amount=1 class=dyad:Pact said=much"))
    with pytest.raises(ExportImpossible, match="no single number"):
        network_of(store, ontology=ontology_with(declared, tmp_path))


def test_labels_fall_back_to_other_languages_then_to_the_official_name_then_to_the_key() -> None:
    other = "<dyad/X> a :Dyad ; :hasFirstEconomy <region/XA-01> ; :hasSecondEconomy <region/XB-01> .\n"
    store = store_of(said("a", "amount=1") + said("b", "amount=2 of=dyad/X") + other)
    labels = {language: {n.key: n.label for n in network_of(store, language).nodes} for language in ("en", "ru", "kk")}
    assert [labels[language]["country/XA"] for language in ("en", "ru", "kk")] == ["Axia", "Аксия", "Аксия"]
    others = [labels["en"][key] for key in ("country/XB", "region/XB-01", "region/XA-01")]
    assert others == ["Bexia", "West Bexia", "region/XA-01"]
    edges = network_of(store, "ru").edges
    assert {edge.label for edge in edges} == {"товарооборот"}
    assert kinds_of(network_of(store, "ru")) == kinds_of(network_of(store, "en"))


def test_a_column_has_the_label_of_its_property_and_the_language_of_its_texts() -> None:
    words = '<claim/a> :words "x"@kk .\n'
    titles = network_of(store_of(said("a", "amount=1") + words), "ru").titles
    assert {name: titles[name] for name in ("amount", "words_kk", "label_en")} == {
        "amount": "величина",
        "words_kk": "дословно (kk)",
        "label_en": "label_en",
    }


def test_a_new_class_of_claim_needs_no_python(tmp_path: Path) -> None:
    declared = (
        ":Pact a owl:Class ; rdfs:subClassOf :Measurement ; :edgeSource :hasReporter ; "
        ":edgeTarget ( :isAbout :hasSecondEconomy ) ; :edgeKind :hasUnit ; :edgeWeight :amount ; :edgeDirected true ."
    )
    store = store_of(said("p", "class=dyad:Pact amount=0.5 reporter=XA unit=USD"))
    edge = only_edge(network_of(store, ontology=ontology_with(declared, tmp_path)))
    assert (edge.id, edge.weight, edge.directed) == ("country/XA|USD (XA)|country/XB", 0.5, True)


def test_networkx_gets_the_same_network_in_plain_values(network: Network) -> None:
    import networkx as nx

    graph = to_networkx(network)
    assert (len(graph), graph.number_of_edges()) == (len(network.nodes), len(network.edges))
    for edge in network.edges:
        data = graph.edges[iri.compress(edge.source), iri.compress(edge.target), edge.kind]
        assert (data.get("weight"), data["directed"], data["kind"]) == (edge.weight, edge.directed, edge.kind)
    assert {type(value) for *_, data in graph.edges(data=True) for value in data.values()} <= {str, bool, int, float}
    nx.write_graphml(graph, io.BytesIO())  # refuses everything that is not plain
