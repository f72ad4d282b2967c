"""Read the figures of population that the refugee agency of the United Nations publishes: stocks of persons by pair."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from kg.adapt.figures import printed_figure
from kg.adapt.files import Raw
from kg.core import columns
from kg.core.errors import CellInvalid
from kg.load.cells import fault
from kg.load.country_codes import country_key
from kg.load.rows import Row

POPULATION: Final = "population.csv.gz"
STOCKS: Final = ("refugees", "asylum_seekers")
# What else the table counts: people in their own country, people who came back, and others without a second country.
_OTHERS: Final = ("returned_refugees", "idps", "returned_idps", "stateless", "ooc", "oip", "hst")
_NAMES: Final = ("coo_name", "coo", "coa_name", "coa")  # the codes of ISO say the same

# Codes that ISO does not list: the origin or the host is unknown, has no state, or is none.
NO_COUNTRY: Final = MappingProxyType({"UNK": None, "XXA": None, "TIB": None})

# The last year is counted at its middle, all others at their end.
_MIDDLE: Final = "2025"
# A cell below five is rounded to 0 or 5: a 5 may be any of these. A zero is left out, for it may be anyone or no one.
_FEW: Final = ("5", ("1", "5"))


def stocks(raw: Raw, column: str) -> Iterator[dict[str, str]]:
    """Yield a row of the Stock table for each figure above zero of one column, of two countries."""
    nowhere = raw.decisions(POPULATION, NO_COUNTRY)
    ignored = (*_NAMES, *_OTHERS, *(name for name in STOCKS if name != column))
    for row in raw.rows(POPULATION, ("year", "coo_iso", "coa_iso", column), ignored):
        origin, destination = (_country(row, name, nowhere) for name in ("coo_iso", "coa_iso"))
        persons = _persons(row, column)
        if origin and destination and origin != destination and persons != "0":
            yield {
                columns.has_origin: origin,
                columns.has_destination: destination,
                "period": _day(row),
                **_figure(persons),
                columns.was_derived_from: f"#row={row.line}",
            }


def _figure(persons: str) -> dict[str, str]:
    few, (least, most) = _FEW
    if persons == few:
        ends = {columns.amount: least, columns.amount_to: most}
        return {columns.has_bound: "between", **ends, columns.amount_as_said: few}
    return {columns.has_bound: "stated", columns.amount: persons}


def _country(row: Row, column: str, nowhere: Mapping[str, None]) -> str | None:
    printed = row.cells[column]
    return nowhere[printed] if printed in nowhere else country_key(row, column, int(_year(row)))


def _year(row: Row) -> str:
    year = row.cells["year"]
    if re.fullmatch("(19|20)[0-9]{2}", year) is None or year > _MIDDLE:
        fault(CellInvalid, "The value is no year of the file.", "Decide when it was counted.", row, "year", year)
    return year


def _day(row: Row) -> str:
    """Return the day for which a figure of a year holds."""
    year = _year(row)
    return f"{year}-06-30" if year == _MIDDLE else f"{year}-12-31"


def _persons(row: Row, column: str) -> str:
    printed = row.cells[column]
    if re.fullmatch(r"(0|[5-9]|[1-9][0-9]+)\.0", printed) is None:
        fault(CellInvalid, "The value is no count as the agency rounds it.", "Get the file anew.", row, column, printed)
    return printed_figure(printed)
