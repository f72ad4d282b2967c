"""Names in a query that nothing has: each is named, with its place and the nearest, before the query runs."""

import pytest

from kg.core.errors import QueryInvalid
from kg.core.graph import Store
from kg.query.constants import check_names, unused


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("dyad:isAbot", "dyad:isAbout"),
        ("dyad:Mesurement", "dyad:Measurement"),
        ("dyad:hasindicator", "dyad:hasIndicator"),
        ("indicator:goods-tunover", "indicator:goods-turnover"),
        ("stage:realized", "stage:realised"),
        ("country:XC", "country:XA"),
        ("<https://w3id.org/dyad/ontology#isoCod>", "<https://w3id.org/dyad/ontology#isoCode>"),
    ],
)
def test_a_misspelt_name_of_ours_is_met_with_the_nearest(written: str, near: str, world: Store) -> None:
    with pytest.raises(QueryInvalid) as caught:
        check_names(f"SELECT *\n{{ ?s ?p ?o ; ?q {written} . FILTER(?o = 'dyad:fine') }}", world)
    assert written in caught.value.problem
    assert near in caught.value.remedy
    assert (caught.value.line, caught.value.column) == (2, "17")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s dyad:isAbout ?o ; a dyad:Measurement . country:XA rdfs:label ?l }",
        "PREFIX x: <https://w3id.org/dyad/ontology#nothing> SELECT * { ?s ?p ?o }",
        "CONSTRUCT { ?s dyad:myOwn ?o } WHERE { ?s dyad:isAbout ?o }",
        "SELECT * { ?s ?p '1'^^dyad:nothing # dyad:nothing\n, 'dyad:nothing' FILTER(dyad:nothing(?s)) }",
    ],
)
def test_what_is_there_or_is_no_name_passes(query: str, world: Store) -> None:
    assert check_names(query, world) == []


def test_a_foreign_name_that_nothing_has_is_told_and_not_refused(world: Store) -> None:
    found = check_names("SELECT * { ?s rdfs:labell ?o ; <http://example.org/p> ?q ; a owl:Class }", world)
    assert [one.text for one in found] == ["rdfs:labell", "<http://example.org/p>"]
    assert str(found[0]) == "line 1, column 15: nothing in this graph has rdfs:labell. Did you mean rdfs:label?"


def test_a_term_of_the_ontology_is_no_mistake_where_nothing_uses_it() -> None:
    assert unused("SELECT * { ?s dyad:isAbout ?o }", Store()) == []
    assert [one.text for one in unused("SELECT * { ?s dyad:isAbaut ?o }", Store())] == ["dyad:isAbaut"]
