"""People who live in one country and are from another, as the United Nations estimated them in 2019.

An area that ISO 3166-1 does not list, such as South America or the Channel Islands, is left out by name. A pair that is
not there has no figure: the file holds positive ones only.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from kg.adapt.country_names import named_country
from kg.adapt.figures import printed_figure
from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from kg.load.cells import fault
from kg.load.rows import Row

FILE: Final = "migrant_stock_by_origin_destination_1990_2019.csv.gz"

# Names that are not those of ISO 3166-1 or in common use, by ISO code; None for what is no country of ISO.
AREAS: Final[Mapping[str, str | None]] = MappingProxyType(
    {
        "Caribbean": None,
        "Channel Islands": None,  # Guernsey and Jersey together
        "Melanesia": None,
        "Micronesia": None,  # the region, not the federation
        "Polynesia": None,
        "South America": None,
        "Bolivia (Plurinational State of)": "BO",
        "British Virgin Islands": "VG",
        "China, Hong Kong SAR": "HK",
        "China, Macao SAR": "MO",
        "Dem. People's Republic of Korea": "KP",
        "Holy See": "VA",
        "Iran (Islamic Republic of)": "IR",
        "Micronesia (Fed. States of)": "FM",
        "Republic of Korea": "KR",
        "Republic of Moldova": "MD",
        "Saint Helena": "SH",
        "State of Palestine": "PS",
        "United Republic of Tanzania": "TZ",
        "United States Virgin Islands": "VI",
        "United States of America": "US",
        "Venezuela (Bolivarian Republic of)": "VE",
        "Wallis and Futuna Islands": "WF",
    }
)


def stocks(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Stock table for each figure of two countries."""
    areas = raw.decisions(FILE, AREAS)
    for row in raw.rows(FILE, used=("year", "destination", "origin", "persons")):
        origin, destination = (_country(row, column, areas) for column in ("origin", "destination"))
        if origin is not None and destination is not None:
            yield {
                "has_origin": origin,
                "has_destination": destination,
                "period": row.cells["year"],
                "amount": _persons(row),
                "was_derived_from": f"#row={row.line}",
            }


def _country(row: Row, column: str, areas: Mapping[str, str | None]) -> str | None:
    printed = row.cells[column]
    return areas[printed] if printed in areas else named_country(row, column, printed)


def _persons(row: Row) -> str:
    """Return a number of persons without the «.0» of the file; raise CellInvalid for what is no whole one above 0."""
    printed = row.cells["persons"]
    if re.fullmatch(r"[1-9][0-9]*\.0", printed) is None:
        fault(CellInvalid, "The value is no number of persons.", "Get the file anew.", row, "persons", printed)
    return printed_figure(printed)


TABLES = {"Stock": stocks}
