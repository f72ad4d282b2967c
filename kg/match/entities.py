"""Read what a build knows of an entity that tells it from others: names, codes, countries, offices and sources."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from kg.core import iri, terms
from kg.core.concepts import ClaimStatus, RelationKind
from kg.core.errors import ArgumentInvalid
from kg.core.graph import NamedNode, name_of
from kg.core.ontology import RDF_TYPE, RDFS_LABEL, Ontology, column_name
from kg.load.schema import Kind
from kg.match.names import LEGAL_FORMS, Name, prepare, words
from kg.rows import arrays
from kg.rows.engine import Engine, named, put, rows_of
from kg.rows.partition import SUBJECT, Partition
from kg.wording.labels import NAMING

FAMILIES = (terms.Agent, terms.Post, terms.Place, terms.Undertaking)
CODES = (terms.wikidataId, terms.leiCode)
_PLACING = (RelationKind.LOCATED_IN, RelationKind.POST_OF)
_WANTED = "wanted"
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


Pairs: TypeAlias = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class EntityRows:
    """The rows of a build in an engine, and the ontology that says of what classes they are."""

    engine: Engine
    partitions: Sequence[Partition]
    ontology: Ontology

    def of(self, cls: str) -> Iterator[Partition]:
        """Yield the partitions of a class and its subclasses."""
        return (one for one in self.partitions if cls in self.ontology.supers(one.schema.cls))

    def subjects(self, cls: str) -> set[str]:
        """Return the things of a class and its subclasses."""
        return {subject for one in self.of(cls) for (subject,) in self.texts(one)}

    def texts(self, one: Partition, *columns: str, where: str = "true") -> list[tuple[str, ...]]:
        """Return the subject of each row of a partition, and columns as texts, empty where nothing is stated.

        A column of lists gives a row for each value.
        """
        own = {column.name: column.slot.many for column in one.columns}
        cells = [f"{'unnest' if own[name] else ''}({named(name)})" if name in own else "NULL" for name in columns]
        texts = [f"coalesce(CAST({cell} AS VARCHAR), '')" for cell in cells]
        selected = ", ".join([SUBJECT, *texts])
        return self.engine.execute(f"SELECT {selected} FROM {rows_of(one.file)} WHERE {where}")


@dataclass(frozen=True, slots=True)
class EntityStatements:
    """What sources state of an entity: its classes, the sources that name them, texts by property, and links."""

    classes: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    texts: set[tuple[str, str]] = field(default_factory=set)
    links: set[str] = field(default_factory=set)


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


def read_entities(rows: EntityRows, within: Pairs, classes: Iterable[str] = FAMILIES) -> list[Entity]:
    """Read the named entities of some classes from the rows of a build, in the order of their IRIs.

    `within` are places with what they lie in, as the build concluded. Raises ArgumentInvalid for a class that the
    ontology does not have.
    """
    around = Surroundings(_families(rows.ontology), _territories(rows, within), _offices(rows), _placed(rows))
    members: set[str] = set()
    for cls in classes:
        if rows.ontology.value(cls, RDF_TYPE) is None:
            raise ArgumentInvalid("There is no such class.", remedy="Name one, as Firm.", value=iri.compress(cls))
        members |= rows.subjects(cls)
    posts = {office.post for offices in around.offices.values() for office in offices}
    stated = _stated(rows, members | posts)
    found = [_entity(name, stated, around, rows.ontology) for name in sorted(members)]
    return [entity for entity in found if entity.names]


def _families(ontology: Ontology) -> dict[str, frozenset[str]]:
    """Return the classes that name their individuals and have no class above them that does, with words for them."""
    quads = ontology.terms.quads_for_pattern(None, NamedNode(terms.iriSegment), None)
    naming = {name_of(quad.subject) for quad in quads}
    found = {}
    for cls in sorted(naming):
        if naming.isdisjoint(ontology.supers(cls)[1:]):
            own = frozenset(word for label in ontology.values(cls, RDFS_LABEL) for word in words(label))
            found[cls] = own | LEGAL_FORMS if cls == terms.Organisation else own
    return found


def _territories(rows: EntityRows, within: Pairs) -> dict[str, frozenset[str]]:
    """Return the countries in which each place lies, a country in itself."""
    countries = rows.subjects(terms.Country)
    found = {country: {country} for country in countries}
    stated = (pair for one in rows.of(terms.Entity) for pair in rows.texts(one, column_name(terms.isWithin)))
    for place, outer in (*stated, *within):
        if outer in countries:
            found.setdefault(place, set()).add(outer)
    return {place: frozenset(outer) for place, outer in found.items()}


def _offices(rows: EntityRows) -> dict[str, list[Office]]:
    """Return the offices that claims give to each person."""
    found: dict[str, list[Office]] = {}
    columns = [*map(column_name, (terms.hasHolder, terms.hasPost, terms.validFrom, terms.validUntil))]
    for one in rows.of(terms.OfficeHolding):
        for _, holder, post, start, end in rows.texts(one, *columns):
            found.setdefault(holder, []).append(Office(post, start or _PAST, end or _FUTURE))
    return found


def _placed(rows: EntityRows) -> dict[str, set[str]]:
    """Return what accepted claims place each entity in: a seat, or the country that a post serves."""
    found: dict[str, set[str]] = {}
    columns = [*map(column_name, (terms.isAbout, terms.isRelatedTo, terms.hasRelationKind, terms.claimStatus))]
    for one in rows.of(terms.Relation):
        for _, subject, place, kind, status in rows.texts(one, *columns):
            if kind in _PLACING and status == ClaimStatus.ACCEPTED:
                found.setdefault(subject, set()).add(place)
    return found


def _stated(rows: EntityRows, wanted: set[str]) -> dict[str, EntityStatements]:
    """Return what the sources of a build state of some entities."""
    import pyarrow as pa

    found = {name: EntityStatements() for name in wanted}
    put(rows.engine, _WANTED, pa.table({SUBJECT: arrays.texts([*wanted])}))
    chosen = f"{SUBJECT} IN (FROM {_WANTED})"
    for one in rows.of(terms.Entity):
        for (subject,) in rows.texts(one, where=chosen):
            found[subject].classes.add(one.schema.cls)
            found[subject].sources.add(iri.source_graph(one.source))
        for column in one.columns:
            kind, predicate = column.slot.kind, column.slot.predicate
            if kind in {Kind.KEY, Kind.PLACE}:
                for subject, link in rows.texts(one, column.name, where=chosen):
                    found[subject].links.add(link)
            elif predicate in {*NAMING, *CODES}:
                for subject, text in rows.texts(one, column.name, where=chosen):
                    found[subject].texts.update([(predicate, text)] if text else [])
    return found


def _entity(name: str, stated: dict[str, EntityStatements], around: Surroundings, ontology: Ontology) -> Entity:
    """Describe one entity."""
    own = stated[name]
    classes = {sup for cls in own.classes for sup in ontology.supers(cls)}
    family = min(classes & around.families.keys(), default="")
    texts = sorted(own.texts)
    names = {text: prepare(text, around.families.get(family, frozenset())) for kind, text in texts if kind in NAMING}
    offices = sorted(around.offices.get(name, []))
    placing = [name, *(office.post for office in offices)]
    links = {link for one in placing for link in (*stated[one].links, *around.placed.get(one, ()))}
    return Entity(
        iri=name,
        family=family,
        sources=frozenset(own.sources),
        names=tuple(prepared for prepared in names.values() if prepared is not None),
        codes=frozenset((kind, text) for kind, text in texts if kind in CODES),
        countries=frozenset[str]().union(*(around.territories.get(link, ()) for link in links)),
        offices=tuple(offices),
    )
