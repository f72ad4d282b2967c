"""Dyad: who claimed which bounded number about two economies, in which words of which source."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike

    from kg.session import Graph

__all__ = ["open"]
__version__ = "0.1.0"


def open(folder: "str | PathLike[str]" = "build") -> "Graph":  # noqa: A001
    """Open a build for reading: `kg.open("build").ask("turnover", dyad="KZ-RU")` gives a typed DataFrame."""
    from pathlib import Path

    from kg.session import Graph

    return Graph(Path(folder))
