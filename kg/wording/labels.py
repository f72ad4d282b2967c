"""Name things for people: the label of an IRI in the reader's language."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.core import iri, terms
from kg.core.graph import Literal, NamedNode, Store, matches, values
from kg.core.languages import FALLBACK

NAMING = (iri.PREFIXES["rdfs"] + "label", iri.PREFIXES["skos"] + "altLabel", terms.officialName)
"""The properties that name a thing: its label, its other names, the name in its register."""


_SIDES = (terms.hasFirstEconomy, terms.hasSecondEconomy)
_PAIR = re.compile(r"dyad/([A-Z]+)-([A-Z]+)")


@dataclass(frozen=True, slots=True)
class ChosenLabel:
    """What a thing is called, its language, None where it is of several or of none, and the text that says so.

    `marked` is the text, followed by its language where that is not the one asked for: «Илек (ru)». So a reader sees
    that no name is known in the language that was asked for.
    """

    text: str
    language: str | None
    marked: str


def label(store: Store, name: str, language: str) -> str:
    """Return the label of an IRI in a language, else in Kazakh, Russian or English, else another name, else its key.

    A register's own name, which is spelt in Latin letters, serves in English before a label in another language. Of
    several labels in one language the first in the order of the alphabet is taken. A dyad without a name is named by
    its two economies.
    """
    found = read_label(store, name, language)
    return iri.compress(name) if found is None else found.text


def marked_label(store: Store, name: str, language: str) -> str:
    """Return the label of an IRI as `label` does, followed by its language where that is not the one asked for."""
    found = read_label(store, name, language)
    return iri.compress(name) if found is None else found.marked


def read_label(store: Store, name: str, language: str) -> ChosenLabel | None:
    """Read the label of an IRI as `label` chooses it; None for what nothing names."""
    found = choose_label([_by_language(store, name, predicate) for predicate in NAMING], language)
    if found is not None:
        return found
    ends = [end for side in _SIDES for end in values(store, name, side)[:1]] or _ends_in(store, name)
    if len(ends) < len(_SIDES):
        return None
    return dyad_label([read_label(store, end, language) or key_label(end) for end in ends])


def _ends_in(store: Store, name: str) -> list[str]:
    """Return the countries and unions that the key of a dyad names, which need no row of the dyad."""
    pair = _PAIR.fullmatch(iri.key_of(name))
    ends = [iri.mint(segment, code) for code in pair.groups() for segment in ("country", "union")] if pair else []
    return [end for end in ends if values(store, end, NAMING[0])]


def choose_label(names: Sequence[Mapping[str | None, str]], language: str) -> ChosenLabel | None:
    """Choose the label of a thing as `chosen` does, and mark it."""
    found = chosen(names, language)
    if found is None:
        return None
    text, tag = found
    return ChosenLabel(text, tag, f"{text} ({tag})" if tag not in (language, None) else text)


def key_label(name: str) -> ChosenLabel:
    """Return the key of a thing that nothing names, for want of a label."""
    key = iri.compress(name)
    return ChosenLabel(key, None, key)


def dyad_label(ends: Sequence[ChosenLabel]) -> ChosenLabel:
    """Join the labels of its two economies to that of a dyad."""
    languages = {end.language for end in ends}
    return ChosenLabel(
        "–".join(end.text for end in ends),
        languages.pop() if len(languages) == 1 else None,
        "–".join(end.marked for end in ends),
    )


def chosen(names: Sequence[Mapping[str | None, str]], language: str) -> tuple[str, str | None] | None:
    """Choose the label of a thing among what each of the properties of `NAMING` calls it, with its language.

    None, as a language, is no language. A thing that nothing names has no label of its own.
    """
    labels, others, official = names
    by_rank = [labels, others, official]
    if language == "en" and "en" not in {*labels, *others}:
        by_rank = [official, labels, others]
    for found in by_rank:
        for wanted in (language, *FALLBACK, None):
            if wanted in found:
                return found[wanted], wanted
    return None


def _by_language(store: Store, name: str, predicate: str) -> dict[str | None, str]:
    """Return the first value of a property in each language, None being no language."""
    quads = sorted(matches(store, NamedNode(name), NamedNode(predicate)), key=str, reverse=True)
    return {quad.object.language: quad.object.value for quad in quads if isinstance(quad.object, Literal)}


def text_in(store: Store, name: str, predicate: str, language: str) -> str:
    """Return what a property says in a language, else in English, else in any; '' if it says nothing."""
    found = _by_language(store, name, predicate)
    return found.get(language) or found.get("en") or next(iter(found.values()), "")


def labels(store: Store, names: Iterable[str], language: str) -> dict[str, str]:
    """Return the labels of several IRIs, as `label` does."""
    return {name: label(store, name, language) for name in names}
