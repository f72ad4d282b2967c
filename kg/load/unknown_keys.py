"""What to do about a key that nothing has: the dyad that it writes otherwise, or the keys that are nearest to it."""

import re
from typing import TYPE_CHECKING, Final, TypeAlias

from kg.core.likeness import did_you_mean
from kg.load.keys import MOST_PROPOSED, KeyIndex

if TYPE_CHECKING:
    from kg.load.cells import CellContext

_FEW: Final = 6
_STATES: Final = ("country", "union")
_BETWEEN: Final = re.compile(r"(?:[^\w.]|_)+")

KeyReading: TypeAlias = tuple[str, str | None, str]
"""A segment, the source of a claim where it is named, and a key."""


def remedy_for(candidates: list[KeyReading], context: "CellContext") -> str:
    """Say what to do about an unknown key: name the dyad that it writes in another order or other codes, if any."""
    for segment, _, key in candidates:
        pair = _pair_meant(key, context.keys) if segment == "dyad" else None
        if pair is not None:
            return f"Write {pair}: a dyad's codes are those of its countries, in the order of the alphabet."
    names = sorted({segment for segment, _, _ in candidates})
    listed = f" ({', '.join(names)})" if len(names) <= _FEW else ""
    (segment, source, key), *_ = candidates
    near = context.keys.nearest(names, key, context.source_of(segment, source))
    maybe = sorted(name for one in (*names, "") for name in context.keys.unread.get(one, ()))
    said = [
        did_you_mean(near, ""),
        f"What is nearest is said of the first {MOST_PROPOSED} alone."
        if not near and context.keys.proposes_no_more
        else "",
        f"Define it in a table of the right class{listed}, or mend it.",
        f"It may stand in {', '.join(maybe)}, which could not be read." if maybe else "",
    ]
    return " ".join(filter(None, said))


def _pair_meant(text: str, keys: KeyIndex) -> str | None:
    """Return the key of the dyad of the two economies that a text names by keys or names, in either order."""
    for sign in _BETWEEN.finditer(text):
        ends = [_economy(end.strip(), keys) for end in (text[: sign.start()], text[sign.end() :])]
        pair = "-".join(sorted(filter(None, ends)))
        if keys.find("dyad", pair) is not None:
            return pair
    return None


def _economy(text: str, keys: KeyIndex) -> str | None:
    """Return the key of the country or union that a text names, by its key in any case or its name."""
    for segment in _STATES:
        for key in (text, text.upper()):
            if (known := keys.find(segment, key)) is not None:
                return known.key
    called = keys.key_called(_STATES, text)
    return None if called is None else called.partition("/")[2]
