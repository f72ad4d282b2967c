r"""Show the signs by which a text would be more than text: to a terminal, to a reader's eye, to a runner of workflows.

A sign that steers or hides is written as its escape, such as `\x1b` or `\u202e`, and so is the first sign of a
command that a runner would obey.
"""

import re
from typing import Final

from kg.core.signs import replace_hidden

# GitHub obeys a line that begins with `::` after any white space; it, Azure and TeamCity obey `##[`, `##vso[` anywhere.
_COMMAND = re.compile(r"^((?:[^\S\n]|\x1b\[[\d;]*m)*):(?=:)|#(?=#\w*\[)", re.MULTILINE)
_LONGEST_VALUE: Final = 200
LONGEST_LINE: Final = 2000
"""As much of a line of a message as anybody reads, for `shortened`: what it quotes may be of any length."""


def _escape(sign: str) -> str:
    return sign if sign in "\n\t" else sign.encode("unicode_escape").decode("ascii")


def shortened(text: str, most: int = _LONGEST_VALUE) -> str:
    """Return a text, or the beginning and the end of one longer than `most` characters, with its length."""
    if len(text) <= most:
        return text
    return f"{text[: most * 3 // 4]} … {text[-most // 4 :]} ({len(text):,} characters)"


def visible(text: str) -> str:
    """Write each sign of a text that shows nothing as its escape; line feeds and tabs stay."""
    return replace_hidden(text, _escape)


def in_line(text: str) -> str:
    """Write a text visibly and in one line: its line feeds and tabs as escapes too."""
    return visible(text).replace("\n", r"\n").replace("\t", r"\t")


def disobeyed(text: str) -> str:
    """Write lines so that no runner of workflows takes one for a command, whatever styles stand before it."""
    return _COMMAND.sub(lambda found: (found[1] or "") + (r"\x3a" if found[1] is not None else r"\x23"), text)
