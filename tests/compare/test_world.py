"""The invented world has everything that the engine can find, so that what other engines find in it says something."""

import pytest

from kg.compare.embedded import compare_all
from kg.compare.prepare.vocabulary import Vocabulary
from kg.core import assets, terms
from kg.core.ontology import read_ontology
from tests.claims import flat
from tests.compare.cases import facts_of
from tests.compare.world import world

CONCEPTS = {"verdict": terms.Verdict, "reasons": terms.Reason, "change": terms.Change, "outcome": terms.Outcome}


@pytest.fixture(scope="module")
def found() -> dict[str, set[str]]:
    """Return what is found in the world, by column."""
    rows = compare_all(flat(world()), facts_of()).findings.to_pylist()
    lists = {name: [row[name] if isinstance(row[name], list) else [row[name]] for row in rows] for name in CONCEPTS}
    return {name: {key for keys in found for key in keys} - {None} for name, found in lists.items()}


@pytest.mark.parametrize("column", CONCEPTS)
def test_every_concept_of_findings_is_found_and_no_other(column: str, found: dict[str, set[str]]) -> None:
    known = Vocabulary((read_ontology(assets.ontology()).terms,)).individuals(CONCEPTS[column])
    assert found[column] == {name.rpartition("/")[2] for name in known}
