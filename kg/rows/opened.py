"""Open the rows of a build to ask them by key: its claims and findings, without what two days exclude."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from kg.core import columns, iri
from kg.core.manifest import DERIVED, ENDS, FINDINGS, FLAT, KNOWN, Manifest, check_build, check_parts, unless_replaced
from kg.core.time_axes import TimeAxes
from kg.load.cells import MANY
from kg.rows.engine import Connection, Engine, engine, named, pattern_of, put, quoted, rows_of
from kg.rows.partition import SOURCES, SUBJECT

if TYPE_CHECKING:
    import pyarrow as pa

OpenedRow: TypeAlias = dict[str, Any]
T = TypeVar("T")
_FILE = "file"
_AT_ONCE = 2000
_EVERY = "*"
_PARTITION = re.compile(rf"(?:.*/)?{SOURCES}/[^/]+/([^/]+)\.parquet")
_PARTS = (FLAT, DERIVED, FINDINGS, ENDS)
_ABSENT = ("source", columns.was_derived_from, columns.asserted_as)
"""The columns that derived claims lack, and with them a build that has no others."""
_COUNTS = """
SELECT count(*) AS claims, count(*) FILTER (claim IN (FROM gone)) AS left_out FROM every_claim WHERE source IS NOT NULL
"""
_IN_YEAR = """
CREATE MACRO in_year(since, until, year) AS year IS NULL
    OR (since < make_date(year + 1, 1, 1) AND until > make_date(year, 1, 1))
"""
_NAME = ("class", "first", "second", f"array_to_string(others, {quoted(MANY)})")
"""The parts of which `kg.finding.finding_of` makes the name of a finding."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a build, as tables of the engine.

    `claims` are the stated and the derived ones, flat, and `ends` the ends of what they allow; `findings` also have
    their name, as `finding`, and `rests_on`, a list of claims. `every_claim` and `every_finding` have what is left out
    too, `gone` the claims of it. The macro `in_year` tells whether a period has a day in a year, if one is given: NULL
    where an open end leaves that undecided.
    """

    folder: Path
    manifest: Manifest
    gone: frozenset[str]
    _engine: Engine

    def ask(self, query: str, **parameters: object) -> list[OpenedRow]:
        """Return the rows that answer a query, in which `$name` stands for a parameter."""

        def work(connection: Connection) -> list[OpenedRow]:
            found = connection.execute(query, parameters)
            names = [column[0] for column in found.description or ()]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

        return self._engine.run(work)

    def set(self, name: str, value: object) -> None:
        """Give a variable of queries its value."""
        self.ask(f"SET VARIABLE {name} = $value", value=value)

    def put(self, name: str, table: "pa.Table") -> None:
        """Give the engine a table of its own."""
        put(self._engine, name, table)

    def stream(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows that answer a query, some at a time, so that none but these are in memory."""
        cursor = self._engine.run(lambda connection: connection.cursor().execute(query))
        while some := self._engine.run(lambda _: cursor.fetchmany(_AT_ONCE)):
            yield from some

    def facts(self, name: str) -> list[OpenedRow]:
        """Return a table of the facts that a comparison needs, as `kg.compare.prepare.facts` has them."""
        return self.ask(self.facts_query(name))

    def facts_query(self, name: str) -> str:
        """Write a table of the facts that a comparison needs as one of the engine; raise BuildDamaged."""
        path = f"{KNOWN}/{name}.parquet"
        check_parts(self.folder, self.manifest, [path])
        return f"FROM {rows_of(self.folder / path)}"

    def left_out(self) -> tuple[int, int]:
        """Count the claims that sources state, and those of them that are left out."""
        (counted,) = self.ask(_COUNTS)
        return counted["claims"], counted["left_out"]

    def columns(self, table: str) -> frozenset[str]:
        """Name the columns of a table of the engine."""
        return frozenset(row["column_name"] for row in self.ask(f"DESCRIBE {table}"))

    def columns_of(self, classes: Iterable[str]) -> dict[str, list[tuple[Path, bool]]]:
        """Return by column the partitions of some classes that have it, each with whether it has lists there."""
        found: dict[str, list[tuple[Path, bool]]] = {}
        if files := self._partitions(*classes):
            query = f"SELECT DISTINCT name, file_name, num_children IS NOT NULL AS many FROM parquet_schema({files})"
            for row in self.ask(f"{query} ORDER BY ALL"):
                found.setdefault(row["name"], []).append((Path(row["file_name"]), row["many"]))
        return found

    def claims(self, names: Iterable[str]) -> list[OpenedRow]:
        """Return the rows of some claims, in no order, without the mention of claims that are left out."""
        if not (wanted := [*names]):
            return []
        found = self.ask("FROM claims WHERE claim IN (SELECT unnest($names))", names=wanted)
        return [{name: self._without_gone(cell) for name, cell in row.items()} for row in found] if self.gone else found

    def _without_gone(self, cell: Any) -> Any:
        if not isinstance(cell, str) or not cell.startswith(iri.CLAIM):
            return cell
        return MANY.join(name for name in cell.split(MANY) if name not in self.gone) or None

    def findings(self, cls: str, columns: Iterable[str], things: Sequence[str] | None) -> list[OpenedRow]:
        """Return the findings of a class on a claim that names a thing in one of some columns, all of it for None."""
        columns = "|".join(columns)
        naming = f"SELECT claim FROM claims WHERE list_has_any([*COLUMNS('^({columns})$')], $things)"
        return self.ask(
            f"WITH naming AS ({naming}) FROM findings WHERE class = $class "
            "AND ($things IS NULL OR first IN (FROM naming) OR second IN (FROM naming))",
            things=things,
            **{"class": cls},
        )

    def counts(self) -> dict[str, dict[str, int]]:
        """Count the rows of each source by the class of their partition, without those of no rows."""
        found: dict[str, dict[str, int]] = {}
        if files := self._partitions(_EVERY):
            counted = self.ask(f"SELECT file_name, num_rows FROM parquet_file_metadata({files}) WHERE num_rows > 0")
            for file, count in ((Path(row["file_name"]), row["num_rows"]) for row in counted):
                found.setdefault(file.parent.name, {})[file.stem] = count
        return found

    def of_things(
        self, classes: Iterable[str], names: Iterable[str], columns: str = ""
    ) -> Iterator[tuple[str, OpenedRow]]:
        """Yield the rows of some things in the partitions of some classes, each with the name of its class there.

        A row has the columns of all these partitions, or those that match a pattern. Raises BuildDamaged for one that
        is not as it was written.
        """
        if files := self._partitions(*classes):
            read = f"read_parquet({files}, union_by_name = true, filename = {quoted(_FILE)})"
            chosen = f"COLUMNS({quoted(f'^({SUBJECT}|{_FILE}|{columns})$')})" if columns else "*"
            query = f"SELECT {chosen} FROM {read} WHERE {SUBJECT} IN (SELECT unnest($names))"
            stems: dict[str, str] = {}
            for row in self.ask(query, names=[*names]):
                file = row.pop(_FILE)
                yield stems.get(file) or stems.setdefault(file, Path(file).stem), row

    def naming(self, column: str, thing: str) -> list[str]:
        """Return the things of which partitions name a thing in a column of lists, if any has it."""
        fitting = f"SELECT DISTINCT file_name FROM parquet_schema({self._partitions(_EVERY)}) WHERE name = $column"
        files = [quoted(pattern_of(Path(row["file_name"]))) for row in self.ask(fitting, column=column)]
        if not files:
            return []
        query = f"FROM read_parquet([{', '.join(files)}]) WHERE list_contains({named(column)}, $thing)"
        return [row["subject"] for row in self.ask(f"SELECT {SUBJECT} AS subject {query}", thing=thing)]

    def _partitions(self, *classes: str) -> str:
        """Write the files of the partitions of some classes as a list, '' if there are none.

        Raises BuildDamaged for one that is not as it was written.
        """
        wanted = frozenset(classes)
        of_class = ((name, _PARTITION.fullmatch(name)) for name in self.manifest.parts)
        files = [name for name, found in of_class if found and not wanted.isdisjoint({found[1], _EVERY})]
        check_parts(self.folder, self.manifest, files)
        listed = ", ".join(quoted(pattern_of(self.folder / name)) for name in files)
        return f"[{listed}]" if files else ""


@contextmanager
def open_rows(folder: Path, axes: TimeAxes | None = None, *, spills: bool = False) -> Iterator[Rows]:
    """Yield the rows of a build without the claims that two days exclude, and whatever rests on them.

    A claim is known on a day if it was recorded by then, and holds on a day within its half-open period, either end of
    which may be open. One that nobody says when it was recorded was known on no day.

    Raises BuildMissing, and BuildDamaged for rows that are not as they were written.
    """
    manifest = check_build(folder, _PARTS)
    with engine(spills=spills) as made:
        for statement in _statements(folder, axes or TimeAxes()):
            made.execute(statement)
        gone = frozenset(name for (name,) in made.execute("FROM gone"))
        yield Rows(folder, manifest, gone, made)


def look_at_rows(folder: Path, axes: TimeAxes | None, look: Callable[[Rows], T]) -> T:
    """Return what a look at the rows of a build gives, as `open_rows` has them, all of one build."""

    def opened() -> T:
        with open_rows(folder, axes) as rows:
            return look(rows)

    return unless_replaced(folder, opened)


def _statements(folder: Path, axes: TimeAxes) -> Iterator[str]:
    """Yield the statements that make the tables, one after another."""
    flat, derived, findings, ends = (rows_of(folder / name) for name in _PARTS)
    absent = ", ".join(f"NULL::VARCHAR AS {name}" for name in _ABSENT)
    yield (
        f"CREATE VIEW every_claim AS SELECT * FROM (SELECT {absent}) WHERE false UNION ALL BY NAME FROM {flat} "
        f"UNION ALL BY NAME "
        f"SELECT * EXCLUDE (inputs), array_to_string(inputs, {quoted(MANY)}) AS is_computed_from FROM {derived}"
    )
    yield (
        f"CREATE VIEW every_finding AS SELECT *, {_name()} AS finding, "
        f"list_distinct([first, second] || others) AS rests_on FROM {findings}"
    )
    yield f"CREATE VIEW ends AS FROM {ends}"
    yield _IN_YEAR
    if not axes:
        yield "CREATE TABLE gone (claim VARCHAR)"
        yield "CREATE VIEW claims AS FROM every_claim"
        yield "CREATE VIEW findings AS FROM every_finding"
        return
    yield (
        "CREATE TABLE gone AS WITH RECURSIVE resting AS MATERIALIZED ("
        f"SELECT claim, unnest(string_split(is_computed_from, {quoted(MANY)})) AS input FROM every_claim "
        "WHERE is_computed_from IS NOT NULL), "
        f"found AS (SELECT claim FROM every_claim WHERE source IS NOT NULL AND NOT ({_holds(axes)}) UNION "
        "SELECT resting.claim FROM resting JOIN found ON input = found.claim) FROM found"
    )
    yield "CREATE VIEW claims AS SELECT * FROM every_claim ANTI JOIN gone USING (claim)"
    yield (
        "CREATE VIEW findings AS SELECT * FROM every_finding ANTI JOIN (SELECT finding FROM "
        "(SELECT finding, unnest(rests_on) AS claim FROM every_finding) SEMI JOIN gone USING (claim)) USING (finding)"
    )


def _name() -> str:
    """Write the name of a finding, by the recipe of `kg.core.iri.mint_hashed`."""
    parts = [f"length({part}) || ':' || {part}" for part in _NAME]
    hashed = " || ".join(["'7:finding'", *parts])
    return f"{quoted(iri.mint('finding', ''))} || sha256({hashed})[:20]"


def _holds(axes: TimeAxes) -> str:
    """Ask of the row of a claim whether it was known on the one day, and holds on the other; there is one at least."""
    conditions = []
    if axes.as_known_on is not None:
        conditions.append(f"coalesce(recorded_on <= DATE '{axes.as_known_on}', false)")
    if axes.valid_on is not None:
        conditions.append(f"coalesce(valid_from <= DATE '{axes.valid_on}', true)")
        conditions.append(f"coalesce(valid_until > DATE '{axes.valid_on}', true)")
    return " AND ".join(conditions)
