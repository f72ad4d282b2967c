"""What someone says of a year's trade stands beside what a side reports of the whole of it, not of a part."""

from typing import Final

from tests.invented import store_of
from tests.test_identity import ask

YEAR: Final = ':validFrom "2023-01-01"^^x:date ; :validUntil "2024-01-01"^^x:date'


def turnover(key: str, amount: int, more: str) -> str:
    """Write an accepted claim on the turnover of a dyad in a year."""
    return (
        f"<claim/{key}> a :Measurement ; :isAbout <dyad/XA-XB> ; :hasIndicator <indicator/goods-turnover> ;"
        f" :claimStatus <claim-status/accepted> ; :hasStage <stage/realised> ; :hasBound <bound/exactly> ; {YEAR} ;"
        f" :amount {amount} ; :lower {amount} ; :upper {amount} ; :hasUnit <unit/USD> ; {more} .\n"
    )


def spoken(key: str, amount: int, more: str = "") -> str:
    said = f":assertedBy <person/ada> ; :hasAttributionMode <attribution/direct-speech>{more}"
    return turnover(key, amount, said)


def reported(key: str, amount: int, more: str = "") -> str:
    said = f":hasReporter <country/XA> ; :hasAttributionMode <attribution/statistical>{more}"
    return turnover(key, amount, said)


PART: Final = " ; :isRestrictedTo <region/XA-01>"


def beside(claims: str) -> list[tuple[str, ...]]:
    """Return each spoken turnover, how it is borne out, and the official one beside it."""
    rows = ask(store_of(claims), "press-against-statistics", dyad="XA-XB")
    return [(row["claim"], row["support"], row.get("official", "")) for row in rows]


def test_an_official_figure_of_a_part_stands_beside_nothing() -> None:
    narrowed = reported("part", 20, PART)
    assert beside(spoken("said", 20) + narrowed) == [("claim/said", "support/no-official-sum", "")]
    found = beside(spoken("said", 20) + narrowed + reported("whole", 30))
    assert found == [("claim/said", "support/unsupported", "claim/whole")], "what is of a part bears nothing out"


def test_the_same_figure_of_the_whole_stands_beside_it() -> None:
    assert beside(spoken("said", 20) + reported("all", 20)) == [("claim/said", "support/supported", "claim/all")]


def test_what_someone_says_of_a_part_is_not_held_against_the_whole() -> None:
    assert beside(spoken("said", 20, PART) + reported("whole", 30)) == []
