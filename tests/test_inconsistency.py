"""An ontology that contradicts itself is explained by the right statements; one that HermiT cannot decide says why."""

from pathlib import Path

import pytest

from kg.checks.inconsistency import check_consistency
from kg.core import assets, iri
from kg.core.graph import RdfFormat, Triple, name_of, parse
from kg.reason.axioms import Axiom, read_axioms
from kg.reason.datatypes import as_hermit_knows
from kg.reason.hermit import first_contradiction
from kg.reason.in_words import axiom_in_words, labels_of
from kg.reason.profile import misfits
from kg.validation.consequences import Consequences
from kg.validation.graphs import statements
from kg.validation.report import CheckOutcome, Violation, report
from tests.running import kg
from tests.test_reason import require_java

FOLDER = Path(__file__).parent / "ontologies"
HEAD = """@prefix : <http://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
:C a owl:Class . :D a owl:Class . :p a owl:ObjectProperty . :q a owl:ObjectProperty . :d a owl:DatatypeProperty .
"""


def triples(said: str) -> list[Triple]:
    return [quad.triple for quad in parse((HEAD + said).encode(), format=RdfFormat.TURTLE)]


def read(said: str) -> list[str]:
    """Return the axioms of some statements, with the names of the example in short."""
    axioms = read_axioms(triples(said)).axioms
    return [
        str(axiom.content).replace("http://example.org/", "").replace("http://www.w3.org/2001/XMLSchema", "xsd")
        for axiom in axioms
    ]


# The lines and columns of a smallest set, axioms before facts, and the words of its first statement.
EXPLAINED = {
    "domain": (["9:22", "11:21", "13:17", "14:9", "15:11"], "Nothing is two of these at once: «place», «agent»."),
    "functional": (["8:34", "11:14", "12:9"], "Nothing has more than one value of «founded»."),
    "chain": (
        ["10:22", "12:21", "14:21", "15:9", "16:43"],
        "Nothing is two of these at once: «Dependency», «State».",
    ),
    "cardinality": (["8:21", "10:10", "11:12", "12:9"], "Every «Ownership» is what has at most 1 of «share»."),
}


@pytest.mark.parametrize("name", EXPLAINED)
def test_what_cannot_be_true_is_explained_by_the_right_statements(name: str) -> None:
    require_java()
    found = check_consistency([FOLDER / f"{name}.ttl"])
    places, words = EXPLAINED[name]
    assert found.outcome is CheckOutcome.VIOLATIONS
    assert [f"{one.line}:{one.start}" for one in found.findings] == places
    assert found.findings[0].message("en").endswith(f": mend one. This says: {words}")
    assert all({"en", "ru", "kk"} == one.messages.keys() for one in found.findings)


def test_the_page_shows_what_is_found(tmp_path: Path) -> None:
    require_java()
    page = (Path(__file__).parents[1] / "docs" / "consistency.md").read_text(encoding="utf-8")
    text = (FOLDER / "disjoint-properties.ttl").read_text(encoding="utf-8")
    assert f"```turtle\n{text}```\n" in page
    (tmp_path / "trade.ttl").write_text(text, encoding="utf-8")
    done = kg(tmp_path, "check", "--ontology", "trade.ttl")
    assert done.returncode == 1
    assert f"$ kg check --ontology trade.ttl\n{done.stdout}```\n" in page


def without(name: str, *lines: int) -> list[Axiom]:
    """Return the axioms of an ontology without some of its statements, by their lines, of which the last goes first."""
    gone = {(FOLDER / f"{name}.ttl", line) for line in lines}
    kept = [one.triple for one in statements([FOLDER / f"{name}.ttl"]) if (one.path, one.line) not in gone]
    return read_axioms(kept).axioms


def test_without_any_one_of_the_statements_it_can_be_true() -> None:
    require_java()
    parts = [("domain", 15), ("functional", 12), ("cardinality", 12), ("disjoint-properties", 12)]
    assert all(without(name, line) != without(name) for name, line in parts)
    assert first_contradiction([without(name, line) for name, line in parts]) is None
    assert first_contradiction([[], without("domain")]) == 1, "the control that must contradict itself"


def test_a_hundred_that_clash_alike_are_one_contradiction_with_its_axiom_first(tmp_path: Path) -> None:
    require_java()
    path = tmp_path / "many.ttl"
    rows = "".join(f":a{number} a :C ; :p :b{number % 7} .\n" for number in range(100))
    path.write_text(f"{HEAD}{rows}:p rdfs:domain :D .\n:D owl:disjointWith :C .\n", encoding="utf-8")
    found = check_consistency([path]).findings
    assert [one.line for one in found] == [105, 106, 5, 5]
    assert found[-1].message("en").endswith("«a0» has «p»: «b0». The same holds of 99 more.")


@pytest.mark.parametrize(
    ("said", "axioms"),
    [
        (":C rdfs:subClassOf :D .", ["SubClassOf(<C> <D>)"]),
        (
            ":C rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :d ; owl:maxCardinality 1 ] .",
            ["SubClassOf(<C> DataMaxCardinality(1 <d>))"],
        ),
        (
            ":C owl:equivalentClass [ owl:intersectionOf ( :D [ owl:complementOf :C ] [ owl:oneOf ( :a :b ) ] ) ] .",
            ["EquivalentClasses(<C> ObjectIntersectionOf(<D> ObjectComplementOf(<C>) ObjectOneOf(<a> <b>)))"],
        ),
        (":p owl:propertyChainAxiom ( :q :q ) .", ["SubObjectPropertyOf(ObjectPropertyChain(<q> <q>) <p>)"]),
        ("[ owl:inverseOf :p ] rdfs:subPropertyOf :q .", ["SubObjectPropertyOf(ObjectInverseOf(<p>) <q>)"]),
        (
            ":d rdfs:range [ owl:onDatatype xsd:int ; owl:withRestrictions ( [ xsd:minInclusive 5 ] ) ] .",
            ['DataPropertyRange(<d> DatatypeRestriction(<xsd#int> <xsd#minInclusive> "5"^^<xsd#integer>))'],
        ),
        (
            "[] a owl:NegativePropertyAssertion; owl:sourceIndividual :a; owl:assertionProperty :d; owl:targetValue 5.",
            ['NegativeDataPropertyAssertion(<d> <a> "5"^^<xsd#integer>)'],
        ),
        (":C owl:hasKey ( :p :d ) .", ["HasKey(<C> (<p>) (<d>))"]),
        ("[] a owl:AllDifferent ; owl:distinctMembers ( :a :b ) .", ["DifferentIndividuals(<a> <b>)"]),
        (':a :d "x\\"y"@en ; rdfs:label "a" .', ['DataPropertyAssertion(<d> <a> "x\\"y"@en)']),
        (":new rdfs:range xsd:int . :x :new 5 .", None),
        ("[] a owl:Axiom ; owl:annotatedSource :C ; owl:annotatedProperty rdfs:label .", []),
    ],
)
def test_statements_are_read_as_the_axioms_that_they_write(said: str, axioms: list[str] | None) -> None:
    expected = (
        axioms
        if axioms is not None
        else [
            "DataPropertyRange(<new> <xsd#int>)",
            'DataPropertyAssertion(<new> <x> "5"^^<xsd#integer>)',
        ]
    )
    assert read(said) == expected
    assert misfits(read_axioms(triples(said))) == [], "the control of what is outside OWL 2 DL"


OUTSIDE = {
    ":p a owl:TransitiveProperty . :C rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality 1 ] .": "simple",
    ":p a owl:TransitiveProperty ; rdfs:subPropertyOf :q . :q a owl:FunctionalProperty .": "simple",
    ":q owl:propertyChainAxiom ( :p :p ) ; a owl:AsymmetricProperty .": "simple",
    ":p owl:propertyChainAxiom ( :q :p :q ) .": "circle",
    ":p owl:propertyChainAxiom ( :q :q ) . :q owl:propertyChainAxiom ( :p :p ) .": "circle",
    ":p a owl:DatatypeProperty .": "is declared as",
    ":C a rdfs:Datatype .": "a class and a datatype",
    ":d a owl:InverseFunctionalProperty .": "nothing else of the kind",
    ":d a owl:TransitiveProperty .": "nothing else of the kind",
    ":a :p 5 .": "has a text or a number as its value",
    ":a :d :b .": "has a thing as its value",
    ":C rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom xsd:date ] .": "class expression is due",
    ":C rdfs:subClassOf xsd:string .": "stands where a class expression is due",
    ":C rdfs:subClassOf [ owl:onProperty :p ] .": "says nothing of its property",
    ":C rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality -1 ] .": "no whole number",
    ":C rdfs:subClassOf [ owl:intersectionOf :D ] .": "not well formed",
    ":C rdfs:subClassOf [] .": "no class expression",
    ":C owl:disjoint :D .": "no term of OWL 2",
    "[] owl:onProperty :p ; owl:someValuesFrom :C .": "no axiom uses",
    ":p rdfs:subPropertyOf :d .": "beside a property of things",
    ":C rdfs:subClassOf rdfs:Resource .": "belongs to the language",
    ":d rdfs:range [ owl:onDatatype xsd:date ; owl:withRestrictions ( [ xsd:minInclusive 5 ] ) ] .": "no facet",
    ":d rdfs:range [ owl:onDatatype xsd:decimal ; owl:withRestrictions ( [ xsd:totalDigits 5 ] ) ] .": "no facet",
    ":a owl:sameAs [] .": "only named individuals",
}


@pytest.mark.parametrize("said", OUTSIDE)
def test_what_is_outside_owl_2_dl_is_said_with_its_rule(said: str) -> None:
    found = misfits(read_axioms(triples(said)))
    assert found, "nothing is said"
    assert OUTSIDE[said] in found[0].rule
    assert found[0].triple is not None


def test_an_ontology_outside_owl_2_dl_ends_with_2_and_names_the_axiom(tmp_path: Path) -> None:
    require_java()
    path = tmp_path / "outside.ttl"
    path.write_text(f"{HEAD}:p a owl:TransitiveProperty ,\n  owl:FunctionalProperty .\n", encoding="utf-8")
    done = kg(tmp_path, "check", "--ontology", path.name)
    assert (done.returncode, "where:  outside.ttl:6:3" in done.stdout) == (2, True)
    assert "only simple properties" in done.stdout
    path.write_text(f'{HEAD}:d rdfs:range xsd:integer .\n:a :d "x"^^xsd:integer .\n', encoding="utf-8")
    done = kg(tmp_path, "check", "--ontology", path.name)
    assert (done.returncode, "where:  outside.ttl:6:7" in done.stdout, "malformed" in done.stdout) == (2, True, True)
    path.write_text(f"{HEAD}:C rdfs:subClassOf :D . :a :d 5 .\n", encoding="utf-8")
    done = kg(tmp_path, "check", "--ontology", path.name)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "consistency: conforms, 2 checked, 0 findings")


def test_an_ontology_in_rdf_xml_is_read(tmp_path: Path) -> None:
    path = tmp_path / "some.owl"
    names = {"rdf": "1999/02/22-rdf-syntax-ns#", "owl": "2002/07/owl#"}
    spaces = " ".join(f'xmlns:{prefix}="http://www.w3.org/{name}"' for prefix, name in names.items())
    kind = '<rdf:type rdf:resource="http://www.w3.org/2002/07/owl#{}Property"/>'
    kinds = kind.format("Transitive") + kind.format("Functional")
    path.write_text(
        f'<rdf:RDF {spaces}><owl:ObjectProperty rdf:about="x:p">{kinds}</owl:ObjectProperty></rdf:RDF>', "utf-8"
    )
    found = check_consistency([path])
    assert (found.outcome, found.findings[0].path) == (CheckOutcome.UNUSABLE, path)


AGREE = (
    ':d rdfs:range xsd:date . :a :d "2020-01-01"^^xsd:date .',
    ':d rdfs:range rdf:langString . :a :d "x"@kk .',
    ':d a owl:FunctionalProperty . :a :d "P1Y"^^xsd:duration, "P12M"^^xsd:duration .',
    ":d a owl:FunctionalProperty . :a :d 5.20, 5.2 .",
    ':d a owl:FunctionalProperty . :a :d "x"^^:mine, "y"^^:mine .',
)
CLASH = (
    ':d rdfs:range xsd:date . :a :d "2020"^^xsd:gYear .',
    ':d a owl:FunctionalProperty . :a :d "P1Y"^^xsd:duration, "P13M"^^xsd:duration .',
    ":d a owl:FunctionalProperty . :a :d 5.20, 5.21 .",
)


@pytest.mark.parametrize("said", CLASH)
def test_dates_and_numbers_reach_hermit_as_values(said: str) -> None:
    require_java()
    told = [read_axioms(triples(one)).axioms for one in (*AGREE, said)]
    assert first_contradiction(told) == len(AGREE)


def test_our_ontology_is_in_owl_2_dl() -> None:
    files = sorted(assets.ontology().glob("*.ttl"))
    found = read_axioms(one.triple for one in statements(files))
    assert misfits(found) == []
    assert [term for term in found.roles.undeclared if name_of(term).startswith(iri.BASE)] == [], "names of ours"
    assert len(found.axioms) > 700


def test_every_construct_has_its_words_in_three_languages() -> None:
    said = triples(
        ":C rdfs:label 'city'@en, 'город'@ru, 'қала'@kk ; rdfs:subClassOf [ owl:onProperty :p ; owl:onClass :D ; "
        "owl:minQualifiedCardinality 2 ], [ owl:onProperty :d ; owl:allValuesFrom [ owl:onDatatype xsd:integer ; "
        "owl:withRestrictions ( [ xsd:minInclusive 5 ] ) ] ] ."
    )
    number, values = (axiom_in_words(axiom.content, labels_of(said)) for axiom in read_axioms(said).axioms)
    assert number == {
        "en": "Every «city» is what has at least 2 of «p» («D»).",
        "ru": "Всё, что есть «город», есть и то, у чего не меньше 2 значений «p» («D»).",
        "kk": "«қала» болғанның бәрі «p» мәні кемінде 2 болатын нәрсе («D») болады.",
    }
    assert values["en"] == "Every «city» is what has no «d» but «xsd:integer» ≥ 5."


def test_a_date_is_no_address_that_someone_wrote() -> None:
    axiom = read_axioms(triples(':a :d "2020-01-01"^^xsd:date .')).axioms[0]
    assert '"urn:datatype:date:2020-2d-01-2d-01"' in str(as_hermit_knows(axiom.content))


def test_what_clashes_with_rows_is_told_though_it_stands_in_no_table() -> None:
    found = [
        Violation(rule, "error", {"en": "Mend it."}, "x:a", path=Path(name), line=1)
        for rule, name in (("inconsistent", "axioms.ttl"), ("clash", "known.csv"), ("clash", "own.csv"))
    ]
    kept = Consequences([]).left_out_of(report("consistency", found, 1), {"x:a": (Path("own.csv"), 1)})
    assert [str(one.path) for one in kept.findings] == ["axioms.ttl", "own.csv"]
