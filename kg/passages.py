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
# What a number loses its meaning without: its sign, bound or currency before it, its unit or power right behind it.
_BEFORE_NUMBERS: Final = "<>≤≥≮≯≈~±+-‐‑–—−$€£¥₸₽₴"
_BEHIND_NUMBERS: Final = "%‰°⁻"
_INSIDE: Final = frozenset(".,/:'’^-‑–−\u00a0\u202f")
_DENYING: Final = re.compile(r"(?:^|\W)(?:not|no|never|не|ни)\s+$", re.IGNORECASE)
_DENIED: Final = re.compile(r"\s+(?:емес|жоқ)(?:$|\W)", re.IGNORECASE)
_CHANGES: Final = ("<super>", "<sub>", "<fraction>", "<circle>")
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


def is_cut(text: str, start: int, end: int) -> bool:
    """Tell whether a passage leaves out what belongs to its first or last word: it would say something else.

    It may cut no word and no number, and leave out no sign, bound or currency right before a number, no unit or power
    right behind one, and no denial beside it.
    """
    if not text[start:end].strip():
        return False
    before, first, last, behind = text[:start], text[start], text[end - 1], text[end:]
    return (
        _joins(before[-2:], first)
        or _joins(last, behind[:2])
        or any(_is_within_number(text, edge) for edge in (start, end))
        or (first.isdigit() and before[-1:] in {*_BEFORE_NUMBERS})
        or (last.isdigit() and behind[:1] in {*_BEHIND_NUMBERS})
        or _DENYING.search(before[-_NEAR:]) is not None
        or _DENIED.match(behind[:_NEAR]) is not None
    )


_NEAR: Final = 12
_GROUPED: Final = re.compile(r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d)")


def _is_within_number(text: str, edge: int) -> bool:
    """Tell whether an edge lies within a number that is written in groups, with spaces: 50 000."""
    first = max(edge - _NEAR, 0)
    return any(found.start() < edge - first < found.end() for found in _GROUPED.finditer(text[first : edge + _NEAR]))


def _joins(left: str, right: str) -> bool:
    """Tell whether what stands on both sides of an edge is one word or one number."""
    if left[-1:].isalnum() and right[:1].isalnum():
        return True
    pair = left + right
    is_inside = len(pair) == _PAIR and pair[0].isdigit() and pair[-1].isdigit()
    return is_inside and pair[1] in _INSIDE


_PAIR: Final = 3
_MINUS: Final = frozenset("-‑–−")


def is_said_in(text: str, said: str) -> bool:
    """Tell whether what is kept as said stands in a text: a number whole, and not with another sign.

    A minus may be kept where the text says so in words, but not where it writes a plus; without one the text has none.
    """
    bare = said.strip("-")
    for found in re.finditer(re.escape(bare), text) if bare else ():
        before, after = text[: found.start()], text[found.end() :]
        cut = (bare[0].isdigit() and _joins(before[-2:], bare[0])) or (
            bare[-1].isdigit() and _joins(bare[-1], after[:2])
        )
        has_minus = before[-1:] in _MINUS and not before[-2:-1].isalnum()
        other_sign = before.endswith("+") if said.startswith("-") else bare[0].isdigit() and has_minus
        if not cut and not other_sign:
            return True
    return False


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
        plain = _plain(sign)
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


def _plain(sign: str) -> str:
    """Write a sign in its plain form, but for those of which the plain form means something else: 10² is not 102."""
    if unicodedata.decomposition(sign).startswith(_CHANGES):
        return sign
    return unicodedata.normalize("NFKC", sign).casefold()


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
