"""Put lines of one's own where a build has its graph: in a file and in a store."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.core.graph import DefaultGraph, NamedNode, Object, Quad, Store, Subject
from kg.rdf.fill import saving
from kg.rdf.statements import stating
from kg.rdf.write import Statements, as_statements, write_nquads
from kg.rows.engine import put


def save_store(lines: Iterable[str], nquads: Path, folder: Path, *, all_graphs: bool = False) -> int:
    """Write N-Quads lines to a file and to a new store, as a build does, and return how many there are."""
    with stating() as engine:
        put(engine, "lines", as_statements(lines))
        with saving(folder, all_graphs=all_graphs) as store:
            return write_nquads(Statements(engine, (), (), "lines"), nquads, store)


def stated(store: Store, subject: Subject, predicate: NamedNode | None, obj: Object = None) -> Iterator[Quad]:
    """Yield the statements of a pattern in each named graph that states them, or of a store that has no such graph."""
    named = next(store.named_graphs(), None) is not None
    for quad in store.quads_for_pattern(subject, predicate, obj, None):
        if not (named and isinstance(quad.graph_name, DefaultGraph)):
            yield quad
