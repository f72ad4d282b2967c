"""Draw the nodes of a network: named in three languages, placed, sized by a total, coloured by a group."""

from collections.abc import Mapping, Sequence
from typing import Any

from kg.core import iri
from kg.core.languages import LANGUAGES
from kg.core.ontology import Ontology
from kg.names.labelled import Labelled, called_in_all
from kg.names.opened import Names
from kg.network import layout, look
from kg.network.declared import Projection
from kg.network.gather import OF_NODES
from kg.network.model import Attribute, Node
from kg.rows.engine import named
from kg.rows.opened import Rows

UNTYPED = "untyped"
_TYPES = {
    "DOUBLE": "double",
    "FLOAT": "double",
    "BIGINT": "long",
    "INTEGER": "integer",
    "BOOLEAN": "boolean",
    "VARCHAR[]": "liststring",
}
_NODES = """
WITH way AS (SELECT source AS node FROM edge UNION ALL SELECT target FROM edge)
SELECT node, count(*) AS degree, any_value(totals.total) AS total,
    any_value(latitude) AS lat, any_value(longitude) AS lng,
    (SELECT min(country) FROM country WHERE thing = way.node) AS country
FROM way LEFT JOIN totals USING (node) LEFT JOIN place ON place.thing = way.node GROUP BY node ORDER BY node
"""


def drawn(
    rows: Rows, names: Names, projection: Projection, ontology: Ontology, *, placed: bool = True
) -> tuple[list[Node], list[tuple[str, Mapping[str, str]]]]:
    """Return the nodes of the table `edge`, at one spot unless `placed`, and what each colour means, by language."""
    found = rows.ask(_NODES)
    own = _given(rows)
    called = called_in_all(names, [row["node"] for row in found] + [row["country"] for row in found if row["country"]])
    for row in found:
        row["given"] = own.get(row["node"], {})
        row["label"] = row["given"].pop("label", None) or iri.compress(row["node"])
        row["total"] = row["given"].pop("total", None) or row["total"] or 0.0
        row["group"] = _group(row, called, projection)
    weights: dict[str, float] = {}
    for row in found:
        weights[row["group"]] = weights.get(row["group"], 0.0) + row["total"]
    colours = look.group_colours(weights)
    points = _points(rows, found, projection) if placed else {row["node"]: (0.0, 0.0) for row in found}
    sizes = look.sizes([row["total"] for row in found])
    nodes = [
        _node(row, called, points[row["node"]], size, colours[row["group"]])
        for row, size in zip(found, sizes, strict=True)
    ]
    return nodes, _legend(colours, called, ontology)


def _group(row: Mapping[str, Any], called: Mapping[str, Labelled], projection: Projection) -> str:
    """Return what gives a node its colour: the country in which it lies, or its class."""
    if projection.coloured_by == "country":
        return row["country"] or ""
    return _kind(row["node"], called)


def _kind(node: str, called: Mapping[str, Labelled]) -> str:
    return called[node].cls.partition(":")[2] if node in called else UNTYPED


def _node(row: Mapping[str, Any], called: Mapping[str, Labelled], point: layout.Spot, size: float, colour: str) -> Node:
    own = row["given"]
    if row["country"] and row["country"] != row["node"]:
        own = own | {"country": iri.own_key(row["country"])}
    return Node(
        iri=row["node"],
        labels=called[row["node"]].labels if row["node"] in called else dict.fromkeys(LANGUAGES, row["label"]),
        kind=_kind(row["node"], called),
        total=row["total"],
        degree=row["degree"],
        latitude=row["lat"],
        longitude=row["lng"],
        x=point[0],
        y=point[1],
        size=size,
        colour=colour,
        attributes=own,
    )


def _points(rows: Rows, found: Sequence[Mapping[str, Any]], projection: Projection) -> dict[str, layout.Spot]:
    nodes = [row["node"] for row in found]
    ties = [
        (row["source"], row["target"], row["weight"])
        for row in rows.ask(
            "SELECT source, target, CAST(weight AS DOUBLE) AS weight FROM edge ORDER BY source, target, kind"
        )
    ]
    known = {row["node"]: layout.mercator(row["lat"], row["lng"]) for row in found if row["lat"] is not None}
    if known and (projection.on_map or 2 * len(known) > len(nodes)):
        countries = {row["node"] for row in found if row["country"] == row["node"]}
        return layout.on_map(known, nodes, ties, countries)
    return layout.spread_out(nodes, ties)


def _given(rows: Rows) -> dict[str, dict[str, Any]]:
    """Return what the rows of the projection say of nodes, in columns that begin with source_ and target_."""
    found: dict[str, dict[str, Any]] = {}
    columns = rows.columns("given")
    for prefix in OF_NODES:
        names = sorted(name for name in columns if name.startswith(prefix))
        cells = ", ".join(f"any_value({named(name)}) AS {named(name.removeprefix(prefix))}" for name in names)
        if cells:
            end = prefix.rstrip("_")
            for row in rows.ask(f"SELECT one({end}) AS node, {cells} FROM given GROUP BY one({end})"):
                found.setdefault(row.pop("node"), {}).update(
                    {name: value for name, value in row.items() if value is not None}
                )
    return found


def node_columns(rows: Rows) -> tuple[Attribute, ...]:
    """Return the columns of the attributes of nodes."""
    kinds = {row["column_name"]: row["column_type"] for row in rows.ask("DESCRIBE given")}
    given = {
        name.removeprefix(prefix): column_type(rows, "given", name, kind)
        for prefix in OF_NODES
        for name, kind in sorted(kinds.items())
        if name.startswith(prefix) and name.removeprefix(prefix) not in {"total", "label"}
    }
    return tuple(Attribute(name, kind) for name, kind in sorted({**given, "country": "string"}.items()))


def column_type(rows: Rows, table: str, name: str, kind: str) -> str:
    """Name the type of GEXF that holds a column of a table; text for what Gephi and networkx know no type of.

    A decimal is a double where that is every value of the column to the last digit.
    """
    if kind.startswith("DECIMAL"):
        cell = named(name)
        (found,) = rows.ask(f"SELECT bool_and(CAST(CAST({cell} AS DOUBLE) AS {kind}) = {cell}) AS exact FROM {table}")
        return "double" if found["exact"] is not False else "string"
    return _TYPES.get(kind, "string")


def _legend(
    colours: Mapping[str, str], called: Mapping[str, Labelled], ontology: Ontology
) -> list[tuple[str, Mapping[str, str]]]:
    """Return each colour with what it means, the heaviest first; what is grey is other."""
    return [
        (colour, _said(group, called, ontology)) for group, colour in colours.items() if colour != look.OTHER and group
    ]


def _said(group: str, called: Mapping[str, Labelled], ontology: Ontology) -> Mapping[str, str]:
    """Name a group: a country, or a class, by language."""
    if group in called:
        return called[group].labels
    return {language: ontology.label(iri.expand(f"dyad:{group}"), language) or group for language in LANGUAGES}
