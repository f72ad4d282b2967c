"""The graph that a file speaks of: what its sources say of what the file names, and the names that nothing has."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from kg.asserted import Asserted, known_of
from kg.core import iri
from kg.core.graph import NamedNode, Quad, name_of
from kg.core.likeness import nearest
from kg.core.ontology import Ontology
from kg.core.output import scratch
from kg.load.keys import SOURCE_HASH
from kg.load.tables import Loaded, open_sources
from kg.validation.report import Report, Violation, report

_RULE: Final = "key-unknown"
_DYAD, _OF_CLASS = "dyad", " Class"
_UNKNOWN = {
    "en": "Neither the file nor the graph has anything of this name:{near} mend it, or say in the file what it is.",
    "ru": "Ни в файле, ни в графе нет ничего с таким именем:{near} исправьте его или опишите в файле.",
    "kk": "Файлда да, графта да мұндай атау жоқ:{near} оны түзетіңіз не файлда сипаттаңыз.",
}
_NEAREST = {"en": " the nearest are {names};", "ru": " ближайшие — {names};", "kk": " ең жақындары — {names};"}


def put_behind(read: Asserted, ontology: Ontology, known: Sequence[Path]) -> tuple[Asserted, list[Violation]]:
    """Return what a file asserts with what the known sources say behind it, and a finding for each unknown name.

    Nothing is unknown where no sources are named.
    """
    if not known:
        return read, []
    loaded = open_sources((), ontology, known=known)
    named = {quad.object.value for quad in read.store if isinstance(quad.object, NamedNode)}
    keys = [iri.key_of(name).partition("/") for name in named if name.startswith(iri.ID)]
    loaded.keys.remember([("find", _DYAD, key, "") for segment, _, key in keys if segment == _DYAD])
    with scratch() as folder:
        behind = known_of(read.store, loaded, folder)
    stated = {name_of(quad.subject) for store in (read.store, behind, ontology.terms) for quad in store}
    unknown = {name for name in named - stated if name.startswith(iri.ID) and _can_be_sought(name, loaded)}
    return replace(read, behind=behind), [*_findings(read, unknown, loaded)]


def _can_be_sought(name: str, loaded: Loaded) -> bool:
    """Tell whether a name is one of those that belong to no source: claims of others are not looked for."""
    return loaded.key_rules.get(iri.key_of(name).partition("/")[0]) != SOURCE_HASH


def _findings(read: Asserted, unknown: Collection[str], loaded: Loaded) -> Iterator[Violation]:
    """Yield a finding for each statement that names what nothing has."""
    for quad in sorted((quad for quad in read.store if name_of(quad.object) in unknown), key=str):
        yield _finding(quad, name_of(quad.object), read, loaded)


def _finding(quad: Quad, name: str, read: Asserted, loaded: Loaded) -> Violation:
    node, (segment, _, key) = name_of(quad.subject), iri.key_of(name).partition("/")
    near = [f"{segment}/{one}" for one in loaded.keys.nearest([segment], key)]
    if segment not in loaded.key_rules:
        near = [f"{one}/{key}" for one in nearest(segment, loaded.key_rules)]
    said = {
        language: text.format(near=_NEAREST[language].format(names=", ".join(near)) if near else "")
        for language, text in _UNKNOWN.items()
    }
    path, line = read.places.get(node, (None, None))
    return Violation(
        _RULE,
        "error",
        said,
        node,
        property=quad.predicate.value,
        value=iri.key_of(name),
        path=path,
        line=line,
        is_cause=True,
    )


def with_unknown(made: Report, found: Sequence[Violation]) -> Report:
    """Return a report with the findings of unknown names, which explain why these are of no class that is asked for."""
    told = {(one.node, one.value) for one in found}
    kept = [one for one in made.findings if not (one.rule.endswith(_OF_CLASS) and (one.node, one.value) in told)]
    return report(made.check, [*found, *kept], made.checked, made.notes) if found else made
