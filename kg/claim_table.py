"""The claims of a build as one table for people who reckon: chosen, labelled, what a reader wants first in front."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.core import columns, iri
from kg.load.cells import MANY
from kg.query.labelled import LABEL
from kg.rows.read import facts_in
from kg.wording.labels import ChosenLabel

if TYPE_CHECKING:
    import pyarrow as pa

    from kg.show.model import SourceNote

_CLAIM: Final = "claim"
_FIRST: Final = (
    *("class", columns.is_about, columns.has_origin, columns.has_destination, columns.has_indicator),
    *(columns.amount, columns.has_bound, columns.has_unit, columns.valid_from, columns.valid_until, columns.has_stage),
    *(columns.asserted_by, columns.asserted_as, columns.asserted_on, "words_en", "words_kk", "words_ru"),
    *(columns.was_derived_from, "source", "licence", "source_address", _CLAIM),
)
"""What a reader wants first of a claim, in order; labels stand beside their keys."""
_WHOLE: Final[Mapping[str, Callable[[str], str]]] = {
    "class": iri.expand,
    "source": lambda key: iri.mint("source", key),
}
"""The columns that are written short in the rows of a build, with how to write them whole."""


def chosen_claims(
    table: "pa.Table", wanted: Mapping[str, Sequence[str]], things: frozenset[str] | None, year: int | None
) -> "pa.Table":
    """Return the claims whose cells of some columns are among those that are wanted, none for any.

    They name one of some things, and have a day of a year in their period, where these are given.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    for name, values in wanted.items():
        if values:
            table = table.filter(pc.is_in(table[name], pa.array(values, pa.string())))
    table = table if things is None else _naming(table, things)
    return table if year is None else _of_year(table, year)


def economy_and_dyads(folder: Path, economy: str) -> frozenset[str]:
    """Return an economy and the dyads of it that a build has."""
    return frozenset([economy, *(one["dyad"] for one in facts_in(folder, "dyads") if economy in one.values())])


def _naming(table: "pa.Table", things: frozenset[str]) -> "pa.Table":
    """Return the claims that name one of some things in any cell."""
    import pyarrow as pa
    import pyarrow.compute as pc

    naming = pa.array([False] * table.num_rows)
    for name in keys_in(table):
        cells = [cell for cell in _distinct(table, name) if not things.isdisjoint(cell.split(MANY))]
        naming = pc.or_(naming, pc.is_in(table[name], pa.array(cells, pa.string())))
    return table.filter(naming)


def _of_year(table: "pa.Table", year: int) -> "pa.Table":
    """Return the claims whose period, of which neither end is open, has a day in a year."""
    import pyarrow.compute as pc

    begun = pc.less_equal(table[columns.valid_from], date(year, 12, 31))
    return table.filter(pc.and_(begun, pc.greater(table[columns.valid_until], date(year, 1, 1))))


def keys_in(table: "pa.Table") -> list[str]:
    """Name the columns of a table of claims that hold IRIs of things, and nothing else."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = (field.name for field in table.schema if pa.types.is_string(field.type))
    return [name for name in texts if pc.all(pc.starts_with(table[name], iri.ID), min_count=1).as_py()]


def things_named_in(table: "pa.Table") -> set[str]:
    """Return the IRIs that the cells of claims name, but those of claims, which have no label."""
    found: set[str] = set()
    for name in keys_in(table):
        for cell in _distinct(table, name) if name != _CLAIM else ():
            found.update(cell.split(MANY))
    for name, whole in _WHOLE.items():
        found.update(map(whole, _distinct(table, name)))
    return {name for name in found if not name.startswith(iri.CLAIM)}


def claim_table(
    table: "pa.Table", labels: Mapping[str, ChosenLabel], sources: "Iterable[SourceNote]", *, labelled: bool
) -> "pa.Table":
    """Return a table of flat claims with the licence and the address of their sources, what is wanted first in front.

    If it is `labelled`, keys are short, and beside those of a column in which something has a label stand the labels.
    """
    import pyarrow as pa

    notes = {note.id: note for note in sources}
    table = table.append_column("licence", _mapped(table, "source", lambda key: notes[key].licence))
    table = table.append_column("source_address", _mapped(table, "source", lambda key: notes[key].address))
    keys = keys_in(table)
    made: dict[str, pa.ChunkedArray] = {}
    for name in [*_FIRST, *(name for name in table.column_names if name not in _FIRST)]:
        if name in table.column_names:
            made |= (
                _beside(table, name, labels) if labelled and (name in keys or name in _WHOLE) else {name: table[name]}
            )
    return pa.table({name: _narrow(column) for name, column in made.items()})


def _beside(table: "pa.Table", name: str, labels: Mapping[str, ChosenLabel]) -> "dict[str, pa.ChunkedArray]":
    """Return a column with short keys, and one of their labels if any has one."""
    import pyarrow.compute as pc

    keys = {name: pc.replace_substring(table[name], iri.ID, "")}
    if name == _CLAIM:
        return keys
    whole = _WHOLE.get(name, str)
    said = _mapped(table, name, lambda cell: _labels([labels.get(whole(one)) for one in cell.split(MANY)]))
    return keys if said.null_count == len(said) else keys | {f"{name}{LABEL}": said}


def _labels(found: Sequence[ChosenLabel | None]) -> str | None:
    """Join the labels of the things in one cell; None where none has any."""
    return MANY.join(one.text if one else "" for one in found) if any(found) else None


def _distinct(table: "pa.Table", name: str) -> list[str]:
    return [cell for cell in table[name].unique().to_pylist() if cell is not None]


def _mapped(table: "pa.Table", name: str, text: Callable[[str], str | None]) -> "pa.Array":
    """Write for each text of a column another, null for what has none."""
    import pyarrow as pa

    encoded = table[name].combine_chunks().dictionary_encode()
    texts = [text(cell) or None for cell in encoded.dictionary.to_pylist()]
    return pa.array(texts, pa.string()).take(encoded.indices)


def _narrow(column: "pa.ChunkedArray") -> "pa.ChunkedArray":
    """Give decimals the fewest places that hold all of them."""
    import pyarrow as pa

    for scale in range(column.type.scale if pa.types.is_decimal(column.type) else 0):
        try:
            return column.cast(pa.decimal128(column.type.precision, scale))
        except pa.ArrowInvalid:
            continue
    return column
