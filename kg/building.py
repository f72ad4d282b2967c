"""Build: from tables to a checked graph. The first file to read: `build` is the picture of the whole.

tables -> typed rows -> check what is asserted -> reason -> compare claims -> publish as RDF and put in place
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.asserted import Asserted, gather, gather_claims
from kg.compare.embedded import find_into
from kg.compare.form import fact_parts
from kg.compare.prepare.facts import open_facts, read_facts, write_facts
from kg.core import iri
from kg.core.errors import (
    ArgumentInvalid,
    Fault,
    NothingMatched,
    OntologyFaulty,
    OntologyInconsistent,
    QuoteNotFound,
    ShapesViolated,
)
from kg.core.graph import load_lines
from kg.core.manifest import (
    DERIVED,
    ENDS,
    FINDINGS,
    FLAT,
    KNOWN,
    NAMES,
    Manifest,
    check_replaceable,
    code_digest,
    content_digest,
    seal,
)
from kg.core.ontology import Ontology, read_ontology
from kg.core.output import folder_beside, remove_leftovers
from kg.core.progress import Progress, silent
from kg.load.tables import Loaded, open_sources
from kg.names.gathered import gather_names
from kg.names.index import write_names
from kg.rdf.fill import save
from kg.rdf.on_demand import publish
from kg.rdf.patch import patch
from kg.rdf.publish import (
    CONCLUDED,
    Known,
    conclude,
    ontology_lines,
    open_known,
    publication,
    read_names,
    read_shortcuts,
    write_known,
)
from kg.rdf.statements import stating
from kg.reason.consistency import clashes
from kg.rows.claims import write_flat
from kg.rows.descriptions import descriptions, write_descriptions
from kg.rows.engine import Engine
from kg.rows.of_tables import write_partitions
from kg.rows.partition import Partition
from kg.rows.reuse import Reuse, inputs_of_sources, last_build
from kg.validation.lint import lint
from kg.validation.quotes import check_words
from kg.validation.report import CheckOutcome, Places, Report
from kg.validation.shapes import check_shapes

_COUNTED = {"claims", "sources"}


@dataclass(frozen=True, slots=True)
class Built:
    """What a build wrote: its folder, the claims, sources and statements in it, and what it could not verify.

    The statements are None where no RDF was made.
    """

    folder: Path
    claims: int
    sources: int
    statements: int | None
    notes: tuple[str, ...]


def build(  # noqa: PLR0913
    data: Sequence[Path],
    ontology_folder: Path,
    out: Path,
    texts: Path | None = None,
    progress: Progress = silent,
    *,
    rdf: bool = True,
    all_graphs: bool = False,
) -> Built:
    """Build the graph of some folders of sources into `out`, which keeps its old content if anything is wrong.

    `texts` is a text or folder of texts against which the words of claims are verified. Without `rdf` the statements
    and their store are left out, and made when they are first asked for. With `all_graphs` the store holds in named
    graphs all that is said of claims too. The same inputs give the same bytes, so that a build of them that is there
    already, and is whole, stays; of another one what would come out the same is taken over. Raises the first KgError
    met; findings of the shapes and the quote gate come as one error.
    """
    _check_apart(out, data)
    inputs, last = _inputs(data, ontology_folder, texts, all_graphs=all_graphs), last_build(out)
    if last is not None and last.manifest.inputs == inputs and last.manifest.counts.keys() >= _COUNTED:
        progress("nothing has changed: the build that is there stays")
        remove_leftovers(out)
        return _built(out, publish(out, ontology_folder, progress) if rdf else last.manifest)
    ontology = read_ontology(ontology_folder)
    passed(lint_ontology(ontology))
    with folder_beside(out, check_replaceable) as work:
        reuse = Reuse(work, inputs, last)
        loaded = open_sources(data, ontology, sound=reuse.sound())
        reuse.keep_sound(loaded.keys)
        write_descriptions(loaded.sources, work)
        partitions = write_partitions(loaded, work, progress, reuse=reuse)
        counts = {"claims": write_flat(partitions, work / FLAT), "sources": len(loaded.sources)}
        with stating() as engine:
            progress("checking and reasoning")
            known, notes = _known(loaded, partitions, engine, ontology, reuse, texts)
            progress("comparing claims")
            _compare(reuse, engine, partitions, ontology)
            if rdf:
                progress("writing")
                statements = patch(reuse, engine, partitions, known, all_graphs=all_graphs)
                if statements is None:
                    names = read_names(engine, partitions, known, work)
                    published = publication(engine, work, partitions, known, names)
                    del known, loaded, names  # what is left needs the memory
                    statements = save(published, work, all_graphs=all_graphs)
                counts["statements"] = statements
        reuse.check_last()
        return _built(out, seal(work, inputs, counts, notes, reuse.keys))


def _built(folder: Path, manifest: Manifest) -> Built:
    """Return what a build wrote by its manifest."""
    claims, sources, statements = (manifest.counts.get(name) for name in ("claims", "sources", "statements"))
    return Built(folder, claims or 0, sources or 0, statements, tuple(manifest.notes))


def _known(
    loaded: Loaded,
    partitions: Sequence[Partition],
    engine: Engine,
    ontology: Ontology,
    reuse: Reuse,
    texts: Path | None,
) -> tuple[Known, list[str]]:
    """Check what is asserted, and return what is known of entities, with the notes of the checks.

    Entities that are as they were in the last build were checked there, and what follows about them is taken over.
    """
    shortcuts, terms = read_shortcuts(engine, partitions, ontology), ontology_lines(ontology)
    entities = [one.path for one in partitions if not one.schema.is_claim]
    key = reuse.made_of("kg", "ontology", *entities, *descriptions(loaded.sources), shortcuts=shortcuts)
    taken, store = reuse.take(key, CONCLUDED, *fact_parts()), reuse.open_store()
    asserted = gather_claims(loaded, partitions, store) if taken and store else gather(loaded, partitions)
    notes = _checked(asserted, ontology, terms, texts)
    if taken:
        return open_known(reuse.folder, ontology), notes
    concluded = conclude(asserted.store, engine, partitions, shortcuts, ontology)
    known = Known(ontology, terms, concluded)
    write_known(known, reuse.folder)
    write_facts(read_facts(ontology, asserted.store), reuse.folder / KNOWN)
    return known, notes


def _compare(reuse: Reuse, engine: Engine, partitions: Sequence[Partition], ontology: Ontology) -> None:
    """Write what follows from claims, and the index of names, or take over what is made of the same."""
    if not reuse.take(reuse.made_of("kg", FLAT, CONCLUDED, *fact_parts()), FINDINGS, DERIVED, ENDS):
        find_into(reuse.folder / FLAT, open_facts(ontology, reuse.folder / KNOWN), reuse.folder)
    gathered = gather_names(reuse.folder, engine, partitions, ontology)
    if not reuse.take(reuse.made_of("kg", gathered=gathered.digest), NAMES):
        write_names(gathered, reuse.folder / NAMES)


def _checked(asserted: Asserted, ontology: Ontology, terms: Sequence[str], texts: Path | None) -> list[str]:
    """Check what is asserted, and return the notes; add the terms of the ontology to its store."""
    notes = [note for report in check_asserted(asserted, ontology, texts) for note in passed(report)]
    load_lines(asserted.store, terms)
    check_clashes(asserted, ontology.folder / "clashes")
    return notes


def _inputs(data: Sequence[Path], ontology_folder: Path, texts: Path | None, *, all_graphs: bool) -> dict[str, str]:
    """Return the digests of all that a build is made of, by name."""
    of_sources = inputs_of_sources(data)
    own = {"kg": code_digest(), "ontology": content_digest(ontology_folder), "all_graphs": str(all_graphs)}
    return (
        own | of_sources | ({"texts": content_digest(texts)} if texts and (texts.is_dir() or texts.is_file()) else {})
    )


def _check_apart(out: Path, data: Sequence[Path]) -> None:
    """Raise ArgumentInvalid for an output among the sources, where the next build would take it for one of them."""
    for folder in data:
        if Path(os.path.realpath(out)).is_relative_to(os.path.realpath(folder)):
            raise ArgumentInvalid(
                "The output lies among the sources.", remedy=f"Name a folder outside {folder}.", path=out
            )


@lru_cache(maxsize=2)
def lint_ontology(ontology: Ontology) -> Report:
    """Check the ontology and its shapes against the rules of its lint."""
    files = [*sorted(ontology.folder.glob("*.ttl")), *sorted(ontology.folder.glob("shapes/*.ttl"))]
    return lint(files, ontology.folder / "checks")


def check_asserted(asserted: Asserted, ontology: Ontology, texts: Path | None) -> tuple[Report, Report]:
    """Check asserted data against the shapes and, where texts are at hand, its words against them."""
    places: Places = asserted.places
    shapes = check_shapes(asserted.store, ontology, places, reference=False)
    return shapes, check_words(asserted.store, texts, places)


_ERRORS: dict[str, type[Fault]] = {"lint": OntologyFaulty, "shapes": ShapesViolated, "words": QuoteNotFound}


def passed(report: Report) -> Iterable[str]:
    """Return the notes of a report that passed; raise what it found otherwise."""
    if report.outcome is CheckOutcome.CONFORMS:
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
