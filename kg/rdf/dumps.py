"""Write the graph itself in the syntaxes of RDF, and its claims as one flat table, the same bytes each time."""

import csv
import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from kg import iri
from kg.graph import Quad, RdfFormat, Triple, parse, serialize


def write_nquads(nquads: Path, path: Path) -> tuple[str, ...]:
    """Write every statement with its graph, a line each, as the build wrote them; nothing is lost."""
    shutil.copyfile(nquads, path)
    return ()


def write_trig(nquads: Path, path: Path) -> tuple[str, ...]:
    """Write every statement, gathered by graph and subject; nothing is lost."""
    quads = sorted(_quads(nquads), key=lambda quad: str(quad.graph_name))
    serialize(quads, str(path), format=RdfFormat.TRIG, prefixes=iri.PREFIXES)
    return ()


def write_jsonld(nquads: Path, path: Path) -> tuple[str, ...]:
    """Write every statement as JSON-LD, gathered by graph and subject; nothing is lost."""
    quads = sorted(_quads(nquads), key=lambda quad: str(quad.graph_name))
    serialize(quads, str(path), format=RdfFormat.JSON_LD, prefixes=iri.PREFIXES)
    return ()


def write_turtle(nquads: Path, path: Path) -> tuple[str, ...]:
    """Write the union of all graphs as triples, and say how many graphs cannot be told apart any more."""
    graphs: set[str] = set()
    count = 0
    union: dict[Triple, None] = {}
    for quad in _quads(nquads):
        graphs.add(str(quad.graph_name))
        union.setdefault(quad.triple)
        count += 1
    serialize(union, str(path), format=RdfFormat.TURTLE, prefixes=iri.PREFIXES)
    merged = f"{count:,} statements make {len(union):,} triples, asserted and derived together"
    return (f"Left out: the names of {len(graphs):,} graphs, because Turtle has none; {merged}.",)


def write_csv(flat: Path, path: Path, mark: Callable[[str], str] = str) -> tuple[str, ...]:
    """Write the flat table of the claims as CSV: columns and rows as in the Parquet file, lists joined by `|`.

    `mark` changes the text of each cell. Numbers are written in full, without superfluous zeros.
    """
    import pyarrow.parquet as pq

    with pq.ParquetFile(flat) as table, path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.schema_arrow.names)
        for batch in table.iter_batches():
            columns = [column.to_pylist() for column in batch.columns]
            writer.writerows([mark(_cell(value)) for value in row] for row in zip(*columns, strict=True))
    return ("Left out: entities, the ontology and what was derived, because the table is one of claims.",)


def _quads(nquads: Path) -> Iterator[Quad]:
    """Return the statements in the order of their canonical lines."""
    return iter(parse(path=str(nquads), format=RdfFormat.N_QUADS))


def _cell(value: Any) -> str:
    """Write a value of the flat table as text."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            text = f"{value:f}"
            return text.rstrip("0").rstrip(".") if "." in text else text
        case list():
            return "|".join(map(_cell, value))
    return str(value)
