"""Check everything that CI checks of the content: the ontology, the tables, what they assert, and the questions."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from kg.asserted import Asserted, add_known, gather, sample, write_partitions
from kg.building import lint_ontology
from kg.core import iri
from kg.core.errors import (
    ArgumentInvalid,
    ColumnUnknown,
    FileUnreadable,
    KgError,
    NothingMatched,
    QueryInvalid,
    SourceInvalid,
    TableUnknown,
)
from kg.core.graph import NamedNode, Quad, Store, evaluate, load_lines, name_of
from kg.core.manifest import check_build
from kg.core.ontology import Ontology, read_ontology
from kg.core.output import scratch
from kg.core.rdf_files import read_quads_with_lines
from kg.inconsistency import CHECK as CONSISTENCY
from kg.inconsistency import check_consistency, check_facts
from kg.load.tables import open_sources
from kg.query.library import read_queries
from kg.rdf.publish import ontology_lines
from kg.reason.consistency import clashes, set_aside
from kg.rows.partition import count_rows
from kg.validation.consequences import Consequences
from kg.validation.gexf import check_gexf
from kg.validation.judging import Judged, Strictness, validate_graphs
from kg.validation.quotes import check_words
from kg.validation.report import CheckOutcome, Report, Violation, report
from kg.validation.shapes import check_shapes

_MOST_FAULTS = 1000
_CAUSES = (FileUnreadable, TableUnknown, ColumnUnknown, SourceInvalid)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Folders:
    """Folders of sources: those that are judged, and those that are known to be right and may be named."""

    judged: Sequence[Path]
    known: Sequence[Path] = ()


def check_all(
    data: Sequence[Path], ontology_folder: Path, queries: Path, texts: Path | None, *, reference: bool = False
) -> Iterator[Report]:
    """Check the ontology, the queries and the sources of some folders, and yield a report for each part.

    With `reference` the shapes are checked by pySHACL, which takes minutes where the compiled shapes take seconds.
    """
    yield _guarded("ontology", lambda: lint_ontology(read_ontology(ontology_folder)))
    yield _guarded("queries", lambda: _queries(queries))
    yield from _check_sources(Folders(data), ontology_folder, texts, reference=reference, by_reasoner=True)


def check_own(
    folders: Folders, ontology_folder: Path, queries: Sequence[Path], texts: Path | None, *, reference: bool = False
) -> Iterator[Report]:
    """Check sources and questions of one's own, which stand on what is known, and yield a report for each part.

    What is known is taken as it is. With `reference` the slow judges are asked: pySHACL, and HermiT.
    """
    for folder in queries:
        yield _guarded("queries", partial(_queries, folder))
    if folders.judged:
        yield from _check_sources(folders, ontology_folder, texts, reference=reference, by_reasoner=reference)


def _check_sources(
    folders: Folders, ontology_folder: Path, texts: Path | None, *, reference: bool, by_reasoner: bool
) -> Iterator[Report]:
    """Check the tables and what they assert; what only follows from a fault of a row is not said too."""
    faults = list[KgError]()
    loaded = _guarded("tables", lambda: _load(folders, ontology_folder, faults))
    if isinstance(loaded, Report):
        yield loaded
        return
    counted, asserted, ontology = loaded
    yield counted
    if not asserted.places:
        return
    said = Consequences(faults)
    for check in (
        _guarded("shapes", lambda: _shapes(asserted, ontology, reference=reference)),
        _guarded("words", lambda: check_words(asserted.store, texts, asserted.places)),
        _guarded("consistency", lambda: _consistency(asserted, ontology, by_reasoner=by_reasoner)),
    ):
        yield said.left_out_of(check, asserted.places) if faults or folders.known else check


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
    yield _guarded("consistency", lambda: _consistency(read, ontology, by_reasoner=True))


def check_by_shapes(judged: Judged, rules: Strictness) -> Report:
    """Validate data of anybody by shapes of anybody; what cannot be used yields an unusable report."""
    return _guarded("shapes", lambda: validate_graphs(judged, rules))


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


@dataclass(frozen=True, slots=True)
class _Collecting:
    """Collects faults, each once; where they are too many it raises the last."""

    faults: list[KgError]
    told: set[str] = field(default_factory=set)

    def note(self, fault: KgError) -> None:
        """Add a fault, unless it is there."""
        if str(fault) not in self.told:
            self.told.add(str(fault))
            self.faults.append(fault)

    def __call__(self, fault: KgError) -> None:
        self.note(fault)
        if len(self.faults) >= _MOST_FAULTS:
            raise fault


def _load(folders: Folders, ontology_folder: Path, faults: list[KgError]) -> tuple[Report, Asserted, Ontology]:
    """Load the tables and report all that is wrong with them; return what they assert, and the ontology.

    The faults are added to a list. Rows at fault are there without the values that are wrong.
    """
    on_fault = _Collecting(faults)
    ontology, asserted, count = read_ontology(ontology_folder), Asserted(Store()), 0
    try:
        opened = open_sources(folders.judged, ontology, on_fault, folders.known)
        with scratch() as work:
            partitions = write_partitions(opened, work, on_fault=on_fault)
            count = sum(map(count_rows, partitions))
            asserted = gather(opened, partitions)
            if folders.known:
                add_known(asserted, opened, work / "known")
            if not faults:
                asserted = replace(asserted, sample=sample(opened, partitions))
    except ArgumentInvalid:
        raise
    except KgError as error:
        on_fault.note(error)
    found = [replace(_finding(fault, "tables"), is_cause=isinstance(fault, _CAUSES)) for fault in faults]
    return report("tables", found, count), asserted, ontology


def _consistency(asserted: Asserted, ontology: Ontology, *, by_reasoner: bool) -> Report:
    """Look for clashes, then let HermiT decide; the notes say loudly what was not checked."""
    load_lines(asserted.store, ontology_lines(ontology))
    asserted.store.extend(asserted.sample)
    notes = [*set_aside(asserted.store)]
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
    if not by_reasoner:
        notes.append("NOT CHECKED: consistency by HermiT, which decides slowly on what ships too (--reference)")
        return report("consistency", found, 1, notes)
    return check_facts(asserted.store, ontology, asserted.places, found, notes)


def check_by_reasoner(files: Sequence[Path]) -> Report:
    """Check an ontology of anybody, and facts: can all that they state be true, and which statements cannot."""
    return _guarded(CONSISTENCY, lambda: check_consistency(files))
