"""Collect every key that tables define: what else things are called by, and when they existed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial, reduce
from itertools import chain
from typing import Final

from kg.core import iri, terms
from kg.core.errors import KeyDuplicated, KgError
from kg.core.ontology import Ontology
from kg.load import iso_3166
from kg.load.batch import Batch, Encoded, together
from kg.load.cells import MANY, day_of
from kg.load.complete import ENDS, KEY
from kg.load.conditions import linking_columns, second_steps
from kg.load.faults import OnFault, hand_over
from kg.load.keys import SOURCE_HASH, KeyIndex, Life
from kg.load.schema import Slot
from kg.load.table import Table, read_table

_OTHER_KEY: Final = terms.isAlternativeKey
_NAMES: Final = ("label_", "alt_label_", "official_name")


def _add_concepts(keys: KeyIndex, ontology: Ontology, steps: set[str]) -> None:
    """Begin an index with the concepts of the ontology, and which of them have a value of some properties."""
    for name, cls in ontology.individuals():
        segment, _, key = iri.key_of(name).partition("/")
        keys.add(segment, [key], cls)
        for step in steps:
            if ontology.value(name, step) is not None:
                keys.link(step, [name])


def index(
    keys: KeyIndex, tables: Sequence[Table], ontology: Ontology, on_fault: OnFault, sound: Collection[str] = ()
) -> None:
    """Collect every key; a key that stands twice in a table is a fault, KeyDuplicated.

    Plain files come last: their rows may name by its name what the others define. Of the tables of sources that are
    known to be `sound`, those of claims, whose keys belong to their source, are read only when such a key is asked for.
    """
    steps = second_steps(table.schema for table in tables)
    _add_concepts(keys, ontology, steps)
    called = {segment for table in tables if table.plain is not None for segment in table.plain.segments}
    bounded: list[_Bounded] = []
    for table in sorted(tables, key=lambda table: table.plain is not None):
        limits = [s for s in table.schema.slots.values() if ontology.value(s.predicate, terms.limitsLifetime) == "true"]
        read = _kept_bounded(table, limits, bounded) if limits else table
        add = partial(_add_table, keys, read, ontology, on_fault, steps, names=table.schema.segment in called)
        if table.source.id in sound and _is_apart(table, called) and not limits:
            keys.add_later(table.schema.segment, table.source.id, add)
        else:
            add()
    for one in bounded:
        _bound_lives(one, keys)
    keys.all_names = partial(_called, tables, ontology)


def _is_apart(table: Table, called: Collection[str]) -> bool:
    """Tell whether what a table defines is nothing to other sources, and depends on none."""
    return table.schema.is_claim and table.plain is None and table.schema.segment not in called


def _add_table(
    keys: KeyIndex, table: Table, ontology: Ontology, on_fault: OnFault, steps: set[str], *, names: bool
) -> None:
    """Collect what a table defines, with the names of its things where they are asked for."""
    schema, own = table.schema, set[str]()
    source = table.source.id if schema.key_rule == SOURCE_HASH else ""
    aliases = [name for name, slot in schema.slots.items() if ontology.value(slot.predicate, _OTHER_KEY) == "true"]
    links = linking_columns(schema, steps)
    for batch in read_table(table, partial(_note_unread, keys, table, on_fault)):
        taken = keys.names(schema.segment, source) if source else own
        hand_over([*chain.from_iterable(batch.faults.values()), *_duplicates(batch.without(KEY), taken)], on_fault)
        keys.add(schema.segment, filter(None, batch.column(KEY)), schema.cls, source)
        if not source:
            own.update(batch.column(KEY).dictionary)
        _add_aliases(keys, schema.segment, batch, aliases)
        _add_links(keys, schema.segment, batch, links)
        if names:
            _add_names(keys, schema.segment, batch)
        if not schema.is_claim:
            _add_lives(keys, schema.segment, batch)


def _note_unread(keys: KeyIndex, table: Table, on_fault: OnFault, fault: KgError) -> None:
    """Hand over what ended the reading of a table, and note that it may define more than is known."""
    on_fault(fault)
    keys.unread.setdefault(table.schema.segment, set()).add(table.path.name)


def _called(tables: Sequence[Table], ontology: Ontology, segments: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield what things of some segments are called in any language, each with its key written with its segment."""
    for individual, _ in ontology.individuals():
        written = iri.key_of(individual)
        if written.partition("/")[0] in segments:
            yield from ((label, written) for label in ontology.labels(individual))
    named = KeyIndex()
    for table in tables:
        if table.schema.segment in segments:
            for batch in read_table(table, lambda _: None):
                _add_names(named, table.schema.segment, batch)
    for segment in segments:
        yield from ((name, f"{segment}/{key}") for name, key in named.all_called(segment))


def _duplicates(batch: Batch, taken: Collection[str]) -> Iterator[KeyDuplicated]:
    """Yield a fault for each row with the key of one before it, or one that is taken."""
    met: set[str] = set()
    for line, key in zip(batch.lines, batch.column(KEY), strict=True):
        if key and (key in met or key in taken):
            yield KeyDuplicated(
                "Another row has this key.",
                remedy="Give each row a key of its own.",
                path=batch.path,
                line=line,
                column=KEY,
                value=key,
            )
        met.add(key)


def _add_aliases(keys: KeyIndex, segment: str, batch: Batch, columns: Iterable[str]) -> None:
    for name in columns:
        for key, cell in zip(batch.column(KEY), batch.column(name), strict=True):
            for alias in filter(None, cell.split(MANY)):
                keys.add_alias(segment, alias, key)


def _add_links(keys: KeyIndex, segment: str, batch: Batch, columns: Mapping[str, str]) -> None:
    for name, predicate in columns.items():
        cells = zip(batch.column(KEY), batch.column(name), strict=True)
        keys.link(predicate, (iri.mint(segment, key) for key, cell in cells if cell))


def _add_names(keys: KeyIndex, segment: str, batch: Batch) -> None:
    """Record what rows call a thing in any language, and of a country what statistics offices call it too."""
    known = iso_3166.country_spellings() if segment == "country" else {}
    for name in batch.cells:
        if name.startswith(_NAMES):
            for key, cell in zip(batch.column(KEY), batch.column(name), strict=True):
                if cell:
                    keys.add_name(segment, cell, key)
    for key in batch.column(KEY):
        for name in sorted(known.get(key, ())):
            keys.add_name(segment, name, key)


def _add_lives(keys: KeyIndex, segment: str, batch: Batch) -> None:
    lives = together(*map(batch.column, ENDS)).map(_life)
    for key, life in zip(batch.column(KEY), lives, strict=True):
        if life is not None:
            keys.lives[iri.mint(segment, key)] = life


@dataclass(frozen=True, slots=True)
class _Bounded:
    """Rows of what lasts no longer than what it depends on: their keys, and the cells of slots that name the latter."""

    segment: str
    keys: Encoded[str]
    limits: Sequence[tuple[Slot, Encoded[str]]]


def _kept_bounded(table: Table, limits: Sequence[Slot], bounded: list[_Bounded]) -> Table:
    """Return a table which, as it is read, keeps what bounds the lives of its rows."""

    def batches() -> Iterator[Batch]:
        for batch in table.batches():
            cells = [(slot, batch.column(slot.name)) for slot in limits]
            bounded.append(_Bounded(table.schema.segment, batch.column(KEY), cells))
            yield batch

    return replace(table, batches=batches)


def _bound_lives(one: _Bounded, keys: KeyIndex) -> None:
    """Let what rows describe last no longer than what it depends on: a dyad than its two economies."""
    named = [cells.map(partial(_lives, keys, slot)) for slot, cells in one.limits]
    for key, *lives in zip(one.keys, *named, strict=True):
        if bounding := [*chain.from_iterable(lives)]:
            keys.lives[iri.mint(one.segment, key)] = reduce(Life.common, bounding)


def _lives(keys: KeyIndex, slot: Slot, key: str) -> list[Life]:
    """Return when what a cell of a slot names existed, nothing if that is not bounded."""
    names = (iri.mint(segment, key) for segment in slot.segments)
    return [keys.lives[name] for name in names if name in keys.lives]


def _life(ends: tuple[str, ...]) -> Life | None:
    """Return when what a row describes existed, None if it says nothing that could be read."""
    try:
        first, after = (day_of(end) if end else None for end in ends)
    except ValueError:
        return None  # the mapper names the cell
    return None if first is None and after is None else Life(first, after)
