"""The options of the commands that make a network: which one, and to what it is narrowed."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.core.errors import ArgumentInvalid, FileUnreadable

if TYPE_CHECKING:
    from kg.network.asked import NetworkRequest

_LEVEL = 0.05
_NARROWING: list[Callable[[Callable[..., None]], Callable[..., None]]] = [
    click.option("--dyad", help="Only what is of this pair: KZ-RU, 'Russia and Kazakhstan'."),
    click.option("--country", help="Only what is of this country, by any of its names."),
    click.option("--indicator", help="Only claims of this indicator, by key or name."),
    click.option("--year", type=int, help="No claims of other years.  [default, where flows are of years: the last]"),
    click.option("--min-weight", metavar="NUMBER", help="Only edges that weigh as much."),
    click.option(
        "--backbone",
        type=float,
        is_flag=False,
        flag_value=_LEVEL,
        metavar="[LEVEL]",
        help=f"Only edges that the disparity filter finds significant at this level, {_LEVEL} if none is given.",
    ),
    click.option("--ego", metavar="NAME", help="Only what is near this node."),
    click.option("--steps", type=int, default=1, show_default=True, help="How far from --ego."),
    click.option(
        "--max-edges", "most_edges", type=int, default=3000, show_default=True, help="The heaviest; 0 for all."
    ),
]


def narrowing(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that narrow a network, and hand it a function that makes of a name what is asked."""

    @wraps(command)
    def run(
        dyad: str | None,
        country: str | None,
        indicator: str | None,
        year: int | None,
        min_weight: str | None,
        backbone: float | None,
        ego: str | None,
        steps: int,
        most_edges: int,
        **values: Any,
    ) -> None:
        given: dict[str, Any] = {"dyad": dyad, "country": country, "indicator": indicator, "ego": ego, "year": year}
        given |= {"backbone": backbone, "steps": steps, "most_edges": most_edges, "min_weight": _number(min_weight)}
        command(
            asked=lambda projection: _asked(projection, given), narrowed=any(given[one] for one in _MEANT), **values
        )

    for option in reversed(_NARROWING):
        run = option(run)
    return run


_MEANT = ("dyad", "country", "indicator", "ego", "year", "backbone", "min_weight")


def _number(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation as error:
        raise ArgumentInvalid("The least weight is no number.", remedy="Write 12, or 1e9.", value=text) from error


def _asked(projection: str, given: dict[str, Any]) -> "NetworkRequest":
    """Return what is asked for: a projection by its name, or the query that a file holds."""
    from kg.network.asked import NetworkRequest

    if not projection.endswith((".rq", ".sparql")):
        return NetworkRequest(projection, **given)
    path = Path(projection)
    try:
        return NetworkRequest(path.stem, query=path.read_text(encoding="utf-8"), **given)
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnreadable("The query cannot be read.", remedy="Name a file of SPARQL.", path=path) from error
