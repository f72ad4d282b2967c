"""The figures of `kg network` are those that one gets by hand, or by another way, to nine digits and more."""

import math
import random
import re
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg.core import assets
from kg.core.errors import ArgumentInvalid, ExportImpossible
from kg.core.ontology import read_ontology
from kg.core.rdf_files import read_quads
from kg.network.asked import NetworkRequest, Where
from kg.network.economics import advantages_of, gravity, least_squares
from kg.network.losses import loss
from kg.network.measured import with_measures
from kg.network.measures import changed_flows, concentration, measure, weights_of
from kg.network.model import Attribute
from kg.network.partners import clustering, eigenvector
from kg.network.paths import by_networkit, by_networkx, centrality
from kg.network.tables import asked_network, claims_of_measures, measured_table
from tests.invented import edge, made, node, said, store_of, write_build
from tests.running import kg

# XA sends 60 to XB and 20 to XC; XB sends 30 to XA; XC sends 10 to XB; XD and XE send each other 5 and 15.
FLOWS = {("A", "B"): 60.0, ("A", "C"): 20.0, ("B", "A"): 30.0, ("C", "B"): 10.0, ("D", "E"): 5.0, ("E", "D"): 15.0}
NODES = [node(f"country/X{name}", name) for name in "ABCDE"]
NETWORK = made(
    NODES,
    [edge(f"country/X{one}", f"country/X{two}", kind="flow", weight=w) for (one, two), w in sorted(FLOWS.items())],
)
NEAR = 1e-9


@pytest.fixture(scope="module")
def measured() -> Any:
    return measure(NETWORK)


def of(measured: Any, name: str) -> dict[str, Any]:
    return next(row for row in measured.nodes if row["node"] == f"country/X{name}")


def close(value: Any, expected: float | Fraction) -> bool:
    return math.isclose(value, float(expected), rel_tol=NEAR, abs_tol=NEAR)


def test_strength_is_what_is_sent_and_what_is_got(measured: Any) -> None:
    a = of(measured, "A")
    assert (a["strength_out"], a["strength_in"], a["partners"]) == (80, 30, 2)


def test_concentration_is_that_of_herfindahl_and_hirschman(measured: Any) -> None:
    assert close(of(measured, "A")["concentration_out"], Fraction(60, 80) ** 2 + Fraction(20, 80) ** 2)
    assert close(of(measured, "B")["concentration_in"], Fraction(60, 70) ** 2 + Fraction(10, 70) ** 2)
    assert concentration([]) is None


def test_dependence_and_asymmetry_of_a_pair(measured: Any) -> None:
    row = next(row for row in measured.pairs if (row["first"], row["second"]) == ("country/XA", "country/XB"))
    # A has 110 in all, 90 of it with B; B has 100 in all, 90 of it with A.
    assert close(row["dependence_of_first"], Fraction(90, 110))
    assert close(row["dependence_of_second"], Fraction(90, 100))
    assert close(row["asymmetry"], Fraction(90, 110) - Fraction(90, 100))
    assert close(row["reciprocity"], Fraction(30, 60))


def test_reciprocity_of_the_whole(measured: Any) -> None:
    # Four of six edges are returned; of 140 in all the lesser ways of two pairs, 30 and 5, come back twice.
    assert close(measured.whole["reciprocity"], Fraction(4, 6))
    assert close(measured.whole["weighted_reciprocity"], Fraction(2 * 30 + 2 * 5, 140))


def test_density_and_components(measured: Any) -> None:
    assert close(measured.whole["density"], Fraction(6, 5 * 4))
    assert measured.whole["components"] == 2


def test_betweenness_counts_the_shortest_ways_through_a_node(measured: Any) -> None:
    # From C to A leads only C-B-A; from B to C only B-A-C (1/30 + 1/20). Of 4 * 3 ordered pairs of others.
    assert close(of(measured, "B")["betweenness"], Fraction(1, 12))
    assert close(of(measured, "A")["betweenness"], Fraction(1, 12))
    assert of(measured, "C")["betweenness"] == 0


def test_closeness_is_what_is_reached_over_how_far_it_is(measured: Any) -> None:
    # From A: B at 1/60, C at 1/20. Two of four others are reached.
    expected = Fraction(2, 1) / (Fraction(1, 60) + Fraction(1, 20)) * Fraction(2, 4)
    assert close(of(measured, "A")["closeness"], expected)


def test_the_eigenvector_is_that_of_the_matrix(measured: Any) -> None:
    # Of A, B, C with weights 90, 20, 10 the principal vector, by the power of the matrix; D and E have none of it.
    matrix = ((0.0, 90.0, 20.0), (90.0, 0.0, 10.0), (20.0, 10.0, 0.0))
    vector = [1.0, 1.0, 1.0]
    for _ in range(4000):
        vector = [
            sum(m * v for m, v in zip(row, vector, strict=True)) + 90 * own
            for row, own in zip(matrix, vector, strict=True)
        ]
        norm = math.sqrt(sum(v * v for v in vector))
        vector = [v / norm for v in vector]
    assert [of(measured, name)["eigenvector"] for name in "ABC"] == pytest.approx(vector, abs=1e-9)


def test_communities_are_the_two_parts_and_modularity_follows(measured: Any) -> None:
    assert [of(measured, name)["community"] for name in "ABCDE"] == [1, 1, 1, 2, 2]
    # m = 140; within: 120 and 20; degrees: 240 and 40 of 280.
    expected = Fraction(120, 140) - Fraction(240, 280) ** 2 + Fraction(20, 140) - Fraction(40, 280) ** 2
    assert close(measured.whole["modularity"], expected)
    assert of(measured, "A")["participation"] == 0


def test_assortativity_is_the_correlation_of_degrees(measured: Any) -> None:
    # Edges A-B (2, 2), A-C (2, 2), B-C (2, 2), D-E (1, 1): perfectly alike.
    assert close(measured.whole["assortativity"], 1)


def test_the_library_agrees_on_clustering_and_assortativity() -> None:
    star = made(
        [node(f"country/X{n}") for n in range(5)],
        [edge("country/X0", f"country/X{n}") for n in range(1, 5)] + [edge("country/X1", "country/X2")],
    )
    found = measure(star)
    graph = nx.Graph([("0", "1"), ("0", "2"), ("0", "3"), ("0", "4"), ("1", "2")])
    assert close(found.whole["assortativity"], nx.degree_assortativity_coefficient(graph))
    clustering = {row["node"]: row["clustering"] for row in found.nodes}
    assert close(clustering["country/X0"], Fraction(1, 6))


def test_the_library_agrees_on_the_eigenvector_and_on_clustering() -> None:
    graph: nx.Graph[str] = nx.gnm_random_graph(60, 300, seed=5)
    graph = nx.relabel_nodes(graph, {place: f"n{place}" for place in graph})
    for place, (one, other) in enumerate(graph.edges):
        graph.edges[one, other]["weight"] = 1.0 + place % 7
    mine, theirs = eigenvector(graph), nx.eigenvector_centrality(graph, 5000, 1e-13, weight="weight")
    assert mine == pytest.approx(theirs, abs=1e-9)
    assert clustering(graph) == pytest.approx(nx.clustering(graph), abs=1e-12)
    assert len({round(value, 6) for value in mine.values()}) > 50


def test_measures_are_the_same_each_time(measured: Any) -> None:
    again = measure(NETWORK)
    assert (again.nodes, again.pairs, again.whole) == (measured.nodes, measured.pairs, measured.whole)


def test_pairs_are_measured_without_the_ways_between_nodes(measured: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.network.measures.centrality", lambda _: pytest.fail("the ways are measured"))
    assert measure(NETWORK).pairs == measured.pairs
    with pytest.raises(pytest.fail.Exception, match="the ways are measured"):
        _ = measure(NETWORK).nodes


def test_what_changed_is_told_with_the_largest_first() -> None:
    before, after = (
        {("A", "B"): 5.0, ("A", "C"): 1.0, ("B", "C"): 3.0},
        {("A", "B"): 2.0, ("B", "C"): 3.0, ("C", "A"): 9.0},
    )
    rows = [(row["source"], row["target"], row["change"], row["difference"]) for row in changed_flows(before, after)]
    assert rows == [("C", "A", "new", 9), ("A", "B", "less", -3), ("A", "C", "gone", -1)]


def test_an_edge_without_direction_goes_both_ways() -> None:
    edges = [edge("country/XA", "country/XB", directed=False, weight=2.0)]
    assert weights_of(edges) == {("country/XA", "country/XB"): 2, ("country/XB", "country/XA"): 2}


def test_advantage_is_that_of_balassa() -> None:
    exports = {("a", "oil"): 80.0, ("a", "wheat"): 20.0, ("b", "oil"): 10.0, ("b", "wheat"): 90.0}
    found = {(row["economy"], row["product"]): row["advantage"] for row in advantages_of(exports)}
    assert close(found["a", "oil"], Fraction(80, 100) / Fraction(90, 200))
    assert close(found["b", "wheat"], Fraction(90, 100) / Fraction(110, 200))


def test_least_squares_are_those_of_the_normal_equations() -> None:
    table, wanted = [[1, 1], [1, 2], [1, 4]], [Fraction(1), Fraction(3), Fraction(4)]
    # n = 3, Σx = 7, Σx² = 21, Σy = 8, Σxy = 23
    slope = (3 * Fraction(23) - 7 * 8) / (3 * 21 - 49)
    expected = [(Fraction(8) - slope * 7) / 3, slope]
    assert least_squares(table, [float(value) for value in wanted]) == pytest.approx([*map(float, expected)], abs=NEAR)


def test_shares_in_the_trade_of_a_dyad_are_those_in_all_trade(shipped_build: Path) -> None:
    where = Where(shipped_build, read_ontology(assets.ontology()))
    (row,), _ = measured_table(where, NetworkRequest("dependence", dyad="KZ-RU"), "pairs")
    (trade,), _ = measured_table(where, NetworkRequest("trade", dyad="KZ-RU"), "pairs")
    assert (row["first"], row["second"]) == (trade["first"], trade["second"]) == ("country/KZ", "country/RU")
    assert 0.1 < float(trade["dependence_of_first"] or 0) < 0.2  # Kazakhstan's on Russia, of all its trade
    assert 0.03 < float(trade["dependence_of_second"] or 0) < 0.06


def test_gravity_needs_sizes_and_distances(world_build: Path) -> None:
    with pytest.raises(ExportImpossible, match="Too few flows"):
        gravity(world_build, {("country/XA", "country/XB"): 5.0}, 2023, {})


def test_a_table_says_what_was_measured(world_build: Path) -> None:
    where = Where(world_build, read_ontology(assets.ontology()))
    rows, notes = measured_table(where, NetworkRequest("trade"), "nodes", "goods-exports (own report)")
    assert [(row["node"], row["strength_out"]) for row in rows] == [("country/XA", 3e9), ("country/XB", 0)]
    assert notes == ("Measured: 1 edges of the kind goods-exports (own report) of 2023.",)
    with pytest.raises(ArgumentInvalid) as caught:
        measured_table(where, NetworkRequest("trade"), "nodes", "goods-exports (mirrror)")
    assert "goods-exports (mirror)" in caught.value.remedy
    with pytest.raises(ArgumentInvalid, match="of a year"):
        measured_table(where, NetworkRequest("people"), "gravity")
    rows, notes = measured_table(where, NetworkRequest("trade"), "advantages")
    assert rows == []
    assert "one kind of goods" in notes[-1]


# --- What is too large for networkx ---------------------------------------------------------------------------------


def _graphs() -> dict[str, "nx.DiGraph[str]"]:
    """Return graphs at random, from a seed, with many ways that are as short, parts that nothing reaches, and none."""
    found: dict[str, nx.DiGraph[str]] = {}
    for number, (nodes, edges) in enumerate(((3, 1), (12, 20), (30, 200), (60, 150))):
        draw = random.Random(number)  # noqa: S311
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(f"n{place}" for place in range(nodes))
        for _ in range(edges):
            one, other = (f"n{draw.randrange(nodes)}" for _ in range(2))
            if one != other:
                graph.add_edge(one, other, length=1 / draw.choice([1, 1, 2, 3, 7.5]))
        found[f"{nodes} nodes"] = graph
    return found


@pytest.mark.parametrize("name", _graphs())
def test_both_engines_measure_the_same(name: str) -> None:
    graph = _graphs()[name]
    ours, theirs = by_networkx(graph), by_networkit(graph)
    for one in graph:
        assert close(theirs.betweenness[one], ours.betweenness[one])
        assert close(theirs.closeness[one], ours.closeness[one])


def test_what_is_too_large_for_networkx_goes_to_the_other_or_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = _graphs()["30 nodes"]
    assert centrality(graph, most_work=0).notes == ()
    assert close(centrality(graph, most_work=0).betweenness["n3"], by_networkx(graph).betweenness["n3"])
    monkeypatch.setitem(sys.modules, "networkit", None)
    left = centrality(graph, most_work=0)
    assert (left.betweenness, left.closeness) == ({}, {})
    assert "pip install dyad-kg[networks]" in loss(left.notes[0], "kk")


# --- Measures as attributes -----------------------------------------------------------------------------------------


def test_nodes_and_edges_have_what_was_measured_of_them(measured: Any) -> None:
    found = with_measures(NETWORK, measured)
    first = next(one for one in found.nodes if one.key == "country/XA")
    assert (first.attributes["strength_out"], first.attributes["partners"]) == (80, 2)
    assert close(first.attributes["concentration_out"], Fraction(60, 80) ** 2 + Fraction(20, 80) ** 2)
    edges = {edge.id: edge.attributes for edge in found.edges}
    there, back = (edges[name] for name in ("country/XA|flow|country/XB", "country/XB|flow|country/XA"))
    # A has 110 in all, 90 of it with B; B has 100 in all, 90 of it with A.
    assert close(there["source_dependence"], Fraction(90, 110))
    assert close(there["target_dependence"], Fraction(90, 100))
    assert close(back["source_dependence"], Fraction(90, 100))
    assert close(back["pair_reciprocity"], Fraction(30, 60))
    types = {column.name: column.type for column in (*found.node_columns, *found.edge_columns)}
    assert (types["community"], types["strength_in"], types["source_dependence"]) == ("integer", "double", "double")


def test_what_was_not_measured_has_no_attribute_and_what_is_there_stays() -> None:
    other = edge("country/XA", "country/XB", kind="other", weight=1.0)
    more = edge("country/XD", "country/XE", kind="zone", weight=1.0)
    own = made(
        [*NODES[:1], node("country/XB", community=7)], [other, more], node_columns=(Attribute("community", "long"),)
    )
    found = with_measures(own, measure(own, "other"))
    assert [{*one.attributes} >= {"source_dependence"} for one in found.edges] == [True, False]
    (first, second) = found.nodes
    assert second.attributes["community"] == 7
    assert first.attributes["measured_community"] == second.attributes["measured_community"] == 1


def test_measures_in_a_file_are_those_of_the_table(world_build: Path) -> None:
    where = Where(world_build, read_ontology(assets.ontology()))
    request = NetworkRequest("trade", measures=True)
    rows, _ = measured_table(where, request, "nodes")
    with asked_network(where, request) as network:
        of_file = {one.key: one.attributes["strength_out"] for one in network.nodes}
        assert network.losses[-1].startswith("Measured: 1 edges of the kind goods-exports")
    assert of_file == {row["node"]: row["strength_out"] for row in rows}
    with asked_network(where, NetworkRequest("trade")) as network:
        assert not any("strength_out" in one.attributes for one in network.nodes)


def test_what_does_not_settle_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.network.partners.MOST_STEPS", 0)
    found = measure(NETWORK)
    assert found.nodes[0]["eigenvector"] is None
    assert found.notes == ("Eigenvector centrality was not measured: it does not settle in this network.",)


# --- Measures as claims ---------------------------------------------------------------------------------------------

DOLLARS = "indicator=goods-exports class=dyad:TradeFlow unit=USD of=dyad/XA-XB year=2023 recorded=2024-05-06"
SENT = (
    said("ab", f"amount=60 origin=XA destination=XB {DOLLARS}")
    + said("ba", f"amount=20 origin=XB destination=XA bound=about {DOLLARS}")
    + said("cb", f"amount=40 origin=XC destination=XB {DOLLARS}")
)
BOTH = '<country/XC> a :Country ; rdfs:label "Cexia"@en .\n'


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Where:
    """Return a build of three flows, of which one is about 20: 18 to 22."""
    ends = {"ab": ("60", "60"), "ba": ("18", "22"), "cb": ("39.5", "40.5")}
    build = write_build(store_of(SENT + BOTH), tmp_path_factory.mktemp("sent") / "build", ends=ends)
    return Where(build, read_ontology(assets.ontology()))


def _stated(lines: list[str]) -> dict[str, dict[str, set[str]]]:
    """Return by arithmetic what is said of each claim, by the local names of properties and things."""
    found: dict[str, dict[str, set[str]]] = {}
    for line in lines:
        subject, predicate, value = re.fullmatch(r"<(\S+)> <(\S+)> (.+) <\S+> \.", line).groups()  # type: ignore[union-attr]
        text = value.strip('<>"').partition('"')[0].removeprefix("https://w3id.org/dyad/id/")
        found.setdefault(subject, {}).setdefault(re.split("[#/]", predicate)[-1], set()).add(text)
    return {"".join(own["arithmetic"]): own for own in found.values()}


def test_totals_and_shares_of_flows_are_claims_with_their_arithmetic(sent: Where) -> None:
    lines, notes = claims_of_measures(sent, NetworkRequest("trade"))
    assert lines == sorted(lines)
    assert notes[0] == "Written: 11 totals and shares of 3 flows of the kind goods-exports (reconciled)."
    found = _stated(lines)
    # What XB gets is at least 60 + 39.5; of this XA has at most 60 of the least that all is with it.
    total, share = found["60 + 39.5 = 99.5"], found["100 * 60 / (99.5 - 60 + 60) = 60.301507538"]
    assert (total["isAbout"], total["hasIndicator"]) == ({"country/XB"}, {"indicator/total-imports"})
    assert (total["amount"], total["hasBound"], total["hasUnit"]) == ({"99.5"}, {"bound/at-least"}, {"unit/USD"})
    assert total["isComputedFrom"] == {"claim/ab", "claim/cb"}
    assert (total["validFrom"], total["validUntil"]) == ({"2023-01-01"}, {"2024-01-01"})
    assert total["recordedOn"] == {"2024-05-06"}
    assert (share["isAbout"], share["standsInEntryOf"]) == ({"dyad/XA-XB"}, {"country/XB"})
    assert (share["hasIndicator"], share["hasBound"]) == ({"indicator/partner-share-of-imports"}, {"bound/at-most"})
    assert len(share["isComputedFrom"]) == 2
    assert "claim/ab" in share["isComputedFrom"]
    # XA is the only one to get from XB: the whole of at least 18, though it may be 22.
    assert found["100 * 22 / (18 - 18 + 22) = 100"]["amount"] == {"100"}


def test_claims_of_a_dyad_come_with_the_totals_that_enter_them(sent: Where) -> None:
    found = _stated(claims_of_measures(sent, NetworkRequest("trade", dyad="XA-XB"))[0])
    assert {"60 = 60", "18 = 18", "60 + 39.5 = 99.5"} <= found.keys()
    assert not any("country/XC" in value for own in found.values() for value in own.get("hasOrigin", ()))


def test_claims_of_measures_pass_the_shapes_and_without_their_inputs_do_not(world_build: Path, tmp_path: Path) -> None:
    where = Where(world_build, read_ontology(assets.ontology()))
    lines, _ = claims_of_measures(where, NetworkRequest("trade"))
    whole, stripped = tmp_path / "whole.nq", tmp_path / "stripped.nq"
    world = [f"{quad} ." for quad in read_quads(Path(__file__).with_name("world.trig"))]
    whole.write_text("\n".join([*world, *lines]), encoding="utf-8")
    kept = (line for line in lines if "#isComputedFrom>" not in line)
    stripped.write_text("\n".join([*world, *kept]), encoding="utf-8")
    assert kg(tmp_path, "check", "whole.nq", "--only", "shapes").returncode == 0
    assert kg(tmp_path, "check", "stripped.nq", "--only", "shapes").returncode == 1


@pytest.mark.parametrize("name", ["people", "dependence"])
def test_what_is_no_flow_becomes_no_claim(name: str, world_build: Path, sent: Where) -> None:
    where = replace(sent, folder=world_build) if name == "people" else sent
    with pytest.raises(ArgumentInvalid) as caught:
        claims_of_measures(where, NetworkRequest(name))
    assert "Ask for the network trade" in caught.value.remedy
