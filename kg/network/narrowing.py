"""Narrow a network: to a dyad, a country, what is near a node, what weighs enough, what a filter finds significant."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from kg.core import iri
from kg.network.declared import Projection
from kg.network.losses import loss
from kg.rows.engine import quoted
from kg.rows.opened import Rows

MOST_EDGES = 3000
LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Narrowing:
    """To what a network is narrowed; things by IRI, None and 0 where nothing is asked for.

    `backbone` is the level of the disparity filter, `ego` the node around which all within some `steps` stays, and
    `most_edges` how many edges there may be, the heaviest, 0 for any number; nodes get
    places only if they are to be `placed`; `language` is that of what is said of it.
    """

    dyad: str | None = None
    economies: tuple[str, str] | None = None
    country: str | None = None
    indicator: str | None = None
    year: int | None = None
    min_weight: Decimal | float | None = None
    backbone: float | None = None
    ego: str | None = None
    steps: int = 1
    most_edges: int = MOST_EDGES
    dynamic: bool = False
    placed: bool = True
    language: str = "en"

    @property
    def is_narrow(self) -> bool:
        """Tell whether it is about some dyad, country or node."""
        return any((self.dyad, self.country, self.ego))

    @property
    def things(self) -> tuple[str, ...]:
        """Return the things to which it narrows."""
        return tuple(filter(None, (self.dyad, self.country, self.indicator, self.ego)))


def narrow(rows: Rows, projection: Projection, to: Narrowing) -> Iterator[str]:
    """Take out of the table `edge` what the narrowing leaves out, and yield a line for each reason with what went."""
    leave_out, said = partial(_without, rows, to.language), partial(loss, language=to.language)
    yield from leave_out(said("no flow"), "coalesce(weight, 0) <= 0")
    for thing, kept in _places(to):
        yield from leave_out(said("elsewhere", thing=thing), f"NOT coalesce({kept}, false)")
    least, level = _thresholds(rows, projection, to)
    if least is not None:
        yield from leave_out(said("lighter", least=str(least)), f"weight < {least}")
    if level is not None:
        rows.ask(f"CREATE OR REPLACE TABLE significance AS {_SIGNIFICANCE}")
        alpha = "(SELECT any_value(alpha) FROM significance AS s WHERE s.id = edge.rowid)"
        yield from leave_out(said("insignificant", level=f"{level:g}"), f"{alpha} >= {level!r}")
    if to.ego is not None:
        yield from leave_out(said("far", steps=to.steps, thing=iri.compress(to.ego)), _far(to.ego, to.steps))
    if to.most_edges:
        heaviest = f"SELECT rowid FROM edge ORDER BY weight DESC, source, target, kind LIMIT {to.most_edges}"
        yield from leave_out(said("heavier", most=to.most_edges), f"rowid NOT IN ({heaviest})")


def _thresholds(rows: Rows, projection: Projection, to: Narrowing) -> tuple[Decimal | float | None, float | None]:
    """Return the least weight and the level of the filter: those asked for, else the projection's own.

    A projection has none of its own where a number of edges is asked for, or a dyad; its filter is for more than can be
    read.
    """
    asked = to.min_weight is not None or to.backbone is not None
    if asked or to.dyad is not None or to.most_edges != MOST_EDGES:
        return to.min_weight, to.backbone
    (counted,) = rows.ask("SELECT count(*) AS edges FROM edge")
    return projection.least_weight, projection.backbone if counted["edges"] > MOST_EDGES else None


def _without(rows: Rows, language: str, reason: str, condition: str) -> Iterator[str]:
    """Delete the edges that meet a condition, and yield how many and why, if any does."""
    (counted,) = rows.ask(f"SELECT count(*) AS n, coalesce(sum(claim_count), 0) AS claims FROM edge WHERE {condition}")
    if counted["n"]:
        rows.ask(f"DELETE FROM edge WHERE {condition}")
        yield loss("edges", language, edges=counted["n"], claims=counted["claims"], reason=reason)


def _places(to: Narrowing) -> Iterator[tuple[str, str]]:
    """Yield the conditions of an edge that is of a dyad and a country, each with what others are not of.

    An edge is of the economies that its rows name as `first` and `second`, else of those in which its ends lie.
    """
    lies = "EXISTS (FROM country WHERE thing IN (edge.source, edge.target) AND country = {})"
    if to.economies is not None:
        pair = f"({', '.join(map(quoted, to.economies))})"
        conditions = [lies.format(quoted(economy)) for economy in to.economies]
        conditions += [_within(end, pair) for end in ("source", "target")]
        said = f"first IN {pair} AND second IN {pair}"
        of_dyad = f"CASE WHEN first IS NOT NULL THEN {said} ELSE {' AND '.join(conditions)} END"
        yield iri.compress(to.dyad or ""), of_dyad
    if to.country is not None:
        own = quoted(to.country)
        said = f"coalesce({own} IN (first, second), false)"
        of_country = f"{said} OR {own} IN (source, target) OR {lies.format(own)}"
        yield iri.compress(to.country), of_country


def _within(end: str, pair: str) -> str:
    """Write that one end lies in one of some economies, or nowhere."""
    return (
        f"(edge.{end} NOT IN (SELECT thing FROM country) OR "
        f"edge.{end} IN (SELECT thing FROM country WHERE country IN {pair}))"
    )


_SIGNIFICANCE = """
WITH way AS (
    SELECT rowid AS id, source AS node, kind, CASE WHEN directed THEN 'out' ELSE '' END AS way, weight FROM edge
    UNION ALL SELECT rowid, target, kind, CASE WHEN directed THEN 'in' ELSE '' END, weight FROM edge
),
strength AS (SELECT node, kind, way, sum(weight) AS strength, count(*) AS degree FROM way GROUP BY ALL)
SELECT id, min(CASE WHEN degree > 1 THEN pow(1 - weight / strength, degree - 1) ELSE 1 END) AS alpha
FROM way JOIN strength USING (node, kind, way) GROUP BY id
"""
"""The disparity filter (Serrano, Boguñá and Vespignani 2009): how likely so large a share is, were it by chance."""


def _far(ego: str, steps: int) -> str:
    """Write that an edge reaches beyond some steps from a node."""
    near = f"SELECT {quoted(ego)} AS node"
    for _ in range(steps):
        near = f"(SELECT unnest([source, target]) AS node FROM edge WHERE source IN ({near}) OR target IN ({near}))"
    return f"NOT (source IN ({near}) AND target IN ({near}))"
