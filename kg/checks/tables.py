"""The tables of a check, loaded with all that is wrong with them, and what they assert, gathered when asked for."""

from collections import ChainMap, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from kg.asserted import Asserted, add_known, asserted_digests, gather, gather_part, judged_parts, sample
from kg.checks.axioms import Summed
from kg.checks.builds import InBuild
from kg.checks.remembered import Memory, memory_in
from kg.core import assets
from kg.core.errors import ArgumentInvalid, ColumnUnknown, FileUnreadable, KgError, SourceInvalid, TableUnknown
from kg.core.graph import Store
from kg.core.ontology import Ontology, read_ontology
from kg.core.output import scratch
from kg.core.plugins import question_folders
from kg.load.tables import Loaded, open_sources
from kg.rows.of_tables import write_partitions
from kg.rows.partition import Partition, count_rows
from kg.rows.reuse import inputs_of_sources
from kg.validation.across import check_across, has_amounts
from kg.validation.report import Places, Report, report
from kg.validation.stages import EVERY, Stages, finding_of_error
from kg.wording.notes import note

WHOLE = "whole"
"""The name of all that must be looked at, where it is in one piece."""
_CAUSES = (FileUnreadable, TableUnknown, ColumnUnknown, SourceInvalid)


@dataclass(frozen=True, slots=True)
class Content:
    """What is to be checked: folders of sources and of questions, and what they stand on.

    The sources of `data` are judged; those of `known` are known to be right and may be named. With `whole` it is all
    that ships, the ontology too. `texts` is a text or a folder of texts in which words are looked up. With `reference`
    the slow judges are asked: pySHACL, and HermiT. `build` is the folder of a build, of which contradictions from the
    verdict `level` on are told, and whose answers `goldens` expects. Tables are read to the end, or to the last of
    `most_faults`, which the report then says. What is as it was in the last check is taken from the folder `cache`, if
    one is named, and left there for the next; a first check takes the tables of the build `rows`, which is believed to
    have read them without a fault.
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
    rows: Path | None = None

    @property
    def in_build(self) -> InBuild:
        """Return what of the build is looked at."""
        questions = [*self.queries, *([] if self.whole else [assets.queries()]), *question_folders()]
        return InBuild(self.build, self.ontology, self.data, self.known, questions, self.level, self.goldens)

    @property
    def by_reasoner(self) -> bool:
        """Tell whether HermiT, which is slow, is to decide on consistency."""
        return self.whole or self.reference or "consistency" in self.stages.only


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


def _nothing_beside(_: Collection[str]) -> Mapping[str, Report]:
    return {}


@dataclass(slots=True)
class LoadedTables:
    """Tables as they were loaded: the report on them, and what they assert, which is gathered when it is asked for.

    `beside` checks the rows of some sources against each other; `rows` are the digests of all that it reads, by source,
    `parts` those of what is gathered and judged by itself, and of all of it together under `WHOLE`. `summed` is what
    the tables assert, summed up, None where they are judged beside what is known.
    """

    report: Report
    ontology: Ontology
    memory: Memory
    parts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rows: Mapping[str, Sequence[str]] = field(default_factory=dict)
    beside: Callable[[Collection[str]], Mapping[str, Report]] = _nothing_beside
    gathered: Callable[[str], Asserted] | None = None
    summed: Summed | None = None
    _asserted: dict[str, Asserted] = field(default_factory=dict)

    @property
    def is_unread(self) -> bool:
        """Tell whether nothing came of the tables."""
        return self.gathered is None

    def asserted(self, part: str) -> Asserted:
        """Return what the tables assert, as far as it belongs to a part."""
        if part not in self._asserted:
            self._asserted[part] = Asserted(Store()) if self.gathered is None else self.gathered(part)
        return self._asserted[part]

    @property
    def judged(self) -> dict[str, Sequence[str]]:
        """Return the parts that are judged, which together are all that must be looked at."""
        return {part: one for part, one in self.parts.items() if part != WHOLE} or {**self.parts}

    @property
    def places(self) -> Places:
        """Return the file and line of all that is looked at."""
        return ChainMap(*({**self.asserted(part).places} for part in self.judged))


def memory_of(content: Content, work: Path) -> Memory:
    """Return what is remembered of the last check of the same folders, for one that is made in a folder of its own."""
    return memory_in(work, content.cache, [*content.known, *content.data], content.ontology, content.rows)


def load_tables(content: Content, memory: Memory, faults: list[KgError]) -> LoadedTables:
    """Load the tables into the folder of a check and report all that is wrong with them, each fault added to a list.

    Rows at fault are there without the values that are wrong.
    """
    on_fault, work = _Collecting(faults, content.most_faults), memory.reuse.folder
    ontology, count = read_ontology(content.ontology), 0
    loaded = LoadedTables(report("tables", [], 0), ontology, memory)
    try:
        sound = memory.reuse.sound()
        opened = open_sources(content.data, ontology, on_fault, content.known, sound)
        if not faults:
            memory.reuse.keep_sound(opened.keys)
        partitions = write_partitions(opened, work, on_fault=on_fault, reuse=memory.reuse)
        count = sum(map(count_rows, partitions))
        judges = [*_inputs_of_judges(memory, content)]
        parts = {} if content.known else judged_parts(opened, partitions, memory.digest)
        parts[WHOLE] = [str(bool(faults)), *asserted_digests(opened, partitions, memory.digest)]
        loaded.parts = {part: [*digests, *judges] for part, digests in parts.items()}
        loaded.summed = None if content.known else Summed(opened, partitions, ontology, memory, judges)
        files = {one.file: table.file for table, one in zip(opened.tables, partitions, strict=True)}
        loaded.rows = _rows_by_source(filter(has_amounts, partitions), files, judges, memory)
        loaded.beside = partial(_beside, partitions, files, ontology)
        loaded.gathered = partial(_gathered, content, opened, partitions, has_faults=bool(faults))
    except ArgumentInvalid:
        raise
    except KgError as error:
        on_fault.note(error)
    found = [replace(finding_of_error(fault, "tables"), is_cause=isinstance(fault, _CAUSES)) for fault in faults]
    notes = [note("most faults", count=len(faults))] if on_fault.is_full else []
    loaded.report = report("tables", found, count, notes)
    return loaded


def _rows_by_source(
    partitions: Iterable[Partition], files: Mapping[Path, Path], judges: Sequence[str], memory: Memory
) -> Mapping[str, Sequence[str]]:
    """Return the digests of the rows of each source, and of what judges them."""
    found = defaultdict[str, list[str]](lambda: [*judges])
    for one in partitions:
        found[one.source].append(f"{files[one.file]} {one.path} {memory.digest(one)}")
    return found


def _beside(
    partitions: Sequence[Partition], files: Mapping[Path, Path], ontology: Ontology, sources: Collection[str]
) -> Mapping[str, Report]:
    """Check the rows of some sources against each other."""
    return check_across([one for one in partitions if one.source in sources], files, ontology)


def _gathered(
    content: Content, opened: Loaded, partitions: Sequence[Partition], part: str, *, has_faults: bool
) -> Asserted:
    """Load a part of what must be looked at together."""
    if part != WHOLE:
        return gather_part(part, opened, partitions)
    asserted = gather(opened, partitions)
    if content.known:
        with scratch() as beside:
            add_known(asserted, opened, beside)
    return asserted if has_faults else replace(asserted, sample=sample(opened, partitions))


def _inputs_of_judges(memory: Memory, content: Content) -> Iterator[str]:
    """Yield the digests of what judges, and of what is known, of which rows are looked at as they are needed."""
    yield from (memory.reuse.inputs[name] for name in ("kg", "ontology"))
    yield from (memory.reuse.inputs[name] for name in sorted(inputs_of_sources(content.known)))
