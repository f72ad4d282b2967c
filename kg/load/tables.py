"""Load sources: find their tables, index every key, then turn each row into a record."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from kg.core import terms
from kg.core.errors import CountTooSmall
from kg.core.ontology import Ontology
from kg.load import country_pairs
from kg.load.batch import Batch
from kg.load.cells import CellContext
from kg.load.complete import KEY
from kg.load.description import description_rules, judge_description
from kg.load.faults import OnFault, hand_over, stop
from kg.load.folders import read_sources, source_folders
from kg.load.index import index
from kg.load.keys import KeyIndex
from kg.load.mapper import Mapper, Records, compile_mapper
from kg.load.opening import Opening, classes, key_rules
from kg.load.source import Source
from kg.load.table import Room, Table, read_table


@dataclass(frozen=True, slots=True)
class Loaded:
    """The sources with the tables of each and the keys that they define together.

    The `known` tables are those of sources that are taken as they are: they are not judged, but what they define may
    be named.
    """

    sources: tuple[Source, ...]
    tables: tuple[Table, ...]
    keys: KeyIndex
    key_rules: dict[str, str]
    known: tuple[Table, ...] = ()


def open_sources(
    data: Sequence[Path],
    ontology: Ontology,
    on_fault: OnFault = stop,
    known: Sequence[Path] = (),
    sound: Collection[str] = (),
) -> Loaded:
    """Open every source of some folders, and of those that are `known`, and index the keys that their tables define.

    What is wrong with a description, a header, or a row in itself, and a key that another row has, is handed to
    `on_fault`. Those sources that are `sound` had no such fault when they were read before, and are as they were.
    """
    keys, rules = KeyIndex(), description_rules(ontology)
    opening = Opening(ontology, classes(ontology), keys, on_fault)
    given = {*source_folders(known)} if known else set[Path]()
    own, tables, beside, room = list[Source](), list[Table](), list[Table](), Room()
    sources = read_sources([*known, *data], on_fault)
    for source in sources:
        if source.folder in given:
            beside.extend(opening.tables(source))
            continue
        own.append(source)
        if any(statement.subject == source.iri for statement in source.statements):
            judge_description(source.statements, source.subjects, rules, on_fault)
        tables.extend(table.held(room) for table in opening.tables(source))
    keys.pairs = any(source.id == country_pairs.SOURCE for source in sources)
    index(
        keys,
        [table for table in (*beside, *tables) if not table.of_named],
        ontology,
        on_fault,
        {*sound, *(table.source.id for table in beside)},
    )
    for source in sources:
        keys.add("source", [source.id], terms.Source)
    return Loaded(tuple(own), tuple(tables), keys, key_rules(ontology), tuple(beside))


def context_of(table: Table, loaded: Loaded) -> CellContext:
    """Return what the cells of a table are read against."""
    source = table.source
    files = {file.name: file.iri for file in source.files}
    return CellContext(source.id, source.base, files, loaded.keys, loaded.key_rules)


def mapper_of(table: Table, loaded: Loaded, on_fault: OnFault = stop) -> Mapper:
    """Return the function that loads the rows of a table."""
    return compile_mapper(table, context_of(table, loaded), on_fault)


def records(table: Table, loaded: Loaded, on_fault: OnFault = stop, *, with_faulty: bool = False) -> Iterator[Records]:
    """Load the rows of a table in batches; what is wrong with them is handed to `on_fault`.

    Rows at fault are left out, or come without the values that are wrong if they are asked for and have a key.
    CountTooSmall is handed over at the end if there are fewer than the source of the table promises.
    """
    load, count, met = mapper_of(table, loaded, on_fault), 0, set[str]()
    for batch in read_table(table, on_fault):
        made = load(batch)
        hand_over(chain.from_iterable(batch.faults.values()), on_fault)
        count += len(made.lines)
        if with_faulty:
            kept = _once(batch.without(KEY), met)
            yield made if kept is batch else load(kept)
        else:
            yield load(batch.sound()) if batch.faults else made
    check_count(table.source, table.path, count, on_fault)


def _once(batch: Batch, met: set[str]) -> Batch:
    """Return rows without those whose key was met by then."""
    rows = []
    for row, key in enumerate(batch.column(KEY)):
        rows += [] if key in met else [row]
        met.add(key)
    return batch if len(rows) == len(batch.lines) else batch.only(rows)


def check_count(source: Source, path: Path, count: int, on_fault: OnFault = stop) -> None:
    """Refuse, as CountTooSmall, a table that has fewer rows than its source promises."""
    promised = source.minimum_counts.get(path.stem, 0)
    if count < promised:
        on_fault(
            CountTooSmall(
                f"The table has {count} rows where {source.description.name} promises {promised}.",
                remedy="Restore the rows, or lower the promise with a reason.",
                path=path,
            )
        )


def check_promises(loaded: Loaded, on_fault: OnFault = stop) -> None:
    """Refuse, as CountTooSmall, a promised table that is not there."""
    for source in loaded.sources:
        present = {table.path.stem for table in loaded.tables if table.source is source}
        for name in source.minimum_counts:
            if name not in present:
                check_count(source, source.folder / f"{name}.csv", 0, on_fault)
