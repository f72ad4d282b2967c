"""Read what claims name, by key: what is stated of each thing, beside the ontology and what describes the sources."""

from collections.abc import Iterable, Iterator, Mapping

from kg.core import iri, terms
from kg.core.graph import Literal, NamedNode, Quad, RdfFormat, Store, matches, name_of, parse
from kg.core.manifest import check_ontology, check_parts
from kg.core.ontology import RDF_TYPE, Ontology
from kg.load.cells import MANY, Value
from kg.load.header import Column, column_of
from kg.load.opening import classes
from kg.load.schema import Kind, Slot, property_slots
from kg.rows.arrays import text_of
from kg.rows.descriptions import DESCRIPTION
from kg.rows.opened import OpenedRow, Rows
from kg.rows.partition import OWN, SUBJECT

_LEADING = (terms.concernsDyad, terms.hasFirstEconomy, terms.hasSecondEconomy, terms.convertsTo)
"""The properties whose values are read with a thing: a dyad is named by its economies, a unit counts in another."""


def names_in(rows: Iterable[OpenedRow]) -> set[str]:
    """Return the IRIs of ours that stand in the cells of rows."""
    found = set[str]()
    for row in rows:
        for cell in row.values():
            if isinstance(cell, str) and cell.startswith(iri.ID):
                found.update(cell.split(MANY))
    return found


def read_described(rows: Rows, ontology: Ontology) -> Store:
    """Return a store of the terms of the ontology and of what the sources of a build say of themselves.

    Raises BuildDamaged for descriptions that are not as they were written, or a build by another ontology.
    """
    store = Store()
    store.extend(ontology.terms)
    check_ontology(rows.manifest, rows.folder, ontology.folder)
    described = [name for name in rows.manifest.parts if name.endswith(f"/{DESCRIPTION}")]
    check_parts(rows.folder, rows.manifest, described)
    for name in described:
        for quad in parse((rows.folder / name).read_bytes(), RdfFormat.N_QUADS):
            store.add(Quad(quad.subject, quad.predicate, quad.object))
    return store


def add_things(store: Store, rows: Rows, ontology: Ontology, names: Iterable[str]) -> None:
    """Add to a store what the rows of a build state of some things, and of those that they lead to."""
    wanted = known = set(names)
    while wanted:
        store.extend(_stated(rows, ontology, wanted))
        led = {name_of(quad.object) for one in wanted for way in _LEADING for quad in _values(store, one, way)}
        wanted = led - known
        known = known | led


def _values(store: Store, name: str, predicate: str) -> Iterator[Quad]:
    return matches(store, NamedNode(name), NamedNode(predicate))


def _stated(rows: Rows, ontology: Ontology, names: set[str]) -> Iterator[Quad]:
    """Yield what rows state of some things, each in the partitions of the classes whose names it may have."""
    segments = {iri.key_of(name).partition("/")[0] for name in names} - {ontology.segment(terms.Claim)}
    named = {stem: cls for stem, cls in classes(ontology).items() if ontology.segment(cls) in segments}
    slots: dict[str, Mapping[str, Slot]] = {}
    for stem, row in rows.of_things([*named], names):
        subject, cls = NamedNode(row[SUBJECT]), named[stem]
        slots[stem] = slots.get(stem) or slots_of(ontology, cls)
        for sup in ontology.supers(cls):
            yield Quad(subject, NamedNode(RDF_TYPE), NamedNode(sup))
        for name, cell in row.items():
            if name not in OWN and cell is not None and (found := column_of(slots[stem], name)):
                yield from _said(subject, found, cell)


def slots_of(ontology: Ontology, cls: str) -> Mapping[str, Slot]:
    """Return the slots of a class by the names of their columns."""
    return {slot.name: slot for slot in property_slots(ontology, cls).values()}


def _said(subject: NamedNode, found: Column, cell: Value | list[Value]) -> Iterator[Quad]:
    """Yield what a cell says of a thing."""
    for value in cell if isinstance(cell, list) else [cell]:
        yield Quad(subject, NamedNode(found.slot.predicate), _term(found, value))


def _term(found: Column, value: Value) -> NamedNode | Literal:
    """Write a value as a term; of what is no name or text of a language only the text counts here."""
    if found.slot.kind in {Kind.KEY, Kind.PLACE}:
        return NamedNode(str(value))
    return Literal(text_of(value), language=found.language)
