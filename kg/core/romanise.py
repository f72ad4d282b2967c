"""Write Russian names in Latin letters by the system of BGN and PCGN of 1947, without the signs of its ъ and ь.

A Kazakh letter is written as the Russian one that stands in for it in names abroad: KazMunayGas, Kostanay.
"""

from types import MappingProxyType
from typing import Final

_LETTERS: Final = MappingProxyType(
    dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True))
    | {
        "ё": "e",
        "ж": "zh",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ъ": "",
        "ь": "",
        "ю": "yu",
        "я": "ya",
    }
    | dict(zip("әғқңөұүһі", "agknouuki", strict=True))
)
# After these, and where a word begins, the letters е and ё have the sound of y before them.
_BEFORE_Y: Final = frozenset("аеёиоуыэюяйъь")


def romanised(name: str) -> str:
    """Return a Russian or Kazakh name in Latin letters; what is no letter of theirs stays as it is."""
    written, before = "", ""
    for letter in name:
        small = letter.lower()
        latin = _LETTERS.get(small, small)
        if small in "её" and (before in _BEFORE_Y or not before.isalpha()):
            latin = f"y{latin}"
        written += latin if letter == small else latin.capitalize()
        before = small
    return written
