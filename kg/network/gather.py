"""Gather the rows of a projection into edges: one for each pair of nodes and kind, by the rule that it declares."""

from kg.core.concepts import ClaimStatus
from kg.network.declared import Projection
from kg.rows.engine import named, quoted
from kg.rows.opened import Rows

GIVEN = {
    "source": "VARCHAR",
    "target": "VARCHAR",
    "kind": "VARCHAR",
    "label": "VARCHAR",
    "directed": "BOOLEAN",
    "weight": "DOUBLE",
    "claim": "VARCHAR",
    "claims": "VARCHAR[]",
    "part": "VARCHAR",
    "low": "DOUBLE",
    "high": "DOUBLE",
    "start": "VARCHAR",
    "end": "VARCHAR",
    "first": "VARCHAR",
    "second": "VARCHAR",
}
"""The columns that the rows of a projection may have, of which the first two must be there; others are attributes."""
OF_NODES = ("source_", "target_")
MOST_CLAIMS = 100
"""How many claims an edge lists; it counts all."""
_NEWEST = "ORDER BY accepted DESC, until DESC NULLS LAST, since DESC NULLS LAST, recorded DESC NULLS LAST, claim"
"""What has the word: what was accepted, ends later, begins later, was recorded later, is the first by name."""
_OF_ALL = "NULL::VARCHAR AS bound, NULL::DOUBLE AS low, NULL::DOUBLE AS high, min(since) AS since, max(until) AS until"
"""What is said of several claims that are counted or added up: no bound of any, and all their days."""


def gather_edges(rows: Rows, projection: Projection, *, dynamic: bool = False) -> tuple[str, ...]:
    """Make the table `edge` of the rows of a projection, and return the names of the attributes that these add.

    Things that are judged to be one are one node. An edge lists its claims, the newest first, their sources and values,
    the bound, the ends of what is allowed, and the period of the newest; where it is `dynamic`, what held when.
    """
    empty = ", ".join(f"NULL::{kind} AS {named(name)}" for name, kind in GIVEN.items())
    rows.ask(f"CREATE TABLE given AS SELECT * FROM (SELECT {empty} WHERE false) UNION ALL BY NAME ({projection.query})")
    more = sorted(name for name in rows.columns("given") - GIVEN.keys() if not name.startswith(OF_NODES))
    rows.ask(f"CREATE TABLE told AS {_told()}")
    rows.ask(f"CREATE TABLE edge AS {_edges(projection, more)}")
    if dynamic:
        rows.ask(f"CREATE OR REPLACE TABLE edge AS SELECT * REPLACE (held.spells AS spells) {_SPELLS}")
    return tuple(more)


_SPELLS = """
FROM edge LEFT JOIN (
    SELECT source, target, kind, list({'since': since, 'until': until, 'weight': weight} ORDER BY since) AS spells
    FROM (
        SELECT source, target, kind, since, weight,
            CASE WHEN next <= coalesce(until, '9999') THEN next ELSE until END AS until
        FROM (
            SELECT *, lead(since) OVER (PARTITION BY source, target, kind ORDER BY since) AS next
            FROM (SELECT source, target, kind, since, max(until) AS until, arg_min(weight, nth) AS weight
                FROM (SELECT *, row_number() OVER (PARTITION BY source, target, kind, since NEWEST) AS nth FROM told)
                WHERE since IS NOT NULL GROUP BY ALL)
        )
    )
    WHERE weight > 0 AND (until IS NULL OR since < until) GROUP BY source, target, kind
) AS held USING (source, target, kind)
""".replace("NEWEST", _NEWEST)
"""What held when: of periods that begin on one day the newest, each until the next begins."""


def _told() -> str:
    """Write the rows with what their claims say of themselves: one a part, the newest."""
    ends = "one(source) AS source_0, one(target) AS target_0"
    turned = "CASE WHEN coalesce(directed, true) OR source_0 < target_0 THEN {} ELSE {} END"
    # An edge without direction and one with it, of one kind and between the same nodes, would be added up by Gephi.
    kind = (
        "coalesce(given.kind, 'tie') || "
        "CASE WHEN NOT coalesce(given.directed, true) AND coalesce(given.kind, 'tie') IN "
        "(SELECT coalesce(kind, 'tie') FROM given WHERE coalesce(directed, true)) THEN ' (undirected)' ELSE '' END"
    )
    return (
        f"SELECT given.* EXCLUDE (rowid) REPLACE (coalesce(given.directed, true) AS directed, {kind} AS kind, "
        f"{turned.format('source_0', 'target_0')} AS source, {turned.format('target_0', 'source_0')} AS target), "
        "coalesce(given.part, given.claim, CAST(given.rowid AS VARCHAR)) AS own_part, "
        "said.had_primary_source AS own_source, "
        "coalesce(given.claims, list_filter([given.claim], lambda one: one IS NOT NULL)) AS own_claims, "
        f"coalesce(said.claim_status = {quoted(ClaimStatus.ACCEPTED)}, true) AS accepted, "
        "said.recorded_on AS recorded, coalesce(CAST(said.valid_from AS VARCHAR), given.start) AS since, "
        "coalesce(CAST(said.valid_until AS VARCHAR), given.end) AS until, own_key(said.has_bound) AS bound "
        f"FROM (SELECT rowid, *, {ends} FROM given WHERE source IS NOT NULL AND target IS NOT NULL) AS given "
        "LEFT JOIN (SELECT claim, had_primary_source, recorded_on, valid_from, valid_until, has_bound, claim_status "
        "FROM claim) AS said ON said.claim = coalesce(given.claim, given.claims[1]) "
        "WHERE getvariable('indicator') IS NULL OR said.claim IS NOT NULL "
        "OR given.claim IN (SELECT finding FROM finding)"
    )


def _edges(projection: Projection, more: list[str]) -> str:
    edge = "source, target, kind, directed"
    aged = (
        f"SELECT *, row_number() OVER (PARTITION BY {edge}, own_part {_NEWEST}) AS nth, "
        f"row_number() OVER (PARTITION BY {edge} {_NEWEST}) AS age FROM told"
    )
    weight = {
        "latest": "first(weight) FILTER (age = 1)",
        "sum": "sum(weight) FILTER (nth = 1)",
        "count": "CAST(count(*) FILTER (nth = 1) AS DOUBLE)",
    }[projection.merged_by]
    values = "NULL::VARCHAR[]"
    if projection.merged_by == "latest":
        listed = f"list(CAST(weight AS VARCHAR) ORDER BY age) FILTER (age <= {MOST_CLAIMS})"
        values = f"CASE WHEN count(DISTINCT weight) > 1 THEN {listed} END"
    newest = [*more, "label", "first", "second"]
    of_all = _OF_ALL
    if projection.merged_by == "latest":
        newest, of_all = ["bound", "low", "high", "since", "until", *newest], ""
    own = [f"first({named(name)}) FILTER (age = 1) AS {named(name)}" for name in newest]
    firsts = ", ".join(filter(None, (of_all, *own)))
    once = "list_filter(claims, lambda claim, place: list_position(claims, claim) = place)"
    spell = "STRUCT(since VARCHAR, until VARCHAR, weight DOUBLE)[]"
    return (
        f"SELECT * REPLACE (CASE WHEN len(claims) > 0 THEN {once} END AS claims) "
        f"FROM (SELECT {edge}, {weight} AS weight, count(DISTINCT coalesce(claim, claims[1])) AS claim_count, "
        f"flatten(list(own_claims ORDER BY age) FILTER (age <= {MOST_CLAIMS})) AS claims, "
        "list_sort(list(DISTINCT own_source) FILTER (own_source IS NOT NULL)) AS sources, "
        f"{values} AS values, NULL::{spell} AS spells, {firsts} FROM ({aged}) GROUP BY {edge})"
    )
