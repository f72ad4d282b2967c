"""Load sources: find their tables, index every key, then turn each row into a record."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from pathlib import Path
from typing import TypeAlias, TypeVar

from kg import iri, terms
from kg.errors import (
    ArgumentInvalid,
    CountTooSmall,
    Finding,
    KeyDuplicated,
    SourceInvalid,
    TableUnknown,
    TermUnknown,
)
from kg.load import country_pairs, iso_3166
from kg.load.cells import MANY, CellContext
from kg.load.complete import ENDS, KEY, complete_header, completion
from kg.load.conditions import linking_columns, second_steps
from kg.load.keys import KeyIndex, Life, scoped
from kg.load.mapper import Mapper, Record, compile_mapper
from kg.load.patches import PATCHES, Patches, check_patched_tables, patched_rows, read_patches
from kg.load.rows import Row, read_rows
from kg.load.schema import TableSchema, table_schema
from kg.load.source import DESCRIPTION, Source, read_source
from kg.ontology import Ontology

_Row = TypeVar("_Row")
_OTHER_KEY = terms.isAlternativeKey
_FROM_LIBRARIES = {"country-pairs": country_pairs.TABLES, "iso-3166": iso_3166.TABLES}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a source: its class, its header, and a function that reads its rows anew."""

    source: Source
    schema: TableSchema
    path: Path
    header: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]


@dataclass(frozen=True, slots=True)
class Loaded:
    """The sources with the tables of each and the keys that they define together."""

    sources: tuple[Source, ...]
    tables: tuple[Table, ...]
    keys: KeyIndex
    key_rules: dict[str, str]


def read_sources(data: Sequence[Path]) -> list[Source]:
    """Read the description of every source in folders of sources, in the order of their names.

    Raises ArgumentInvalid for a folder without sources, and SourceInvalid for two sources of one name.
    """
    found: dict[str, Path] = {}
    for folder in data:
        sources = sorted(path for path in folder.glob("*/") if not path.name.startswith((".", "_")))
        if not any(source.joinpath(DESCRIPTION).is_file() for source in sources):
            raise ArgumentInvalid(
                "The folder holds no source.", remedy=f"Name a folder of folders with {DESCRIPTION}.", path=folder
            )
        for source in sources:
            if source.name in found:
                raise SourceInvalid("Another source has this name.", remedy="Rename one folder.", path=source)
            found[source.name] = source
    return [read_source(found[name]) for name in sorted(found)]


def find_source(name: str, data: Sequence[Path]) -> Path:
    """Find the folder of a source by its name in folders of sources; raise ArgumentInvalid."""
    for folder in data:
        if (folder / name / DESCRIPTION).is_file():
            return folder / name
    known = sorted(path.parent.name for folder in data for path in folder.glob(f"[!._]*/{DESCRIPTION}"))
    raise ArgumentInvalid("There is no such source.", remedy=f"Name one of: {', '.join(known)}.", value=name)


def _schema(ontology: Ontology, path: Path) -> TableSchema:
    try:
        return table_schema(ontology, iri.expand(f"dyad:{path.stem}"))
    except TermUnknown as error:
        raise TableUnknown(error.problem, remedy=error.remedy, path=path) from error


def _check_files(folder: Path) -> None:
    """Raise TableUnknown for a file that is neither a table nor a page about the source: nothing is passed over."""
    for path in sorted(folder.iterdir()):
        page = path.suffix in {".md", ".txt"} or path.stem in {"LICENSE", "NOTICE"}
        if not (path.name == DESCRIPTION or path.suffix == ".csv" or page or path.name.startswith(".")):
            raise TableUnknown(
                "The file is no table.", remedy="Save tables as .csv, and keep raw files elsewhere.", path=path
            )


def _file_tables(source: Source, ontology: Ontology) -> Iterator[Table]:
    """Open the CSV tables of a source, with its patches applied as rows are read."""
    _check_files(source.folder)
    patches = read_patches(source.folder)
    tables = [p for p in sorted(source.folder.glob("*.csv")) if p.name != PATCHES]
    check_patched_tables(patches, tables, source.folder / PATCHES)
    for path in tables:
        header, _ = read_rows(path)
        completed = complete_header(source, path, header)
        yield Table(source, _schema(ontology, path), path, completed, _completed(source, path, header, patches))


def _completed(source: Source, path: Path, header: Sequence[str], patches: Patches) -> Callable[[], Iterator[Row]]:
    """Return a reader of a table whose rows are patched and complete."""
    complete, rows = completion(source, path, header), patched_rows(path, patches)
    return rows if complete is None else lambda: map(complete, rows())


def _library_tables(source: Source, ontology: Ontology) -> Iterator[Table]:
    """Make the tables of a source whose rows a library holds."""
    for name, make in _FROM_LIBRARIES[source.id].items():
        path = source.folder / f"{name}.csv"
        header = tuple(dict.fromkeys(column for row in make() for column in row))

        def rows(make: Callable[[], Iterable[dict[str, str]]] = make, path: Path = path) -> Iterator[Row]:
            return (Row(path, line, cells) for line, cells in enumerate(make(), start=2))

        yield Table(source, _schema(ontology, path), path, header, rows)


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
    slots = [s for s in table.schema.slots.values() if ontology.value(s.predicate, terms.isLastedBy) == "true"]
    for row in table.rows() if slots else ():
        named = [(segment, row.cells.get(slot.name, "")) for slot in slots for segment in slot.segments]
        lives = [life for name in named if (life := keys.lives.get(iri.mint(*name))) is not None]
        if lives:
            keys.lives[iri.mint(table.schema.segment, row.cells.get(KEY, ""))] = reduce(Life.common, lives)


def _life(row: Row) -> Life | None:
    """Return when what a row describes existed, None if it says nothing that could be read."""
    try:
        first, after = (date.fromisoformat(row.cells[end]) if end in row.cells else None for end in ENDS)
    except ValueError:
        return None  # the mapper names the cell
    return None if first is None and after is None else Life(first, after)


def open_sources(data: Sequence[Path], ontology: Ontology, on_fault: OnFault = stop) -> Loaded:
    """Open every source of some folders and index the keys that its tables define.

    A row that is wrong in itself, or has the key of another, is handed to `on_fault`.
    """
    sources = read_sources(data)
    tables: list[Table] = []
    for source in sources:
        made = _library_tables if source.id in _FROM_LIBRARIES else _file_tables
        tables.extend(made(source, ontology))
    tops = (terms.Entity, terms.Claim, terms.Reading, terms.Mapping)
    rules = {s: ontology.inherited(c, terms.iriKey)[0] for top in tops for s, c in ontology.segments(top).items()}
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
