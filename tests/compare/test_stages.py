"""What claims say of the stages of undertakings, and of places and the works on them."""

from dataclasses import replace

import pytest

from kg import iri
from tests.compare.invented import claim, facts_of, flat, found

REPORT = "class=dyad:StageReport undertaking=project/w indicator=-"
PLACE = "class=dyad:Occurrence of=checkpoint/gate indicator=-"
WORKS = claim("works", "class=dyad:Relation of=project/w kind=modernises to=checkpoint/gate indicator=- stage=-")

# The stage and period of two reports by two sources, the verdict and its reason.
CASES = """
one stage | ongoing 2024-03-01 2024-04-01 | ongoing 2024-03-15 2024-06-01 | same | stages-equal
two on one day | ongoing 2024-03-01 2024-03-02 | suspended 2024-03-01 2024-03-02 | contradiction | stages-exclude
done and begun | completed 2024-03-01 2024-03-02 | ongoing 2024-03-01 2024-03-02 | contradiction | stages-exclude
meant and begun that day | planned 2024-03-01 2024-03-02 | ongoing 2024-03-01 2024-03-02 | compatible | stages-follow
two in one year | ongoing 2024-01-01 2025-01-01 | completed 2024-01-01 2025-01-01 | compatible | stages-follow
done, then under way | completed 2024-03-01 2024-03-02 | ongoing 2024-05-01 2024-05-02 | suspicious | stages-turn-back
done, then meant | completed 2024-03-01 - | planned 2024-05-01 2024-05-02 | suspicious | stages-turn-back
given up, then begun | cancelled 2024-03-01 2024-03-02 | ongoing 2024-05-01 2024-05-02 | suspicious | stages-turn-back
in use, then meant | operating 2024-03-01 2024-03-02 | planned 2024-05-01 2024-05-02 | suspicious | stages-turn-back
retired, then in use | retired 2024-03-01 2024-03-02 | operating 2024-05-01 2024-05-02 | suspicious | stages-turn-back
under way, then done | ongoing 2024-03-01 2024-03-02 | completed 2024-05-01 2024-05-02 | - | -
done, then in use | completed 2024-03-01 2024-03-02 | operating 2024-05-01 2024-05-02 | - | -
halted, then under way | suspended 2024-03-01 2024-03-02 | ongoing 2024-05-01 2024-05-02 | - | -
idle, then in use | idle 2024-03-01 2024-03-02 | operating 2024-05-01 2024-05-02 | - | -
in use, then given up | operating 2024-03-01 2024-03-02 | cancelled 2024-05-01 2024-05-02 | - | -
""".strip()


def verdicts(*rows: dict[str, object]) -> list[tuple[object, ...]]:
    return [(row["verdict"], row["reasons"], row["others"]) for row in found(flat(rows), facts_of())]


@pytest.mark.parametrize("case", CASES.splitlines(), ids=lambda case: case.partition("|")[0].strip())
def test_two_reports(case: str) -> None:
    _, *told, verdict, reason = (part.strip() for part in case.split("|"))
    rows = []
    for source, text in zip(("one", "other"), told, strict=True):
        stage, since, until = text.split()
        rows.append(claim(source, f"{REPORT} source={source} stage={stage} from={since} until={until} on={since}"))
    assert verdicts(*rows) == ([] if verdict == "-" else [(verdict, reason, None)])


def of_one_source(stage: str, then: str, day: str) -> list[tuple[object, ...]]:
    told = ((stage, "2024-03-01", "2024-03-02"), (then, day, f"{day[:-1]}9"))
    return verdicts(
        *(
            claim(what, f"{REPORT} source=x stage={what} from={since} until={until} on={since}")
            for what, since, until in told
        )
    )


def test_one_source_is_set_against_itself_only_where_it_turns_back() -> None:
    assert of_one_source("ongoing", "suspended", "2024-03-01") == []
    assert of_one_source("ongoing", "completed", "2024-05-01") == []
    assert of_one_source("completed", "ongoing", "2024-05-01") == [("suspicious", "stages-turn-back", None)]


@pytest.mark.parametrize("names", ["ab", "ba"])
def test_of_two_reports_of_one_day_it_does_not_matter_which_is_named_first(names: str) -> None:
    periods = (("completed", "2024-01-01", "2024-01-02"), ("ongoing", "2024-06-01", "2024-06-02"))
    rows = [
        claim(key, f"{REPORT} source={key} stage={stage} from={since} until={until} on=2025-03-01")
        for key, (stage, since, until) in zip(names, periods, strict=True)
    ]
    assert verdicts(*rows) == [("suspicious", "stages-turn-back", None)]


def test_stages_turn_back_as_the_ontology_says_and_in_no_other_case() -> None:
    """Without the pairs that the ontology names, nothing turns back."""
    facts = facts_of()
    known = {(row["stage"].rpartition("/")[2], row["earlier"].rpartition("/")[2]) for row in facts.returns.to_pylist()}
    assert {("completed", "ongoing"), ("cancelled", "ongoing"), ("operating", "planned")} <= known
    assert not known & {("ongoing", "completed"), ("suspended", "ongoing"), ("completed", "completed")}
    rows = [
        claim(f"{number}-{stage}", f"{REPORT} source={number} stage={stage} from={day} until={day[:-1]}2 on={day}")
        for number, (stage, day) in enumerate([("completed", "2024-03-01"), ("ongoing", "2024-05-01")])
    ]
    assert len(found(flat(rows), facts)) == 1
    assert found(flat(rows), replace(facts, returns=facts.returns.slice(0, 0))) == []


def test_works_and_the_closure_of_their_place_complete_each_other() -> None:
    report = claim("report", f"{REPORT} source=one stage=ongoing from=2024-01-01 until=2025-01-01")
    closed = claim("closed", f"{PLACE} source=other stage=suspended from=2024-02-01 until=-")
    assert verdicts(report, closed, WORKS) == [("compatible", "complementary", iri.mint("claim", "works"))]
    assert verdicts(report, closed) == []
