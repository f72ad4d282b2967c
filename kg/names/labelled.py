"""What many things are called in every language, and of which class they are: for pictures and files of networks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.core import iri, terms
from kg.core.languages import LANGUAGES
from kg.names.opened import Names
from kg.wording.labels import chosen

_AT_ONCE = 500
_RANKS = ("label", "other", "official")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A thing of the index: its class, compressed, and its label by language."""

    cls: str
    labels: Mapping[str, str]


def called_in_all(names: Names, things: Iterable[str]) -> dict[str, Labelled]:
    """Return by IRI what things are called, those that the index has; another language serves for one without."""
    found: dict[str, Labelled] = {}
    keys = sorted({iri.key_of(thing) for thing in things})
    for begin in range(0, len(keys), _AT_ONCE):
        by_key: dict[str, tuple[str, dict[str, dict[str | None, str]]]] = {}
        for key, cls, kind, language, text in names.named(keys[begin : begin + _AT_ONCE]):
            texts = by_key.setdefault(key, (cls, {rank: {} for rank in _RANKS}))[1]
            if kind in texts:
                texts[kind].setdefault(language or None, text)
        for key, (cls, texts) in by_key.items():
            own = {language: chosen([texts[rank] for rank in _RANKS], language) for language in LANGUAGES}
            labels = {language: key if label is None else label[0] for language, label in own.items()}
            found[iri.expand(key)] = Labelled(cls, labels)
    return _with_dyads(names, found)


def _with_dyads(names: Names, found: dict[str, Labelled]) -> dict[str, Labelled]:
    """Name the dyads that have no name of their own by their two economies."""
    dyad = iri.compress(terms.Dyad)
    bare = [iri.key_of(thing) for thing, one in found.items() if one.cls == dyad and _is_bare(thing, one)]
    sides = [_linked(names, bare, end) for end in (terms.hasFirstEconomy, terms.hasSecondEconomy)]
    if bare:
        called = called_in_all(names, [iri.expand(end) for side in sides for end in side.values()])
        for key in bare:
            ends = [called[iri.expand(side[key])].labels for side in sides if key in side]
            if len(ends) == len(sides):
                labels = {language: "–".join(end[language] for end in ends) for language in LANGUAGES}
                found[iri.expand(key)] = Labelled(dyad, labels)
    return found


def _is_bare(thing: str, called: Labelled) -> bool:
    return called.labels["en"] == iri.key_of(thing)


def _linked(names: Names, keys: list[str], predicate: str) -> dict[str, str]:
    parts = (keys[begin : begin + _AT_ONCE] for begin in range(0, len(keys), _AT_ONCE))
    return {key: end for part in parts for key, end in names.linked_by(part, predicate).items()}
