"""Build: from tables to a checked graph. The first file to read: `build` is the picture of the whole.

tables -> load -> one graph per source -> validate what is asserted -> reason -> write and put in place
"""

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import iri
from kg.asserted import Asserted, Batch, Progress, load_asserted, silent
from kg.compare.cited import Cited
from kg.compare.embedded import find_into
from kg.compare.facts import currencies, read_facts
from kg.compare.lines import batches, derived_lines, end_lines, finding_lines, phrases_of
from kg.errors import (
    ArgumentInvalid,
    Finding,
    NothingMatched,
    OntologyFaulty,
    OntologyInconsistent,
    QuoteNotFound,
    ShapesViolated,
)
from kg.graph import FLAT, NQUADS, STORE, NamedNode, Quad, load_lines, quads_as_lines, save_store
from kg.lines import SortedLines
from kg.load.flat import flat_writer
from kg.load.mapper import Record
from kg.load.tables import Table, open_sources
from kg.manifest import check_replaceable, seal
from kg.ontology import Ontology, read_ontology
from kg.output import folder_beside
from kg.reason.consistency import clashes
from kg.reason.rules import Rule, add_new, conclude, derive, read_rules
from kg.validate.lint import lint
from kg.validate.report import Outcome, Places, Report
from kg.validate.shapes import check_shapes
from kg.validate.words import check_words


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
    holds in named graphs all that is said of claims too. The same inputs give the same bytes. Raises the first KgError
    met; findings of the shapes and the quote gate come as one error.
    """
    _check_apart(out, data)
    ontology = read_ontology(ontology_folder)
    passed(check_ontology(ontology))
    rules, terms = read_rules(ontology_folder / "rules"), ontology_lines(ontology)
    with folder_beside(out, check_replaceable) as work:
        loaded = open_sources(data, ontology)
        lines = SortedLines(work / "lines")
        lines.add(terms)
        with flat_writer(work / FLAT, loaded) as write_flat:
            taker = _Taker(lines, write_flat, rules, terms)
            asserted = load_asserted(loaded, taker.take, progress)
        progress("checking shapes and words")
        notes = [note for report in check_asserted(asserted, ontology, texts) for note in passed(report)]
        progress("reasoning")
        load_lines(asserted.store, terms)
        check_clashes(asserted, ontology_folder)
        add_new(asserted.store, taker.about_entities)
        lines.add(line for source in loaded.sources for line in source.lines)
        lines.add(derive(asserted.store, rules))
        progress("comparing claims")
        lines.add(compare_claims(work, ontology, asserted, rules, terms))
        progress("writing")
        statements = save_store(lines, work / NQUADS, work / STORE, all_graphs=all_graphs)
        shutil.rmtree(work / "lines")
        seal(work, {"ontology": ontology_folder} | {f"source/{one.id}": one.folder for one in loaded.sources})
    claims = sum(asserted.counts.get((t.source.id, t.path.stem), 0) for t in loaded.tables if t.schema.is_claim)
    return Built(out, statements, claims, len(loaded.sources), tuple(notes))


def _check_apart(out: Path, data: Sequence[Path]) -> None:
    """Raise ArgumentInvalid for an output among the sources, where the next build would take it for one of them."""
    for folder in data:
        if Path(os.path.realpath(out)).is_relative_to(os.path.realpath(folder)):
            raise ArgumentInvalid(
                "The output lies among the sources.", remedy=f"Name a folder outside {folder}.", path=out
            )


class _Taker:
    """Takes what is loaded: its lines, the claims flat, and what follows from them, batch by batch.

    What follows about a claim is taken at once; what follows about entities waits in `about_entities` for all else.
    """

    def __init__(
        self, lines: SortedLines, write_flat: Callable[[Table, Record], Any], rules: Sequence[Rule], terms: list[str]
    ) -> None:
        self._lines, self._write_flat, self._rules, self._terms = lines, write_flat, rules, terms
        self._of_terms = conclude(rules, terms, ())
        self.about_entities: set[str] = set()

    def take(self, table: Table, batch: Batch) -> None:
        """Take a batch of records of a table."""
        stated = [line for record in batch for line in record.lines]
        self._lines.add(stated)
        if table.schema.is_claim:
            for record in batch:
                self._write_flat(table, record)
            found = conclude(self._rules, self._terms, stated) - self._of_terms
            about_claims = {line for line in found if line.startswith(f"<{iri.ID}claim/")}
            self._lines.add(about_claims)
            self.about_entities |= found - about_claims


def compare_claims(
    work: Path, ontology: Ontology, asserted: Asserted, rules: Sequence[Rule], terms: list[str]
) -> Iterable[str]:
    """Find what follows from setting the flat claims side by side; it stays as a table, and is yielded as lines."""
    facts = read_facts(ontology, asserted.store)
    found = find_into(work / FLAT, facts, work)
    derived = list(derived_lines(found.derived))
    yield from derived
    yield from conclude(rules, terms, derived) - conclude(rules, terms, ())
    cited = Cited([work / FLAT, found.derived], facts)
    yield from end_lines(found.ends)
    for passing in filter(None, (found.derived, found.ends)):
        passing.unlink()
    yield from finding_lines(batches(found.findings), cited, phrases_of(asserted.store, currencies(facts)))


def ontology_lines(ontology: Ontology) -> list[str]:
    """Return the ontology's terms as sorted N-Quads lines of its graph, numbers as a store writes them: 5, not 5.0."""
    graph = NamedNode(iri.ONTOLOGY_GRAPH)
    return sorted(quads_as_lines(Quad(q.subject, q.predicate, q.object, graph) for q in ontology.terms))


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
