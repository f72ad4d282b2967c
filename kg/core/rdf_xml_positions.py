"""Where each statement of RDF/XML stands in its text, by its elements: what they mean, the parser says."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Final

from kg.core import iri
from kg.core.positions import Lines, NamedPlace, Point, TextSpan, ValueKind
from kg.core.untrusted import walk_xml_at

_RDF: Final = iri.PREFIXES["rdf"]
_OF_SYNTAX: Final = frozenset(
    f"{_RDF}{name}" for name in ("about", "ID", "nodeID", "resource", "parseType", "datatype", "bagID")
)
_REIFIED: Final = ("subject", "predicate", "object", "type")
_TAG = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")


class _Holds(Enum):
    """What an element holds: nodes, the properties of a node, one value, the items of a list, or a text with marks."""

    NODES = "nodes"
    PROPERTIES = "properties"
    VALUE = "value"
    LIST = "list"
    TEXT = "text"


@dataclass(slots=True)
class _Element:
    """An element that is open: what it holds, its tag, the namespaces in it, and its attributes by their IRIs.

    `about` is where the node is written that its properties are of. `of_property` is the IRI of a property, and `value`
    what is met as its value. `items` counts what is numbered in it.
    """

    holds: _Holds
    tag: TextSpan
    namespaces: Mapping[str, str]
    attributes: Mapping[str, str] = field(default_factory=dict)
    about: TextSpan | None = None
    of_property: str | None = None
    value: tuple[ValueKind, TextSpan] | None = None
    items: int = 0

    @property
    def described(self) -> dict[str, str]:
        """Return the attributes that are properties."""
        return {name: value for name, value in self.attributes.items() if name and name not in _OF_SYNTAX}


class _Walk:
    """Follows the elements of a file, and notes at which of them a statement is made."""

    def __init__(self, text: str) -> None:
        self.found = list[NamedPlace]()
        self._text = text
        self._lines = Lines.of(text)
        self._open = [_Element(_Holds.NODES, TextSpan(0, 0), {"xml": "", "": ""})]

    def start(self, name: str, attributes: Mapping[str, str], at: Point) -> None:
        """Take the tag that begins an element."""
        around = self._open[-1]
        own = {key.partition(":")[2]: value for key, value in attributes.items() if key.split(":")[0] == "xmlns"}
        namespaces = {**around.namespaces, **own}
        named = {_iri(key, namespaces): value for key, value in attributes.items() if ":" in key and key[:3] != "xml"}
        element = _Element(_Holds.TEXT, self._tag(at), namespaces, named)
        self._open.append(element)
        if around.holds is _Holds.PROPERTIES:
            self._property(_iri(name, namespaces), element, around)
        elif around.holds is not _Holds.TEXT:
            self._node(_iri(name, namespaces), element, around)

    def _tag(self, at: Point) -> TextSpan:
        offset = self._lines.starts[at.line - 1] + at.column - 1
        found = _TAG.match(self._text, offset)
        return TextSpan(offset, offset if found is None else found.end())

    def _node(self, name: str, element: _Element, around: _Element) -> None:
        """Take an element that stands for a node: its type and the properties among its attributes."""
        if name == f"{_RDF}RDF":
            element.holds = _Holds.NODES
            return
        element.holds, element.about = _Holds.PROPERTIES, element.tag
        is_named = {f"{_RDF}about", f"{_RDF}ID"} & {*element.attributes}
        around.value = (ValueKind.IRI if is_named else ValueKind.BLANK, element.tag)
        around.items += 1
        if name != f"{_RDF}Description":
            self._note(f"{_RDF}type", ValueKind.IRI, element.tag, element.tag)
        self._attributes(element)

    def _attributes(self, element: _Element) -> None:
        """Note the properties that the attributes of a tag are."""
        for name in element.described:
            kind = ValueKind.IRI if name == f"{_RDF}type" else ValueKind.LITERAL
            self._note(name, kind, element.tag, element.tag)

    def _property(self, name: str, element: _Element, around: _Element) -> None:
        """Take an element that stands for a property of the node around it."""
        if name == f"{_RDF}li":
            around.items += 1
            name = f"{_RDF}_{around.items}"
        element.of_property, element.about = name, around.about
        kind = element.attributes.get(f"{_RDF}parseType")
        if kind == "Resource":
            self._note(name, ValueKind.BLANK, around.about, element.tag)
            element.holds, element.about, element.of_property = _Holds.PROPERTIES, element.tag, None
        else:
            element.holds = {None: _Holds.VALUE, "Collection": _Holds.LIST}.get(kind, _Holds.TEXT)

    def end(self, _: str, at: Point) -> None:
        """Take the tag that ends an element: what a property says is known by now."""
        element = self._open.pop()
        if element.of_property is None:
            return
        kind, span = self._value(element, self._tag(at))
        self._note(element.of_property, kind, element.about, span)
        if f"{_RDF}ID" in element.attributes:
            for part in _REIFIED:
                self._note(f"{_RDF}{part}", kind if part == "object" else ValueKind.IRI, element.tag, span)

    def _value(self, element: _Element, end: TextSpan) -> tuple[ValueKind, TextSpan]:
        """Return what the value of a property is, and where: a node in it, the text in it, or its tag."""
        names = {*element.attributes}
        if element.holds is _Holds.LIST:
            return (ValueKind.BLANK if element.items else ValueKind.IRI), element.tag
        if element.value is not None:
            return element.value
        if f"{_RDF}resource" in names or f"{_RDF}nodeID" in names or element.described:
            self._attributes(element)
            return (ValueKind.IRI if f"{_RDF}resource" in names else ValueKind.BLANK), element.tag
        text = TextSpan(element.tag.end, end.start)
        return ValueKind.LITERAL, text if text.start < text.end else element.tag

    def _note(self, name: str, kind: ValueKind, subject: TextSpan | None, value: TextSpan) -> None:
        self.found.append(NamedPlace(name, kind, subject or value, value))


def _iri(name: str, namespaces: Mapping[str, str]) -> str:
    """Return the IRI of a name with its prefix."""
    prefix, _, local = name.rpartition(":")
    return namespaces.get(prefix, "") + local


def rdf_xml_places(path: Path, text: str) -> list[NamedPlace]:
    """Return where each statement stands, but those that lists consist of, those of one property in the parser's order.

    The text is that of the file, which has been parsed.
    """
    walk = _Walk(text)
    walk_xml_at(path, walk.start, walk.end)
    return walk.found
