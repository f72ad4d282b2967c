"""Which signs a text may hold: none that shows nothing, and in a word of a name none of another alphabet."""

import re
import unicodedata
from collections.abc import Callable
from typing import Final

_SHOW_NOTHING: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
# Blank letters, marks and symbols, and the selectors of variants: of all that Python calls printable.
_BLANK: Final = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufffc\U000e0100-\U000e01ef"
)
# Places to which no sign is assigned: to be ignored, or never to be assigned, as the last two of every plane.
_IGNORED: Final = "\u2065\ufdd0-\ufdef\ufff0-\ufff8\U000e0000-\U000e0fff"
_NOTHING: Final = re.compile(f"[{_BLANK}{_IGNORED}]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_SUSPECT: Final = re.compile(rf"[^\w -~]|[{_BLANK}]")
_LAST: Final = 0xFFFE
# What shapes the letter before it, with the scripts that need it.
_MONGOLIAN: Final = frozenset({"MONGOLIAN"})
_JOINING: Final = _MONGOLIAN | {
    *("ARABIC", "SYRIAC", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA"),
    *("MALAYALAM", "SINHALA", "KHMER", "MYANMAR"),
}
_PICTURE: Final = frozenset({"PICTURE"})
_NONE: Final[frozenset[str]] = frozenset()
_NON_JOINER: Final = "\u200c"
_SHAPING: Final = {
    **dict.fromkeys("\u180b\u180c\u180d\u180e\u180f", _MONGOLIAN),
    _NON_JOINER: _JOINING,
    "\u200d": _JOINING | _PICTURE | {"VARIATION", "EMOJI"},  # signs joined to one picture, styled and tinted ones too
    "\ufe0f": _PICTURE,
}
_ALPHABETS: Final = frozenset(
    ["ARMENIAN", "CHEROKEE", "COPTIC", "CYRILLIC", "FULLWIDTH", "GREEK", "LATIN", "LISU", "MATHEMATICAL"]
)


def _script(letter: str) -> str:
    """Return the first word of the name of a letter, which is its script."""
    return unicodedata.name(letter, "").partition(" ")[0]


def _shows(sign: str) -> bool:
    """Tell whether a sign is one that a reader can see, or white space between words."""
    if unicodedata.category(sign) in _SHOW_NOTHING or _NOTHING.match(sign):
        return False
    return ord(sign) & _LAST != _LAST


def _is_hidden(found: re.Match[str]) -> bool:
    """Tell whether a sign shows nothing, and shapes no letter or picture before it."""
    return not _shows(found[0]) and not _shapes(found.string, found.start())


def _shapes(text: str, place: int) -> bool:
    """Tell whether a sign stands after a letter that it shapes, and before another if it keeps the two apart."""
    sign, before, after = text[place], text[max(place - 1, 0) : place], text[place + 1 : place + 2]
    neighbours = before + after if sign == _NON_JOINER else before
    return bool(before and (after or sign != _NON_JOINER)) and {*map(_kind, neighbours)} <= _SHAPING.get(sign, _NONE)


def _kind(sign: str) -> str:
    """Return the script of a letter, and that a picture is one."""
    return "PICTURE" if unicodedata.category(sign) == "So" else _script(sign)


def is_text(text: str) -> bool:
    """Tell whether a text is one in UTF-8: Python keeps the bytes of an argument that are none as surrogates."""
    return not _SURROGATE.search(text)


def flaw(text: str) -> tuple[str, str] | None:
    """Return what is wrong with the signs of a text and what to do about it, None if nothing is.

    A text is in Unicode NFC, and every sign in it shows: no control, format or bidirectional sign, line break, blank
    letter, selector, noncharacter, surrogate or sign of private use. The joiners may stand after letters that need
    them, as of Persian and Hindi.
    """
    if text.isascii() and text.isprintable():
        return None
    if hidden := next(filter(_is_hidden, _SUSPECT.finditer(text)), None):
        sign = hidden[0]
        name = unicodedata.name(sign, "a control character" if unicodedata.category(sign) == "Cc" else "no character")
        problem = f"The text holds U+{ord(sign):04X}, {name}, as its character {hidden.start() + 1}: it shows nothing."
        return problem, "Take it out."
    if not unicodedata.is_normalized("NFC", text):
        return "The text is not in Unicode NFC.", "Normalise it to NFC."
    return None


def replace_hidden(text: str, replace: Callable[[str], str]) -> str:
    """Put what `replace` makes of it in the place of each sign of a text that shows nothing."""
    return _SUSPECT.sub(lambda found: replace(found[0]) if _is_hidden(found) else found[0], text)


def shown(text: str) -> str:
    """Return a text as it is recorded: in Unicode NFC, without the signs that show nothing; controls stay."""
    recorded = replace_hidden(text, lambda sign: sign if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else "")
    return unicodedata.normalize("NFC", recorded)


def mixed_word(name: str) -> str | None:
    """Return the first word that mixes letters of alphabets which look alike, None if no word does."""
    if name.isascii():
        return None
    letters = "".join(sign for sign in name if not unicodedata.combining(sign))
    return next((word for word in re.findall(r"[^\W\d_]+", letters) if len(alphabets(word)) > 1), None)


def alphabets(word: str) -> list[str]:
    """Name the alphabets of the letters of a word, of those that have letters which look alike."""
    return sorted(script.capitalize() for script in {*map(_script, word)} & _ALPHABETS)
