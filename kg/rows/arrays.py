"""Make columns of values from Python, by their bytes: the library's own way would load pandas, for a second."""

from array import array
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any

from kg.load.batch import Encoded, encode
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

    builder = pa.lib.StringBuilder()
    builder.append_values(values)
    return builder.finish()


def column(values: Encoded[Any], kind: "pa.DataType") -> "pa.Array":
    """Return values as a column of a type, None as missing ones."""
    import pyarrow as pa

    if kind == pa.string():
        return _taken(texts(values.dictionary), values.indices)
    written = texts([None if value is None else text_of(value) for value in values.dictionary])
    return _taken(written.cast(kind), values.indices)


def lists(values: Encoded[tuple[Any, ...]], kind: "pa.DataType") -> "pa.Array":
    """Return sequences of values as a column of lists of a type."""
    import pyarrow as pa

    parts = encode([*chain.from_iterable(values.dictionary)])
    offsets = numbers(accumulate(map(len, values.dictionary), initial=0))
    return _taken(pa.ListArray.from_arrays(offsets, column(parts, kind)), values.indices)


def _taken(distinct: "pa.Array", indices: Sequence[int]) -> "pa.Array":
    return distinct if indices == range(len(distinct)) else distinct.take(numbers(indices))


def numbers(values: Iterable[int]) -> "pa.Array":
    """Return whole numbers of 32 bits as a column."""
    import pyarrow as pa

    found = array("i", values)
    return pa.Array.from_buffers(pa.int32(), len(found), [None, pa.py_buffer(found)])
