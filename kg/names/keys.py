"""Name the individual that a short text means: a full IRI, a segment with a key, or a bare key."""

import re

from kg.core import iri, terms
from kg.core.likeness import did_you_mean, nearest
from kg.core.ontology import Ontology
from kg.load.country_codes import dyad_key

_IRI = re.compile(r"https?://[^\x00-\x20<>\"{}|^`\\]+")
_PAIR = re.compile(r"([A-Za-z]{2,4})-([A-Za-z]{2,4})")
_HASH = re.compile(r"[0-9a-f]{20}")


def name_individual(cls: str, value: str, ontology: Ontology) -> str:
    """Name the individual of a class that `value` means: a full IRI, `segment/key`, or a bare key.

    A bare key will do where the class has one segment. A key under which a person or claim is hashed is hashed here
    too, a claim's as `source/key`; 20 hexadecimal digits are taken for a hash. The codes of a dyad may stand in either
    order and in small letters: `ru-kz` is `KZ-RU`. Raises ValueError with a remedy.
    """
    segments = ontology.segments(cls)
    if value.startswith(("http://", "https://")):
        if _IRI.fullmatch(value) is None:
            raise ValueError("Give one IRI, without spaces, brackets and quotation marks.")
        name = value
    else:
        segment, slash, key = value.partition("/")
        if not slash or segment not in segments:
            if len(segments) != 1:
                raise ValueError(f"Write segment/key, with one of the segments: {', '.join(sorted(segments))}.")
            segment, key = next(iter(segments)), value
        if segments[segment] == terms.Dyad and (pair := _PAIR.fullmatch(key)) is not None:
            key = dyad_key(pair[1].upper(), pair[2].upper())
        name = _mint(segment, key, ontology.inherited(segments[segment], terms.iriKey)[0])
    return _checked(name, segments, ontology)


def _mint(segment: str, key: str, rule: str) -> str:
    """Name an individual by the key rule of its class; raise ValueError for a key that cannot be one."""
    if rule != "plain" and _HASH.fullmatch(key) is None:
        source, _, own = key.rpartition("/")
        if not own or (rule == "source-hash") is not bool(source):
            raise ValueError("Write the key of the row, after its source and a slash if keys belong to sources.")
        return iri.mint_hashed(segment, *([source] if source else []), own)
    if not iri.is_plain_key(key):
        raise ValueError("Give one key: Latin letters, digits and - . _ ~ only.")
    return iri.mint(segment, key)


def _checked(name: str, segments: dict[str, str], ontology: Ontology) -> str:
    """Return a name of ours if it can be of the class: its segment fits, and a concept is one that exists."""
    if name.startswith(iri.ID):
        segment = iri.key_of(name).partition("/")[0]
        if segment not in segments:
            raise ValueError(f"Name something of the class: {', '.join(sorted(segments))}.")
        if terms.Concept in ontology.supers(segments[segment]):
            known = sorted(iri.key_of(c) for c, _ in ontology.individuals() if iri.key_of(c).startswith(segment + "/"))
            if iri.key_of(name) not in known:
                raise ValueError(did_you_mean(nearest(iri.key_of(name), known), f"Name one of: {', '.join(known)}."))
    return name
