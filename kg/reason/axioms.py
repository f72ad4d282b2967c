"""Axioms and facts of OWL 2, read from statements of RDF: each with the statements that write it, none dropped."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from kg.core.graph import BlankNode, Literal, NamedNode, Term, Triple, name_of
from kg.reason.expressions import (
    OWL,
    RDF,
    RDFS,
    XSD,
    Construct,
    ExpressionInvalid,
    ExpressionReader,
    Operand,
    Roles,
    TripleIndex,
)
from kg.reason.roles import ANNOTATING, DECLARING, roles_of

_CHARACTERISTICS: Final = {
    f"{OWL}{name}Property": name
    for name in (
        *("Functional", "InverseFunctional", "Transitive", "Symmetric", "Asymmetric", "Reflexive", "Irreflexive"),
    )
}
_LISTED: Final = {
    f"{OWL}AllDisjointClasses": "DisjointClasses",
    f"{OWL}AllDisjointProperties": "Disjoint{}Properties",
    f"{OWL}AllDifferent": "DifferentIndividuals",
}
_NOT_LOGICAL: Final = frozenset(
    [f"{OWL}{name}" for name in ("Ontology", "Axiom", "Annotation", "NamedIndividual", "DeprecatedClass")]
    + [f"{OWL}DeprecatedProperty", f"{OWL}Restriction", f"{OWL}DataRange", f"{RDF}List", f"{RDF}Property"]
)
_BUILT_OF: Final = frozenset((f"{OWL}intersectionOf", f"{OWL}unionOf", f"{OWL}oneOf", f"{OWL}complementOf"))
_FACTS: Final = ("ClassAssertion", "ObjectPropertyAssertion", "DataPropertyAssertion", "SameIndividual")
_NODES_OF_NO_AXIOM: Final = (f"{OWL}Ontology", f"{OWL}Axiom", f"{OWL}Annotation")


@dataclass(frozen=True, slots=True)
class Axiom:
    """An axiom or a fact, and the statements that write it, the telling one first."""

    content: Construct
    triples: tuple[Triple, ...]

    @property
    def is_fact(self) -> bool:
        """Tell whether it is about individuals, as a row of data is."""
        return self.content.name.startswith(("Negative", "Different", *_FACTS))


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why statements are outside OWL 2 DL: the rule that they break, and one of them."""

    rule: str
    triple: Triple | None


@dataclass(slots=True)
class Axioms:
    """What was read: the axioms, what their names stand for, what is outside OWL 2 DL, and properties left out."""

    axioms: list[Axiom] = field(default_factory=list)
    roles: Roles = field(default_factory=Roles)
    misfits: list[Misfit] = field(default_factory=list)
    ignored: set[str] = field(default_factory=set)


_OF_VALUES: Final = frozenset(f"DataProperty{kind}" for kind in ("Assertion", "Domain", "Range")) | {
    "SubDataPropertyOf",
    "EquivalentDataProperties",
}
_OF_WHICH: Final = frozenset(("HasKey", "SameIndividual", "DifferentIndividuals"))


def tells_apart(axiom: Axiom) -> bool:
    """Tell whether it may matter to an axiom which value, or which of all individuals that are alike, a fact is of."""
    names = {part.name for part in axiom.content.walk() if isinstance(part, Construct)} - _OF_VALUES
    return any("Data" in name or name in _OF_WHICH for name in names)


def read_axioms(triples: Iterable[Triple]) -> Axioms:
    """Read all that statements mean by the direct semantics of OWL 2; what they cannot mean is kept as a misfit."""
    said = TripleIndex(triples)
    roles = roles_of(said.triples)
    reader = _AxiomReader(ExpressionReader(said, roles), Axioms(roles=roles))
    used = set[Triple]()
    for triple in said.triples:
        said.used, reader.expressions.depth = [triple], 0
        try:
            found = reader.read(triple)
        except ExpressionInvalid as error:
            reader.found.misfits.append(Misfit(error.rule, error.triple or triple))
            used.update(said.used)
            continue
        if found is not None:
            reader.found.axioms.append(Axiom(found, tuple(dict.fromkeys(said.used))))
            used.update(said.used)
    reader.found.misfits += [
        Misfit("it is part of an expression that no axiom uses, or no term of OWL 2", triple)
        for triple in reader.parts
        if triple not in used
    ]
    return reader.found


@dataclass(slots=True)
class _AxiomReader:
    """Reads the axiom that a statement begins; `parts` are statements that only belong to one."""

    expressions: ExpressionReader
    found: Axioms
    parts: list[Triple] = field(default_factory=list)

    def read(self, triple: Triple) -> Construct | None:
        """Read the axiom that a statement begins, if it does so; note those that can only belong to others."""
        predicate = triple.predicate.value
        if self._is_annotation(triple):
            return None
        if (rule := _RULES.get(predicate)) is not None:
            return rule(self, triple.subject, triple.object)
        if predicate in _BUILT_OF and isinstance(triple.subject, NamedNode):
            return self._definition(triple.subject)
        if predicate.startswith((OWL, XSD)):
            self.parts.append(triple)
            return None
        return None if predicate.startswith(RDF) else self._fact(triple)

    def _is_annotation(self, triple: Triple) -> bool:
        """Tell whether a statement means nothing to a reasoner."""
        if triple.predicate.value in ANNOTATING or triple.predicate in self.found.roles.annotations:
            return True
        said = self.expressions.said
        return any(said.has_type(triple.subject, name) for name in _NODES_OF_NO_AXIOM)

    def of_type(self, subject: Term, cls: Term) -> Construct | None:
        kind = name_of(cls)
        if (name := _CHARACTERISTICS.get(kind)) is not None:
            return self._characteristic(name, self.expressions.property_of(subject))
        if kind in _LISTED:
            return self._listed(subject, _LISTED[kind])
        if kind == f"{OWL}NegativePropertyAssertion":
            return self._negative(subject)
        if kind in DECLARING or kind in _NOT_LOGICAL:
            return None
        return Construct("ClassAssertion", (self.expressions.class_of(cls), subject))

    def _characteristic(self, name: str, prop: Operand) -> Construct:
        kind = self.expressions.kind_of(prop)
        if kind == "Data" and name != "Functional":
            raise ExpressionInvalid("a property of data can be functional, but nothing else of the kind")
        return Construct(f"{name}{kind}Property", (prop,))

    def _listed(self, subject: Term, name: str) -> Construct:
        said, read = self.expressions.said, self.expressions
        members = said.items(
            said.one(subject, "distinctMembers" if said.has(subject, "distinctMembers") else "members")
        )
        if name == "DisjointClasses":
            return Construct(name, tuple(map(read.class_of, members)))
        if name == "DifferentIndividuals":
            return Construct(name, tuple(members))
        parts = tuple(map(read.property_of, members))
        return Construct(name.format(read.kind_of(parts[0]) if parts else "Object"), parts)

    def _negative(self, subject: Term) -> Construct:
        said = self.expressions.said
        prop, source = said.one(subject, "assertionProperty"), said.one(subject, "sourceIndividual")
        if said.has(subject, "targetValue"):
            return Construct("NegativeDataPropertyAssertion", (prop, source, said.one(subject, "targetValue")))
        return Construct("NegativeObjectPropertyAssertion", (prop, source, said.one(subject, "targetIndividual")))

    def _definition(self, subject: Term) -> Construct | None:
        """Read what OWL 1 writes of a class itself: that it is the same as an expression."""
        built = self.expressions.written_of(subject, "Object")
        return None if built is None else Construct("EquivalentClasses", (subject, built))

    def _fact(self, triple: Triple) -> Construct | None:
        """Read a statement of an individual; the properties that nothing declares are noted."""
        predicate, value = triple.predicate, triple.object
        if predicate in self.found.roles.objects:
            if isinstance(value, Literal):
                raise ExpressionInvalid("a property of things has a text or a number as its value")
            return Construct("ObjectPropertyAssertion", (predicate, triple.subject, value))
        if predicate in self.found.roles.data:
            if not isinstance(value, Literal):
                raise ExpressionInvalid("a property of data has a thing as its value")
            return Construct("DataPropertyAssertion", (predicate, triple.subject, value))
        self.found.ignored.add(predicate.value)
        return None

    def sub_class(self, lower: Term, upper: Term) -> Construct:
        return Construct("SubClassOf", (self.expressions.class_of(lower), self.expressions.class_of(upper)))

    def same_classes(self, one: Term, other: Term) -> Construct:
        if self.expressions.roles.is_range(one):
            return Construct("DatatypeDefinition", (one, self.expressions.range_of(other)))
        return Construct("EquivalentClasses", (self.expressions.class_of(one), self.expressions.class_of(other)))

    def disjoint_classes(self, one: Term, other: Term) -> Construct:
        return Construct("DisjointClasses", (self.expressions.class_of(one), self.expressions.class_of(other)))

    def disjoint_union(self, whole: Term, members: Term) -> Construct:
        parts = tuple(map(self.expressions.class_of, self.expressions.said.items(members)))
        return Construct("DisjointUnion", (self.expressions.class_of(whole), *parts))

    def of_properties(self, name: str, *ends: Term) -> Construct:
        parts = tuple(map(self.expressions.property_of, ends))
        kinds = {self.expressions.kind_of(part) for part in parts}
        if len(kinds) > 1:
            raise ExpressionInvalid("a property of data stands beside a property of things")
        return Construct(name.format(*kinds), parts)

    def chain(self, upper: Term, members: Term) -> Construct:
        parts = tuple(map(self.expressions.property_of, self.expressions.said.items(members)))
        return Construct(
            "SubObjectPropertyOf", (Construct("ObjectPropertyChain", parts), self.expressions.property_of(upper))
        )

    def domain(self, subject: Term, cls: Term) -> Construct:
        prop = self.expressions.property_of(subject)
        return Construct(f"{self.expressions.kind_of(prop)}PropertyDomain", (prop, self.expressions.class_of(cls)))

    def range(self, subject: Term, cls: Term) -> Construct:
        prop = self.expressions.property_of(subject)
        kind = self.expressions.kind_of(prop)
        return Construct(f"{kind}PropertyRange", (prop, self.expressions.filler(cls, kind)))

    def inverse(self, one: Term, other: Term) -> Construct | None:
        if isinstance(one, BlankNode):
            return None
        return Construct(
            "InverseObjectProperties", (self.expressions.property_of(one), self.expressions.property_of(other))
        )

    def key(self, cls: Term, members: Term) -> Construct:
        keys: dict[str, list[Operand]] = {"Object": [], "Data": []}
        for member in self.expressions.said.items(members):
            prop = self.expressions.property_of(member)
            keys[self.expressions.kind_of(prop)].append(prop)
        lists = (Construct("", tuple(parts)) for parts in keys.values())
        return Construct("HasKey", (self.expressions.class_of(cls), *lists))


def _of_individuals(name: str) -> Callable[[_AxiomReader, Term, Term], Construct]:
    return lambda _, one, other: Construct(name, (one, other))


_RULES: Final[dict[str, Callable[[_AxiomReader, Term, Term], Construct | None]]] = {
    f"{RDF}type": _AxiomReader.of_type,
    f"{RDFS}subClassOf": _AxiomReader.sub_class,
    f"{OWL}equivalentClass": _AxiomReader.same_classes,
    f"{OWL}disjointWith": _AxiomReader.disjoint_classes,
    f"{OWL}disjointUnionOf": _AxiomReader.disjoint_union,
    f"{RDFS}subPropertyOf": lambda reader, one, other: reader.of_properties("Sub{}PropertyOf", one, other),
    f"{OWL}equivalentProperty": lambda reader, one, other: reader.of_properties("Equivalent{}Properties", one, other),
    f"{OWL}propertyDisjointWith": lambda reader, one, other: reader.of_properties("Disjoint{}Properties", one, other),
    f"{OWL}propertyChainAxiom": _AxiomReader.chain,
    f"{RDFS}domain": _AxiomReader.domain,
    f"{RDFS}range": _AxiomReader.range,
    f"{OWL}inverseOf": _AxiomReader.inverse,
    f"{OWL}hasKey": _AxiomReader.key,
    f"{OWL}sameAs": _of_individuals("SameIndividual"),
    f"{OWL}differentFrom": _of_individuals("DifferentIndividuals"),
}
