"""What the 27 members of the European Union report of their imports of goods from seven countries by month, 2020–2022.

The third sheet of a workbook of four. What is left out:

- fuels, a part of the goods, of the first two sheets;
- exports, of the fourth: those to six of the seven are in `eu-members-trade`, as they stood two years later;
- a month that the workbook calls not available, which says nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from types import MappingProxyType
from typing import Final

from kg.adapt.decisions import meaning
from kg.adapt.eurostat import eurostat_country, whole_euros
from kg.adapt.figures import flow_ends
from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from kg.load.cells import fault
from kg.load.rows import Row

FILE: Final = "eu_total_trade_4630244_2020_2022.xlsx"
SHEET: Final = "Sheet 3"

# What the lines above the figures must say, by their numbers; then the members follow until a blank line.
TITLES: Final = MappingProxyType(
    {
        2: ("B", "EU trade since 1988 by HS2-4-6 and CN8 [DS-045409__custom_4630244]"),
        5: ("C", "Total [TOTAL]"),
        6: ("C", "IMPORT"),
        7: ("C", "VALUE_IN_EUROS"),
        11: ("B", "PARTNER (Labels)"),
    }
)
_MONTHS, _FIRST = 9, 12
_ENDS: Final = ("A", "B")
# A cell without a figure.
NOT_AVAILABLE: Final[Mapping[str, None]] = MappingProxyType({":": None})


def flows(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the TradeFlow table for each month of which a member reports imports from a country."""
    rows = [*raw.sheet_lines(FILE, SHEET)]
    for row in rows:
        if row.line in TITLES:
            column, said = TITLES[row.line]
            meaning(row, column, {said: None})
    extracted, months = _day(rows[0]), _months(rows[_MONTHS - 1 : _MONTHS])
    nothing = raw.decisions(FILE, NOT_AVAILABLE)
    for row in takewhile(lambda row: any(row.cells.values()), rows[_FIRST - 1 :]):
        reporter, partner = (eurostat_country(row, column) for column in _ENDS)
        for column, month in months.items():
            if nothing.get(row.cells[column], row.cells[column]) is not None:
                yield {
                    **flow_ends(reporter, partner, exports=False),
                    "has_reporter": reporter,
                    "period": month,
                    "amount": whole_euros(row, column),
                    "recorded_on": extracted,
                    "was_derived_from": f"#row={row.line}",
                }


def _months(rows: Iterable[Row]) -> dict[str, str]:
    """Return the month of each column of figures."""
    months = {}
    for row in rows:
        for column, said in row.cells.items():
            if column not in _ENDS:
                months[column] = said
                if re.fullmatch("20[0-9]{2}-(0[1-9]|1[0-2])", said) is None:
                    fault(CellInvalid, "The value is no month.", "Get the file anew.", row, column, said)
    return months


def _day(row: Row) -> str:
    """Return the day on which the sheet was extracted."""
    said = row.cells["A"]
    found = re.fullmatch(r"Data extracted on ([0-9]{2})/([0-9]{2})/([0-9]{4}) [0-9:]{8} from \[ESTAT\]", said)
    if found is None:
        fault(CellInvalid, "The sheet does not say when it was extracted.", "Get the file anew.", row, "A", said)
    day, month, year = found.groups()
    return f"{year}-{month}-{day}"


TABLES = {"TradeFlow": flows}
