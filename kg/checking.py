"""Check everything that CI checks of the content: the ontology, the tables, what they assert, and the questions."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from kg.asserted import Asserted, gather, sample, write_partitions
from kg.building import lint_ontology
from kg.core import iri, terms
from kg.core.errors import JavaMissing, KgError, NothingMatched, OntologyInconsistent, QueryInvalid
from kg.core.graph import NamedNode, Quad, Store, evaluate, load_lines, name_of
from kg.core.manifest import check_build
from kg.core.ontology import Ontology, read_ontology
from kg.core.output import scratch
from kg.core.rdf_files import read_quads_with_lines
from kg.load.tables import open_sources
from kg.query.library import read_queries
from kg.rdf.publish import ontology_lines
from kg.reason.consistency import clashes, classify, logical_part, set_aside
from kg.rows.partition import count_rows
from kg.validate.gexf import check_gexf
from kg.validate.quotes import check_words
from kg.validate.report import CheckOutcome, Report, Violation, report
from kg.validate.shapes import check_shapes

_MOST_FAULTS = 1000
_T = TypeVar("_T")


def check_all(
    data: Sequence[Path], ontology_folder: Path, queries: Path, texts: Path | None, *, reference: bool = False
) -> Iterator[Report]:
    """Check the ontology, the queries and the sources of some folders, and yield a report for each part.

    If the tables cannot be loaded, the checks of what they assert are left out, for the report of the tables is no
    success. With `reference` the shapes are checked by pySHACL, which takes minutes where the compiled shapes take
    seconds.
    """
    yield _guarded("ontology", lambda: lint_ontology(read_ontology(ontology_folder)))
    yield _guarded("queries", lambda: _queries(queries))
    loaded = _guarded("tables", lambda: _load(data, ontology_folder))
    if isinstance(loaded, Report):
        yield loaded
        return
    counted, asserted, ontology = loaded
    yield counted
    yield _guarded("shapes", lambda: _shapes(asserted, ontology, reference=reference))
    yield check_words(asserted.store, texts, asserted.places)
    yield _guarded("consistency", lambda: _consistency(asserted, ontology))


def _queries(folder: Path) -> Report:
    """Read every query with its header, and have the engine parse it."""
    found = read_queries(folder)
    for query in found.values():
        try:
            evaluate(Store(), query.text)
        except QueryInvalid as error:
            raise QueryInvalid(error.problem, remedy=error.remedy, path=query.path) from error
    return report("queries", [], len(found))


def check_file(path: Path, ontology_folder: Path, *, reference: bool = False) -> Iterator[Report]:
    """Check a file of RDF against the shapes and the axioms, or one of GEXF against what Gephi keeps of it.

    A folder is a build, whose parts must be what was written. What cannot be read yields one unusable report. With
    `reference` pySHACL checks the shapes.
    """
    if path.is_dir():
        yield _guarded("build", lambda: report("build", [], len(check_build(path, None).parts)))
        return
    if path.suffix.lower() == ".gexf":
        yield _guarded("gexf", lambda: _check_gexf(path))
        return
    ontology = read_ontology(ontology_folder)
    read = _guarded("file", lambda: _read_file(path))
    if isinstance(read, Report):
        yield read
        return
    yield _guarded("shapes", lambda: _shapes(read, ontology, reference=reference))
    yield _guarded("consistency", lambda: _consistency(read, ontology))


def _shapes(asserted: Asserted, ontology: Ontology, *, reference: bool) -> Report:
    return check_shapes(asserted.store, ontology, asserted.places, reference=reference)


def _check_gexf(path: Path) -> Report:
    """Turn the problems of a GEXF file into findings."""
    found = [
        Violation("gephi-loses", "error", {"en": f"{problem}. Mend the file."}, path.name, path=path)
        for problem in check_gexf(path)
    ]
    return report("gexf", found, 1)


def _read_file(path: Path) -> Asserted:
    """Read what a file of RDF asserts; it may be nothing, which the shapes will judge."""
    store, places = Store(), dict[str, tuple[Path, int]]()
    graph = NamedNode(iri.source_graph("checked"))
    for quad, line in read_quads_with_lines(path):
        store.add(Quad(quad.subject, quad.predicate, quad.object, graph))
        if line:
            places.setdefault(name_of(quad.subject), (path, line))
    return Asserted(store, places)


def _guarded(check: str, run: Callable[[], _T]) -> _T | Report:
    """Return what a check returns, or a report that holds the error which ended it."""
    try:
        return run()
    except KgError as error:
        outcome = CheckOutcome.VIOLATIONS if error.exit_code == 1 else CheckOutcome.UNUSABLE
        outcome = CheckOutcome.NOTHING_MATCHED if isinstance(error, NothingMatched) else outcome
        return Report(check, outcome, (_finding(error, check),), 0)


def _finding(error: KgError, check: str) -> Violation:
    """Write an error as a finding of a check."""
    messages = {"en": f"{error.problem} {error.remedy}"}
    return Violation(error.slug, "error", messages, check, None, error.value, error.path, error.line, error.column)


def _load(data: Sequence[Path], ontology_folder: Path) -> Report | tuple[Report, Asserted, Ontology]:
    """Load the tables and report every row that is wrong; return what they assert, and the ontology, if none is."""
    faults: list[KgError] = []

    def on_fault(fault: KgError) -> None:
        faults.append(fault)
        if len(faults) >= _MOST_FAULTS:
            raise fault

    ontology = read_ontology(ontology_folder)
    try:
        opened = open_sources(data, ontology, on_fault)
        with scratch() as work:
            partitions = write_partitions(opened, work, on_fault=on_fault)
            if not faults:
                asserted = replace(gather(opened, partitions), sample=sample(opened, partitions))
                return report("tables", [], sum(map(count_rows, partitions))), asserted, ontology
    except KgError as error:
        faults.append(error)
    found = {str(fault): _finding(fault, "tables") for fault in faults}
    return report("tables", list(found.values()), 0)


def _consistency(asserted: Asserted, ontology: Ontology) -> Report:
    """Look for clashes, then let HermiT decide; the notes say loudly what was not checked."""
    load_lines(asserted.store, ontology_lines(ontology))
    asserted.store.extend(asserted.sample)
    notes = set_aside(asserted.store)
    found = [
        Violation(
            "clash",
            "error",
            {"en": "The statement contradicts the ontology: name something of the right class."},
            clash.subject,
            clash.predicate,
            str(clash),
            *asserted.places.get(clash.subject, (None, None)),
        )
        for clash in clashes(asserted.store, ontology.folder / "clashes")
    ]
    try:
        classified = classify(logical_part(asserted.store), ontology.subs(terms.Claim))
    except JavaMissing as error:
        return report("consistency", found, 1, [*notes, f"NOT CHECKED: consistency by HermiT. {error.problem}"])
    except OntologyInconsistent:
        if not found:
            raise
        return report("consistency", found, 1, [*notes, "HermiT: inconsistent"])
    empty = {"en": "The class can have no member: mend its axioms."}
    found += [Violation("unsatisfiable-class", "error", empty, iri.compress(cls)) for cls in classified.unsatisfiable]
    return report("consistency", found, 1, [*notes, "HermiT: consistent"])
