"""The flat form of the claims of a graph, for graphs that no tables were loaded into."""

from collections import deque
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg.compare.embedded import find_into
from kg.compare.prepare.facts import read_facts
from kg.core import iri, terms
from kg.core.graph import Literal, NamedNode, Store, load_lines
from kg.core.manifest import ENDS
from kg.core.ontology import RDF_TYPE, Ontology, column_name
from kg.load.batch import encode
from kg.load.header import column_named
from kg.load.mapper import Records
from kg.load.opening import classes
from kg.load.schema import TableSchema, table_schema
from kg.rdf.fill import load_selected
from kg.rdf.statements import computed, ends, stating
from kg.rows.partition import SOURCES, Partition, write_partition
from kg.rows.read import rows_in
from kg.tell.cited import Cited, currencies_of, dyads_by_umbrella
from kg.tell.lines import finding_lines, phrases_of, supersession_lines
from tests.stores import stated

_TYPES = {"decimal": pa.decimal128(36, 18), "date": pa.date32(), "boolean": pa.bool_()}
_PYTHON: dict[str, Callable[[str], Any]] = {
    "decimal": Decimal,
    "date": date.fromisoformat,
    "boolean": lambda text: text == "true",
}


def flat_of(store: Store, ontology: Ontology) -> pa.Table:
    """Return the claims of a store flat, one row each, as a build writes them."""
    claim, derived = NamedNode(terms.Claim), NamedNode(iri.DERIVED_GRAPH)
    types_of = [
        quad
        for kind in ontology.subs(terms.Claim)
        for quad in store.quads_for_pattern(None, NamedNode(RDF_TYPE), NamedNode(kind))
    ]
    claims = sorted(
        {quad.subject.value for quad in types_of if isinstance(quad.subject, NamedNode) and quad.graph_name != derived}
    )
    rows: list[dict[str, Any]] = []
    types: dict[str, pa.DataType] = {name: pa.string() for name in ("claim", "class", "source")}
    for name in claims:
        row: dict[str, Any] = {"claim": name}
        for quad in stated(store, NamedNode(name), None):
            if quad.graph_name == derived:
                continue
            if quad.predicate.value == RDF_TYPE:
                if quad.object != claim:
                    row["class"] = iri.compress(str(quad.object).strip("<>"))
                continue
            _put(row, types, quad.predicate.value, quad.object)
        row["source"] = str(row["had_primary_source"]).rpartition("/")[2]
        rows.append(row)
    return pa.Table.from_pylist(rows, schema=pa.schema(list(types.items())))


def _put(row: dict[str, Any], types: dict[str, pa.DataType], predicate: str, value: object) -> None:
    column = column_name(predicate)
    if isinstance(value, Literal):
        column += f"_{value.language}" if value.language else ""
        kind = value.datatype.value.rpartition("#")[2]
        types.setdefault(column, _TYPES.get(kind, pa.string()))
        row[column] = _PYTHON.get(kind, str)(value.value)
    elif isinstance(value, NamedNode):
        types.setdefault(column, pa.string())
        row[column] = f"{row[column]}|{value.value}" if column in row else value.value


def add_findings(store: Store, ontology: Ontology, folder: Path) -> None:
    """Add to a store of claims, and of what was derived of them, all that the comparison of claims finds."""
    path = folder / "claims.parquet"
    pq.write_table(flat_of(store, ontology), path)
    facts = read_facts(ontology, store)
    found = find_into(path, facts, folder)
    with stating() as engine:
        load_selected(store, engine, [computed(found.derived, ontology)])
    with stating() as engine:
        load_selected(store, engine, [ends(folder / ENDS)])
    cited = Cited([path, found.derived], facts.figures, dyads_by_umbrella(facts.umbrellas.to_pylist()))
    phrases = phrases_of(store, currencies_of(facts.units.to_pylist()))
    load_lines(store, finding_lines(rows_in(found.findings), cited, phrases))
    load_lines(store, supersession_lines(rows_in(found.findings), lambda _: True))


def write_rows(store: Store, ontology: Ontology, folder: Path) -> None:
    """Write what the sources of a store state as the rows of a build."""
    stems = {cls: stem for stem, cls in classes(ontology).items()}
    graphs = [graph for graph in store.named_graphs() if isinstance(graph, NamedNode)]
    for graph in (graph for graph in graphs if graph.value.startswith(iri.SOURCE_GRAPHS)):
        found: dict[str, list[str]] = {}
        for quad in store.quads_for_pattern(None, NamedNode(RDF_TYPE), None, graph):
            cls = str(quad.object).strip("<>")
            if cls in stems:
                found.setdefault(cls, []).append(str(quad.subject).strip("<>"))
        source = graph.value.removeprefix(iri.SOURCE_GRAPHS)
        for cls, several in found.items():
            schema, subjects = table_schema(ontology, cls), sorted(set(several))
            rows = [_values(store, graph, subject, schema) for subject in subjects]
            columns = tuple(
                column_named(schema, name, folder) for name in sorted({name for row in rows for name in row})
            )
            values = {one.name: encode([row.get(one.name, ()) for row in rows]) for one in columns}
            made = Partition(source, schema, columns, folder / SOURCES / source / f"{stems[cls]}.parquet")
            records = [Records(encode(subjects), [1] * len(subjects), values)]
            deque(write_partition(made, records), maxlen=0)
    described = [f"{quad} ." for quad in store.quads_for_pattern(None, None, None, NamedNode(iri.PROVENANCE_GRAPH))]
    (folder / SOURCES / "described").mkdir(parents=True)
    (folder / SOURCES / "described" / "source.nq").write_text(
        "".join(f"{line}\n" for line in described), encoding="utf-8"
    )


def _values(store: Store, graph: NamedNode, subject: str, schema: TableSchema) -> dict[str, tuple[Any, ...]]:
    """Return what a graph states of a subject as the values of a row."""
    values: dict[str, tuple[Any, ...]] = {}
    for quad in store.quads_for_pattern(NamedNode(subject), None, None, graph):
        if quad.predicate.value == RDF_TYPE:
            continue
        name, value = column_name(quad.predicate.value), quad.object
        if isinstance(value, Literal):
            kind = value.datatype.value.rpartition("#")[2]
            flat = f"{name}_{value.language}" if value.language else name
            values[flat] = (_PYTHON.get(kind, str)(value.value),)
        elif isinstance(value, NamedNode):
            values[name] = (*values.get(name, ()), value.value) if schema.slots[name].many else (value.value,)
    return values
