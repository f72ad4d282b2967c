"""List the sources of a graph: what each holds, how old it is, and what it may be used for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg import iri, terms
from kg.errors import ArgumentInvalid
from kg.graph import Literal, NamedNode, Store, matches, name_of, select
from kg.labels import label

_TYPE = NamedNode(iri.PREFIXES["rdf"] + "type")
_SOURCE = NamedNode(terms.Source)
_DCTERMS, _DCAT = iri.PREFIXES["dcterms"], iri.PREFIXES["dcat"]


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


def _values(store: Store, subject: str, predicate: str) -> list[NamedNode | Literal]:
    quads = matches(store, NamedNode(subject), NamedNode(predicate))
    return [quad.object for quad in quads if isinstance(quad.object, NamedNode | Literal)]


def _value(store: Store, subject: str, predicate: str, language: str | None = None) -> str:
    """Return a value, in a language if one is asked for and there is one in it; '' if there is none."""
    found = sorted(_values(store, subject, predicate), key=str)
    spoken = [term for term in found if isinstance(term, Literal) and term.language == language]
    return next((term.value for term in spoken or found), "")


def _named(store: Store, subject: str, predicate: str, language: str) -> str:
    """Return the label of a value, '' if there is none."""
    value = _value(store, subject, predicate)
    return label(store, value, language) if value else ""


def _counts(store: Store) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    """Count the claims of every graph, and its things by class, in one pass of the engine."""
    claims: dict[str, int] = {}
    things: dict[str, dict[str, int]] = {}
    for row in select(store, Path(__file__).with_suffix(".rq").read_text(encoding="utf-8")):
        graph, number = name_of(row["graph"]), int(row["things"].value)
        if row["class"] is None:
            claims[graph] = number
        else:
            things.setdefault(graph, {})[iri.compress(name_of(row["class"])).removeprefix("dyad:")] = number
    return claims, things


def _files(store: Store, source: str) -> tuple[FileLine, ...]:
    files = (term.value for term in _values(store, source, terms.hasFile))
    properties = (terms.fileName, terms.sha256, _DCAT + "downloadURL")
    return tuple(sorted((FileLine(*(_value(store, file, p) for p in properties)) for file in files), key=str))


def _line(store: Store, source: str, rows: Mapping[str, int], claims: int, language: str, pack: str) -> SourceLine:
    licence = _value(store, source, _DCTERMS + "license")
    return SourceLine(
        id=iri.key_of(source).partition("/")[2],
        name=label(store, source, language),
        publisher=_named(store, source, _DCTERMS + "publisher", language),
        address=_value(store, source, _DCAT + "landingPage"),
        licence=_named(store, source, _DCTERMS + "license", language),
        permits=_value(store, licence, terms.permitsUse, language) if licence else "",
        pack=pack,
        issued=_value(store, source, _DCTERMS + "issued"),
        retrieved=_value(store, source, terms.retrievedOn),
        manner=_named(store, source, terms.hasReadingManner, language),
        claims=claims,
        entities=sum(rows.values()) - claims,
        rows=dict(sorted(rows.items())),
        files=_files(store, source),
        note=_value(store, source, iri.PREFIXES["skos"] + "note", language),
    )


def list_sources(store: Store, language: str, packs: Iterable[Path] = ()) -> list[SourceLine]:
    """List every source of a graph in the order of their keys; `packs` are the folders of those that ship."""
    claims, things = _counts(store)
    packed = {path.name: pack.name for pack in packs for path in pack.iterdir()}
    lines = []
    for name in sorted({name_of(quad.subject) for quad in matches(store, None, _TYPE, _SOURCE)}):
        key = iri.key_of(name).partition("/")[2]
        graph = iri.source_graph(key)
        lines.append(_line(store, name, things.get(graph, {}), claims.get(graph, 0), language, packed.get(key, "")))
    return lines


def find_line(lines: Sequence[SourceLine], name: str) -> SourceLine:
    """Find a source by its key; raise ArgumentInvalid."""
    for line in lines:
        if line.id == name:
            return line
    known = ", ".join(line.id for line in lines)
    raise ArgumentInvalid("The build holds no such source.", remedy=f"Name one of: {known}.", value=name)
