"""Propose pairs of entities that may be one: alike in name or equal in code, of two sources, and not yet judged."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from kg.core import iri, terms
from kg.core.ontology import column_name, read_ontology
from kg.match.entities import FAMILIES, Entity, EntityRows, Office, read_entities
from kg.match.names import Name, alike, similarity
from kg.rdf.publish import open_known
from kg.restrict import check_rows
from kg.rows.engine import engine
from kg.rows.partition import open_partitions
from kg.rows.read import facts_in

# What a name's likeness is multiplied by. None is above one: a likeness below the least confidence can be passed over.
_OTHER_KIND = 0.97
_COUNTRY_UNKNOWN = 0.95
_OTHER_COUNTRY = 0.8
_OTHER_TIME = 0.9


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two entities that may be one: their names that are most alike, why they may be one, and how likely."""

    subject: Entity
    object: Entity
    names: tuple[str, str]
    confidence: float
    justification: str
    reasons: tuple[str, ...]


def propose(
    folder: Path,
    ontology_folder: Path,
    least: float,
    classes: Iterable[str] = FAMILIES,
    *,
    within_sources: bool = False,
) -> list[Candidate]:
    """Propose the candidates of a build with at least some confidence (above 0, at most 1), the likeliest first.

    Left out are pairs that a mapping judges, whatever the judgement, and pairs that follow from those; and pairs of
    which every source of one names the other too, unless `within_sources` asks for them. Nothing in the build changes.
    Raises BuildMissing, and BuildDamaged.
    """
    check_rows(folder, ontology_folder)
    ontology = read_ontology(ontology_folder)
    about = open_known(folder, ontology)
    groups = {row["entity"]: row["canonical"] for row in facts_in(folder, "entities")}
    with engine() as working:
        rows = EntityRows(working, open_partitions(folder, ontology), ontology)
        entities = read_entities(rows, _within(about.concluded), classes)
        judged = judged_groups(rows, groups)
    found = []
    for one, other in _pairs(entities, least):
        together = frozenset(groups.get(e.iri, e.iri) for e in (one, other))
        apart = within_sources or bool(one.sources - other.sources and other.sources - one.sources)
        if len(together) == 1 or together in judged or not apart:
            continue
        candidate = weigh(one, other)
        if candidate is not None and candidate.confidence >= least:
            found.append(candidate)
    return sorted(found, key=lambda c: (-c.confidence, c.subject.iri, c.object.iri))


def _within(concluded: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the places of N-Quads lines that lie within others."""
    for line in concluded:
        place, predicate, outer, _ = line.split(" ", 3)
        if predicate == f"<{terms.isWithin}>":
            yield place.strip("<>"), outer.strip("<>")


def judged_groups(rows: EntityRows, groups: Mapping[str, str]) -> set[frozenset[str]]:
    """Return the pairs of groups between which some mapping stands; `groups` names what is identified by the first."""
    ends = tuple(map(column_name, (terms.hasSubject, terms.hasObject)))
    pairs = (pair for one in rows.of(terms.Mapping) for _, *pair in rows.texts(one, *ends))
    return {frozenset(groups.get(end, end) for end in pair) for pair in pairs}


def _pairs(entities: Sequence[Entity], least: float) -> Iterator[tuple[Entity, Entity]]:
    """Yield each pair of one family that has a code in common, or names that are alike enough, once."""
    families: dict[str, list[Entity]] = {}
    for entity in entities:
        families.setdefault(entity.family, []).append(entity)
    for members in families.values():
        for one, other in sorted({*_with_alike_names(members, least), *_with_one_code(members)}):
            if one != other:
                yield members[min(one, other)], members[max(one, other)]


def _with_alike_names(members: Sequence[Entity], least: float) -> Iterator[tuple[int, int]]:
    """Yield the places of entities that have names alike."""
    named = [(place, name) for place, entity in enumerate(members) for name in entity.names]
    for one, other in alike([name for _, name in named], least):
        yield named[one][0], named[other][0]


def _with_one_code(members: Sequence[Entity]) -> Iterator[tuple[int, int]]:
    """Yield the places of entities that have a code in common."""
    holders: dict[tuple[str, str], list[int]] = {}
    for place, entity in enumerate(members):
        for code in entity.codes:
            holders.setdefault(code, []).append(place)
    for places in holders.values():
        yield from combinations(places, 2)


def weigh(one: Entity, other: Entity) -> Candidate | None:
    """Compare two entities; None if they have different codes of one kind, or no names to compare and no code.

    The order of the two does not matter.
    """
    one, other = sorted((one, other), key=lambda entity: entity.iri)
    kinds = {kind for kind, _ in one.codes} & {kind for kind, _ in other.codes}
    shared = sorted(one.codes & other.codes)
    if kinds - {kind for kind, _ in shared}:
        return None
    likeness, mine, yours = _most_alike(one, other)
    if shared:
        reasons = tuple(f"same {iri.compress(kind).removeprefix('dyad:')} {value}" for kind, value in shared)
        names = (mine.written, yours.written)
        return Candidate(one, other, names, 1.0, "background-knowledge-based-matching", reasons)
    marks = [*_kind(mine, yours), *_country(one, other), *_time(one.offices, other.offices)]
    confidence = likeness
    for factor, _ in marks:
        confidence *= factor
    justification = "lexical-matching" if likeness == 1 else "lexical-similarity-threshold-matching"
    if any(factor == 1 for factor, _ in marks):
        justification = "composite-matching"
    reasons = (f"names {likeness:.2f} alike", *(reason for _, reason in marks))
    return Candidate(one, other, (mine.written, yours.written), round(confidence, 2), justification, reasons)


def _most_alike(one: Entity, other: Entity) -> tuple[float, Name, Name]:
    pairs = ((similarity(mine, yours), mine, yours) for mine in one.names for yours in other.names)
    return min(pairs, key=lambda pair: (-pair[0], len(set(pair[1].kinds) ^ set(pair[2].kinds)), pair[1], pair[2]))


def _kind(one: Name, other: Name) -> Iterator[tuple[float, str]]:
    if one.kinds != other.kinds:
        yield _OTHER_KIND, "form or kind named otherwise"


def _country(one: Entity, other: Entity) -> Iterator[tuple[float, str]]:
    """Say whether the two are of one country; posts and persons are of the country of their jurisdiction."""
    if shared := sorted(one.countries & other.countries):
        yield 1, "same country " + ", ".join(iri.key_of(c).partition("/")[2] for c in shared)
    elif one.countries and other.countries:
        yield _OTHER_COUNTRY, "other country"
    else:
        yield _COUNTRY_UNKNOWN, "country unknown"


def _time(mine: Sequence[Office], yours: Sequence[Office]) -> Iterator[tuple[float, str]]:
    """Say whether two persons were in office at one time, where offices of both are known."""
    if mine and yours:
        overlap = any(a.start < b.end and b.start < a.end for a in mine for b in yours)
        yield (1, "in office at one time") if overlap else (_OTHER_TIME, "in office at other times")
