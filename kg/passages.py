"""Find where a phrase stands in a text: the passage as claims name it, or the nearest and what differs."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kg.core.signs import shown

_ENOUGH: Final = 60.0
_FORMS: Final = (
    ("quotation marks", re.compile("[\"'«»„“”‚‘’‹›`]"), "'"),
    ("dashes", re.compile("[-‐‑‒–—―−]"), "-"),
    ("spaces", re.compile(r"\s+"), " "),
    ("ё", re.compile("[ёЁ]"), "е"),
    ("capitals", re.compile("[^\\W\\d_]"), None),
)
_BROKEN: Final = re.compile("-\\s*\n\\s*|\u00ad")


@dataclass(frozen=True, slots=True)
class Located:
    """A passage of a text, in code points from 0, the end excluded; its words as recorded, and what differs."""

    start: int
    end: int
    words: str
    differs: tuple[str, ...] = ()

    @property
    def fragment(self) -> str:
        """Return the passage as a cell names it."""
        return f"#char={self.start},{self.end}"

    @property
    def lines(self) -> list["Located"]:
        """Return the passage by the lines over which it goes, for no cell holds the end of a line."""
        found, start = [], self.start
        for part in self.words.split("\n"):
            found.append(Located(start, start + len(part), part, self.differs))
            start += len(part) + 1
        return [one for one in found if one.words]


def passages_like(text: str, phrase: str) -> list[Located]:
    """Return the passages of a text that have the words of a phrase; where there is none, the nearest ones.

    The nearest are those that differ in signs which are typed one way or another; else the one passage most like it.
    """
    exact = [*_found(text, re.escape(phrase), ())] or [*_found(text, re.escape(shown(phrase)), ())]
    return exact or [*_loosely(text, phrase)] or [*_likest(text, phrase)]


def _found(text: str, pattern: str, differs: tuple[str, ...]) -> Iterator[Located]:
    if pattern:
        for match in re.finditer(f"(?=({pattern}))", text):
            yield _place(text, match.start(1), match.end(1), differs)


def _place(text: str, start: int, end: int, differs: tuple[str, ...]) -> Located:
    return Located(start, end, shown(text[start:end]), differs)


def _loosely(text: str, phrase: str) -> Iterator[Located]:
    """Yield the passages that are as the phrase but for the writing of some signs."""
    plain, places = _plainly(text)
    wanted = _plainly(phrase)[0].strip()
    for match in re.finditer(f"(?=({re.escape(wanted)}))", plain) if wanted else ():
        start, end = places[match.start(1)], places[match.end(1) - 1] + 1
        yield _place(text, start, end, tuple(_differing(text[start:end], phrase)))


def _plainly(text: str) -> tuple[str, list[int]]:
    """Return a text with signs written one way, and the place of each of its letters in the text."""
    letters, places = list[str](), list[int]()
    for place, sign in enumerate(text):
        plain = unicodedata.normalize("NFKC", sign).casefold()
        for _, form, instead in _FORMS[:2]:
            plain = plain if instead is None else form.sub(instead, plain)
        plain = " " if sign.isspace() else "" if sign == "\u00ad" else plain.replace("ё", "е")
        if plain == " " and letters[-1:] == [" "]:
            continue
        if plain == " " and "\n" in text[place : place + 1] and letters[-1:] == ["-"]:
            letters.pop()
            places.pop()
            continue
        letters += plain
        places += [place] * len(plain)
    return "".join(letters), places


def _differing(there: str, phrase: str) -> Iterator[str]:
    """Name what two texts differ in, of what is typed one way or another."""
    if _BROKEN.findall(there) != _BROKEN.findall(phrase):
        yield "hyphens at line ends"
        there, phrase = _BROKEN.sub("", there), _BROKEN.sub("", phrase)
    for name, form, _ in _FORMS:
        if form.findall(there) != form.findall(phrase):
            yield name


def _likest(text: str, phrase: str) -> Iterator[Located]:
    """Yield the passage most like a phrase, if any is like it, widened to whole words."""
    from rapidfuzz.fuzz import partial_ratio_alignment

    found = partial_ratio_alignment(phrase.casefold(), text.casefold(), score_cutoff=_ENOUGH)
    if found is None or len(text.casefold()) != len(text):
        return
    start, end = found.dest_start, found.dest_end
    while start and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    passage = text[start:end]
    start, end = start + len(passage) - len(passage.lstrip()), end - len(passage) + len(passage.rstrip())
    yield _place(text, start, end, ("words",))
