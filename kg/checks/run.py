"""Check everything that CI checks of the content: the ontology, the tables, what they assert, and the questions."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from kg.asserted import ENTITIES, Asserted
from kg.building import lint_ontology
from kg.checks.axioms import IDENTITY, SUMMED, Summed, check_axioms, check_identity, note_untold
from kg.checks.builds import check_built
from kg.checks.graph_behind import put_behind, with_unknown
from kg.checks.inconsistency import CONSISTENCY, check_consistency
from kg.checks.remembered import Memory, has_java
from kg.checks.tables import WHOLE, Content, LoadedTables, load_tables, memory_of
from kg.core import iri
from kg.core.errors import (
    KgError,
    QueryInvalid,
)
from kg.core.graph import NamedNode, Quad, Store, evaluate, name_of
from kg.core.manifest import check_build, content_digest
from kg.core.ontology import Ontology, read_ontology
from kg.core.output import scratch
from kg.core.rdf_files import read_quads_with_lines
from kg.query.library import read_queries
from kg.reason.consistency import class_clashes
from kg.validation.across import PLAUSIBILITY, sum_of_sources
from kg.validation.by_line import BY_LINE, named_in
from kg.validation.consequences import Consequences
from kg.validation.gexf import check_gexf
from kg.validation.judging import Judged, Strictness, validate_graphs
from kg.validation.quotes import check_words
from kg.validation.report import CheckOutcome, Report, Violation, report, sum_of_parts
from kg.validation.shapes import at_statements, check_shapes
from kg.validation.stages import EVERY, Stages, run_guarded
from kg.wording.notes import note

_OF_SOURCES = ("tables", PLAUSIBILITY, "shapes", "words", "consistency")
_LARGE = 200_000_000
_LINT_SHIPS = note("ontology ships")
_NO_QUERIES = note("no queries")
_NO_DATA = note("no data")
_UNREAD = note("tables unread")


def check_all(content: Content) -> Iterator[Report]:
    """Check the ontology, the questions, the sources, and what a build holds, and yield a report for each stage.

    What is as it was in the last check of the sources is taken from there.
    """
    stages, is_read = content.stages, content.data and not all(map(content.stages.against, _OF_SOURCES))
    with scratch() as work:
        memory = run_guarded("tables", lambda: memory_of(content, work)) if is_read else None
        yield from _check_what_ships(content, memory if isinstance(memory, Memory) else None)
        if memory is None:
            yield from (stages.left(stage, _NO_DATA) for stage in _OF_SOURCES)
        elif isinstance(memory, Report):
            yield from (memory, *(stages.left(stage, _UNREAD) for stage in _OF_SOURCES[1:]))
        else:
            yield from _check_rows(content, memory)
    yield from check_built(content.in_build, stages)


def _check_what_ships(content: Content, memory: Memory | None) -> Iterator[Report]:
    """Check the ontology by its rules, and read the questions."""
    stages = content.stages
    shipped = None if content.whole or "lint" in stages.only else _LINT_SHIPS

    def remembered(stage: str, folders: Sequence[Path], check: Callable[[], Report]) -> Report:
        if memory is None:
            return check()
        made_of = [memory.reuse.inputs["kg"], *map(content_digest, folders)]
        return memory.parts(stage, {WHOLE: made_of}, lambda _: {WHOLE: check()})[WHOLE]

    def lint() -> Report:
        return remembered("lint", [content.ontology], lambda: lint_ontology(read_ontology(content.ontology)))

    yield stages.run("lint", lint, shipped)
    queries = [*content.queries]
    asked = None if queries else _NO_QUERIES
    yield stages.run("queries", lambda: remembered("queries", queries, lambda: _queries(queries)), asked)


def _check_rows(content: Content, memory: Memory) -> Iterator[Report]:
    """Check the tables and what they assert; what only follows from a fault of a row is not said too.

    Stages that judge what the tables assert read them also where their own faults are not asked for; of tables that
    cannot be read at all these are told all the same.
    """
    stages, faults = content.stages, list[KgError]()
    loaded = run_guarded("tables", lambda: load_tables(content, memory, faults))
    counted = loaded if isinstance(loaded, Report) else loaded.report
    told = counted if isinstance(loaded, Report) or loaded.is_unread else stages.run("tables", lambda: counted)
    yield told
    if isinstance(loaded, Report) or loaded.is_unread:
        yield from (stages.left(stage, _UNREAD) for stage in _OF_SOURCES[1:])
        return
    said = Consequences(faults if told is counted else ())
    untold = note("faults untold", count=len(faults))
    yield _beside_each_other(content, loaded)
    for check in _judged(content, loaded):
        filtered = check.findings and (faults or content.known)
        made = said.left_out_of(check, loaded.places) if filtered else check
        yield replace(made, notes=(*made.notes, untold)) if faults and told is not counted else made
    loaded.memory.keep()


def _beside_each_other(content: Content, loaded: LoadedTables) -> Report:
    """Report what only rows together show, source by source."""
    if content.stages.against(PLAUSIBILITY) is not None:
        loaded.memory.carry(PLAUSIBILITY, loaded.rows)

    def checked() -> Report:
        return sum_of_sources(loaded.memory.parts(PLAUSIBILITY, loaded.rows, loaded.beside).values())

    return content.stages.run(PLAUSIBILITY, checked)


def _judged(content: Content, loaded: LoadedTables) -> Iterator[Report]:
    """Yield the report of each stage that judges what tables assert."""
    reference, ontology = content.reference, loaded.ontology

    def remembered(
        stage: str, parts: Mapping[str, Sequence[str]], made_of: Sequence[object], check: Callable[[Asserted], Report]
    ) -> Report:
        everything = {part: [*digests, *made_of] for part, digests in parts.items()}
        if content.stages.against(stage) is not None:
            loaded.memory.carry(stage, everything)

        def checked(due: Collection[str]) -> dict[str, Report]:
            return {part: check(loaded.asserted(part)) for part in parts if part in due}

        return content.stages.run(stage, lambda: sum_of_parts(loaded.memory.parts(stage, everything, checked).values()))

    parts, texts = loaded.judged, content.texts and content_digest(content.texts)
    of_words = dict([*parts.items()][-1:])
    yield remembered("shapes", parts, [reference], lambda one: _shapes(one, ontology, reference=reference))
    yield remembered("words", of_words, [texts], lambda one: check_words(one.store, content.texts, one.places))
    judges = [content.by_reasoner, has_java()]
    if loaded.summed is None:
        check = partial(check_axioms, ontology=ontology, by_reasoner=content.by_reasoner)
        yield remembered(CONSISTENCY, parts, judges, check)
        return
    summed, who = loaded.summed, [*loaded.parts[ENTITIES], *judges]
    if content.stages.against(CONSISTENCY) is not None:
        taken = {SUMMED: [*summed.made_of, *judges]} if summed.carry() else {}
        loaded.memory.carry(CONSISTENCY, {IDENTITY: who} | taken)
    yield content.stages.run(CONSISTENCY, lambda: _consistency(content, loaded, summed, judges))


def _consistency(content: Content, loaded: LoadedTables, summed: Summed, judges: Sequence[object]) -> Report:
    """Judge what tables assert as it is summed up, and who is who; all of it where the sum does not agree."""
    ontology, by_reasoner = loaded.ontology, content.by_reasoner

    def decided(part: str, made_of: Sequence[object], check: Callable[[], Report]) -> Report:
        return loaded.memory.parts(CONSISTENCY, {part: [*made_of, *judges]}, lambda _: {part: check()})[part]

    identity = decided(IDENTITY, loaded.parts[ENTITIES], lambda: check_identity(loaded.asserted(ENTITIES), ontology))
    made = decided(SUMMED, summed.made_of, partial(summed.check, by_reasoner=by_reasoner))
    if made.outcome is CheckOutcome.NOTHING_MATCHED:
        check = partial(check_axioms, ontology=ontology, by_reasoner=by_reasoner, find=class_clashes)
        made = decided(WHOLE, loaded.parts[WHOLE], lambda: note_untold(check(loaded.asserted(WHOLE))))
    return replace(sum_of_parts([made, identity]), checked=made.checked)


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
    path: Path, ontology_folder: Path, stages: Stages = EVERY, *, known: Sequence[Path] = (), reference: bool = False
) -> Iterator[Report]:
    """Check a file of RDF against the shapes and the axioms, or one of GEXF against what Gephi keeps of it.

    A folder is a build, whose parts must be what was written. What the `known` sources say of things that a file of
    RDF names stands behind it, and a name that they do not have is told. What cannot be read yields one unusable
    report. With `reference` pySHACL checks the shapes.
    """
    if path.is_dir():
        yield run_guarded("build", lambda: report("build", [], len(check_build(path, None).parts)))
        return
    if path.suffix.lower() == ".gexf":
        yield run_guarded("gexf", lambda: _check_gexf(path))
        return
    if path.suffix.lower() in BY_LINE and path.is_file() and path.stat().st_size > _LARGE:
        yield stages.run("shapes", lambda: _shapes_of_large(path, ontology_folder, reference=reference))
        yield stages.left("consistency", note("one by one", megabytes=_LARGE // 10**6))
        return
    ontology = read_ontology(ontology_folder)
    read = run_guarded("file", lambda: _read_file(path))
    if isinstance(read, Report):
        yield read
        return
    behind = run_guarded("file", lambda: put_behind(read, ontology, known))
    if isinstance(behind, Report):
        yield behind
        return
    whole, unknown = behind

    def told(made: Report) -> Report:
        return at_statements(made, ontology, path)

    yield stages.run("shapes", lambda: told(with_unknown(_shapes(whole, ontology, reference=reference), unknown)))
    whole.store.extend(whole.behind)
    yield stages.run("consistency", lambda: told(check_axioms(whole, ontology, by_reasoner=True)))


def _shapes(asserted: Asserted, ontology: Ontology, *, reference: bool) -> Report:
    return check_shapes(asserted.store, ontology, asserted.places, reference=reference, behind=asserted.behind)


def _shapes_of_large(path: Path, ontology: Path, *, reference: bool) -> Report:
    """Judge a file that is too large to be held, by the engine alone; the ontology may lie in it already."""
    behind = [] if named_in({NamedNode(iri.ONTOLOGY_GRAPH)}, path) else sorted(ontology.glob("*.ttl"))
    judged = Judged([path], sorted(ontology.glob("shapes/*.ttl")), behind)
    made = validate_graphs(judged, Strictness(reference=reference))
    return replace(
        made,
        notes=(
            *made.notes,
            note("large"),
        ),
    )


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


def check_by_reasoner(files: Sequence[Path]) -> Report:
    """Check an ontology of anybody, and facts: can all that they state be true, and which statements cannot."""
    return run_guarded(CONSISTENCY, lambda: check_consistency(files))
