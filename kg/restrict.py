"""Restrict a build to what was known on one day about another: the graph as if it had been built of those claims alone.

excluded claims -> what rests on them goes too -> the rows that stay -> what follows from them is derived anew
"""

from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.compare.form import fact_parts
from kg.core import iri, terms
from kg.core.graph import Store
from kg.core.manifest import DERIVED, ENDS, FINDINGS, FLAT, NQUADS, check_build, check_ontology, part
from kg.core.ontology import Ontology, read_ontology
from kg.core.output import scratch
from kg.core.progress import Progress, silent
from kg.core.time_axes import TimeAxes
from kg.load.cells import MANY
from kg.rdf.fill import filling
from kg.rdf.on_demand import open_graph, publish
from kg.rdf.publish import CONCLUDED, known_without_claims, publication, read_names
from kg.rdf.statements import Predicates, stating
from kg.rdf.write import COARSE, Statements, write_nquads
from kg.rows import arrays
from kg.rows.opened import open_rows
from kg.rows.partition import SOURCES, SUBJECT, open_partitions
from kg.rows.read import rows_in, table_in

if TYPE_CHECKING:
    import pyarrow as pa


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

    @contextmanager
    def part(self, name: str) -> Iterator[Path]:
        """Yield the path of a part, NQUADS or FLAT, as a build of the claims that are left would have it."""
        if not self.gone:
            if name == NQUADS:
                publish(self.folder, self.ontology_folder)
            yield part(self.folder, name)
            return
        with scratch() as folder:
            if name == FLAT:
                self._save_flat(folder / name)
            else:
                with self._published() as published:
                    write_nquads(published, folder / name)
            yield folder / name

    @contextmanager
    def _published(self, read: Predicates = None) -> Iterator[Statements]:
        """Yield what a build of the claims that are left would publish."""
        ontology = read_ontology(self.ontology_folder)
        with stating(self.gone) as engine:
            partitions = open_partitions(self.folder, ontology)
            about = known_without_claims(self.folder, engine, partitions, ontology, read)
            names = read_names(engine, partitions, about, self.folder)
            yield publication(
                engine, self.folder, partitions, about, names, lambda name: name not in self.gone, read=read
            )

    def _save_flat(self, path: Path) -> None:
        import pyarrow.parquet as pq

        pq.write_table(self.flat(), path, compression="zstd")

    def flat(self) -> "pa.Table":
        """Return the flat claims, one row each, without those left out and without the mention of them."""
        import pyarrow as pa
        import pyarrow.compute as pc

        table = table_in(part(self.folder, FLAT))
        if not self.gone:
            return table
        gone = arrays.texts([*self.gone])
        table = table.filter(pc.invert(pc.is_in(table["claim"], gone)))
        for place, column in enumerate(table.schema):
            mentioned = column.name != "claim" and column.type == pa.string()
            if mentioned and pc.any(pc.match_substring(table[column.name], iri.CLAIM)).as_py():
                cells = [self._without_gone(cell) for cell in table[column.name].to_pylist()]
                table = table.set_column(place, column, arrays.texts(cells))
        return table

    def findings(self) -> "pa.Table":
        """Return the findings, one row each, without those that rest on a claim that is left out."""
        import pyarrow as pa

        table = table_in(part(self.folder, FINDINGS))
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
    with open_rows(folder, axes) as rows:
        claims, left_out = rows.left_out()
        if not left_out:
            return Restriction(folder, axes, ontology_folder, claims=claims)
        gone = rows.gone
        findings = {row["finding"] for row in rows.ask("FROM every_finding ANTI JOIN findings USING (finding)")}
    check_rows(folder, ontology_folder)
    readings = _readings(folder, read_ontology(ontology_folder), gone)
    return Restriction(folder, axes, ontology_folder, gone.union(findings, readings), claims, left_out)


def check_rows(folder: Path, ontology_folder: Path) -> None:
    """Raise BuildDamaged for rows that are not as they were written, or were by another ontology."""
    manifest = check_build(folder)
    check_build(folder, [name for name in manifest.parts if name.startswith(f"{SOURCES}/")])
    for name in (FLAT, FINDINGS, DERIVED, ENDS, CONCLUDED, *fact_parts()):
        part(folder, name)
    check_ontology(manifest, folder, ontology_folder)


def _readings(folder: Path, ontology: Ontology, gone: Set[str]) -> Iterator[str]:
    """Yield the readings that interpret a claim that is left out."""
    for one in open_partitions(folder, ontology):
        for column in (column for column in one.columns if column.slot.predicate == terms.interprets):
            for row in rows_in(part(folder, one.path)):
                claims = row[column.name] if column.slot.many else [row[column.name]]
                if not gone.isdisjoint(claims):
                    yield row[SUBJECT]
