"""The flat form of the claims of a graph, for graphs that no tables were loaded into."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg import iri, terms
from kg.compare.cited import Cited
from kg.compare.embedded import find_into
from kg.compare.facts import currencies, read_facts
from kg.compare.lines import batches, derived_lines, end_lines, finding_lines, phrases_of
from kg.graph import Literal, NamedNode, Store, load_lines, stated
from kg.ontology import RDF_TYPE, Ontology, column_name
from kg.reason.rules import conclude, read_rules

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
    rules = read_rules(ontology.folder / "rules")
    terms_of = [f"{quad} ." for quad in ontology.terms if isinstance(quad.subject, NamedNode)]
    derived = list(derived_lines(found.derived))
    load_lines(store, [*derived, *end_lines(found.ends)])
    load_lines(store, conclude(rules, terms_of, derived) - conclude(rules, terms_of, ()))
    cited = Cited([path, found.derived], facts)
    load_lines(store, finding_lines(batches(found.findings), cited, phrases_of(store, currencies(facts))))
