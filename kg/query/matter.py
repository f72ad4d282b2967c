"""What a question is about: the classes of claims, indicators and kinds of relations that its pattern names."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kg.core import iri, terms
from kg.core.graph import NamedNode, Store
from kg.core.ontology import RDF_TYPE, Ontology, column_name
from kg.query.constants import names_used

_DOMAIN: Final = iri.PREFIXES["rdfs"] + "domain"
_OBJECT_PROPERTY: Final = iri.PREFIXES["owl"] + "ObjectProperty"
_KINDS: Final = ("indicator", "relation")
_OF_KINDS: Final = (terms.hasIndicator, terms.hasRelationKind)


@dataclass(frozen=True, slots=True)
class Matter:
    """What a question reads: IRIs of classes of claims, of indicators and kinds of relations, and of properties."""

    classes: frozenset[str]
    kinds: frozenset[str]
    properties: frozenset[str]

    @property
    def indicators(self) -> frozenset[str]:
        """Return the indicators among the kinds."""
        return frozenset(kind for kind in self.kinds if iri.key_of(kind).startswith("indicator/"))

    def links(self, ontology: Ontology) -> list[str]:
        """Return the properties that lead to things."""
        return [name for name in sorted(self.properties) if _OBJECT_PROPERTY in ontology.values(name, RDF_TYPE)]

    def narrow(self) -> frozenset[str]:
        """Return the classes that tell more than that something is claimed, or measured."""
        return self.classes - {terms.Claim, terms.Measurement} or self.classes


def matter_of(text: str, ontology: Ontology) -> Matter:
    """Return what a query is about: the classes it names, and those that alone have a property that it names."""
    claims, names = {*ontology.subs(terms.Claim)}, names_used(text)
    properties = frozenset(name for name in names if name.startswith(iri.PREFIXES["dyad"])) - claims
    domains = {cls for name in properties for cls in ontology.values(name, _DOMAIN)} - {terms.Claim}
    return Matter(
        classes=frozenset(claims & (names | domains)),
        kinds=frozenset(name for name in names if iri.key_of(name).partition("/")[0] in _KINDS),
        properties=properties,
    )


def pack_for(matter: Matter, packed: Mapping[str, str], ontology: Ontology) -> str | None:
    """Return the pack that alone has what a question reads, by the classes and links that only tables of packs have."""
    classes = [packed.get(name.removeprefix(iri.PREFIXES["dyad"])) for name in matter.narrow()]
    if classes and all(classes):
        return classes[0]
    return next(filter(None, (packed.get(column_name(name)) for name in matter.links(ontology))), None)


def missing_from(store: Store, matter: Matter, ontology: Ontology) -> list[str]:
    """Return the classes of claims, and the properties that lead to things, of which a graph has no statement."""
    classes = [cls for cls in sorted(matter.narrow()) if not _any(store, RDF_TYPE, cls)]
    return classes + [name for name in matter.links(ontology) if not is_in_use(store, name)]


def kinds_by_use(store: Store, matter: Matter) -> dict[str, int]:
    """Return how many claims there are of each indicator and kind of relation that a question names, fewest first."""
    counted = {kind: len(_claims_of(store, kind)) for kind in matter.kinds}
    return dict(sorted(counted.items(), key=lambda one: (one[1], one[0])))


def _claims_of(store: Store, kind: str) -> set[object]:
    """Return the claims of an indicator or kind of relation."""
    named = (store.quads_for_pattern(None, NamedNode(predicate), NamedNode(kind)) for predicate in _OF_KINDS)
    return {quad.subject for quads in named for quad in quads}


def _any(store: Store, predicate: str, value: str) -> bool:
    return next(store.quads_for_pattern(None, NamedNode(predicate), NamedNode(value)), None) is not None


def is_in_use(store: Store, name: str) -> bool:
    """Tell whether a term is used: as a predicate, or as a class that something is of."""
    used = next(store.quads_for_pattern(None, NamedNode(name), None), None) is not None
    return used or _any(store, RDF_TYPE, name)


def kinds_fit(wanted: Collection[str], key: str, segment: str) -> bool:
    """Tell whether a concept is among those of its list that a question names, or it names none of that list."""
    listed: Iterable[str] = [kind for kind in wanted if iri.key_of(kind).startswith(f"{segment}/")]
    return not listed or iri.mint(segment, key) in listed
