"""Take a SPARQL query apart into its words: what stands in strings and comments is no name, and has no prefix."""

import re
from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

_BASE = r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F"
_BASE += r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
_SIGN = rf"{_BASE}_0-9\-\u00B7\u0300-\u036F\u203F-\u2040"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_PREFIX = rf"(?:[{_BASE}](?:[{_SIGN}.]*[{_SIGN}])?)?"
_LOCAL = rf"(?:[{_BASE}_:0-9]|{_ESCAPED})(?:(?:[{_SIGN}.:]|{_ESCAPED})*(?:[{_SIGN}:]|{_ESCAPED}))?"
_TOKEN: Final = re.compile(
    rf"""
    (?P<gap>\s+|\#[^\r\n]*)
    |(?P<string>'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''|\"\"\"(?:(?:"|"")?(?:[^"\\]|\\.))*\"\"\"
        |'(?:[^'\\\r\n]|\\.)*'|"(?:[^"\\\r\n]|\\.)*")
    |(?P<iri><[^\x00-\x20<>"{{}}|^`\\]*>)
    |(?P<variable>[?$][{_BASE}_0-9][{_SIGN}]*)
    |(?P<blank>_:[{_BASE}_0-9](?:[{_SIGN}.]*[{_SIGN}])?)
    |(?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<name>(?P<prefix>{_PREFIX}):(?P<local>{_LOCAL})?)
    |(?P<word>[A-Za-z_][A-Za-z_0-9]*)
    |(?P<other>\^\^|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_UNESCAPED: Final = re.compile(r"\\(.)")
_LONGEST: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a query: its kind, its text, and where it begins and ends in the text.

    The kinds are string, iri, variable, blank, tag, name (with a prefix, which may be empty), word and other.
    """

    kind: str
    text: str
    start: int
    end: int
    prefix: str = ""
    local: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a text: its line and column, both counted from 1."""

    line: int
    column: int


def tokens_of(query: str) -> list[Token]:
    r"""Return the words of a query in their order, without gaps and comments.

    What the grammar does not know passes through as single signs: of a query that cannot be parsed the engine says
    what is wrong. One that writes signs of names by their numbers (`\u0041`), or is very long, has no words here.
    """
    found = [] if len(query) > _LONGEST else [*_tokens(query)]
    return [] if any(token.text == "\\" for token in found) else found


def _tokens(query: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(query):
        kind = found.lastgroup or ""
        kind = "name" if kind in {"prefix", "local"} else kind
        if kind != "gap":
            local = _UNESCAPED.sub(r"\1", found["local"] or "")
            yield Token(kind, found[0], found.start(), found.end(), found["prefix"] or "", local)


def place_in(text: str, offset: int) -> Position:
    """Return the line and column of a place in a text."""
    ends = [0, *(line.end() for line in re.finditer(r"\r\n|\r|\n", text))]
    line = bisect(ends, offset)
    return Position(line, offset - ends[line - 1] + 1)


def line_at(text: str, line: int) -> str:
    """Return a line of a text by its number, '' where it has no such line."""
    lines = re.split(r"\r\n|\r|\n", text)
    return lines[line - 1] if 0 < line <= len(lines) else ""


def declared(tokens: Iterable[Token]) -> dict[str, str]:
    """Return the prefixes that a query declares, with their namespaces."""
    found: dict[str, str] = {}
    before: list[Token] = []
    for token in tokens:
        if _declares(before, token):
            found[before[1].prefix] = token.text[1:-1]
        before = [*before[-1:], token]
    return found


def _declares(before: list[Token], token: Token) -> bool:
    return (
        token.kind == "iri"
        and [one.kind for one in before] == ["word", "name"]
        and before[0].text.upper() == "PREFIX"
        and not before[1].local
    )
