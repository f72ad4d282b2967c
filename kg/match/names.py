"""Compare names as they are written: within one script, but for case, marks and the order of words."""

import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_CHUNK = 512  # rows of scores held at a time
_TOLERANCE = 1e-4  # the table of scores is in single precision: it selects, and each pair is then compared exactly

# Words that say how a firm is constituted, in the spellings that registers and the press use; dots are gone by then.
LEGAL_FORMS: Final = frozenset(
    {
        *("ab", "ag", "as", "asa", "bv", "cjsc", "co", "company", "corp", "corporation", "gmbh", "inc", "incorporated"),
        *("jsc", "kg", "limited", "llc", "llp", "lp", "ltd", "nv", "oao", "ojsc", "ooo", "oy", "oyj", "pao", "pjsc"),
        *("plc", "pt", "pte", "pty", "sa", "sarl", "sas", "spa", "srl", "zao"),
        *("ао", "гуп", "зао", "ип", "кгп", "нао", "оао", "ооо", "пао", "тоо", "фгуп", "ақ", "жшс"),
        *("акционерное", "общество", "открытое", "публичное", "қоғамы", "акционерлік"),
    }
)


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A name ready for comparison: its script, words with digits, own words in order, and words that name a kind."""

    script: str
    numbers: tuple[str, ...]
    text: str
    kinds: tuple[str, ...]
    written: str


def script_of(text: str) -> str | None:
    """Return the script of most letters of a text, as LATIN or CYRILLIC; None if it has no letter."""
    scripts = Counter(unicodedata.name(letter, "?").split()[0] for letter in text if letter.isalpha())
    return min(scripts, key=lambda script: (-scripts[script], script)) if scripts else None


def words(text: str) -> list[str]:
    """Split a name into words, without the marks within them that spellings put or leave out: dots, apostrophes."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(c for c in folded if c not in ".'’ʼʻ`´")
    return "".join(c if c.isalnum() or unicodedata.category(c) == "Mn" else " " for c in kept).split()


def prepare(written: str, left_out: frozenset[str] = frozenset()) -> Name | None:
    """Make a name ready for comparison; None for one without letters.

    Words that only say what kind of thing it is, as legal forms, can be left out of the comparison; they stay where
    nothing else would.
    """
    script = script_of(written)
    if script is None:
        return None
    numbers: list[str] = []
    others: list[str] = []
    for word in sorted(words(written)):
        (numbers if any(c.isdigit() for c in word) else others).append(word)
    own = [word for word in others if word not in left_out]
    kinds = [word for word in others if word in left_out] if own else []
    return Name(script, tuple(numbers), " ".join(own or others), tuple(kinds), written)


def similarity(one: Name, other: Name) -> float:
    """Return how alike two names are, from 0 to 1: twice the letters in common order, over the letters of both.

    Names of different scripts or with different numbers are not alike at all: «Unit 1» is not «Unit 2».
    """
    from rapidfuzz.distance import Indel

    if (one.script, one.numbers) != (other.script, other.numbers):
        return 0.0
    return Indel.normalized_similarity(one.text, other.text)


def alike(names: Sequence[Name], cutoff: float) -> Iterator[tuple[int, int]]:
    """Yield every pair of places in a list whose names are at least `cutoff` alike, each once.

    Only names of one script with the same numbers are compared, and only those of comparable length: the letters in
    common are no more than the shorter has, so that the longer has at most (2 - cutoff) / cutoff times as many.
    """
    blocks: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for place, name in sorted(enumerate(names), key=lambda item: (len(item[1].text), item)):
        blocks.setdefault((name.script, name.numbers), []).append(place)
    for block in blocks.values():
        lengths = [len(names[place].text) for place in block]
        for start in range(0, len(block), _CHUNK):
            stop = min(start + _CHUNK, len(block))
            end = bisect_right(lengths, lengths[stop - 1] * (2 - cutoff) / cutoff + _TOLERANCE)
            yield from _alike(names, block[start:stop], block[start:end], cutoff)


def _alike(names: Sequence[Name], some: list[int], others: list[int], cutoff: float) -> Iterator[tuple[int, int]]:
    """Compare some places with others, which begin with the same; yield a pair only from its earlier place."""
    import numpy as np
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import cdist

    texts = [names[place].text for place in others]
    scores = cdist(texts[: len(some)], texts, scorer=Indel.normalized_similarity, score_cutoff=cutoff - _TOLERANCE)
    for row, column in np.argwhere(np.triu(scores, 1) > 0).tolist():
        one, other = some[row], others[column]
        if similarity(names[one], names[other]) >= cutoff:
            yield min(one, other), max(one, other)
