"""What Global Energy Monitor's trackers of mines, plants and pipelines have in common: owners, stages and amounts."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Final
from unicodedata import normalize

from kg.adapt.figures import printed_figure
from kg.adapt.files import Raw
from kg.adapt.owner_list import ownerships, read_owners
from kg.core import columns
from kg.core.errors import CellInvalid
from kg.load.cells import fault
from kg.load.rows import Row

OPENED: Final = frozenset({"operating", "idle", "retired", "retiring"})
# A proposal is made known, which need not be a plan. Shelved is what nobody has pursued for two years.
STAGES_OF_PIPELINES: Final = MappingProxyType(
    {
        "proposed": "announced",
        "construction": "ongoing",
        "operating": "operating",
        "shelved": "suspended",
        "cancelled": "cancelled",
        "idle": "idle",
        "mothballed": "idle",
        "retired": "retired",
    }
)
_KINDS: Final = (("owner", "direct"), ("parent", "parent"))
_AMOUNT: Final = re.compile(r"[0-9]+(\.[0-9]{1,4})?")


def composed_rows(raw: Raw, file: str, used: Sequence[str], ignored: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a file, every letter and its mark as one sign (Unicode NFC), so that one name is one text."""
    for row in raw.rows(file, used, ignored):
        yield Row(row.path, row.line, {name: normalize("NFC", cell) for name, cell in row.cells.items()})


def place(row: Row) -> str:
    """Name the place of a row in the one file of its source."""
    return f"#row={row.line}"


def owned(row: Row, project: str) -> Iterator[dict[str, str]]:
    """Yield a row of the Ownership table for each named owner, and for each named parent of the owners."""
    for column, kind in _KINDS:
        for cells in ownerships(row, column, project, place(row)):
            del cells["key"]  # the description makes it of what is owned, who owns it and how
            yield cells | {columns.has_ownership_kind: kind}


def names_of(rows: Callable[[Raw], Iterable[Row]]) -> Callable[[Raw], Iterator[str]]:
    """Return what yields the names of all owners and parents of the rows of a file."""

    def names(raw: Raw) -> Iterator[str]:
        for row in rows(raw):
            for column, _ in _KINDS:
                yield from (owner.name for owner in read_owners(row, column))

    return names


def stages(
    row: Row, project: str, stage: str | None, column: str, vintage: str, opened: str
) -> Iterator[dict[str, str]]:
    """Yield the rows of the StageReport table for the status of a project, and for its opening, '' where none is said.

    The opening of what has never been in use, or that is yet to come, is or was planned.
    """
    status, cells = row.cells[column], {columns.has_undertaking: project, columns.was_derived_from: place(row)}
    if stage is not None:
        yield cells | {columns.has_stage: stage, "period": vintage, "words_en": status if status != stage else ""}
    if opened:
        opening = "operating" if stage in OPENED and opened <= vintage else "planned"
        yield cells | {columns.has_stage: opening, "period": opened, "words_en": ""}


def whole_units(row: Row, column: str, power: int) -> str:
    """Return an amount, printed in units of a power of ten, in whole units; raise CellInvalid for what is none."""
    printed = row.cells[column]
    if _AMOUNT.fullmatch(printed) is None:
        fault(CellInvalid, "The value is no amount.", "Decide in the adaptor what it means.", row, column, printed)
    amount = format(Decimal(printed_figure(printed)).scaleb(power), "f")
    return amount.rstrip("0").rstrip(".") if "." in amount else amount
