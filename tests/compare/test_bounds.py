"""Every bound beside every other, in every position, as plain sets of numbers have it."""

import itertools
from typing import TYPE_CHECKING

from tests.compare.cases import Case, findings_of

if TYPE_CHECKING:
    from collections.abc import Callable

BOUND_FIGURES = [
    f"{bound} {figure}"
    for bound, figures in {
        "exactly": (80, 95, 100, 105, 120),
        "stated": (80, 95, 100, 104, 120),
        "about": (80, 100, 110),
        "nearly": (100, 110),
        "more-than": (80, 95, 100, 105, 120),
        "at-least": (95, 100, 105),
        "less-than": (80, 95, 100, 105, 120),
        "at-most": (95, 100, 105),
        "between": ("80..95", "95..105", "98..102", "100..120", "105..120"),
    }.items()
    for figure in figures
]
"""Ends that are equal, touch, lie within each other and apart; 100 by about is 95 to 105."""


def allowed(figure: str, grain: float = 1.0) -> frozenset[float]:
    """Return which values a claim allows of those in steps of a quarter from 50 to 150, which stand for all there are.

    The figures are whole, so that their grain is one; without it a bare figure allows itself alone.
    """
    bound, text = figure.split()
    low, high = (float(end) for end in (text.split("..") * 2)[:2])
    tests: dict[str, Callable[[float], bool]] = {
        "exactly": lambda x: x == low,
        "about": lambda x: abs(x - low) <= low * 0.05,
        "more-than": lambda x: x > low,
        "at-least": lambda x: x >= low,
        "less-than": lambda x: x < low,
        "at-most": lambda x: x <= low,
        "between": lambda x: low <= x <= high,
        "stated": lambda x: abs(x - low) <= grain / 2,
        "nearly": lambda x: low * 0.95 <= x < low,
    }
    return frozenset(quarter / 4 for quarter in range(200, 601) if tests[bound](quarter / 4))


def expected(one: str, other: str) -> str:
    a, b = allowed(one), allowed(other)
    if not a & b:
        return "contradiction"
    is_bare = all(figure.startswith(("exactly", "stated")) for figure in (one, other))
    if a == b or (is_bare and one.split()[1] == other.split()[1]):
        return "same"
    if not allowed(one, 0.0) & allowed(other, 0.0):
        return "compatible"
    both_ends = all(not figure.startswith(("more", "less", "at-")) for figure in (one, other))
    return "narrower" if both_ends and (a < b or b < a) else "compatible"


def test_every_bound_beside_every_other_in_every_position() -> None:
    matrix = {
        f"m{number}": Case("", frozenset({expected(*figures)}), tuple(f"{figure} USD" for figure in figures))
        for number, figures in enumerate(itertools.product(BOUND_FIGURES, repeat=2))
    }
    told = findings_of(matrix, "dyad:Comparison")
    assert {where: {row["verdict"] for row in rows} for where, rows in told.items()} == {
        where: case.expected for where, case in matrix.items()
    }
