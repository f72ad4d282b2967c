"""Where each statement of Turtle or TriG stands in its text, by its signs alone: what they mean, the parser says."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

_STRING = "|".join(  # the long ones first, for a short one may be empty
    rf"{mark * 3}(?:[^{mark}\\]|\\.|{mark}(?!{mark * 2}))*{mark * 3}|{mark}(?:[^{mark}\\\n]|\\.)*{mark}"
    for mark in "\"'"
)
_IRI = r"<[^<>\s]*>"
_LOCAL = r"(?:[^\s<>\"'(){}\[\],;.#^`|\\@]|\\.|\.+(?=[^\s<>\"'(){}\[\],;.#^`|@]))*"
_NAME = r"(?:[^\s<>\"'(){}\[\],;.:#^`|\\@]|\.(?=[^\s<>\"'(){}\[\],;.#^`|\\@]))*:" + _LOCAL
_NUMBER = r"[+-]?(?:\d+\.\d*[eE][+-]?\d+|\.?\d+[eE][+-]?\d+|\d*\.\d+|\d+)"
_TOKEN = re.compile(
    rf"(?P<space>(?:\s|#[^\n]*)+)|(?P<term>{_IRI}|(?:{_STRING})(?:@[\w-]+|\s*\^\^\s*(?:{_IRI}|{_NAME}))?|{_NAME}"
    rf"|{_NUMBER})|(?P<word>@?[A-Za-z]+)|(?P<mark>[\[\](){{}};,.])",
    re.DOTALL,
)


_DIRECTIVES = {"prefix": 2, "base": 1, "version": 1}


class TextSpan(NamedTuple):
    """A part of a text: where it begins, and where it ends, the first sign that is no longer of it."""

    start: int
    end: int


class Place(NamedTuple):
    """Where a statement stands: its subject, its property and its value; of a value in brackets, the first of them."""

    subject: TextSpan
    property: TextSpan
    value: TextSpan


class ValueKind(Enum):
    """What the value of a statement is."""

    IRI = "iri"
    BLANK = "blank"
    LITERAL = "literal"


class NamedPlace(NamedTuple):
    """Where the subject and the value of a statement stand, which has a property of this IRI and such a value."""

    property: str
    kind: ValueKind
    subject: TextSpan
    value: TextSpan


class Point(NamedTuple):
    """A sign of a text, by line and column as an editor counts them, from 1."""

    line: int
    column: int


@dataclass(slots=True)
class _Frame:
    """What is open: the statements of the file (""), those of a node in brackets, or a list."""

    mark: str = ""
    subject: TextSpan | None = None
    property: TextSpan | None = None
    start: int = 0


@dataclass(slots=True)
class _Walk:
    """Follows the signs of a text, and says at which of them a statement is made."""

    open: list[_Frame] = field(default_factory=lambda: [_Frame()])
    passing: int = 0
    held: list[Place] = field(default_factory=list)

    def take(self, kind: str | None, sign: str, span: TextSpan) -> Iterator[Place]:
        """Take the next sign. A bare string is made after a bracket that closes behind it, as the parser does it."""
        held, self.held = self.held, []
        if sign != "]":
            yield from held
            held = []
        if kind == "mark":
            yield from self.mark(sign, span)
        else:
            made = self.word(sign, span) if kind == "word" else self.term(span)
            if sign[-1] in "\"'":
                self.held = [*made]
            else:
                yield from made
        yield from held

    def term(self, span: TextSpan) -> Iterator[Place]:
        """Take a term, or what stands in brackets for one, as subject, property or value."""
        frame = self.open[-1]
        if self.passing:
            self.passing -= 1
        elif frame.mark == "(":
            return
        elif frame.subject is None:
            frame.subject = span
        elif frame.property is None:
            frame.property = span
        else:
            yield Place(frame.subject, frame.property, span)

    def word(self, word: str, span: TextSpan) -> Iterator[Place]:
        """Take a bare word: a directive, after whose names statements begin anew, or a term such as `a` or `true`."""
        of_file = self.open[-1].subject is None
        if of_file and (names := _DIRECTIVES.get(word.lower().lstrip("@"))) is not None:
            self.passing = names
        elif not (of_file and word.lower() == "graph"):
            yield from self.term(span)

    def mark(self, mark: str, span: TextSpan) -> Iterator[Place]:
        """Take a mark; a value in square brackets is made when they close, a list when it opens."""
        frame = self.open[-1]
        if mark == "[":
            self.open.append(_Frame(mark, subject=span, start=span.start))
        elif mark == "(":
            yield from self.term(span)
            self.open.append(_Frame(mark))
        elif mark == "]":
            start = self.open.pop().start
            yield from self.term(TextSpan(start, start + 1))
        elif mark == ")":
            self.open.pop()
        elif mark == ";":
            frame.property = None
        elif mark != ",":
            frame.subject = frame.property = None


def statement_places(text: str) -> Iterator[Place]:
    """Yield where each statement stands, in the order in which the parser makes them, but those that lists consist of.

    Stops where it does not understand a text: whoever counts statements sees that some are missing.
    """
    walk, at = _Walk(), 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or (found.lastgroup == "mark" and found[0] in "])" and len(walk.open) == 1):
            return
        span, at = TextSpan(at, found.end()), found.end()
        if found.lastgroup != "space":
            yield from walk.take(found.lastgroup, found[0], span)
    yield from walk.held


@dataclass(frozen=True, slots=True)
class Lines:
    """Where the lines of a text begin."""

    starts: list[int]

    @classmethod
    def of(cls, text: str) -> "Lines":
        """Find the lines of a text."""
        return cls([0, *(found.end() for found in re.finditer("\n", text))])

    def point(self, offset: int) -> Point:
        """Return the line and the column of a sign."""
        line = bisect_right(self.starts, offset)
        return Point(line, offset - self.starts[line - 1] + 1)
