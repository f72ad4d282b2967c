"""Build: from tables to a checked graph. The first file to read: `build` is the picture of the whole.

tables -> typed rows -> check what is asserted -> reason -> compare claims -> publish as RDF and put in place
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg import iri
from kg.asserted import Asserted, Progress, load_asserted, silent
from kg.compare.embedded import find_into
from kg.compare.facts import read_facts
from kg.errors import (
    ArgumentInvalid,
    BuildDamaged,
    BuildMissing,
    Finding,
    NothingMatched,
    OntologyFaulty,
    OntologyInconsistent,
    QuoteNotFound,
    ShapesViolated,
)
from kg.graph import load_lines
from kg.load.folders import source_folders
from kg.load.tables import open_sources
from kg.manifest import FLAT, NQUADS, STORE, check_build, check_replaceable, code_digest, digest, seal
from kg.ontology import Ontology, read_ontology
from kg.output import folder_beside
from kg.rdf.fill import saving
from kg.rdf.project import projecting
from kg.rdf.publish import Known, conclude, ontology_lines, publication
from kg.rdf.write import write_nquads
from kg.reason.consistency import clashes
from kg.rows.claims import write_flat
from kg.rows.descriptions import write_descriptions
from kg.rows.engine import Engine
from kg.validate.lint import lint
from kg.validate.report import Outcome, Places, Report
from kg.validate.shapes import check_shapes
from kg.validate.words import check_words

_COUNTED = {"statements", "claims", "sources"}


@dataclass(frozen=True, slots=True)
class Built:
    """What a build wrote: its folder, the statements, claims and sources in it, and what it could not verify."""

    folder: Path
    statements: int
    claims: int
    sources: int
    notes: tuple[str, ...]


def build(
    data: Sequence[Path],
    ontology_folder: Path,
    out: Path,
    texts: Path | None = None,
    progress: Progress = silent,
    *,
    all_graphs: bool = False,
) -> Built:
    """Build the graph of some folders of sources into `out`, which keeps its old content if anything is wrong.

    `texts` is a text or folder of texts against which the words of claims are verified. With `all_graphs` the store
    holds in named graphs all that is said of claims too. The same inputs give the same bytes, so that a build of them
    that is there already, and is whole, stays. Raises the first KgError met; findings of the shapes and the quote gate
    come as one error.
    """
    _check_apart(out, data)
    inputs = _inputs(data, ontology_folder, texts, all_graphs=all_graphs)
    if (unchanged := _same(out, inputs)) is not None:
        progress("nothing has changed: the build that is there stays")
        return unchanged
    ontology = read_ontology(ontology_folder)
    passed(check_ontology(ontology))
    with folder_beside(out, check_replaceable) as work:
        loaded = open_sources(data, ontology)
        write_descriptions(loaded.sources, work)
        asserted = load_asserted(loaded, work, progress)
        claims = write_flat(asserted.partitions, work / FLAT)
        progress("checking shapes and words")
        notes = [note for report in check_asserted(asserted, ontology, texts) for note in passed(report)]
        with projecting() as engine:
            progress("reasoning")
            known = _reasoned(asserted, engine, ontology)
            progress("comparing claims")
            find_into(work / FLAT, known.facts, work)
            progress("writing")
            published = publication(engine, work, asserted.partitions, known)
            sources = len(loaded.sources)
            del asserted, known, loaded  # what is left needs the memory
            with saving(work / STORE, all_graphs=all_graphs) as store:
                statements = write_nquads(published, work / NQUADS, store)
        counts = {"statements": statements, "claims": claims, "sources": sources}
        seal(work, inputs, counts, notes)
    return Built(out, **counts, notes=tuple(notes))


def _reasoned(asserted: Asserted, engine: Engine, ontology: Ontology) -> Known:
    """Add to what is asserted what follows about entities; raise OntologyInconsistent where it contradicts itself."""
    terms = ontology_lines(ontology)
    load_lines(asserted.store, terms)
    check_clashes(asserted, ontology.folder / "clashes")
    concluded = conclude(asserted.store, engine, asserted.partitions, ontology)
    return Known(ontology, asserted.store, (*terms, *concluded), read_facts(ontology, asserted.store))


def _inputs(data: Sequence[Path], ontology_folder: Path, texts: Path | None, *, all_graphs: bool) -> dict[str, str]:
    """Return the digests of all that a build is made of, by name."""
    of_sources = {f"source/{folder.name}": digest(folder) for folder in source_folders(data)}
    own = {"kg": code_digest(), "ontology": digest(ontology_folder), "all_graphs": str(all_graphs)}
    return own | of_sources | ({"texts": digest(texts)} if texts and (texts.is_dir() or texts.is_file()) else {})


def _same(out: Path, inputs: Mapping[str, str]) -> Built | None:
    """Return the build that is there already, if it is whole and was made of the same inputs."""
    try:
        last = check_build(out, None)
    except (BuildMissing, BuildDamaged):
        return None
    if last.inputs != inputs or last.counts.keys() != _COUNTED:
        return None
    return Built(out, **last.counts, notes=tuple(last.notes))


def _check_apart(out: Path, data: Sequence[Path]) -> None:
    """Raise ArgumentInvalid for an output among the sources, where the next build would take it for one of them."""
    for folder in data:
        if Path(os.path.realpath(out)).is_relative_to(os.path.realpath(folder)):
            raise ArgumentInvalid(
                "The output lies among the sources.", remedy=f"Name a folder outside {folder}.", path=out
            )


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


def check_clashes(asserted: Asserted, rules: Path) -> None:
    """Raise OntologyInconsistent for a statement that the disjointness axioms exclude."""
    for clash in clashes(asserted.store, rules):
        path, line = asserted.places.get(clash.subject, (None, None))
        raise OntologyInconsistent(
            "A statement contradicts the ontology.",
            remedy="Name something of the right class, or mend the class.",
            path=path,
            line=line,
            value=str(clash),
        )
