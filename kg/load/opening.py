"""Open the tables of a source: its CSV files, the rows that a library holds, and the plain files that are tables."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

from kg.core import iri, terms
from kg.core.errors import TableUnknown, TermUnknown
from kg.core.likeness import did_you_mean, nearest
from kg.core.ontology import Ontology
from kg.load import country_pairs, currencies, iso_3166
from kg.load.batch import Batch
from kg.load.complete import Completion, complete_header, completion
from kg.load.faults import OnFault, tried
from kg.load.folders import check_files
from kg.load.header import columns_named
from kg.load.keys import KeyIndex
from kg.load.patches import PATCHES, Patches, check_patched_tables, patched_batches, read_patches
from kg.load.plain import PlainFile
from kg.load.plain_rows import PlainTable, check_cells, check_columns, check_digest
from kg.load.rows import batches, read_batches, read_plain
from kg.load.schema import TableSchema, table_schema
from kg.load.source import Source
from kg.load.table import Batches, Table

_TOPS = (terms.Entity, terms.Claim, terms.Reading, terms.Mapping)
_OF_TABLES = frozenset({terms.rowValue, terms.rowKey, terms.rowScale})
_FROM_LIBRARIES = {"currencies": currencies.TABLES, "iso-3166": iso_3166.TABLES}


def classes(ontology: Ontology) -> dict[str, str]:
    """Return the classes of which there may be tables, by the names that their tables have."""
    return {iri.compress(cls).removeprefix("dyad:"): cls for top in _TOPS for cls in ontology.subs(top)}


def key_rules(ontology: Ontology) -> dict[str, str]:
    """Return how keys become names, by the segment of what they name."""
    return {s: ontology.inherited(c, terms.iriKey)[0] for top in _TOPS for s, c in ontology.segments(top).items()}


@dataclass(frozen=True, slots=True)
class Opening:
    """What tables are opened against: the classes by name, the keys that they will name, and what becomes of faults."""

    ontology: Ontology
    named: Mapping[str, str]
    keys: KeyIndex
    on_fault: OnFault
    schemas: dict[str, TableSchema] = field(default_factory=dict)

    def meant(self, path: Path) -> str:
        """Return the name of the class that the name of a table means: the nearest, if it is none itself."""
        if path.stem in self.named:
            return path.stem
        return next(iter(nearest(path.stem, self.named, 1)), path.stem)

    def schema(self, path: Path) -> TableSchema | None:
        """Return the schema of a table by its name, None where no class can be meant.

        The name of no class that can have rows is a fault, TableUnknown; the rows are read as those of the nearest.
        """
        name = self.meant(path)
        if path.stem not in self.named:
            near = nearest(path.stem, self.named)
            remedy = did_you_mean(
                [f"{one}.csv" for one in near], "Name the table for the class of its rows, as Firm.csv."
            )
            self.on_fault(TableUnknown("No class that can have a table has this name.", remedy=remedy, path=path))
        if name in self.named and name not in self.schemas:
            made = tried(self.on_fault, partial(_schema, self.ontology, self.named[name], path), None)
            if made is not None:
                self.schemas[name] = made
        return self.schemas.get(name)

    def tables(self, source: Source) -> Iterator[Table]:
        """Open the tables of a source.

        A file that is none is a fault, TableUnknown, and SourceInvalid where the description speaks of one that is
        not there.
        """
        tried(self.on_fault, partial(check_files, source.folder, [plain.name for plain in source.plain_files]), None)
        there = [
            plain
            for plain in source.plain_files
            if tried(self.on_fault, partial(_check_digest, source, plain), otherwise=False)
        ]
        names = set[str]()
        for path, header, read in self._own(source):
            schema = self.schema(path)
            names.update((path.stem, self.meant(path)))
            if schema is None:
                self.keys.unread.setdefault("", set()).add(path.name)
            else:
                columns = columns_named(schema, header, path, self.on_fault)
                yield Table(source, schema, path, header, tuple(columns), read)
        for plain in there:
            for table in tried(self.on_fault, partial(self._of_plain, source, plain), list[Table]()):
                if table.path.stem in names:
                    refuse = partial(plain.cells[0].statement.refuse, "The source has this table twice.", "Keep one.")
                    tried(self.on_fault, refuse, None)
                names.add(table.path.stem)
                yield table
        names.update(Path(name).stem for unread in self.keys.unread.values() for name in unread)
        names.update(
            cells.table for plain in source.plain_files for cells in plain.cells
        )  # a file at fault has them too
        for statement in source.statements:
            if statement.predicate in _OF_TABLES and statement.term.value.partition(" ")[0] not in names:
                remedy = f"Name one of: {', '.join(sorted(names))}."
                refuse = partial(statement.refuse, "The source has no table of this name.", remedy)
                tried(self.on_fault, refuse, None)

    def _own(self, source: Source) -> Iterator[tuple[Path, tuple[str, ...], Batches]]:
        """Yield the path of each table that the source has by itself, its columns, and a reader of its rows."""
        if source.id in {*_FROM_LIBRARIES, country_pairs.SOURCE}:
            tried(self.on_fault, partial(_check_no_table, source), None)
            return _library_tables(source, self.keys)
        return self._files(source)

    def _files(self, source: Source) -> Iterator[tuple[Path, tuple[str, ...], Batches]]:
        """Open the CSV tables of a source, with its patches applied as rows are read."""
        plain = {file.name for file in source.plain_files}
        tables = [p for p in sorted(source.folder.glob("*.csv")) if p.name not in {PATCHES, *plain}]
        patches = tried(self.on_fault, partial(read_patches, source.folder), Patches())
        tried(self.on_fault, partial(check_patched_tables, patches, tables, source.folder / PATCHES), None)
        for path in tables:
            header = tried(self.on_fault, partial(_header, path), None)
            if header is None:
                segment = self.ontology.segment(self.named.get(path.stem, ""))
                self.keys.unread.setdefault(segment or "", set()).add(path.name)
                continue
            name = self.meant(path)
            completed = tried(self.on_fault, partial(complete_header, source, path, header, name), tuple(header))
            read = partial(_completed, source, path, header, name, patches)
            yield path, completed, tried(self.on_fault, read, _no_rows)

    def _of_plain(self, source: Source, plain: PlainFile) -> list[Table]:
        """Open the tables that a plain file of a source is; raise SourceInvalid, ColumnMissing or ColumnUnknown."""
        file = source.folder / plain.name
        header, _ = read_plain(file)
        check_columns(plain, file, header)
        found = []
        for name in dict.fromkeys(cells.table for cells in plain.cells):
            path = source.folder / f"{name}.csv"
            schema = self.schema(path)
            if schema is not None:
                check_cells(plain, schema)
                scale = source.row_scales.get(name, 1)
                made = PlainTable(plain, schema, scale, self.keys, partial(_plain_rows, file))
                completed = complete_header(source, file, made.header, name)
                complete = completion(source, file, made.header, name)
                read = made.batches if complete is None else partial(_mapped, complete, made.batches)
                columns = columns_named(schema, completed, file, self.on_fault)
                found.append(Table(source, schema, path, completed, tuple(columns), read, made))
        return found


def _schema(ontology: Ontology, cls: str, path: Path) -> TableSchema:
    """Compile the schema of a class; raise TableUnknown for one that can have no rows."""
    try:
        return table_schema(ontology, cls)
    except TermUnknown as error:
        raise TableUnknown(error.problem, remedy=error.remedy, path=path) from error


def _check_digest(source: Source, plain: PlainFile) -> bool:
    """Tell that a plain file of a source is the one that is described; raise SourceInvalid where it is not."""
    check_digest(plain, source.folder / plain.name)
    return True


def _header(path: Path) -> list[str]:
    return read_batches(path)[0]


def _no_rows() -> Iterator[Batch]:
    yield from ()


def _completed(source: Source, path: Path, header: Sequence[str], name: str, patches: Patches) -> Batches:
    """Return a reader of a table whose rows are patched and complete."""
    complete, patched = completion(source, path, header, name), patched_batches(path, header, patches)
    return patched if complete is None else partial(_mapped, complete, patched)


def _check_no_table(source: Source) -> None:
    """Raise TableUnknown for a table in the folder of a source whose rows a library holds."""
    for path in sorted(source.folder.glob("*.csv")):
        raise TableUnknown(
            "The rows of this source come from a library, not from tables.",
            remedy="Give your source another name.",
            path=path,
        )


def _library_tables(source: Source, keys: KeyIndex) -> Iterator[tuple[Path, tuple[str, ...], Batches]]:
    """Make the tables of a source whose rows a library holds."""
    if source.id == country_pairs.SOURCE:
        path = source.folder / "Dyad.csv"
        yield path, country_pairs.HEADER, partial(_pairs, path, keys)
        return
    for name, make in _FROM_LIBRARIES[source.id].items():
        path = source.folder / f"{name}.csv"
        header = tuple(dict.fromkeys(column for row in _rows(make) for column in row))
        yield path, header, partial(_made, path, header, make)


@cache
def _rows(make: Callable[[], Iterable[dict[str, str]]]) -> tuple[dict[str, str], ...]:
    """Return the rows that a library holds: each table of it is read several times."""
    return tuple(make())


def _pairs(path: Path, keys: KeyIndex) -> Iterator[Batch]:
    """Make the rows of the dyads that are named by now."""
    return batches(path, country_pairs.HEADER, enumerate(country_pairs.dyads(keys.named_pairs()), start=2))


def _made(path: Path, header: Sequence[str], make: Callable[[], Iterable[dict[str, str]]]) -> Iterator[Batch]:
    rows = ([cells.get(name, "") for name in header] for cells in _rows(make))
    return batches(path, header, enumerate(rows, start=2))


def _plain_rows(file: Path) -> Iterator[Batch]:
    return read_plain(file)[1]


def _mapped(complete: Completion, read: Batches) -> Iterator[Batch]:
    return map(complete, read())
