"""What a claim means, in tables of examples; and that the rules over a row and over a table are one and the same."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from kg.claim import grain, interval, tolerated
from kg.compare.prepare.claims import COLUMNS
from kg.core import iri
from kg.figure import with_figure
from tests.figures import FIGURES, Row, bounds, claims_of, embedded, figured, grains_and_intervals, rows_of

# --- The grain ----------------------------------------------------------------------------------------------------

# An amount, the figure as said (- where it is not known), the grain, and why.
GRAINS = """
30000000000  | 30 млрд                | 1000000000  | the last unit spoken is the milliard
30000000000  | 30 млрд. долларов      | 1000000000  |
4400000000   | 4,4 млрд               | 100000000   | a tenth of a milliard
28000000000  | 28 миллиард            | 1000000000  |
28.7         | 28.7                   | 0.1         |
28           | 28.0                   | 0.1         | the nought is printed
28.70        | 28.70                  | 0.01        |
28.7         | -                      | 0.1         | without what was printed, noughts at the end are not known
4            | 4                      | 1           | a share printed in whole points
50000        | -                      | 1000        | the largest power of a thousand that divides it
50000        | 50 000                 | 1000        | only a whole number is known, however it is grouped
50000        | 50,000                 | 1000        |
50000        | 50 мың                 | 1000        | a thousand is spoken
55000        | 55 мыңнан астам        | 1000        |
120000000    | -                      | 1000000     |
120000000    | 120 million            | 1000000     |
120000000    | 0.12 bn                | 10000000    | a hundredth of a milliard
30           | -                      | 1           | not ten
30           | 30                     | 1           |
300          | -                      | 1           |
23000        | 23 000                 | 1000        |
23100        | 23 100                 | 1           | no power of a thousand but one divides it
1234567      | 1 234 567              | 1           |
0            | 0                      | 0           | zero is zero
0            | 0.00                   | 0           |
0            | -                      | 0           |
28500000000  | in 2024 28.5 bn        | 100000000   | the figure is the number whose digits are those of the amount
28500000000  | in 2024 to 28.50 bn    | 10000000    |
28500000000  | 3 to 4, or 28.5 bn     | 100000000   | the third number in the text
28500000000  | words                  | 1000000     | no number: the whole number is 28500 million
28500000000  | 27 bn                  | 1000000     | another number
10207415700  | 10207415.7             | 100         | thousands with a tenth
10207415000  | 10207415.0             | 100         |
63286000000  | 63286                  | 1000000     | millions
-25.5        | -25.5                  | 0.1         | a fall
-25.5        | minus 25.5 percent     | 0.1         |
-4000        | -                      | 1000        |
0.003        | 0.003                  | 0.001       |
0.000000001  | -                      | 0.00000001  | no finer than an amount can be halved
465220000000 | 465.22                 | 10000000    |
465220000000 | 465,22 млрд            | 10000000    |
"""
GRAIN_CASES = [[cell.strip() for cell in line.split("|")] for line in GRAINS.strip().splitlines()]


@pytest.mark.parametrize(("amount", "said", "expected", "why"), GRAIN_CASES, ids=lambda cell: cell[:30])
def test_the_grain_is_the_last_unit_spoken_or_printed(amount: str, said: str, expected: str, why: str) -> None:
    assert grain(Decimal(amount), None if said == "-" else said) == Decimal(expected), why


# --- The values that a claim allows -------------------------------------------------------------------------------

# A bound, an amount and its upper one, the figure as said, the tolerance in percent and the least one of the unit; the
# values allowed, with round brackets at an end that is itself excluded or open.
INTERVALS = """
stated    | 27000000000 |      | 27 млрд     | 5  | -   | [26500000000 27500000000]
stated    | 28.7        |      | 28.7        | 5  | 0.5 | [28.65 28.75]
stated    | 4           |      | 4           | 5  | 0.5 | [3.5 4.5]
stated    | 30          |      | -           | 10 | 1   | [29.5 30.5]
stated    | 50000       |      | -           | 10 | 1   | [49500 50500]
stated    | 0           |      | 0           | 5  | 1   | [0 0]
stated    | -25.5       |      | -25.5       | 5  | 0.5 | [-25.55 -25.45]
exactly   | 27000000000 |      | 27 млрд     | 5  | -   | [27000000000 27000000000]
about     | 28500000000 |      | 28.5 bn     | 5  | -   | [27075000000 29925000000]
about     | 28.5        |      | 28.5        | 5  | -   | [27.075 29.925]
about     | 3           |      | 3           | 10 | 1   | [2 4]
about     | 4           |      | 4           | 5  | 0.5 | [3.5 4.5]
about     | 1           |      | 1           | 5  | -   | [0.5 1.5]
about     | 0           |      | 0           | 5  | 0.5 | [-0.5 0.5]
about     | -40         |      | -40         | 5  | 0.5 | [-42 -38]
about     | 30          |      | 30          | -  | 1   | ( )
nearly    | 30000000000 |      | 30 млрд     | 5  | -   | [28500000000 30000000000)
nearly    | 30          |      | 30          | -  | -   | ( 30)
more-than | 30000       |      | 30 мың      | 10 | 1   | (30000 )
at-least  | 30000       |      | 30 мың      | 10 | 1   | [30000 )
less-than | 30000       |      | 30 мың      | 10 | 1   | ( 30000)
at-most   | 30000       |      | 30 мың      | 10 | 1   | ( 30000]
between   | 10          | 20   | 10–20       | 5  | 0.5 | [10 20]
"""
INTERVAL_CASES = [[cell.strip() for cell in line.split("|")] for line in INTERVALS.strip().splitlines()]


def meant(row: Row, of_grain: Any = grain, of_interval: Any = interval) -> Row:
    """Return what a row allows, as the functions of a row have it."""
    size = of_grain(row["amount"], row["amount_as_said"])
    slack = tolerated(row["amount"], row["tolerance"], row["least_tolerance"], size)
    found = of_interval(bounds()[row["key"]], row["amount"], row["amount_to"], size, slack)
    return {name: getattr(found, name) for name in ("low", "high", "low_open", "high_open", "grain")}


def number(text: str) -> Decimal | None:
    return None if text in {"", "-"} else Decimal(text)


def written(allowed: Row) -> str:
    low, high = ("" if allowed[end] is None else f"{allowed[end].normalize():f}" for end in ("low", "high"))
    left = "(" if allowed["low_open"] or not low else "["
    return f"{left}{low} {high}{')' if allowed['high_open'] or not high else ']'}"


@pytest.mark.parametrize("case", INTERVAL_CASES, ids=lambda case: " ".join(case[:5]))
def test_a_bound_and_a_figure_allow_an_interval(case: list[str]) -> None:
    bound, amount, to, said, percent, least, expected = case
    tolerance = None if percent == "-" else Decimal(percent) / 100
    row = {"key": bound, "amount": Decimal(amount), "amount_to": number(to), "tolerance": tolerance}
    row |= {"amount_as_said": None if said == "-" else said, "least_tolerance": number(least)}
    assert written(meant(row)) == expected


def test_every_bound_has_an_example() -> None:
    assert {case[0] for case in INTERVAL_CASES} == set(bounds())


# --- One rule, two forms ------------------------------------------------------------------------------------------


def differing(rows: list[Row], of_table: list[Row], of_row: Callable[[Row], Mapping[str, Any]]) -> list[Any]:
    """Return the rows of which the two forms of a rule do not say the same, with what they say."""
    assert len(rows) == len(of_table)
    both = [(row, dict(of_row(row)), other) for row, other in zip(rows, of_table, strict=True)]
    return [(row, one, other) for row, one, other in both if one != {name: other[name] for name in one}]


@cache
def both() -> tuple[list[Row], list[Row]]:
    """Return rows of all kinds, and what they allow as the expressions over a table have it."""
    rows = rows_of(1, 8000)
    return rows, grains_and_intervals(rows, embedded)


def test_grain_and_interval_of_a_row_are_those_of_a_table() -> None:
    assert differing(*both(), meant)[:3] == []


def test_the_figures_that_are_tried_are_of_all_kinds() -> None:
    rows, _ = both()
    found = [meant(row) for row in rows]
    assert {row["key"] for row in rows} == set(bounds())
    assert len({one["grain"] for one in found}) >= 15
    as_said = [row for row, one in zip(rows, found, strict=True) if one["grain"] != grain(row["amount"])]
    assert len(as_said) > len(rows) / 10


BROKEN: dict[str, Row] = {
    "the figure as said is not read": {"of_grain": lambda amount, _: grain(amount)},
    "a whole number has a grain of one": {"of_grain": lambda amount, said: min(grain(amount, said), Decimal(1))},
    "a bare figure is a whole grain to either side": {
        "of_interval": lambda bound, amount, to, size, slack: interval(bound, amount, to, size * 2, slack)
    },
    "about has no floor": {
        "of_interval": lambda bound, amount, to, size, slack: interval(bound, amount, to, size, slack and slack / 2)
    },
    "an end that is not known is the figure": {
        "of_interval": lambda bound, amount, to, size, slack: interval(bound, amount, to, size, slack or Decimal(0))
    },
}


@pytest.mark.parametrize("changed", BROKEN.values(), ids=BROKEN.keys())
def test_a_changed_rule_is_noticed(changed: Row) -> None:
    rows, of_table = both()
    assert differing(rows[:1000], of_table[:1000], lambda row: meant(row, **changed))


# --- Where classes keep their figures -----------------------------------------------------------------------------


def in_slots(row: Row, figures: Any = FIGURES) -> Row:
    """Return a claim with its number in the slots of a comparison, as the function of a row has it."""
    return {name: with_figure(row, figures).get(name) for name in COLUMNS}


def test_figures_of_a_row_are_those_of_a_table() -> None:
    rows = claims_of(1)
    with_number = [row for row in rows if row["class"] != "dyad:Relation"]
    assert 0 < len(with_number) < len(rows)
    assert differing(with_number, figured(rows, embedded), in_slots)[:3] == []
    assert with_figure({"class": "dyad:Relation", "amount": 1}, FIGURES) == {"class": "dyad:Relation", "amount": 1}


def test_figures_that_are_declared_otherwise_are_noticed() -> None:
    rows = [row for row in claims_of(1) if row["class"] != "dyad:Relation"]
    of_measurements = [figure for figure in FIGURES if "dyad:Measurement" in figure.classes]
    assert differing(rows, figured(rows, embedded), lambda row: in_slots(row, of_measurements))


def test_an_ownership_is_a_bare_share_in_percent_of_what_is_owned() -> None:
    row = {"class": "dyad:Ownership", "share": Decimal(55), "has_owned": "firm", "has_owner": "owner", "is_about": "x"}
    filled = with_figure(row | {"has_ownership_kind": "direct"}, FIGURES)
    slots = ("amount", "amount_to", "has_bound", "has_unit", "is_about", "is_restricted_to", "has_product")
    assert tuple(filled[slot] for slot in slots) == (
        Decimal(55),
        None,
        iri.mint("bound", "stated"),
        iri.mint("unit", "percent"),
        "firm",
        "owner",
        "direct",
    )
