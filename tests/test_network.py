"""A projection has the edges that its claims imply, worked out by hand, and says what it leaves out."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kg.core import assets, iri
from kg.core.errors import ArgumentInvalid, ExportImpossible, QueryInvalid
from kg.core.languages import LANGUAGES
from kg.core.manifest import KNOWN, content_digest, seal
from kg.core.ontology import Ontology, read_ontology
from kg.core.time_axes import TimeAxes
from kg.network.asked import NetworkRequest, Where, narrowing_of, network_of, years_of
from kg.network.declared import projection_names, read_projection
from kg.network.losses import LOSSES, days_said, loss
from kg.network.model import Edge, Network
from kg.validation.gexf import check_gexf
from tests.invented import network_at, said, store_of, write, write_build

THIRD = """<country/XC> a :Country ; rdfs:label "Cexia"@en .
<dyad/XA-XC> a :Dyad ; :hasFirstEconomy <country/XA> ; :hasSecondEconomy <country/XC> .
<dyad/XB-XC> a :Dyad ; :hasFirstEconomy <country/XB> ; :hasSecondEconomy <country/XC> .
"""


def flow(key: str, origin: str, destination: str, amount: str, more: str = "") -> str:
    """Write a realised flow of goods in dollars, of 2023 unless more is said."""
    year = "" if "year=" in more or "from=" in more else "year=2023"
    usual = f"class=dyad:TradeFlow indicator=goods-exports unit=USD {year} {more}"
    return said(key, f"amount={amount} origin={origin} destination={destination} of=dyad/XA-XB {usual}")


class Made:
    """Makes builds of claims, each in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, claims: str, **ends: Any) -> Path:
        self.folder.mkdir(exist_ok=True)
        return write_build(store_of(claims + THIRD), self.folder / f"b{len([*self.folder.iterdir()])}", **ends)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("networks"))


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return read_ontology(assets.ontology())


def edges_of(build: Path, *request: Any, **narrowing: Any) -> dict[str, Edge]:
    with network_at(build, NetworkRequest(*request, **narrowing)) as network:
        return {edge.id: edge for edge in network.edges}


def weights(build: Path, *request: Any, **narrowing: Any) -> dict[str, float | None]:
    return {name: edge.weight for name, edge in edges_of(build, *request, **narrowing).items()}


def losses(build: Path, *request: Any, **narrowing: Any) -> tuple[str, ...]:
    with network_at(build, NetworkRequest(*request, **narrowing)) as network:
        return network.losses


def test_a_country_stands_at_one_of_its_capitals_of_claims_that_stand(made: Made) -> None:
    usual = "class=dyad:Relation kind=capital-of to=country/XA indicator=- stage=-"
    text = flow("flow", "XA", "XB", "1")
    for name, latitude, more in (("c", 30, ""), ("b", 20, ""), ("a", 10, "status=withdrawn")):
        text += f"<settlement/{name}> a :Settlement ; :latitude {latitude}.0 ; :longitude {latitude}.5 .\n"
        text += said(f"of-{name}", f"{usual} of=settlement/{name} {more}")
    with network_at(made(text), NetworkRequest("trade")) as network:
        assert [(one.latitude, one.longitude) for one in network.nodes if one.key == "country/XA"] == [(20, 20.5)]


# --- What is declared ---------------------------------------------------------------------------------------------


def test_each_projection_has_its_query_and_says_in_three_languages_what_it_is(ontology: Ontology) -> None:
    names = projection_names(ontology)
    assert names == [
        "agreements",
        "all",
        "borders",
        "claims",
        "dependence",
        "disagreement",
        "ownership",
        "people",
        "trade",
    ]
    assert names == sorted(path.stem for path in assets.projections().glob("*.sql"))
    for name in names:
        own = read_projection(ontology, name)
        for texts in (own.labels, own.nodes, own.edges, own.unit, own.size):
            assert set(texts) == set(LANGUAGES), (name, texts)
        assert own.merged_by in {"latest", "sum", "count"}
        assert own.coloured_by in {"kind", "country"}


def test_a_projection_of_no_name_is_refused_with_the_nearest(ontology: Ontology) -> None:
    with pytest.raises(ArgumentInvalid) as caught:
        read_projection(ontology, "dependance")
    assert "dependence" in caught.value.remedy


# --- Trade --------------------------------------------------------------------------------------------------------


def test_what_two_sides_report_and_what_is_reconciled_are_kinds_apart(made: Made) -> None:
    reported = flow("own", "XA", "XB", "5", "reporter=XA") + flow("mirror", "XA", "XB", "6", "reporter=XB")
    build = made(reported + flow("third", "XA", "XB", "7") + flow("other", "XA", "XB", "8", "reporter=XC"))
    assert weights(build, "trade") == {
        "country/XA|goods-exports (another reporter)|country/XB": 8,
        "country/XA|goods-exports (mirror)|country/XB": 6,
        "country/XA|goods-exports (own report)|country/XB": 5,
        "country/XA|goods-exports (reconciled)|country/XB": 7,
    }


def test_the_newest_has_the_word_and_all_are_named(made: Made) -> None:
    older = flow("old", "XA", "XB", "8", "recorded=2024-01-01") + flow("new", "XA", "XB", "9.25", "recorded=2025-01-01")
    build = made(older + flow("not-yet", "XA", "XB", "99", "recorded=2026-01-01 status=candidate"))
    (edge,) = edges_of(build, "trade").values()
    assert (edge.weight, edge.attributes["values"]) == (9.25, ("9.25", "8.0", "99.0"))
    assert edge.attributes["claims"] == ("claim/new", "claim/old", "claim/not-yet")
    assert (edge.attributes["since"], edge.attributes["until"]) == ("2023-01-01", "2024-01-01")


def test_what_is_withdrawn_targeted_or_in_another_unit_is_no_flow(made: Made) -> None:
    others = flow("gone", "XA", "XC", "1", "status=withdrawn") + flow("meant", "XB", "XC", "1", "stage=target")
    build = made(flow("kept", "XA", "XB", "5") + others + flow("euro", "XC", "XA", "5").replace("unit/USD", "unit/EUR"))
    assert list(weights(build, "trade")) == ["country/XA|goods-exports (reconciled)|country/XB"]


def test_zero_and_negative_flows_are_left_out_and_counted(made: Made) -> None:
    build = made(flow("a", "XA", "XB", "5") + flow("none", "XB", "XA", "0") + flow("minus", "XA", "XC", "-4"))
    assert list(weights(build, "trade")) == ["country/XA|goods-exports (reconciled)|country/XB"]
    assert losses(build, "trade") == (
        "Left out: 2 edges of 2 claims, because the weight is unknown, zero or negative: a gap is no flow.",
    )


def test_a_bounded_flow_keeps_its_bound_and_its_ends(made: Made) -> None:
    build = made(flow("about", "XA", "XB", "5", "bound=about"), ends={"about": ("4.5", "5.5")})
    (edge,) = edges_of(build, "trade").values()
    assert [edge.attributes[name] for name in ("bound", "low", "high")] == ["about", 4.5, 5.5]


def test_a_year_is_the_last_of_which_most_is_known_unless_one_is_asked_for(made: Made) -> None:
    of_2022 = flow("a", "XA", "XB", "1", "year=2022") + flow("b", "XB", "XA", "2", "year=2022")
    build = made(
        of_2022
        + flow("c", "XA", "XB", "3", "year=2023")
        + flow("d", "XA", "XC", "4", "from=2023-01-01 until=2023-02-01")
    )
    assert weights(build, "trade") == {"country/XA|goods-exports (reconciled)|country/XB": 3}
    assert set(weights(build, "trade", year=2022).values()) == {1, 2}
    where = Where(build, read_ontology(assets.ontology()))
    assert [one.year for one in years_of(where, NetworkRequest("trade"))] == [2022, 2023]
    with network_of(where, NetworkRequest("trade")) as network:
        assert (network.about.year, network.about.said("ru")) == (2023, "торговые потоки, 2023")


def test_dependence_is_the_share_of_a_partner_in_exports_and_imports(made: Made) -> None:
    claims = flow("ab", "XA", "XB", "60") + flow("ba", "XB", "XA", "20") + flow("ac", "XA", "XC", "20")
    found = edges_of(made(claims + flow("mirror", "XA", "XB", "999", "reporter=XB")), "dependence", min_weight=0)
    # XA: 80 of 100 with XB, 20 with XC; XB: all of its 80 with XA; XC: all of its 20 with XA.
    assert {name: edge.weight for name, edge in found.items()} == {
        "country/XA|trade-dependence|country/XB": 80,
        "country/XA|trade-dependence|country/XC": 20,
        "country/XB|trade-dependence|country/XA": 100,
        "country/XC|trade-dependence|country/XA": 100,
    }
    first = found["country/XA|trade-dependence|country/XB"].attributes
    assert (first["share_of_exports"], first["share_of_imports"], first["asymmetry"]) == (75, 100, -20)
    assert first["claims"] == ("claim/ab", "claim/ba")


def test_a_node_is_as_large_as_its_total(made: Made) -> None:
    build = made(flow("ab", "XA", "XB", "60") + flow("ba", "XB", "XA", "20") + flow("ac", "XA", "XC", "20"))
    with network_at(build, NetworkRequest("trade")) as network:
        assert {node.key: node.total for node in network.nodes} == {
            "country/XA": 100,
            "country/XB": 80,
            "country/XC": 20,
        }
        sizes = {node.key: node.size for node in network.nodes}
    assert sizes == {"country/XA": 40.0, "country/XB": 35.777, "country/XC": 17.889}  # 40, 40√.8, 40√.2


def test_derived_flows_keep_their_direction(world_build: Path) -> None:
    both = edges_of(world_build, "all").values()
    assert {edge.directed for edge in both if "Measurement" in edge.kind} == {True, False}


# --- The invented world -------------------------------------------------------------------------------------------

WORLD = {
    "agreements": {
        "country/XA|agreements|country/XB": 1,  # the treaty; that of 2010 was terminated
        "firm/alfa-works|agreements|organisation/union-bank": 1,
    },
    "borders": {
        "checkpoint/xa-gate|located-in|region/XA-01": 1,
        "checkpoint/xb-gate|located-in|region/XB-01": 1,
        "checkpoint/xa-gate|has-checkpoint|crossing/gate": 1,
        "checkpoint/xb-gate|has-checkpoint|crossing/gate": 1,
        "region/XA-01|crossings|region/XB-01": 1,
    },
    "disagreement": {"source/xa-gazette|contradiction|source/xb-statistics": 3},
    "ownership": {"country/XB|owns|country/XA": 1},
    "trade": {
        "country/XA|goods-exports (mirror)|country/XB": 4_500_000_000,
        "country/XA|goods-exports (own report)|country/XB": 3_000_000_000,
    },
}


@pytest.mark.parametrize("name", WORLD)
def test_a_projection_of_the_invented_world_is_as_worked_out_by_hand(name: str, world_build: Path) -> None:
    assert weights(world_build, name) == WORLD[name]


def test_people_hold_posts_and_meet_at_events(world_build: Path) -> None:
    found = weights(world_build, "people")
    ada, bo = "person/99e631fa3a759a7b9656", "person/37d96c97a83750f2703a"
    assert found[f"{ada}|OfficeHolding|post/xa-minister-of-trade"] == 1
    assert found[f"{bo}|Attendance|event/forum-2"] == 1
    assert found["post/xa-minister-of-trade|jurisdiction|country/XA"] == 1
    assert len(found) == 11


def test_claims_lead_from_who_asserts_to_what_it_is_about(world_build: Path) -> None:
    found = weights(world_build, "claims")
    assert found["media-outlet/xa-gazette|AgreementStep|agreement/treaty"] == 3
    assert {name.partition("/")[0] for name in found} == {"media-outlet", "person", "public-body"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nodes_are_named_in_every_language_and_shown_in_one(language: str, world_build: Path) -> None:
    with network_at(world_build, NetworkRequest("trade"), language) as network:
        (axia, _) = network.nodes
    assert axia.labels == {"en": "Axia", "kk": "Аксия", "ru": "Аксия"}
    assert axia.label(network.language) == {"en": "Axia"}.get(language, "Аксия")


def test_no_two_edges_of_a_kind_share_their_ends(world_build: Path) -> None:
    with network_at(world_build, NetworkRequest("all")) as network:
        ends = [
            (frozenset((e.source, e.target)) if not e.directed else (e.source, e.target), e.kind) for e in network.edges
        ]
    assert len(ends) == len({*ends}) > 40


# --- Identity, parts, ties ----------------------------------------------------------------------------------------


def owning(key: str, owner: str, owned: str, more: str = "") -> str:
    return said(key, f"class=dyad:Ownership of=- indicator=- stage=- owner={owner} owned={owned} {more}")


FIRMS = """<firm/one> a :Firm ; rdfs:label "One"@en ; :isBasedIn <country/XB> .
<firm/pjsc-one> a :Firm ; rdfs:label "PJSC One"@en ; :isBasedIn <country/XB> .
<firm/home> a :Firm ; rdfs:label "Home"@en ; :isBasedIn <country/XA> .
<project/plant> a :Project ; rdfs:label "plant"@en ; :isLocatedIn <country/XA> .
<project/mine> a :Project ; rdfs:label "mine"@en ; :isLocatedIn <country/XA> .
"""


def test_what_is_owned_at_home_is_not_across_a_border_and_a_project_counts_once(made: Made) -> None:
    claims = owning("a", "firm/one", "project/plant", "owning=direct") + owning(
        "b", "firm/one", "project/plant", "owning=parent"
    )
    build = made(
        FIRMS + claims + owning("c", "firm/pjsc-one", "project/mine") + owning("d", "firm/home", "project/mine")
    )
    assert weights(build, "ownership") == {"country/XB|owns|country/XA": 2}
    (edge,) = edges_of(build, "ownership").values()
    assert {*edge.attributes["claims"]} == {"claim/a", "claim/b", "claim/c"}  # type: ignore[misc]
    assert weights(build, "ownership", dyad="XA-XB") == {
        "firm/one|owns (parent)|project/plant": 1,
        "firm/one|owns|project/plant": 1,
        "firm/pjsc-one|owns|project/mine": 1,
    }


def test_firms_that_are_judged_to_be_one_are_one_node(made: Made) -> None:
    build = made(FIRMS + owning("a", "firm/one", "project/plant") + owning("b", "firm/pjsc-one", "project/mine"))
    assert len({name.partition("|")[0] for name in weights(build, "ownership", dyad="XA-XB")}) == 2
    same = {
        "entity": [iri.mint("firm", name) for name in ("one", "pjsc-one")],
        "canonical": [iri.mint("firm", "one")] * 2,
    }
    pq.write_table(pa.table(same), build / KNOWN / "entities.parquet")
    seal(build, {"ontology": content_digest(assets.ontology())})
    assert set(weights(build, "ownership", dyad="XA-XB")) == {
        "firm/one|owns|project/mine",
        "firm/one|owns|project/plant",
    }


def test_a_new_class_of_claim_is_tied_by_its_declaration(world_build: Path) -> None:
    found = weights(world_build, "all")
    assert found["country/XA|VisaRegime|country/XB"] == 2
    assert found["firm/gamma-fund|Ownership|firm/beta-rail"] == 1
    assert {name.split("|")[1].removesuffix(" (undirected)") for name in found} <= {
        *("Measurement", "StageReport", "OfficeHolding", "Ownership", "Participation", "Attendance", "AgreementStep"),
        *("Occurrence", "Relation", "VisaRegime", "Quotation", "Attribution"),
    }


# --- Narrowing ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def triangle(made: Made) -> Path:
    """Return a build of flows among three countries: XA sends 90 to XB and 10 to XC, XB sends 10 to XC."""
    return made(flow("ab", "XA", "XB", "90") + flow("ac", "XA", "XC", "10") + flow("bc", "XB", "XC", "10"))


AB, AC, BC = (f"country/X{one}|goods-exports (reconciled)|country/X{other}" for one, other in ("AB", "AC", "BC"))


@pytest.mark.parametrize(
    ("narrowing", "left"),
    [
        ({}, {AB, AC, BC}),
        ({"dyad": "XA-XB"}, {AB}),
        ({"dyad": "Bexia and Axia"}, {AB}),
        ({"country": "XC"}, {AC, BC}),
        ({"country": "Cexia"}, {AC, BC}),
        ({"indicator": "goods-exports"}, {AB, AC, BC}),
        ({"min_weight": Decimal(11)}, {AB}),
        ({"max": 1}, {AB}),
        ({"ego": "country/XA"}, {AB, AC, BC}),
    ],
)
def test_a_network_is_narrowed(narrowing: dict[str, Any], left: set[str], triangle: Path) -> None:
    if "max" in narrowing:
        narrowing = {"most_edges": narrowing["max"]}
    assert set(weights(triangle, "trade", **narrowing)) == left


@pytest.mark.parametrize("name", ["agreements", "all", "borders", "claims", "disagreement", "ownership", "people"])
def test_an_indicator_leaves_only_what_claims_of_it_say(name: str, world_build: Path) -> None:
    """The control is that there are edges without it; of goods exports nobody holds a post, and no region is tied."""
    whole = weights(world_build, name)
    try:
        left = edges_of(world_build, name, indicator="goods-exports")
    except ExportImpossible:
        left = {}
    assert set(left) <= set(whole)
    if name in {"all", "claims"}:
        assert {edge.kind for edge in left.values()} == {"Measurement"}
        assert 0 < len(left) < len(whole)
    elif name != "disagreement":
        assert left == {}


def test_a_day_leaves_what_holds_on_it(world_build: Path) -> None:
    where = Where(world_build, read_ontology(assets.ontology()), axes=TimeAxes(valid_on=date(2003, 6, 1)))
    with network_of(where, NetworkRequest("all")) as network:
        assert len(network.edges) == 27 < len(weights(world_build, "all"))
        assert "do not hold on 2003-06-01" in network.losses[0]


def test_the_backbone_is_the_disparity_filter(triangle: Path) -> None:
    # XA sends 90 and 10: (1 - .9)^1 = .1 and (1 - .1)^1 = .9. XC gets 10 and 10: .5 each. One alone: 1.
    assert set(weights(triangle, "trade", backbone=0.11)) == {AB}
    assert set(weights(triangle, "trade", backbone=0.51)) == {AB, AC, BC}
    (line,) = losses(triangle, "trade", backbone=0.11)
    assert line.startswith("Left out: 2 edges of 2 claims, because the disparity filter")
    assert "0.11" in line


def test_an_ego_reaches_as_far_as_its_steps(made: Made) -> None:
    line = flow("ab", "XA", "XB", "5") + flow("bc", "XB", "XC", "5")
    build = made(line)
    assert set(weights(build, "trade", ego="Axia")) == {AB}
    assert set(weights(build, "trade", ego="Axia", steps=2)) == {AB, BC}


@pytest.mark.parametrize(
    ("narrowing", "part"),
    [
        ({"dyad": "XA-XX"}, "XA"),
        ({"country": "Axya"}, "XA"),
        ({"year": 23}, "four digits"),
        ({"backbone": 1.5}, "0.05"),
        ({"min_weight": Decimal(-1)}, "12"),
        ({"min_weight": float("nan")}, "12"),
        ({"steps": 0}, "3000"),
    ],
)
def test_what_nothing_can_be_narrowed_by_is_refused(narrowing: dict[str, Any], part: str, triangle: Path) -> None:
    with pytest.raises(ArgumentInvalid) as caught:
        weights(triangle, "trade", **narrowing)
    assert part in caught.value.remedy


def test_what_is_left_out_is_said_in_every_language() -> None:
    for name, words in LOSSES.items():
        assert set(words) == set(LANGUAGES), name
        assert len({frozenset(re.findall(r"{(\w+)}", text)) for text in words.values()}) == 1, name


def test_a_reader_of_russian_is_told_so_in_russian(triangle: Path) -> None:
    with network_at(triangle, NetworkRequest("trade", min_weight=Decimal(11)), "ru") as network:
        assert network.losses == ("Не вошло рёбер: 2, утверждений в них: 2; причина: их вес меньше 11.",)
    axes = TimeAxes(date(2024, 1, 2), date(2024, 1, 3))
    assert days_said(axes, "ru") == "не были известны на 2024-01-02 или не действуют на 2024-01-03"
    assert days_said(axes, "en") == str(axes)
    assert loss("kinds", "kk", kinds=12_345).startswith("Қабырғаның түрі көп: 12\u00a0345,")


def test_nothing_left_says_why(triangle: Path) -> None:
    with pytest.raises(ExportImpossible) as caught:
        weights(triangle, "trade", min_weight=1000)
    assert "of 3 edges none is left" in caught.value.remedy
    assert "weigh less than 1000" in caught.value.remedy
    with pytest.raises(ExportImpossible, match="no edges"):
        weights(triangle, "trade", year=1999)


def test_what_held_when_are_spells_that_do_not_overlap(made: Made, tmp_path: Path) -> None:
    years = flow("a", "XA", "XB", "1", "year=2021") + flow("b", "XA", "XB", "2", "year=2022")
    build = made(years + flow("c", "XA", "XB", "3", "year=2022 recorded=2025-05-05"))
    with network_at(build, NetworkRequest("trade", dynamic=True)) as network:
        (edge,) = network.edges
        assert edge.spells == (("2021-01-01", "2022-01-01", 1.0), ("2022-01-01", "2023-01-01", 3.0))
        path = write(network, tmp_path / "x.gexf")
    assert check_gexf(path) == []
    text = path.read_text(encoding="utf-8")
    assert re.findall(r'<attvalue for="weight" value="([0-9.]+)" start="([0-9-]+)" end="([0-9-]+)"', text) == [
        ("1.0", "2021-01-01", "2021-12-31"),
        ("3.0", "2022-01-01", "2022-12-31"),
    ]


# --- A query of one's own -----------------------------------------------------------------------------------------

OWN = """
SELECT ?source ?target ?weight ?source_code {
  ?c dyad:hasOrigin ?source ; dyad:hasDestination ?target ; dyad:amount ?weight ; dyad:hasReporter ?source .
  ?source dyad:isoCode ?source_code
}"""


def test_a_query_of_ones_own_is_a_network(world_build: Path) -> None:
    with network_at(world_build, NetworkRequest("mine", query=OWN)) as network:
        (edge,) = network.edges
        assert (edge.id, edge.weight) == ("country/XA|tie|country/XB", 3_000_000_000)
        assert {node.key: node.attributes.get("code") for node in network.nodes} == {
            "country/XA": "XA",
            "country/XB": None,
        }
        assert network.about.title["kk"] == "mine"


def test_rows_without_a_weight_are_counted(world_build: Path) -> None:
    query = 'SELECT ("a" AS ?source) ("b" AS ?target) ("Бі" AS ?target_label) { ?c a dyad:Attendance }'
    with network_at(world_build, NetworkRequest("mine", query=query)) as network:
        (edge,) = network.edges
        assert (edge.id, edge.weight) == ("a|tie|b", 2)
        assert [node.label("kk") for node in network.nodes] == ["a", "Бі"]


def test_a_weight_that_is_no_number_is_refused(world_build: Path) -> None:
    query = 'SELECT ("a" AS ?source) ("b" AS ?target) ("much" AS ?weight) { ?c a dyad:Attendance }'
    with pytest.raises(QueryInvalid, match=r"\?weight is not a number"):
        weights(world_build, "mine", query=query)


def test_a_query_without_both_ends_is_refused(world_build: Path) -> None:
    with pytest.raises(QueryInvalid, match=r"no \?target"):
        weights(world_build, "mine", query="SELECT ?source { ?source a dyad:Country }")


# --- What ships ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped(shipped_build: Path, ontology: Ontology) -> Where:
    return Where(shipped_build, ontology)


def read(where: Where, *request: Any, **narrowing: Any) -> tuple[Network, list[Edge]]:
    with network_of(where, NetworkRequest(*request, **narrowing)) as network:
        return network, [*network.edges]


def test_the_border_reads_from_west_to_east(shipped: Where) -> None:
    network, edges = read(shipped, "borders", dyad="KZ-RU")
    pairs = {(iri.own_key(e.source), iri.own_key(e.target)): e.weight for e in edges if e.kind == "crossings"}
    assert sum(weight or 0 for weight in pairs.values()) >= 27
    assert pairs["KZ-39", "RU-CHE"] == 3
    regions = {node.key: node.x for node in network.nodes if node.kind == "Region"}
    assert len(regions) == 18
    assert regions["region/RU-SAR"] < regions["region/RU-ORE"] < regions["region/RU-CHE"] < regions["region/RU-ALT"]


def test_trade_that_ships_has_economies_alone_one_unit_and_few_kinds(shipped: Where) -> None:
    network, edges = read(shipped, "trade")
    assert {node.kind for node in network.nodes} <= {"Country", "EconomicUnion"}
    assert len({edge.kind for edge in edges}) <= 12
    assert len(edges) < 3000
    placed = sum(node.latitude is not None for node in network.nodes)
    assert placed > 0.85 * len(network.nodes)
    assert all(edge.weight and edge.weight > 0 for edge in edges)


def test_what_is_left_out_names_what_was_asked_for_as_readers_call_it(world_build: Path) -> None:
    where = Where(world_build, read_ontology(assets.ontology()))
    to = narrowing_of(where, NetworkRequest("trade", dyad="XA-XB", ego="firm/beta-rail"))
    assert to.called(to.dyad or "") == "Axia–Bexia"
    assert to.called(to.ego or "") == "Beta Rail"
    assert to.called(iri.mint("country", "XC")) == "country/XC"
