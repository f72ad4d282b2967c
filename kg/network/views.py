"""What the queries of projections read: claims, what they tie, where things are, as tables of the engine."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kg.core import columns, iri, terms
from kg.core.concepts import ClaimStatus, RelationKind
from kg.core.graph import NamedNode, name_of
from kg.core.ontology import RDF_TYPE, Ontology, column_name
from kg.figure import read_figures
from kg.load.cells import MANY
from kg.load.opening import classes
from kg.network.ties import broad_class, further_steps, ties
from kg.rows.engine import named, quoted, rows_of
from kg.rows.opened import Rows
from kg.rows.partition import SUBJECT

_OBJECT_PROPERTY = NamedNode(iri.PREFIXES["owl"] + "ObjectProperty")
_LEFT_OUT = f"({quoted(ClaimStatus.WITHDRAWN)}, {quoted(ClaimStatus.SUPERSEDED)})"
_DAYS = frozenset({columns.valid_from, columns.valid_until, columns.asserted_on, columns.recorded_on})
_WORD = re.compile(r"[a-z]\w*")
_PLACED = ("is_based_in", "is_located_in", "is_within")
_FACTS = ("parts", "dyads", "entities")
_FINDING = {
    "first": "has_first_claim",
    "second": "has_second_claim",
    "verdict": "has_verdict",
    "outcome": "has_outcome",
}
_MACROS = Path(__file__).with_name("macros.sql")
_STANDS = f"coalesce({columns.claim_status}, '') NOT IN {_LEFT_OUT}"
"""What a claim meets that stands."""


def open_views(rows: Rows, ontology: Ontology, query: str) -> None:
    """Give the engine what a query reads.

    The tables are `claim`, those that stand and are of the indicator that is asked for, with all columns that claims
    can have, and `standing`, of any indicator; `finding`, of such claims; `tie`; `dyad`; `parts`; `country`, where
    things lie or are based; `place`, coordinates; and for each word of the query that is a property of entities a table
    of pairs, `subject` and `object`, of that name. Variables are `year`, `indicator` and `narrowed`.
    """
    for name in _FACTS:
        rows.ask(f"CREATE TABLE {name} AS {rows.facts_query(name)}")
    rows.ask("CREATE VIEW dyad AS SELECT dyad, first_economy AS first, second_economy AS second FROM dyads")
    read = {*_WORD.findall(query), *(further_steps(ontology) if "tie" in query else ()), *_PLACED}
    having = rows.columns_of(name for name, cls in classes(ontology).items() if terms.Claim not in ontology.supers(cls))
    for name in sorted(read & _links(ontology)):
        rows.ask(f"CREATE TABLE {name} AS {_pairs(name, having.get(name, ()))}")
    rows.ask(f"CREATE TABLE country AS {_country()}")
    rows.ask(f"CREATE MACRO id(key) AS {quoted(iri.ID)} || key")
    rows.ask(_MACROS.read_text(encoding="utf-8"))
    rows.ask(f"CREATE MACRO broad_class(cls) AS {_broad(ontology)}")
    rows.ask(f"CREATE VIEW standing AS {_standing(rows, ontology)}")
    rows.ask("CREATE VIEW claim AS FROM standing WHERE asked_for(has_indicator)")
    rows.ask(f"CREATE TABLE place AS {_places(having)}")
    placed = (
        f"FROM ({capitals('standing')}) JOIN place ON thing = capital WHERE country NOT IN (SELECT thing FROM place)"
    )
    rows.ask(f"INSERT INTO place SELECT country, latitude, longitude {placed}")
    rows.ask(f"CREATE VIEW finding AS {_finding()}")
    if "tie" in query:
        for step in _every_column().intersection(further_steps(ontology)):
            rows.ask(f"CREATE VIEW {step} AS SELECT claim AS subject, {step} AS object FROM claim")
        rows.ask(f"CREATE VIEW tie AS {ties(ontology, rows.columns)}")


def capitals(claims: str) -> str:
    """Write the one capital of each country, where a map has it, by the claims of a table that stand."""
    return (
        f"SELECT {columns.is_related_to} AS country, min({columns.is_about}) AS capital FROM {claims} "
        f"WHERE {columns.has_relation_kind} = {quoted(RelationKind.CAPITAL_OF)} AND {_STANDS} GROUP BY country"
    )


def _links(ontology: Ontology) -> set[str]:
    """Name, as columns, the properties that link entities."""
    declared = ontology.terms.quads_for_pattern(None, NamedNode(RDF_TYPE), _OBJECT_PROPERTY)
    return {column_name(name_of(quad.subject)) for quad in declared} - _every_column()


def _pairs(column: str, having: Sequence[tuple[Path, bool]]) -> str:
    """Write what a property links in the partitions that have it, each with whether it has lists there."""
    selects = []
    for file, many in having:
        cell = f"unnest({named(column)})" if many else named(column)
        selects.append(f"SELECT {SUBJECT}, {cell} AS object FROM {rows_of(file)}")
    return " UNION ".join(selects) or "SELECT '' AS subject, '' AS object WHERE false"


def _places(having: Mapping[str, Sequence[tuple[Path, bool]]]) -> str:
    """Write the coordinates of places, one pair a place."""
    columns = ("latitude", "longitude")
    files = [file for file, _ in having.get(columns[0], ()) if (file, False) in having.get(columns[1], ())]
    selects = [f"SELECT {SUBJECT} AS thing, latitude, longitude FROM {rows_of(file)}" for file in files]
    selects.append("SELECT '' AS thing, 0.0 AS latitude, 0.0 AS longitude WHERE false")
    cells = ", ".join(f"CAST(any_value({name}) AS DOUBLE) AS {name}" for name in columns)
    both = " UNION ALL ".join(selects)
    return f"SELECT thing, {cells} FROM ({both}) WHERE latitude IS NOT NULL AND longitude IS NOT NULL GROUP BY thing"


def _standing(rows: Rows, ontology: Ontology) -> str:
    """Write the claims that stand and may have a day in the year that is asked for, with every column there may be."""
    known = rows.columns("claims")
    numbers = {name for one in read_figures(ontology) for name in (one.amount, one.amount_to)}
    kinds = dict.fromkeys(_DAYS, "DATE") | dict.fromkeys(numbers, "DECIMAL(36, 18)")
    absent = [f"NULL::{kinds.get(name, 'VARCHAR')} AS {named(name)}" for name in sorted(_every_column() - known)]
    more = f", {', '.join(absent)}" if absent else ""
    held = f"in_year({columns.valid_from}, {columns.valid_until}, getvariable('year')) IS NOT false"
    return f"SELECT *{more} FROM claims WHERE {_STANDS} AND {held}"


def _every_column() -> frozenset[str]:
    return frozenset(value for name, value in vars(columns).items() if isinstance(value, str) and name == value)


def _finding() -> str:
    renamed = ", ".join(f"{old} AS {new}" for old, new in _FINDING.items())
    change = f"array_to_string(change, {quoted(MANY)}) AS has_change"
    of_indicator = "getvariable('indicator') IS NULL OR first IN (SELECT claim FROM claim)"
    return f"SELECT finding, class, gap, {renamed}, {change} FROM findings WHERE {of_indicator}"


def _country() -> str:
    """Write where things are: a country is in itself, all else where it is within, based, located."""
    countries = quoted(f"{iri.ID}country/%")
    lying = " UNION ALL ".join(f"SELECT subject, object FROM {name}" for name in _PLACED)
    return (
        f"WITH lying AS ({lying}), within AS (SELECT subject, coalesce(whole, object) AS place FROM lying "
        "LEFT JOIN parts ON part = object UNION ALL SELECT subject, object FROM lying "
        "UNION ALL SELECT part, whole FROM parts "
        "UNION ALL SELECT first, first FROM dyad UNION ALL SELECT second, second FROM dyad) "
        f"SELECT DISTINCT subject AS thing, place AS country FROM within WHERE place LIKE {countries} "
    )


def _broad(ontology: Ontology) -> str:
    """Write the broad class of a class as an expression."""
    names = {iri.compress(cls): broad_class(ontology, cls) for cls in _classes(ontology)}
    cases = " ".join(f"WHEN {quoted(cls)} THEN {quoted(broad)}" for cls, broad in names.items())
    return f"CASE cls {cases} ELSE own_key(cls) END"


def _classes(ontology: Ontology) -> Iterator[str]:
    for top in (terms.Claim, terms.Finding):
        yield from ontology.subs(top)
