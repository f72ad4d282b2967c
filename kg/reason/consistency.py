"""Tell whether statements agree with the ontology: HermiT decides, and clash queries name the statement."""

import io
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg import iri, terms
from kg.errors import JavaMissing, OntologyInconsistent, TermUnknown
from kg.graph import Literal, NamedNode, Quad, Store, name_of, select
from kg.reason.identity import DIFFERENT, contradictions

_RDF, _RDFS, _OWL, _XSD = (iri.PREFIXES[prefix] for prefix in ("rdf", "rdfs", "owl", "xsd"))
_LOGICAL = (_RDFS + "subClassOf", _RDFS + "domain", _RDFS + "range", _RDFS + "subPropertyOf")
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
    for mapping, chain in contradictions(store):
        implied = "judgement/same by " + (", ".join(map(iri.compress, chain)) or "being one entity")
        found[Clash(mapping, terms.hasJudgement, DIFFERENT, DIFFERENT, implied)] = None
    return list(found)


def logical_part(store: Store) -> Iterator[Quad]:
    """Yield what a reasoner can use: terms and axioms, types, and object properties between individuals.

    Literals and their datatypes stay out, for HermiT refuses dates, and so do annotations. Of each class no more
    than 200 individuals take part, in the order of their IRIs: what all of them state is left to the clash queries.
    """
    kind = NamedNode(_RDF + "type")
    properties = {q.subject for q in store.quads_for_pattern(None, kind, NamedNode(_OWL + "ObjectProperty"))}
    sample = _sample(store)
    for quad in store:
        name = quad.predicate.value
        if isinstance(quad.object, Literal) or str(quad.object).startswith((f"<{_XSD}", f"<{_RDF}")):
            continue
        axiom = name in _LOGICAL or name.startswith(_OWL) or name in {_RDF + "first", _RDF + "rest"}
        typed = name == kind.value and (quad.subject in sample or str(quad.object).startswith(f"<{_OWL}"))
        linked = quad.predicate in properties and quad.subject in sample and quad.object in sample
        if axiom or typed or linked:
            yield quad


def _sample(store: Store) -> set[NamedNode]:
    """Choose the individuals that take part in reasoning."""
    members: dict[str, list[str]] = {}
    for quad in store.quads_for_pattern(None, NamedNode(_RDF + "type"), None):
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(iri.ID):
            members.setdefault(str(quad.object), []).append(quad.subject.value)
    return {NamedNode(name) for names in members.values() for name in sorted(set(names))[:_SAMPLE]}


def classify(quads: Iterable[Quad], expected: Iterable[str]) -> Classified:
    """Reason with HermiT: which classes can have no member, and who are the members of the defined ones.

    Raises JavaMissing without Java, TermUnknown if the reasoner did not receive the `expected` classes, and
    OntologyInconsistent if the statements contradict each other; HermiT does not say which.
    """
    if shutil.which("java") is None:
        raise JavaMissing("HermiT needs Java, which is not here.", remedy="Install a Java runtime (11 or later).")
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
        owlready2.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError as error:
        raise OntologyInconsistent(
            "The statements contradict the ontology.", remedy="Mend the statement that a clash query names."
        ) from error
    return Classified(
        unsatisfiable=tuple(sorted(cls.iri for cls in world.inconsistent_classes() if cls is not owlready2.Nothing)),
        members={cls.iri: frozenset(member.iri for member in cls.instances()) for cls in defined},
    )
