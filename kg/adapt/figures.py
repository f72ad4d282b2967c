"""Take figures as their publisher prints them, not as a program writes the numbers that it made of them."""

import re
from decimal import ROUND_HALF_UP, Decimal

from kg.core import columns
from kg.core.errors import CellInvalid
from kg.load.cells import fault
from kg.load.rows import Row


def printed_figure(written: str) -> str:
    """Return a number without the «.0» that a program writes behind a whole one: it is no digit that was printed."""
    return written.removesuffix(".0")


def printed_amount(row: Row, column: str) -> Decimal:
    """Return the number in a cell, which is nought or more; raise CellInvalid for what is no amount."""
    printed = row.cells[column]
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", printed) is None:
        fault(CellInvalid, "The value is no amount.", "Get the file anew.", row, column, printed)
    return Decimal(printed)


def as_shown(amount: Decimal, grain: Decimal) -> str:
    """Return an amount as a publisher shows it to a digit, half of which is rounded up, as spreadsheets do."""
    return str(amount.quantize(grain, ROUND_HALF_UP))


def figure_cells(said: str, scale: int) -> dict[str, str]:
    """Return the amount of a figure in whole units, and the figure itself where the amount does not show its digits.

    The scale is the power of ten that `dyad:rowScale` gives the table: from it a figure is known again, but for a
    nought at its end.
    """
    return {
        columns.amount: format(Decimal(said).scaleb(scale).normalize(), "f"),
        columns.amount_as_said: said if "." in said and said.endswith("0") else "",
    }


def printed_year(row: Row, column: str) -> str:
    """Return the year in a cell; raise CellInvalid for what is no year."""
    printed = row.cells[column]
    if re.fullmatch("(19|20)[0-9]{2}", printed) is None:
        fault(CellInvalid, "The value is no year.", "Decide in the adaptor what it means.", row, column, printed)
    return printed


def flow_ends(reporter: str, partner: str, *, exports: bool) -> dict[str, str]:
    """Return the ends of a flow of goods that one side reports as its exports or else as its imports."""
    origin, destination = (reporter, partner) if exports else (partner, reporter)
    return {columns.has_origin: origin, columns.has_destination: destination}
