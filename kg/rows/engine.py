"""Start the embedded engine: bounded in memory, with room to spill, heard when a signal comes."""

import glob
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import duckdb

from kg.core.output import scratch

if TYPE_CHECKING:
    import pyarrow as pa

Connection: TypeAlias = duckdb.DuckDBPyConnection
T = TypeVar("T")
_MEMORY, _THREADS = "600MB", 2
_PAUSE = 0.1
ROW = "file_row_number"


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine that works in a thread of its own.

    Python hears no signal before what it calls returns: so a signal ends the work at once.
    """

    _connection: Connection
    _pool: ThreadPoolExecutor

    def run(self, work: Callable[[Connection], T]) -> T:
        """Return what comes of some work with the engine."""
        working = self._pool.submit(work, self._connection)
        try:
            return working.result()
        finally:
            while not working.done():
                self._connection.interrupt()
                wait([working], _PAUSE)

    def execute(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows that answer a query."""
        return self.run(lambda connection: connection.execute(query).fetchall())


@contextmanager
def engine(
    memory: str = _MEMORY, *, ordered: bool = False, spills: bool = True, planned: bool = True
) -> Iterator[Engine]:
    """Yield an engine; it spills what memory cannot hold beside other scratch, or where it `spills` not, gives up.

    With `ordered` rows stay in the order in which they stand in their files. Not `planned`, queries run as they are
    written, by one thread: of few rows, planning and sharing out takes longer than the work.
    """
    with scratch() if spills else nullcontext("") as folder, _told(), ThreadPoolExecutor(1) as pool:
        spill: dict[str, str | bool | int | float | list[str]] = {"temp_directory": str(folder), "memory_limit": memory}
        connection = duckdb.connect(config=spill | {"threads": _THREADS, "preserve_insertion_order": ordered})
        connection.execute("SET enable_progress_bar = false")  # it would go to standard output
        if not planned:
            connection.execute("PRAGMA disable_optimizer; SET threads = 1")
        try:
            yield Engine(connection, pool)
        finally:
            connection.close()


@contextmanager
def _told() -> Iterator[None]:
    """Turn what ends the engine into what Python has for it: a refusal of the system, no memory."""
    try:
        yield
    except duckdb.Error as error:
        for kind, meant in ((duckdb.IOException, OSError), (duckdb.OutOfMemoryException, MemoryError)):
            if isinstance(error, kind):
                raise meant(str(error)) from error
        raise


def put(engine: Engine, name: str, table: "pa.Table") -> None:
    """Give the engine a table."""
    engine.run(lambda connection: connection.from_arrow(table).create(name))


def quoted(text: str) -> str:
    """Write a text as the engine's own."""
    return "'" + text.replace("'", "''") + "'"


def named(column: str) -> str:
    """Write the name of a column, whatever signs it has."""
    return '"' + column.replace('"', '""') + '"'


def rows_of(file: Path, *, numbered: bool = False) -> str:
    """Write the rows of a Parquet file as a table of the engine, to which a path is a pattern.

    If they are `numbered`, the column `ROW` says how many rows stand before each.
    """
    return f"read_parquet({quoted(pattern_of(file))}{f', {ROW} = true' if numbered else ''})"


def pattern_of(file: Path) -> str:
    """Write the place of a file as the pattern that fits it alone."""
    return glob.escape(place_of(file))


def place_of(file: Path) -> str:
    """Write the place of a file for the engine, to which `~` is a folder elsewhere."""
    return str(file.absolute())
