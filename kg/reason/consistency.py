"""Tell whether statements agree with the ontology: HermiT decides, and clash queries name the statement."""

import io
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.core import iri, terms
from kg.core.concepts import Judgement
from kg.core.errors import JavaMissing, OntologyInconsistent, TermUnknown
from kg.core.graph import Literal, NamedNode, Quad, Store, name_of, select
from kg.reason.identity import MOST_NAMES, contradictions, crowds

_RDF, _RDFS, _OWL, _XSD = (iri.PREFIXES[prefix] for prefix in ("rdf", "rdfs", "owl", "xsd"))
_LOGICAL = frozenset(_RDFS + name for name in ("subClassOf", "domain", "range", "subPropertyOf"))
_OF_LISTS = frozenset((_RDF + "first", _RDF + "rest"))
_TYPE, _CLASS = NamedNode(_RDF + "type"), NamedNode(_OWL + "Class")
_IMPORTS, _GRAPH = NamedNode(_OWL + "imports"), NamedNode(iri.ONTOLOGY_GRAPH)
_IDENTITY = (NamedNode(_OWL + "sameAs"), NamedNode(_OWL + "differentFrom"))
_OF_ONTOLOGIES = ("Ontology", "imports", "versionIRI", "priorVersion", "backwardCompatibleWith", "incompatibleWith")
_NO_AXIOMS = frozenset((*_IDENTITY, *(NamedNode(_OWL + name) for name in ("NamedIndividual", *_OF_ONTOLOGIES))))
_SAMPLE = 200


@dataclass(frozen=True, slots=True)
class Clash:
    """A statement that cannot be true beside what else is stated: two classes, or judgements, exclude each other."""

    subject: str
    predicate: str
    object: str
    stated: str
    implied: str

    def __str__(self) -> str:
        """Write the statement and the two things that exclude each other."""
        names = [iri.compress(part) for part in (self.subject, self.predicate, self.object)]
        return f"{' '.join(names)} — stated {iri.compress(self.stated)}, implied {iri.compress(self.implied)}"


@dataclass(frozen=True, slots=True)
class Classified:
    """What the reasoner found: the classes that can have no member, and the members of each defined class."""

    unsatisfiable: tuple[str, ...]
    members: dict[str, frozenset[str]]


def clashes(store: Store, folder: Path) -> list[Clash]:
    """Find the statements that contradict the disjointness axioms, by the queries of a folder, or other judgements."""
    parts = ("subject", "predicate", "object", "stated", "implied")
    found: dict[Clash, None] = {}
    for path in sorted(folder.glob("*.rq")):
        rows = select(store, path.read_text(encoding="utf-8"))
        found |= {Clash(*(name_of(row[part]) for part in parts)): None for row in rows}
    for mapping in (crowded := crowds(store)):
        implied = f"one of more than {MOST_NAMES} names of one entity"
        found[Clash(mapping, terms.hasJudgement, Judgement.SAME, Judgement.SAME, implied)] = None
    for mapping, chain in () if crowded else contradictions(store):
        implied = "judgement/same by " + (", ".join(map(iri.compress, chain)) or "being one entity")
        found[Clash(mapping, terms.hasJudgement, Judgement.DIFFERENT, Judgement.DIFFERENT, implied)] = None
    return list(found)


def set_aside(store: Store) -> list[str]:
    """Take out of a store what data state of terms, for what is judged must not make the law; return notes on it.

    These are the axioms outside the graph of the ontology, and lists. `owl:imports` is followed nowhere, and each is
    named.
    """
    imported = sorted({name_of(quad.object) for quad in store.quads_for_pattern(None, _IMPORTS, None)})
    foreign = [quad for quad in store if quad.graph_name != _GRAPH]
    axioms = [quad for quad in foreign if _is_axiom(quad)]
    for quad in (*axioms, *(quad for quad in foreign if quad.predicate.value in _OF_LISTS)):
        store.remove(quad)
    notes = [f"NOT CHECKED: owl:imports is not followed: name the file too, if {name} is to count" for name in imported]
    if axioms:
        notes.append(
            f"NOT CHECKED: {len(axioms)} axioms in the data take no part, for those of the ontology judge them"
        )
    return notes


def logical_part(store: Store) -> Iterator[Quad]:
    """Yield what a reasoner can use: the axioms of the ontology, and the types and links of individuals.

    Literals and their datatypes stay out, for HermiT refuses dates; so do annotations, and what is said of an ontology
    as such, for a reasoner would follow it to other files. Of each class no more than 200 individuals take part, in
    the order of their IRIs: what all of them state is left to the clash queries.
    """
    classes = _typed(store, _CLASS)
    properties = {_TYPE, *_IDENTITY, *_typed(store, NamedNode(_OWL + "ObjectProperty"))}
    sample = _sample(store, classes)
    for quad in store:
        if quad.subject in sample:
            if quad.predicate in properties and quad.object in (classes if quad.predicate == _TYPE else sample):
                yield quad
        elif quad.graph_name == _GRAPH and (_is_axiom(quad) or _is_item(quad)):
            yield quad


def _is_axiom(quad: Quad) -> bool:
    """Tell whether a statement is an axiom, or a part of one, that a reasoner can use."""
    if _is_value(quad):
        return False
    if quad.predicate in _NO_AXIOMS or quad.object in _NO_AXIOMS:
        return False
    if quad.predicate == _TYPE:
        return str(quad.object).startswith((f"<{_OWL}", f"<{_RDFS}"))
    return quad.predicate.value in _LOGICAL or quad.predicate.value.startswith(_OWL)


def _is_item(quad: Quad) -> bool:
    """Tell whether a statement is about an item of a list."""
    return quad.predicate.value in _OF_LISTS and not _is_value(quad)


def _is_value(quad: Quad) -> bool:
    """Tell whether a statement speaks of a literal, a datatype or a term of RDF, which a reasoner cannot use."""
    return isinstance(quad.object, Literal) or str(quad.object).startswith((f"<{_XSD}", f"<{_RDF}"))


def _typed(store: Store, cls: NamedNode) -> set[object]:
    """Return what the ontology states to be of a class."""
    return {quad.subject for quad in store.quads_for_pattern(None, _TYPE, cls, _GRAPH)}


def _sample(store: Store, classes: set[object]) -> set[object]:
    """Choose the individuals that take part in reasoning."""
    members: dict[object, set[str]] = {}
    for quad in store.quads_for_pattern(None, _TYPE, None):
        if quad.object in classes and isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(iri.ID):
            members.setdefault(quad.object, set()).add(quad.subject.value)
    return {NamedNode(name) for names in members.values() for name in sorted(names)[:_SAMPLE]}


def classify(quads: Iterable[Quad], expected: Iterable[str]) -> Classified:
    """Reason with HermiT: which classes can have no member, and who are the members of the defined ones.

    Raises JavaMissing without Java or where it fails, TermUnknown if the reasoner did not receive the `expected`
    classes, and OntologyInconsistent if the statements contradict each other; HermiT does not say which.
    """
    if shutil.which("java") is None:
        raise JavaMissing("Java is not here.", remedy="Install a Java runtime (11 or later).")
    import owlready2

    world = owlready2.World()
    triples = "\n".join(sorted(f"{quad.triple} ." for quad in quads)) + "\n"
    world.get_ontology(iri.BASE + "reasoned").load(fileobj=io.BytesIO(triples.encode()))
    classes = list(world.classes())
    missing = sorted(set(expected) - {cls.iri for cls in classes})
    if missing:
        raise TermUnknown(
            "The reasoner did not receive the whole ontology.", remedy="Report this fault.", value=", ".join(missing)
        )
    defined = [cls for cls in classes if cls.equivalent_to]
    try:
        with TemporaryDirectory(prefix="kg-") as scratch, _temporary_files_in(scratch):
            owlready2.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError as error:
        raise OntologyInconsistent(
            "The statements contradict the ontology.", remedy="Mend the statement that a clash query names."
        ) from error
    except owlready2.OwlReadyJavaError as error:
        raise JavaMissing("Java did not run HermiT to its end.", remedy="Give it two gigabytes of memory.") from error
    return Classified(
        unsatisfiable=tuple(sorted(cls.iri for cls in world.inconsistent_classes() if cls is not owlready2.Nothing)),
        members={cls.iri: frozenset(member.iri for member in cls.instances()) for cls in defined},
    )


@contextmanager
def _temporary_files_in(folder: str) -> Iterator[None]:
    """Have temporary files made in a folder: owlready2 leaves behind what Java read where it finds a contradiction."""
    before, tempfile.tempdir = tempfile.tempdir, folder
    try:
        yield
    finally:
        tempfile.tempdir = before
