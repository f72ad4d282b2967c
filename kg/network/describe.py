"""Describe things by named values, for the columns of a table."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias

from kg.core import iri, terms
from kg.network.tables import Cells, Property
from kg.network.things import Things, ordered_by_term
from kg.network.ties import EdgeRule

_CLAIMS = iri.mint("claim", "")

AttributeValue: TypeAlias = str | bool | int | float | Decimal | tuple[str, ...]


def local_key(name: str) -> str:
    """Return the last part of an IRI, which is what a table holds: `realised` of `id/stage/realised`."""
    return name.replace("#", "/").rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Descriptions:
    """Describes things that were looked up in one language, and remembers the properties that it used."""

    things: Things
    language: str
    used: set[str] = field(default_factory=set)
    _texts: dict[str, str] = field(default_factory=dict)

    def label(self, thing: str) -> str:
        """Return the label of a thing."""
        return self.things.label(thing, self.language)

    def text(self, thing: str) -> str:
        """Name a thing for people: a concept by its key, an entity by its label, else by its IRI."""
        if thing not in self._texts:
            if self.things.is_a(thing, terms.Concept):
                self._texts[thing] = local_key(thing)
            else:
                self._texts[thing] = self.label(thing) if self.things.is_a(thing, terms.Entity) else thing
        return self._texts[thing]

    def claims(self, claims: Iterable[str], rules: Mapping[str, EdgeRule]) -> dict[str, dict[str, AttributeValue]]:
        """Return the attributes of some claims, but for the properties that the edges of their classes replace."""
        found: dict[str, dict[str, AttributeValue]] = {claim: {} for claim in claims}
        columns = list(self._columns(found, rules))
        self.things.look_up(_things_in(columns))
        for own, cells in sorted(columns, key=lambda column: column[0].name):
            told = {values: self._told(own, values) for values in {values for _, values in cells} if values}
            for claim, values in cells:
                if values:
                    found[claim][own.name] = told[values]
        return found

    def _columns(self, claims: Iterable[str], rules: Mapping[str, EdgeRule]) -> Iterator[tuple[Property, Cells]]:
        """Yield the properties of some claims with their cells, but for those that edges replace."""
        tables = self.things.tables
        tables.choose(claims)
        for extent in tables.claims:
            ends = rules[extent.cls].ends if extent.cls in rules else ()
            for own, cells in tables.cells(extent):
                if own.name not in ends:
                    self.things.know(own)
                    yield own, list(cells)

    def attributes(self, thing: str) -> dict[str, AttributeValue]:
        """Return the attributes of a thing that was looked up."""
        stated = sorted(self.things.stated[thing].items())
        return {name: self._told(self.things.properties[name], values) for name, values in stated}

    def _told(self, own: Property, values: Sequence[Any]) -> AttributeValue:
        """Return the values of a property as those of a column, several as a tuple of texts."""
        self.used.add(own.name)
        told = [self.text(value) if own.is_link else value for value in ordered_by_term(own, values)]
        return told[0] if len(told) == 1 else tuple(map(str, told))

    def titles(self) -> dict[str, str]:
        """Return the headings of the properties used so far, in the language of the descriptions."""
        found = {}
        self.things.look_up(self.things.properties[name].predicate for name in self.used)
        for name in sorted(self.used):
            own = self.things.properties[name]
            title = self.label(own.predicate)
            suffix = f" ({own.language})" if own.language else ""
            found[name] = name if title == iri.compress(own.predicate) else title + suffix
        return found


def _things_in(columns: Iterable[tuple[Property, Cells]]) -> Iterator[str]:
    """Yield the things that cells name, but for claims and places, which have no name but their IRI."""
    for own, cells in columns:
        if own.is_link:
            for value in {value for _, values in cells for value in values}:
                if value.startswith(iri.ID) and not value.startswith(_CLAIMS):
                    yield value
