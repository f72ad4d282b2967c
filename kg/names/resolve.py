"""What a reader means by a text: one thing of a class, or an error that says which may be meant."""

import re
from collections.abc import Callable, Sequence, Set
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final

from kg.core import iri, terms
from kg.core.errors import BuildDamaged, BuildMissing
from kg.core.likeness import NEAREST, did_you_mean
from kg.core.ontology import Ontology
from kg.core.signs import is_text
from kg.names.exact import key_in, things_named
from kg.names.gathered import CODE, KEY
from kg.names.keys import name_individual
from kg.names.opened import Names
from kg.names.pairs import dyad_named, near_dyads
from kg.names.places import SURE, places_called
from kg.names.things import Thing

_ALSO: Final = MappingProxyType({terms.Country: (terms.EconomicUnion,)})
"""What will do where a class is asked for: a union in the place of a country, for figures are of it as of one."""
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_FEW: Final = 12  # things of a class that are listed where none is near
_MOST: Final = 5  # candidates that are listed
_STEPS: Final = 3  # from a thing of another class to what is proposed in its place


def resolve(folder: Path, ontology: Ontology, cls: str, text: str, language: str = "en") -> str:
    """Return the IRI of the one thing of a class that a text means in a build, as `meant` does."""
    return meant(Names(folder, ontology, language), cls, text)


def naming_in(
    folder: Path, ontology: Ontology, language: str = "en", *, elsewhere: bool = False
) -> Callable[[str, str], list[str]]:
    """Return the function that gives what a text means in a build, of a class, by its IRIs, as `all_meant` does.

    Where a query is answered `elsewhere`, by a server, a build need not be there, and does not know of all that is:
    what is not found in it is named by its key.
    """
    names = Names(folder, ontology, language)

    def named_elsewhere(cls: str, text: str) -> list[str]:
        try:
            return all_meant(names, cls, text)
        except (ValueError, BuildMissing, BuildDamaged):
            return [name_individual(cls, text, ontology)]

    return named_elsewhere if elsewhere else partial(all_meant, names)


def all_meant(names: Names, cls: str, text: str) -> list[str]:
    """Return the IRI of the one thing of a class that a text means, as `meant` does, and those judged one with it."""
    name = meant(names, cls, text)
    thing = names.of_iri(name)
    others = [one.iri for one in names.twins(thing) if one.iri != name] if thing else []
    return [name, *others]


def meant(names: Names, cls: str, text: str) -> str:
    """Return the IRI of the one thing of a class, or of its subclasses, that a text means.

    A text is a key in any case, with its segment or without; a code of a register, such as an ISO code; a name in any
    language and spelling, of a country or union also its initials; of a dyad also its two economies in either order. A
    key goes before a label, and a label before other names; what reads as two economies is their dyad before it is
    several other things. Where a country is asked for a union will do. Claims and readings have no names: they are
    named by their keys.

    Raises ValueError with a remedy: the nearest names of the class for what nothing is called, the candidates for what
    several things are called, and what a thing of another class is, with those of the class that it belongs to.
    """
    if terms.Entity not in names.ontology.supers(cls):
        return name_individual(cls, text, names.ontology)
    written = text.strip().strip("<>").strip()
    if _CONTROL.search(written) or not is_text(written) or not written:
        raise ValueError("Write one key or name in UTF-8, without line breaks and tabs.")
    classes = {sub for wanted in (cls, *_ALSO.get(cls, ())) for sub in names.ontology.subs(wanted)}
    found = things_named(names, written, classes)
    if len(found) == 1:
        return names.canonical(found[0]).iri
    dyad = _dyad_meant(names, classes, written) if terms.Dyad in classes else None
    if dyad is not None:
        return dyad
    if found:
        raise ValueError(f"Several things are called so: {_listed(names, found[:_MOST])}. Write the key of one.")
    raise ValueError(_unknown(names, cls, classes, written))


def _dyad_meant(names: Names, classes: Set[str], written: str) -> str | None:
    """Return the dyad that a text names; a pair that cannot be one may be the name, or nearly, of something else."""
    try:
        return dyad_named(names, written)
    except ValueError:
        others = classes - {terms.Dyad}
        if any(hit.score >= SURE and hit.kind not in {CODE, KEY} for hit in names.near(written, others, 1)):
            return None
        raise


def _listed(names: Names, things: Sequence[Thing]) -> str:
    return ", ".join(names.shown(thing) for thing in things)


def _unknown(names: Names, cls: str, classes: Set[str], written: str) -> str:
    """Say why a text means nothing of a class, and what may be meant."""
    kind, others = _kind(names, cls), things_named(names, written) or _dyads(names, classes, written)
    others = others or _places(names, classes, written)
    if not others:
        return f"No {kind} is called so. {_nearest(names, cls, classes, written)}"
    what = _kind(names, iri.expand(others[0].cls))
    said = f"{names.label(others[0])} ({others[0].key}) is of the class «{what}», and here «{kind}» is asked for."
    instead, lies = _instead(names, others[0], classes)
    listed = [_shown(names, cls, thing) for thing in instead]
    proposed = did_you_mean(listed, f"`kg find` with --class {iri.compress(cls).partition(':')[2]} finds one.")
    return f"{said} {proposed.removesuffix('?')}, where it lies?" if lies and listed else f"{said} {proposed}"


def _dyads(names: Names, classes: Set[str], written: str) -> list[Thing]:
    """Return the dyad that a text names where none is asked for, if a row names it."""
    if terms.Dyad in classes:
        return []
    try:
        dyad = dyad_named(names, written)
    except ValueError:
        return []
    thing = names.of_iri(dyad) if dyad else None
    return [thing] if thing else []


def _places(names: Names, classes: Set[str], written: str) -> list[Thing]:
    """Return the place that a text names, where places of other classes are asked for and none is called nearly so."""
    if not classes & set(names.ontology.subs(terms.Place)):
        return []
    near = names.near(written, classes, 1)
    found = [] if near and near[0].score >= SURE else places_called(names, written)
    return [place for place in found if iri.expand(place.cls) not in classes]


def _kind(names: Names, cls: str) -> str:
    """Name a class in the language of errors."""
    return names.ontology.label(cls, "en") or iri.compress(cls)


def _instead(names: Names, thing: Thing, classes: Set[str]) -> tuple[list[Thing], bool]:
    """Return the things of some classes to which a thing leads, else those that lead to it, and if it lies there."""
    front, inside = [thing], True
    for _ in range(_STEPS):
        led = [(predicate, found) for one in front for predicate, found in names.links(one)]
        front = [one for _, found in led for one in found]
        inside = inside and all(predicate == terms.isWithin for predicate, _ in led)
        if fitting := [one for one in front if iri.expand(one.cls) in classes]:
            return fitting[:NEAREST], inside
    leading = [one for _, found in names.links(thing, incoming=True) for one in found]
    fitting = [one for one in leading if iri.expand(one.cls) in classes]
    return sorted(fitting, key=lambda one: -one.claims)[:NEAREST], False


def _shown(names: Names, cls: str, thing: Thing) -> str:
    """Write a thing as a value of a class: with its segment where its key alone does not say what it is."""
    segments = names.ontology.segments(cls)
    return names.shown(thing, segment=len(segments) > 1 or iri.expand(thing.cls) not in segments.values())


def _nearest(names: Names, cls: str, classes: Set[str], written: str) -> str:
    """Name what is nearest to a text among the things of some classes."""
    segment, text = key_in(names, written)
    near = near_dyads(names, written, NEAREST) if terms.Dyad in classes and len(classes) == 1 else []
    if not near:
        within = {one for one in classes if segment in (None, names.ontology.segment(one))} or classes
        near = [_shown(names, cls, hit.thing) for hit in names.near(text, within)]
    few = [] if near else names.few(classes, _FEW)
    listed = ", ".join(_shown(names, cls, thing) for thing in few)
    return did_you_mean(near, f"Name one of: {listed}." if few else "`kg find` looks among all names.")
