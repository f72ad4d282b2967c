"""Russia's trade in goods with six neighbours by year, as the statistics office prints it from the customs service.

A figure is taken as the workbook shows it: whole millions of dollars from 100 on, and one decimal below. The file that
was made of the workbook writes every number with a decimal (1996.0), and once holds one that is not shown.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Final

from kg.adapt.decisions import meaning
from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from kg.load.cells import fault
from kg.load.country_codes import dyad_key
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
        year, shown = _year(row), _shown(row)
        if partner is not None:
            yield {
                "is_about_dyad": dyad_key("RU", partner),
                "has_origin": "RU" if exports else partner,
                "has_destination": partner if exports else "RU",
                "period": year,
                "amount": format(Decimal(shown).scaleb(_MILLION), ".0f"),
                "amount_as_said": shown if shown.endswith(".0") else "",  # the scale of the source gives the others
                "was_derived_from": f"#row={row.line}",
            }


def _year(row: Row) -> str:
    year = row.cells["year"]
    if re.fullmatch("(19|20)[0-9]{2}", year) is None:
        fault(CellInvalid, "The value is no year.", "Decide in the adaptor what it means.", row, "year", year)
    return year


def _shown(row: Row) -> str:
    """Return a figure as the workbook shows it; raise CellInvalid for what is no amount."""
    printed = row.cells["value_musd"]
    if re.fullmatch(r"[0-9]+\.[0-9]+", printed) is None:
        fault(CellInvalid, "The value is no amount.", "Get the file anew.", row, "value_musd", printed)
    amount = Decimal(printed)
    return str(amount.quantize(Decimal(1) if amount >= _SHOWN_WHOLE else Decimal("0.1"), ROUND_HALF_UP))


TABLES = {"TradeFlow": flows}
