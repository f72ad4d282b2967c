"""Run the comparison of claims in the embedded engine: expressions are compiled once, and run on any claims."""

from collections.abc import Sequence
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from kg.compare.form import CHOSEN, FLAT, Found, name_of_fact
from kg.compare.kept import Queries, kept
from kg.core import iri, terms
from kg.core.manifest import DERIVED, ENDS, FINDINGS
from kg.rows import arrays
from kg.rows.engine import Connection, engine, place_of, quoted, rows_of

if TYPE_CHECKING:
    import pyarrow as pa

    from kg.compare.prepare.facts import Facts

_LEAST, _MOST, _CLAIMS_A_MEGABYTE = 500, 3000, 1500
_FEW = 2000


def compare_all(flat: "Path | pa.Table", facts: "Facts[pa.Table]") -> "Found[pa.Table]":
    """Find all that follows from flat claims, in a Parquet file or in memory."""

    def work(connection: Connection) -> "Found[pa.Table]":
        _take(connection, flat, facts)
        return _fetched(connection, _run(connection, _queries("search_all", _schemas(facts))))

    with engine(planned=_count(flat) > _FEW) as made:
        return made.run(work)


def find_into(flat: Path, facts: "Facts[pa.Table]", folder: Path) -> Found[Path]:
    """Find all that follows from the flat claims in a Parquet file, as Parquet files in a folder, whatever the size."""
    files = Found(folder / FINDINGS, folder / DERIVED, folder / ENDS)

    def work(connection: Connection) -> None:
        _take(connection, flat, facts)
        found = _run(connection, _queries("search_all", _schemas(facts)))
        for part in fields(Found):
            file = getattr(files, part.name)
            connection.sql(getattr(found, part.name)).write_parquet(place_of(file), compression="zstd")

    count = _count(flat)
    with engine(_memory(count), planned=count > _FEW) as made:
        made.run(work)
    return files


def _memory(count: int) -> str:
    """Return what memory a comparison of so many claims is given; what does not fit is compared by blocks."""
    return f"{min(_LEAST + count // _CLAIMS_A_MEGABYTE, _MOST)}MB"


def _count(flat: "Path | pa.Table") -> int:
    import pyarrow.parquet as pq

    return int(pq.read_metadata(flat).num_rows if isinstance(flat, Path) else flat.num_rows)


def compare_two(flat: Path, derived: Path, facts: "Facts[pa.Table]", chosen: Sequence[str]) -> "Found[pa.Table]":
    """Compare any two claims of a Parquet file, or of another one of those that are derived.

    The findings are one row, or none where a claim has no number. They rest on these claims, on those from which one of
    them is derived, and on how things are related.
    """
    import pyarrow as pa

    inputs = f"FROM {rows_of(derived)} SELECT unnest(inputs) WHERE claim IN (FROM {CHOSEN})"
    needed = f"claim IN (FROM {CHOSEN} UNION ALL {inputs}) OR class = {quoted(iri.compress(terms.Relation))}"

    def work(connection: Connection) -> "Found[pa.Table]":
        connection.register(CHOSEN, pa.table({"claim": arrays.texts(chosen)}))
        _take(connection, flat, facts, needed)
        return _fetched(connection, _run(connection, _queries("compare_two", _schemas(facts))))

    with engine() as made:
        return made.run(work)


def _take(connection: Connection, flat: "Path | pa.Table", facts: "Facts[pa.Table]", needed: str = "true") -> None:
    """Give the engine the claims, of a file those that are `needed`, and the facts."""
    if isinstance(flat, Path):
        connection.execute(f"CREATE VIEW {FLAT} AS FROM {rows_of(flat)} WHERE {needed}")
    else:
        connection.from_arrow(flat).create_view(FLAT)
    for name, query in _queries("complete_claims", _schema(flat), _schemas(facts)):
        connection.execute(f"CREATE VIEW {name} AS {query}")
    facts.map(lambda name, table: connection.register(name_of_fact(name), table))


def _queries(kind: str, *schemas: object) -> Queries:
    """Return what a function of `kg.compare.compiled` compiles to, which is kept for the next time.

    The library that compiles takes a second to load: it is, where nothing is kept.
    """
    return kept(kind, schemas, lambda: getattr(import_module("kg.compare.compiled"), kind)(*schemas))


def _run(connection: Connection, queries: Queries) -> Found[str]:
    """Make the tables of all queries but those of the results, which are returned; drop each when it was read last."""
    last, made = len(fields(Found)), set[str]()
    for place, (name, query) in enumerate(queries[:-last], start=1):
        connection.execute(f"CREATE TEMP TABLE {name} AS {query}")
        made.add(name)
        to_come = "".join(query for _, query in queries[place:])
        for read in [name for name in made if f'"{name}"' not in to_come]:
            connection.execute(f"DROP TABLE {read}")
            made.remove(read)
    return Found(**dict(queries[-last:]))


def _fetched(connection: Connection, found: Found[str]) -> "Found[pa.Table]":
    return Found(*(connection.sql(getattr(found, part.name)).to_arrow_table() for part in fields(Found)))


def _schema(flat: "Path | pa.Table") -> "pa.Schema":
    import pyarrow.parquet as pq

    return pq.read_schema(flat) if isinstance(flat, Path) else flat.schema


def _schemas(facts: "Facts[pa.Table]") -> "Facts[pa.Schema]":
    return facts.map(lambda _, table: table.schema)
