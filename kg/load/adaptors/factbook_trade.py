"""The World Factbook's trade by country and year: the shares of the main partners, and the totals.

A page of the factbook is named by its GEC code, which is not ISO's: `rs` is Russia and `as` Australia. The raw files
give the ISO code beside it where they know one; for the rest, and for partners whose name they do not know, the
concordances below decide. What is left out, and why:

- the European Union and the world as reporters, and continents as partners: no countries;
- the Netherlands Antilles, which had ended before the years for which they are printed: which island is meant is
  not said;
- a share without a year, and the share of a country in its own trade, for which there is no dyad;
- a statement that stands again in another spelling or on another page: the one that was seen last is kept.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from kg.errors import CellInvalid
from kg.load.cells import fault
from kg.load.codes import country_key, dyad_key
from kg.load.concordance import Concordance
from kg.load.raw import Raw
from kg.load.rows import Row

PARTNERS: Final = "partners_history.csv"
TOTALS: Final = "trade_totals_history.csv"

# Pages to which the raw files give no ISO code. Gaza and the West Bank have a page each, and one code of ISO.
REPORTERS_OF_SHARES: Final = MappingProxyType({"ee": None, "gz": "PS", "kv": "XK", "ri": "RS", "we": "PS"})
REPORTERS_OF_TOTALS: Final = MappingProxyType({**REPORTERS_OF_SHARES, "cc": "CW", "xx": None})

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
        "Republic of the Congo": "CG",
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


def partner_shares(
    raw: Raw, reporters: Mapping[str, str | None] = REPORTERS_OF_SHARES, names: Mapping[str, str | None] = NAMES
) -> Iterator[dict[str, str]]:
    """Yield a row of the TradeFlow table for each share of a country in the exports or imports of another."""
    pages, partners = Concordance.of(reporters), Concordance.of(names)
    columns = ("gec", "iso3", "direction", "data_year", "partner_name", "partner_iso3", "share_percent", "last_seen")
    shares = []
    for row in raw.rows(PARTNERS, used=columns, ignored=("commit",)):  # the commit dates the vintage as last_seen does
        if row.cells["data_year"] == "":
            continue
        year = _year(row)
        reporter = _reporter(row, pages, year)
        partner = _partner(row, partners, year)
        if reporter is not None and partner not in (None, reporter):
            shares.append(_share(row, reporter, str(partner)))
    pages.check_used(raw.path(PARTNERS))
    partners.check_used(raw.path(PARTNERS))
    yield from _seen_last(shares, ("has_indicator", "has_origin", "has_destination", "period", "amount"))


def _share(row: Row, reporter: str, partner: str) -> dict[str, str]:
    indicator = _known(row, "direction", INDICATORS)
    exports = row.cells["direction"] == "export"
    return {
        "is_about_dyad": dyad_key(reporter, partner),
        "has_indicator": indicator,
        "has_origin": reporter if exports else partner,
        "has_destination": partner if exports else reporter,
        "has_reporter": reporter,
        "period": row.cells["data_year"],
        "amount": row.cells["share_percent"],
        "recorded_on": row.cells["last_seen"],
        "was_derived_from": f"{PARTNERS}#row={row.line}",
    }


def totals(raw: Raw, reporters: Mapping[str, str | None] = REPORTERS_OF_TOTALS) -> Iterator[dict[str, str]]:
    """Yield a row of the Measurement table for each total of a country's exports or imports in a year."""
    pages = Concordance.of(reporters)
    columns = ("gec", "iso3", "flow", "data_year", "usd", "last_seen")
    found = []
    for row in raw.rows(TOTALS, used=columns, ignored=("commit",)):  # the commit dates the vintage as last_seen does
        indicator, year = _known(row, "flow", FLOWS), _year(row)
        reporter = _reporter(row, pages, year)
        if reporter is not None:
            found.append({
                "key": f"{indicator}.{row.cells['gec']}.{year}",
                "is_about_country": reporter,
                "has_indicator": indicator,
                "period": row.cells["data_year"],
                "amount": row.cells["usd"],
                "recorded_on": row.cells["last_seen"],
                "was_derived_from": f"{TOTALS}#row={row.line}",
            })  # fmt: skip
    pages.check_used(raw.path(TOTALS))
    yield from _seen_last(found, ("is_about_country", "has_indicator", "period", "amount"))


def _year(row: Row) -> int:
    text = row.cells["data_year"]
    if re.fullmatch("[0-9]{4}", text) is None:
        fault(CellInvalid, "The value is no year.", "Decide in the adaptor what it means.", row, "data_year", text)
    return int(text)


def _known(row: Row, column: str, values: Mapping[str, str]) -> str:
    if row.cells[column] not in values:
        fault(CellInvalid, "The direction of trade is unknown.", f"Write one of: {', '.join(values)}.", row, column,
              row.cells[column])  # fmt: skip
    return values[row.cells[column]]


def _reporter(row: Row, pages: Concordance, year: int) -> str | None:
    """Return the key of the country whose page it is, None for a page that is no country's."""
    return country_key(row, "iso3", year) if row.cells["iso3"] else pages.meaning(row, "gec", year)


def _partner(row: Row, partners: Concordance, year: int) -> str | None:
    """Return the key of the partner, None for what is no country."""
    if row.cells["partner_name"] in partners or row.cells["partner_iso3"] == "":
        return partners.meaning(row, "partner_name", year)
    return country_key(row, "partner_iso3", year)


def _seen_last(rows: Iterable[dict[str, str]], same: tuple[str, ...]) -> list[dict[str, str]]:
    """Keep of the rows that agree in some columns the one that was seen last, the first of those seen on one day."""
    kept: dict[tuple[str, ...], dict[str, str]] = {}
    for row in rows:
        statement = tuple(row[name] for name in same)
        if statement not in kept or row["recorded_on"] > kept[statement]["recorded_on"]:
            kept[statement] = row
    return list(kept.values())


TABLES = {"TradeFlow": partner_shares, "Measurement": totals}
