"""Load sources: find their tables, index every key, then turn each row into a record."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from pathlib import Path

from kg.core import iri, terms
from kg.core.errors import (
    CountTooSmall,
    TableUnknown,
    TermUnknown,
)
from kg.core.ontology import Ontology
from kg.load import country_pairs, currencies, iso_3166
from kg.load.batch import Batch
from kg.load.cells import CellContext
from kg.load.complete import Completion, complete_header, completion
from kg.load.description import description_rules, judge_description
from kg.load.folders import check_files, read_sources
from kg.load.index import index
from kg.load.keys import KeyIndex
from kg.load.mapper import Mapper, Records, compile_mapper
from kg.load.patches import PATCHES, Patches, check_patched_tables, patched_batches, read_patches
from kg.load.plain_rows import PlainTable, check_cells, check_columns, check_digest
from kg.load.rows import batches, read_batches, read_plain
from kg.load.schema import TableSchema, table_schema
from kg.load.source import Source
from kg.load.table import Batches, OnFault, Table, hand_over, read_table, stop

_TOPS = (terms.Entity, terms.Claim, terms.Reading, terms.Mapping)
_OF_TABLES = frozenset({terms.rowValue, terms.rowKey, terms.rowScale})
_FROM_LIBRARIES = {"currencies": currencies.TABLES, "iso-3166": iso_3166.TABLES}


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
    plain = {file.name for file in source.plain_files}
    tables = [p for p in sorted(source.folder.glob("*.csv")) if p.name not in {PATCHES, *plain}]
    check_patched_tables(patches, tables, source.folder / PATCHES)
    for path in tables:
        header, _ = read_batches(path)
        completed = complete_header(source, path, header)
        yield path, completed, _completed(source, path, header, patches)


def _completed(source: Source, path: Path, header: Sequence[str], patches: Patches) -> Batches:
    """Return a reader of a table whose rows are patched and complete."""
    complete, batches = completion(source, path, header), patched_batches(path, header, patches)
    return batches if complete is None else lambda: map(complete, batches())


def _library_tables(source: Source, keys: KeyIndex) -> Iterator[tuple[Path, tuple[str, ...], Batches]]:
    """Make the tables of a source whose rows a library holds; raise TableUnknown for one that lies in its folder."""
    for path in sorted(source.folder.glob("*.csv")):
        raise TableUnknown(
            "The rows of this source come from a library, not from tables.",
            remedy="Give your source another name.",
            path=path,
        )
    if source.id == country_pairs.SOURCE:
        path = source.folder / "Dyad.csv"
        yield path, country_pairs.HEADER, partial(_pairs, path, keys)
        return
    for name, make in _FROM_LIBRARIES[source.id].items():
        path = source.folder / f"{name}.csv"
        header = tuple(dict.fromkeys(column for row in make() for column in row))
        yield path, header, partial(_made, path, header, make)


def _pairs(path: Path, keys: KeyIndex) -> Iterator[Batch]:
    """Make the rows of the dyads that are named by now."""
    return batches(path, country_pairs.HEADER, enumerate(country_pairs.dyads(keys.named_pairs()), start=2))


def _made(path: Path, header: Sequence[str], make: Callable[[], Iterable[dict[str, str]]]) -> Iterator[Batch]:
    rows = ([cells.get(name, "") for name in header] for cells in make())
    return batches(path, header, enumerate(rows, start=2))


def _tables(source: Source, ontology: Ontology, named: Mapping[str, str], keys: KeyIndex) -> Iterator[Table]:
    """Open the tables of a source.

    Raises TableUnknown for a file that is none, and SourceInvalid where the description speaks of one that is not
    there.
    """
    check_files(source.folder)
    for plain in source.plain_files:
        check_digest(plain, source.folder / plain.name)
    from_library = source.id in {*_FROM_LIBRARIES, country_pairs.SOURCE}
    opened = _library_tables(source, keys) if from_library else _file_tables(source)
    names = set()
    for path, header, read in opened:
        names.add(path.stem)
        yield Table(source, _schema(ontology, path, named), path, header, read)
    for table in _plain_tables(source, ontology, named, keys):
        if table.path.stem in names and table.plain is not None:
            table.plain.cells[0].statement.refuse("The source has this table twice.", "Keep one.")
        names.add(table.path.stem)
        yield table
    for statement in source.statements:
        if statement.predicate in _OF_TABLES and statement.term.value.partition(" ")[0] not in names:
            statement.refuse("The source has no table of this name.", f"Name one of: {', '.join(sorted(names))}.")


def _plain_tables(source: Source, ontology: Ontology, named: Mapping[str, str], keys: KeyIndex) -> Iterator[Table]:
    """Open the tables that the plain files of a source are."""
    for plain in source.plain_files:
        file = source.folder / plain.name
        header, _ = read_plain(file)
        check_columns(plain, file, header)
        for name in dict.fromkeys(cells.table for cells in plain.cells):
            path = source.folder / f"{name}.csv"
            schema = _schema(ontology, path, named)
            check_cells(plain, schema)
            scale = source.row_scales.get(name, 1)
            made = PlainTable(plain, schema, scale, keys, partial(_plain_rows, file))
            completed, complete = complete_header(source, path, made.header), completion(source, path, made.header)
            read = made.batches if complete is None else partial(_mapped, complete, made.batches)
            yield Table(source, schema, path, completed, read, made)


def _plain_rows(file: Path) -> Iterator[Batch]:
    return read_plain(file)[1]


def _mapped(complete: Completion, batches: Batches) -> Iterator[Batch]:
    return map(complete, batches())


def open_sources(data: Sequence[Path], ontology: Ontology, on_fault: OnFault = stop) -> Loaded:
    """Open every source of some folders and index the keys that its tables define.

    A row that is wrong in itself, or has the key of another, is handed to `on_fault`.
    """
    sources = read_sources(data)
    named, rules_of_descriptions = classes(ontology), description_rules(ontology)
    tables, keys = list[Table](), KeyIndex()
    for source in sources:
        judge_description(source.statements, source.subjects, rules_of_descriptions)
        tables.extend(_tables(source, ontology, named, keys))
    rules = {s: ontology.inherited(c, terms.iriKey)[0] for top in _TOPS for s, c in ontology.segments(top).items()}
    keys.pairs = any(source.id == country_pairs.SOURCE for source in sources)
    index(keys, [table for table in tables if not table.of_named], ontology, on_fault)
    for source in sources:
        keys.add("source", [source.id], terms.Source)
    return Loaded(tuple(sources), tuple(tables), keys, rules)


def _mapper(table: Table, loaded: Loaded) -> Mapper:
    source = table.source
    files = {file.name: file.iri for file in source.files}
    context = CellContext(source.id, source.base, files, loaded.keys, loaded.key_rules)
    return compile_mapper(table.schema, source, table.header, table.file, context)


def records(table: Table, loaded: Loaded, on_fault: OnFault = stop) -> Iterator[Records]:
    """Load the rows of a table in batches; the faults of those that are wrong are handed to `on_fault`.

    Raises CountTooSmall at the end if there are fewer than the source of the table promises.
    """
    load, count = _mapper(table, loaded), 0
    for batch in read_table(table, on_fault):
        made = load(batch)
        if batch.faults:
            hand_over(batch.faults.values(), on_fault)
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
