"""Goods trade of every two economies in 2022 and 2023, as CEPII's BACI reconciles it, added up from OEC's tables.

A figure is taken in whole dollars: BACI gives thousandths of a thousand, and what stands behind the point of a sum of
these is what adding left over in the machine. Ignored: the names, of which each code has one.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from kg.load.cells import fault
from kg.load.country_codes import country_key
from kg.load.rows import Row

# The «22» and «23» in these names are years; those in names of BACI itself are revisions of the Harmonized System.
FILES: Final = MappingProxyType(
    {"bilateral_value_clean_22_withid.csv": "2022", "bilateral_value_clean_23_withid.csv": "2023"}
)
_USED: Final = ("exporter_id", "importer_id", "value")
_IGNORED: Final = ("exporter_name", "importer_name")
_NOISE: Final = Decimal("0.001")


def flows(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the TradeFlow table for each pair of economies and year."""
    for name, year in FILES.items():
        for row in raw.rows(name, _USED, _IGNORED):
            yield {
                "has_origin": _economy(row, "exporter_id", year),
                "has_destination": _economy(row, "importer_id", year),
                "period": year,
                "amount": _dollars(row),
                "was_derived_from": f"{name}#row={row.line}",
            }


def _economy(row: Row, column: str, year: str) -> str:
    """Return the key of a country by its alpha-3 code in small letters, of which «nam» is Namibia's."""
    return country_key(row, column, int(year), row.cells[column].upper())


def _dollars(row: Row) -> str:
    """Return a sum in whole dollars; raise CellInvalid for what is none, or has parts of a dollar."""
    printed = row.cells["value"]
    whole = round(Decimal(printed)) if re.fullmatch(r"[0-9]+\.[0-9]+", printed) else 0
    if not whole or abs(Decimal(printed) - whole) >= _NOISE:
        problem = "The value is no sum of dollars."
        fault(CellInvalid, problem, "Decide in the adaptor what it means.", row, "value", printed)
    return str(whole)


TABLES = {"TradeFlow": flows}
