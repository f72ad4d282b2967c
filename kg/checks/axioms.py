"""Whether what tables assert agrees with the axioms: it is judged as summed up by classes, itself where that fails."""

import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from kg.asserted import Asserted
from kg.checks.inconsistency import CONSISTENCY, LocatedAxioms, decide, decided, places_in
from kg.checks.remembered import Memory
from kg.core import iri
from kg.core.errors import OntologyInconsistent
from kg.core.graph import Literal, NamedNode, Store, Triple, load_lines, name_of
from kg.core.manifest import content_digest
from kg.core.ontology import RDF_TYPE, Ontology
from kg.core.positions import Point
from kg.load.source import Source
from kg.load.tables import Loaded
from kg.rdf.publish import ontology_lines
from kg.reason.axioms import read_axioms, tells_apart
from kg.reason.consistency import (
    SAMPLE,
    Clash,
    clashes,
    class_clashes,
    identity_clashes,
    logical_part,
    set_aside,
)
from kg.reason.in_words import labels_of
from kg.rows.alike import (
    RESTING,
    Standing,
    alike_in,
    join_classes,
    literal_like,
    open_classes,
    read_classes,
    resting_named,
    write_classes,
)
from kg.rows.partition import Partition
from kg.rows.reuse import part_key
from kg.validation.addresses import TextPlace
from kg.validation.graphs import statements
from kg.validation.report import CheckOutcome, Places, Report, Violation, report
from kg.wording.notes import note

IDENTITY, SUMMED = "identity", "summed"
"""The parts of the stage: who is who, and what is summed up."""
_CLASSES: Final = "alike/classes.json"
_CLASHES: Final = "clashes"
_GRAPH: Final = f"<{iri.source_graph('alike')}>"
_NO_REASONER: Final = note("reasoner not asked")
_UNTOLD: Final = note("rows of claims")


# --- What is summed up -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Summed:
    """What rows and descriptions of sources state, summed up by classes.

    What is as it was is taken from the last check; `judges` are digests of what reads and judges the
    rows.
    """

    loaded: Loaded
    partitions: Sequence[Partition]
    ontology: Ontology
    memory: Memory
    judges: Sequence[str]
    _known: dict[str, str] = field(default_factory=dict, init=False)

    def lines(self) -> list[str]:
        """Return all that is stated of those that stand for others, as lines in order."""
        folder, found = self.memory.reuse.folder, set[str]()
        for source, own, key in self._sources():
            path = folder / _name(source)
            if not (path.is_file() or self.memory.reuse.take(key, _name(source))):
                lines = sorted({*self._of_source(source, own)})
                path.parent.mkdir(exist_ok=True)
                path.write_text("\n".join(lines), "utf-8")
            found.update(path.read_text("utf-8").splitlines())
        return sorted(found)

    @property
    def made_of(self) -> list[str]:
        """Return what is summed up, with digests of what reads it and of what it is judged by."""
        return [*self.lines(), *self.judges]

    def carry(self) -> bool:
        """Leave what is as it was for the next check, and tell whether all is."""
        taken = [self.memory.reuse.take(key, _name(source)) for source, _, key in self._sources()]
        return all(taken)

    def _sources(self) -> Iterator[tuple[Source, list[Partition], str]]:
        """Yield each source with its partitions, and a digest of all that is read for its lines."""
        digests = {one.path: f"{one.path} {self.memory.digest(one)}" for one in self.partitions}
        described = [line for source in self.loaded.sources for line in source.lines]
        self._keep_classes(part_key(self.judges, described, [digests[one.path] for one in self._entities]))
        key = part_key(self.judges, described, content_digest(self.memory.reuse.folder / _CLASSES))
        for source in self.loaded.sources:
            own = [one for one in self.partitions if one.source == source.id]
            yield source, own, part_key(key, [digests[one.path] for one in own])

    def check(self, *, by_reasoner: bool) -> Report:
        """Judge what is summed up; where it does not agree with the axioms nothing is decided of what it stands for."""
        described, summed, ontology = Store(), Store(), self.ontology
        for source in self.loaded.sources:
            load_lines(described, source.lines)
        load_lines(summed, ontology_lines(ontology))
        load_lines(summed, (f"{line} {_GRAPH} ." for line in self.lines()))
        undecided, notes = Report(CONSISTENCY, CheckOutcome.NOTHING_MATCHED, (), 0), set_aside(described)
        if class_clashes(summed, ontology.folder / _CLASHES):
            return undecided
        if not by_reasoner:
            return report(CONSISTENCY, [], 1, [*notes, _NO_REASONER])
        return _check_alike(summed, ontology, notes) or undecided

    @property
    def _entities(self) -> list[Partition]:
        return [one for one in self.partitions if one.schema.segment not in RESTING]

    def _of_source(self, source: Source, own: Sequence[Partition]) -> Iterator[str]:
        """Yield what a source states; where it speaks of claims of another, that is not kept for the next check."""
        wanted = resting_named(own)
        resting = read_classes((one for one in own if one.schema.segment in RESTING), wanted)
        if len(resting) < len(wanted):
            resting |= read_classes((one for one in self.partitions if one.schema.segment in RESTING), wanted)
            self.memory.reuse.keys[_name(source)] = ""
        files = [file.iri for one in self.loaded.sources for file in one.files]
        standing = Standing(self._classes() | resting, _named_by(self.ontology), files)
        for one in own:
            yield from alike_in(one, standing)
        yield from _described(source, standing)

    def _keep_classes(self, key: str) -> None:
        """Keep the classes of all but claims, or take them over; `key` is a digest of all that says of which it is."""
        path = self.memory.reuse.folder / _CLASSES
        if not (path.is_file() or self.memory.reuse.take(key, _CLASSES)):
            found = read_classes(self._entities)
            for name, cls in (pair for source in self.loaded.sources for pair in source.subjects.items()):
                found[name] = join_classes(found.get(name), cls)
            write_classes(found, path)

    def _classes(self) -> dict[str, str]:
        """Return the classes of all but claims."""
        if not self._known:
            self._known.update(open_classes(self.memory.reuse.folder / _CLASSES))
        return self._known


def _name(source: Source) -> str:
    """Name the file of what a source states."""
    return f"alike/{source.id}.nt"


@lru_cache(maxsize=2)
def _named_by(ontology: Ontology) -> Collection[str]:
    """Return the individuals of which the ontology speaks."""
    named = (name_of(term) for quad in ontology.terms for term in (quad.subject, quad.object))
    return frozenset(name for name in named if name.startswith(iri.ID))


def _described(source: Source, standing: Standing) -> Iterator[str]:
    """Yield what the description of a source states."""
    described = Store()
    load_lines(described, source.lines)
    for quad in described:
        stand, said = standing.of(name_of(quad.subject)), quad.object
        if stand is None:
            continue
        yield from standing.typed(name_of(quad.subject))
        target = str(said) if quad.predicate.value == RDF_TYPE else standing.of(name_of(said))
        if isinstance(said, Literal):
            target = literal_like(said.datatype.value, str(said))
        if target is not None:
            yield f"{stand} {quad.predicate} {target}"


# --- How it is judged ------------------------------------------------------------------------------------------------


def _check_alike(store: Store, ontology: Ontology, notes: Sequence[str]) -> Report | None:
    """Check what facts of a store state of those that stand for others, see `kg.rows.alike`, against our ontology.

    None where that tells nothing of those others: the axioms tell some of them apart, or contradict what is summed up.
    """
    files = sorted(ontology.folder.glob("*.ttl"))
    triples = [one.triple for one in statements(files)]
    read = read_axioms([*triples, *_facts(store, most=sys.maxsize)])
    if any(map(tells_apart, read.axioms)):
        return None
    try:
        return decided(LocatedAxioms(read, labels_of(triples), lambda sought: places_in(sought, files)), [], notes)
    except OntologyInconsistent:
        return None


def check_identity(asserted: Asserted, ontology: Ontology) -> Report:
    """Judge what is asserted of who is who."""
    load_lines(asserted.store, ontology_lines(ontology))
    found = identity_clashes(asserted.store, ontology.folder / _CLASHES)
    return report(CONSISTENCY, _findings(found, asserted.places), 1)


def check_axioms(
    asserted: Asserted,
    ontology: Ontology,
    *,
    by_reasoner: bool,
    find: Callable[[Store, Path], list[Clash]] = clashes,
) -> Report:
    """Look for clashes, then let HermiT decide; the notes say loudly what was not checked."""
    load_lines(asserted.store, ontology_lines(ontology))
    asserted.store.extend(asserted.sample)
    notes = [*set_aside(asserted.store)]
    found = [*_findings(find(asserted.store, ontology.folder / _CLASHES), asserted.places)]
    if not by_reasoner:
        return report(CONSISTENCY, found, 1, [*notes, _NO_REASONER])
    return _check_facts(asserted.store, ontology, asserted.places, found, notes)


def note_untold(made: Report) -> Report:
    """Return a report on all that was looked at, which says so where what is summed up shows more."""
    return made if made.findings else replace(made, notes=(*made.notes, _UNTOLD))


def _findings(found: Sequence[Clash], places: Places) -> Iterator[Violation]:
    for clash in found:
        yield Violation(
            "clash",
            "error",
            {"en": "The statement contradicts the ontology: name something of the right class."},
            clash.subject,
            clash.predicate,
            str(clash),
            *places.get(clash.subject, (None, None)),
        )


def _check_facts(
    store: Store, ontology: Ontology, places: Places, found: Sequence[Violation], notes: Sequence[str]
) -> Report:
    """Check facts of a store against our ontology, beside what was found and noted of them before."""
    files = sorted(ontology.folder.glob("*.ttl"))
    triples = [one.triple for one in statements(files)]

    def locate(sought: Sequence[Triple]) -> list[TextPlace | None]:
        rows = (places.get(name_of(triple.subject)) for triple in sought)
        pairs = zip(rows, places_in(sought, files), strict=True)
        return [stated if row is None else TextPlace(row[0], Point(row[1], 0)) for row, stated in pairs]

    read = read_axioms([*triples, *_facts(store)])
    return decide(LocatedAxioms(read, labels_of(triples), locate), found, notes)


def _facts(store: Store, most: int = SAMPLE) -> list[Triple]:
    """Return what a reasoner is told of the individuals of a store that the ontology lies in."""
    graph = NamedNode(iri.ONTOLOGY_GRAPH)
    return [quad.triple for quad in logical_part(store, most) if quad.graph_name != graph]
