"""Lay answers out for people: a table that fits the terminal, or a block of lines for each row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.style import Style
from rich.table import Table
from rich.text import Text

from kg.cli.terminal import knows_links, laid_out
from kg.show.answer_table import SUBSTANCE, ShownColumn

_WEB = re.compile("https?://[!-~]+")
_GAP = 2
_WRAPS_FROM = 8  # what is narrower stands in one line
_LONG = 60
_COMFORTABLE = 24  # long texts in columns that are narrower are no pleasure to read


@dataclass(frozen=True, slots=True)
class LaidOut:
    """An answer laid out, and the headings of the columns for which there was no room."""

    text: str
    left_out: tuple[str, ...] = ()


def as_records(columns: Sequence[ShownColumn]) -> LaidOut:
    """Write each row as a block of `name  value` lines."""
    width = max((len(column.heading) for column in columns), default=0)
    hanging = "\n" + " " * (width + _GAP)  # a line feed in a text begins no line of its own
    blocks = []
    for row in zip(*(column.texts for column in columns), strict=True):
        named = [(column.heading.rjust(width), text) for column, text in zip(columns, row, strict=True) if text]
        blocks.append("\n".join(f"{name}  {text}".replace("\n", hanging) for name, text in named))
    return LaidOut("\n\n".join(blocks) + "\n")


def as_table(columns: Sequence[ShownColumn], room: int | None) -> LaidOut:
    """Write an answer as a table of at most `room` columns of letters; of all that it needs where that is None.

    Where there is not room enough, what is the same in all rows stands once above the table, cells wrap, and the
    columns for which there is no room all the same are left out: first keys, then the evidence, then from the right.
    """
    if room is None or _needed(columns) <= room:
        table = _table(columns, [_natural(column) for column in columns], links=room is not None and knows_links())
        return LaidOut(laid_out([table], _needed(columns) + _GAP, styles=room is not None))
    rows = len(columns[0].texts)
    if rows == 1:
        return _card(columns, room)
    same = [column for column in columns if len(set(column.texts)) == 1]
    varied = [column for column in columns if column not in same] or list(columns[:1])
    kept = _fitting(sorted(varied, key=lambda column: column.rank), room)
    left_out = tuple(column.name for column in varied if column not in kept)
    above = [Text(f"{column.heading}: {column.texts[0]}") for column in same if column not in kept]
    table = _table(kept, _widths(kept, room), links=knows_links())
    return LaidOut(laid_out([*above, Text(), table] if above else [table], room), left_out)


def _card(columns: Sequence[ShownColumn], room: int) -> LaidOut:
    """Write the one row of an answer as a table of two columns: names and values."""
    table = Table.grid(padding=(0, _GAP, 0, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for column in columns:
        table.add_row(Text(column.heading), _cell(column, 0, links=knows_links()))
    return LaidOut(laid_out([table], room))


def _natural(column: ShownColumn) -> int:
    """Return the width at which no cell of a column wraps."""
    lines = [line for text in column.texts for line in text.split("\n")]
    return max(map(cell_len, [column.heading, *lines]))


def _least(column: ShownColumn) -> int:
    """Return the width that a column needs at least: that of its longest word, of a number that of all its text."""
    if column.is_number:
        return max(map(cell_len, [*column.texts, *column.heading.split()]))
    words = [word for text in (column.heading, *column.texts) for word in text.split()]
    natural = _natural(column)
    return min(natural, max([_COMFORTABLE if natural > _LONG else _WRAPS_FROM, *map(cell_len, words)]))


def _needed(columns: Sequence[ShownColumn]) -> int:
    return sum(map(_natural, columns)) + _GAP * (len(columns) - 1)


def _fitting(columns: Sequence[ShownColumn], room: int) -> list[ShownColumn]:
    """Keep the columns for which there is room: the evidence if it is comfortable, what is said at any rate.

    They go from the right, the first and the amounts last of all: those are what a reader asked for.
    """
    kept = list(columns)
    while len(kept) > 1 and _at_least(kept) > room:
        least = [place for place, column in enumerate(kept) if place and not column.is_amount]
        kept.pop(least[-1] if least else -1)
    return kept


def _at_least(columns: Sequence[ShownColumn]) -> int:
    """Return the room that columns need, the last of which would not be worth a table too narrow to be read."""
    comfortable = columns[-1].rank != SUBSTANCE
    least = [max(_least(one), min(_natural(one), _COMFORTABLE)) if comfortable else _least(one) for one in columns]
    return sum(least) + _GAP * (len(columns) - 1)


def _widths(columns: Sequence[ShownColumn], room: int) -> list[int]:
    """Give each column what it needs, or a width that is the same for all that cannot have it."""
    least, natural = [_least(column) for column in columns], [_natural(column) for column in columns]
    free, widths = room - _GAP * (len(columns) - 1), least
    for most in range(1, room + 1):
        wider = [min(wanted, max(needed, most)) for needed, wanted in zip(least, natural, strict=True)]
        if sum(wider) > free:
            return widths
        widths = wider
    return widths


def _table(columns: Sequence[ShownColumn], widths: Sequence[int], *, links: bool) -> Table:
    """Make a table of columns of some widths, which rich, left alone, would share out among words and numbers alike."""
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    for column, width in zip(columns, widths, strict=True):
        table.add_column(column.heading, justify="right" if column.is_number else "left", width=width, overflow="fold")
    for row in range(len(columns[0].texts)):
        table.add_row(*(_cell(column, row, links=links) for column in columns))
    return table


def _cell(column: ShownColumn, row: int, *, links: bool) -> Text:
    """Write a cell, as a link where that is wanted and leads to the web."""
    address = column.addresses[row]
    is_link = links and address is not None and _WEB.fullmatch(address) is not None
    return Text(column.texts[row], style=Style(link=address) if is_link else "")
