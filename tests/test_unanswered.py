"""Questions that what ships leaves without an answer: no more than are named here, and each says why."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from kg.core import assets
from kg.core.graph import Store, open_build
from kg.core.ontology import read_ontology
from kg.query.library import bind, read_queries
from tests.engines import ask_oxigraph
from tests.running import kg

EMPTY = {
    "flows-under-agreement": "The pack world-trade has 10 rows",
    "regions-touching": "The pack share-alike has 18 rows",
    "regions-touching-with-crossing": "The pack share-alike has 18 rows",
    "shared-events": "there are: goods exports",
    "agreements-to-projects": "there is least of: part of (2)",
}


def unanswered(store: Store, texts: Mapping[str, str]) -> set[str]:
    """Name the queries that have no rows."""
    return {name for name, text in texts.items() if not ask_oxigraph(store, text).rows}


def test_every_other_question_has_an_answer_with_its_own_defaults(shipped_build: Path) -> None:
    store, questions = open_build(shipped_build), read_queries(assets.queries())
    assert unanswered(store, {name: question.text for name, question in questions.items()}) == {*EMPTY}
    nothing = bind(questions["turnover"], {"dyad": "AQ-BV"}, read_ontology(assets.ontology()))
    assert unanswered(store, {"turnover": nothing}) == {"turnover"}


@pytest.mark.parametrize("name", EMPTY)
def test_a_shipped_question_that_ships_empty_says_why(name: str, shipped_build: Path) -> None:
    done = kg(shipped_build.parent, "ask", name)
    assert (done.returncode, done.stdout) == (0, "")
    assert EMPTY[name] in done.stderr
