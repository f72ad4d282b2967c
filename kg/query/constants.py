"""Find the names in a query that nothing in a graph has: a misspelt one would be answered with silence."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kg.core import iri, terms
from kg.core.errors import QueryInvalid
from kg.core.graph import NamedNode, Store
from kg.core.likeness import did_you_mean, nearest
from kg.core.ontology import RDF_TYPE
from kg.core.segments import SEGMENTS
from kg.query.prefixes import KNOWN
from kg.query.tokens import Position, Token, declared, place_in, tokens_of

_OPENING, _CLOSING = "{", "}"
_HALF: Final = 0.5  # as alike as KX is to KZ
_DATATYPE: Final = "^^"
_FUNCTION: Final = "("
_TYPE: Final = NamedNode(RDF_TYPE)
OUR_TERMS: Final = frozenset(value for value in vars(terms).values() if str(value).startswith(iri.PREFIXES["dyad"]))
"""The classes and properties of ours."""


@dataclass(frozen=True, slots=True)
class Unused:
    """A name in a query that nothing in the graph has: as it is written, as an IRI, its place, and what is near it."""

    text: str
    name: str
    place: Position
    near: tuple[str, ...]

    def __str__(self) -> str:
        said = f"line {self.place.line}, column {self.place.column}: nothing in this graph has {self.text}."
        return " ".join(filter(None, [said, did_you_mean(self.near, "")]))

    @property
    def is_ours(self) -> bool:
        """Tell whether the name is one that only this project gives."""
        return self.name.startswith((iri.ID, iri.PREFIXES["dyad"]))


def unused(query: str, store: Store, *, everywhere: bool = False) -> list[Unused]:
    """Return the names in the patterns of a query that no statement of a store has, in their order, each once.

    With `everywhere` those of templates, datatypes and functions too, but for the ones of XSD.
    """
    tokens = tokens_of(query)
    quiet = _prologue(tokens) if everywhere else _prologue(tokens) | _asides(tokens) | _made(tokens)
    found: dict[str, Token] = {}
    for token, name in _constants(tokens, {**KNOWN, **declared(tokens)}, quiet):
        if everywhere and name.startswith(iri.PREFIXES["xsd"]):
            continue
        if name not in found and name not in OUR_TERMS and not _is_used(name, store):
            found[name] = token
    return [
        Unused(token.text, name, place_in(query, token.start), tuple(_nearest(token, name, store)))
        for name, token in found.items()
    ]


def names_used(query: str) -> set[str]:
    """Return the IRIs that the patterns of a query name."""
    tokens = tokens_of(query)
    quiet = _prologue(tokens) | _asides(tokens) | _made(tokens)
    return {name for _, name in _constants(tokens, {**KNOWN, **declared(tokens)}, quiet)}


def check_names(query: str, store: Store) -> list[Unused]:
    """Raise QueryInvalid for the first name of ours in a query that nothing has; return the others that nothing has."""
    found = unused(query, store)
    for one in found:
        if one.is_ours:
            raise _misspelt(one)
    return found


def check_all_names(query: str, store: Store) -> None:
    """Raise QueryInvalid for the first IRI anywhere in a query that nothing has, and for one that cannot be told.

    That is one relative to another, one spelt by numbers of signs, or any of a query too long to be read.
    """
    tokens = tokens_of(query)
    relative = next((token for token in tokens if token.kind == "iri" and ":" not in token.text), None)
    if not tokens or relative is not None:
        raise QueryInvalid(
            "The names of the query cannot be checked.",
            remedy="Write each IRI whole or with a prefix, in plain signs, and the query shorter than a million signs.",
            value=None if relative is None else relative.text,
        )
    for one in unused(query, store, everywhere=True):
        raise _misspelt(one)


def _misspelt(one: Unused) -> QueryInvalid:
    """Make the error for a name that nothing has."""
    return QueryInvalid(
        f"Nothing in this graph is called {one.text}.",
        remedy=did_you_mean(one.near, "Take it out, or name what the graph has: `kg find` looks for it."),
        line=one.place.line,
        column=str(one.place.column),
        value=one.text,
    )


def _constants(
    tokens: list[Token], namespaces: Mapping[str, str], quiet: Collection[int]
) -> Iterator[tuple[Token, str]]:
    """Yield the IRIs that a query names, but at the places that are quiet, with the words by which it does."""
    for index, token in enumerate(tokens):
        if index in quiet:
            continue
        if token.kind == "iri" and ":" in token.text:
            yield token, token.text[1:-1]
        elif token.kind == "name" and token.prefix in namespaces:
            yield token, namespaces[token.prefix] + token.local


def _prologue(tokens: list[Token]) -> set[int]:
    """Return the places of what declares prefixes and the base."""
    found: set[int] = set()
    for index, token in enumerate(tokens):
        if token.text.upper() == "PREFIX":
            found |= {index + 1, index + 2}
        elif token.text.upper() == "BASE":
            found.add(index + 1)
    return found


def _asides(tokens: list[Token]) -> set[int]:
    """Return the places of names that are no part of a pattern: of datatypes and of functions."""
    found: set[int] = set()
    for index, token in enumerate(tokens):
        before = tokens[index - 1].text if index else ""
        after = tokens[index + 1].text if index + 1 < len(tokens) else ""
        if before == _DATATYPE or (after == _FUNCTION and token.kind in {"iri", "name"}):
            found.add(index)
    return found


def _made(tokens: list[Token]) -> set[int]:
    """Return the places of the words of a template, whose statements are made and not looked for."""
    for index, token in enumerate(tokens[:-1]):
        if token.text.upper() == "CONSTRUCT" and tokens[index + 1].text == _OPENING:
            return set(range(index, _end(tokens, index + 1)))
    return set()


def _end(tokens: list[Token], opening: int) -> int:
    """Return the place of the bracket that closes the one at a place."""
    depth = 0
    for index in range(opening, len(tokens)):
        depth += (tokens[index].text == _OPENING) - (tokens[index].text == _CLOSING)
        if not depth:
            return index
    return len(tokens)


def _is_used(name: str, store: Store) -> bool:
    """Tell whether a statement has a name anywhere, or a graph is called by it."""
    try:
        node = NamedNode(name)
    except ValueError:
        return True  # it is no IRI, as the engine will say
    patterns = ((node, None, None, None), (None, node, None, None), (None, None, node, None), (None, None, None, node))
    return any(next(store.quads_for_pattern(*pattern), None) is not None for pattern in patterns)


def _nearest(token: Token, name: str, store: Store) -> list[str]:
    """Return what is spelt nearly as a name, written as it is."""
    if name.startswith(iri.PREFIXES["dyad"]):
        namespace, known = iri.PREFIXES["dyad"], [*OUR_TERMS]
    elif name.startswith(iri.ID):
        segment = iri.key_of(name).partition("/")[0]
        namespace, known = iri.mint(segment, ""), [*_individuals(segment, store)]
    else:
        namespace = next((known for known in KNOWN.values() if name.startswith(known)), name)
        known = [one for one in properties(store) if one.startswith(namespace)]
    local = name.removeprefix(namespace)
    near = nearest(local, sorted(one.removeprefix(namespace) for one in known), least=_HALF)
    if token.kind == "iri":
        return [f"<{namespace}{key}>" for key in near]
    return [f"{token.prefix}:{key}" for key in near]


def properties(store: Store) -> set[str]:
    """Return the properties that one individual of each class has."""
    firsts = (next(store.quads_for_pattern(None, _TYPE, NamedNode(cls)), None) for cls in SEGMENTS.values())
    subjects = [first.subject for first in firsts if first is not None]
    return {quad.predicate.value for one in subjects for quad in store.quads_for_pattern(one, None, None)}


def _individuals(segment: str, store: Store) -> Iterable[str]:
    """Yield the individuals of the class that a segment belongs to."""
    if segment in SEGMENTS:
        for quad in store.quads_for_pattern(None, _TYPE, NamedNode(SEGMENTS[segment])):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject.value
