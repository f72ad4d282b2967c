"""What the graph says of one individual, as named values for the columns of a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from kg import iri, terms
from kg.graph import DefaultGraph, Graph, Literal, NamedNode, Quad, Store, Triple, matches, stated
from kg.labels import label
from kg.ontology import RDF_TYPE, Ontology, column_name

Value: TypeAlias = str | bool | int | float | Decimal | tuple[str, ...]
Statements: TypeAlias = dict[str, list[NamedNode | Literal]]

FILLED = (NamedNode(terms.lower), NamedNode(terms.upper))
"""What a build fills in for a claim."""
_DERIVED = NamedNode(iri.DERIVED_GRAPH)
_CLAIM = iri.ID + "claim/"
_TYPE = NamedNode(RDF_TYPE)
_XSD = iri.PREFIXES["xsd"]
_WHOLE = frozenset(_XSD + name for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger"))


def local_key(name: str) -> str:
    """Return the last part of an IRI, which is what a table holds: `realised` of `id/stage/realised`."""
    return name.replace("#", "/").rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads what a store states of an individual, once: the store takes its time for each statement."""

    store: Store
    _read: dict[str, Statements] = field(default_factory=dict)

    def statements(self, subject: str) -> Statements:
        """Return what is asserted of a subject, by predicate and in order; what is derived if nothing is asserted."""
        if subject not in self._read:
            self._read[subject] = _statements(self.store, subject)
        return self._read[subject]


def _statements(store: Store, subject: str) -> Statements:
    asserted: Statements = {}
    derived: Statements = {}
    node = NamedNode(subject)
    quads = list(matches(store, node, None))
    only_derived = (_derived_of_claim if subject.startswith(_CLAIM) else _only_derived)(store, node, quads)
    for quad in quads:
        if isinstance(quad.object, NamedNode | Literal):
            into = derived if quad in only_derived else asserted
            into.setdefault(quad.predicate.value, []).append(quad.object)
    found = asserted or derived
    return {predicate: _sorted(found[predicate]) for predicate in sorted(found)}


def _only_derived(store: Store, entity: NamedNode, quads: Sequence[Quad]) -> frozenset[Quad]:
    """Return those statements of an entity that no graph asserts."""
    graphs: dict[Triple, set[Graph]] = {}
    for same in stated(store, entity, None):
        graphs.setdefault(same.triple, set()).add(same.graph_name)
    return frozenset(quad for quad in quads if graphs.get(quad.triple, {_DERIVED}) == {_DERIVED})


def _derived_of_claim(store: Store, claim: NamedNode, quads: Sequence[Quad]) -> frozenset[Quad]:
    """Return what a build adds to a claim, which is all of one that it computed; named graphs hold types alone."""
    types = {quad.object for quad in stated(store, claim, _TYPE) if quad.graph_name != _DERIVED}
    return frozenset(
        quad
        for quad in quads
        if not types or quad.predicate in FILLED or (quad.predicate == _TYPE and quad.object not in types)
    )


def _sorted(values: list[NamedNode | Literal]) -> list[NamedNode | Literal]:
    return sorted(values, key=str) if len(values) > 1 else values


def python_value(literal: Literal) -> Value:
    """Return a literal as Python holds it; dates and texts stay texts."""
    datatype = literal.datatype.value
    if datatype == _XSD + "decimal":
        return Decimal(literal.value)
    if datatype in _WHOLE:
        return int(literal.value)
    if datatype in {_XSD + "double", _XSD + "float"}:
        return float(literal.value)
    if datatype == _XSD + "boolean":
        return literal.value in {"true", "1"}
    return literal.value


@dataclass(frozen=True, slots=True)
class Classes:
    """The most specific class of every individual, as asserted, and the lineage of every class."""

    of: Mapping[str, str]
    lineage: Mapping[str, frozenset[str]]

    def is_a(self, individual: str, cls: str) -> bool:
        """Tell whether an individual is of a class or of a subclass."""
        return cls in self.lineage.get(self.of.get(individual, ""), ())


def read_classes(store: Store, ontology: Ontology) -> Classes:
    """Find the most specific class of each individual: an asserted one, a derived one only where none is asserted."""
    declared = [
        q.subject.value
        for q in ontology.terms.quads_for_pattern(None, NamedNode(RDF_TYPE), _CLASS)
        if isinstance(q.subject, NamedNode)
    ]
    lineage = {cls: frozenset(ontology.supers(cls)) for cls in declared}
    types: dict[str, list[str]] = {}
    asserting = [graph for graph in store.named_graphs() if graph != _DERIVED]
    graphs: list[Graph] = [*asserting, _DERIVED, DefaultGraph()]
    for graph in graphs:
        known = frozenset() if graph in asserting else frozenset(types)
        for quad in store.quads_for_pattern(None, NamedNode(RDF_TYPE), None, graph):
            subject, cls = quad.subject, quad.object
            if not isinstance(subject, NamedNode) or not isinstance(cls, NamedNode) or subject.value in known:
                continue
            if cls.value in lineage:
                types.setdefault(subject.value, []).append(cls.value)
    return Classes({name: _most_specific(found, lineage) for name, found in types.items()}, lineage)


_CLASS = NamedNode(iri.PREFIXES["owl"] + "Class")


def _most_specific(found: list[str], lineage: Mapping[str, frozenset[str]]) -> str:
    """Return the class with the longest lineage; the first by name of several."""
    return min(found, key=lambda cls: (-len(lineage[cls]), cls))


@dataclass(frozen=True, slots=True)
class Descriptions:
    """Describes individuals in one language, and remembers which column holds which property."""

    reader: Reader
    language: str
    classes: Classes
    columns: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    _texts: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Name an IRI for people: the key of a concept, the label of an entity, else the IRI itself."""
        if name not in self._texts:
            if self.classes.is_a(name, terms.Concept):
                self._texts[name] = local_key(name)
            elif self.classes.is_a(name, terms.Entity):
                self._texts[name] = label(self.reader.store, name, self.language)
            else:
                self._texts[name] = name
        return self._texts[name]

    def attributes(self, stated: Statements) -> dict[str, Value]:
        """Return the values of an individual by column; several values of one property make a tuple of texts."""
        found: dict[str, list[Value]] = {}
        for predicate, values in stated.items():
            if predicate != RDF_TYPE:
                for value in values:
                    language = value.language if isinstance(value, Literal) else None
                    text = self.text(value.value) if isinstance(value, NamedNode) else python_value(value)
                    found.setdefault(self._column(predicate, language), []).append(text)
        return {name: v[0] if len(v) == 1 else tuple(map(str, v)) for name, v in sorted(found.items())}

    def titles(self) -> dict[str, str]:
        """Return the headings of the columns used so far, in the language of the descriptions."""
        found = {}
        for name, (predicate, language) in sorted(self.columns.items()):
            title = label(self.reader.store, predicate, self.language)
            suffix = f" ({language})" if language else ""
            found[name] = name if title == iri.compress(predicate) else title + suffix
        return found

    def _column(self, predicate: str, language: str | None) -> str:
        """Name the column of a property as the tables do; a second property of the same name keeps its prefix."""
        suffix = f"_{language}" if language else ""
        name = column_name(predicate) + suffix
        if self.columns.setdefault(name, (predicate, language))[0] != predicate:
            name = iri.compress(predicate).replace(":", "_").lower() + suffix
            self.columns.setdefault(name, (predicate, language))
        return name
