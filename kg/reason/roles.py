"""What the names of an ontology stand for: by their declarations and, where there are none, by how they are used."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from kg.core.graph import Literal, NamedNode, Term, Triple, name_of
from kg.reason.expressions import OWL, RDF, RDFS, Roles

ANNOTATING: Final = frozenset(
    [f"{RDFS}{name}" for name in ("label", "comment", "seeAlso", "isDefinedBy")]
    + [f"{OWL}{name}" for name in ("versionInfo", "deprecated", "imports", "versionIRI", "priorVersion")]
    + [f"{OWL}{name}" for name in ("backwardCompatibleWith", "incompatibleWith")]
)
"""Properties that mean nothing to a reasoner."""
DECLARING: Final = {
    f"{OWL}Class": "classes",
    f"{RDFS}Class": "classes",
    f"{RDFS}Datatype": "datatypes",
    f"{OWL}ObjectProperty": "objects",
    f"{OWL}DatatypeProperty": "data",
    f"{OWL}AnnotationProperty": "annotations",
    f"{OWL}OntologyProperty": "annotations",
}
_OF_THINGS: Final = frozenset(
    f"{OWL}{name}Property"
    for name in ("InverseFunctional", "Transitive", "Symmetric", "Asymmetric", "Reflexive", "Irreflexive")
)
_LIKE: Final = frozenset((f"{RDFS}subPropertyOf", f"{OWL}equivalentProperty", f"{OWL}propertyDisjointWith"))
_SPEAKS_OF_SUBJECT: Final = frozenset(
    (f"{RDFS}domain", f"{RDFS}range", f"{OWL}inverseOf", f"{OWL}propertyChainAxiom", *_LIKE)
)
_SPEAKS_OF_VALUE: Final = frozenset((f"{OWL}onProperty", f"{OWL}assertionProperty", f"{OWL}inverseOf", *_LIKE))
_FILLING: Final = frozenset(f"{OWL}{name}" for name in ("hasValue", "someValuesFrom", "allValuesFrom", "onDataRange"))
_OF_BUILT_IN: Final = {
    "objects": ("topObjectProperty", "bottomObjectProperty"),
    "data": ("topDataProperty", "bottomDataProperty"),
}


def roles_of(triples: Sequence[Triple]) -> Roles:
    """Find out what names stand for; a property that axioms speak of is one of things unless it leads to data."""
    roles = Roles()
    for role, names in _OF_BUILT_IN.items():
        getattr(roles, role).update(NamedNode(OWL + name) for name in names)
    spoken = set[Term]()
    for triple in triples:
        if triple.predicate.value == f"{RDF}type" and isinstance(triple.subject, NamedNode):
            kind = name_of(triple.object)
            if kind in DECLARING:
                getattr(roles, DECLARING[kind]).add(triple.subject)
                roles.declared[triple.subject] = triple
            elif kind in _OF_THINGS:
                roles.objects.add(triple.subject)
            elif kind == f"{OWL}FunctionalProperty":
                spoken.add(triple.subject)
        spoken.update(_spoken_of(triple))
    known = roles.objects | roles.data | roles.annotations
    _infer(spoken - known, triples, roles)
    return roles


def _spoken_of(triple: Triple) -> set[Term]:
    """Return the properties that a statement shows to be such."""
    found = set[Term]()
    if triple.predicate.value in _SPEAKS_OF_SUBJECT:
        found.add(triple.subject)
    if triple.predicate.value in _SPEAKS_OF_VALUE:
        found.add(triple.object)
    return {term for term in found if isinstance(term, NamedNode)}


def _infer(unknown: set[Term], triples: Sequence[Triple], roles: Roles) -> None:
    """Take properties that nothing declares for what they are used as."""
    roles.undeclared |= unknown
    of_data = _restricted_to_data(triples, roles)
    like = defaultdict[Term, set[Term]](set)
    for triple in triples:
        if triple.predicate in unknown and isinstance(triple.object, Literal):
            of_data.add(triple.predicate)
        if triple.subject in unknown and triple.predicate.value == f"{RDFS}range" and roles.is_range(triple.object):
            of_data.add(triple.subject)
        if triple.predicate.value in _LIKE:
            like[triple.subject].add(triple.object)
            like[triple.object].add(triple.subject)
    for prop in unknown:
        is_data = prop in of_data or bool(like[prop] & (roles.data | of_data))
        (roles.data if is_data else roles.objects).add(prop)


def _restricted_to_data(triples: Sequence[Triple], roles: Roles) -> set[Term]:
    """Return the properties of which some restriction says that they lead to data."""
    restricted = {triple.subject: triple.object for triple in triples if triple.predicate.value == f"{OWL}onProperty"}
    found = set[Term]()
    for triple in triples:
        leads_to_data = isinstance(triple.object, Literal) or roles.is_range(triple.object)
        if triple.predicate.value in _FILLING and leads_to_data and triple.subject in restricted:
            found.add(restricted[triple.subject])
    return found
