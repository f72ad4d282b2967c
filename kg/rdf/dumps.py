"""Write the graph itself in the syntaxes of RDF, the same bytes each time."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from kg.core import iri
from kg.core.graph import Quad, RdfFormat, Triple, parse, serialize


def copy_nquads(nquads: Path, path: Path) -> tuple[str, ...]:
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


def _quads(nquads: Path) -> Iterator[Quad]:
    """Return the statements in the order of their canonical lines."""
    return iter(parse(path=str(nquads), format=RdfFormat.N_QUADS))
