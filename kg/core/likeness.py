"""How alike two names are, and which of many are nearest to one: the one measure of all that says «did you mean»."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

NEAREST: Final = 3
"""How many names are proposed in the place of one that nothing has."""
_ENOUGH: Final = 0.55
_SAME_WORDS, _A_WORD, _BEGINNING = 0.98, 0.9, 0.93
_SHORTEST: Final = 4  # letters of a text that is looked for among the words of a name
_WORD = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Letters that look alike in Latin and Cyrillic, or that a keyboard without Kazakh letters stands in for.
_ALIKE: Final = str.maketrans(
    {
        **dict(zip("авекмнорстухіѕј", "abekmhopctyxisj", strict=True)),
        **dict(zip("қңғүұөәһёй", "khгyyoaxeи", strict=True)),
        **dict(zip("иıł", "iil", strict=True)),
    }
)


@cache
def skeleton(text: str) -> str:
    """Return a text without what keyboards and scripts differ in: capitals, accents, marks, letters that look alike.

    Words are parted by one blank each. A Latin `a` and a Cyrillic `а` are one letter, as are `қ` and `к`, `ё` and `е`.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_ALIKE)
    bare = "".join(letter for letter in unicodedata.normalize("NFD", plain) if not unicodedata.combining(letter))
    return " ".join(_WORD.findall(bare.translate(_ALIKE)))


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 1: by the letters to put in, leave out, change or swap.

    The order of words counts little. A text of some letters is also like a longer name of which it is like the
    beginning, or a word.
    """
    return nearness(skeleton(_HUMP.sub(" ", one)), skeleton(_HUMP.sub(" ", other)))


def nearness(one: str, other: str) -> float:
    """Return how alike two skeletons are, as `likeness` does."""
    from rapidfuzz.distance import OSA

    ratio = OSA.normalized_similarity
    mine, words = one.split(), other.split()
    found = [ratio(one, other), ratio("".join(mine), "".join(words))]
    if len(mine) > 1 or len(words) > 1:
        found.append(_SAME_WORDS * ratio(" ".join(sorted(mine)), " ".join(sorted(words))))
    if _SHORTEST <= len(one) < len(other):
        found.append(_BEGINNING * ratio(one, other[: len(one)]))
        found += [_A_WORD * ratio(one, word) for word in words]
    return max(found)


def nearest(text: str, known: Iterable[str], most: int = NEAREST, least: float = _ENOUGH) -> list[str]:
    """Return those of some names that are nearest to a text, the nearest first; none that is not like it at all.

    Of names that are equally near the one that comes first stands first.
    """
    scored = [(likeness(text, name), name) for name in dict.fromkeys(known)]
    near = [pair for pair in scored if pair[0] >= least]
    return [name for _, name in sorted(near, key=lambda pair: -pair[0])[:most]]


def did_you_mean(near: Sequence[str], otherwise: str) -> str:
    """Write the remedy for a name that nothing has: the nearest ones as a question, else what to do instead."""
    if not near:
        return otherwise
    *others, last = near
    return f"Did you mean {', '.join(others)} or {last}?" if others else f"Did you mean {last}?"
