"""What the names of JSON-LD mean where they stand, by the contexts that are in force there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.core.json_text import JsonValue


class TermDefinition(NamedTuple):
    """What a context says of a term: its IRI, None for none; what its values are; the names in force within them."""

    iri: str | None
    is_reverse: bool = False
    type: object = None
    containers: frozenset[object] = frozenset()
    context: JsonValue | None = None


_Own = Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True)
class NamesInForce:
    """The names that are in force at a place of a file."""

    vocabulary: str | None = None
    terms: Mapping[str, TermDefinition] = field(default_factory=dict)

    def within(self, context: JsonValue | None) -> "NamesInForce":
        """Return the names in force where a context stands, the parts of which follow one another."""
        made = self
        for part in () if context is None else context.items:
            made = NamesInForce() if part.value is None else made.defining(part.members)
        return made

    def definition(self, name: str) -> TermDefinition:
        """Return what a name means as a property or a class."""
        return self.terms.get(name) or TermDefinition(self.iri_of(name, {}))

    def defining(self, context: _Own) -> "NamesInForce":
        """Return the names in force with those that a context defines, each of which may use the others."""
        vocabulary = self.vocabulary
        if "@vocab" in context:
            said = context["@vocab"].value
            vocabulary = self.iri_of(said, context) if isinstance(said, str) else None
        own = {name: value for name, value in context.items() if not name.startswith("@")}
        made = NamesInForce(vocabulary, {name: term for name, term in self.terms.items() if name not in own})
        return NamesInForce(vocabulary, {**made.terms, **{name: made.defined(name, own) for name in own}})

    def defined(self, name: str, own: _Own) -> TermDefinition:
        """Read the definition of a name, that of a context of which the other definitions are at hand."""
        parts = own[name].members
        container = parts.get("@container")
        return TermDefinition(
            self.meant(name, own),
            is_reverse="@reverse" in parts,
            type=parts["@type"].value if "@type" in parts else None,
            containers=frozenset() if container is None else frozenset(item.value for item in container.items),
            context=parts.get("@context"),
        )

    def meant(self, name: str, own: _Own) -> str | None:
        """Return the IRI of a name that a context defines, by what it is said to be, else by how it is written."""
        parts = own[name].members
        said = parts.get("@reverse", parts.get("@id")) if parts else own[name]
        rest = {other: value for other, value in own.items() if other != name}
        if said is None:
            return self.iri_of(name, rest)
        return self.iri_of(said.value, rest) if isinstance(said.value, str) else None

    def iri_of(self, name: str, own: _Own) -> str | None:
        """Return the IRI, or the keyword, that a name means; None for a name that means nothing."""
        if name.startswith("@"):
            return name
        if name in own:
            return self.meant(name, own)
        if name in self.terms:
            return self.terms[name].iri
        prefix, colon, rest = name.partition(":")
        if not colon:
            return None if self.vocabulary is None else self.vocabulary + name
        if rest.startswith("//") or prefix not in {*own, *self.terms}:
            return name
        return f"{self.iri_of(prefix, own)}{rest}"
