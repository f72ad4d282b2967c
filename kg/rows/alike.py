"""The rows as a summary ABox: one individual stands for all that are of the same classes, so that little is judged.

Where what is summed up can be true, so can the rows: each individual may be the very one that stands for it.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.core import iri
from kg.core.ontology import RDF_TYPE
from kg.load.header import Column
from kg.load.schema import Kind
from kg.rows import arrays
from kg.rows.partition import SUBJECT, Partition

if TYPE_CHECKING:
    import pyarrow as pa

RESTING: Final = frozenset({"claim", "reading"})
"""The segments of what rests on the text of a source, and of which others speak: entities name none of it."""
_XSD = iri.PREFIXES["xsd"]
_LITERALS: Final = {
    f"{_XSD}decimal": f'"-0.5"^^<{_XSD}decimal>',
    f"{_XSD}integer": f'"-1"^^<{_XSD}integer>',
    f"{_XSD}boolean": f'"true"^^<{_XSD}boolean>',
    f"{_XSD}date": f'"2000-01-01"^^<{_XSD}date>',
    f"{_XSD}string": '"\\ta"',
    f"{iri.PREFIXES['rdf']}langString": '"a"@en',
}
"""By its datatype, the literal that stands for others: it is of no narrower one, so that what takes it takes all."""
_NAMING: Final = frozenset({Kind.KEY, Kind.PLACE})
_DATATYPES: Final = {Kind.TEXT: f"{_XSD}string", Kind.TAGGED: f"{iri.PREFIXES['rdf']}langString"}


def literal_like(datatype: str, written: str) -> str:
    """Return what stands for a literal: one of its datatype, or itself, as it is written, where none is known."""
    return _LITERALS.get(datatype, written)


@dataclass(frozen=True, slots=True)
class Standing:
    """Who stands for whom: those that are `apart` for themselves, others for all that are of the same `classes`.

    Classes are written in their order, with a blank between several. `files` are what sources were read from.
    """

    classes: Mapping[str, str]
    apart: Collection[str]
    files: Collection[str] = ()

    def of(self, name: str) -> str | None:
        """Return the term of what stands for an individual, None where nothing is known of it."""
        if name in self.apart:
            return f"<{name}>"
        classes = self.classes.get(name)
        return None if classes is None else of_classes(classes)

    def typed(self, name: str) -> Iterator[str]:
        """Yield the statements of which classes that is which stands for an individual."""
        yield from (f"{self.of(name)} <{RDF_TYPE}> <{cls}>" for cls in self.classes.get(name, "").split())


@cache
def of_classes(classes: str) -> str:
    """Return the term of what stands for all that are of some classes."""
    return f"<{iri.mint_hashed('like', classes)}>"


def join_classes(known: str | None, cls: str) -> str:
    """Return the classes of an individual that is of one more."""
    return cls if known is None or known == cls else " ".join(sorted({*known.split(), cls}))


def read_classes(partitions: Iterable[Partition], wanted: Collection[str] | None = None) -> dict[str, str]:
    """Return the classes of all that partitions have rows of, or of the `wanted` individuals."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    found: dict[str, str] = {}
    sought = None if wanted is None else arrays.texts([*wanted])
    for one in partitions:
        with pq.ParquetFile(one.file) as file:
            subjects = file.read(columns=[SUBJECT])[SUBJECT]
        if sought is not None:
            subjects = subjects.filter(pc.is_in(subjects, value_set=sought))
        for subject in subjects.to_pylist():
            found[subject] = join_classes(found.get(subject), one.schema.cls)
    return found


def write_classes(classes: Mapping[str, str], path: Path) -> None:
    """Keep the classes of individuals in a file."""
    by_classes: dict[str, list[str]] = {}
    for name, its in classes.items():
        by_classes.setdefault(its, []).append(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(by_classes), "utf-8")


def open_classes(path: Path) -> dict[str, str]:
    """Return the classes of individuals that a file keeps."""
    by_classes: dict[str, list[str]] = json.loads(path.read_text("utf-8"))
    return {name: its for its, names in by_classes.items() for name in names}


def resting_named(partitions: Sequence[Partition]) -> set[str]:
    """Return the claims and readings that rows name."""
    found = set[str]()
    for one in partitions:
        wanted = [column for column in one.columns if not RESTING.isdisjoint(column.slot.segments)]
        for column, values in zip(wanted, _read(one, wanted), strict=True):
            found.update(name for _, name in _named(column, values, [""]))
    return found


def alike_in(one: Partition, standing: Standing) -> Iterator[str]:
    """Yield what the rows of a partition state of those that stand for what they are about, as N-Triples without dots.

    Whether a cell has a value of a datatype is not looked up: each is taken to have one.
    """
    naming = [column for column in one.columns if column.slot.kind in _NAMING]
    resting = one.schema.segment in RESTING
    subjects = [] if resting else next(iter(_read(one, [SUBJECT]))).to_pylist()
    stands = [of_classes(one.schema.cls)] if resting else [standing.of(subject) for subject in subjects]
    for subject in dict(zip(stands, subjects, strict=True)).values() if subjects else ():
        yield from standing.typed(subject)
    if resting:
        yield f"{stands[0]} <{RDF_TYPE}> <{one.schema.cls}>"
    for column, values in zip(naming, _read(one, naming), strict=True):
        known = _of_files(values, column, standing) if column.slot.kind is Kind.PLACE else values
        for stand, name in _named(column, known, stands):
            target = standing.of(name)
            if target is not None:
                yield f"{stand} <{column.slot.predicate}> {target}"
                yield from standing.typed(name)
    for column in (column for column in one.columns if column.slot.kind not in _NAMING):
        datatype = _DATATYPES.get(column.slot.kind, f"{_XSD}{column.slot.kind.value}")
        yield from (f"{stand} <{column.slot.predicate}> {literal_like(datatype, '')}" for stand in {*stands})


def _read(one: Partition, wanted: Sequence[Column | str]) -> "Iterator[pa.Array]":
    """Yield columns of a partition."""
    import pyarrow.parquet as pq

    names = [column if isinstance(column, str) else column.name for column in wanted]
    if names:
        with pq.ParquetFile(one.file) as file:
            rows = file.read(columns=names, use_threads=False)
        yield from (rows[name].combine_chunks() for name in names)


def _of_files(values: "pa.Array", column: Column, standing: Standing) -> "pa.Array":
    """Return places without those that lie within a file, or are none of a source: these are no individuals."""
    import pyarrow as pa
    import pyarrow.compute as pc

    flat = pc.list_flatten(values) if column.slot.many else values
    if pc.any(pc.is_in(flat, value_set=arrays.texts([*standing.files]))).as_py():
        return values
    return pa.nulls(len(values), values.type)


def _named(column: Column, values: "pa.Array", stands: Sequence[str | None]) -> set[tuple[str | None, str]]:
    """Return which stands name which individuals; where one stands for all rows, it is the only one."""
    import pyarrow.compute as pc

    flat = pc.list_flatten(values) if column.slot.many else values
    if len(stands) == 1:
        return {(stands[0], name) for name in pc.unique(flat.drop_null()).to_pylist()}
    rows = pc.list_parent_indices(values).to_pylist() if column.slot.many else range(len(flat))
    return {(stands[row], name) for row, name in zip(rows, flat.to_pylist(), strict=True) if name is not None}
