"""How nodes and edges look: sizes by the root of a total, colours by groups, edges in the colour of their target."""

from collections.abc import Mapping, Sequence
from math import log, sqrt

SMALLEST, LARGEST = 4.0, 40.0
OTHER = "#a3a3a3"
PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#6a3d9a", "#8c510a")
"""Colours that people tell apart, of whom one in twelve tells no red from green: Okabe and Ito's, and two more."""


def sizes(totals: Sequence[float]) -> list[float]:
    """Return the size of each node: the area is as the total, no node smaller than can be seen."""
    greatest = max(totals, default=0.0)
    if greatest <= 0:
        return [SMALLEST] * len(totals)
    return [round(max(SMALLEST, LARGEST * sqrt(max(total, 0.0) / greatest)), 3) for total in totals]


def group_colours(weights: Mapping[str, float]) -> dict[str, str]:
    """Return the colour of each group: the heaviest have their own, others are grey, and what is of none too."""
    first = sorted(filter(None, weights), key=lambda group: (-weights[group], group))
    own = {group: PALETTE[place] if place < len(PALETTE) else OTHER for place, group in enumerate(first)}
    return {"": OTHER} | own


def paled(colour: str, weight: float | None, range_of: tuple[float, float]) -> str:
    """Return a colour nearer to white the lighter the edge, by the logarithm of its weight."""
    low, high = range_of
    part = 1.0 if weight is None or low <= 0 or high <= low else log(weight / low) / log(high / low)
    kept = 0.35 + 0.65 * min(max(part, 0.0), 1.0)
    return "#" + "".join(f"{round(255 - (255 - channel) * kept):02x}" for channel in channels(colour))


def channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue of a colour written as #rrggbb."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return red, green, blue
