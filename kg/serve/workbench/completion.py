"""What may follow what is typed in a query: words, prefixes, classes, properties, and things by any of their names."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final

from kg.core import iri, terms
from kg.core.graph import NamedNode, Store
from kg.core.likeness import nearest, skeleton
from kg.core.ontology import DEFINITION, RDF_TYPE, Ontology
from kg.names.opened import Names
from kg.query.constants import OUR_TERMS, properties
from kg.query.prefixes import KNOWN
from kg.show.lookup import look_up

NEVER: Final[Mapping[str, int]] = {}
"""The counts where nothing was counted."""
_MOST: Final = 30
_NEAR: Final = 5
_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_\-])?")
_WORDS: Final = (
    *("SELECT", "DISTINCT", "WHERE", "OPTIONAL", "FILTER", "UNION", "MINUS", "VALUES", "BIND", "GRAPH", "EXISTS"),
    *("GROUP BY", "ORDER BY", "HAVING", "LIMIT", "OFFSET", "COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "DESC"),
    *("CONSTRUCT", "DESCRIBE", "ASK", "PREFIX", "CONTAINS", "REGEX", "STRSTARTS", "LANG", "YEAR", "BOUND", "NOT"),
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What may be put in the place of what is typed: its text, of which kind it is, its label, and what it means."""

    label: str
    type: str
    detail: str = ""
    info: str = ""


def completions(text: str, names: Names, store: Store, counts: Mapping[str, int] = NEVER) -> list[Proposal]:
    """Return what may stand in the place of a word that is being typed, the likeliest first.

    Of classes and properties those are likelier that are used more often, where `counts` says so.
    """
    prefix, colon, local = text.partition(":")
    if not colon:
        return [*islice(_words(prefix), _MOST)]
    if prefix == "dyad":
        return _terms(local, names, store, counts)
    namespace = KNOWN.get(prefix, "")
    if namespace.startswith(iri.ID):
        return [*islice(_things(prefix, namespace, local, names), _MOST)]
    return _others(prefix, namespace, local, properties(store), counts)


def _words(typed: str) -> Iterator[Proposal]:
    """Yield prefixes, and words of the language, that begin with what is typed."""
    for name, namespace in sorted(KNOWN.items()):
        if name.startswith(typed.casefold()):
            yield Proposal(f"{name}:", "namespace", namespace)
    for word in _WORDS:
        if typed and word.startswith(typed.upper()):
            yield Proposal(word, "keyword")


def _often(names: Iterable[str], counts: Mapping[str, int]) -> list[str]:
    """Return names by how often they are used, those that are used alike by the alphabet."""
    return sorted(names, key=lambda name: (-counts.get(name, 0), name))


def _terms(typed: str, names: Names, store: Store, counts: Mapping[str, int]) -> list[Proposal]:
    """Return the classes and properties of ours that the graph has and that are so called, or nearly so."""
    ontology, language = names.ontology, names.language
    wanted = skeleton(typed)
    locals_of = {name.removeprefix(iri.PREFIXES["dyad"]): name for name in _often(_used(store), counts)}
    fitting = [local for local in locals_of if skeleton(local).startswith(wanted)]
    fitting += [local for local in locals_of if local not in fitting and _is_called(ontology, locals_of[local], wanted)]
    fitting = fitting or nearest(typed, locals_of, _NEAR)
    return [
        Proposal(
            f"dyad:{local}",
            "class" if local[:1].isupper() else "property",
            ontology.label(locals_of[local], language) or "",
            ontology.value(locals_of[local], DEFINITION) or "",
        )
        for local in fitting[: 3 * _MOST]
    ]


def _is_called(ontology: Ontology, name: str, wanted: str) -> bool:
    return any(wanted in skeleton(label) for label in ontology.labels(name))


@lru_cache(maxsize=4)
def _used(store: Store) -> frozenset[str]:
    """Return the classes and properties of ours that a statement of a store uses."""
    return frozenset(name for name in OUR_TERMS if _is_used(store, NamedNode(name)))


def _is_used(store: Store, node: NamedNode) -> bool:
    kind = NamedNode(RDF_TYPE)
    found = (store.quads_for_pattern(None, node, None), store.quads_for_pattern(None, kind, node))
    return any(next(some, None) is not None for some in found)


def _things(prefix: str, namespace: str, typed: str, names: Names) -> Iterator[Proposal]:
    """Yield the things of the class of a prefix that are called by what is typed in any language, or nearly so."""
    segment = iri.key_of(namespace).strip("/")
    cls = names.ontology.segments(terms.Entity).get(segment)
    if cls is None:
        return
    classes = names.ontology.subs(cls)
    found: Iterable[tuple[str, str]] = ()
    if typed:
        found = ((one.key, one.label) for one in look_up(names, (), typed, classes))
    else:
        found = ((thing.key, names.label(thing)) for thing in names.few(classes, 10 * _MOST)[:_MOST])
    for key, label in found:
        kind, _, own = key.partition("/")
        if kind == segment and _LOCAL.fullmatch(own):
            yield Proposal(f"{prefix}:{own}", "constant", label)
        elif kind == segment:
            yield Proposal(f"<{iri.expand(key)}>", "constant", label)


def _others(prefix: str, namespace: str, typed: str, known: Iterable[str], counts: Mapping[str, int]) -> list[Proposal]:
    """Return the properties of another vocabulary among those that are known."""
    if not namespace:
        return []
    locals_of = [name.removeprefix(namespace) for name in _often(known, counts) if name.startswith(namespace)]
    fitting = [local for local in locals_of if local.casefold().startswith(typed.casefold())]
    return [Proposal(f"{prefix}:{local}", "property") for local in fitting or nearest(typed, locals_of, _NEAR)]
