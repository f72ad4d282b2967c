"""The things that a text names exactly: by a key in any case, by a code, or by a name in any spelling."""

import re
from collections.abc import Collection, Sequence
from typing import Final

from kg.core import iri, terms
from kg.core.ontology import Ontology
from kg.core.signs import is_text
from kg.names.gathered import CODE, KEY, LABEL
from kg.names.opened import Names
from kg.names.things import Hit, Thing

_KEYED: Final = re.compile(r"(?:dyad:(?=[\w-]+/))?(?:id/)?(?P<segment>[\w-]+)\s*[/:]\s*(?P<key>\S.*)")
_RANKS: Final = {KEY: 0, CODE: 0, LABEL: 1}
_LAST: Final = 2


def things_named(names: Names, text: str, classes: Collection[str] | None = None) -> list[Thing]:
    """Return the things of some classes, of any for None, that a text names; a key goes before a label, and so on."""
    if not is_text(text):
        return []
    keyed = things_keyed(names, text)
    hits = names.called(text) if keyed is None else [Hit(thing, KEY, thing.key) for thing in keyed]
    return _best([hit for hit in hits if classes is None or iri.expand(hit.thing.cls) in classes])


def _best(hits: Sequence[Hit]) -> list[Thing]:
    """Return the things that are named most strictly; those that are judged to be the same count as one."""
    ranks = [_RANKS.get(hit.kind, _LAST) for hit in hits]
    best = {hit.thing.canonical: hit.thing for hit, rank in zip(hits, ranks, strict=True) if rank == min(ranks)}
    return sorted(best.values(), key=lambda thing: (-thing.claims, thing.key))


def things_keyed(names: Names, text: str) -> list[Thing] | None:
    """Return the things whose IRI or `segment/key` a text is, in any case; None for a text that is written as none."""
    if text.startswith(("http://", "https://")):
        thing = names.of_iri(text)
        return [thing] if thing else []
    found = _KEYED.fullmatch(text)
    segment = segment_named(names.ontology, found["segment"]) if found else None
    if found is None or segment is None:
        return None
    key, cls = found["key"], names.ontology.segments(terms.Entity)[segment]
    things = names.of_key(f"{segment}/{key}")
    if not things and names.ontology.inherited(cls, terms.iriKey) == ["hash"]:
        things = names.of_key(iri.key_of(iri.mint_hashed(segment, key)))
    return things


def segment_named(ontology: Ontology, text: str) -> str | None:
    """Return the segment that a text is in any case, or that of the class which has this name."""
    for segment, cls in ontology.segments(terms.Entity).items():
        if text.casefold() in {segment, iri.compress(cls).partition(":")[2].casefold()}:
            return segment
    return None


def key_in(names: Names, text: str) -> tuple[str | None, str]:
    """Return the segment that a text, or what it is the IRI of, begins with, None if there is none, and the rest."""
    found = _KEYED.fullmatch(text.removeprefix(iri.ID))
    segment = segment_named(names.ontology, found["segment"]) if found else None
    return (segment, found["key"]) if found and segment else (None, text)
