"""Uzbekistan's exports and imports by partner and year, as its statistics agency publishes it in two tables.

A figure is taken as it is printed, in thousands of dollars: exports to one decimal, imports to two and those of 2023 to
one, fourteen of them to more. What is left out, and why:

- other countries, which are no partner;
- noughts: the tables are a grid of all countries and years without an empty cell, so that a nought stands for nothing,
  for little and for what is not told alike.

A partner is known by its code, that of the United Nations; in some rows the names stand in each other's column.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from kg.adapt.country_names import numbered_country
from kg.adapt.decisions import meaning
from kg.adapt.figures import figure_cells, flow_ends, printed_amount, printed_year
from kg.adapt.files import Raw
from kg.load.rows import Row

FILE: Final = "uz_trade_by_partner_2010_2023.csv"
IS_EXPORT: Final = MappingProxyType({"export": True, "import": False})

# Codes that ISO 3166-1 does not list, by ISO code; None for what is left out.
PARTNERS: Final[Mapping[str, str | None]] = MappingProxyType(
    {
        "0": None,
        "530": None,  # the Netherlands Antilles, for 2022, when they were no more
        "736": "SD",  # Sudan, by its code until 2011; South Sudan has no row
    }
)
# A figure that a program wrote in its own manner.
WRITTEN: Final = MappingProxyType({"8e-05": "0.00008"})

_THOUSAND: Final = 3


def flows(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the TradeFlow table for each flow to or from a partner in a year, if it is not nought."""
    directions, partners = raw.decisions(FILE, IS_EXPORT), raw.decisions(FILE, PARTNERS)
    written = raw.decisions(FILE, WRITTEN)
    used = ("flow", "year", "m49", "value_kusd")
    for row in raw.rows(FILE, used, ignored=("partner_en", "partner_ru")):
        exports, partner = meaning(row, "flow", directions), _partner(row, partners)
        year, figure = printed_year(row, "year"), _figure(row, written)
        if partner is not None and figure:
            yield {
                **flow_ends("UZ", partner, exports=exports),
                "period": year,
                **figure_cells(figure, _THOUSAND),
                "was_derived_from": f"#row={row.line}",
            }


def _partner(row: Row, partners: Mapping[str, str | None]) -> str | None:
    code = row.cells["m49"]
    return partners[code] if code in partners else numbered_country(row, "m49")


def _figure(row: Row, written: Mapping[str, str]) -> str:
    """Return a figure as it is printed, '' for a nought; raise CellInvalid for what is no amount."""
    printed = row.cells["value_kusd"]
    if printed in written:
        return written[printed]
    return printed if printed_amount(row, "value_kusd") else ""


TABLES = {"TradeFlow": flows}
