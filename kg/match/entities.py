"""Read what a build knows of an entity that tells it from others: names, codes, countries, offices and sources."""

from collections.abc import Iterable
from dataclasses import dataclass

from kg import iri, terms
from kg.concepts import ClaimStatus, RelationKind
from kg.errors import ArgumentInvalid
from kg.graph import Literal, NamedNode, Store, matches, name_of, values
from kg.match.names import LEGAL_FORMS, Name, prepare, words

FAMILIES = (terms.Agent, terms.Post, terms.Place, terms.Undertaking)
CODES = (terms.wikidataId, terms.leiCode)
_TYPE, _SUBCLASS_OF = iri.PREFIXES["rdf"] + "type", iri.PREFIXES["rdfs"] + "subClassOf"
_LABEL = iri.PREFIXES["rdfs"] + "label"
_PLACING = (RelationKind.LOCATED_IN, RelationKind.POST_OF)
_NAMES = (_LABEL, iri.PREFIXES["skos"] + "altLabel", terms.officialName)
_PAST, _FUTURE = "", "9999"  # before and after every day, where an end of a period is open


@dataclass(frozen=True, slots=True, order=True)
class Office:
    """A post that a person held, by one claim: the first day and the first day after it, as ISO dates."""

    post: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity as its sources describe it.

    `family` is the class whose members can be one another: the most general one that names individuals. Codes are
    pairs of a property and a value.
    """

    iri: str
    family: str
    sources: frozenset[str]
    names: tuple[Name, ...]
    codes: frozenset[tuple[str, str]]
    countries: frozenset[str]
    offices: tuple[Office, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a build says around its entities, read once.

    The families with the words by which names say that something is of them; the countries in which places lie; the
    offices of persons; and what claims of the kinds located-in and post-of relate an entity to.
    """

    families: dict[str, frozenset[str]]
    territories: dict[str, frozenset[str]]
    offices: dict[str, list[Office]]
    placed: dict[str, set[str]]


def read_entities(store: Store, classes: Iterable[str] = FAMILIES) -> list[Entity]:
    """Read the named entities of some classes from the graphs of a build, in the order of their IRIs.

    Raises ArgumentInvalid for a class that the ontology does not have.
    """
    around = Surroundings(_families(store), _territories(store), _offices(store), _placed(store))
    members: set[str] = set()
    for cls in classes:
        if not values(store, cls, _TYPE):
            raise ArgumentInvalid("There is no such class.", remedy="Name one, as Firm.", value=iri.compress(cls))
        members |= _subjects(store, _TYPE, cls)
    found = [_read(store, name, around) for name in sorted(members)]
    return [entity for entity in found if entity.names]


def _subjects(store: Store, predicate: str, value: str) -> set[str]:
    quads = store.quads_for_pattern(None, NamedNode(predicate), NamedNode(value))
    return {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}


def _families(store: Store) -> dict[str, frozenset[str]]:
    """Return the classes that name their individuals and have no class above them that does, with words for them."""
    naming = {name_of(q.subject) for q in store.quads_for_pattern(None, NamedNode(terms.iriSegment), None)}
    found = {}
    for cls in sorted(naming):
        above = values(store, cls, _SUBCLASS_OF)
        for known in above:
            above += [sup for sup in values(store, known, _SUBCLASS_OF) if sup not in above]
        if not naming & set(above):
            own = frozenset(word for label in values(store, cls, _LABEL) for word in words(label))
            found[cls] = own | LEGAL_FORMS if cls == terms.Organisation else own
    return found


def _territories(store: Store) -> dict[str, frozenset[str]]:
    """Return the countries in which each place lies, a country in itself."""
    countries = _subjects(store, _TYPE, terms.Country)
    found = {country: {country} for country in countries}
    for quad in matches(store, None, NamedNode(terms.isWithin)):
        if name_of(quad.object) in countries:
            found.setdefault(name_of(quad.subject), set()).add(name_of(quad.object))
    return {place: frozenset(within) for place, within in found.items()}


def _offices(store: Store) -> dict[str, list[Office]]:
    """Return the offices that claims give to each person."""
    found: dict[str, list[Office]] = {}
    for quad in matches(store, None, NamedNode(terms.hasHolder)):
        claim = name_of(quad.subject)
        start, end = (values(store, claim, p) for p in (terms.validFrom, terms.validUntil))
        office = Office("".join(values(store, claim, terms.hasPost)), "".join(start) or _PAST, "".join(end) or _FUTURE)
        found.setdefault(name_of(quad.object), []).append(office)
    return found


def _placed(store: Store) -> dict[str, set[str]]:
    """Return what accepted claims place each entity in: a seat, or the country that a post serves."""
    found: dict[str, set[str]] = {}
    for kind in _PLACING:
        for claim in _subjects(store, terms.hasRelationKind, kind):
            if values(store, claim, terms.claimStatus) == [ClaimStatus.ACCEPTED]:
                for subject in values(store, claim, terms.isAbout):
                    found.setdefault(subject, set()).update(values(store, claim, terms.isRelatedTo))
    return found


def _links(store: Store, name: str, placed: dict[str, set[str]]) -> set[str]:
    """Return what sources relate an entity to, by properties of its own or by claims that place it."""
    quads = store.quads_for_pattern(NamedNode(name), None, None)
    stated = {name_of(q.object) for q in quads if name_of(q.graph_name).startswith(iri.SOURCE_GRAPHS)}
    return stated | placed.get(name, set())


def _read(store: Store, name: str, around: Surroundings) -> Entity:
    """Read one entity."""
    quads = list(store.quads_for_pattern(NamedNode(name), None, None))
    stated = [q for q in quads if name_of(q.graph_name).startswith(iri.SOURCE_GRAPHS)]
    texts = sorted({(q.predicate.value, q.object.value) for q in stated if isinstance(q.object, Literal)})
    types = {name_of(q.object) for q in quads if q.predicate.value == _TYPE}
    family = min(types & around.families.keys(), default="")
    names = {text: prepare(text, around.families.get(family, frozenset())) for kind, text in texts if kind in _NAMES}
    offices = sorted(around.offices.get(name, []))
    links = _links(store, name, around.placed).union(*(_links(store, o.post, around.placed) for o in offices))
    return Entity(
        iri=name,
        family=family,
        sources=frozenset(name_of(q.graph_name) for q in stated if q.predicate.value == _TYPE),
        names=tuple(prepared for prepared in names.values() if prepared is not None),
        codes=frozenset((kind, text) for kind, text in texts if kind in CODES),
        countries=frozenset[str]().union(*(around.territories.get(link, ()) for link in links)),
        offices=tuple(offices),
    )
