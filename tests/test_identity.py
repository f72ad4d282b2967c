"""Questions that follow identity: what is known under one name is found under another, and nothing is counted twice."""

from pathlib import Path

import pytest

import kg
from kg.core import assets, iri, terms
from kg.core.graph import Store
from kg.core.ontology import read_ontology
from kg.frame import EmptyAnswer
from kg.names.opened import Names
from kg.names.resolve import all_meant, meant
from kg.query.library import bind, read_queries
from kg.reason.rules import derive, read_rules
from tests.engines import ask_oxigraph, ask_rdflib, to_rdflib
from tests.invented import said, store_of

ONTOLOGY = read_ontology(assets.ontology())
QUERIES = read_queries(assets.queries())


def claim(key: str, text: str) -> str:
    return said(key, f"indicator=- stage=- source=test {text}")


def relation(key: str, subject: str, kind: str, target: str) -> str:
    return claim(key, f"class=dyad:Relation of={subject} kind={kind} to={target}")


def takes_part(key: str, firm: str, project: str) -> str:
    return claim(key, f"class=dyad:Participation of=- participant=firm/{firm} undertaking=project/{project}")


PLACES = (
    "<checkpoint/gate> a :Checkpoint ; :isWithin <country/XA> . <checkpoint/101> a :Checkpoint ;"
    " :isWithin <country/XA> . <checkpoint/far> a :Checkpoint ; :isWithin <country/XB> .\n"
    "<crossing/1> :hasCheckpoint <checkpoint/101> , <checkpoint/far> .\n"
)
FIRMS = (
    "<firm/alfa> a :Firm . <firm/alfa-plc> a :Firm ; :isBasedIn <country/XA> . <firm/omega> a :Firm .\n"
    "<country/XC> a :Country . <dyad/XA-XC> a :Dyad .\n"
    "<project/p> a :Project ; :isLocatedIn <country/XB> ; :concernsDyad <dyad/XA-XB> .\n"
    "<project/q> a :Project ; :concernsDyad <dyad/XA-XC> .\n"
)
POSTS = '<post/minister> a :Post ; rdfs:label "Minister of trade"@en . <post/Q1> a :Post . <person/ada> a :Person .\n'
CLAIMS = "".join(
    [
        relation("border", "checkpoint/gate", "on-border-with", "country/XB"),
        relation("works", "project/works", "modernises", "checkpoint/gate"),
        takes_part("one", "alfa", "p"),
        takes_part("two", "alfa-plc", "p"),
        takes_part("three", "alfa-plc", "q"),
        takes_part("four", "omega", "q"),
        claim("owns", "class=dyad:Ownership of=- owner=firm/alfa owned=project/p"),
        relation("serves", "post/Q1", "post-of", "country/XA"),
        claim("holds", "class=dyad:OfficeHolding of=- post=post/minister holder=person/ada"),
    ]
)
PAIRS = (("checkpoint/gate", "checkpoint/101"), ("firm/alfa-plc", "firm/alfa"), ("post/minister", "post/Q1"))
SAME = "".join(
    f"<mapping/{place}> a :Mapping ; :hasSubject <{one}> ; :hasObject <{other}> ; :hasJudgement <judgement/same> .\n"
    for place, (one, other) in enumerate(PAIRS)
)


def reasoned(mappings: str) -> Store:
    store = store_of(PLACES + FIRMS + POSTS + CLAIMS + mappings)
    derive(store, read_rules(assets.ontology() / "rules"))
    return store


def ask(store: Store, name: str, **arguments: str) -> list[dict[str, str]]:
    """Ask a question of both engines, and return the cells that are bound, keys for individuals."""
    text = bind(QUERIES[name], arguments, ONTOLOGY)
    found = ask_oxigraph(store, text)
    assert ask_rdflib(to_rdflib(store), text).rows == found.rows
    return [
        {name: iri.key_of(cell.text) for name, cell in zip(found.variables, row, strict=True) if cell is not None}
        for row in found.rows
    ]


@pytest.fixture(scope="module")
def apart() -> Store:
    return reasoned("")


@pytest.fixture(scope="module")
def joined() -> Store:
    return reasoned(SAME)


def test_a_checkpoint_shows_works_and_the_facing_one_of_any_of_its_names(apart: Store, joined: Store) -> None:
    (row,) = ask(apart, "checkpoints", dyad="XA-XB")
    assert "facing" not in row
    (row,) = ask(joined, "checkpoints", dyad="XA-XB")
    assert (row["also"], row["facing"], row["works"]) == ("checkpoint/101", "checkpoint/far", "project/works")


def test_two_names_of_a_firm_are_one_broker_and_count_an_undertaking_once(apart: Store, joined: Store) -> None:
    assert ask(apart, "brokers") == [{"firm": "firm/alfa-plc", "dyads": "2", "undertakings": "2"}]
    assert ask(joined, "brokers") == [{"firm": "firm/alfa", "dyads": "2", "undertakings": "2"}]


def test_an_owner_has_the_seat_of_any_of_its_names(apart: Store, joined: Store) -> None:
    assert ask(apart, "cross-border-ownership", dyad="XA-XB") == []
    (row,) = ask(joined, "cross-border-ownership", dyad="XA-XB")
    assert (row["owner"], row["owner_side"], row["claim"]) == ("firm/alfa", "country/XA", "claim/owns")


def test_a_post_serves_the_country_of_any_of_its_names(apart: Store, joined: Store) -> None:
    arguments = {"dyad": "XA-XB", "word": "trade", "on": "2025-01-01"}
    assert ask(apart, "officials-on-day", **arguments) == []
    (row,) = ask(joined, "officials-on-day", **arguments)
    assert (row["country"], row["post"], row["person"]) == ("country/XA", "post/minister", "person/ada")


@pytest.mark.parametrize("text", ["firm/beta-rail", "beta-rail-plc", "beta-railways"])
def test_a_thing_is_asked_about_by_all_names_that_are_judged_to_be_its(text: str, world_build: Path) -> None:
    names = Names(world_build, ONTOLOGY)
    found = all_meant(names, terms.Firm, text)
    assert {iri.own_key(one) for one in found} == {"beta-rail", "beta-rail-plc", "beta-railways"}
    assert found[0] == meant(names, terms.Firm, text)
    assert [iri.own_key(one) for one in all_meant(names, terms.Firm, "beta-rail-tours")] == ["beta-rail-tours"]


def test_what_is_said_under_any_name_answers_for_each(world_build: Path) -> None:
    graph = kg.open(world_build)
    own = graph.ask("ownership", owner="firm/beta-rail")
    assert len(own) == 2
    for name in ("Beta Rail plc", "Beta Railways"):
        other = graph.ask("ownership", owner=name)
        assert other["claim"].tolist() == own["claim"].tolist()
        assert other.attrs["asked"]["owner"] == "Beta Rail = Beta Rail plc = Beta Railways"
    with pytest.warns(EmptyAnswer, match="Beta Rail Tours"):
        assert graph.ask("ownership", owner="Beta Rail Tours").empty


def test_what_is_known_of_a_thing_is_what_is_said_under_all_its_names(world_build: Path) -> None:
    graph = kg.open(world_build)
    one, other = graph.show("Beta Rail plc"), graph.show("Beta Rail")
    assert one.claims == other.claims > 0
    assert sum(said.claims for said in one.said) == one.claims
    (tie,) = [tie for tie in one.ties if tie.property == "is identified with"]
    assert tie.total == 2
