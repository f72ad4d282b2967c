"""Russia's trade in goods with six neighbours by year, as the statistics office prints it from the customs service.

A figure is taken as the workbook shows it: whole millions of dollars from 100 on, and one decimal below. The file that
was made of the workbook writes every number with a decimal (1996.0), and once holds one that is not shown.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from kg.adapt.decisions import meaning
from kg.adapt.figures import as_shown, figure_cells, flow_ends, printed_amount, printed_year
from kg.adapt.files import Raw
from kg.load.rows import Row

FILE: Final = "ru_trade_cis_partners_1994_2021.csv"

# What a label names, by ISO code; None for totals and groups of countries, which are left out.
PARTNERS: Final[Mapping[str, str | None]] = MappingProxyType(
    {
        "Импорт": None,
        "Экспорт": None,
        "со странами СНГ": None,
        "со странами дальнего зарубежья": None,
        "Армения": "AM",
        "Беларусь": "BY",
        "Казахстан": "KZ",
        "Киргизия": "KG",
        "Таджикистан": "TJ",
        "Узбекистан": "UZ",
    }
)
IS_EXPORT: Final = MappingProxyType({"export": True, "import": False})

_SHOWN_WHOLE: Final = Decimal(100)
_MILLION: Final = 6


def flows(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the TradeFlow table for each flow of goods to or from a partner in a year."""
    partners, directions = raw.decisions(FILE, PARTNERS), raw.decisions(FILE, IS_EXPORT)
    # The row is that of the sheet of the year; the place is given by the row of the raw file itself.
    for row in raw.rows(FILE, used=("year", "flow", "label_ru", "value_musd"), ignored=("row",)):
        partner, exports = meaning(row, "label_ru", partners), meaning(row, "flow", directions)
        year, said = printed_year(row, "year"), _shown(row)
        if partner is not None:
            yield {
                **flow_ends("RU", partner, exports=exports),
                "period": year,
                **figure_cells(said, _MILLION),
                "was_derived_from": f"#row={row.line}",
            }


def _shown(row: Row) -> str:
    """Return a figure as the workbook shows it; raise CellInvalid for what is no amount."""
    amount = printed_amount(row, "value_musd")
    return as_shown(amount, Decimal(1) if amount >= _SHOWN_WHOLE else Decimal("0.1"))


TABLES = {"TradeFlow": flows}
