"""Load sources: find their tables, index every key, then turn each row into a record."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import reduce
from pathlib import Path
from typing import TypeAlias, TypeVar

from kg import iri, terms
from kg.errors import (
    CountTooSmall,
    Finding,
    KeyDuplicated,
    TableUnknown,
    TermUnknown,
)
from kg.load import country_pairs, iso_3166
from kg.load.cells import MANY, CellContext, read_day
from kg.load.complete import ENDS, KEY, complete_header, completion
from kg.load.conditions import linking_columns, second_steps
from kg.load.description import description_rules, judge_description
from kg.load.folders import check_files, read_sources
from kg.load.keys import KeyIndex, Life, scoped
from kg.load.mapper import Mapper, Record, compile_mapper
from kg.load.patches import PATCHES, Patches, check_patched_tables, patched_rows, read_patches
from kg.load.rows import Row, read_rows
from kg.load.schema import TableSchema, table_schema
from kg.load.source import Source
from kg.ontology import Ontology

_Row = TypeVar("_Row")
_OTHER_KEY = terms.isAlternativeKey
_TOPS = (terms.Entity, terms.Claim, terms.Reading, terms.Mapping)
_OF_TABLES = frozenset({terms.rowValue, terms.rowKey, terms.rowScale})
_FROM_LIBRARIES = {"country-pairs": country_pairs.TABLES, "iso-3166": iso_3166.TABLES}


Rows: TypeAlias = Callable[[], Iterator[Row]]
"""Reads the rows of a table anew."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a source: its class, its header, and a function that reads its rows anew."""

    source: Source
    schema: TableSchema
    path: Path
    header: tuple[str, ...]
    rows: Rows


@dataclass(frozen=True, slots=True)
class Loaded:
    """The sources with the tables of each and the keys that they define together."""

    sources: tuple[Source, ...]
    tables: tuple[Table, ...]
    keys: KeyIndex
    key_rules: dict[str, str]


def classes(ontology: Ontology) -> dict[str, str]:
    """Return the classes of which there may be tables, by the names that their tables have."""
    return {iri.compress(cls).removeprefix("dyad:"): cls for top in _TOPS for cls in ontology.subs(top)}


def _schema(ontology: Ontology, path: Path, named: Mapping[str, str]) -> TableSchema:
    """Compile the schema of a table by its name; raise TableUnknown for the name of no class that can have rows."""
    if path.stem not in named:
        near = get_close_matches(path.stem, named, 1)
        raise TableUnknown(
            "No class that can have a table has this name.",
            remedy=f"Did you mean {near[0]}.csv?" if near else "Name the table for the class of its rows, as Firm.csv.",
            path=path,
        )
    try:
        return table_schema(ontology, named[path.stem])
    except TermUnknown as error:
        raise TableUnknown(error.problem, remedy=error.remedy, path=path) from error


def _file_tables(source: Source) -> Iterator[tuple[Path, tuple[str, ...], Rows]]:
    """Open the CSV tables of a source, with its patches applied as rows are read."""
    patches = read_patches(source.folder)
    tables = [p for p in sorted(source.folder.glob("*.csv")) if p.name != PATCHES]
    check_patched_tables(patches, tables, source.folder / PATCHES)
    for path in tables:
        header, _ = read_rows(path)
        completed = complete_header(source, path, header)
        yield path, completed, _completed(source, path, header, patches)


def _completed(source: Source, path: Path, header: Sequence[str], patches: Patches) -> Rows:
    """Return a reader of a table whose rows are patched and complete."""
    complete, rows = completion(source, path, header), patched_rows(path, header, patches)
    return rows if complete is None else lambda: map(complete, rows())


def _library_tables(source: Source) -> Iterator[tuple[Path, tuple[str, ...], Rows]]:
    """Make the tables of a source whose rows a library holds; raise TableUnknown for one that lies in its folder."""
    for path in sorted(source.folder.glob("*.csv")):
        raise TableUnknown(
            "The rows of this source come from a library, not from tables.",
            remedy="Give your source another name.",
            path=path,
        )
    for name, make in _FROM_LIBRARIES[source.id].items():
        path = source.folder / f"{name}.csv"
        header = tuple(dict.fromkeys(column for row in make() for column in row))

        def rows(make: Callable[[], Iterable[dict[str, str]]] = make, path: Path = path) -> Iterator[Row]:
            return (Row(path, line, cells) for line, cells in enumerate(make(), start=2))

        yield path, header, rows


def _tables(source: Source, ontology: Ontology, named: Mapping[str, str]) -> Iterator[Table]:
    """Open the tables of a source.

    Raises TableUnknown for a file that is none, and SourceInvalid where the description speaks of one that is not
    there.
    """
    check_files(source.folder)
    made = _library_tables if source.id in _FROM_LIBRARIES else _file_tables
    names = set()
    for path, header, rows in made(source):
        names.add(path.stem)
        yield Table(source, _schema(ontology, path, named), path, header, rows)
    for statement in source.statements:
        if statement.predicate in _OF_TABLES and statement.term.value.partition(" ")[0] not in names:
            statement.refuse("The source has no table of this name.", f"Name one of: {', '.join(sorted(names))}.")


OnFault: TypeAlias = Callable[[Finding], None]
"""What is done with a row that is wrong, before the next one is read."""


def stop(fault: Finding) -> None:
    """Stop at the first row that is wrong."""
    raise fault


def _going_on(rows: Iterator[_Row], on_fault: OnFault) -> Iterator[_Row]:
    """Yield rows, and hand the error of one that is wrong to `on_fault`."""
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except Finding as fault:
            on_fault(fault)
        else:
            yield row


def _concepts(ontology: Ontology, steps: set[str]) -> KeyIndex:
    """Begin an index with the concepts of the ontology, and which of them have a value of some properties."""
    keys = KeyIndex()
    for name, cls in ontology.individuals():
        segment, _, key = iri.key_of(name).partition("/")
        keys.add(segment, key, cls)
        keys.link(name, (step for step in steps if ontology.value(name, step) is not None))
    return keys


def _index(tables: Sequence[Table], ontology: Ontology, on_fault: OnFault) -> KeyIndex:
    """Collect every key; a key that stands twice in a table is a fault, KeyDuplicated."""
    steps = second_steps(table.schema for table in tables)
    keys = _concepts(ontology, steps)
    for table in tables:
        linking = linking_columns(table.schema, steps)
        schema, own = table.schema, set[str]()
        others = [name for name, slot in schema.slots.items() if ontology.value(slot.predicate, _OTHER_KEY) == "true"]
        lasting = not schema.is_claim and any(end in table.header for end in ENDS)
        for row in _going_on(table.rows(), on_fault):
            key = row.cells.get(KEY, "")
            known = scoped(schema.key_rule, table.source.id, key)
            if key in own or (known != key and keys.holds(schema.segment, known)):
                on_fault(
                    KeyDuplicated(
                        "Another row has this key.",
                        remedy="Give each row a key of its own.",
                        path=table.path,
                        line=row.line,
                        column=KEY,
                        value=key,
                    )
                )
            own.add(key)
            keys.add(schema.segment, known, schema.cls)
            for other in (o for name in others for o in row.cells.get(name, "").split(MANY) if o):
                keys.add_alias(schema.segment, other, key)
            for name in (name for name in linking if name in row.cells):
                keys.link(iri.mint(schema.segment, key), [linking[name]])
            if lasting and (life := _life(row)) is not None:
                keys.lives[iri.mint(schema.segment, key)] = life
    for table in tables:
        _bound_lives(table, ontology, keys)
    return keys


def _bound_lives(table: Table, ontology: Ontology, keys: KeyIndex) -> None:
    """Let what a table describes last no longer than what it depends on: a dyad than its two economies."""
    slots = [s for s in table.schema.slots.values() if ontology.value(s.predicate, terms.limitsLifetime) == "true"]
    for row in table.rows() if slots else ():
        named = [(segment, row.cells.get(slot.name, "")) for slot in slots for segment in slot.segments]
        lives = [life for name in named if (life := keys.lives.get(iri.mint(*name))) is not None]
        if lives:
            keys.lives[iri.mint(table.schema.segment, row.cells.get(KEY, ""))] = reduce(Life.common, lives)


def _life(row: Row) -> Life | None:
    """Return when what a row describes existed, None if it says nothing that could be read."""
    try:
        first, after = (read_day(row.cells[end]) if end in row.cells else None for end in ENDS)
    except ValueError:
        return None  # the mapper names the cell
    return None if first is None and after is None else Life(first, after)


def open_sources(data: Sequence[Path], ontology: Ontology, on_fault: OnFault = stop) -> Loaded:
    """Open every source of some folders and index the keys that its tables define.

    A row that is wrong in itself, or has the key of another, is handed to `on_fault`.
    """
    sources = read_sources(data)
    named, rules_of_descriptions = classes(ontology), description_rules(ontology)
    tables: list[Table] = []
    for source in sources:
        judge_description(source.statements, source.subjects, rules_of_descriptions)
        tables.extend(_tables(source, ontology, named))
    rules = {s: ontology.inherited(c, terms.iriKey)[0] for top in _TOPS for s, c in ontology.segments(top).items()}
    keys = _index(tables, ontology, on_fault)
    for source in sources:
        keys.add("source", source.id, terms.Source)
    return Loaded(tuple(sources), tuple(tables), keys, rules)


def _mapper(table: Table, loaded: Loaded) -> Mapper:
    source = table.source
    files = {file.name: file.iri for file in source.files}
    context = CellContext(source.id, source.base, files, loaded.keys, loaded.key_rules)
    return compile_mapper(table.schema, source, table.header, table.path, context)


def records(table: Table, loaded: Loaded, on_fault: OnFault = stop) -> Iterator[Record]:
    """Load the rows of a table one by one; a row that is wrong is handed to `on_fault`.

    Raises CountTooSmall at the end if there are fewer than the source of the table promises.
    """
    count = 0
    for record in _going_on(map(_mapper(table, loaded), table.rows()), on_fault):
        count += 1
        yield record
    check_count(table.source, table.path, count)


def check_count(source: Source, path: Path, count: int) -> None:
    """Raise CountTooSmall if a table has fewer rows than its source promises."""
    promised = source.minimum_counts.get(path.stem, 0)
    if count < promised:
        raise CountTooSmall(
            f"The table has {count} rows where {source.description.name} promises {promised}.",
            remedy="Restore the rows, or lower the promise with a reason.",
            path=path,
        )


def check_promises(loaded: Loaded) -> None:
    """Raise CountTooSmall for a promised table that is not there."""
    for source in loaded.sources:
        present = {table.path.stem for table in loaded.tables if table.source is source}
        for name in source.minimum_counts:
            if name not in present:
                check_count(source, source.folder / f"{name}.csv", 0)
