"""What a question is about: the classes of claims, indicators and kinds of relations that its pattern names."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from kg.core import iri, terms
from kg.core.graph import NamedNode, Store
from kg.core.ontology import RDF_TYPE, Ontology
from kg.query.constants import named_in

_DOMAIN: Final = iri.PREFIXES["rdfs"] + "domain"
_KINDS: Final = ("indicator", "relation")


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

    def narrow(self) -> frozenset[str]:
        """Return the classes that tell more than that something is claimed, or measured."""
        return self.classes - {terms.Claim, terms.Measurement} or self.classes


def matter_of(text: str, ontology: Ontology) -> Matter:
    """Return what a query is about: the classes it names, and those that alone have a property that it names."""
    claims, names = {*ontology.subs(terms.Claim)}, named_in(text)
    properties = frozenset(name for name in names if name.startswith(iri.PREFIXES["dyad"])) - claims
    domains = {cls for name in properties for cls in ontology.values(name, _DOMAIN)} - {terms.Claim}
    return Matter(
        classes=frozenset(claims & (names | domains)),
        kinds=frozenset(name for name in names if iri.key_of(name).partition("/")[0] in _KINDS),
        properties=properties,
    )


def missing_from(store: Store, matter: Matter) -> list[str]:
    """Return the classes of claims and the properties of a question of which a graph has no statement."""
    classes = [cls for cls in sorted(matter.narrow()) if not _any(store, RDF_TYPE, cls)]
    return classes + [name for name in sorted(matter.properties) if not _in_use(store, name)]


def _any(store: Store, predicate: str, value: str) -> bool:
    return next(store.quads_for_pattern(None, NamedNode(predicate), NamedNode(value)), None) is not None


def _in_use(store: Store, name: str) -> bool:
    """Tell whether a term is used: as a predicate, or as a class that something is of."""
    used = next(store.quads_for_pattern(None, NamedNode(name), None), None) is not None
    return used or _any(store, RDF_TYPE, name)


def kinds_fit(wanted: Collection[str], key: str, segment: str) -> bool:
    """Tell whether a concept is among those of its list that a question names, or it names none of that list."""
    listed: Iterable[str] = [kind for kind in wanted if iri.key_of(kind).startswith(f"{segment}/")]
    return not listed or iri.mint(segment, key) in listed
