"""Read the sources of a build: what each holds, how old it is, and what it may be used for."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from kg.core import iri, terms
from kg.core.errors import ArgumentInvalid
from kg.core.graph import Literal, NamedNode, Store, matches, name_of, values
from kg.core.likeness import did_you_mean, nearest
from kg.core.ontology import RDF_TYPE, Ontology
from kg.load.opening import classes
from kg.rows.opened import Rows
from kg.show.model import SourceNote
from kg.show.things import add_things, read_described
from kg.wording.days import written_day
from kg.wording.labels import label, text_in

_DCTERMS, _DCAT = iri.PREFIXES["dcterms"], iri.PREFIXES["dcat"]
PUBLISHER: Final = _DCTERMS + "publisher"
ISSUED: Final = _DCTERMS + "issued"
LICENCE: Final = _DCTERMS + "license"
ADDRESS: Final = _DCAT + "landingPage"
_NOTE = iri.PREFIXES["skos"] + "note"


@dataclass(frozen=True, slots=True)
class FileLine:
    """A raw file of a source: its name, its SHA-256 digest, and the publisher's address of it, '' if not known."""

    name: str
    sha256: str
    address: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source for people: its names and terms in one language, its days, and how much it holds.

    `rows` are the numbers of its things by class, `claims` and `entities` their sums. `pack` is the pack that it ships
    in, '' for one that every build takes or that does not ship.
    """

    id: str
    name: str
    publisher: str
    address: str
    licence: str
    permits: str
    pack: str
    issued: str
    retrieved: str
    manner: str
    claims: int
    entities: int
    rows: dict[str, int]
    files: tuple[FileLine, ...]
    note: str

    @property
    def vintage(self) -> str:
        """Return the day of issue, or the day of retrieval where the source gives none."""
        return self.issued or self.retrieved


def source_note(known: Store, source: str, language: str) -> SourceNote:
    """Return what a reader must know of a source, from a store of what sources say of themselves."""
    licence, issued = _first(known, source, LICENCE), _first(known, source, ISSUED)
    day = issued or _first(known, source, terms.retrievedOn)
    return SourceNote(
        id=_id(source),
        name=label(known, source, language),
        publisher=_named(known, source, PUBLISHER, language),
        day=written_day(date.fromisoformat(day), language) if day else "",
        address=_first(known, source, ADDRESS),
        licence=label(known, licence, language) if licence else "",
        permits=text_in(known, licence, terms.permitsUse, language) if licence else "",
    )


def _id(source: str) -> str:
    return iri.key_of(source).partition("/")[2]


def _first(known: Store, subject: str, predicate: str) -> str:
    """Return a value as text, '' if there is none."""
    return next(iter(values(known, subject, predicate)), "")


def _named(known: Store, subject: str, predicate: str, language: str) -> str:
    """Return the label of a value, '' if there is none."""
    value = _first(known, subject, predicate)
    return label(known, value, language) if value else ""


def _files(known: Store, source: str) -> tuple[FileLine, ...]:
    properties = (terms.fileName, terms.sha256, _DCAT + "downloadURL")
    files = [
        FileLine(*(_first(known, file, one) for one in properties)) for file in values(known, source, terms.hasFile)
    ]
    return tuple(sorted(files, key=str))


def list_sources(rows: Rows, ontology: Ontology, language: str, packs: Iterable[Path] = ()) -> list[SourceLine]:
    """List every source of a build in the order of their keys; `packs` are the folders of those that ship."""
    packed = {path.name: pack.name for pack in packs for path in pack.iterdir()}
    known, counts, of_claims = read_described(rows, ontology), rows.counts(), ontology.subs(terms.Claim)
    sources = sorted(
        name_of(quad.subject) for quad in matches(known, None, NamedNode(RDF_TYPE), NamedNode(terms.Source))
    )
    add_things(known, rows, ontology, {name for source in sources for name in values(known, source, PUBLISHER)})
    claims = {stem for stem, cls in classes(ontology).items() if cls in of_claims}
    return [_line(known, source, counts.get(_id(source), {}), claims, language, packed) for source in sources]


def _line(
    known: Store, source: str, counts: Mapping[str, int], claims: Set[str], language: str, packed: Mapping[str, str]
) -> SourceLine:
    note, of_claims = source_note(known, source, language), sum(counts[one] for one in counts.keys() & claims)
    return SourceLine(
        id=note.id,
        name=note.name,
        publisher=note.publisher,
        address=note.address,
        licence=note.licence,
        permits=note.permits,
        pack=packed.get(note.id, ""),
        issued=_first(known, source, ISSUED),
        retrieved=_first(known, source, terms.retrievedOn),
        manner=_named(known, source, terms.hasReadingManner, language),
        claims=of_claims,
        entities=sum(counts.values()) - of_claims,
        rows=dict(sorted(counts.items())),
        files=_files(known, source),
        note=text_in(known, source, _NOTE, language),
    )


def newest_day(known: Store) -> str:
    """Return the last day on which a source of a build was issued, or else retrieved; '' if none tells of either."""
    for predicate in (ISSUED, terms.retrievedOn):
        quads = matches(known, None, NamedNode(predicate))
        if days := [quad.object.value for quad in quads if isinstance(quad.object, Literal)]:
            return max(days)
    return ""


def find_line(lines: Sequence[SourceLine], name: str) -> SourceLine:
    """Find a source by its key; raise ArgumentInvalid."""
    for line in lines:
        if line.id == name:
            return line
    remedy = did_you_mean(_near(lines, name), f"Name one of: {', '.join(line.id for line in lines)}.")
    raise ArgumentInvalid("The build holds no such source.", remedy=remedy, value=name)


def _near(lines: Sequence[SourceLine], name: str) -> list[str]:
    """Return the keys of the sources whose key, name or publisher is nearest to a text."""
    called = {said: line.id for line in lines for said in (line.publisher, line.name, line.id)}
    return [*dict.fromkeys(called[said] for said in nearest(name, called))]
