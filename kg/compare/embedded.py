"""Run the comparison of claims in the embedded engine: expressions are compiled once, and run on any claims."""

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import ibis
import ibis.expr.schema as sch
import ibis.expr.types as ir

from kg.compare.find import Found, Keep, findings, verdict
from kg.compare.kept import Queries, kept
from kg.compare.prepare.claims import columns_read, complete
from kg.compare.prepare.facts import Facts
from kg.manifest import DERIVED, ENDS, FINDINGS
from kg.rows.engine import Connection, engine, place_of, rows_of

if TYPE_CHECKING:
    import pyarrow as pa

Steps: TypeAlias = tuple[tuple[str, str], ...]
"""The tables to make one after another, each with the query that makes it."""
Plan: TypeAlias = Callable[[ir.Table, Facts[ir.Table], Keep], Found[ir.Table]]
"""What is found of claims and facts, with the tables that are kept on the way."""
_FLAT, _CLAIMS, _CHOSEN = "flat", "claims", "chosen"


def find(flat: "Path | pa.Table", facts: "Facts[pa.Table]") -> "Found[pa.Table]":
    """Find all that follows from flat claims, in a Parquet file or in memory."""

    def work(connection: Connection) -> "Found[pa.Table]":
        _take(connection, flat, facts)
        return _fetched(connection, _run(connection, *_all(_schemas(facts))))

    with engine() as made:
        return made.run(work)


def find_into(flat: Path, facts: "Facts[pa.Table]", folder: Path) -> Found[Path]:
    """Find all that follows from the flat claims in a Parquet file, as Parquet files in a folder, whatever the size."""
    files = Found(folder / FINDINGS, folder / DERIVED, folder / ENDS)

    def work(connection: Connection) -> None:
        _take(connection, flat, facts)
        found = _run(connection, *_all(_schemas(facts)))
        for part in fields(Found):
            file = getattr(files, part.name)
            connection.sql(getattr(found, part.name)).write_parquet(place_of(file), compression="zstd")

    with engine() as made:
        made.run(work)
    return files


def compare_two(flat: Path, facts: "Facts[pa.Table]", one: str, other: str) -> "Found[pa.Table]":
    """Compare any two claims of a Parquet file; the findings are one row, or none where a claim has no number."""
    import pyarrow as pa

    def work(connection: Connection) -> "Found[pa.Table]":
        _take(connection, flat, facts)
        connection.register(_CHOSEN, pa.table({"claim": [one, other]}))
        return _fetched(connection, _run(connection, *_two(_schemas(facts))))

    with engine() as made:
        return made.run(work)


def _take(connection: Connection, flat: "Path | pa.Table", facts: "Facts[pa.Table]") -> None:
    """Give the engine the claims and the facts."""
    if isinstance(flat, Path):
        connection.execute(f"CREATE VIEW {_FLAT} AS FROM {rows_of(flat)}")
    else:
        connection.from_arrow(flat).create_view(_FLAT)
    wanted = tuple(columns_read(facts).items())
    connection.execute(f"CREATE VIEW {_CLAIMS} AS {_completed(sch.Schema.from_pyarrow(_schema(flat)), wanted)}")
    facts.map(lambda name, table: connection.register(_named(name), table))


def _run(connection: Connection, steps: Steps, found: Found[str]) -> Found[str]:
    for name, query in steps:
        connection.execute(f"CREATE TEMP TABLE {name} AS {query}")
    return found


def _fetched(connection: Connection, found: Found[str]) -> "Found[pa.Table]":
    return Found(*(connection.sql(getattr(found, part.name)).to_arrow_table() for part in fields(Found)))


def _schema(flat: "Path | pa.Table") -> "pa.Schema":
    import pyarrow.parquet as pq

    return pq.read_schema(flat) if isinstance(flat, Path) else flat.schema


def _schemas(facts: "Facts[pa.Table]") -> Facts[sch.Schema]:
    return facts.map(lambda _, table: sch.Schema.from_pyarrow(table.schema))


def _named(fact: str) -> str:
    return f"fact_{fact}"


def _sql(table: ir.Table) -> str:
    return str(ibis.to_sql(table, dialect="duckdb"))


@cache
def _completed(schema: sch.Schema, wanted: tuple[tuple[str, str], ...]) -> str:
    return _sql(complete(ibis.table(schema, name=_FLAT), dict(wanted)))


def _all(schemas: Facts[sch.Schema]) -> tuple[Steps, Found[str]]:
    """Compile the search for all findings."""
    return _kept("all", schemas, findings)


def _two(schemas: Facts[sch.Schema]) -> tuple[Steps, Found[str]]:
    """Compile the comparison of two chosen claims."""
    chosen = ibis.table({"claim": "string"}, name=_CHOSEN)
    return _kept("two", schemas, lambda claims, facts, keep: verdict(claims, chosen, facts, keep))


def _kept(kind: str, schemas: Facts[sch.Schema], plan: Plan) -> tuple[Steps, Found[str]]:
    """Return what a plan compiles to, which is kept for the next time."""

    def queries() -> Queries:
        steps, found = _compiled(schemas, plan)
        return [*map(list, steps), *([part.name, getattr(found, part.name)] for part in fields(Found))]

    last = len(fields(Found))
    done = kept(kind, schemas, queries)
    return tuple((name, query) for name, query in done[:-last]), Found(**dict(done[-last:]))


def _compiled(schemas: Facts[sch.Schema], plan: Plan) -> tuple[Steps, Found[str]]:
    """Compile expressions over claims into queries, one for each table that is kept, and one for each result."""
    steps: list[tuple[str, str]] = []

    def keep(table: ir.Table) -> ir.Table:
        name = f"kept_{len(steps)}"
        steps.append((name, _sql(table)))
        return ibis.table(table.schema(), name=name)

    claims = ibis.table(columns_read(schemas), name=_CLAIMS)
    found = plan(claims, schemas.map(lambda name, schema: ibis.table(schema, name=_named(name))), keep)
    return tuple(steps), Found(*(_sql(getattr(found, part.name)) for part in fields(Found)))
