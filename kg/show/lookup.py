"""Look for things and questions by a text: exactly so called, beginning with it, holding it, or nearly so called."""

import csv
import io
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, astuple, dataclass, fields
from typing import Final

from kg.core import iri, terms
from kg.core.errors import ArgumentInvalid, NameUnknown
from kg.core.likeness import did_you_mean, nearest, nearness, skeleton
from kg.core.ontology import Ontology
from kg.names.exact import things_named
from kg.names.opened import Names
from kg.names.pairs import dyad_named
from kg.names.resolve import meant
from kg.names.things import Hit, Thing
from kg.query.header import Query

QUESTION: Final = "question"
"""What a question stands under where things have their class."""
_EXACT, _BEGINS, _HOLDS, _NEAR = range(4)
_ENOUGH: Final = 0.6
_MOST: Final = 30  # near names


@dataclass(frozen=True, slots=True)
class Match:
    """Something that is found: its key, its kind for people, its label, the name that fits, and its claims.

    `cls` is the class of a thing without its prefix, and `question` of a question.
    """

    key: str
    cls: str
    kind: str
    label: str
    name: str
    claims: int


def look_up(names: Names, questions: Iterable[Query], text: str, classes: Collection[str] | None) -> Iterator[Match]:
    """Yield what a text finds, the best first: of what fits equally well what has more claims.

    Things are of some classes, or of any for None, when questions are found too.
    """
    wanted = set(classes or names.ontology.subs(terms.Entity))
    ranked = [*_things(names, text, wanted), *(_questions(names, questions, text) if classes is None else ())]
    best: dict[str, tuple[tuple[float, ...], Match]] = {}
    for rank, match in sorted(ranked, key=lambda pair: (pair[0], pair[1].key)):
        best.setdefault(match.key, (rank, match))
    yield from (match for _, match in best.values())


def _things(names: Names, text: str, classes: Collection[str]) -> Iterator[tuple[tuple[float, ...], Match]]:
    found = [(_EXACT, Hit(thing, "", "")) for thing in things_named(names, text, classes)]
    dyad = _dyad(names, text) if terms.Dyad in classes else None
    thing = names.of_iri(dyad) if dyad else None
    found += [(_EXACT, Hit(thing, "", ""))] if thing else []
    for hit in names.holding(text, classes):
        found.append((_BEGINS if skeleton(hit.text).startswith(skeleton(text)) else _HOLDS, hit))
    found += [(_NEAR, hit) for hit in names.near(text, classes, _MOST) if hit.score >= _ENOUGH]
    for tier, hit in found:
        near = hit.score if tier == _NEAR else 1.0
        yield (tier, -round(near, 2), -hit.thing.claims), _match(names, hit.thing, hit.text)


def _dyad(names: Names, text: str) -> str | None:
    """Return the dyad that a text names; None where it names none, or a pair that is none."""
    try:
        return dyad_named(names, text)
    except ValueError:
        return None


def _match(names: Names, thing: Thing, name: str) -> Match:
    label = names.label(thing)
    kind = iri.compress(iri.expand(thing.cls)).partition(":")[2]
    return Match(thing.key, kind, names.kind(thing.cls), label, "" if name == label else name, thing.claims)


def _questions(names: Names, questions: Iterable[Query], text: str) -> Iterator[tuple[tuple[float, ...], Match]]:
    """Yield the questions that a text finds, by their names, texts and tags."""
    wanted, words = skeleton(text), skeleton(text).split()
    for question in questions:
        called = skeleton(question.name)
        told = skeleton(question.told)
        near = nearness(wanted, called)
        if called == wanted:
            tier = _EXACT
        elif called.startswith(wanted):
            tier = _BEGINS
        elif words and all(word in told for word in words):
            tier = _HOLDS
        elif near >= _ENOUGH:
            tier = _NEAR
        else:
            continue
        rank = (tier, -round(near, 2) if tier == _NEAR else -1.0, 0)
        asked = question.question[names.language]
        yield rank, Match(question.name, QUESTION, question_kind(names.language), asked, "", 0)


def question_kind(language: str) -> str:
    """Name the kind of a question in a language."""
    return {"en": "question", "kk": "сұрақ", "ru": "вопрос"}[language]


def thing_called(names: Names, text: str) -> Thing:
    """Return the one thing of any class that a text means; raise NameUnknown, with what is near.

    A dyad that no row names has nothing to show.
    """
    try:
        name = meant(names, terms.Entity, text)
    except ValueError as error:
        raise NameUnknown("Nothing can be shown by this name.", remedy=str(error), value=text) from error
    thing = names.of_iri(name)
    if thing is None:
        remedy = "`kg find` finds what there is."
        raise NameUnknown(f"This graph says nothing of {iri.key_of(name)}.", remedy=remedy, value=text)
    return thing


def class_named(ontology: Ontology, name: str) -> str:
    """Return the class of a name in any case, or of its segment; raise ArgumentInvalid with the nearest."""
    classes = {iri.compress(one).partition(":")[2]: one for one in ontology.subs(terms.Entity)}
    for known, cls in (*classes.items(), *ontology.segments(terms.Entity).items()):
        if skeleton(known) == skeleton(name):
            return cls
    remedy = did_you_mean(nearest(name, classes), f"Name one of: {', '.join(sorted(classes))}.")
    raise ArgumentInvalid("There is no such class of things.", remedy=remedy, value=name)


def matches_as_json(matches: Iterable[Match]) -> str:
    """Write what was found as a JSON array."""
    return json.dumps([asdict(one) for one in matches], ensure_ascii=False, indent=2) + "\n"


def matches_as_csv(matches: Iterable[Match]) -> str:
    """Write what was found as CSV, one line each."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow([field.name for field in fields(Match)])
    table.writerows(astuple(one) for one in matches)
    return out.getvalue()
