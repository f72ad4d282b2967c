"""A question has the same answer from the statements of the predicates that it reads as from all."""

from datetime import date
from pathlib import Path

import pytest

from kg.building import build
from kg.core import assets
from kg.core.ontology import RDF_TYPE, read_ontology
from kg.core.time_axes import TimeAxes
from kg.query.answers import answer
from kg.query.library import bind, read_queries
from kg.query.reads import predicates_read
from kg.restrict import restrict
from tests.test_restrict import WHOLE, written

TERM = "https://w3id.org/dyad/ontology#"
ANY = [
    "SELECT * { ?s ?p ?o }",
    "SELECT * { ?s dyad:owns ?o OPTIONAL { ?o ?p ?other } }",
    "SELECT * { ?s dyad:owns ?o FILTER NOT EXISTS { ?o ?p ?other } }",
    "SELECT * { ?s !dyad:owns ?o }",
    "SELECT * { ?s dyad:isWithin* ?o }",
    "SELECT * { VALUES ?s { <x:y> } ?s dyad:isWithin? ?o }",
    "SELECT * { [] dyad:isWithin* ?o }",
    "SELECT * { GRAPH ?g { } }",
    "DESCRIBE <x:y>",
    "SELECT * { this is no query",
    "SELECT * {" + "{" * 40 + " ?s dyad:owns ?o " + "}" * 41,
]


@pytest.mark.parametrize("query", ANY)
def test_a_query_that_may_read_any_predicate_reads_all(query: str) -> None:
    assert predicates_read(query) is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * { ?s a dyad:Firm ; dyad:owns ?o }", {f"{RDF_TYPE} {TERM}Firm", f"{TERM}owns"}),
        ("SELECT * { ?s a ?class }", {RDF_TYPE}),
        ("CONSTRUCT { ?s dyad:owns ?o } WHERE { ?o dyad:isWithin+ ?s }", {f"{TERM}isWithin"}),
        ("SELECT * { ?s dyad:owns ?o . ?o dyad:isWithin? ?p }", {f"{TERM}owns", f"{TERM}isWithin"}),
        ("SELECT * { <x:y> dyad:isWithin* ?o }", {f"{TERM}isWithin"}),
        ("ASK { ?s (dyad:owns|^dyad:isWithin)/dyad:gap ?o }", {f"{TERM}owns", f"{TERM}isWithin", f"{TERM}gap"}),
        ("SELECT * { ?s dyad:owns ?o FILTER(?s = 1 || EXISTS { ?o dyad:gap ?x }) }", {f"{TERM}owns", f"{TERM}gap"}),
        ("SELECT * { GRAPH ?g { ?s dyad:owns ?o } { SELECT * { ?s dyad:gap ?n } } }", {f"{TERM}owns", f"{TERM}gap"}),
    ],
)
def test_the_predicates_of_every_pattern_are_read(query: str, expected: set[str]) -> None:
    assert predicates_read(query) == frozenset(expected)


def test_questions_are_answered_from_what_they_read_as_from_all(tmp_path: Path) -> None:
    folder = build([written(tmp_path / "data", WHOLE)], assets.ontology(), tmp_path / "build", rdf=False).folder
    restricted, ontology = (
        restrict(folder, assets.ontology(), TimeAxes(date(2004, 1, 1))),
        read_ontology(assets.ontology()),
    )
    everything, answered = restricted.store(), 0
    for query in [*read_queries(assets.queries()).values()][::9]:
        text = bind(query, {}, ontology)
        if (read := predicates_read(text)) is not None:
            found, expected = (answer(store, text) for store in (restricted.store(read=read), everything))
            answered += len(expected.rows)
            assert (query.name, sorted(map(str, found.rows))) == (query.name, sorted(map(str, expected.rows)))
    assert answered
