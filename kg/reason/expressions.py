"""Expressions of OWL 2, read from the statements that write them in RDF: classes, ranges of data, properties."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from kg.core import iri
from kg.core.graph import BlankNode, Literal, NamedNode, Term, Triple, name_of

RDF, RDFS, OWL, XSD = (iri.PREFIXES[prefix] for prefix in ("rdf", "rdfs", "owl", "xsd"))
_DEEPEST: Final = 60
_SETS: Final = {"intersectionOf": "IntersectionOf", "unionOf": "UnionOf"}
_CARDINALITIES: Final = {
    "minCardinality": "MinCardinality",
    "maxCardinality": "MaxCardinality",
    "cardinality": "ExactCardinality",
    "minQualifiedCardinality": "MinCardinality",
    "maxQualifiedCardinality": "MaxCardinality",
    "qualifiedCardinality": "ExactCardinality",
}


class ExpressionInvalid(Exception):
    """TripleIndex do not write an expression of OWL 2 DL; `rule` says why, and `triple` is one of them."""

    def __init__(self, rule: str, triple: Triple | None = None) -> None:
        super().__init__(rule)
        self.rule = rule
        self.triple = triple


@dataclass(frozen=True, slots=True)
class Construct:
    """A construct of OWL 2 by the name that the functional syntax gives it, with its parts in order."""

    name: str
    parts: tuple["Operand", ...]

    def __str__(self) -> str:
        """Write the construct in functional syntax."""
        return f"{self.name}({' '.join(map(in_functional_syntax, self.parts))})"

    def walk(self) -> Iterator["Operand"]:
        """Yield the construct and all that is in it."""
        yield self
        for part in self.parts:
            if isinstance(part, Construct):
                yield from part.walk()
            else:
                yield part


Operand: TypeAlias = Construct | Term | int


def in_functional_syntax(part: Operand) -> str:
    """Write a part in functional syntax, which knows two escapes only."""
    if not isinstance(part, Literal):
        return str(part)
    text = part.value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"@{part.language}' if part.language else f'"{text}"^^{part.datatype}'


@dataclass(slots=True)
class Roles:
    """What names stand for, by their declarations and, where there are none, by their use."""

    classes: set[Term] = field(default_factory=set)
    datatypes: set[Term] = field(default_factory=set)
    objects: set[Term] = field(default_factory=set)
    data: set[Term] = field(default_factory=set)
    annotations: set[Term] = field(default_factory=set)
    undeclared: set[Term] = field(default_factory=set)
    declared: dict[Term, Triple] = field(default_factory=dict)

    def is_range(self, term: Term) -> bool:
        """Tell whether a name is that of a datatype."""
        return term in self.datatypes or name_of(term).startswith(XSD) or term in _OTHER_DATATYPES


_OTHER_DATATYPES: Final = frozenset(
    NamedNode(name)
    for name in (
        f"{RDFS}Literal",
        *(f"{RDF}{name}" for name in ("PlainLiteral", "XMLLiteral", "langString", "HTML", "JSON")),
        *(f"{OWL}{name}" for name in ("real", "rational")),
    )
)


class TripleIndex:
    """TripleIndex by their subjects, from which expressions are read; `used` collects those that were."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.triples = list(dict.fromkeys(triples))
        self.used = list[Triple]()
        self._about = defaultdict[Term, dict[str, list[Triple]]](dict)
        for triple in self.triples:
            self._about[triple.subject].setdefault(triple.predicate.value, []).append(triple)

    def has(self, node: Term, name: str) -> bool:
        """Tell whether a node has a property of the vocabulary of OWL."""
        return OWL + name in self._about.get(node, {})

    def has_type(self, node: Term, kind: str) -> bool:
        """Tell whether a node is stated to be of a kind."""
        return any(name_of(triple.object) == kind for triple in self._about.get(node, {}).get(f"{RDF}type", ()))

    def values(self, node: Term, predicate: str) -> list[Term]:
        """Return the values of a property, and note the statements as used."""
        found = self._about.get(node, {}).get(predicate, [])
        self.used += found
        return [triple.object for triple in found]

    def about(self, node: Term) -> list[Triple]:
        """Return all that is stated of a node, and note it as used."""
        found = [triple for triples in self._about.get(node, {}).values() for triple in triples]
        self.used += found
        return found

    def one(self, node: Term, name: str) -> Term:
        """Return the one value of a property of OWL; raise ExpressionInvalid for none or several."""
        found = self.values(node, OWL + name)
        if len(found) != 1:
            raise ExpressionInvalid(f"an expression has {len(found)} values of owl:{name} where one is due", self.last)
        return found[0]

    @property
    def last(self) -> Triple | None:
        """Return the statement that was used last."""
        return self.used[-1] if self.used else None

    def items(self, head: Term) -> list[Term]:
        """Return the items of a list; raise ExpressionInvalid for what is no list."""
        found, seen = list[Term](), set[Term]()
        while head != NamedNode(f"{RDF}nil"):
            first, rest = self.values(head, f"{RDF}first"), self.values(head, f"{RDF}rest")
            if len(first) != 1 or len(rest) != 1 or head in seen:
                raise ExpressionInvalid("a list of RDF is not well formed", self.last)
            seen.add(head)
            found.append(first[0])
            head = rest[0]
        return found

    def note_types(self, node: Term) -> None:
        """Note as used what only says of which kind an expression is."""
        self.values(node, f"{RDF}type")


@dataclass(slots=True)
class ExpressionReader:
    """Reads expressions from statements, once it is known what names stand for."""

    said: TripleIndex
    roles: Roles
    depth: int = 0

    def class_of(self, node: Term) -> Operand:
        """Read a class expression."""
        return self._read(node, "class expression", "Object")

    def range_of(self, node: Term) -> Operand:
        """Read a range of data."""
        return self._read(node, "range of data", "Data")

    def filler(self, node: Term, kind: str) -> Operand:
        """Read what the values of a property are: a class for `Object`, a range for `Data`."""
        return self._read(node, "class expression" if kind == "Object" else "range of data", kind)

    def _read(self, node: Term, what: str, kind: str) -> Operand:
        if isinstance(node, NamedNode):
            if self.roles.is_range(node) is not (kind == "Data"):
                raise ExpressionInvalid(f"{iri.compress(node.value)} stands where a {what} is due", self.said.last)
            return node
        if isinstance(node, Literal) or self.depth > _DEEPEST:
            raise ExpressionInvalid(f"no {what} stands where one is due", self.said.last)
        self.depth += 1
        self.said.note_types(node)
        found = self.written_of(node, kind)
        self.depth -= 1
        if found is None:
            raise ExpressionInvalid(f"a node in brackets is no {what}", self.said.last)
        return found

    def written_of(self, node: Term, kind: str) -> Construct | None:
        """Read the expression that is written of a node, or return None where none is."""
        if kind == "Object" and self.said.has(node, "onProperty"):
            return self._restriction(node)
        for name, construct in _SETS.items():
            if self.said.has(node, name):
                parts = (self.filler(item, kind) for item in self.said.items(self.said.one(node, name)))
                return Construct(kind + construct, tuple(parts))
        if self.said.has(node, "oneOf"):
            return Construct(f"{kind}OneOf", tuple(self.said.items(self.said.one(node, "oneOf"))))
        complement = "complementOf" if kind == "Object" else "datatypeComplementOf"
        if self.said.has(node, complement):
            return Construct(f"{kind}ComplementOf", (self.filler(self.said.one(node, complement), kind),))
        return self._facets(node) if kind == "Data" and self.said.has(node, "onDatatype") else None

    def _facets(self, node: Term) -> Construct:
        """Read a datatype with its facets."""
        parts: list[Operand] = [self.said.one(node, "onDatatype")]
        for item in self.said.items(self.said.one(node, "withRestrictions")):
            for triple in self.said.about(item):
                parts += [triple.predicate, triple.object]
        return Construct("DatatypeRestriction", tuple(parts))

    def property_of(self, node: Term) -> Operand:
        """Read a property: a name, or the inverse of one."""
        if isinstance(node, BlankNode) and self.said.has(node, "inverseOf"):
            self.said.note_types(node)
            return Construct("ObjectInverseOf", (self.said.one(node, "inverseOf"),))
        if not isinstance(node, NamedNode):
            raise ExpressionInvalid("no property stands where one is due", self.said.last)
        return node

    def kind_of(self, prop: Operand) -> str:
        """Tell whether a property leads to things (`Object`) or to data (`Data`)."""
        return "Data" if prop in self.roles.data else "Object"

    def _restriction(self, node: Term) -> Construct:
        prop = self.property_of(self.said.one(node, "onProperty"))
        kind = self.kind_of(prop)
        for name, construct in (("someValuesFrom", "SomeValuesFrom"), ("allValuesFrom", "AllValuesFrom")):
            if self.said.has(node, name):
                return Construct(kind + construct, (prop, self.filler(self.said.one(node, name), kind)))
        if self.said.has(node, "hasValue"):
            return Construct(f"{kind}HasValue", (prop, self.said.one(node, "hasValue")))
        if self.said.has(node, "hasSelf"):
            self.said.one(node, "hasSelf")
            return Construct("ObjectHasSelf", (prop,))
        return self._cardinality(node, prop, kind)

    def _cardinality(self, node: Term, prop: Operand, kind: str) -> Construct:
        for name, construct in _CARDINALITIES.items():
            if self.said.has(node, name):
                number = self.said.one(node, name)
                if not isinstance(number, Literal) or not number.value.isdecimal():
                    raise ExpressionInvalid(f"owl:{name} is no whole number from 0", self.said.last)
                parts: tuple[Operand, ...] = (int(number.value), prop)
                on = "onClass" if kind == "Object" else "onDataRange"
                if "ualified" in name:
                    parts += (self.filler(self.said.one(node, on), kind),)
                return Construct(kind + construct, parts)
        raise ExpressionInvalid("a restriction says nothing of its property that OWL 2 DL knows", self.said.last)
