"""Wikidata items of the regions of the world: those of one database that another one does not contradict."""

import re
from collections.abc import Iterator
from typing import Final

from kg.adapt.files import Raw
from kg.adapt.region_codes import listed_regions, region_code
from kg.core.errors import CellInvalid
from kg.load.cells import fault
from kg.load.rows import Row

FILE: Final = "states.csv"
LEVELS: Final = "iso2_country_levels_2020.json"
_CODE, _ITEM = "iso3166_2", "wikiDataId"

# What else the file says of a region is ignored: names and codes, which ISO 3166-2 gives; populations without a year;
# and points of which it is not said what they are the middle of.
IGNORED: Final = (
    *("name", "country_id", "country_code", "country_name", "iso2", "fips_code", "type", "level", "parent_id"),
    *("native", "latitude", "longitude", "timezone", "population"),
)

# Rows that are left out, by number: they have no code. French Southern Territories, and American armed forces.
WITHOUT_CODE: Final = ("5815", "5816", "5817", "5822", "5823", "5824", "5825", "5826")

# Codes that ISO 3166-2 does not list though it lists others of the country.
UNLISTED: Final = (
    *("BQ-BQ1", "BQ-BQ2", "BQ-BQ3", "GR-13", "GR-A2", "LU-G", "LU-L", "MN-001", "TT-ETO", "TT-WTO"),
    *("IN-CT", "IN-OR", "IN-TG"),  # of before 2023
    *("NO-31", "NO-32", "NO-33", "NO-39", "NO-40", "NO-55", "NO-56"),  # of 2024, newer than the list at hand
    *("SH-01", "SH-02", "SH-03", "SH-04", "SH-05", "SH-06", "SH-07", "SH-08"),
)

# Regions that the file gives twice, once under their country and once under France: the first row is taken.
TWICE: Final = ("FR-973", "FR-BL", "FR-MF", "FR-PM")

# Items that the file gives to two regions, of which at most one can be meant: neither is taken.
SHARED: Final = (
    *("Q13972", "Q166977", "Q16994", "Q193808", "Q193832", "Q193838", "Q3685407"),
    *("Q3795", "Q38249546", "Q3934", "Q3946", "Q4018", "Q4040", "Q458382"),
    *("Q4993831", "Q5720", "Q5727", "Q5756", "Q5772", "Q5813", "Q812"),
)

# Countries whose regions had other codes in 2020, so that the other database does not speak of today's.
RENUMBERED: Final = ("IR",)


def _items_of_2020(raw: Raw) -> dict[str, str]:
    """Return the item that the other database gives to each code, where it gives one."""
    return {code: level["wikidata_id"] for code, level in raw.objects(LEVELS).items() if level.get("wikidata_id")}


def _of_regions(raw: Raw) -> Iterator[Row]:
    """Yield the rows about regions of ISO 3166-2, one for each; raise CellInvalid where nobody has decided.

    Rows about a country of which ISO 3166-2 lists no region are left out.
    """
    left_out, twice = (raw.decisions(FILE, dict.fromkeys(named)) for named in ((*WITHOUT_CODE, *UNLISTED), TWICE))
    divided, met = {code.partition("-")[0] for code in listed_regions()}, set()
    for row in raw.rows(FILE, used=("id", _CODE, _ITEM), ignored=IGNORED):
        code = row.cells[_CODE]
        if (code or row.cells["id"]) in left_out or (code and code.partition("-")[0] not in divided):
            continue
        if region_code(row, _CODE) in met and code not in twice:
            fault(
                CellInvalid, "Two rows have this code.", "Decide in the adaptor which one is meant.", row, _CODE, code
            )
        if code not in met:
            yield row
        met.add(code)


def _item(row: Row) -> str:
    """Return the item of a region, empty where none is given; raise CellInvalid for what is no item."""
    item = row.cells[_ITEM]
    if item in {"", "NULL"}:
        return ""
    if re.fullmatch("Q[1-9][0-9]*", item) is None:
        fault(CellInvalid, "The value is no Wikidata item.", "Decide in the adaptor what it means.", row, _ITEM, item)
    return item


def regions(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Region table for each region whose item nothing speaks against, in the order of the codes.

    Raises CellInvalid for an item of two regions that is not among the shared ones.
    """
    other = _items_of_2020(raw)
    shared, renumbered = (raw.decisions(FILE, dict.fromkeys(named)) for named in (SHARED, RENUMBERED))
    taken: dict[str, str] = {}  # the region by its item
    for row in _of_regions(raw):
        item = _item(row)
        if item and item in taken:
            fault(
                CellInvalid,
                "Another region has this item.",
                "Name the item in the adaptor, or mend it.",
                row,
                _ITEM,
                item,
            )
        if item and item not in shared:
            taken[item] = row.cells[_CODE]
    for code, item in sorted((code, item) for item, code in taken.items()):
        if code[:2] in renumbered or other.get(code, item) == item:
            yield {**listed_regions()[code], "wikidata_id": item}


TABLES = {"Region": regions}
