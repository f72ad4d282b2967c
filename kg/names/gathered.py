"""Gather from the rows of a build what things are called, how they hang together, and what claims say of them."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final, NamedTuple

from kg.core import columns, iri, terms
from kg.core.graph import Literal, RdfFormat, parse
from kg.core.manifest import FLAT
from kg.core.ontology import RDF_TYPE, RDFS_LABEL, Ontology
from kg.load import iso_3166
from kg.load.cells import MANY
from kg.load.header import Column
from kg.load.keys import SOURCE_HASH
from kg.load.schema import Kind
from kg.load.spelling import SMALL_WORDS
from kg.rows.descriptions import read_descriptions
from kg.rows.engine import Engine, named, pattern_of, quoted, rows_of
from kg.rows.partition import SUBJECT, Partition
from kg.rows.read import facts_in

_ALT_LABEL = iri.PREFIXES["skos"] + "altLabel"
LABEL, OTHER, OFFICIAL, SPELLING, CODE, KEY = "label", "other", "official", "spelling", "code", "key"
"""The kinds of names: what the properties of names say, what offices write, codes of registers, and the own key."""
INITIALS: Final = "initials"
"""The kind of names that states and organisations have by the first letters of another, as ЕС, РК and СНГ; no source
says them."""
_BY_INITIALS: Final = frozenset({terms.Country, terms.EconomicUnion, terms.Organisation})
_WORD: Final = re.compile(r"[^\W\d_]+(?:'\w+)?")
_KINDS: Final = {
    RDFS_LABEL: LABEL,
    _ALT_LABEL: OTHER,
    terms.officialName: OFFICIAL,
    **dict.fromkeys((terms.isoCode, terms.isoAlpha3, terms.isoNumeric, terms.formerCode), CODE),
    **dict.fromkeys((terms.wikidataId, terms.leiCode), CODE),
}


class Called(NamedTuple):
    """A name of a thing: its kind, the property that gives a code, and its language, '' for none."""

    thing: str
    kind: str
    text: str
    language: str = ""
    property: str = ""


class Link(NamedTuple):
    """A thing that names another by a property."""

    subject: str
    predicate: str
    object: str


class Tally(NamedTuple):
    """How many claims of a class, indicator and source name a thing, and the years of which they speak; 0 for none."""

    thing: str
    cls: str
    indicator: str
    source: str
    claims: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that an index of names is made of: `classes` are the things, each with the name of its class.

    What is identified with something has a `canonical` name.
    """

    classes: dict[str, str]
    names: list[Called]
    links: list[Link]
    tallies: list[Tally]
    canonical: dict[str, str]

    @property
    def digest(self) -> str:
        """Return a digest of all of it."""
        parts = (getattr(self, part.name) for part in fields(self))
        return hashlib.sha256(repr([*parts]).encode()).hexdigest()


def gather_names(folder: Path, engine: Engine, partitions: Sequence[Partition], ontology: Ontology) -> Gathered:
    """Gather what is in the rows of a build, in what its sources say of themselves, and in the ontology."""
    entities = [one for one in partitions if not one.schema.is_claim and one.schema.key_rule != SOURCE_HASH]
    by_class: dict[str, list[Partition]] = {}
    for one in entities:
        by_class.setdefault(one.schema.cls, []).append(one)
    classes, names, links = _concepts(ontology)
    for cls, alike in by_class.items():
        subjects = engine.execute(f"SELECT DISTINCT {SUBJECT} FROM {_rows(alike)}")
        classes.update((subject, cls) for (subject,) in subjects)
        names += _names(engine, alike)
        links += _links(engine, alike)
    for name in _of_sources(folder):
        classes[name.thing] = terms.Source
        names.append(name)
    names += _spellings(classes)
    names += _initials(names, classes)
    names += [Called(thing, KEY, iri.own_key(thing)) for thing, cls in classes.items() if cls != terms.Dyad]
    tallies = _tallies(engine, folder, partitions)
    canonical = {row["entity"]: row["canonical"] for row in facts_in(folder, "entities")}
    return Gathered(dict(sorted(classes.items())), sorted(set(names)), sorted(set(links)), sorted(tallies), canonical)


def _concepts(ontology: Ontology) -> tuple[dict[str, str], list[Called], list[Link]]:
    """Return the concepts of the ontology with their names, and which is broader than which."""
    classes = {name: cls for name, cls in ontology.individuals() if terms.Concept in ontology.supers(cls)}
    names, links = [], []
    for quad in ontology.terms:
        subject, said = str(quad.subject)[1:-1], quad.object
        if subject not in classes:
            continue
        kind = _KINDS.get(quad.predicate.value)
        if kind is not None and isinstance(said, Literal):
            names.append(Called(subject, kind, said.value, said.language or ""))
        elif (other := str(said)[1:-1]) in classes:
            links.append(Link(subject, quad.predicate.value, other))
    return classes, names, links


def _rows(alike: Sequence[Partition]) -> str:
    """Write the rows of several partitions of one class as one table of the engine."""
    files = ", ".join(quoted(pattern_of(one.file)) for one in alike)
    return f"read_parquet([{files}], union_by_name = true)"


def _columns(alike: Iterable[Partition]) -> Iterator[Column]:
    """Yield the columns of several partitions, each once."""
    yield from {column.name: column for one in alike for column in one.columns}.values()


def _cells(column: Column) -> str:
    return f"unnest({named(column.name)})" if column.slot.many else named(column.name)


def _names(engine: Engine, alike: Sequence[Partition]) -> Iterator[Called]:
    for column in _columns(alike):
        kind = _KINDS.get(column.slot.predicate)
        if kind is None:
            continue
        given = column.slot.predicate if kind == CODE else ""
        for subject, text in _said(engine, alike, column):
            yield Called(subject, kind, text, column.language or "", given)


def _links(engine: Engine, alike: Sequence[Partition]) -> Iterator[Link]:
    for column in _columns(alike):
        if column.slot.kind is Kind.KEY:
            for subject, other in _said(engine, alike, column):
                yield Link(subject, column.slot.predicate, other)


def _said(engine: Engine, alike: Sequence[Partition], column: Column) -> list[tuple[str, str]]:
    """Return what a column says of things, each once."""
    said = f"SELECT {SUBJECT}, {_cells(column)} AS said FROM {_rows(alike)}"
    return [(subject, said) for subject, said in engine.execute(f"SELECT DISTINCT * FROM ({said}) WHERE said <> ''")]


def _of_sources(folder: Path) -> Iterator[Called]:
    """Yield what sources are called."""
    lines = read_descriptions(folder)
    quads = [*parse("".join(f"{line}\n" for line in lines).encode(), RdfFormat.N_QUADS)]
    sources = {str(quad.subject) for quad in quads if _is_a_source(str(quad.predicate), str(quad.object))}
    for quad in quads:
        kind, said = _KINDS.get(quad.predicate.value), quad.object
        if kind is not None and isinstance(said, Literal) and str(quad.subject) in sources:
            yield Called(str(quad.subject)[1:-1], kind, said.value, said.language or "")


def _is_a_source(predicate: str, cls: str) -> bool:
    return predicate == f"<{RDF_TYPE}>" and cls == f"<{terms.Source}>"


def _spellings(classes: Iterable[str]) -> Iterator[Called]:
    """Yield what offices call the countries, and what they call themselves."""
    known = set(classes)
    for spelled in (iso_3166.country_spellings(), iso_3166.names_at_home()):
        for key, spellings in spelled.items():
            country = iri.mint("country", key)
            if country in known:
                yield from (Called(country, SPELLING, name) for name in spellings)


def _initials(names: Iterable[Called], classes: dict[str, str]) -> set[Called]:
    """Return the initials of what countries, unions and organisations are called, of two words or more."""
    found = set()
    for name in names:
        if classes.get(name.thing) in _BY_INITIALS and name.kind != CODE:
            words = [word for word in _WORD.findall(name.text) if word.casefold() not in SMALL_WORDS]
            if len(words) > 1:
                found.add(Called(name.thing, INITIALS, "".join(word[0] for word in words).upper()))
    return found


def _tallies(engine: Engine, folder: Path, partitions: Sequence[Partition]) -> Iterator[Tally]:
    """Count the claims that name things, a claim once for each, by class, indicator and source."""
    claims = [one for one in partitions if one.schema.is_claim]
    known = {column.name: column for column in _columns(claims)}
    keys = ", ".join(named(name) for name, column in known.items() if column.slot.kind is Kind.KEY)
    if not keys:
        return
    indicator = named(columns.has_indicator) if columns.has_indicator in known else "NULL"
    ends = [named(name) if name in known else "NULL::DATE" for name in (columns.valid_from, columns.valid_until)]
    begins, after = ends
    rows = rows_of(folder / FLAT)
    query = f"""
    WITH cells AS (UNPIVOT (SELECT claim, {keys} FROM {rows}) ON {keys} INTO NAME property VALUE cell),
    naming AS (SELECT DISTINCT claim, unnest(string_split(cell, {quoted(MANY)})) AS thing FROM cells),
    said AS (SELECT claim, class, source, {indicator} AS indicator,
        year(coalesce({begins}, {after} - 1)) AS begun, year(coalesce({after} - 1, {begins})) AS ended FROM {rows})
    SELECT thing, class, coalesce(indicator, ''), source, count(*), coalesce(min(begun), 0), coalesce(max(ended), 0)
    FROM naming JOIN said USING (claim) GROUP BY ALL
    """
    for row in engine.execute(query):
        yield Tally(*row)
