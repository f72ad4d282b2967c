"""Which signs a text may hold: none that shows nothing, and in a word of a name none of another alphabet."""

import re
import unicodedata
from typing import Final

_SHOW_NOTHING: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
# Blank letters, marks and symbols, and the selectors of variants: of all that Python calls printable.
_BLANK: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufffc\U000e0100-\U000e01ef]"
)
# Places to which no sign is assigned: to be ignored, or never to be assigned, as the last two of every plane.
_IGNORED: Final = re.compile("[\u2065\ufdd0-\ufdef\ufff0-\ufff8\U000e0000-\U000e0fff]")
_LAST: Final = 0xFFFE
# What shapes the letter before it, with the scripts that need it.
_MONGOLIAN: Final = frozenset({"MONGOLIAN"})
_JOINING: Final = _MONGOLIAN | {
    *("ARABIC", "SYRIAC", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA"),
    *("MALAYALAM", "SINHALA", "KHMER", "MYANMAR"),
}
_NONE: Final[frozenset[str]] = frozenset()
_NON_JOINER: Final = "\u200c"
_SHAPING: Final = dict.fromkeys("\u200c\u200d", _JOINING) | dict.fromkeys("\u180b\u180c\u180d\u180e\u180f", _MONGOLIAN)
_ALPHABETS: Final = frozenset(
    ["ARMENIAN", "CHEROKEE", "COPTIC", "CYRILLIC", "FULLWIDTH", "GREEK", "LATIN", "LISU", "MATHEMATICAL"]
)


def _script(letter: str) -> str:
    """Return the first word of the name of a letter, which is its script."""
    return unicodedata.name(letter, "").partition(" ")[0]


def _shows(sign: str) -> bool:
    """Tell whether a sign is one that a reader can see, or white space between words."""
    if unicodedata.category(sign) in _SHOW_NOTHING or _BLANK.match(sign) or _IGNORED.match(sign):
        return False
    return ord(sign) & _LAST != _LAST


def _hidden(text: str) -> list[int]:
    """Return the places of the signs that show nothing and shape no letter before them."""
    if text.isprintable() and (text.isascii() or _BLANK.search(text) is None):
        return []
    return [place for place, sign in enumerate(text) if not _shows(sign) and not _shapes(text, place)]


def _shapes(text: str, place: int) -> bool:
    """Tell whether a sign stands after a letter that it shapes, and before another if it keeps the two apart."""
    sign, before, after = text[place], text[:place][-1:], text[place + 1 :][:1]
    neighbours = before + after if sign == _NON_JOINER else before
    return bool(before and (after or sign != _NON_JOINER)) and {*map(_script, neighbours)} <= _SHAPING.get(sign, _NONE)


def flaw(text: str) -> tuple[str, str] | None:
    """Return what is wrong with the signs of a text and what to do about it, None if nothing is.

    A text is in Unicode NFC, and every sign in it shows: no control, format or bidirectional sign, line break, blank
    letter, selector, noncharacter, surrogate or sign of private use. The joiners may stand after letters that need
    them, as of Persian and Hindi.
    """
    if hidden := _hidden(text):
        sign = text[hidden[0]]
        name = unicodedata.name(sign, "a control character" if unicodedata.category(sign) == "Cc" else "no character")
        problem = f"The text holds U+{ord(sign):04X}, {name}, as its character {hidden[0] + 1}: it shows nothing."
        return problem, "Take it out."
    if not unicodedata.is_normalized("NFC", text):
        return "The text is not in Unicode NFC.", "Normalise it to NFC."
    return None


def escape_hidden(text: str) -> str:
    """Write the signs of a text that show nothing as escapes: U+202E and so on."""
    hidden = set(_hidden(text))
    return "".join(ascii(sign)[1:-1] if place in hidden else sign for place, sign in enumerate(text))


def shown(text: str) -> str:
    """Return a text as it is recorded: in Unicode NFC, without the signs that show nothing; controls stay."""
    hidden = {place for place in _hidden(text) if unicodedata.category(text[place]) not in {"Cc", "Zl", "Zp"}}
    return unicodedata.normalize("NFC", "".join(sign for place, sign in enumerate(text) if place not in hidden))


def mixed_word(name: str) -> str | None:
    """Return the first word that mixes letters of alphabets which look alike, None if no word does."""
    if name.isascii():
        return None
    letters = "".join(sign for sign in name if not unicodedata.combining(sign))
    return next((word for word in re.findall(r"[^\W\d_]+", letters) if len(alphabets(word)) > 1), None)


def alphabets(word: str) -> list[str]:
    """Name the alphabets of the letters of a word, of those that have letters which look alike."""
    return sorted(script.capitalize() for script in {*map(_script, word)} & _ALPHABETS)
