"""Count in the tables of packs, which no build has read, the rows that name something."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.load.folders import source_folders
from kg.load.source import Source, read_source
from kg.rows.engine import Engine, named, quoted


@dataclass(frozen=True, slots=True)
class PackedTable:
    """A table of a source in a pack: the pack's name, its class and columns, and the cells that all its rows have."""

    pack: str
    source: str
    path: Path
    columns: tuple[str, ...]
    fixed: dict[str, str]

    @property
    def cls(self) -> str:
        """Return the name of the class of which the rows are."""
        return self.path.stem


def packed_tables(packs: Sequence[Path], taken: Collection[str]) -> Iterator[PackedTable]:
    """Yield the tables of the packs, but for those of the sources that are taken already."""
    for pack in packs:
        for folder in source_folders([pack]):
            if folder.name not in taken:
                yield from _tables(pack.name, read_source(folder))


def only_in_packs(shipped: Path, packs: Sequence[Path]) -> dict[str, str]:
    """Return the classes and columns that tables of packs have, and none that ships beside them, with their packs."""
    taken = {name for path in shipped.glob("[!_]*/*.csv") for name in (path.stem, *_columns(path))}
    found: dict[str, str] = {}
    for pack in packs:
        for path in sorted(pack.glob("*/*.csv")):
            for name in (path.stem, *_columns(path)):
                if name not in taken:
                    found.setdefault(name, pack.name)
    return found


def _columns(path: Path) -> tuple[str, ...]:
    with path.open(encoding="utf-8") as file:
        return tuple(file.readline().rstrip("\n").split(","))


def _tables(pack: str, source: Source) -> Iterator[PackedTable]:
    for path in sorted(source.folder.glob("*.csv")):
        yield PackedTable(pack, source.id, path, _columns(path), source.row_values.get(path.stem, {}))


def count_naming(engine: Engine, table: PackedTable, keys: Sequence[str]) -> int:
    """Count the rows of a table that name each of some keys, or for the key of a country a region within it."""
    condition = " AND ".join(f"({_names(table, key)})" for key in keys) or "true"
    read = f"read_csv({quoted(str(table.path.absolute()))}, all_varchar = true, header = true)"
    ((count,),) = engine.execute(f"SELECT count(*) FROM {read} WHERE {condition}")
    return int(count)


def _names(table: PackedTable, key: str) -> str:
    """Write the condition that a cell of a row is a key, or begins with it as the codes of its regions do."""
    cells = [f"coalesce({named(column)}, '')" for column in table.columns]
    return " OR ".join(f"{cell} = {quoted(key)} OR starts_with({cell}, {quoted(key + '-')})" for cell in cells)
