"""What claims say of the stages of undertakings, and of places and the works on them."""

import pytest

from kg import iri
from tests.compare.invented import claim, facts_of, flat, found

REPORT = "class=dyad:StageReport undertaking=project/w indicator=-"
PLACE = "class=dyad:Occurrence of=checkpoint/gate indicator=-"
WORKS = claim("works", "class=dyad:Relation of=project/w kind=modernises to=checkpoint/gate indicator=- stage=-")

# The stage and period of two reports by two sources, the verdict and its reason.
CASES = """
one stage | ongoing 2024-03-01 2024-04-01 | ongoing 2024-03-15 2024-06-01 | same | stages-equal
two on one day | ongoing 2024-03-01 2024-03-02 | completed 2024-03-01 2024-03-02 | contradiction | stages-exclude
meant and begun that day | planned 2024-03-01 2024-03-02 | ongoing 2024-03-01 2024-03-02 | compatible | stages-follow
two in one year | ongoing 2024-01-01 2025-01-01 | completed 2024-01-01 2025-01-01 | compatible | stages-follow
done, then under way | completed 2024-03-01 2024-03-02 | ongoing 2024-05-01 2024-05-02 | suspicious | stages-turn-back
done, then meant | completed 2024-03-01 - | planned 2024-05-01 2024-05-02 | suspicious | stages-turn-back
under way, then done | ongoing 2024-03-01 2024-03-02 | completed 2024-05-01 2024-05-02 | - | -
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


def test_one_source_is_not_set_against_itself() -> None:
    rows = [
        claim(stage, f"{REPORT} source=x stage={stage} from=2024-03-01 until=2024-03-02")
        for stage in ("ongoing", "completed")
    ]
    assert verdicts(*rows) == []


def test_works_and_the_closure_of_their_place_complete_each_other() -> None:
    report = claim("report", f"{REPORT} source=one stage=ongoing from=2024-01-01 until=2025-01-01")
    closed = claim("closed", f"{PLACE} source=other stage=suspended from=2024-02-01 until=-")
    assert verdicts(report, closed, WORKS) == [("compatible", "complementary", iri.mint("claim", "works"))]
    assert verdicts(report, closed) == []
