"""Check that the text of a source holds the recorded words at the recorded place: the quote gate."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg import iri, terms
from kg.errors import FileUnreadable
from kg.graph import Literal, NamedNode, Store
from kg.validate.report import Finding, Outcome, Report, report
from kg.validate.shapes import Places

_DERIVED_FROM = iri.PREFIXES["prov"] + "wasDerivedFrom"
_FRAGMENT = re.compile(r"#char=([0-9]+),([0-9]+)$")
_AS_SAID = (terms.timeAsSaid, terms.boundAsSaid, terms.amountAsSaid)


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text that a source was read from, and where it was found, None if it is not at hand."""

    iri: str
    name: str
    sha256: str
    found: Path | None


def _values(store: Store, subject: str, predicate: str) -> list[str]:
    quads = store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None)
    return sorted(q.object.value for q in quads if isinstance(q.object, NamedNode | Literal))


def _search(name: str, texts: Path | None) -> Path | None:
    """Find a text by its name: the path given, or a file of that name anywhere in the folder given."""
    if texts is None:
        return None
    if not texts.exists():
        raise FileUnreadable("The text is not there.", remedy="Name the file or the folder of texts.", path=texts)
    if texts.is_file():
        return texts if texts.name == name else None
    return next(iter(sorted(texts.rglob(name))), None)


def text_files(store: Store, texts: Path | None) -> list[TextFile]:
    """List the texts that the sources of a store were read from, found in `texts` where they are at hand."""
    found = []
    for quad in store.quads_for_pattern(None, NamedNode(terms.characterCount), None):
        name = str(quad.subject).strip("<>")
        file_name, digest = _values(store, name, terms.fileName)[0], _values(store, name, terms.sha256)[0]
        found.append(TextFile(name, file_name, digest, _search(file_name, texts)))
    return sorted(found, key=lambda file: file.iri)


def read_text(path: Path) -> str:
    """Read a text as Unicode code points, its line ends untouched; raise FileUnreadable."""
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnreadable("The text is not readable UTF-8.", remedy=str(error), path=path) from error


def _claims(store: Store, file: TextFile) -> Iterator[tuple[str, int, int]]:
    """Yield the claims that rest on a text, with the start and end of their passage in code points."""
    for quad in store.quads_for_pattern(None, NamedNode(_DERIVED_FROM), None):
        place = quad.object.value if isinstance(quad.object, NamedNode) else ""
        match = _FRAGMENT.search(place)
        if match is not None and place.removesuffix(match[0]) == file.iri:
            yield str(quad.subject).strip("<>"), int(match[1]), int(match[2])


def _finding(rule: str, claim: str, problem: str, value: str, places: Places) -> Finding:
    path, line = places.get(claim, (None, None))
    return Finding(rule, "error", {"en": problem}, claim, terms.words, value, path, line, "words")


def _paragraph(text: str, start: int, end: int) -> str:
    """Return the lines of a text that a passage touches."""
    after = text.find("\n", end)
    return text[text.rfind("\n", 0, start) + 1 : len(text) if after < 0 else after]


def _check_claim(store: Store, text: str, claim: tuple[str, int, int], places: Places) -> Iterator[Finding]:
    """Compare the recorded words of a claim with the text, and what is kept as said with its paragraph."""
    name, start, end = claim
    words = _values(store, name, terms.words)
    if not words:
        yield _finding("words-missing", name, "The claim rests on a text but records no words.", "", places)
        return
    there = text[start:end]
    if start >= end or end > len(text) or unicodedata.normalize("NFC", there) != words[0]:
        problem = f"The text has «{there}» at {start}–{end}: record the words as they stand there, or mend the place."
        yield _finding("words-differ", name, problem, words[0], places)
        return
    paragraph = _paragraph(text, start, end)
    for predicate in _AS_SAID:
        for said in _values(store, name, predicate):
            if said.strip("-") not in paragraph:
                problem = "What is kept as said does not stand in the paragraph of the words: copy it from there."
                yield _finding("not-as-said", name, problem, said, places)


def _check_passages(store: Store, file: TextFile, length: int, places: Places) -> Iterator[Finding]:
    """Check that the passages of attributions lie within the text."""
    for quad in store.quads_for_pattern(None, NamedNode(terms.coversPassage), None):
        place = quad.object.value if isinstance(quad.object, NamedNode) else ""
        match = _FRAGMENT.search(place)
        if match is None or place.removesuffix(match[0]) != file.iri:
            continue
        if not int(match[1]) < int(match[2]) <= length:
            name = str(quad.subject).strip("<>")
            yield _finding("passage-outside", name, "The passage does not lie within the text.", match[0], places)


def _check_text(store: Store, file: TextFile, path: Path, places: Places) -> Iterator[Finding]:
    text = read_text(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != file.sha256:
        problem = f"{path.name} is not the text that was read: its SHA-256 is {digest}. Get the right text."
        description, line = places.get(file.iri, (path, None))
        yield Finding("text-changed", "error", {"en": problem}, file.iri, terms.sha256, file.sha256, description, line)
    for claim in _claims(store, file):
        yield from _check_claim(store, text, claim, places)
    yield from _check_passages(store, file, len(text), places)


def check_words(data: Store, texts: Path | None, places: Places) -> Report:
    """Check every claim that rests on a text at hand; say in a note which sources could not be checked.

    `texts` is a text or a folder of texts; None leaves every word unverified, which the notes say. Where texts are
    given and none of them is a source's, nothing matched.
    """
    findings: list[Finding] = []
    notes, checked = [], 0
    for file in text_files(data, texts):
        claims = list(_claims(data, file))
        if file.found is None:
            notes.append(f"NOT VERIFIED: the words of {len(claims)} claims, for {file.name} is not at hand (--text)")
        else:
            checked += len(claims)
            findings += _check_text(data, file, file.found, places)
    if texts is None:
        return Report("words", Outcome.CONFORMS, (), 0, tuple(notes))
    return report("words", findings, checked, notes)
