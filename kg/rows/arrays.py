"""Make columns of values from Python, by their bytes: the library's own way would load pandas, for a second."""

from array import array
from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any

from kg.load.cells import Value

if TYPE_CHECKING:
    import pyarrow as pa


def text_of(value: Value) -> str:
    """Write a value as a cell of a table would."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case _:
            return str(value)


def texts(values: Sequence[str | None]) -> "pa.Array":
    """Return texts as a column, None as missing ones."""
    import pyarrow as pa
    import pyarrow.compute as pc

    encoded = [b"" if value is None else value.encode() for value in values]
    ends = array("i", accumulate(map(len, encoded), initial=0))
    found = pa.Array.from_buffers(
        pa.string(), len(encoded), [None, pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))]
    )
    given = bytes(value is not None for value in values)
    if all(given):
        return found
    flags = pa.Array.from_buffers(pa.uint8(), len(given), [None, pa.py_buffer(given)])
    return pc.if_else(flags.cast(pa.bool_()), found, pa.nulls(1, pa.string())[0])


def column(values: Sequence[Any], kind: "pa.DataType") -> "pa.Array":
    """Return values as a column of a type; each that recurs is written once."""
    import pyarrow as pa

    places = {value: place for place, value in enumerate(dict.fromkeys(values))}
    distinct = texts([None if value is None else text_of(value) for value in places]).cast(kind)
    if len(places) == len(values):
        return distinct
    taken = array("i", map(places.__getitem__, values))
    return distinct.take(pa.Array.from_buffers(pa.int32(), len(taken), [None, pa.py_buffer(taken)]))


def lists(values: Sequence[Any], kind: "pa.DataType") -> "pa.Array":
    """Return sequences of values as a column of lists of a type; for None the list is empty."""
    import pyarrow as pa

    ends = array("i", accumulate((len(value or ()) for value in values), initial=0))
    offsets = pa.Array.from_buffers(pa.int32(), len(ends), [None, pa.py_buffer(ends)])
    return pa.ListArray.from_arrays(offsets, column([*chain.from_iterable(value or () for value in values)], kind))
