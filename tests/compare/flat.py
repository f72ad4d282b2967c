"""Small invented tables of flat claims, and what is found on them."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from kg import assets, iri
from kg.compare import embedded
from kg.compare.arithmetic import derived
from kg.compare.claims import COLUMNS, with_values
from kg.compare.derive import stated
from kg.compare.facts import Facts, read_facts
from kg.compare.find import Found, Keep
from kg.ontology import read_ontology
from tests.invented import store_of

Row = dict[str, Any]
NAMED = {key for key in COLUMNS if key.startswith(("has_", "is_"))}
NAMED |= {"asserted_by", "had_primary_source", "stands_in_entry_of"}
EVENTS = """<event/forum-3> a :Event ; rdfs:label "III Axia Forum"@en .
<event/forum-9> a :Event ; rdfs:label "IX Axia Forum"@en . <event/fair-5> a :Event ; rdfs:label "5th Axia Fair"@en .
<event/summit-one> a :Event ; rdfs:label "Summit"@en . <event/summit-four> a :Event ; rdfs:label "Last Summit"@en ."""


@cache
def facts() -> Facts[pa.Table]:
    return read_facts(read_ontology(assets.ontology()), store_of(EVENTS))


def name(key: str) -> str:
    return iri.mint("claim", key)


def claim(key: str, cls: str = "Measurement", **cells: Any) -> Row:
    """Make a claim that a speaker makes in a source on one day, with other cells; individuals are `segment/key`."""
    row: Row = {"had_primary_source": "source/paper", "asserted_by": "person/speaker", "asserted_on": "2025-06-01"}
    row |= {"recorded_on": "2025-06-02", "has_attribution_mode": "attribution/direct"} | cells
    row |= {"claim": name(key), "class": f"dyad:{cls}", "claim_status": "claim-status/accepted"}
    for cell, value in row.items():
        if cell in NAMED and value is not None:
            row[cell] = "|".join(map(iri.expand, value.split("|")))
        elif cell in ("amount", "amount_to", "share") and value is not None:
            row[cell] = Decimal(value)
        elif COLUMNS.get(cell) == "date" and value is not None:
            row[cell] = date.fromisoformat(value)
    row["claim_status"] = iri.mint("claim-status", "accepted")
    return row


def measured(key: str, indicator: str, amount: str, unit: str = "USD", **cells: Any) -> Row:
    row: Row = {"is_about": "dyad/XA-XB", "has_bound": "bound/exactly", "has_stage": "stage/realised"}
    row |= {"has_indicator": f"indicator/{indicator}", "amount": amount, "has_unit": f"unit/{unit}"}
    return claim(key, **(row | cells))


def year(number: int) -> Row:
    return {"valid_from": f"{number}-01-01", "valid_until": f"{number + 1}-01-01"}


def _table(rows: Iterable[Row]) -> pa.Table:
    schema = pa.schema([(column, ibis.dtype(kind).to_pyarrow()) for column, kind in COLUMNS.items()])
    return pa.Table.from_pylist(list(rows), schema=schema)


def derived_from(*rows: Row) -> list[Row]:
    """Return what follows from claims by arithmetic, in the order of its names; nothing else is computed."""
    with embedded._engine(_table(rows), facts()) as engine:
        found = engine.sql(embedded._run(engine, *derivation()).derived).to_arrow_table()
    return list(found.to_pylist())


@cache
def derivation() -> tuple[embedded.Steps, Found[str]]:
    """Compile the derivation; a test that puts another rule in place of one clears this cache."""

    def plan(claims: ir.Table, known: Facts[ir.Table], _: Keep) -> Found[ir.Table]:
        own = stated(claims)
        table = derived(own, with_values(own, known), known).order_by("claim")
        return Found(table, table, table)

    return embedded._compiled(embedded._schemas(facts()), plan)


def found_on(*rows: Row) -> Found[list[Row]]:
    """Return what is found on claims, as rows."""
    found = embedded.find(_table(rows), facts())
    return Found(found.findings.to_pylist(), found.derived.to_pylist())


def read(row: Row, *columns: str) -> tuple[Any, ...]:
    """Return some cells of a row as a person reads them: individuals by their keys, numbers without their noughts."""
    return tuple(_readable(row[column]) for column in columns)


def _readable(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    return "|".join(part.rpartition("/")[2] for part in value.split("|")) if isinstance(value, str) else value
