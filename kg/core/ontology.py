"""The ontology as read from its folder: classes, annotations, individuals and shapes, for the verbs to compile."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from kg.core import iri, terms
from kg.core.errors import AssetMissing
from kg.core.graph import BlankNode, Literal, NamedNode, Quad, Store
from kg.core.manifest import content_digest
from kg.core.rdf_files import read_quads

RDF_TYPE = iri.PREFIXES["rdf"] + "type"
DEFINITION = iri.PREFIXES["skos"] + "definition"
RDF_FIRST = iri.PREFIXES["rdf"] + "first"
RDF_REST = iri.PREFIXES["rdf"] + "rest"
RDFS_LABEL = iri.PREFIXES["rdfs"] + "label"
SUBCLASS_OF = iri.PREFIXES["rdfs"] + "subClassOf"


@dataclass(frozen=True, slots=True, eq=False)
class Ontology:
    """The terms and the shapes, each in a store of its own, and the folder that they were read from.

    It is there to be read: what is compiled of it is kept as long as it is.
    """

    folder: Path
    terms: Store
    shapes: Store

    def value(self, subject: str, predicate: str) -> str | None:
        """Return the one value of a term's property as text, None if it has none."""
        return next(self.values(subject, predicate), None)

    def values(self, subject: str, predicate: str) -> Iterator[str]:
        """Return the values of a term's property as text; a list gives its items one by one."""
        for quad in self.terms.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None):
            if isinstance(quad.object, NamedNode | Literal):
                yield quad.object.value
            else:
                yield from list_items(self.terms, quad)

    def label(self, term: str, language: str) -> str | None:
        """Return the label of a term in a language."""
        for quad in self.terms.quads_for_pattern(NamedNode(term), NamedNode(RDFS_LABEL), None):
            if isinstance(quad.object, Literal) and quad.object.language == language:
                return quad.object.value
        return None

    def labels(self, term: str) -> Iterator[str]:
        """Yield the labels of a term in all languages."""
        for quad in self.terms.quads_for_pattern(NamedNode(term), NamedNode(RDFS_LABEL), None):
            yield quad.object.value  # type: ignore[union-attr]

    def supers(self, cls: str) -> list[str]:
        """Return a class and its superclasses, nearest first."""
        return [*_supers(self, cls)]

    def subs(self, cls: str) -> list[str]:
        """Return a class and its subclasses."""
        return [*_subs(self, cls)]

    def inherited(self, cls: str, annotation: str) -> list[str]:
        """Return the values of an annotation at the nearest of a class and its superclasses that has any."""
        for sup in self.supers(cls):
            if found := list(self.values(sup, annotation)):
                return found
        return []

    def segment(self, cls: str) -> str | None:
        """Return the IRI segment of a class's individuals, None for a class that has none of its own."""
        return next(iter(self.inherited(cls, terms.iriSegment)), None)

    def segments(self, cls: str) -> dict[str, str]:
        """Return the segments under which individuals of a class and its subclasses are named, with the class."""
        found: dict[str, str] = {}
        for sub in self.subs(cls):
            segment = self.segment(sub)
            if segment is not None:
                found.setdefault(segment, sub)
        return found

    def individuals(self) -> Iterator[tuple[str, str]]:
        """Return the individuals that the ontology itself names, its concepts, each with its class."""
        for quad in self.terms.quads_for_pattern(None, NamedNode(RDF_TYPE), None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                name, cls = quad.subject.value, quad.object.value
                if name.startswith(iri.ID) and cls.startswith(iri.PREFIXES["dyad"]):
                    yield name, cls


@lru_cache(maxsize=1024)
def _supers(ontology: Ontology, cls: str) -> tuple[str, ...]:
    found = [cls]
    for known in found:
        found.extend(sup for sup in sorted(ontology.values(known, SUBCLASS_OF)) if sup not in found)
    return tuple(found)


@lru_cache(maxsize=1024)
def _subs(ontology: Ontology, cls: str) -> tuple[str, ...]:
    found = [cls]
    for known in found:
        quads = ontology.terms.quads_for_pattern(None, NamedNode(SUBCLASS_OF), NamedNode(known))
        names = sorted(q.subject.value for q in quads if isinstance(q.subject, NamedNode))
        found.extend(name for name in names if name not in found)
    return tuple(found)


@cache
def column_name(predicate: str) -> str:
    """Return the name of a property's column in a table: its local name in snake_case."""
    local = predicate.replace("#", "/").rsplit("/", 1)[-1]
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in local).lstrip("_")


def list_items(store: Store, quad: Quad) -> Iterator[str]:
    """Return the items of the RDF list that a quad points to, those that have a name or a value."""
    for item in list_nodes(store, quad):
        if isinstance(item, NamedNode | Literal):
            yield item.value


def list_nodes(store: Store, quad: Quad) -> Iterator[NamedNode | BlankNode | Literal]:
    """Return the items of the RDF list that a quad points to."""
    node = quad.object
    while isinstance(node, BlankNode):
        first = next(store.quads_for_pattern(node, NamedNode(RDF_FIRST), None), None)
        if first is None:
            return
        if isinstance(first.object, NamedNode | BlankNode | Literal):
            yield first.object
        node = next(iter(store.quads_for_pattern(node, NamedNode(RDF_REST), None))).object


def read_ontology(folder: Path) -> Ontology:
    """Read `*.ttl` as the terms and `shapes/*.ttl` as the shapes of an ontology; of the same files, the same one."""
    return _read(folder, content_digest(folder))


@lru_cache(maxsize=2)
def _read(folder: Path, digest: str) -> Ontology:
    del digest  # with which what was read is known again
    stores = []
    for files in (sorted(folder.glob("*.ttl")), sorted(folder.glob("shapes/*.ttl"))):
        if not files:
            raise AssetMissing("The ontology has no Turtle files.", remedy="Give a complete ontology.", path=folder)
        store = Store()
        for path in files:
            store.extend(read_quads(path))
        stores.append(store)
    return Ontology(folder, *stores)
