"""What stands for an empty cell: the key, a place in the table, another column, the source, or the dyad of two ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.core import iri, terms
from kg.core.errors import CellMissing
from kg.load.batch import Batch, Encoded, each, together
from kg.load.cells import CellContext, Value, fault, read_key, read_literal
from kg.load.complete import KEY
from kg.load.conditions import Values
from kg.load.header import Column, read_column
from kg.load.rows import Row
from kg.load.schema import Slot, TableSchema
from kg.load.source import Source

_DYAD = "dyad"
_ENDS = (terms.hasOrigin, terms.hasDestination)
_STATES = ("country/", "union/")


@dataclass(frozen=True, slots=True)
class Filler:
    """What stands for an empty cell: a value made of another that each row has, of the columns `made_of` if of any."""

    origin: Callable[[Batch], Encoded[Any]]
    make: Callable[[Any], tuple[Value, ...]]
    made_of: tuple[str, ...] = ()

    def fill(self, own: Values, batch: Batch, name: str) -> Values:
        """Return values of rows of a column, and where there are none those that are made of the origin."""
        if not any(own.dictionary):
            return batch.judge(self.origin(batch), self.make, (), spoils=[name])
        both = together(own, self.origin(batch))
        return batch.judge(both, lambda pair: pair[0] or self.make(pair[1]), (), spoils=[name])


@dataclass(frozen=True, slots=True)
class Origins:
    """What the fillers of a table are made from: its source and columns, and what its cells are read against."""

    schema: TableSchema
    source: Source
    path: Path
    columns: Sequence[Column]
    context: CellContext

    def filler(self, slot: Slot) -> Filler | None:
        """Return what stands for an empty cell of a slot, None where nothing ever does."""
        fillers = (self._from(origin, slot) for origin in slot.filled_from)
        return next((filler for filler in fillers if filler is not None), None)

    def _from(self, origin: str, slot: Slot) -> Filler | None:
        """Return what fills a slot from one origin: the key, a place, the dyad, another column, or the source."""
        source = self.source
        if origin == terms.iriKey:
            return Filler(lambda batch: batch.column(KEY), lambda key: (f"{source.id}/{key}",))
        if origin == terms.SourceFile and not source.files:
            name = iri.table_file(source.id, self.path.name)
            return Filler(lambda batch: each(batch.lines), lambda line: (f"{name}#row={line}",))
        if origin == terms.Dyad:
            return self._dyad(slot)
        twin = next((s.name for s in self.schema.slots.values() if s.predicate == origin), None)
        if twin is not None:
            row, column = Row(self.path, 0, {}), next((c.name for c in self.columns if c.slot.name == twin), twin)
            return Filler(
                lambda batch: batch.column(column),
                lambda text: (read_literal(text, slot, row, column),) if text else (),
                (twin,),
            )
        value = source.iri if origin == terms.Source else source.values.get(origin)
        return None if value is None else Filler(lambda batch: batch.always(None), lambda _: (value,))

    def _dyad(self, slot: Slot) -> Filler | None:
        """Return what makes the dyad of the origin and the destination of a row, None where a column is not there."""
        row, ends = Row(self.path, 0, {}), [c for c in self.columns if c.slot.predicate in _ENDS]
        if len(ends) != len(_ENDS):
            return None

        def read(batch: Batch) -> Encoded[tuple[Any, ...]]:
            return together(*(read_column(batch, end, self.context) for end in ends))

        def dyad(found: Sequence[tuple[Value, ...]]) -> tuple[Value, ...]:
            for end, values in zip(ends, found, strict=True):
                if not values:
                    fault(CellMissing, "The row has an empty end, and no dyad.", "Fill the cell.", row, end.name)
            key = dyad_of(*(str(value) for values in found for value in values))
            return (read_key(key, slot, self.context, row, slot.name, _DYAD),)

        return Filler(read, dyad, tuple(end.slot.name for end in ends))


def dyad_of(one: str, other: str) -> str:
    """Return the key of the dyad of two territories: an underscore joins their codes where a region takes part."""
    of_states = all(iri.key_of(name).startswith(_STATES) for name in (one, other))
    return ("-" if of_states else "_").join(sorted(map(iri.own_key, (one, other))))
