"""Where each statement of JSON-LD stands in its text, by its names alone: what they mean, the parser says."""

from collections.abc import Iterator
from typing import NamedTuple

from kg.core import iri
from kg.core.json_ld_names import NamesInForce, TermDefinition
from kg.core.json_text import JsonValue, read_json
from kg.core.positions import NamedPlace, TextSpan, ValueKind

_TYPE = iri.PREFIXES["rdf"] + "type"
_JSON, _MAPS = "@json", frozenset(("@index", "@id", "@type", "@graph"))


class _Node(NamedTuple):
    """An object that stands for a node: where, and what it is named."""

    span: TextSpan
    kind: ValueKind


class _Property(NamedTuple):
    """A property of a node, as its name says it there, and what is in force within its values."""

    node: _Node
    term: TermDefinition
    names: NamesInForce

    def place(self, value: JsonValue, kind: ValueKind) -> Iterator[NamedPlace]:
        """Yield the place of a statement with a value; it is the value's where the property is reverse."""
        if self.term.iri is None:
            return
        if self.term.is_reverse:
            yield NamedPlace(self.term.iri, self.node.kind, value.span, self.node.span)
        else:
            yield NamedPlace(self.term.iri, kind, self.node.span, value.span)


def json_ld_places(text: str) -> Iterator[NamedPlace]:
    """Yield where each statement stands, but those that lists consist of; those of one property in the parser's order.

    The text has been parsed, so that its contexts are all in it, and it is bounded in its depth.
    """
    for item in read_json(text).items:
        yield from _document(item)


def _document(item: JsonValue) -> Iterator[NamedPlace]:
    if item.members:
        yield from _node(item, NamesInForce())


def _keywords(node: JsonValue, names: NamesInForce) -> dict[str, JsonValue]:
    """Return the members of an object that are keywords, or names of such."""
    meant = ((names.definition(name).iri or "", value) for name, value in node.members.items())
    return {name: value for name, value in meant if name.startswith("@")}


def _node(node: JsonValue, before: NamesInForce) -> Iterator[NamedPlace]:
    """Yield the places of the statements that an object makes: its types first, other graphs last."""
    inherited = before.within(node.members.get("@context"))
    keywords = _keywords(node, inherited)
    types = keywords["@type"].items if "@type" in keywords else []
    names = inherited
    for name in sorted(str(one.value) for one in types):
        names = names.within(inherited.definition(name).context)
    itself = _Node(node.span, _kind_of(keywords.get("@id")))
    for one in types:
        typed = _Property(itself, TermDefinition(_TYPE), names)
        yield from typed.place(one, _kind_of(one))
    yield from _members(node, itself, names, inherited)
    for item in keywords["@graph"].items if "@graph" in keywords else ():
        yield from _node(item, inherited)


def _members(
    node: JsonValue, itself: _Node, names: NamesInForce, inherited: NamesInForce, *, reverse: bool = False
) -> Iterator[NamedPlace]:
    """Yield the places of the statements that the members of an object make about a node."""
    for name, value in node.members.items():
        term = names.definition(name)
        if reverse:
            term = term._replace(is_reverse=not term.is_reverse)
        if term.iri is None or not term.iri.startswith("@"):
            yield from _values(_Property(itself, term, inherited.within(term.context)), value)
        elif term.iri == "@included":
            for item in value.items:
                yield from _node(item, inherited)
        elif term.iri in {"@nest", "@reverse"}:
            for item in value.items:
                yield from _members(item, itself, names, inherited, reverse=term.iri == "@reverse")


def _values(of: _Property, value: JsonValue) -> Iterator[NamedPlace]:
    """Yield the places of the statements that the value of a property makes, by how its term holds them."""
    term = of.term
    if term.type == _JSON:
        yield from of.place(value, ValueKind.LITERAL)
    elif "@list" in term.containers and "@list" not in value.members:
        yield from _list(of, value, value)
    elif "@language" in term.containers and value.members:
        for texts in value.members.values():
            yield from _items(of, texts)
    elif term.containers & _MAPS and value.members:
        for item in value.members.values():
            yield from _items(of, item)
    else:
        yield from _items(of, value)


def _items(of: _Property, value: JsonValue) -> Iterator[NamedPlace]:
    """Yield the places of the statements that a value makes, or each value of a list."""
    if isinstance(value.value, list):
        for item in value.value:
            yield from _items(of, item)
    elif isinstance(value.value, dict):
        yield from _object(of, value)
    elif value.value is not None:
        is_name = of.term.type in {"@id", "@vocab"} and isinstance(value.value, str)
        yield from of.place(value, _kind_of(value) if is_name else ValueKind.LITERAL)


def _object(of: _Property, value: JsonValue) -> Iterator[NamedPlace]:
    """Yield the places of the statements that an object makes as a value: a literal, a list, a set or a node."""
    names = of.names.within(value.members.get("@context"))
    keywords = _keywords(value, names)
    if "@value" in keywords:
        if keywords["@value"].value is not None:
            yield from of.place(value, ValueKind.LITERAL)
    elif "@list" in keywords:
        yield from _list(of, value, keywords["@list"])
    elif "@set" in keywords:
        yield from _items(of, keywords["@set"])
    else:
        yield from of.place(value, _kind_of(keywords.get("@id")))
        yield from _node(value, of.names)


def _list(of: _Property, value: JsonValue, held: JsonValue) -> Iterator[NamedPlace]:
    """Yield the place of a list, and those of the statements that are made within it."""
    items = [item for item in held.items if item.value is not None]
    yield from of.place(value, ValueKind.BLANK if items else ValueKind.IRI)
    unsaid = of._replace(term=of.term._replace(iri=None, containers=frozenset()))
    for item in items:
        yield from _items(unsaid, item)


def _kind_of(name: JsonValue | None) -> ValueKind:
    """Return what a node is that is named so, or not at all."""
    is_blank = name is None or str(name.value).startswith("_:")
    return ValueKind.BLANK if is_blank else ValueKind.IRI
