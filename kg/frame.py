"""A data frame that knows what was asked, and shows itself in a notebook: numbers marked, keys and addresses linked."""

import re
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from kg.core import iri
from kg.core.visible import visible
from kg.wording.numbers import exact

if TYPE_CHECKING:
    import pyarrow as pa

KEYS: Final = "keys"
"""The attribute of a frame that names its columns of short keys."""
ASKED: Final = "asked"
NOTES: Final = "notes"
"""The attributes of a frame that say what was asked, and why it has no rows."""
_WEB: Final = re.compile(r"https?://[!-~]+")
_MOST_ROWS: Final = 50
_CELL: Final = "text-align:{};vertical-align:top"
_LONGEST: Final = 400


class EmptyAnswer(UserWarning):
    """A question, or a query, has no answer: the warning says why."""


class Frame(pd.DataFrame):
    """A pandas DataFrame in all that it does; in a notebook it is a table with links, and all of it is escaped."""

    @property
    def _constructor(self) -> "type[Frame]":
        return Frame

    def _repr_html_(self) -> str:
        """Write the first rows as a table of HTML."""
        head = "".join(f'<th style="{_CELL.format("left")}">{escape(visible(str(name)))}</th>' for name in self.columns)
        shown = self.head(_MOST_ROWS)
        columns = [self._cells(place, shown) for place in range(len(self.columns))]
        rows = "".join(f"<tr>{''.join(cells)}</tr>" for cells in zip(*columns, strict=True))
        more = f", the first {len(shown)} shown" if len(shown) < len(self) else ""
        count = f"<p>{len(self):,} × {len(self.columns)}{more}</p>"
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{count}"

    def _cells(self, place: int, shown: pd.DataFrame) -> list[str]:
        """Write the cells of a column, numbers to the right."""
        name, values = self.columns[place], shown.iloc[:, place]
        is_key = name in self.attrs.get(KEYS, ())
        side = _CELL.format("right" if pd.api.types.is_numeric_dtype(values.dtype) else "left")
        cells = (_linked(value) if is_key else _written(value) for value in values)
        return [f'<td style="{side}">{cell}</td>' for cell in cells]


def frame_of(table: "pa.Table") -> Frame:
    """Return a table of Arrow as a frame whose columns keep their types."""
    return Frame(table.to_pandas(types_mapper=pd.ArrowDtype))


def _written(value: Any) -> str:
    """Write a value: a number with its thousands marked and all its digits, an address of the web as a link."""
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return escape(exact(Decimal(value), "en"))
    text = str(value)
    return _link(text, text) if _WEB.fullmatch(text) else _text(text)


def _linked(value: Any) -> str:
    """Write a short key, or a whole IRI, as a link to what it names."""
    if not isinstance(value, str):
        return _written(value)
    address = value if "://" in value else iri.expand(value)
    return _link(address, value) if _WEB.fullmatch(address) else _text(value)


def _link(address: str, text: str) -> str:
    return f'<a href="{escape(address)}">{_text(text)}</a>'


def _text(text: str) -> str:
    return escape(visible(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"))
