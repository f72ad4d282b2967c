"""Look things up in the tables of a build, many at a time: what is stated of them, and what they are called."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias

from kg.core import iri, terms
from kg.core.graph import Literal, NamedNode
from kg.core.ontology import RDF_TYPE, column_name
from kg.network.tables import Cells, Property, Tables, property_of
from kg.wording.labels import NAMING, own_label

Stated: TypeAlias = dict[str, list[Any]]
"""What is stated of a thing: values by the name of their property, things by IRI."""

_ENDS = tuple(map(column_name, (terms.hasFirstEconomy, terms.hasSecondEconomy)))
_XSD = iri.PREFIXES["xsd"]
_WHOLE = frozenset(_XSD + name for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger"))


def python_value(literal: Literal) -> str | bool | int | float | Decimal:
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
class Things:
    """What was looked up: what is `stated` of each thing, its most specific class, and all properties met on the way.

    `links` are the names of those properties whose values are things.
    """

    tables: Tables
    stated: dict[str, Stated] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)
    properties: dict[str, Property] = field(default_factory=dict)
    links: set[str] = field(default_factory=set)

    def look_up(self, things: Iterable[str]) -> None:
        """Look up entities and concepts, and the economies of dyads, which name a dyad that has no name."""
        new = dict.fromkeys(thing for thing in things if thing not in self.stated)
        if not new:
            return
        self.stated.update({thing: {} for thing in new})
        self.tables.choose(new)
        for extent in self.tables.entities:
            for own, cells in self.tables.cells(extent):
                self._take_in(own, cells)
        for thing in new:
            self._add_described(thing)
        self.classes.update(self.tables.chosen_classes())
        self.look_up(economy for thing in new for economy in self._economies(thing))

    def named_by(self, things: Iterable[str]) -> Iterator[str]:
        """Yield what is named in what is stated of some things."""
        for thing in things:
            for name, values in self.stated[thing].items():
                if name in self.links:
                    yield from values

    def is_a(self, thing: str, cls: str) -> bool:
        """Tell whether a thing is of a class or of a subclass."""
        return cls in self.tables.lineage.get(self.classes.get(thing, ""), ())

    def label(self, thing: str, language: str) -> str:
        """Return the label of a thing, as `kg.wording.labels.label` does."""
        self.look_up([thing])
        own = own_label([self._by_language(thing, predicate) for predicate in NAMING], language)
        if own is not None:
            return own
        economies = self._economies(thing)
        if len(economies) < len(_ENDS):
            return iri.compress(thing)
        return "–".join(self.label(economy, language) for economy in economies)

    def _take_in(self, own: Property, cells: Cells) -> None:
        """Take in the values of a property of some things."""
        self.know(own)
        for thing, values in cells:
            if values:
                self.stated[thing].setdefault(own.name, []).extend(values)

    def know(self, own: Property) -> None:
        """Note a property that some thing has."""
        self.properties.setdefault(own.name, own)
        if own.is_link:
            self.links.add(own.name)

    def _add_described(self, thing: str) -> None:
        """Take in what the ontology states of a thing, or a source of itself."""
        for predicate, value in self.tables.described.get(thing, ()):
            if predicate != RDF_TYPE:
                own = property_of((predicate, value))
                self.know(own)
                told = value.value if isinstance(value, NamedNode) else python_value(value)
                self.stated[thing].setdefault(own.name, []).append(told)

    def _economies(self, thing: str) -> list[str]:
        """Return the economies of a dyad, the first and the second."""
        stated = self.stated[thing]
        return [min(stated[end]) for end in _ENDS if end in stated]

    def _by_language(self, thing: str, predicate: str) -> Mapping[str | None, str]:
        """Return the first value of a property of a thing in each language, None being no language."""
        found: dict[str | None, str] = {}
        for name, values in self.stated[thing].items():
            own = self.properties[name]
            if own.predicate == predicate:
                found[own.language] = ordered_by_term(own, values)[0]
        return found


def ordered_by_term(own: Property, values: Sequence[Any]) -> Sequence[Any]:
    """Return the distinct values of a property in the order of their terms, as N-Triples writes them."""
    if len(values) == 1:
        return values
    if own.is_link:
        return sorted(set(values), key=lambda value: f"{value}>")
    return sorted(set(values), key=lambda value: str(Literal(f"{value:f}" if isinstance(value, Decimal) else value)))
