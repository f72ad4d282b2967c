"""Tell whether statements agree with the ontology: HermiT decides, and clash queries name the statement."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.core import iri, terms
from kg.core.concepts import Judgement
from kg.core.errors import TermUnknown
from kg.core.graph import Literal, NamedNode, Quad, Store, name_of, select
from kg.reason.axioms import Axioms
from kg.reason.expressions import Construct
from kg.reason.hermit import Hierarchy, hierarchy_of
from kg.reason.identity import MOST_NAMES, contradictions, crowds
from kg.wording.notes import Note, note

_RDF, _RDFS, _OWL, _XSD = (iri.PREFIXES[prefix] for prefix in ("rdf", "rdfs", "owl", "xsd"))
_LOGICAL = frozenset(_RDFS + name for name in ("subClassOf", "domain", "range", "subPropertyOf"))
_OF_LISTS = frozenset((_RDF + "first", _RDF + "rest"))
_TYPE = NamedNode(_RDF + "type")
_IMPORTS, _GRAPH = NamedNode(_OWL + "imports"), NamedNode(iri.ONTOLOGY_GRAPH)
_IDENTITY = (NamedNode(_OWL + "sameAs"), NamedNode(_OWL + "differentFrom"))
_OF_ONTOLOGIES = ("Ontology", "imports", "versionIRI", "priorVersion", "backwardCompatibleWith", "incompatibleWith")
_NO_AXIOMS = frozenset((*_IDENTITY, *(NamedNode(_OWL + name) for name in ("NamedIndividual", *_OF_ONTOLOGIES))))
SAMPLE: Final = 200
"""How many individuals of a class a reasoner is told of."""
_OF_IDENTITY = "identity.rq"


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


def clashes(store: Store, folder: Path) -> list[Clash]:
    """Find the statements that contradict the disjointness axioms, by the queries of a folder, or other judgements."""
    return [*class_clashes(store, folder), *identity_clashes(store, folder)]


def class_clashes(store: Store, folder: Path) -> list[Clash]:
    """Find the statements that put something into classes which are disjoint; each clashes by itself."""
    return _found(store, (path for path in sorted(folder.glob("*.rq")) if path.name != _OF_IDENTITY))


def identity_clashes(store: Store, folder: Path) -> list[Clash]:
    """Find the judgements on identity that contradict the disjointness axioms, or other judgements."""
    found = dict.fromkeys(_found(store, [folder / _OF_IDENTITY]))
    for mapping in (crowded := crowds(store)):
        implied = f"one of more than {MOST_NAMES} names of one entity"
        found[Clash(mapping, terms.hasJudgement, Judgement.SAME, Judgement.SAME, implied)] = None
    for mapping, chain in () if crowded else contradictions(store):
        implied = "judgement/same by " + (", ".join(map(iri.compress, chain)) or "being one entity")
        found[Clash(mapping, terms.hasJudgement, Judgement.DIFFERENT, Judgement.DIFFERENT, implied)] = None
    return list(found)


def _found(store: Store, queries: Iterable[Path]) -> list[Clash]:
    parts = ("subject", "predicate", "object", "stated", "implied")
    found: dict[Clash, None] = {}
    for path in queries:
        rows = select(store, path.read_text(encoding="utf-8"))
        found |= {Clash(*(name_of(row[part]) for part in parts)): None for row in rows}
    return list(found)


def set_aside(store: Store) -> list[Note]:
    """Take out of a store what data state of terms, for what is judged must not make the law; return notes on it.

    These are the axioms outside the graph of the ontology, and lists. `owl:imports` is followed nowhere, and each is
    named.
    """
    imported = sorted({name_of(quad.object) for quad in store.quads_for_pattern(None, _IMPORTS, None)})
    axioms = [quad for pattern in _patterns_of_axioms(store) for quad in _outside(store, *pattern) if _is_axiom(quad)]
    for quad in (*axioms, *(quad for name in _OF_LISTS for quad in _outside(store, NamedNode(name)))):
        store.remove(quad)
    notes = [note("import not followed", name=name) for name in imported]
    if axioms:
        notes.append(note("axioms aside", count=len(axioms)))
    return notes


def logical_part(store: Store, most: int = SAMPLE) -> Iterator[Quad]:
    """Yield what a reasoner is told: all of the ontology, and what individuals are, are linked to and have as values.

    Of each class no more than `most` individuals take part, in the order of their IRIs: what all of them state is left
    to the clash queries.
    """
    classes, of_things, of_data = (
        _typed(store, NamedNode(_OWL + kind)) for kind in ("Class", "ObjectProperty", "DatatypeProperty")
    )
    of_things.update(_IDENTITY)
    sample = _sample(store, classes, most)
    yield from store.quads_for_pattern(None, None, None, _GRAPH)
    for subject in sorted(sample, key=str):
        for quad in store.quads_for_pattern(subject, None, None):
            if quad.graph_name != _GRAPH and _is_told(quad, classes, sample, (of_things, of_data)):
                yield quad


def _is_told(
    quad: Quad, classes: set[object], sample: set[NamedNode], properties: tuple[set[object], set[object]]
) -> bool:
    """Tell whether a statement of an individual is a fact in the terms of the ontology."""
    of_things, of_data = properties
    if quad.predicate == _TYPE:
        return quad.object in classes
    if isinstance(quad.object, Literal):
        return quad.predicate in of_data
    return quad.predicate in of_things and quad.object in sample


def _is_axiom(quad: Quad) -> bool:
    """Tell whether a statement of such a pattern is an axiom, or a part of one, that a reasoner can use."""
    if _is_value(quad):
        return False
    return quad.predicate not in _NO_AXIOMS and quad.object not in _NO_AXIOMS


def _is_value(quad: Quad) -> bool:
    """Tell whether a statement speaks of a literal, a datatype or a term of RDF, which a reasoner cannot use."""
    return isinstance(quad.object, Literal) or str(quad.object).startswith((f"<{_XSD}", f"<{_RDF}"))


def _typed(store: Store, cls: NamedNode) -> set[object]:
    """Return what the ontology states to be of a class."""
    return {quad.subject for quad in store.quads_for_pattern(None, _TYPE, cls, _GRAPH)}


def _sample(store: Store, classes: set[object], most: int) -> set[NamedNode]:
    """Choose the individuals that take part in reasoning."""
    found = set[str]()
    for cls in (cls for cls in classes if isinstance(cls, NamedNode)):
        typed = {name_of(quad.subject) for quad in store.quads_for_pattern(None, _TYPE, cls)}
        found.update(sorted(name for name in typed if name.startswith(iri.ID))[:most])
    return {NamedNode(name) for name in found}


def _patterns_of_axioms(store: Store) -> Iterator[tuple[NamedNode, NamedNode | None]]:
    """Yield the predicates, and where they are types the objects, with which a store may state axioms."""
    for row in select(store, "SELECT DISTINCT ?p WHERE { ?s ?p ?o }"):
        predicate = row["p"]
        if isinstance(predicate, NamedNode) and (predicate.value in _LOGICAL or predicate.value.startswith(_OWL)):
            yield predicate, None
    for row in select(store, "SELECT DISTINCT ?kind WHERE { ?s a ?kind }"):
        kind = row["kind"]
        if isinstance(kind, NamedNode) and kind.value.startswith((_OWL, _RDFS)):
            yield _TYPE, kind


def _outside(store: Store, predicate: NamedNode, obj: NamedNode | None = None) -> Iterator[Quad]:
    """Yield the statements of a pattern outside the graph of the ontology."""
    return (quad for quad in store.quads_for_pattern(None, predicate, obj) if quad.graph_name != _GRAPH)


def classify(axioms: Axioms, expected: Iterable[str] = (), *, members: bool = False) -> Hierarchy:
    """Reason with HermiT: which classes can have no member, how the others lie and, if asked, whose members are whose.

    Raises JavaMissing without Java or where it fails, TermUnknown if the `expected` classes are not among those that
    are declared, and OntologyInconsistent if the statements contradict each other; `explanation` says which do.
    """
    missing = sorted(set(expected) - {name_of(cls) for cls in axioms.roles.classes})
    if missing:
        raise TermUnknown(
            "The reasoner did not receive the whole ontology.", remedy="Report this fault.", value=", ".join(missing)
        )
    declared = [
        Construct("Declaration", (Construct("Class", (cls,)),)) for cls in sorted(axioms.roles.classes, key=str)
    ]
    return hierarchy_of(axioms.axioms, declared, members=members)
