"""What became of targets: levels are reached or not, ceilings kept or broken, nothing judged before it is due."""

from decimal import Decimal

import pytest

from tests.compare.cases import Told, cases, findings_of, named

# What is tried, and the outcome; then the target and the realised value.
OUTCOMES = cases("""
a value above the target: surpassed
    stated 30 USD stage=target from=- until=2024-12-31 on=2024-01-10
    stated 33 USD

a value that rounds to the target: reached
    stated 30 USD stage=target from=- until=2024-12-31 on=2024-01-10
    stated 30 USD

a value within the rounding of the target: reached
    stated 30 USD stage=target from=- until=2024-12-31 on=2024-01-10
    stated 30.3 USD said=30.3

a value just below the target, which is round: undecided
    stated 30 USD stage=target from=- until=-
    stated 29.6 USD said=29.6

exactly as much as a floor: reached
    at-least 30 project indicator=project-count stage=target from=- until=-
    stated 30 project indicator=project-count

no more than a floor that is to be passed: undecided
    more-than 30 project indicator=project-count stage=target from=- until=-
    stated 30 project indicator=project-count

a value below the target after its deadline: not-reached
    stated 30 USD stage=target from=- until=2024-12-31 on=2024-01-10
    stated 27 USD

a value below the target without a deadline: not-reached-so-far
    stated 30 USD stage=target from=- until=-
    stated 27 USD

a value before the deadline: not-yet-due
    stated 30 USD stage=target from=- until=2031-01-01
    stated 27 USD

a value before the deadline that leaves it open: not-yet-due
    stated 30 USD stage=target from=- until=2031-01-01
    more-than 28 USD

a value that reaches the target before the deadline: reached
    at-least 30 USD stage=target from=- until=2031-01-01
    stated 33 USD

a value that surpasses the target before the deadline: surpassed
    stated 30 USD stage=target from=- until=2031-01-01
    stated 33 USD

the last year before the deadline: not-reached
    stated 30 USD stage=target from=- until=2025-01-01 on=2024-01-10
    stated 27 USD

a target of a year that is told of after it: not-reached
    stated 30 USD stage=target on=2025-06-01
    stated 27 USD

a target that holds on the day on which it is told: not-reached-so-far
    stated 30 USD stage=target from=2025-03-01 until=2025-03-02
    stated 27 USD

more than some beside a target: undecided
    stated 30 USD stage=target from=- until=-
    more-than 28 USD

more than the target: surpassed
    stated 30 USD stage=target from=- until=-
    more-than 31 USD

about as much as the target: undecided
    stated 30 USD stage=target from=- until=-
    about 29.5 USD said=29.5

more than a floor: reached
    more-than 30 USD stage=target from=- until=-
    stated 31 USD

not more than a floor: not-reached-so-far
    more-than 30 USD stage=target from=- until=-
    stated 29 USD

under a ceiling: kept
    at-most 30 USD stage=target from=- until=-
    stated 27 USD

over a ceiling: broken
    at-most 30 USD stage=target from=- until=-
    stated 33 USD

at a ceiling: kept
    at-most 30 USD stage=target from=- until=-
    stated 30 USD

at a ceiling that is not to be touched: undecided
    less-than 30 USD stage=target from=- until=-
    stated 30 USD

near a ceiling: undecided
    at-most 30 USD stage=target from=- until=-
    about 30 USD

under a ceiling at its deadline: kept
    less-than 30 USD stage=target from=- until=2024-12-31 on=2024-01-10
    stated 27 USD

over a ceiling at its deadline: broken
    less-than 30 USD stage=target from=- until=2024-12-31 on=2024-01-10
    stated 33 USD

over a ceiling before its deadline: not-yet-due
    at-most 30 USD stage=target from=- until=2031-01-01
    stated 33 USD

under a ceiling before its deadline: not-yet-due
    at-most 30 USD stage=target from=- until=2031-01-01
    stated 27 USD

nine months over the ceiling of the year: broken
    at-most 30 USD stage=target from=2024-01-01 until=2025-01-01 on=2024-01-10
    stated 33 USD until=2024-10-01

nine months under the ceiling of the year: not-yet-due
    at-most 30 USD stage=target from=2024-01-01 until=2025-01-01 on=2024-01-10
    stated 27 USD until=2024-10-01

nine months that reach the level of the year: surpassed
    stated 30 USD stage=target from=2024-01-01 until=2025-01-01 on=2024-01-10
    stated 33 USD until=2024-10-01

within a range: reached
    between 20..30 USD stage=target from=- until=-
    stated 25 USD

above a range: surpassed
    between 20..30 USD stage=target from=- until=-
    stated 33 USD

below a range: not-reached-so-far
    between 20..30 USD stage=target from=- until=-
    stated 15 USD

nearly as much as was meant: reached
    nearly 30 USD stage=target from=- until=-
    stated 29 USD

another indicator: none
    stated 30 USD stage=target from=- until=-
    stated 27 USD indicator=goods-and-services-turnover

a value of less than two years before: not-reached-so-far
    stated 30 USD stage=target from=- until=-
    stated 27 USD from=2022-03-03 until=2023-03-03

a value of two years before: none
    stated 30 USD stage=target from=- until=-
    stated 27 USD from=2022-03-02 until=2023-03-02

an umbrella, of which nobody says what it holds then: none
    stated 30 USD of=portfolio/@-one indicator=project-value stage=target from=- until=2024-12-31 on=2024-01-10
    stated 33 USD of=portfolio/@-one indicator=project-value

a value of long before: none
    stated 30 USD stage=target from=- until=-
    stated 27 USD from=2020-01-01 until=2021-01-01
""")

CHANGES = cases(
    """
the same again: repeated
    stated 30 USD stage=target from=- until=- on=2024-03-01
    stated 30 USD stage=target from=- until=- on=2025-03-01

more: raised
    stated 30 USD stage=target from=- until=- on=2024-03-01
    stated 35 USD stage=target from=- until=- on=2025-03-01

less: lowered
    stated 30 USD stage=target from=- until=- on=2024-03-01
    stated 25 USD stage=target from=- until=- on=2025-03-01

more exactly: rebounded
    stated 30 USD stage=target from=- until=- on=2024-03-01
    stated 30.3 USD said=30.3 stage=target from=- until=- on=2025-03-01

later: postponed
    stated 30 USD stage=target from=- until=2028-01-01 on=2024-03-01
    stated 30 USD stage=target from=- until=2031-01-01 on=2025-03-01

more and sooner: raised brought-forward
    stated 30 USD stage=target from=- until=2031-01-01 on=2024-03-01
    stated 35 USD stage=target from=- until=2028-01-01 on=2025-03-01

on one day: none
    stated 30 USD stage=target from=- until=-
    stated 35 USD stage=target from=- until=-

by a day: deadline-set
    stated 30 USD stage=target from=- until=- on=2024-03-01
    stated 30 USD stage=target from=- until=2031-01-01 on=2025-03-01

by no day: deadline-dropped
    stated 30 USD stage=target from=- until=2031-01-01 on=2024-03-01
    stated 30 USD stage=target from=- until=- on=2025-03-01
""",
    prefix="c",
)

LATE = cases(
    """
a value that reaches the target after the deadline: reached after-deadline
    stated 30 USD stage=target from=- until=2023-12-31 on=2023-01-10
    stated 30 USD

a value that begins where the time of the target ends: reached after-deadline
    stated 30 USD stage=target from=- until=2024-01-01 on=2023-01-10
    stated 30 USD
""",
    prefix="l",
)


@pytest.fixture(scope="module")
def told() -> Told:
    return findings_of(OUTCOMES | CHANGES | LATE, "dyad:TargetOutcome", "dyad:TargetChange")


@pytest.mark.parametrize("where", OUTCOMES, ids=named(OUTCOMES))
def test_a_target_has_its_outcome(where: str, told: Told) -> None:
    assert [row["outcome"] for row in told[where]] == sorted(OUTCOMES[where].expected)


@pytest.mark.parametrize("where", CHANGES, ids=named(CHANGES))
def test_a_target_has_its_changes(where: str, told: Told) -> None:
    changes = [row["change"] for row in told[where] if row["change"]]
    assert {change for row in changes for change in row} == CHANGES[where].expected


def test_what_is_missing_is_the_target_less_the_value(told: Told) -> None:
    numbers = {
        OUTCOMES[where].name: tuple(row[name] for name in ("gap", "least", "greatest", "ratio"))
        for where in OUTCOMES
        for row in told[where]
    }
    assert numbers["a value below the target without a deadline"] == (2, 2, 4, Decimal("0.9"))
    assert numbers["a value above the target"] == (None, -4, -2, Decimal("1.1"))
    (less,) = (where for where, case in CHANGES.items() if case.name == "less")
    assert [row["ratio"] for row in told[less] if row["change"]] == [Decimal("0.8333")]


@pytest.mark.parametrize("where", LATE, ids=named(LATE))
def test_a_value_after_the_deadline_says_so(where: str, told: Told) -> None:
    (row,) = told[where]
    assert {row["outcome"], *row["reasons"]} == LATE[where].expected
    assert not any(row["reasons"] for other in OUTCOMES for row in told[other])
