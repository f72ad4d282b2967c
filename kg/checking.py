"""Check everything that CI checks of the content: the ontology, the tables, what they assert, and the questions."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from kg.asserted import Asserted, add_known, asserted_digests, gather, sample, write_partitions
from kg.build_checks import InBuild, check_built
from kg.building import inputs_of_sources, lint_ontology
from kg.core import assets, iri
from kg.core.errors import (
    ArgumentInvalid,
    ColumnUnknown,
    FileUnreadable,
    KgError,
    QueryInvalid,
    SourceInvalid,
    TableUnknown,
)
from kg.core.graph import NamedNode, Quad, Store, evaluate, load_lines, name_of
from kg.core.manifest import check_build, content_digest
from kg.core.ontology import Ontology, read_ontology
from kg.core.output import scratch
from kg.core.plugins import question_folders
from kg.core.rdf_files import read_quads_with_lines
from kg.inconsistency import CHECK as CONSISTENCY
from kg.inconsistency import check_consistency, check_facts
from kg.load.tables import Loaded, open_sources
from kg.query.library import read_queries
from kg.rdf.publish import ontology_lines
from kg.reason.consistency import clashes, set_aside
from kg.remembered import Memory, has_java, memory_in
from kg.rows.partition import Partition, count_rows
from kg.validation.consequences import Consequences
from kg.validation.gexf import check_gexf
from kg.validation.judging import Judged, Strictness, validate_graphs
from kg.validation.quotes import check_words
from kg.validation.report import Report, Violation, report
from kg.validation.shapes import check_shapes
from kg.validation.stages import EVERY, Stages, finding_of_error, run_guarded

_CAUSES = (FileUnreadable, TableUnknown, ColumnUnknown, SourceInvalid)
_OF_SOURCES = ("tables", "shapes", "words", "consistency")
_LINT_SHIPS = "the ontology ships, and is checked where it is written"
_NO_QUERIES = "no folder of questions is named (--queries)"
_NO_DATA = "no folder of sources is named (--data)"
_UNREAD = "the tables could not be read"


@dataclass(frozen=True, slots=True)
class Content:
    """What is to be checked: folders of sources and of questions, and what they stand on.

    The sources of `data` are judged; those of `known` are known to be right and may be named. With `whole` it is all
    that ships, the ontology too. `texts` is a text or a folder of texts in which words are looked up. With `reference`
    the slow judges are asked: pySHACL, and HermiT. `build` is the folder of a build, of which contradictions from the
    verdict `level` on are told, and whose answers `goldens` expects. Tables are read to the end, or to the last of
    `most_faults`, which the report then says. What is as it was in the last check is taken from the folder `cache`, if
    one is named, and left there for the next.
    """

    ontology: Path
    data: Sequence[Path] = ()
    known: Sequence[Path] = ()
    queries: Sequence[Path] = ()
    texts: Path | None = None
    stages: Stages = EVERY
    whole: bool = False
    reference: bool = False
    build: Path = Path("build")
    level: str | None = None
    goldens: Path | None = None
    most_faults: int = 100_000
    cache: Path | None = None

    @property
    def in_build(self) -> InBuild:
        """Return what of the build is looked at."""
        questions = [*self.queries, *([] if self.whole else [assets.queries()]), *question_folders()]
        return InBuild(self.build, self.ontology, self.data, self.known, questions, self.level, self.goldens)

    @property
    def by_reasoner(self) -> bool:
        """Tell whether HermiT, which is slow, is to decide on consistency."""
        return self.whole or self.reference or "consistency" in self.stages.only


def check_all(content: Content) -> Iterator[Report]:
    """Check the ontology, the questions, the sources, and what a build holds, and yield a report for each stage."""
    stages = content.stages
    shipped = None if content.whole or "lint" in stages.only else _LINT_SHIPS
    yield stages.run("lint", lambda: lint_ontology(read_ontology(content.ontology)), shipped)
    yield stages.run("queries", lambda: _queries(content.queries), None if content.queries else _NO_QUERIES)
    yield from _check_sources(content)
    yield from check_built(content.in_build, stages)


def _check_sources(content: Content) -> Iterator[Report]:
    """Check the tables and what they assert; what only follows from a fault of a row is not said too.

    Stages that judge what the tables assert read them also where their own faults are not asked for; of tables that
    cannot be read at all these are told all the same.
    """
    stages = content.stages
    if not content.data or all(map(stages.against, _OF_SOURCES)):
        yield from (stages.left(stage, _NO_DATA) for stage in _OF_SOURCES)
        return
    with scratch() as work:
        yield from _check_rows(content, work)


def _check_rows(content: Content, work: Path) -> Iterator[Report]:
    """Check what tables say, in a folder for what passes; what is as it was in the last check is taken from there."""
    stages, faults = content.stages, list[KgError]()
    loaded = run_guarded("tables", lambda: _load(content, work, faults))
    counted = loaded if isinstance(loaded, Report) else loaded.report
    told = counted if isinstance(loaded, Report) or loaded.is_unread else stages.run("tables", lambda: counted)
    yield told
    if isinstance(loaded, Report) or loaded.is_unread:
        yield from (stages.left(stage, _UNREAD) for stage in _OF_SOURCES[1:])
        return
    said = Consequences(faults if told is counted else ())
    untold = f"{len(faults):,} faults of the tables are not told: rows are judged without what is wrong in them"
    for check in _judged(content, loaded):
        filtered = check.findings and (faults or content.known)
        made = said.left_out_of(check, loaded.asserted.places) if filtered else check
        yield replace(made, notes=(*made.notes, untold)) if faults and told is not counted else made
    loaded.memory.keep()


def _judged(content: Content, loaded: "_LoadedTables") -> Iterator[Report]:
    """Yield the report of each stage that judges what tables assert."""
    run, reference, by_reasoner, ontology = content.stages.run, content.reference, content.by_reasoner, loaded.ontology

    def remembered(stage: str, made_of: Sequence[object], check: Callable[[Asserted], Report]) -> Report:
        everything = [*loaded.made_of, *made_of]
        if content.stages.against(stage) is not None:
            loaded.memory.carry(stage, everything)
        return run(stage, lambda: loaded.memory.stage(stage, everything, lambda: check(loaded.asserted)))

    yield remembered("shapes", [reference], lambda one: _shapes(one, ontology, reference=reference))
    texts = content.texts and content_digest(content.texts)
    yield remembered("words", [texts], lambda one: check_words(one.store, content.texts, one.places))
    judges = [by_reasoner, has_java()]
    yield remembered("consistency", judges, lambda one: _consistency(one, ontology, by_reasoner=by_reasoner))


def _queries(folders: Sequence[Path]) -> Report:
    """Read every query with its header, and have the engine parse it."""
    found = read_queries(*folders)
    for query in found.values():
        try:
            evaluate(Store(), query.text)
        except QueryInvalid as error:
            raise QueryInvalid(error.problem, remedy=error.remedy, path=query.path) from error
    return report("queries", [], len(found))


def check_file(
    path: Path, ontology_folder: Path, stages: Stages = EVERY, *, reference: bool = False
) -> Iterator[Report]:
    """Check a file of RDF against the shapes and the axioms, or one of GEXF against what Gephi keeps of it.

    A folder is a build, whose parts must be what was written. What cannot be read yields one unusable report. With
    `reference` pySHACL checks the shapes.
    """
    if path.is_dir():
        yield run_guarded("build", lambda: report("build", [], len(check_build(path, None).parts)))
        return
    if path.suffix.lower() == ".gexf":
        yield run_guarded("gexf", lambda: _check_gexf(path))
        return
    ontology = read_ontology(ontology_folder)
    read = run_guarded("file", lambda: _read_file(path))
    if isinstance(read, Report):
        yield read
        return
    yield stages.run("shapes", lambda: _shapes(read, ontology, reference=reference))
    yield stages.run("consistency", lambda: _consistency(read, ontology, by_reasoner=True))


def check_by_shapes(judged: Judged, rules: Strictness) -> Report:
    """Validate data of anybody by shapes of anybody; what cannot be used yields an unusable report."""
    return run_guarded("shapes", lambda: validate_graphs(judged, rules))


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


@dataclass(frozen=True, slots=True)
class _Collecting:
    """Collects faults, each once; where they are `most` it raises the last."""

    faults: list[KgError]
    most: int
    told: set[int] = field(default_factory=set)

    def note(self, fault: KgError) -> None:
        """Add a fault, unless it is there."""
        said = hash((fault.slug, fault.problem, fault.path, fault.line, fault.column, fault.value))
        if said not in self.told:
            self.told.add(said)
            self.faults.append(fault)

    def __call__(self, fault: KgError) -> None:
        self.note(fault)
        if self.is_full:
            raise fault

    @property
    def is_full(self) -> bool:
        """Tell whether there are too many to look for more."""
        return len(self.faults) >= self.most


@dataclass(slots=True)
class _LoadedTables:
    """Tables as they were loaded: the report on them, and what they assert, which is gathered when it is asked for."""

    report: Report
    ontology: Ontology
    memory: Memory
    made_of: Sequence[str]
    gathered: Callable[[], Asserted] | None
    _asserted: Asserted | None = None

    @property
    def is_unread(self) -> bool:
        """Tell whether nothing came of the tables."""
        return self.gathered is None

    @property
    def asserted(self) -> Asserted:
        """Return what the tables assert."""
        if self._asserted is None:
            self._asserted = Asserted(Store()) if self.gathered is None else self.gathered()
        return self._asserted


def _load(content: Content, work: Path, faults: list[KgError]) -> _LoadedTables:
    """Load the tables into a folder and report all that is wrong with them, each fault added to a list.

    Rows at fault are there without the values that are wrong.
    """
    on_fault, every = _Collecting(faults, content.most_faults), [*content.known, *content.data]
    ontology, gathered, count = read_ontology(content.ontology), None, 0
    memory, made_of = memory_in(work, content.cache, every, content.ontology), list[str]()
    try:
        opened = open_sources(content.data, ontology, on_fault, content.known)
        partitions = write_partitions(opened, work, on_fault=on_fault, reuse=memory.reuse)
        count = sum(map(count_rows, partitions))
        made_of = [*asserted_digests(opened, partitions), str(bool(faults)), *_inputs_of_judges(memory, content)]
        gathered = partial(_gathered, content, opened, partitions, has_faults=bool(faults))
    except ArgumentInvalid:
        raise
    except KgError as error:
        on_fault.note(error)
    found = [replace(finding_of_error(fault, "tables"), is_cause=isinstance(fault, _CAUSES)) for fault in faults]
    notes = [f"NOT CHECKED: what comes after the first {len(faults):,} faults"] if on_fault.is_full else []
    return _LoadedTables(report("tables", found, count, notes), ontology, memory, made_of, gathered)


def _gathered(content: Content, opened: Loaded, partitions: Sequence[Partition], *, has_faults: bool) -> Asserted:
    """Load what must be looked at together."""
    asserted = gather(opened, partitions)
    if content.known:
        with scratch() as beside:
            add_known(asserted, opened, beside)
    return asserted if has_faults else replace(asserted, sample=sample(opened, partitions))


def _inputs_of_judges(memory: Memory, content: Content) -> Iterator[str]:
    """Yield the digests of what judges, and of what is known, of which rows are looked at as they are needed."""
    yield from (memory.reuse.inputs[name] for name in ("kg", "ontology"))
    yield from (memory.reuse.inputs[name] for name in sorted(inputs_of_sources(content.known)))


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
    return run_guarded(CONSISTENCY, lambda: check_consistency(files))
