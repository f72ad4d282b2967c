"""List the sources of a graph: what each holds, how old it is, and what it may be used for."""

from dataclasses import dataclass

from kg import iri, terms
from kg.graph import Literal, NamedNode, Store, matches, name_of
from kg.labels import label

_TYPE = NamedNode(iri.PREFIXES["rdf"] + "type")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source for people: its names and terms in one language, its days, and how many claims and entities it holds."""

    id: str
    name: str
    publisher: str
    licence: str
    permits: str
    issued: str
    retrieved: str
    manner: str
    claims: int
    entities: int


def _value(store: Store, subject: str, predicate: str, language: str | None = None) -> str:
    for quad in matches(store, NamedNode(subject), NamedNode(predicate)):
        if isinstance(quad.object, NamedNode):
            return quad.object.value
        if isinstance(quad.object, Literal) and language in {None, quad.object.language}:
            return quad.object.value
    return ""


def _line(store: Store, source: str, claims: set[str], language: str) -> SourceLine:
    dcterms, key = iri.PREFIXES["dcterms"], iri.key_of(source).partition("/")[2]
    graph = NamedNode(iri.source_graph(key))
    members = {name_of(quad.subject) for quad in store.quads_for_pattern(None, _TYPE, None, graph)}
    licence = _value(store, source, dcterms + "license")
    return SourceLine(
        id=key,
        name=label(store, source, language),
        publisher=label(store, _value(store, source, dcterms + "publisher"), language),
        licence=label(store, licence, language),
        permits=_value(store, licence, terms.permitsUse, language),
        issued=_value(store, source, dcterms + "issued"),
        retrieved=_value(store, source, terms.retrievedOn),
        manner=label(store, _value(store, source, terms.hasReadingManner), language),
        claims=len(members & claims),
        entities=len(members - claims),
    )


def list_sources(store: Store, language: str) -> list[SourceLine]:
    """List every source of a graph in the order of their keys."""
    claims = {name_of(quad.subject) for quad in matches(store, None, NamedNode(terms.claimKey))}
    found = matches(store, None, _TYPE, NamedNode(terms.Source))
    names = sorted({name_of(quad.subject) for quad in found})
    return [_line(store, name, claims, language) for name in names]
