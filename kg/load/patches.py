"""Mend what a source misprints: a patch names its cell, what is printed and what is meant; each one is used."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from kg.core.errors import PatchInvalid, PatchUnused
from kg.load.batch import Batch, encode
from kg.load.rows import read_batches, read_rows

PATCHES = "patches.csv"
_HEADER = ["table", "key", "column", "printed", "meant", "reason"]


@dataclass(frozen=True, slots=True)
class Patch:
    """A printed value, the value meant, and the line of `patches.csv` that says so."""

    line: int
    printed: str
    meant: str


Patches: TypeAlias = dict[tuple[str, str, str], Patch]


def read_patches(folder: Path) -> Patches:
    """Read `patches.csv` of a source, if it has one: by table, key and column, what is printed and what is meant."""
    path = folder / PATCHES
    if not path.exists():
        return {}
    header, rows = read_rows(path)
    if header != _HEADER:
        raise PatchInvalid(
            "The header of the patches is wrong.", remedy=f"Write {','.join(_HEADER)}.", path=path, line=1
        )
    patches: Patches = {}
    for row in rows:
        for name in ("table", "key", "column", "reason"):
            if name not in row.cells:
                raise PatchInvalid(
                    f"The patch has no {name}.", remedy="Fill the cell.", path=path, line=row.line, column=name
                )
        at = (row.cells["table"], row.cells["key"], row.cells["column"])
        if at in patches:
            raise PatchInvalid("Two patches mend one cell.", remedy="Keep one.", path=path, line=row.line)
        patches[at] = Patch(row.line, row.cells.get("printed", ""), row.cells.get("meant", ""))
        if patches[at].printed == patches[at].meant:
            raise PatchUnused(
                "What is printed and what is meant are one.",
                remedy="Mend or remove the patch.",
                path=path,
                line=row.line,
                column="meant",
                value=patches[at].meant,
            )
    return patches


def apply_patches(batch: Batch, patches: Patches, used: set[tuple[str, str, str]]) -> Batch:
    """Apply the patches of a table to rows, and note in `used` which ones met the value that they say is printed."""
    keys = batch.column("key")
    met: dict[str, list[tuple[str, str, str]]] = {}
    for at in patches:
        met.setdefault(at[1], []).append(at)
    if met.keys().isdisjoint(keys.dictionary):
        return batch
    columns = {column: [*batch.column(column)] for _, _, column in patches}
    for row, key in enumerate(keys):
        for at in met.get(key, ()):
            if columns[at[2]][row] == patches[at].printed:
                columns[at[2]][row] = patches[at].meant
                used.add(at)
    return replace(batch, cells=batch.cells | {name: encode(texts) for name, texts in columns.items()})


def check_patched_tables(patches: Patches, tables: list[Path], path: Path) -> None:
    """Raise PatchUnused for a patch of a table that the source does not have."""
    for (table, _, _), patch in patches.items():
        if table not in {known.name for known in tables}:
            raise PatchUnused(
                "The patch is for a table that is not there.",
                remedy="Mend or remove it.",
                path=path,
                line=patch.line,
                column="table",
                value=table,
            )


def patched_batches(path: Path, header: Sequence[str], patches: Patches) -> Callable[[], Iterator[Batch]]:
    """Return a reader of a table that applies its patches and refuses the end while one is unused.

    Raises PatchInvalid for a patch of a column that the header does not name.
    """
    own = {at: patch for at, patch in patches.items() if at[0] == path.name}
    for (_, _, column), patch in own.items():
        if column not in header:
            raise PatchInvalid(
                f"{path.name} has no column of this name.",
                remedy=f"Name one of: {', '.join(header)}.",
                path=path.with_name(PATCHES),
                line=patch.line,
                column="column",
                value=column,
            )

    def patched() -> Iterator[Batch]:
        used: set[tuple[str, str, str]] = set()
        yield from (apply_patches(batch, own, used) for batch in read_batches(path)[1])
        _check_used(path, own, used)

    return patched if own else lambda: read_batches(path)[1]


def _check_used(path: Path, own: Patches, used: set[tuple[str, str, str]]) -> None:
    """Raise PatchUnused for a patch that has met no row of its table."""
    for at, patch in own.items():
        if at not in used:
            raise PatchUnused(
                "The patch mends nothing: no such row prints this value.",
                remedy="Mend or remove the patch.",
                path=path.with_name(PATCHES),
                line=patch.line,
                column=at[2],
                value=patch.printed,
            )
