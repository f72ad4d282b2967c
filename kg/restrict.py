"""Restrict a build to what was known on one day about another: the graph as if it had been built of those claims alone.

excluded claims -> what rests on them goes too -> the rows that stay -> what follows from them is derived anew
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg import iri, terms
from kg.asserted import Progress, silent
from kg.compare.tell.lines import claims_of, finding_of, rows_in
from kg.errors import BuildDamaged
from kg.export.write import READS, export, export_part
from kg.graph import Store
from kg.load.cells import MANY
from kg.manifest import DERIVED, ENDS, FINDINGS, FLAT, NQUADS, STORE, check_build, digest, part
from kg.ontology import Ontology, read_ontology
from kg.output import scratch
from kg.rdf.fill import filling
from kg.rdf.later import open_graph
from kg.rdf.project import Predicates, projecting
from kg.rdf.publish import known_without_claims, publication
from kg.rdf.write import COARSE, Statements, write_nquads
from kg.rows.partition import SOURCES, SUBJECT, open_partitions
from kg.time_axes import TimeAxes

if TYPE_CHECKING:
    import pyarrow as pa

_CLAIMS = f"{iri.ID}claim/"
_RESTING = frozenset({terms.interprets, terms.isComputedFrom})


@dataclass(frozen=True, slots=True)
class Restriction:
    """A build without the claims that two days exclude.

    `gone` are the claims that are left out and all that rests on claims that are. `claims` is the number of claims of
    the build, `left_out` of those left out.
    """

    folder: Path
    axes: TimeAxes
    ontology_folder: Path
    gone: frozenset[str] = frozenset()
    claims: int = 0
    left_out: int = 0

    def store(self, progress: Progress = silent, read: Predicates = None) -> Store:
        """Open the graph for reading, as `open_graph` does: the build itself where nothing is left out, else memory.

        Where predicates to `read` are given, a store in memory has statements of these only.
        """
        if not self.gone:
            return open_graph(self.folder, self.ontology_folder, progress)
        store = Store()
        progress(f"leaving out {self.left_out:,} of {self.claims:,} claims")
        with self._published(read) as published, filling(store) as take:
            published.write(take, slices=COARSE)
        return store

    def save_nquads(self, folder: Path) -> None:
        """Write the canonical N-Quads into a folder, as a build would."""
        with self._published() as published:
            write_nquads(published, folder / NQUADS)

    @contextmanager
    def _published(self, read: Predicates = None) -> Iterator[Statements]:
        """Yield what a build of the claims that are left would publish."""
        ontology = read_ontology(self.ontology_folder)
        with projecting(self.gone) as engine:
            partitions = open_partitions(self.folder, ontology)
            about = known_without_claims(self.folder, engine, partitions, ontology, read)
            yield publication(engine, self.folder, partitions, about, lambda name: name not in self.gone, read)

    def save_flat(self, folder: Path) -> None:
        """Write the flat claims into a folder, as a build would."""
        import pyarrow.parquet as pq

        pq.write_table(self.flat(), folder / FLAT, compression="zstd")

    def flat(self) -> "pa.Table":
        """Return the flat claims, one row each, without those left out and without the mention of them."""
        import pyarrow as pa
        import pyarrow.compute as pc

        table = _read_flat(self.folder)
        if not self.gone:
            return table
        gone = pa.array([*self.gone], pa.string())
        table = table.filter(pc.invert(pc.is_in(table["claim"], gone)))
        for place, column in enumerate(table.schema):
            mentioned = column.name != "claim" and column.type == pa.string()
            if mentioned and pc.any(pc.match_substring(table[column.name], _CLAIMS)).as_py():
                cells = [self._without_gone(cell) for cell in table[column.name].to_pylist()]
                table = table.set_column(place, column, pa.array(cells, pa.string()))
        return table

    def findings(self) -> "pa.Table":
        """Return the findings, one row each, without those that rest on a claim that is left out."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        table = pq.read_table(part(self.folder, FINDINGS))
        columns = (table[name].to_pylist() for name in ("first", "second", "others"))
        kept = [self.gone.isdisjoint([first, second, *others]) for first, second, others in zip(*columns, strict=True)]
        return table.filter(pa.array(kept, pa.bool_()))

    def _without_gone(self, cell: str | None) -> str | None:
        """Leave out of a cell the claims that are gone."""
        return MANY.join(name for name in (cell or "").split(MANY) if name not in self.gone) or None


def restrict(folder: Path, ontology_folder: Path, axes: TimeAxes) -> Restriction:
    """Leave out of a build the claims that two days exclude, and whatever rests on them.

    A claim is known on a day if it was recorded by then, and holds on a day within its half-open period, either end of
    which may be open. One that nobody says when it was recorded was known on no day.

    Raises BuildMissing, and BuildDamaged for rows that are not as they were written.
    """
    if not axes:
        return Restriction(folder, axes, ontology_folder)
    claims = _read_flat(folder, ("claim", "recorded_on", "valid_from", "valid_until"))
    excluded = set(_excluded(claims, axes))
    if not excluded:
        return Restriction(folder, axes, ontology_folder, claims=claims.num_rows)
    _check_rows(folder, ontology_folder)
    gone = frozenset(_closed(excluded, _resting(folder, read_ontology(ontology_folder))))
    left_out = sum(name in gone for name in claims["claim"].to_pylist())
    return Restriction(folder, axes, ontology_folder, gone, claims.num_rows, left_out)


def _check_rows(folder: Path, ontology_folder: Path) -> None:
    """Raise BuildDamaged for rows that are not as they were written, or were by another ontology."""
    manifest = check_build(folder)
    check_build(folder, [name for name in manifest.parts if name.startswith(f"{SOURCES}/")])
    for name in (FLAT, FINDINGS, DERIVED, ENDS):
        part(folder, name)
    if manifest.inputs.get("ontology", "") not in {"", digest(ontology_folder)}:
        raise BuildDamaged("The build was made by another ontology.", remedy="Run `kg build` again.", path=folder)


def export_restricted(
    restriction: Restriction, form: str, out: Path, language: str, progress: Progress = silent
) -> tuple[str, ...]:
    """Write a restricted build to a file, as `export` does; the first line says how many claims are left out."""
    folder, axes = restriction.folder, restriction.axes
    if not axes:
        return export(folder, form, out, language)
    left_out = f"Left out: {restriction.left_out:,} of {restriction.claims:,} claims, which {axes}."
    if not restriction.gone:
        return (left_out, *export(folder, form, out, language))
    if READS[form] == STORE:
        return (left_out, *export_part(restriction.store(progress), form, out, language))
    with scratch() as work:
        progress(f"leaving out {restriction.left_out:,} of {restriction.claims:,} claims")
        (restriction.save_flat if READS[form] == FLAT else restriction.save_nquads)(work)
        return (left_out, *export_part(work / READS[form], form, out, language))


def _read_flat(folder: Path, columns: Iterable[str] | None = None) -> "pa.Table":
    """Read the flat claims, or those of some columns that the table has."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(part(folder, FLAT)) as file:
        present = file.schema_arrow.names
        return file.read(None if columns is None else [name for name in columns if name in present])


def _excluded(claims: "pa.Table", axes: TimeAxes) -> list[str]:
    """Return the claims that were not known on the one day, or do not hold on the other."""
    import pyarrow as pa
    import pyarrow.compute as pc

    def day(name: str) -> "pa.ChunkedArray":
        return claims[name] if name in claims.column_names else pa.nulls(claims.num_rows, pa.date32())

    conditions = []
    if axes.as_known_on is not None:
        conditions.append(pc.fill_null(pc.less_equal(day("recorded_on"), pa.scalar(axes.as_known_on)), False))  # noqa: FBT003
    if axes.valid_on is not None:
        on = pa.scalar(axes.valid_on)
        conditions.append(pc.fill_null(pc.less_equal(day("valid_from"), on), True))  # noqa: FBT003
        conditions.append(pc.fill_null(pc.greater(day("valid_until"), on), True))  # noqa: FBT003
    for condition in conditions[1:]:
        conditions[0] = pc.and_(conditions[0], condition)
    excluded: list[str] = claims["claim"].filter(pc.invert(conditions[0])).to_pylist()
    return excluded


def _resting(folder: Path, ontology: Ontology) -> dict[str, set[str]]:
    """Return what rests on claims, each with those claims: readings, computed claims, findings."""
    found: dict[str, set[str]] = {}
    for row in rows_in(part(folder, FINDINGS)):
        found[finding_of(row)] = {*claims_of(row)}
    for row in rows_in(part(folder, DERIVED)):
        found[row["claim"]] = {*row["inputs"]}
    for one in open_partitions(folder, ontology):
        for column in (column for column in one.columns if column.slot.predicate in _RESTING):
            for row in rows_in(part(folder, one.path)):
                claims = row[column.name] if column.slot.many else [row[column.name]]
                found.setdefault(row[SUBJECT], set()).update(filter(None, claims))
    return found


def _closed(excluded: set[str], resting: Mapping[str, set[str]]) -> set[str]:
    """Add to what is excluded all that rests on it, directly or not."""
    borne: dict[str, list[str]] = {}
    for name, claims in resting.items():
        for claim in claims:
            borne.setdefault(claim, []).append(name)
    pending = list(excluded)
    while pending:
        new = [name for name in borne.get(pending.pop(), ()) if name not in excluded]
        excluded.update(new)
        pending += new
    return excluded
