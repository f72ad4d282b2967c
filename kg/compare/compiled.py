"""Compile the comparison of claims to queries of the embedded engine, which takes longer than to run them."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from typing import TYPE_CHECKING, TypeAlias

import ibis
import ibis.expr.schema as sch
import ibis.expr.types as ir

from kg.compare.find import findings, verdict
from kg.compare.form import CHOSEN, CLAIMS, FLAT, Found, Keep, name_of_fact
from kg.compare.kept import Queries
from kg.compare.prepare.claims import columns_read, complete
from kg.compare.prepare.facts import Facts

if TYPE_CHECKING:
    import pyarrow as pa

Plan: TypeAlias = Callable[[ir.Table, Facts[ir.Table], Keep], Found[ir.Table]]
"""What is found of claims and facts, with the tables that are kept on the way."""


def complete_claims(flat: "pa.Schema", facts: "Facts[pa.Schema]") -> Queries:
    """Compile how flat claims are completed to those that a comparison reads."""
    table = ibis.table(sch.Schema.from_pyarrow(flat), name=FLAT)
    return [[CLAIMS, _sql(complete(table, columns_read(facts)))]]


def search_all(facts: "Facts[pa.Schema]") -> Queries:
    """Compile the search for all findings: the tables to make one after another, then each result."""
    return _compiled(facts, findings)


def compare_two(facts: "Facts[pa.Schema]") -> Queries:
    """Compile the comparison of two chosen claims, as `search_all` does."""
    chosen = ibis.table({"claim": "string"}, name=CHOSEN)
    return _compiled(facts, lambda claims, known, keep: verdict(claims, chosen, known, keep))


def _sql(table: ir.Table) -> str:
    return str(ibis.to_sql(table, dialect="duckdb", pretty=False))


def _compiled(facts: "Facts[pa.Schema]", plan: Plan) -> Queries:
    steps: Queries = []

    def keep(table: ir.Table) -> ir.Table:
        name = f"kept_{len(steps)}"
        steps.append([name, _sql(table)])
        return ibis.table(table.schema(), name=name)

    claims = ibis.table(columns_read(facts), name=CLAIMS)
    tables = facts.map(lambda name, schema: ibis.table(sch.Schema.from_pyarrow(schema), name=name_of_fact(name)))
    with _uncollected():
        found = plan(claims, tables, keep)
        return [*steps, *([part.name, _sql(getattr(found, part.name))] for part in fields(Found))]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Spare the search for garbage: expressions are many, all are held, and to look through them takes a quarter."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
