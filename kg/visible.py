r"""Show the signs by which a text would be more than text: to a terminal, to a reader's eye, to a runner of workflows.

A sign that steers or hides is written as its escape, such as `\x1b` or `\u202e`, and so is the first sign of a
command that a runner would obey.
"""

import re
import unicodedata

_UNSEEN = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"  # printable to Unicode, yet no ink
_SUSPECT = re.compile(rf"[^\w\n\t -~]|[{_UNSEEN}]")
_JOINERS = "\u200c\u200d"
# Scripts in which a joiner shapes the letter before it, from Arabic to Mongolian, and signs joined to one picture.
_JOINED = re.compile(
    "[\u0600-\u109f\u1700-\u1cff\u2190-\u2bff\ua800-\uabff\ufb50-\ufdff\ufe0f\ufe70-\ufefc\U00010a00-\U0001faff]"
)
# GitHub obeys a line that begins with `::` after any white space; it, Azure and TeamCity obey `##[`, `##vso[` anywhere.
_COMMAND = re.compile(r"^((?:[^\S\n]|\x1b\[[\d;]*m)*):(?=:)|#(?=#\w*\[)", re.MULTILINE)


def _escape(sign: str) -> str:
    return sign.encode("unicode_escape").decode("ascii")


def _shown(found: re.Match[str]) -> str:
    sign, before = found[0], found.string[max(found.start() - 1, 0) : found.start()]
    if sign in _JOINERS:
        return sign if _JOINED.match(before) else _escape(sign)
    inked = sign not in _UNSEEN and (sign.isprintable() or unicodedata.category(sign) == "Zs")
    return sign if inked else _escape(sign)


def visible(text: str) -> str:
    """Write each control, format, bidirectional and invisible sign of a text as its escape.

    Line feeds and tabs stay, letters of every script too, and joiners where they shape the letter before them.
    """
    return _SUSPECT.sub(_shown, text)


def in_line(text: str) -> str:
    """Write a text visibly and in one line: its line feeds and tabs as escapes too."""
    return visible(text).replace("\n", r"\n").replace("\t", r"\t")


def disobeyed(text: str) -> str:
    """Write lines so that no runner of workflows takes one for a command, whatever styles stand before it."""
    return _COMMAND.sub(lambda found: (found[1] or "") + (r"\x3a" if found[1] is not None else r"\x23"), text)
