"""The page of what has no name of its own, a reading, a judgement of identity, a list: what is stated of it."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, Final

from kg.core import iri
from kg.core.errors import NameUnknown
from kg.core.graph import Literal, NamedNode, Term, matches
from kg.core.ontology import RDF_TYPE
from kg.serve.pages.site import Look
from kg.serve.pages.tables import Cell

_MOST: Final = 60  # things named by one property


def is_described(look: Look, name: str) -> bool:
    """Tell whether the graph states anything of what a name names, if it is an IRI at all."""
    with suppress(ValueError):
        return next(matches(look.store, NamedNode(name), None), None) is not None
    return False


def gather_described(look: Look, kind: str, key: str) -> dict[str, Any]:
    """Gather what is stated of a thing, and what names it; raise NameUnknown for what the graph says nothing of."""
    name = iri.mint(kind, key)
    if not is_described(look, name):
        raise NameUnknown("This graph says nothing of it.", remedy="Search for what there is.", value=f"{kind}/{key}")
    stated = [(quad.predicate.value, quad.object) for quad in matches(look.store, NamedNode(name), None)]
    naming = [(quad.predicate.value, quad.subject) for quad in matches(look.store, None, None, NamedNode(name))]
    classes = [look.label(value.value) for predicate, value in stated if predicate == RDF_TYPE]  # type: ignore[union-attr]
    return {
        "title": f"{', '.join(classes)} · {key}",
        "key": f"{kind}/{key}",
        "stated": [*_by_property(look, ((one, value) for one, value in stated if one != RDF_TYPE))],
        "naming": [*_by_property(look, naming)],
    }


def _by_property(look: Look, found: Iterable[tuple[str, Term]]) -> Iterator[tuple[str, list[Cell], int]]:
    """Yield the label of each property with the first of its values, and how many more there are."""
    by_property: dict[str, list[Cell]] = {}
    for predicate, value in found:
        by_property.setdefault(look.label(predicate), []).append(_cell(look, value))
    for label, cells in sorted(by_property.items()):
        yield label, sorted(cells, key=lambda cell: cell.text)[:_MOST], max(0, len(cells) - _MOST)


def _cell(look: Look, value: Term) -> Cell:
    if isinstance(value, NamedNode):
        name = value.value
        return Cell(look.label(name), look.asked.to_thing(name) if name.startswith(iri.ID) else name)
    return Cell(value.value if isinstance(value, Literal) else str(value))
