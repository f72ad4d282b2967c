"""The part of a graph around a dyad answers as the graph of two days does, which is the whole of what is left."""

from pathlib import Path

import pytest

from kg.core import assets, iri, terms
from kg.core.graph import DefaultGraph, NamedNode, Quad, Store
from kg.core.ontology import read_ontology
from kg.core.time_axes import TimeAxes, read_day
from kg.query.answers import answer
from kg.query.library import find_query, with_terms
from kg.serve.asked import PageRequest
from kg.serve.pages.nearby import ASKED_AROUND, store_around
from kg.serve.pages.site import Look, open_site
from kg.serve.served import Served

QUESTIONS = {
    "turnover": "dyad",
    "mirrors": "dyad",
    "targets": "about",
    "target-history": "about",
    "projects-by-stage": "dyad",
    "crossings-by-region-pair": "dyad",
    "agreement-steps": "dyad",
    "officials-on-day": "dyad",
    "conflicts": "about",
}
DYAD = iri.mint("dyad", "XA-XB")
CROSSING, CHECKPOINT, REGION = (f"{iri.ID}{key}" for key in ("crossing/gate", "checkpoint/gate", "region/XA-01"))
PLACING = f"{iri.ID}claim/1"
SOURCE = f"{iri.BASE}graph/source/xa"


def test_what_is_around_a_dyad_answers_as_all_that_is_left_does(seed_build: Path) -> None:
    axes = TimeAxes(None, read_day("valid", "2024-06-01"))
    look = Look(open_site(Served(seed_build)), PageRequest("/", axes=axes))
    dyad = iri.mint("dyad", "KZ-RU")
    around, whole = look.around(dyad), look.graph.store
    assert look.gone
    assert len(around.store) < len(whole)
    assert QUESTIONS.keys() == ASKED_AROUND
    found = 0
    for question, parameter in QUESTIONS.items():
        query = with_terms(find_query(assets.queries(), question), {parameter: f"<{dyad}>"})
        rows = answer(whole, query).rows
        assert answer(around.store, query).rows == rows, question
        found += len(rows)
    assert 0 < found < 40


def quad(subject: str, predicate: str, thing: str, graph: str = "") -> Quad:
    return Quad(
        NamedNode(subject), NamedNode(predicate), NamedNode(thing), NamedNode(graph) if graph else DefaultGraph()
    )


@pytest.mark.parametrize(
    ("graph", "gone", "lies"),
    [("", frozenset[str](), True), ("", frozenset({PLACING}), False), (SOURCE, frozenset({PLACING}), True)],
)
def test_where_something_lies_goes_with_the_claim_that_says_so(graph: str, gone: frozenset[str], *, lies: bool) -> None:
    store, within = Store(), (CHECKPOINT, terms.isWithin, REGION)
    store.add(quad(CROSSING, terms.concernsDyad, DYAD))
    store.add(quad(CROSSING, terms.hasCheckpoint, CHECKPOINT))
    store.add(quad(PLACING, terms.isAbout, CHECKPOINT))
    store.add(quad(PLACING, terms.isRelatedTo, REGION))
    store.add(quad(*within))
    if graph:
        store.add(quad(*within, graph))
    found = store_around(store, read_ontology(assets.ontology()), DYAD, gone)
    assert (quad(*within) in found) is lies
    assert quad(CROSSING, terms.hasCheckpoint, CHECKPOINT) in found


@pytest.mark.parametrize("question", ["office-holders", "claims-by-source"])
def test_on_two_days_a_question_is_answered_as_all_that_is_left_does(question: str, seed_build: Path) -> None:
    look = Look(open_site(Served(seed_build)), PageRequest("/", axes=TimeAxes(None, read_day("valid", "2024-06-01"))))
    query = find_query(assets.queries(), question).text
    found = look.answer(query)
    assert look.gone
    assert found == answer(look.graph.store, query)
    assert found != answer(look.whole.store, query)


def test_on_two_days_a_query_of_any_property_reads_all_that_is_left(seed_build: Path) -> None:
    look = Look(open_site(Served(seed_build)), PageRequest("/", axes=TimeAxes(None, read_day("valid", "2024-06-01"))))
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert look.answer(count) == answer(look.graph.store, count)
    assert look.answer(count) != answer(look.whole.store, count)
