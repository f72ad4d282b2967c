"""Read the description of a source: what its tables take from it, and what it promises."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from kg.core import iri, terms
from kg.core.errors import KgError, SourceInvalid
from kg.core.files import check_name
from kg.core.graph import Literal
from kg.core.ontology import RDF_TYPE
from kg.load.cells import Value, day_of
from kg.load.description import SourceStatement, read_statements
from kg.load.faults import OnFault, stop, tried
from kg.load.plain import PlainFile, plain_files

DESCRIPTION = "source.ttl"
_ADDRESS = iri.PREFIXES["dcat"] + "downloadURL"
_XSD_DATE = iri.PREFIXES["xsd"] + "date"
_OPTIONAL = (terms.characterCount, _ADDRESS)
_COUNT = re.compile("[1-9][0-9]{0,17}")
_SCALE = re.compile("10{0,18}")


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
    `row_scales` how many of the unit of an amount are one in the figures that the file prints. `plain_files` are those
    of the files that are tables themselves. It `is_whole` if all of its description could be read.
    """

    id: str
    iri: str
    folder: Path
    values: dict[str, Value]
    files: tuple[SourceFile, ...]
    minimum_counts: dict[str, int]
    row_values: dict[str, dict[str, str]]
    row_keys: dict[str, tuple[str, ...]]
    row_scales: dict[str, int]
    plain_files: tuple[PlainFile, ...]
    statements: tuple[SourceStatement, ...]
    is_whole: bool

    @property
    def description(self) -> Path:
        """Return the path of the file that describes the source."""
        return self.folder / DESCRIPTION

    @property
    def lines(self) -> list[str]:
        """Return what the description states as sorted N-Quads lines."""
        return sorted({statement.as_line(iri.PROVENANCE_GRAPH) for statement in self.statements})

    @property
    def subjects(self) -> dict[str, str]:
        """Return what the description may speak of, the source and its files, each with its class."""
        return {self.iri: terms.Source} | {file.iri: terms.SourceFile for file in self.files}

    @property
    def base(self) -> str | None:
        """Return the IRI of the one file to which bare fragments belong, None where there is no one file."""
        return self.files[0].iri if len(self.files) == 1 else None


def _about(statements: Sequence[SourceStatement], subject: str, predicate: str) -> list[SourceStatement]:
    return [made for made in statements if (made.subject, made.predicate) == (subject, predicate)]


def _one(statements: Sequence[SourceStatement], subject: str, predicate: str, path: Path) -> SourceStatement:
    """Return the one statement of a property; raise SourceInvalid."""
    found = _about(statements, subject, predicate)
    if len(found) != 1:
        raise SourceInvalid(
            f"{iri.compress(subject)} has {len(found)} values of {iri.compress(predicate)} where it needs one.",
            remedy="Give it exactly one.",
            path=path,
            column=iri.compress(predicate),
        )
    return found[0]


def _file(statements: Sequence[SourceStatement], name: str, path: Path) -> SourceFile:
    digest, file_name = (_one(statements, name, p, path).term.value for p in (terms.sha256, terms.fileName))
    check_name(file_name, path)
    optional = {p: _one(statements, name, p, path) for p in _OPTIONAL if _about(statements, name, p)}
    count, address = (optional.get(p) for p in _OPTIONAL)
    if count is not None and _COUNT.fullmatch(count.term.value) is None:
        count.refuse("The value is no number of characters.", "Write a whole number from 1 on, without quotes.")
    characters = int(count.term.value) if count is not None else None
    return SourceFile(name, file_name, digest, characters, None if address is None else address.term.value)


def _files(statements: Sequence[SourceStatement], subject: str, path: Path) -> tuple[SourceFile, ...]:
    """Return the files of a source in the order of their IRIs; raise SourceInvalid for two of one name."""
    named: dict[str, SourceFile] = {}
    for made in sorted(_about(statements, subject, terms.hasFile), key=lambda made: made.term.value):
        file = _file(statements, made.term.value, path)
        if file.name in named:
            made.refuse("Two files of the source have one name.", f"Name only one of them {file.name}.")
        named[file.name] = file
    return tuple(named.values())


def _value(statement: SourceStatement) -> Value:
    """Take a value of the description over as it stands there; raise SourceInvalid for a day that does not exist."""
    term = statement.term
    if isinstance(term, Literal) and term.datatype.value == _XSD_DATE:
        try:
            return day_of(term.value)
        except ValueError:
            statement.refuse("There is no such day.", 'Write a day that exists, as "2025-11-12"^^xsd:date.')
    return term.value


def _minimum_counts(statements: Sequence[SourceStatement], subject: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for made in _about(statements, subject, terms.minimumCount):
        name, _, number = made.term.value.partition(" ")
        if _COUNT.fullmatch(number) is None or name in counts:
            made.refuse(
                "A minimum count is no class and number, or one of two for a class.",
                'Write it once, as "Measurement 20".',
            )
        counts[name] = int(number)
    return counts


def _words(
    statements: Sequence[SourceStatement], subject: str, predicate: str, least: int
) -> list[tuple[SourceStatement, list[str]]]:
    """Return the values of a property split at blanks, in their order; raise SourceInvalid for too few parts."""
    found = [(made, made.term.value.split(" ")) for made in _about(statements, subject, predicate)]
    for made, words in found:
        if len(words) < least or not all(words):
            made.refuse("The value has not the parts it should have.", "See its definition in the ontology.")
    return sorted(found, key=lambda pair: pair[1])


def _row_values(statements: Sequence[SourceStatement], subject: str) -> dict[str, dict[str, str]]:
    values: dict[str, dict[str, str]] = {}
    for made, (table, column, *value) in _words(statements, subject, terms.rowValue, 3):
        if column in values.setdefault(table, {}):
            made.refuse("Two values are given for one column.", "Keep one.")
        values[table][column] = " ".join(value)
    return values


def _row_keys(statements: Sequence[SourceStatement], subject: str) -> dict[str, tuple[str, ...]]:
    keys: dict[str, tuple[str, ...]] = {}
    for made, (table, *columns) in _words(statements, subject, terms.rowKey, 2):
        if table in keys:
            made.refuse("Two keys are given for one table.", "Keep one.")
        keys[table] = tuple(columns)
    return keys


def _row_scales(statements: Sequence[SourceStatement], subject: str) -> dict[str, int]:
    scales: dict[str, int] = {}
    for made, (table, *scale) in _words(statements, subject, terms.rowScale, 2):
        if _SCALE.fullmatch(" ".join(scale)) is None or table in scales:
            made.refuse(
                "The scale is no power of ten from 1 on, or one of two for a table.",
                "Write it once, as 1000 where the file prints thousands of the unit.",
            )
        scales[table] = int(scale[0])
    return scales


def _check_subject(statements: Sequence[SourceStatement], subject: str, path: Path) -> None:
    if terms.Source not in {statement.term.value for statement in _about(statements, subject, RDF_TYPE)}:
        raise SourceInvalid(
            "The file does not describe the source of its folder.",
            remedy=f"Describe <{subject}> as a dyad:Source.",
            path=path,
        )


def _check_retrieved(statements: Sequence[SourceStatement], subject: str, path: Path) -> None:
    retrieved = _one(statements, subject, terms.retrievedOn, path)
    if not isinstance(_value(retrieved), date):
        retrieved.refuse("The value is no day.", 'Write it as "2025-11-12"^^xsd:date.')


def _values(statements: Sequence[SourceStatement], subject: str, on_fault: OnFault) -> dict[str, Value]:
    """Return the values of those properties of which the source has one."""
    own = [statement for statement in statements if statement.subject == subject]
    often = Counter(statement.predicate for statement in own)
    found: dict[str, Value] = {}
    for one in own:
        value = tried(on_fault, partial(_value, one), None) if often[one.predicate] == 1 else None
        if value is not None:
            found[one.predicate] = value
    return found


def read_source(folder: Path, on_fault: OnFault = stop) -> Source:
    """Read `source.ttl` of a folder; what the tables cannot do without is a fault, SourceInvalid, where it is missing.

    The subject must be `id/source/<name of the folder>`. What else a description needs is judged with the ontology.
    """
    path, met = folder / DESCRIPTION, list[KgError]()

    def note(fault: KgError) -> None:
        met.append(fault)
        on_fault(fault)

    if not iri.is_plain_key(folder.name):
        note(
            SourceInvalid(
                "The name of the folder cannot be the key of a source.",
                remedy="Use Latin letters, digits and - . _ ~ only.",
                path=folder,
            )
        )
    subject = iri.mint("source", folder.name)
    made = tried(note, partial(read_statements, path), list[SourceStatement]())
    if not met:
        tried(note, partial(_check_subject, made, subject, path), None)
        tried(note, partial(_check_retrieved, made, subject, path), None)
    files = tried(note, partial(_files, made, subject, path), tuple[SourceFile, ...]())
    return Source(
        id=folder.name,
        iri=subject,
        folder=folder,
        values=_values(made, subject, note),
        files=files,
        minimum_counts=tried(note, partial(_minimum_counts, made, subject), {}),
        row_values=tried(note, partial(_row_values, made, subject), {}),
        row_keys=tried(note, partial(_row_keys, made, subject), {}),
        row_scales=tried(note, partial(_row_scales, made, subject), {}),
        plain_files=tried(note, partial(plain_files, made, [(file.iri, file.name) for file in files]), ()),
        statements=tuple(made),
        is_whole=not met,
    )
