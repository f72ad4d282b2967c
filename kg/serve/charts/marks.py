"""What charts draw: marks with a period and values that a claim allows, each a link to what says it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from kg.show.svg import Markup, element

COLOURS: Final = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of a chart: the period of a claim and the values that it allows, None where an end is open.

    `until` is the first day after the period. `series` numbers what it is told apart by, and `is_foreseen` tells a
    target or plan from what came to pass.
    """

    title: str
    href: str
    since: date | None
    until: date | None
    series: int = 0
    low: Decimal | None = None
    high: Decimal | None = None
    is_foreseen: bool = False


def linked(mark: Mark, *parts: Markup) -> Markup:
    """Make a link of the parts of a mark, with its title."""
    return element("a", element("title", mark.title), *parts, href=mark.href, aria_label=mark.title)


def mark_class(mark: Mark) -> str:
    """Name the classes by which a mark is coloured."""
    return f"mark s{min(mark.series, COLOURS)}{' foreseen' if mark.is_foreseen else ''}"


def arrow(x: float, y: float, across: float, along: float) -> Markup:
    """Draw an arrow with its foot at a point, as long along one axis as it reaches, up or down, left or right."""
    half = 4.0
    if across:
        path = f"M{x} {round(y - half, 1)}L{round(x + across, 1)} {y}L{x} {round(y + half, 1)}Z"
    else:
        path = f"M{round(x - half, 1)} {y}L{x} {round(y + along, 1)}L{round(x + half, 1)} {y}Z"
    return element("path", d=path, class_="open")
