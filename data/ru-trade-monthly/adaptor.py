"""Russia's trade in goods with its main partners by month, as the statistics office prints it from the customs service.

A figure is taken as the workbook shows it, to one decimal of a million dollars; its cells hold five and what a program
left behind them (869.1134000000001). The partners are those that were main ones when the table was made.
"""

from collections.abc import Iterator
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from kg.adapt.country_names import russian_country
from kg.adapt.decisions import meaning
from kg.adapt.figures import as_shown, figure_cells, flow_ends, printed_amount, printed_year
from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from kg.load.cells import fault
from kg.load.rows import Row

FILE: Final = "ru_trade_main_partners_monthly_2006_2021.csv"
IS_EXPORT: Final = MappingProxyType({"export": True, "import": False})
MONTHS: Final = MappingProxyType(
    {
        "январь": "01",
        "февраль": "02",
        "март": "03",
        "апрель": "04",
        "май": "05",
        "июнь": "06",
        "июль": "07",
        "август": "08",
        "сентябрь": "09",
        "октябрь": "10",
        "ноябрь": "11",
        "декабрь": "12",
    }
)

_GRAIN: Final = Decimal("0.1")
_MILLION: Final = 6


def flows(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the TradeFlow table for each flow of goods to or from a partner in a month."""
    directions, months = raw.decisions(FILE, IS_EXPORT), raw.decisions(FILE, MONTHS)
    used = ("flow", "year", "month", "month_ru", "partner_ru", "value_musd")
    # The row is that of the sheet of the flow; the place is given by the row of the raw file itself.
    for row in raw.rows(FILE, used, ignored=("row",)):
        exports, month = meaning(row, "flow", directions), meaning(row, "month_ru", months)
        _check_number(row, month)
        yield {
            **flow_ends("RU", russian_country(row, "partner_ru"), exports=exports),
            "period": f"{printed_year(row, 'year')}-{month}",
            **figure_cells(as_shown(printed_amount(row, "value_musd"), _GRAIN), _MILLION),
            "was_derived_from": f"#row={row.line}",
        }


def _check_number(row: Row, month: str) -> None:
    """Refuse a month whose number is not that of its name."""
    number = row.cells["month"]
    if number.zfill(2) != month:
        fault(CellInvalid, "The month bears another name.", "Decide which it is.", row, "month", number)


TABLES = {"TradeFlow": flows}
