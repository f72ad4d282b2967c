"""Words without the endings of cases: Қазақстанның and Казахстана are names that stand in another case."""

from functools import cache
from typing import Final

from kg.core.likeness import skeleton

_LEAST: Final = 3  # letters that stay of a word
_RUSSIAN: Final = (
    "а я ы и у ю е о ь й ой ей ою ею ом ем ам ям ах ях ами ями ов ев ый ий ая яя ое ее ые ие ого его ому ему ым им ых"
    " их ыми ими ую юю ия ию ии ией ием иям иях иями"
)
_KAZAKH: Final = (
    "ның нің дың дің тың тің ға ге қа ке на не ны ні ды ді ты ті да де та те нда нде"
    " нан нен дан ден тан тен мен бен пен сы сі"
)
_ENDINGS: Final = sorted({skeleton(one) for one in f"{_RUSSIAN} {_KAZAKH}".split()})


def is_in_another_case(text: str, name: str) -> bool:
    """Tell whether a text is a name in another case, word by word, both as skeletons; the English ’s is one."""
    mine, own = ([word for word in said.split() if word != "s"] for said in (text, name))
    return len(mine) == len(own) and all(_stems(one) & _stems(other) for one, other in zip(mine, own, strict=True))


@cache
def _stems(word: str) -> frozenset[str]:
    """Return a word, and what is left of it without each of the endings that it may have."""
    cut = (word[: -len(ending)] for ending in _ENDINGS if word.endswith(ending))
    return frozenset((word, *(left for left in cut if len(left) >= _LEAST)))
