"""Load sources: find their tables, index every key, then turn each row into a record."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial, reduce
from itertools import chain
from pathlib import Path
from typing import TypeAlias

from kg.core import iri, terms
from kg.core.errors import (
    CountTooSmall,
    Fault,
    KeyDuplicated,
    TableUnknown,
    TermUnknown,
)
from kg.core.ontology import Ontology
from kg.load import country_pairs, currencies, iso_3166
from kg.load.batch import Batch, together
from kg.load.cells import MANY, CellContext, day_of
from kg.load.complete import ENDS, KEY, complete_header, completion
from kg.load.conditions import linking_columns, second_steps
from kg.load.description import description_rules, judge_description
from kg.load.folders import check_files, read_sources
from kg.load.keys import SOURCE_HASH, KeyIndex, Life
from kg.load.mapper import Mapper, Records, compile_mapper
from kg.load.patches import PATCHES, Patches, check_patched_tables, patched_batches, read_patches
from kg.load.rows import batches, read_batches
from kg.load.schema import Slot, TableSchema, table_schema
from kg.load.source import Source

_OTHER_KEY = terms.isAlternativeKey
_TOPS = (terms.Entity, terms.Claim, terms.Reading, terms.Mapping)
_OF_TABLES = frozenset({terms.rowValue, terms.rowKey, terms.rowScale})
_FROM_LIBRARIES = {
    "country-pairs": country_pairs.TABLES,
    "currencies": currencies.TABLES,
    "iso-3166": iso_3166.TABLES,
}


Batches: TypeAlias = Callable[[], Iterator[Batch]]
"""Reads the rows of a table anew."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a source: its class, its header, and a function that reads its rows anew."""

    source: Source
    schema: TableSchema
    path: Path
    header: tuple[str, ...]
    batches: Batches


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


def _file_tables(source: Source) -> Iterator[tuple[Path, tuple[str, ...], Batches]]:
    """Open the CSV tables of a source, with its patches applied as rows are read."""
    patches = read_patches(source.folder)
    tables = [p for p in sorted(source.folder.glob("*.csv")) if p.name != PATCHES]
    check_patched_tables(patches, tables, source.folder / PATCHES)
    for path in tables:
        header, _ = read_batches(path)
        completed = complete_header(source, path, header)
        yield path, completed, _completed(source, path, header, patches)


def _completed(source: Source, path: Path, header: Sequence[str], patches: Patches) -> Batches:
    """Return a reader of a table whose rows are patched and complete."""
    complete, batches = completion(source, path, header), patched_batches(path, header, patches)
    return batches if complete is None else lambda: map(complete, batches())


def _library_tables(source: Source) -> Iterator[tuple[Path, tuple[str, ...], Batches]]:
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
        yield path, header, partial(_made, path, header, make)


def _made(path: Path, header: Sequence[str], make: Callable[[], Iterable[dict[str, str]]]) -> Iterator[Batch]:
    rows = ([cells.get(name, "") for name in header] for cells in make())
    return batches(path, header, enumerate(rows, start=2))


def _tables(source: Source, ontology: Ontology, named: Mapping[str, str]) -> Iterator[Table]:
    """Open the tables of a source.

    Raises TableUnknown for a file that is none, and SourceInvalid where the description speaks of one that is not
    there.
    """
    check_files(source.folder)
    made = _library_tables if source.id in _FROM_LIBRARIES else _file_tables
    names = set()
    for path, header, read in made(source):
        names.add(path.stem)
        yield Table(source, _schema(ontology, path, named), path, header, read)
    for statement in source.statements:
        if statement.predicate in _OF_TABLES and statement.term.value.partition(" ")[0] not in names:
            statement.refuse("The source has no table of this name.", f"Name one of: {', '.join(sorted(names))}.")


OnFault: TypeAlias = Callable[[Fault], None]
"""What is done with a row that is wrong, before the next one is read."""


def stop(fault: Fault) -> None:
    """Stop at the first row that is wrong."""
    raise fault


def _read(table: Table, on_fault: OnFault) -> Iterator[Batch]:
    """Read the rows of a table, and hand what is wrong with the whole of it to `on_fault`."""
    try:
        yield from table.batches()
    except Fault as fault:
        on_fault(fault)


def _report(faults: Iterable[Fault], on_fault: OnFault) -> None:
    """Hand the faults of rows to `on_fault`, in the order of the rows."""
    for fault in sorted(faults, key=lambda fault: fault.line or 0):
        on_fault(fault)


def _concepts(ontology: Ontology, steps: set[str]) -> KeyIndex:
    """Begin an index with the concepts of the ontology, and which of them have a value of some properties."""
    keys = KeyIndex()
    for name, cls in ontology.individuals():
        segment, _, key = iri.key_of(name).partition("/")
        keys.add(segment, [key], cls)
        for step in steps:
            if ontology.value(name, step) is not None:
                keys.link(step, [name])
    return keys


def _index(tables: Sequence[Table], ontology: Ontology, on_fault: OnFault) -> KeyIndex:
    """Collect every key; a key that stands twice in a table is a fault, KeyDuplicated."""
    steps = second_steps(table.schema for table in tables)
    keys = _concepts(ontology, steps)
    for table in tables:
        schema, own = table.schema, set[str]()
        source = table.source.id if schema.key_rule == SOURCE_HASH else ""
        aliases = [name for name, slot in schema.slots.items() if ontology.value(slot.predicate, _OTHER_KEY) == "true"]
        links = linking_columns(schema, steps)
        for batch in _read(table, on_fault):
            sound = batch.sound()
            taken = keys.names(schema.segment, source) if source else own
            _report([*batch.faults.values(), *_duplicates(sound, taken)], on_fault)
            keys.add(schema.segment, sound.column(KEY), schema.cls, source)
            if not source:
                own.update(sound.column(KEY).dictionary)
            _add_aliases(keys, schema.segment, sound, aliases)
            _add_links(keys, schema.segment, sound, links)
            if not schema.is_claim:
                _add_lives(keys, schema.segment, sound)
    for table in tables:
        _bound_lives(table, ontology, keys)
    return keys


def _duplicates(batch: Batch, taken: Collection[str]) -> Iterator[KeyDuplicated]:
    """Yield a fault for each row with the key of one before it, or one that is taken."""
    met: set[str] = set()
    for line, key in zip(batch.lines, batch.column(KEY), strict=True):
        if key in met or key in taken:
            yield KeyDuplicated(
                "Another row has this key.",
                remedy="Give each row a key of its own.",
                path=batch.path,
                line=line,
                column=KEY,
                value=key,
            )
        met.add(key)


def _add_aliases(keys: KeyIndex, segment: str, batch: Batch, columns: Iterable[str]) -> None:
    for name in columns:
        for key, cell in zip(batch.column(KEY), batch.column(name), strict=True):
            for alias in filter(None, cell.split(MANY)):
                keys.add_alias(segment, alias, key)


def _add_links(keys: KeyIndex, segment: str, batch: Batch, columns: Mapping[str, str]) -> None:
    for name, predicate in columns.items():
        cells = zip(batch.column(KEY), batch.column(name), strict=True)
        keys.link(predicate, (iri.mint(segment, key) for key, cell in cells if cell))


def _add_lives(keys: KeyIndex, segment: str, batch: Batch) -> None:
    lives = together(*map(batch.column, ENDS)).map(_life)
    for key, life in zip(batch.column(KEY), lives, strict=True):
        if life is not None:
            keys.lives[iri.mint(segment, key)] = life


def _bound_lives(table: Table, ontology: Ontology, keys: KeyIndex) -> None:
    """Let what a table describes last no longer than what it depends on: a dyad than its two economies."""
    slots = [s for s in table.schema.slots.values() if ontology.value(s.predicate, terms.limitsLifetime) == "true"]
    for batch in table.batches() if slots else ():
        named = [batch.column(slot.name).map(partial(_lives, keys, slot)) for slot in slots]
        for key, *lives in zip(batch.column(KEY), *named, strict=True):
            if bounding := [*chain.from_iterable(lives)]:
                keys.lives[iri.mint(table.schema.segment, key)] = reduce(Life.common, bounding)


def _lives(keys: KeyIndex, slot: Slot, key: str) -> list[Life]:
    """Return when what a cell of a slot names existed, nothing if that is not bounded."""
    names = (iri.mint(segment, key) for segment in slot.segments)
    return [keys.lives[name] for name in names if name in keys.lives]


def _life(ends: tuple[str, ...]) -> Life | None:
    """Return when what a row describes existed, None if it says nothing that could be read."""
    try:
        first, after = (day_of(end) if end else None for end in ends)
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
        keys.add("source", [source.id], terms.Source)
    return Loaded(tuple(sources), tuple(tables), keys, rules)


def _mapper(table: Table, loaded: Loaded) -> Mapper:
    source = table.source
    files = {file.name: file.iri for file in source.files}
    context = CellContext(source.id, source.base, files, loaded.keys, loaded.key_rules)
    return compile_mapper(table.schema, source, table.header, table.path, context)


def records(table: Table, loaded: Loaded, on_fault: OnFault = stop) -> Iterator[Records]:
    """Load the rows of a table in batches; the faults of those that are wrong are handed to `on_fault`.

    Raises CountTooSmall at the end if there are fewer than the source of the table promises.
    """
    load, count = _mapper(table, loaded), 0
    for batch in _read(table, on_fault):
        made = load(batch)
        if batch.faults:
            _report(batch.faults.values(), on_fault)
            made = load(batch.sound())
        count += len(made.lines)
        yield made
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
