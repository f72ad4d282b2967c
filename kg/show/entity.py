"""What a build knows of a thing: its names, what it belongs to, what claims say of it, and which questions take it."""

import json
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Final, TypeAlias

from kg.core import iri, terms
from kg.core.languages import LANGUAGES
from kg.names.gathered import CODE, INITIALS, KEY, LABEL
from kg.names.opened import Names
from kg.names.things import Count, Thing
from kg.query.header import Query
from kg.show.words import text

_INDENT: Final = 6
_NARROWEST: Final = 20  # columns of a value, however narrow the screen
_MOST: Final = 8  # things that are listed beside one property, and sources


@dataclass(frozen=True, slots=True)
class Named:
    """A thing or source as others name it: its key, its label, and how many claims speak of it."""

    key: str
    label: str
    claims: int


@dataclass(frozen=True, slots=True)
class Tie:
    """What a thing is tied to by a property, or what is tied to it: the first things, and how many there are."""

    property: str
    incoming: bool
    things: tuple[Named, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Said:
    """How many claims of a kind, and on an indicator if they have one, name a thing; `years` is '' for none."""

    kind: str
    indicator: str
    claims: int
    years: str


@dataclass(frozen=True, slots=True)
class Taking:
    """A question that takes a thing: its name, what it asks, the command that asks it of the thing, and the value."""

    name: str
    question: str
    command: str
    parameter: str
    value: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A thing for people, in a language; `codes` stand under their names.

    `labels` are those in each language, None where nobody says what the thing is called in it.
    """

    iri: str
    key: str
    kind: str
    label: str
    language: str
    labels: Mapping[str, str | None]
    others: tuple[str, ...]
    codes: tuple[tuple[str, str], ...]
    ties: tuple[Tie, ...]
    claims: int
    said: tuple[Said, ...]
    sources: tuple[Named, ...]
    questions: tuple[Taking, ...]

    @property
    def title(self) -> str:
        """Return the heading: the label, the kind and the key."""
        return f"{self.label}  {self.kind}  {self.key}"

    def _repr_html_(self) -> str:
        """Show the profile in a notebook."""
        from kg.show.notebook import profile_block

        return profile_block(self)


def profile(names: Names, thing: Thing, questions: Iterable[Query], tallied: Sequence[Count] | None = None) -> Profile:
    """Gather what is known of a thing from the index of names, and the questions that take a thing of its class.

    What claims say of it is counted on all days, unless it is `tallied` on some.
    """
    called, counts = names.names(thing), names.counts(thing) if tallied is None else tallied
    label = names.label(thing)
    said_in = {language for kind, language, _, _ in called if kind not in (CODE, KEY, INITIALS)}
    labels = {
        language: names.label(thing, language) if not said_in or said_in & {language, ""} else None
        for language in LANGUAGES
    }
    others = (said for kind, _, _, said in called if kind not in (LABEL, CODE, KEY, INITIALS))
    return Profile(
        iri=thing.iri,
        key=thing.key,
        kind=names.kind(thing.cls),
        label=label,
        language=names.language,
        labels=labels,
        others=tuple(dict.fromkeys(said for said in others if said not in labels.values())),
        codes=tuple((names.kind(given), said) for kind, _, given, said in called if kind == CODE),
        ties=(*_twins(names, thing), *_ties(names, thing, incoming=False), *_ties(names, thing, incoming=True)),
        claims=_claims(names, thing) if tallied is None else sum(count.claims for count in tallied),
        said=tuple(_said(names, counts)),
        sources=tuple(_sources(names, counts)),
        questions=tuple(_taking(names, thing, questions)),
    )


def _ties(names: Names, thing: Thing, *, incoming: bool) -> Iterator[Tie]:
    for predicate, things in names.links(thing, incoming=incoming):
        listed = tuple(Named(one.key, names.label(one), one.claims) for one in things[:_MOST])
        yield Tie(names.kind(predicate), incoming, listed, len(things))


def _twins(names: Names, thing: Thing) -> Iterator[Tie]:
    """Yield with what a thing is judged to be the same, whose claims are counted as its own."""
    others = [one for one in names.twins(thing) if one.id != thing.id]
    if others:
        listed = tuple(Named(one.key, names.label(one), one.claims) for one in others[:_MOST])
        yield Tie(names.kind(terms.isIdentifiedWith), incoming=False, things=listed, total=len(others))


def _claims(names: Names, thing: Thing) -> int:
    return sum(one.claims for one in names.twins(thing))


def _said(names: Names, counts: Sequence[Count]) -> Iterator[Said]:
    """Yield how many claims there are of each kind and indicator, those with most first."""
    found, segment = [], names.ontology.segment(terms.Indicator) or ""
    for (cls, indicator), alike in groupby(counts, key=lambda count: (count.cls, count.indicator)):
        some = [*alike]
        years = [year for count in some for year in (count.first, count.last) if year]
        span = "" if not years else str(min(years)) if min(years) == max(years) else f"{min(years)}–{max(years)}"
        concept = names.of_iri(iri.mint(segment, indicator))
        said = names.label(concept) if concept else indicator
        found.append(Said(names.kind(cls), said, sum(count.claims for count in some), span))
    yield from sorted(found, key=lambda one: (-one.claims, one.kind, one.indicator))


def _sources(names: Names, counts: Sequence[Count]) -> Iterator[Named]:
    """Yield the sources whose claims name a thing, those with most first."""
    claims = Counter[str]()
    for count in counts:
        claims[count.source] += count.claims
    for source, many in sorted(claims.items(), key=lambda pair: (-pair[1], pair[0])):
        thing = names.of_iri(iri.mint("source", source))
        yield Named(source, names.label(thing) if thing else source, many)


def _taking(names: Names, thing: Thing, questions: Iterable[Query]) -> Iterator[Taking]:
    """Yield the questions that take a thing of its class, those that ask for nothing wider first.

    A thing is written by its key alone where that says of what class it is.
    """
    supers = [iri.compress(one).partition(":")[2] for one in names.ontology.supers(iri.expand(thing.cls))]
    fitting = []
    for question in questions:
        for parameter in question.parameters:
            if parameter.type in supers:
                fitting.append((supers.index(parameter.type), question.name, question, parameter))
                break
    types = {parameter.type for *_, parameter in fitting}
    alone = {one for one in types if len(names.ontology.segments(iri.expand(f"dyad:{one}"))) == 1}
    for _, _, question, parameter in sorted(fitting, key=lambda one: one[:2]):
        value = iri.own_key(thing.iri) if parameter.type in alone else thing.key
        command = f"kg ask {question.name} {parameter.name}={value}"
        yield Taking(question.name, question.question[names.language], command, parameter.name, value)


ProfilePart: TypeAlias = tuple[str, Sequence[tuple[str, str]], str]
"""A part of a profile: its heading, '' for the first, what it says line by line, and how much more there is."""


def profile_parts(shown: Profile) -> Iterator[ProfilePart]:
    """Yield the parts of a profile under its title."""
    language = shown.language
    pairs = [(one, called or text("no name known", language)) for one, called in shown.labels.items()]
    pairs += [(text("other names", language), "; ".join(shown.others))] if shown.others else []
    yield "", [*pairs, *shown.codes, *(_tie(tie, language) for tie in shown.ties)], ""
    yield f"{text('claims', language)}: {shown.claims}", [(str(one.claims), _what(one)) for one in shown.said], ""
    if shown.sources:
        listed = [(str(one.claims), f"{one.label}  {one.key}") for one in shown.sources[:_MOST]]
        yield text("sources", language), listed, _more(len(shown.sources), language)


def as_lines(shown: Profile, room: int) -> Iterator[str]:
    """Yield the lines of a profile under its title, wrapped to some columns."""
    yield shown.iri
    for heading, pairs, more in profile_parts(shown):
        yield from ("", heading) if heading else ()
        yield from aligned(pairs, room)
        yield from (f"  {more}",) if more else ()
    if shown.questions:
        yield from ("", text("questions", shown.language))
        for one in shown.questions:
            yield from (f"  {one.command}", hanging("", one.question, _INDENT, room))


def _tie(tie: Tie, language: str) -> tuple[str, str]:
    """Write a tie: the property, with an arrow where it leads here, and the things that are tied by it."""
    more = text("more", language).format(tie.total - len(tie.things)) if tie.total > len(tie.things) else ""
    listed = "; ".join(f"{one.label} {one.key}" for one in tie.things)
    return f"{'← ' if tie.incoming else ''}{tie.property}", "; ".join(filter(None, (listed, more)))


def _what(one: Said) -> str:
    return " · ".join(part for part in (one.kind, one.indicator, one.years) if part)


def _more(total: int, language: str) -> str:
    return text("more", language).format(total - _MOST) if total > _MOST else ""


def aligned(pairs: Iterable[tuple[str, str]], room: int) -> Iterator[str]:
    """Yield names and values side by side, the values wrapped to some columns."""
    pairs = [*pairs]
    width = max((len(name) for name, _ in pairs), default=0)
    yield from (hanging(f"  {name.rjust(width)}  ", value, width + 4, room) for name, value in pairs)


def hanging(name: str, value: str, indent: int, room: int) -> str:
    """Write a value after its name, its further lines indented; what no line holds keeps its length."""
    return textwrap.fill(
        value or " ",
        max(room, indent + _NARROWEST),
        initial_indent=name or " " * indent,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    ).rstrip()


def profile_as_json(shown: Profile) -> str:
    """Write a profile as a JSON object."""
    return json.dumps(asdict(shown), ensure_ascii=False, indent=2) + "\n"
