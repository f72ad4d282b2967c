"""Look up what sentences say of the claims on which findings rest."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.core import columns
from kg.core.manifest import DERIVED, FLAT
from kg.core.ontology import Ontology
from kg.figure import Figure, FlatRow, read_figures, with_figure
from kg.rows import arrays
from kg.rows.read import facts_in, table_in

if TYPE_CHECKING:
    import pyarrow as pa

_SAID = (
    "claim",
    "class",
    columns.had_primary_source,
    columns.asserted_by,
    columns.asserted_on,
    columns.recorded_on,
    columns.has_attribution_mode,
    columns.has_reporter,
    columns.stands_in_entry_of,
    columns.is_about,
    columns.has_indicator,
    columns.has_stage,
    columns.has_bound,
    columns.amount,
    columns.amount_to,
    columns.has_unit,
    columns.has_product,
    columns.is_restricted_to,
    columns.has_origin,
    columns.has_destination,
    columns.valid_from,
    columns.valid_until,
    columns.has_undertaking,
    columns.arithmetic,
)


class Cited:
    """The claims of some flat tables, by IRI: each as a row of what a sentence says of it, with its `subject`."""

    def __init__(
        self, tables: "Sequence[Path | pa.Table]", figures: Sequence[Figure], dyads: Mapping[str, str]
    ) -> None:
        """Read the tables, which are in Parquet files or in memory.

        `figures` say where each class of claims keeps its number, `dyads` have that of each portfolio.
        """
        import pyarrow as pa

        self._figures = figures
        names = dict.fromkeys((*_SAID, *(column for figure in figures for column in figure.columns())))
        self._table = pa.concat_tables([_read(table, tuple(names)) for table in tables], promote_options="permissive")
        self._place = {claim: place for place, claim in enumerate(self._table["claim"].to_pylist())}
        self._dyads = dyads

    def rows(self, claims: Sequence[str]) -> list[FlatRow]:
        """Return the rows of some claims."""
        places = arrays.numbers(self._place[claim] for claim in claims)
        return [as_told(row, self._figures, self._dyads) for row in self._table.take(places).to_pylist()]


def open_cited(folder: Path, ontology: Ontology) -> Cited:
    """Read the claims of a build."""
    dyads = dyads_by_umbrella(facts_in(folder, "umbrellas"))
    return Cited([folder / FLAT, folder / DERIVED], read_figures(ontology), dyads)


def dyads_by_umbrella(umbrellas: Iterable[FlatRow]) -> dict[str, str]:
    """Return the dyad of each portfolio, of the facts about umbrellas."""
    return {row["umbrella"]: row["dyad"] for row in umbrellas}


def currencies_of(units: Iterable[FlatRow]) -> frozenset[str]:
    """Return the units that are currencies, of the facts about units."""
    return frozenset(row["unit"] for row in units if row["currency"])


def as_told(row: FlatRow, figures: Iterable[Figure], dyads: Mapping[str, str]) -> dict[str, Any]:
    """Return a flat row as sentences tell of it, with its `subject`; `dyads` have that of each portfolio.

    Of every number they tell as of the amount of a measurement, and of a stage as of its undertaking.
    """
    row = with_figure(row, figures)
    about = row[columns.is_about] or row[columns.has_undertaking]
    return row | {columns.is_about: about, "subject": dyads.get(about, about)}


def _read(source: "Path | pa.Table", wanted: tuple[str, ...]) -> "pa.Table":
    """Read the columns that a table has, the texts of a file by dictionary, for they recur."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pq.read_schema(source) if isinstance(source, Path) else source.schema
    names = [name for name in wanted if name in schema.names]
    texts = [name for name in names if name != "claim" and pa.types.is_string(schema.field(name).type)]
    if isinstance(source, Path):
        table = table_in(source, names, texts)
    else:
        encoded = {name: source[name].dictionary_encode() if name in texts else source[name] for name in names}
        table = pa.table(encoded)
    for name in wanted:
        if name not in names:
            table = table.append_column(name, pa.nulls(len(table)))
    return table.select(wanted)
