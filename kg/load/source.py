"""Read the description of a source: what its tables take from it, and what it promises."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg import iri, terms
from kg.errors import SourceInvalid
from kg.graph import BlankNode, Literal, NamedNode, Quad, quads_as_lines, read_quads
from kg.load.cells import Cell

DESCRIPTION = "source.ttl"
_ADDRESS = iri.PREFIXES["dcat"] + "downloadURL"
_TYPE = iri.PREFIXES["rdf"] + "type"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that a source was read from: its IRI, name, SHA-256 digest, and number of characters if it is a text.

    `address` is where its publisher offers it, None where that is not known.
    """

    iri: str
    name: str
    sha256: str
    characters: int | None
    address: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """A described source: its folder, the values that its claims may be filled from, files and promised counts.

    By table, `row_values` are the cells that every row has, `row_keys` the columns that together are its key, and
    `row_scales` how many of the unit of an amount are one in the figures that the file prints.
    """

    id: str
    iri: str
    folder: Path
    values: dict[str, Cell]
    files: tuple[SourceFile, ...]
    minimum_counts: dict[str, int]
    row_values: dict[str, dict[str, str]]
    row_keys: dict[str, tuple[str, ...]]
    row_scales: dict[str, int]
    lines: tuple[str, ...]

    @property
    def description(self) -> Path:
        """Return the path of the file that describes the source."""
        return self.folder / DESCRIPTION

    @property
    def base(self) -> str | None:
        """Return the IRI of the one file to which bare fragments belong, None where there is no one file."""
        return self.files[0].iri if len(self.files) == 1 else None


def _objects(quads: list[Quad], subject: str, predicate: str) -> list[NamedNode | Literal]:
    return [
        quad.object
        for quad in quads
        if isinstance(quad.subject, NamedNode)
        and (quad.subject.value, quad.predicate.value) == (subject, predicate)
        and isinstance(quad.object, NamedNode | Literal)
    ]


def _one(quads: list[Quad], subject: str, predicate: str, path: Path) -> str:
    """Return the one value of a property; raise SourceInvalid."""
    found = _objects(quads, subject, predicate)
    if len(found) != 1:
        raise SourceInvalid(
            f"{iri.compress(subject)} has {len(found)} values of {iri.compress(predicate)} where it needs one.",
            remedy="Give it exactly one.",
            path=path,
            column=iri.compress(predicate),
        )
    return found[0].value


def _file(quads: list[Quad], name: str, path: Path) -> SourceFile:
    digest, file_name = (_one(quads, name, p, path) for p in (terms.sha256, terms.fileName))
    counts = _objects(quads, name, terms.characterCount)
    address = _one(quads, name, _ADDRESS, path) if _objects(quads, name, _ADDRESS) else None
    return SourceFile(name, file_name, digest, int(counts[0].value) if counts else None, address)


def _cell(term: NamedNode | Literal) -> Cell:
    """Take a value of the description over as it stands there."""
    if isinstance(term, Literal) and term.datatype.value == iri.PREFIXES["xsd"] + "date":
        return Cell(str(term), date.fromisoformat(term.value))
    return Cell(str(term), term.value)


def _minimum_counts(quads: list[Quad], subject: str, path: Path) -> dict[str, int]:
    counts = {}
    for term in _objects(quads, subject, terms.minimumCount):
        name, _, number = term.value.partition(" ")
        if not number.isdecimal():
            raise SourceInvalid(
                "A minimum count is no class and number.",
                remedy='Write it as "Measurement 20".',
                path=path,
                column="dyad:minimumCount",
                value=term.value,
            )
        counts[name] = int(number)
    return counts


def _words(quads: list[Quad], subject: str, predicate: str, least: int, path: Path) -> list[list[str]]:
    """Return the values of a property split at blanks; raise SourceInvalid for one with too few parts."""
    found = [term.value.split(" ") for term in _objects(quads, subject, predicate)]
    for words in found:
        if len(words) < least or not all(words):
            raise SourceInvalid(
                "The value has not the parts it should have.",
                remedy="See its definition in the ontology.",
                path=path,
                column=iri.compress(predicate),
                value=" ".join(words),
            )
    return found


def _row_values(quads: list[Quad], subject: str, path: Path) -> dict[str, dict[str, str]]:
    values: dict[str, dict[str, str]] = {}
    for table, column, *value in sorted(_words(quads, subject, terms.rowValue, 3, path)):
        if column in values.setdefault(table, {}):
            raise SourceInvalid(
                "Two values are given for one column.",
                remedy="Keep one.",
                path=path,
                column="dyad:rowValue",
                value=f"{table} {column}",
            )
        values[table][column] = " ".join(value)
    return values


def _row_scales(quads: list[Quad], subject: str, path: Path) -> dict[str, int]:
    scales: dict[str, int] = {}
    for table, *scale in _words(quads, subject, terms.rowScale, 2, path):
        written = " ".join(scale)
        if re.fullmatch("10*", written) is None or table in scales:
            raise SourceInvalid(
                "The scale is no power of ten from 1 on, or one of two for a table.",
                remedy="Write it once, as 1000 where the file prints thousands of the unit.",
                path=path,
                column="dyad:rowScale",
                value=f"{table} {written}",
            )
        scales[table] = int(written)
    return scales


def read_source(folder: Path) -> Source:
    """Read `source.ttl` of a folder; raise SourceInvalid for what the tables cannot do without.

    The subject must be `id/source/<name of the folder>`. What else a description needs is left to the shapes.
    """
    path = folder / DESCRIPTION
    subject = iri.mint("source", folder.name)
    quads = read_quads(path, iri.PROVENANCE_GRAPH)
    if any(isinstance(term, BlankNode) for quad in quads for term in (quad.subject, quad.object)):
        raise SourceInvalid(
            "The description has a node without a name.", remedy="Give every node an IRI: no [ ].", path=path
        )
    if NamedNode(terms.Source) not in _objects(quads, subject, _TYPE):
        raise SourceInvalid(
            "The file does not describe the source of its folder.",
            remedy=f"Describe <{subject}> as a dyad:Source.",
            path=path,
        )
    retrieved = _one(quads, subject, terms.retrievedOn, path)
    try:
        date.fromisoformat(retrieved)
    except ValueError as error:
        raise SourceInvalid(
            "There is no such day.", remedy="Write YYYY-MM-DD.", path=path, column="dyad:retrievedOn", value=retrieved
        ) from error
    predicates = {quad.predicate.value for quad in quads if quad.subject == NamedNode(subject)}
    single = {p: found for p in predicates if len(found := _objects(quads, subject, p)) == 1}
    files = sorted(term.value for term in _objects(quads, subject, terms.hasFile))
    return Source(
        id=folder.name,
        iri=subject,
        folder=folder,
        values={predicate: _cell(found[0]) for predicate, found in single.items()},
        files=tuple(_file(quads, name, path) for name in files),
        minimum_counts=_minimum_counts(quads, subject, path),
        row_values=_row_values(quads, subject, path),
        row_keys={name: tuple(columns) for name, *columns in _words(quads, subject, terms.rowKey, 2, path)},
        row_scales=_row_scales(quads, subject, path),
        lines=tuple(sorted(quads_as_lines(quads))),
    )
