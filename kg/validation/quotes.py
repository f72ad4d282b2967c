"""Check that the text of a source holds the recorded words at the recorded place: the quote gate."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kg.core import iri, terms
from kg.core.files import digest
from kg.core.graph import NamedNode, Store, name_of, values
from kg.core.signs import shown
from kg.passages import is_cut, is_said_in, passages_like
from kg.texts import Passage, TextFile, paragraph, passage, read_text, text_files
from kg.validation.report import CheckOutcome, Places, Report, Violation, report
from kg.wording.notes import note

_DERIVED_FROM = iri.PREFIXES["prov"] + "wasDerivedFrom"
_AROUND = 15
_AS_SAID = (terms.timeAsSaid, terms.boundAsSaid, terms.amountAsSaid)


def _passages(store: Store, predicate: str, file: str) -> Iterator[tuple[str, Passage]]:
    """Yield the claims that point into a text by a property, with their passages, in the order of the text."""
    found = []
    for quad in store.quads_for_pattern(None, NamedNode(predicate), None):
        place = passage(quad.object.value) if isinstance(quad.object, NamedNode) else None
        if place is not None and place.file == file:
            found.append((name_of(quad.subject), place))
    yield from sorted(found, key=lambda pair: (pair[1].start, pair[1].end, pair[0]))


def _finding(rule: str, claim: str, problem: str, value: str, places: Places) -> Violation:
    path, line = places.get(claim, (None, None))
    return Violation(rule, "error", {"en": problem}, claim, terms.words, value, path, line, "words")


def _check_claim(store: Store, text: str, claim: str, place: Passage, places: Places) -> Iterator[Violation]:
    """Compare the recorded words of a claim with the text, and what is kept as said with its paragraph."""
    words = values(store, claim, terms.words)
    if not words:
        yield _finding("words-missing", claim, "The claim rests on a text but records no words.", "", places)
        return
    there = text[place.start : place.end]
    if place.end > len(text) or shown(there) != words[0]:
        problem = f"The text has «{there}» there: {_where_they_stand(text, words[0], place)}"
        yield _finding("words-differ", claim, problem, words[0], places)
        return
    if is_cut(text, place.start, place.end):
        around = shown(text[max(place.start - _AROUND, 0) : place.end + _AROUND]).strip()
        problem = f"The words leave out what belongs to them, in «{around}»: take in the whole word, number or denial."
        yield _finding("words-cut", claim, problem, words[0], places)
    first, last = paragraph(text, place.start, place.end)
    around = shown(text[first:last])
    for said in (said for predicate in _AS_SAID for said in values(store, claim, predicate)):
        if not is_said_in(around, said):
            problem = "What is kept as said does not stand so in the paragraph of the words: copy it from there."
            yield _finding("not-as-said", claim, problem, said, places)


def _where_they_stand(text: str, words: str, place: Passage) -> str:
    """Say where words stand in a text, or what in it is most like them; the passage that is nearest to a place."""
    near = sorted(passages_like(text, words), key=lambda one: abs(one.start - place.start))
    if not near or (near[0].start, near[0].end) == (place.start, place.end):
        return "record the words as they stand in it, or mend the place."
    where = f"at {near[0].fragment}"
    if near[0].differs:
        return f"what is most like the words stands {where}, «{near[0].words}»; mend the words or the place."
    return f"the words stand {where}; mend the place."


def _check_text(store: Store, file: TextFile, path: Path, places: Places) -> Iterator[Violation]:
    """Check one text that is at hand, and everything that points into it."""
    text = read_text(path)
    if not file.is_the_one_read:
        problem = f"{path.name} is not the text that was read: its SHA-256 is {digest(path)}. Get the right text."
        description, line = places.get(file.iri, (path, None))
        messages = {"en": problem}
        yield Violation(
            "text-changed", "error", messages, file.iri, terms.sha256, file.sha256, description, line, is_cause=True
        )
    for claim, place in _passages(store, _DERIVED_FROM, file.iri):
        yield from _check_claim(store, text, claim, place, places)
    for claim, place in _passages(store, terms.coversPassage, file.iri):
        if not place.start < place.end <= len(text):
            value = f"#char={place.start},{place.end}"
            yield _finding("passage-outside", claim, "The passage does not lie within the text.", value, places)


def check_words(data: Store, texts: Path | None, places: Places) -> Report:
    """Check every claim that rests on a text at hand; say in a note which sources could not be checked.

    `texts` is a text or a folder of texts; None leaves every word unverified, which the notes say. Where texts are
    given and none of them is a source's, nothing matched.
    """
    findings: list[Violation] = []
    notes, checked, met = [], 0, False
    for file in text_files(data, texts):
        claims = sum(1 for _ in _passages(data, _DERIVED_FROM, file.iri))
        if file.found is None:
            notes.append(note("words unverified", count=claims, file=file.name))
        else:
            checked, met = checked + claims, True
            findings += _check_text(data, file, file.found, places)
    if texts is None:
        return Report("words", CheckOutcome.CONFORMS, (), 0, tuple(notes))
    return replace(report("words", findings, max(checked, met), notes), checked=checked)
