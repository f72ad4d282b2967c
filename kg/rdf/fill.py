"""Fill stores with statements: each triple once in the default graph, and what sources say in named ones."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

from kg.core import iri
from kg.core.graph import RdfFormat, Store
from kg.core.manifest import NQUADS, STORE
from kg.core.ontology import RDF_TYPE
from kg.rdf.statements import union
from kg.rdf.write import LINE, SLICE, Statements, Taker, read, write_nquads
from kg.rows.engine import Engine, quoted

_FOLLOWS: Final = f"graph = {quoted(f'<{iri.DERIVED_GRAPH}>')}"
_TYPE: Final = f"contains(triple, {quoted(f'> <{RDF_TYPE}> ')})"
_CLAIM: Final = f"starts_with(triple, {quoted(f'<{iri.CLAIM}')})"
_SAID: Final = f"NOT {_FOLLOWS} AND (NOT {_CLAIM} OR {_TYPE})"
_NAMELESS: Final = f"contains(line, {quoted('_:')})"
_PORTION: Final = 1 << 26
_AT_ONCE: Final = 20


def in_store(*, distinct: bool, all_graphs: bool) -> tuple[str, str]:
    """Return what of a slice belongs into the default graph of a store, and what into its named ones, as lines.

    Each triple stands once in the default graph: the engine's own union of graphs is no set, and would count twice
    what two sources state. Named graphs, which cost twice as much, hold what each source says of entities and the
    classes of its claims; all, with `all_graphs`.
    """
    once = "" if distinct else "DISTINCT "
    where = "" if all_graphs else f" WHERE {_SAID}"
    return (
        f"SELECT {once}triple || ' .' || chr(10) AS line FROM {SLICE}",
        f"SELECT {LINE} AS line FROM {SLICE}{where}",
    )


@contextmanager
def filling(store: Store, *, all_graphs: bool = False) -> Iterator[Taker]:
    """Yield a taker that loads statements into a store, see `in_store`; it is whole when the block has ended.

    A blank node keeps its identity in one load only, so that all statements about such nodes go in together. Named
    graphs go in first, and the rest in large portions, which bound the memory that a load takes.
    """
    nameless: list[bytes] = []
    with TemporaryFile() as triples, TemporaryFile() as named:

        def take(engine: Engine, *, distinct: bool) -> None:
            for lines, file in zip(in_store(distinct=distinct, all_graphs=all_graphs), (triples, named), strict=True):
                if distinct:  # of claims, which have names
                    read(engine, lines, file.write)
                else:
                    read(engine, f"FROM ({lines}) WHERE NOT {_NAMELESS}", file.write)
                    read(engine, f"FROM ({lines}) WHERE {_NAMELESS}", nameless.append)

        yield take
        for file in (named, triples):
            file.seek(0)
            while portion := file.read(_PORTION) + file.readline():
                store.bulk_load(portion, format=RdfFormat.N_QUADS, lenient=True)
        if nameless:
            store.bulk_load(b"".join(nameless), format=RdfFormat.N_QUADS)


def save(statements: Statements, folder: Path, *, all_graphs: bool = False) -> int:
    """Write statements into the folder of a build, as a file and as a store, and return how many there are."""
    with saving(folder / STORE, all_graphs=all_graphs) as store:
        return write_nquads(statements, folder / NQUADS, store)


@contextmanager
def saving(folder: Path, *, all_graphs: bool = False) -> Iterator[Taker]:
    """Yield a taker that loads statements into a new store on disk, as `filling` does.

    All is put into one order at the end: each look-up would else be one in every portion.
    """
    store = Store(str(folder))
    with filling(store, all_graphs=all_graphs) as take:
        yield take
    store.optimize()
    close(store, folder)


def close(store: Store, folder: Path) -> None:
    """Let all of a store be on disk; the diary of the engine, which names the machine and its folders, is not kept."""
    store.flush()
    del store
    for diary in folder.glob("LOG*"):
        diary.unlink()


def load_selected(store: Store, engine: Engine, selects: Sequence[str]) -> None:
    """Load the statements of some expressions into a store in memory, in their graphs.

    Each expression needs memory for as long as the query lasts that it stands in, so that a query has but some of them.
    """
    for first in range(0, len(selects), _AT_ONCE):
        read(
            engine,
            f"SELECT {LINE} FROM ({union(selects[first : first + _AT_ONCE])})",
            lambda portion: store.bulk_load(portion, RdfFormat.N_QUADS),
        )
