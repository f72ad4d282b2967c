"""The model of a page: what is said, grouped, with evidence and pictures; how it looks is decided elsewhere."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from kg.core import iri
from kg.wording.days import as_of


@dataclass(frozen=True, slots=True)
class Finding:
    """What follows from two claims: its class and results named for people, its sentence, and why it is so.

    `cls` is its class and `concepts` the IRIs of its results and reasons by their properties. `results` are the names
    of its verdict, changes or outcome, empty for a mirror pair. A reason stands with its definition, which there is in
    English only, a number under its property. `rests_on` begins with the first and the second claim, and `keys` are the
    keys of these claims, as other commands take them. The lower its `gravity`, the more a finding asks for a look.
    """

    name: str
    cls: str
    kind: str
    concepts: dict[str, tuple[str, ...]]
    results: tuple[str, ...]
    sentence: str
    reasons: tuple[tuple[str, str], ...]
    numbers: dict[str, Decimal]
    subjects: tuple[str, ...]
    rests_on: tuple[str, ...]
    keys: tuple[str, ...]
    gravity: int

    @property
    def heading(self) -> str:
        """Return what the finding says in a word or two: its results, else its class."""
        return ", ".join(self.results) or self.kind


@dataclass(frozen=True, slots=True)
class SourceNote:
    """What a reader must know of a source: its name, publisher, day, address and terms of use."""

    id: str
    name: str
    publisher: str
    day: str
    address: str
    licence: str
    permits: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim as evidence: who says what, when, in which words, at which place of which source.

    `about` is what the claim is about, up to its period; `figure` is its amount, `low` and `high` are the ends of what
    it allows, in the base unit, None where they are open. A derived claim has an arithmetic and, in the place of words
    and source, `inputs`.
    `note` says what the claim is in its context, such as that it repeats a target.
    """

    claim: str
    key: str
    who: str
    day: str
    about: str
    period: str
    value: str
    words: str
    place: str
    source: SourceNote | None
    figure: Decimal | None
    low: Decimal | None
    high: Decimal | None
    arithmetic: str = ""
    inputs: tuple["Evidence", ...] = ()
    note: str = ""

    @property
    def place_in_source(self) -> str:
        """Return the file and the row or letters of the place, or the address of the page that is the place."""
        ours = self.place.startswith(f"{iri.BASE}source/")
        return self.place.rpartition("/")[2] if ours else self.place


@dataclass(frozen=True, slots=True)
class Span:
    """The values that a claim allows, None where an end is open; a `kind` is 0 for the first claim or a target.

    `href` leads to the claim where the page stands beside its own.
    """

    label: str
    low: Decimal | None
    high: Decimal | None
    kind: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class Spans:
    """A picture of what claims allow on one axis, in a unit; `line` is a value to hold them against."""

    unit: str
    spans: tuple[Span, ...]
    line: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """A picture of two series of values over periods, side by side, in a unit; None where a value is missing."""

    unit: str
    names: tuple[str, str]
    periods: tuple[str, ...]
    values: tuple[tuple[Decimal | None, ...], tuple[Decimal | None, ...]]


Picture: TypeAlias = Spans | Series


@dataclass(frozen=True, slots=True)
class Card:
    """One finding: its result as a heading, its sentence, its numbers and reasons, and the evidence of its claims."""

    heading: str
    name: str
    sentence: str
    numbers: tuple[tuple[str, str], ...]
    reasons: tuple[tuple[str, str], ...]
    evidence: tuple[Evidence, ...]
    picture: Picture | None = None
    gravity: int = 2


@dataclass(frozen=True, slots=True)
class CardGroup:
    """Cards under one subject and indicator, what can be said of them all, and a picture of them."""

    heading: str
    lines: tuple[str, ...]
    cards: tuple[Card, ...]
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page in a language: its title, the `day` of which it tells, how many of each result, its groups, and a note.

    The day is written YYYY-MM-DD, '' where it is not known. `arithmetic` is what to call that of a derived claim, and
    `findings` are all those of which the groups tell.
    """

    title: str
    language: str
    day: str
    summary: tuple[tuple[str, int], ...]
    groups: tuple[CardGroup, ...]
    arithmetic: str = ""
    note: str = ""
    findings: tuple[Finding, ...] = ()

    def _repr_html_(self) -> str:
        """Show the page in a notebook."""
        from kg.show.notebook import framed

        return framed(self)

    @property
    def as_of(self) -> str:
        """Return of which day the page tells, in words, '' where it is not known."""
        return as_of(date.fromisoformat(self.day), self.language) if self.day else ""

    @property
    def sources(self) -> tuple[SourceNote, ...]:
        """Return the sources of all evidence, each once, in the order of their names."""
        found: set[SourceNote] = set()
        for group in self.groups:
            for card in group.cards:
                for evidence in card.evidence:
                    found |= {one.source for one in (evidence, *evidence.inputs) if one.source is not None}
        return tuple(sorted(found, key=lambda source: (source.name, source.id)))
