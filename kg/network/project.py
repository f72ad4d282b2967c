"""Project the rows of a build as a network: rows of a query, gathered into edges, narrowed, placed and coloured."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.core import columns, iri
from kg.core.errors import ExportImpossible
from kg.core.manifest import check_ontology
from kg.core.ontology import Ontology
from kg.core.time_axes import TimeAxes
from kg.names.labelled import called_in_all
from kg.names.opened import Names
from kg.network import look
from kg.network.declared import Projection
from kg.network.drawn import column_type, drawn, node_columns
from kg.network.gather import gather_edges
from kg.network.losses import days_said, loss
from kg.network.model import About, Attribute, Edge, Edges, Network
from kg.network.narrowing import Narrowing, narrow
from kg.network.views import open_views
from kg.rows.engine import named
from kg.rows.opened import Rows, open_rows

if TYPE_CHECKING:
    import pyarrow as pa

MOST_KINDS = 12
TABLE = "own_rows"
"""The table of the rows of one's own, of which a projection may be."""
_FIXED = ("claims", "claim_count", "sources", "since", "until", "values", "bound", "low", "high")
_TOTALS = """
WITH own AS (
    SELECT source AS node, kind, weight FROM edge UNION ALL SELECT target, kind, weight FROM edge WHERE source <> target
), by_kind AS (SELECT node, kind, sum(greatest(weight, 0)) AS total FROM own GROUP BY ALL)
SELECT node, max(total) AS total FROM by_kind GROUP BY node
"""
"""What each node has in all before anything is left out: of the kind of edges of which it has most."""
_DATED = frozenset({columns.has_origin, columns.valid_from, columns.valid_until})
_YEARS = """
SELECT year(valid_from) AS year, count(*) AS flows FROM claims WHERE has_origin IS NOT NULL
AND valid_from = make_date(year(valid_from), 1, 1) AND valid_until = make_date(year(valid_from) + 1, 1, 1)
GROUP BY ALL ORDER BY year DESC
"""


@contextmanager
def projected(
    folder: Path,
    ontology: Ontology,
    projection: Projection,
    to: Narrowing,
    axes: TimeAxes | None = None,
    *,
    own: "pa.Table | None" = None,
) -> Iterator[Network]:
    """Yield the network that a projection makes of a build, without the claims that two days exclude.

    Where the query is of one's `own` rows, these are given. Edges are read from the engine while the block lasts.
    Raises ExportImpossible where nothing is left, saying of what there is more; BuildMissing; BuildDamaged for rows
    that are not as they were written.
    """
    with open_rows(folder, axes, spills=True) as rows:
        check_ontology(rows.manifest, folder, ontology.folder)
        to = _of_a_year(rows, projection, to, axes or TimeAxes())
        if own is not None:
            rows.put(TABLE, own)
        for name, value in (("year", to.year), ("indicator", to.indicator), ("narrowed", to.is_narrow)):
            rows.set(name, value)
        open_views(rows, ontology, projection.query)
        more = gather_edges(rows, projection, dynamic=to.dynamic)
        network = _network(rows, Names(folder, ontology), projection, to, more)
        yield replace(network, losses=(*_excluded(rows, axes, to.language), *network.losses))


def _of_a_year(rows: Rows, projection: Projection, to: Narrowing, axes: TimeAxes) -> Narrowing:
    """Return the narrowing with the year of which a yearly projection is: the last with half as many flows as any."""
    if to.year is not None or to.dynamic or not projection.yearly:
        return to
    if axes.valid_on is not None:
        return replace(to, year=axes.valid_on.year)
    found = flow_years(rows)
    most = max((row["flows"] for row in found), default=0)
    return replace(to, year=next((row["year"] for row in found if 2 * row["flows"] >= most), None))


def _excluded(rows: Rows, axes: TimeAxes | None, language: str) -> Iterator[str]:
    """Say how many claims two days exclude."""
    if axes:
        claims, left_out = rows.left_out()
        yield loss("days", language, left_out=left_out, claims=claims, days=days_said(axes, language))


def flow_years(rows: Rows) -> list[dict[str, Any]]:
    """Return the years of which there are flows, the last first, each with how many."""
    return rows.ask(_YEARS) if rows.columns("claims") >= _DATED else []


def _network(rows: Rows, names: Names, projection: Projection, to: Narrowing, more: Sequence[str]) -> Network:
    (before,) = rows.ask("SELECT count(*) AS edges FROM edge")
    rows.ask(f"CREATE TABLE totals AS {_TOTALS}")
    losses = [*narrow(rows, projection, to)]
    (after,) = rows.ask("SELECT count(*) AS edges FROM edge")
    if not after["edges"]:
        raise ExportImpossible(
            "The network has no edges here.", remedy=_instead(before["edges"], losses), value=projection.name
        )
    kinds = rows.ask("SELECT DISTINCT kind FROM edge")
    if len(kinds) > MOST_KINDS:
        losses.append(loss("kinds", to.language, kinds=len(kinds)))
    columns = _edge_columns(rows, more)
    nodes, groups = drawn(rows, names, projection, names.ontology, placed=to.placed)
    colours = {node.iri: node.colour for node in nodes}
    edges = Edges(lambda: _edges(rows, columns, colours), after["edges"])
    about = _about(rows, names, projection, to, groups)
    columns_of_nodes, way = node_columns(rows), _way(rows)
    return Network(nodes, edges, columns_of_nodes, columns, about, tuple(losses), dynamic=to.dynamic, directed=way)


def _way(rows: Rows) -> bool | None:
    """Tell whether the edges have a direction, None where some have and others have not."""
    (found,) = rows.ask("SELECT bool_and(directed) AS every, bool_or(directed) AS some FROM edge")
    return found["every"] if found["every"] == found["some"] else None


def _instead(before: int, losses: Sequence[str]) -> str:
    """Say why nothing is left."""
    if not before:
        return "No claim here ties anything so: ask without the narrowing, or for another year."
    return f"Ask for less narrowing: of {before:,} edges none is left. {' '.join(losses)}"


def _edge_columns(rows: Rows, more: Sequence[str]) -> tuple[Attribute, ...]:
    """Return the columns of the attributes of edges, those that some edge has."""
    kinds = _kinds(rows)
    counted = ", ".join(f"count({named(name)}) AS {named(name)}" for name in (*_FIXED, *more))
    (having,) = rows.ask(f"SELECT {counted} FROM edge")
    return tuple(
        Attribute(name, column_type(rows, "edge", name, kinds[name])) for name in (*_FIXED, *more) if having[name]
    )


def _kinds(rows: Rows) -> dict[str, str]:
    return {row["column_name"]: row["column_type"] for row in rows.ask("DESCRIBE edge")}


def _edges(rows: Rows, columns: Sequence[Attribute], colours: Mapping[str, str]) -> Iterator[Edge]:
    """Yield the edges, in the order of their names."""
    (ends,) = rows.ask("SELECT min(weight) AS low, max(weight) AS high FROM edge")
    kinds = _kinds(rows)
    cells = ", ".join(_cell(column, kinds[column.name]) for column in columns)
    query = f"SELECT source, target, kind, directed, weight, label, spells{', ' if cells else ''}{cells} FROM edge"
    names = [column.name for column in columns]
    lists = {column.name for column in columns if column.type == "liststring"}
    for source, target, kind, directed, weight, label, spells, *values in rows.stream(
        f"{query} ORDER BY source, target, kind"
    ):
        attributes = {name: value for name, value in zip(names, values, strict=True) if value is not None}
        for name in lists.intersection(attributes):
            attributes[name] = tuple(map(iri.compress, attributes[name]))
        colour = look.paled(colours[target], weight, (ends["low"], ends["high"]))
        held = tuple((one["since"], one["until"], one["weight"]) for one in spells or ())
        yield Edge(source, target, kind, directed, weight, attributes, label or kind, colour, held)


def _cell(column: Attribute, kind: str) -> str:
    """Write the value of an edge as its column has it; of a decimal in a column of text without superfluous noughts."""
    name = named(column.name)
    if column.type == "double":
        return f"CAST({name} AS DOUBLE) AS {name}"
    text = f"CAST({name} AS VARCHAR)"
    if kind.startswith("DECIMAL"):
        text = f"rtrim(rtrim({text}, '0'), '.')"
    return f"{text} AS {name}" if column.type == "string" else name


def _about(
    rows: Rows, names: Names, projection: Projection, to: Narrowing, groups: Sequence[tuple[str, Mapping[str, str]]]
) -> About:
    """Return what a reader must be told of the network."""
    cited = rows.ask("SELECT DISTINCT unnest(sources) AS source FROM edge ORDER BY source")
    called = called_in_all(names, [*(row["source"] for row in cited), *to.things])
    return About(
        name=projection.name,
        title=projection.labels,
        definition=projection.definition,
        nodes=projection.nodes,
        edges=projection.edges,
        unit=projection.unit,
        size=projection.size,
        narrowed=tuple(called[thing].labels for thing in to.things if thing in called),
        year=to.year,
        groups=tuple(groups),
        sources=tuple(called[row["source"]].labels for row in cited if row["source"] in called),
        on_map=projection.on_map,
    )
