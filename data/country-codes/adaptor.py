"""The country codes of the Datasets project: the Wikidata item and the capital of each country."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from kg.load.cells import fault
from kg.load.country_codes import alpha_3_keys
from kg.load.rows import Row

FILE: Final = "country-codes.csv"
_CODE, _CAPITAL, _ITEM = "ISO3166-1-Alpha-2", "Capital", "wikidata_id"
_ITEM_PAGE: Final = re.compile(r"https://www\.wikidata\.org/wiki/(Q[1-9][0-9]*)")

# Names and codes of ISO 3166-1 come from the source iso-3166; currencies, dialling, sports, vehicle, library and
# meteorological codes, regions of the United Nations, names in other languages, domains and codes of GeoNames, FAO and
# SEC say nothing that the graph speaks of.
IGNORED: Final = (
    *("FIFA", "Dial", "ISO3166-1-Alpha-3", "MARC", "is_independent", "ISO3166-1-numeric", "GAUL", "FIPS", "WMO", "ITU"),
    *("IOC", "DS", "UNTERM Spanish Formal", "Global Code", "Intermediate Region Code", "official_name_fr"),
    *("UNTERM French Short", "ISO4217-currency_name", "UNTERM Russian Formal", "UNTERM English Short"),
    *("ISO4217-currency_alphabetic_code", "Small Island Developing States (SIDS)", "UNTERM Spanish Short"),
    *("ISO4217-currency_numeric_code", "UNTERM Chinese Formal", "UNTERM French Formal", "UNTERM Russian Short"),
    *("M49", "Sub-region Code", "Region Code", "official_name_ar", "ISO4217-currency_minor_unit"),
    *("UNTERM Arabic Formal", "UNTERM Chinese Short", "Land Locked Developing Countries (LLDC)"),
    *("Intermediate Region Name", "official_name_es", "UNTERM English Formal", "official_name_cn"),
    *("official_name_en", "ISO4217-currency_country_name", "Least Developed Countries (LDC)", "Region Name"),
    *("UNTERM Arabic Short", "Sub-region Name", "official_name_ru", "Global Name", "Continent", "TLD", "Languages"),
    *("Geoname ID", "CLDR display name", "EDGAR"),
)

# What the capital is, by the code of the country and what is printed, where that is not simply a name: no capital is
# printed, or a space before it, which no table may hold.
CAPITALS: Final[Mapping[str, str | None]] = MappingProxyType(
    {"AQ=": None, "BQ=": None, "BV=": None, "HM=": None, "TK=": None, "UM=": None, "CW= Willemstad": "Willemstad"}
)


def _read(raw: Raw) -> Iterator[Row]:
    """Yield the row of each country; raise CellInvalid for a code that ISO 3166-1 does not list."""
    known = frozenset(alpha_3_keys().values())
    for row in raw.rows(FILE, used=(_CODE, _CAPITAL, _ITEM), ignored=IGNORED):
        if row.cells[_CODE] not in known:
            fault(
                CellInvalid,
                "ISO 3166-1 lists no country of this code.",
                "Decide in the adaptor what it means.",
                row,
                _CODE,
                row.cells[_CODE],
            )
        yield row


def countries(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Country table for each country; an identifier that is not printed stays empty."""
    for row in _read(raw):
        page = row.cells[_ITEM]
        item = _ITEM_PAGE.fullmatch(page)
        if page and item is None:
            fault(
                CellInvalid,
                "The value is no page of a Wikidata item.",
                "Decide in the adaptor what it means.",
                row,
                _ITEM,
                page,
            )
        code = row.cells[_CODE]
        yield {"key": code, "iso_code": code, "wikidata_id": item[1] if item else ""}


def _capital(row: Row, decided: Mapping[str, str | None]) -> str | None:
    """Return the capital that a row names, None where it is decided that it names none."""
    name = row.cells[_CAPITAL]
    printed = f"{row.cells[_CODE]}={name}"
    if printed in decided:
        return decided[printed]
    if not name or name != name.strip() or not name.isascii():
        fault(
            CellInvalid,
            "The capital is no name in plain Latin letters.",
            "Decide in the adaptor what it means.",
            row,
            _CAPITAL,
            name,
        )
    return name


def _named(raw: Raw) -> Iterator[tuple[Row, str, str, str]]:
    """Yield each row that names a capital with the code of the country, the key of the settlement, and the name."""
    capitals = raw.decisions(FILE, CAPITALS)
    for row in _read(raw):
        name = _capital(row, capitals)
        if name is not None:
            slug = re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")
            yield row, row.cells[_CODE], f"{row.cells[_CODE]}.{slug}", name


def settlements(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Settlement table for each capital."""
    for _, code, key, name in _named(raw):
        yield {"key": key, "label_en": name, "is_within": code}


def relations(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Relation table for each capital: that it is the capital of its country."""
    for row, code, key, _ in _named(raw):
        yield {
            "key": code,
            "is_about_settlement": key,
            "is_related_to_country": code,
            "was_derived_from": f"#row={row.line}",
        }


TABLES = {"Country": countries, "Settlement": settlements, "Relation": relations}
