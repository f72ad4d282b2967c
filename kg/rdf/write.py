"""Write statements: slice by slice, in the order of their lines, to whoever takes them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from kg.core import iri
from kg.rdf.statements import LAST, between, union
from kg.rows import arrays
from kg.rows.engine import Connection, Engine, quoted

if TYPE_CHECKING:
    import pyarrow as pa

SLICE: Final = "slice"
"""The table of the statements of the slice at hand."""
LINE: Final = "triple || ' ' || graph || ' .' || chr(10)"
"""The line of a statement."""
ORDERED: Final = f"SELECT {LINE} FROM {SLICE} ORDER BY triple, graph"
"""The lines of a slice, sorted by their code points."""
_DERIVED: Final = f"<{iri.DERIVED_GRAPH}>"
_PORTION: Final = 100_000
# Claims are named by hashes, so that they fall evenly into slices that memory holds when they are sorted.
_FINE: Final = "048cg"
COARSE: Final = "0g"
"""Slices of claims that need not be small, for nothing is sorted."""
_FIRST: Final = ""


class Taker(Protocol):
    """Takes the statements of a slice from the engine; those of claims are `distinct` triples."""

    def __call__(self, engine: Engine, *, distinct: bool) -> object:
        """Take a slice."""


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements of a graph: expressions of those of `claims` and of `entities`, and a table of all other `lines`.

    A statement about a claim stands in one expression only; any other may be stated several times, and its triple in
    several graphs.
    """

    engine: Engine
    claims: tuple[str, ...]
    entities: tuple[str, ...]
    lines: str

    def write(self, *takers: Taker, slices: str = _FINE) -> int:
        """Let takers take every statement, slice by slice, in the order of lines, and return how many there are.

        The `slices` of claims begin where their names begin with these signs.
        """
        count = 0
        bounds = [f"<{iri.CLAIM}{sign}" for sign in slices]
        for least, below in pairwise((_FIRST, *bounds, LAST)):
            of_claims = least in bounds[:-1]
            between(self.engine, least.removeprefix("<"), below.removeprefix("<"))
            lines = f"FROM {self.lines} WHERE triple >= {quoted(least)} AND triple < {quoted(below)}"
            others = lines if of_claims or not self.entities else f"{union(self.entities)} UNION ALL {lines}"
            once = f"{union(self.claims)} UNION ALL " if of_claims and self.claims else ""
            self.engine.execute(f"CREATE OR REPLACE TEMP TABLE {SLICE} AS {once}FROM ({_distinct(others)})")
            count += self.engine.execute(f"SELECT count(*) FROM {SLICE}")[0][0]
            for take in takers:
                take(self.engine, distinct=of_claims)
        self.engine.execute(f"DROP TABLE {SLICE}")
        between(self.engine)
        return count


def _distinct(statements: str) -> str:
    """Return statements once each, without what follows where somebody states it."""
    return (
        f"WITH said AS MATERIALIZED (SELECT DISTINCT triple, graph FROM ({statements})) FROM said WHERE "
        f"graph <> {quoted(_DERIVED)} OR triple NOT IN (SELECT triple FROM said WHERE graph <> {quoted(_DERIVED)})"
    )


def as_statements(lines: Iterable[str]) -> "pa.Table":
    """Return N-Quads lines as statements of the engine."""
    import pyarrow as pa

    parts = [line.rsplit(" ", 2) for line in lines]
    return pa.table({"triple": arrays.texts([p[0] for p in parts]), "graph": arrays.texts([p[1] for p in parts])})


def write_nquads(statements: Statements, path: Path, *takers: Taker) -> int:
    """Write every statement to a file, sorted by the code points of its line, and return how many there are.

    Further takers are served as the file is written.
    """
    with path.open("wb") as file:

        def take(engine: Engine, *, distinct: bool) -> None:
            read(engine, ORDERED, file.write)

        return statements.write(take, *takers)


def read(engine: Engine, lines: str, take: Callable[[bytes], object]) -> None:
    """Hand the lines that a query yields, each with its end, to a function, portion by portion."""

    def work(connection: Connection) -> None:
        for batch in connection.sql(lines).to_arrow_reader(_PORTION):
            column = batch.column(0)
            _, ends, text = column.buffers()
            places = memoryview(ends).cast("i")
            take(text[places[column.offset] : places[column.offset + len(column)]].to_pybytes())

    engine.run(work)
