"""What claims say of the stages of undertakings, and of places and the works on them."""

from dataclasses import replace

import pytest

from kg.compare.embedded import compare_all
from kg.core import iri
from tests.claims import flat
from tests.compare.cases import Told, cases, facts_of, findings_of, named, place

# What is tried, the verdict and its reason; then two reports on one undertaking.
CASES = cases(
    """
one stage: same stages-equal
    stage=ongoing from=2024-03-01 until=2024-04-01
    stage=ongoing from=2024-03-15 until=2024-06-01
two on one day: contradiction stages-exclude
    stage=ongoing from=2024-03-01 until=2024-03-02
    stage=suspended from=2024-03-01 until=2024-03-02
done and begun: contradiction stages-exclude
    stage=completed from=2024-03-01 until=2024-03-02
    stage=ongoing from=2024-03-01 until=2024-03-02
meant and begun that day: compatible stages-follow
    stage=planned from=2024-03-01 until=2024-03-02
    stage=ongoing from=2024-03-01 until=2024-03-02
two in one year: compatible stages-follow
    stage=ongoing
    stage=completed
done, then under way: suspicious stages-turn-back
    stage=completed from=2024-03-01 until=2024-03-02
    stage=ongoing from=2024-05-01 until=2024-05-02
done, then meant: suspicious stages-turn-back
    stage=completed from=2024-03-01 until=-
    stage=planned from=2024-05-01 until=2024-05-02
given up, then begun: suspicious stages-turn-back
    stage=cancelled from=2024-03-01 until=2024-03-02
    stage=ongoing from=2024-05-01 until=2024-05-02
in use, then meant: suspicious stages-turn-back
    stage=operating from=2024-03-01 until=2024-03-02
    stage=planned from=2024-05-01 until=2024-05-02
retired, then in use: suspicious stages-turn-back
    stage=retired from=2024-03-01 until=2024-03-02
    stage=operating from=2024-05-01 until=2024-05-02
under way, then done: none
    stage=ongoing from=2024-03-01 until=2024-03-02
    stage=completed from=2024-05-01 until=2024-05-02
done, then in use: none
    stage=completed from=2024-03-01 until=2024-03-02
    stage=operating from=2024-05-01 until=2024-05-02
halted, then under way: none
    stage=suspended from=2024-03-01 until=2024-03-02
    stage=ongoing from=2024-05-01 until=2024-05-02
idle, then in use: none
    stage=idle from=2024-03-01 until=2024-03-02
    stage=operating from=2024-05-01 until=2024-05-02
in use, then given up: none
    stage=operating from=2024-03-01 until=2024-03-02
    stage=cancelled from=2024-05-01 until=2024-05-02
two on one day by one source: none
    stage=ongoing from=2024-03-01 until=2024-03-02 source=@
    stage=suspended from=2024-03-01 until=2024-03-09 source=@
under way, then done, by one source: none
    stage=ongoing from=2024-03-01 until=2024-03-02 source=@
    stage=completed from=2024-05-01 until=2024-05-09 source=@
done, then under way, by one source: suspicious stages-turn-back
    stage=completed from=2024-03-01 until=2024-03-02 source=@
    stage=ongoing from=2024-05-01 until=2024-05-09 source=@
of two reports of one day, the later by name is the earlier by time: suspicious stages-turn-back
    stage=ongoing from=2024-06-01 until=2024-06-02
    stage=completed from=2024-01-01 until=2024-01-02
works, and the closure of their place: compatible complementary
    stage=ongoing
    class=dyad:Occurrence of=checkpoint/@ undertaking=- stage=suspended from=2024-02-01 until=-
    class=dyad:Relation of=project/@ kind=modernises to=checkpoint/@ undertaking=- stage=-
works, and the closure of a place that they are not on: none
    stage=ongoing
    class=dyad:Occurrence of=checkpoint/@ undertaking=- stage=suspended from=2024-02-01 until=-
""",
    usual="class=dyad:StageReport of=- undertaking=project/@ indicator=-",
)


@pytest.fixture(scope="module")
def told() -> Told:
    return findings_of(CASES, "dyad:Comparison")


@pytest.mark.parametrize("where", CASES, ids=named(CASES))
def test_two_reports_have_their_verdict(where: str, told: Told) -> None:
    assert len(told[where]) == bool(CASES[where].expected)
    assert {word for row in told[where] for word in (row["verdict"], *row["reasons"])} == CASES[where].expected
    bridge = [iri.mint("claim", f"{where}-2")] if len(CASES[where].lines) > 2 else []
    assert [row["others"] for row in told[where]] in ([], [bridge])


def test_stages_turn_back_as_the_ontology_says_and_in_no_other_case() -> None:
    """Without the pairs that the ontology names, nothing turns back."""
    facts = facts_of()
    known = {(row["stage"].rpartition("/")[2], row["earlier"].rpartition("/")[2]) for row in facts.returns.to_pylist()}
    assert {("completed", "ongoing"), ("cancelled", "ongoing"), ("operating", "planned")} <= known
    assert not known & {("ongoing", "completed"), ("suspended", "ongoing"), ("completed", "completed")}
    where = place(CASES, "done, then under way")
    untold = replace(facts, returns=facts.returns.slice(0, 0))
    assert compare_all(flat(CASES[where].rows(where)), untold).findings.to_pylist() == []
