"""The World Factbook's trade by country and year: the shares of the main partners, and the totals.

A figure stands in the entry of a country, which need not have reported it: the compiler is neither side.

The pages print whole shares as such («4%»), to which the raw file adds a decimal that is no digit of theirs.

The raw files give the ISO code of an entry and of a partner where they know one; for the rest the decisions below
hold. What is left out, and why:

- the world as an entry, and continents as partners: neither countries nor an economic union;
- the Netherlands Antilles, which had ended before the years for which they are printed: which island is meant is
  not said;
- a share without a year, and the share of a country in its own trade, for which there is no dyad;
- what only one of the entries of the Gaza Strip and the West Bank prints: whether it counts both is not said;
- a statement that stands again in another spelling or on another entry: the one that was seen last is kept.
"""

import re
from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import Final

from kg.adapt import factbook
from kg.adapt.decisions import meaning
from kg.adapt.figures import printed_figure
from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from kg.load.cells import fault
from kg.load.country_codes import UNIONS, dyad_key
from kg.load.rows import Row

PARTNERS: Final = "partners_history.csv"
TOTALS: Final = "trade_totals_history.csv"

# Entries of the file of totals to which it gives no ISO code: «xx» is the world.
ENTRIES: Final = MappingProxyType({**factbook.ENTRIES, "cc": "CW", "xx": None})

# Names to which the raw file gives no ISO code, and one whose code had ended.
NAMES: Final = MappingProxyType(
    {
        "Africa": None,
        "America": None,
        "Antigua &amp; Barbuda": "AG",
        "Asia": None,
        "Bosnia &amp; Herzegovina": "BA",
        "Cost Rica": "CR",
        "Cote dIvoire": "CI",
        "DRC": "CD",
        "Democratic Republic of the Congo (DRC)": "CD",
        "Europe": None,
        "Macedonia, The Former Yugo Rep of": "MK",
        "NZ": "NZ",
        "Netherlands Antilles": None,
        "Pitcairn Islands": "PN",
        "S. Korea": "KR",
        "St. Kitts &amp; Nevis": "KN",
        "St. Kitts and Nevis": "KN",
        "St. Vincent &amp; the Grenadines": "VC",
        "St. Vincent and the Grenadines": "VC",
        "Trinidad &amp; Tobago": "TT",
        "U.S.": "US",
        "Untied States": "US",
        "West Bank/Gaza Strip": "PS",
        "amp;, Russia": "RU",
    }
)

INDICATORS: Final = MappingProxyType({"export": "partner-share-of-exports", "import": "partner-share-of-imports"})
FLOWS: Final = MappingProxyType({"Exports": "total-exports", "Imports": "total-imports"})


def partner_shares(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the TradeFlow table for each share of an economy in the exports or imports of another."""
    entries, partners = raw.decisions(PARTNERS, factbook.ENTRIES), raw.decisions(PARTNERS, NAMES)
    columns = ("gec", "iso3", "direction", "data_year", "partner_name", "partner_iso3", "share_percent", "last_seen")
    shares = []
    for row in raw.rows(PARTNERS, used=columns, ignored=("commit",)):  # the commit dates the vintage as last_seen does
        if row.cells["data_year"] == "":
            continue
        year = _year(row)
        entry = factbook.economy_of(row, "iso3", "gec", year, entries)
        partner = factbook.economy_of(row, "partner_iso3", "partner_name", year, partners)
        if entry is not None and partner is not None and partner != entry:
            shares.append((row.cells["gec"], _share(row, entry, partner)))
    same = ("has_indicator", "has_origin", "has_destination", "period", "amount")
    yield from _seen_last(factbook.of_wholes(shares, same), same)


def _share(row: Row, entry: str, partner: str) -> dict[str, str]:
    indicator = meaning(row, "direction", INDICATORS)
    exports = row.cells["direction"] == "export"
    return {
        "is_about_dyad": dyad_key(entry, partner),
        "has_indicator": indicator,
        "has_origin": entry if exports else partner,
        "has_destination": partner if exports else entry,
        "stands_in_entry_of": entry,
        "period": row.cells["data_year"],
        "amount": printed_figure(row.cells["share_percent"]),
        "recorded_on": row.cells["last_seen"],
        "was_derived_from": f"{PARTNERS}#row={row.line}",
    }


def totals(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Measurement table for each total of a country's or union's exports or imports in a year."""
    entries = raw.decisions(TOTALS, ENTRIES)
    columns = ("gec", "iso3", "flow", "data_year", "usd", "last_seen")
    found = []
    for row in raw.rows(TOTALS, used=columns, ignored=("commit",)):  # the commit dates the vintage as last_seen does
        indicator, year = meaning(row, "flow", FLOWS), _year(row)
        entry = factbook.economy_of(row, "iso3", "gec", year, entries)
        if entry is not None:
            found.append((row.cells["gec"], _total(row, indicator, entry)))
    same = ("is_about", "has_indicator", "period", "amount")
    yield from _seen_last(factbook.of_wholes(found, same), same)


def _total(row: Row, indicator: str, entry: str) -> dict[str, str]:
    year = row.cells["data_year"]
    return {
        "key": f"{indicator}.{row.cells['gec']}.{year}",
        "is_about": f"union/{entry}" if entry in UNIONS else f"country/{entry}",
        "has_indicator": indicator,
        "period": year,
        "amount": row.cells["usd"],
        "recorded_on": row.cells["last_seen"],
        "was_derived_from": f"{TOTALS}#row={row.line}",
    }


def _year(row: Row) -> int:
    text = row.cells["data_year"]
    if re.fullmatch("[0-9]{4}", text) is None:
        fault(CellInvalid, "The value is no year.", "Decide in the adaptor what it means.", row, "data_year", text)
    return int(text)


def _seen_last(rows: Iterable[dict[str, str]], same: tuple[str, ...]) -> list[dict[str, str]]:
    """Keep of the rows that agree in some columns the one that was seen last, the first of those seen on one day."""
    kept: dict[tuple[str, ...], dict[str, str]] = {}
    for row in rows:
        statement = tuple(row[name] for name in same)
        if statement not in kept or row["recorded_on"] > kept[statement]["recorded_on"]:
            kept[statement] = row
    return list(kept.values())


TABLES = {"TradeFlow": partner_shares, "Measurement": totals}
