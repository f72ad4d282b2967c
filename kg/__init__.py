"""Dyad: who claimed which bounded number about two economies, in which words of which source."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from os import PathLike

    from kg.query.limits import Limits
    from kg.session import Graph

__all__ = ["open"]
__version__ = "0.1.0"


def open(  # noqa: A001
    folder: "str | PathLike[str]" = "build",
    *,
    as_known_on: "str | date | None" = None,
    valid_on: "str | date | None" = None,
    limits: "Limits | None" = None,
) -> "Graph":
    """Open a build for reading: `kg.open("build").ask("turnover", dyad="KZ-RU")` gives a typed DataFrame.

    With a day in `as_known_on` claims that were recorded later are left out, with one in `valid_on` those whose period
    does not hold that day: the graph is as if it had been built without them. `limits` bound what a query may take:
    `kg.query.limits.Limits(timeout=600)` gives it ten minutes.
    """
    from pathlib import Path

    from kg.session import Graph

    return Graph(Path(folder), as_known_on=as_known_on, valid_on=valid_on, limits=limits)
