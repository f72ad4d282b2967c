"""Complete the rows of a table by what its source says once for all of them: values, keys, and periods in one cell."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Context, Decimal
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Final, TypeAlias

from kg.core import columns
from kg.core.errors import CellInvalid, ColumnMissing, SourceInvalid
from kg.load.batch import Batch, encode, together
from kg.load.cells import fault, is_decimal
from kg.load.periods import read_period
from kg.load.rows import Row
from kg.load.source import Source

KEY: Final = "key"
PERIOD_COLUMN: Final = "period"
ENDS: Final = (columns.valid_from, columns.valid_until)
_AMOUNT: Final = columns.amount
AS_SAID: Final = columns.amount_as_said
_EXACT: Final = Context(prec=100)  # more than a cell and a scale have digits together

Completion: TypeAlias = Callable[[Batch], Batch]


def complete_header(source: Source, path: Path, header: Sequence[str], table: str) -> tuple[str, ...]:
    """Return the columns that the rows of a table have once they are complete; `path` is the file of it.

    Raises SourceInvalid where the source says for all rows what the table says for each, and ColumnMissing where a
    key is to be made of columns that are not there.
    """
    values = source.row_values.get(table, {})
    for name in values:
        if name in header:
            raise SourceInvalid(
                "The source gives a value to a column that its table has.",
                remedy="Keep one.",
                path=source.description,
                column="dyad:rowValue",
                value=f"{table} {name}",
            )
    columns = [*header, *values]
    if table in source.row_scales and AS_SAID not in columns:
        columns.append(AS_SAID)
    if KEY not in header and table in source.row_keys:
        _check_key_columns(source.row_keys[table], columns, path)
        columns.append(KEY)
    for name in ENDS if PERIOD_COLUMN in columns else ():
        if name in columns:
            raise SourceInvalid(
                "The table gives its periods twice.",
                remedy=f"Keep {PERIOD_COLUMN} or {name}.",
                path=path,
                line=1,
                column=name,
            )
    return tuple(name for column in columns for name in (ENDS if column == PERIOD_COLUMN else (column,)))


def _check_key_columns(names: Sequence[str], columns: Sequence[str], path: Path) -> None:
    for name in names:
        if name not in columns:
            raise ColumnMissing(
                "The key of the rows is to be made of a column that is not there.",
                remedy="Add the column, or mend dyad:rowKey in source.ttl.",
                path=path,
                line=1,
                column=name,
            )


def completion(source: Source, path: Path, header: Sequence[str], table: str) -> Completion | None:
    """Return the function that completes the rows of a table in a file, None where nothing is to be completed.

    A row with a period that cannot be read is at fault, CellInvalid.
    """
    values = source.row_values.get(table, {})
    key = () if KEY in header else source.row_keys.get(table, ())
    scale = source.row_scales.get(table)
    if not (values or key or scale or PERIOD_COLUMN in header):
        return None

    def complete(batch: Batch) -> Batch:
        cells = {**batch.cells, **{name: batch.always(value) for name, value in values.items()}}
        batch = replace(batch, cells=cells)
        if key:
            cells[KEY] = encode([*map(".".join, zip(*map(batch.column, key), strict=True))])
            for spoilt in batch.spoilt.values():
                spoilt.update([] if spoilt.isdisjoint(key) else [KEY])
        if scale:
            said = together(batch.column(AS_SAID), batch.column(_AMOUNT))
            cells[AS_SAID] = said.map(lambda pair: pair[0] or (pair[1] and _printed(pair[1], scale)))
        if PERIOD_COLUMN in cells:
            ends = batch.judge(cells.pop(PERIOD_COLUMN), partial(_ends, Row(path, 0, {})), ("", ""), spoils=ENDS)
            cells |= {name: ends.map(itemgetter(end)) for end, name in enumerate(ENDS)}
        return batch

    return complete


def _printed(amount: str, scale: int) -> str:
    """Return the figure that the file of a source prints for an amount: in units of its scale, in plain digits.

    Zeros that only the scale brings about are left out. What is no number of ours is returned as it is, for the schema
    to refuse.
    """
    if not is_decimal(amount):
        return amount
    figure = format(Decimal(amount).scaleb(1 - len(str(scale)), _EXACT), "f")
    whole = "." not in amount and "." in figure
    return figure.rstrip("0").rstrip(".") if whole else figure


def _ends(row: Row, text: str) -> tuple[str, str]:
    """Return the two ends of a period as cells, empty ones of none."""
    if not text:
        return "", ""
    try:
        first, after = read_period(text)
    except ValueError:
        fault(
            CellInvalid,
            "The value is no period.",
            "Write a year, quarter, month or day before 9999-12-31, as 2016, 2016-Q1, 2016-05 or 2016-05-25.",
            row,
            PERIOD_COLUMN,
            text,
        )
    return first.isoformat(), after.isoformat()
