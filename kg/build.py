"""Build: from tables to a checked graph. The first file to read: `build` is the picture of the whole.

tables -> load -> one graph per source -> validate what is asserted -> reason -> write and put in place
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from kg import iri
from kg.errors import Finding, NothingMatched, OntologyFaulty, OntologyInconsistent, QuoteNotFound, ShapesViolated
from kg.graph import (
    FLAT,
    NQUADS,
    STORE,
    UNION,
    Store,
    canonical_lines,
    load_lines,
    quads_as_lines,
    read_quads,
    save_store,
    save_union,
)
from kg.load.flat import flat_writer
from kg.load.tables import Loaded, check_promises, open_sources, records
from kg.ontology import Ontology, read_ontology
from kg.output import folder_beside
from kg.reason.consistency import clashes
from kg.reason.rules import derive
from kg.validate.lint import lint
from kg.validate.report import Outcome, Places, Report
from kg.validate.shapes import check_shapes
from kg.validate.turtle import subject_lines
from kg.validate.words import check_words

Progress: TypeAlias = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Asserted:
    """What the sources assert: a store of it, its N-Quads lines, the places of its nodes, and the rows per table."""

    store: Store
    lines: list[str]
    places: dict[str, tuple[Path, int]]
    counts: dict[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build wrote: its folder, the statements, claims and sources in it, and what it could not verify."""

    folder: Path
    statements: int
    claims: int
    sources: int
    notes: tuple[str, ...]


def silent(_: str) -> None:
    """Report progress to nobody."""


def build(
    data: Sequence[Path], ontology_folder: Path, out: Path, texts: Path | None = None, progress: Progress = silent
) -> Built:
    """Build the graph of some folders of sources into `out`, which keeps its old content if anything is wrong.

    `texts` is a text or folder of texts against which the words of claims are verified. The same inputs give the
    same bytes. Raises the first KgError met; findings of the shapes and the quote gate come as one error.
    """
    ontology = read_ontology(ontology_folder)
    passed(check_ontology(ontology))
    with folder_beside(out, NQUADS) as work:
        loaded = open_sources(data, ontology)
        progress("loading tables")
        asserted = load_asserted(loaded, work / FLAT)
        progress("checking shapes and words")
        notes = [note for report in check_asserted(asserted, ontology, texts) for note in passed(report)]
        progress("reasoning")
        terms = ontology_lines(ontology)
        load_lines(asserted.store, terms)
        check_clashes(asserted, ontology_folder)
        derived = derive(asserted.store, ontology_folder / "rules")
        progress("writing")
        lines = canonical_lines([*asserted.lines, *terms, *derived])
        (work / NQUADS).write_text("\n".join(lines) + "\n", encoding="utf-8")
        save_store(work / NQUADS, work / STORE)
        save_union(work / NQUADS, work / UNION)
    claims = sum(asserted.counts.get((t.source.id, t.path.stem), 0) for t in loaded.tables if t.schema.is_claim)
    return Built(out, len(lines), claims, len(loaded.sources), tuple(notes))


def load_asserted(loaded: Loaded, flat: Path) -> Asserted:
    """Load every row of every source, and write the claims flat to `flat` from the same rows."""
    lines: list[str] = []
    places: dict[str, tuple[Path, int]] = {}
    counts: dict[tuple[str, str], int] = {}
    for source in loaded.sources:
        lines += source.lines
        subjects = subject_lines(source.description)
        places |= {subject: (source.description, line) for subject, line in subjects.items()}
    with flat_writer(flat, loaded) as add:
        for table in loaded.tables:
            for record in records(table, loaded):
                lines += record.lines
                places[record.subject] = (record.row.path, record.row.line)
                counts[table.source.id, table.path.stem] = counts.get((table.source.id, table.path.stem), 0) + 1
                if table.schema.is_claim:
                    add(table, record)
    check_promises(loaded)
    store = Store()
    load_lines(store, lines)
    return Asserted(store, lines, places, counts)


def ontology_lines(ontology: Ontology) -> set[str]:
    """Return the ontology's terms as N-Quads lines of its graph."""
    files = sorted(ontology.folder.glob("*.ttl"))
    return quads_as_lines(quad for path in files for quad in read_quads(path, iri.ONTOLOGY_GRAPH))


def check_ontology(ontology: Ontology) -> Report:
    """Check the ontology and its shapes against the rules of its lint."""
    files = [*sorted(ontology.folder.glob("*.ttl")), *sorted(ontology.folder.glob("shapes/*.ttl"))]
    return lint(files, ontology.folder / "checks")


def check_asserted(asserted: Asserted, ontology: Ontology, texts: Path | None) -> tuple[Report, Report]:
    """Check asserted data against the shapes and, where texts are at hand, its words against them."""
    places: Places = asserted.places
    shapes = check_shapes(asserted.store, ontology, places, reference=False)
    return shapes, check_words(asserted.store, texts, places)


_ERRORS: dict[str, type[Finding]] = {"lint": OntologyFaulty, "shapes": ShapesViolated, "words": QuoteNotFound}


def passed(report: Report) -> Iterable[str]:
    """Return the notes of a report that passed; raise what it found otherwise."""
    if report.outcome is Outcome.CONFORMS:
        return report.notes
    error = _ERRORS[report.check]
    if not report.findings:
        raise NothingMatched(f"The check of the {report.check} met nothing.", remedy="Give the data or texts meant.")
    first, more = report.findings[0], len(report.findings) - 1
    raise error(
        f"{first.rule}: {iri.compress(first.node)}" + (f" (and {more} more)" if more else ""),
        remedy=first.message("en") + (" `kg check` lists all." if more else ""),
        path=first.path,
        line=first.line,
        column=first.column,
        value=first.value,
    )


def check_clashes(asserted: Asserted, ontology_folder: Path) -> None:
    """Raise OntologyInconsistent for a statement that the disjointness axioms exclude."""
    for clash in clashes(asserted.store, ontology_folder / "clashes"):
        path, line = asserted.places.get(clash.subject, (None, None))
        raise OntologyInconsistent(
            "A statement contradicts the ontology.",
            remedy="Name something of the right class, or mend the class.",
            path=path,
            line=line,
            value=str(clash),
        )
