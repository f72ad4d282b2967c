"""Reasoning: each rule does what its example says, and a contradiction is found and named."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.core import assets, iri, terms
from kg.core.errors import AssetMissing, JavaMissing, OntologyInconsistent, TermUnknown
from kg.core.graph import NamedNode, Quad, Store, load_lines, name_of, open_build, select
from kg.core.ontology import Ontology, read_ontology
from kg.core.rdf_files import read_quads
from kg.load.schema import table_schema
from kg.rdf.publish import ontology_lines
from kg.reason.axioms import Axioms, read_axioms
from kg.reason.consistency import clashes, classify, logical_part, set_aside
from kg.reason.rules import Rule, derive, read_rules
from tests.stores import stated

HERE = Path(__file__).parent
RULES = assets.ontology() / "rules"
SHORTCUTS = HERE / "rules"  # what the ontology declares of shortcuts, as queries
GIVEN, CONCLUDED = "https://w3id.org/dyad/graph/source/given", "https://w3id.org/dyad/graph/source/concluded"
ONTOLOGY = read_ontology(assets.ontology())
TYPE = iri.PREFIXES["rdf"] + "type"


@pytest.fixture(scope="module")
def terminology() -> list[str]:
    return sorted(ontology_lines(ONTOLOGY))


def require_java() -> None:
    if shutil.which("java") is None:
        reason = "NOT TESTED: HermiT, for Java is not here"
        if os.environ.get("DYAD_REQUIRE_JAVA") == "1":
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.mark.parametrize("rule", [*read_rules(RULES), *read_rules(SHORTCUTS)], ids=lambda rule: rule.name)
def test_a_rule_concludes_what_its_example_says(rule: Rule, terminology: list[str]) -> None:
    quads = read_quads(HERE / "rules" / f"{rule.name}.trig")
    store = Store()
    load_lines(store, terminology)
    store.extend(quad for quad in quads if quad.graph_name == NamedNode(GIVEN))
    derived = NamedNode(iri.DERIVED_GRAPH)
    expected = {
        f"{Quad(q.subject, q.predicate, q.object, derived)} ." for q in quads if q.graph_name == NamedNode(CONCLUDED)
    }
    assert expected
    invented = {f"{quad.subject} " for quad in quads}
    derived_lines = derive(store, [rule])
    assert {line for line in derived_lines if line.startswith(tuple(invented))} == expected


def let_through(ontology: Ontology) -> Iterator[str]:
    """Write a claim for each class of thing that a column of each table of claims lets through."""
    kind = f"<{iri.PREFIXES['rdf']}type>"
    for cls in ontology.subs(terms.Claim):
        for slot in table_schema(ontology, cls).slots.values():
            for number, target in enumerate(sorted(slot.classes)):
                claim, thing = (f"<x:{cls}-{slot.name}-{number}-{end}>" for end in ("claim", "thing"))
                yield f"{claim} {kind} <{cls}> <x:g> ."
                yield f"{thing} {kind} <{target}> <x:g> ."
                yield f"{claim} <{slot.predicate}> {thing} <x:g> ."


def test_what_tables_of_claims_let_through_contradicts_no_axiom(terminology: list[str], tmp_path: Path) -> None:
    store = Store()
    load_lines(store, [*terminology, *let_through(ONTOLOGY)])
    assert clashes(store, assets.ontology() / "clashes") == []
    shutil.copytree(assets.ontology() / "shapes", tmp_path / "shapes")
    for path in assets.ontology().glob("*.ttl"):
        shutil.copy(path, tmp_path)
    shapes = tmp_path / "shapes" / "claim.ttl"
    text = shapes.read_text(encoding="utf-8")
    assert "sh:path dyad:hasOwner ; sh:class dyad:Agent" in text
    wider = text.replace("sh:path dyad:hasOwner ; sh:class dyad:Agent", "sh:path dyad:hasOwner ; sh:class dyad:Entity")
    shapes.write_text(wider, encoding="utf-8")
    store = Store()
    load_lines(store, [*terminology, *let_through(read_ontology(tmp_path))])
    found = clashes(store, assets.ontology() / "clashes")
    assert {clash.predicate for clash in found} == {terms.hasOwner}


def test_every_example_has_its_rule() -> None:
    examples = {path.stem for path in SHORTCUTS.glob("*.trig")}
    assert examples == {rule.name for rule in [*read_rules(RULES), *read_rules(SHORTCUTS)]}


def test_rules_say_what_they_conclude() -> None:
    assert all(rule.text.startswith("# rule: ") for rule in read_rules(RULES))
    with pytest.raises(AssetMissing):
        read_rules(HERE)


def test_rules_that_conclude_types_go_first_and_else_names_decide(tmp_path: Path) -> None:
    for name, head in (("a", "?x <x:b> ?y"), ("c", "?x a <x:C>"), ("b", "?x a <x:B>")):
        text = f"# rule: So.\nCONSTRUCT {{ {head} }} WHERE {{ ?x a ?y }}\n"
        (tmp_path / f"{name}.rq").write_text(text, encoding="utf-8")
    assert [rule.name for rule in read_rules(tmp_path)] == ["b", "c", "a"]


def test_nothing_asserted_is_derived_again(seed_build: Path) -> None:
    store = open_build(seed_build)
    derived = NamedNode(iri.DERIVED_GRAPH)
    for quad in store.quads_for_pattern(None, None, None, derived):
        graphs = {q.graph_name for q in stated(store, quad.subject, quad.predicate, quad.object)}  # type: ignore[arg-type]
        assert graphs == {derived}


def test_the_officials_of_the_seed_are_found(seed_build: Path) -> None:
    query = "SELECT ?person WHERE { ?person a dyad:Official }"
    found = {str(row["person"]).strip("<>") for row in select(open_build(seed_build), query)}
    keys = ("toregaliev-nariman", "shaqqaliev-arman")
    assert found == {iri.mint_hashed("person", key) for key in keys}


def told(store: Store) -> Axioms:
    """Return the axioms that the reasoner is told of a store."""
    return read_axioms(quad.triple for quad in logical_part(store))


@pytest.fixture
def facts(terminology: list[str], seed_build: Path) -> Store:
    """Return the seed's assertions with the ontology, without what was derived."""
    lines = (seed_build / "kg.nq").read_text(encoding="utf-8").splitlines()
    store = Store()
    load_lines(store, [*terminology, *(line for line in lines if iri.SOURCE_GRAPHS in line)])
    return store


def test_the_seed_is_consistent_and_every_class_can_have_members(facts: Store) -> None:
    require_java()
    assert clashes(facts, assets.ontology() / "clashes") == []
    assert classify(told(facts), ONTOLOGY.subs(terms.Claim)).unsatisfiable == ()


def test_the_reasoner_and_the_rule_find_the_same_officials(facts: Store) -> None:
    require_java()
    derive(facts, [*read_rules(RULES), *read_rules(SHORTCUTS)])
    official = NamedNode(terms.Official)
    derived = {q for q in facts.quads_for_pattern(None, None, official) if q.graph_name == NamedNode(iri.DERIVED_GRAPH)}
    facts.remove_graph(NamedNode(iri.DERIVED_GRAPH))
    facts.extend(q for q in held(facts))
    members = classify(told(facts), ONTOLOGY.subs(terms.Claim), members=True).members(terms.Official)
    assert {str(q.subject).strip("<>") for q in derived} == members
    assert len(derived) == 2


def held(facts: Store) -> list[Quad]:
    """Return the shortcut from which the axiom of officials concludes, read off the office holdings."""
    pairs = select(facts, "SELECT ?p ?o WHERE { ?c dyad:hasHolder ?p ; dyad:hasPost ?o }")
    graph = NamedNode(iri.source_graph("held"))
    return [Quad(row["p"], NamedNode(terms.holdsPost), row["o"], graph) for row in pairs]


def owner_clash() -> list[Quad]:
    graph = iri.source_graph("faulty")
    return read_quads(HERE / "checkpoint-as-owner.ttl", graph)


def test_a_checkpoint_as_an_owner_is_inconsistent_and_the_statement_is_named(
    facts: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts.extend(owner_clash())
    found = [str(clash) for clash in clashes(facts, assets.ontology() / "clashes")]
    assert found == [
        "claim/00000000000000000001 dyad:hasOwner checkpoint/xa-gate — stated dyad:Checkpoint, implied dyad:Agent"
    ]
    require_java()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(OntologyInconsistent):
        classify(told(facts), ONTOLOGY.subs(terms.Claim))
    assert [*tmp_path.iterdir()] == [], "the file that Java read is left behind"


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        (
            "<https://w3id.org/dyad/id/person/p> a dyad:Person, dyad:Firm .",
            "person/p rdf:type dyad:Person — stated dyad:Firm, implied dyad:Person",
        ),
        (
            f"<{iri.ID}post/p> a dyad:Post ; dyad:hasFirstEconomy <{iri.ID}country/KZ> .",
            "post/p dyad:hasFirstEconomy country/KZ — stated dyad:Post, implied dyad:Dyad",
        ),
    ],
)
def test_clashes_of_types_and_domains_are_named(statement: str, named: str, facts: Store, tmp_path: Path) -> None:
    path = tmp_path / "clash.ttl"
    path.write_text(f"@prefix dyad: <{iri.PREFIXES['dyad']}> .\n{statement}\n", encoding="utf-8")
    facts.extend(read_quads(path, iri.source_graph("faulty")))
    assert named in [str(clash) for clash in clashes(facts, assets.ontology() / "clashes")]


def test_an_unsatisfiable_class_is_named(tmp_path: Path) -> None:
    require_java()
    path = tmp_path / "impossible.ttl"
    path.write_text(
        f"@prefix dyad: <{iri.PREFIXES['dyad']}> . @prefix owl: <{iri.PREFIXES['owl']}> .\n"
        f"@prefix rdfs: <{iri.PREFIXES['rdfs']}> .\n"
        "dyad:Impossible a owl:Class ; rdfs:subClassOf dyad:Place, dyad:Agent .\n",
        encoding="utf-8",
    )
    store = Store()
    load_lines(store, ontology_lines(ONTOLOGY))
    store.extend(read_quads(path, iri.ONTOLOGY_GRAPH))
    assert classify(told(store), [terms.Claim]).unsatisfiable == (iri.PREFIXES["dyad"] + "Impossible",)


def test_what_data_state_of_terms_is_set_aside_and_imports_are_named(terminology: list[str], tmp_path: Path) -> None:
    path = tmp_path / "law.ttl"
    path.write_text(
        f"@prefix dyad: <{iri.PREFIXES['dyad']}> . @prefix owl: <{iri.PREFIXES['owl']}> .\n"
        f"@prefix rdfs: <{iri.PREFIXES['rdfs']}> . @prefix id: <{iri.ID}> .\n"
        "dyad:Person rdfs:subClassOf dyad:Place, dyad:Agent ; a owl:Ontology ; owl:imports <x:a> .\n"
        "[] a owl:AllDisjointClasses ; owl:members (dyad:Person dyad:Firm) .\n"
        "<https://w3id.org/dyad/id/person/p> a dyad:Person, owl:NamedIndividual, <x:c>, [] ; owl:sameAs "
        "<https://w3id.org/dyad/id/person/q> . <https://w3id.org/dyad/id/person/q> a dyad:Person .\n",
        encoding="utf-8",
    )
    store = Store()
    load_lines(store, terminology)
    before = set(logical_part(store))
    store.extend(read_quads(path, iri.source_graph("faulty")))
    passed = set(logical_part(store))
    notes = set_aside(store)
    assert passed == set(logical_part(store)), "what data state of terms reaches the reasoner"
    assert [note.split(",")[0] for note in notes] == [
        "NOT CHECKED: owl:imports is not followed: name the file too",
        "NOT CHECKED: 4 axioms in the data take no part",
    ]
    assert "x:a" in notes[0]
    left = store.quads_for_pattern(None, None, None, NamedNode(iri.source_graph("faulty")))
    assert {name_of(quad.predicate).rpartition("#")[2] for quad in left} == {"type", "imports", "sameAs"}
    added = passed - before
    assert len(added) == 3
    assert {name_of(quad.predicate).rpartition("#")[2] for quad in added} == {"type", "sameAs"}
    assert {name_of(quad.subject).removeprefix(iri.ID) for quad in added} == {"person/p", "person/q"}


def test_of_each_class_the_first_two_hundred_take_part(terminology: list[str]) -> None:
    firms = [iri.mint("firm", f"{number:03}") for number in range(201)]
    said = [f"<{firm}> <{TYPE}> <{terms.Firm}>" for firm in reversed(firms)]
    said += [f"<{firms[0]}> <{terms.isIdentifiedWith}> <{firms[place]}>" for place in (199, 200)]
    store = Store()
    load_lines(store, terminology)
    before = set(logical_part(store))
    load_lines(store, [f"{one} <{iri.source_graph('many')}> ." for one in said])
    added = [quad for quad in logical_part(store) if quad not in before]
    assert sorted(name_of(quad.subject) for quad in added if quad.predicate.value == TYPE) == firms[:200]
    assert [name_of(quad.object) for quad in added if quad.predicate.value != TYPE] == [firms[199]]


def test_what_the_ontology_imports_does_not_reach_the_reasoner(terminology: list[str]) -> None:
    store = Store()
    imported = f"<{iri.BASE}reasoned> <{iri.PREFIXES['owl']}imports> <file:///x> <{iri.ONTOLOGY_GRAPH}> ."
    load_lines(store, [*terminology, imported])
    assert not [axiom for axiom in told(store).axioms if "owl#imports" in str(axiom.content)]
    assert set_aside(store) == ["NOT CHECKED: owl:imports is not followed: name the file too, if file:///x is to count"]


@pytest.mark.parametrize("end", ["exit 3", "kill -9 $$"])
def test_java_that_fails_is_no_verdict(end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "java").write_text(f"#!/bin/sh\n{end}\n", encoding="utf-8")
    (tmp_path / "java").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(JavaMissing, match="to its end"):
        classify(Axioms(), [])


def test_an_ontology_that_did_not_arrive_is_no_consistent_one() -> None:
    require_java()
    with pytest.raises(TermUnknown):
        classify(Axioms(), [terms.Claim])
