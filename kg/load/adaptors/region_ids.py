"""Wikidata items of the regions of the world: those of one database that another one does not contradict."""

import json
import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from kg.errors import CellInvalid
from kg.load.cells import fault
from kg.load.decisions import Decisions
from kg.load.iso_3166 import regions as iso_regions
from kg.load.raw import Raw
from kg.load.rows import Row

_FILE: Final = "states.csv"
_LEVELS: Final = "iso2_country_levels_2020.json"
_CODE, _ITEM = "iso3166_2", "wikiDataId"

# What else the file says of a region is ignored: names and codes, which ISO 3166-2 gives; populations without a year;
# and points of which it is not said what they are the middle of.
_IGNORED: Final = (
    *("name", "country_id", "country_name", "iso2", "fips_code", "type", "level", "parent_id", "native"),
    *("latitude", "longitude", "timezone", "population"),
)

# Rows that have no code, by the file's own number: parts of the French Southern Territories and American armed forces.
_WITHOUT_CODE: Final = MappingProxyType(
    dict.fromkeys(("5815", "5816", "5817", "5822", "5823", "5824", "5825", "5826"))
)

# Codes that ISO 3166-2 does not list though it lists others of the country.
_UNLISTED: Final = MappingProxyType(
    dict.fromkeys(
        (
            *("BQ-BQ1", "BQ-BQ2", "BQ-BQ3", "GR-13", "GR-A2", "LU-G", "LU-L", "MN-001", "TT-ETO", "TT-WTO"),
            *("IN-CT", "IN-OR", "IN-TG"),  # of before 2023
            *("NO-31", "NO-32", "NO-33", "NO-39", "NO-40", "NO-55", "NO-56"),  # of 2024, newer than the list at hand
            *("SH-01", "SH-02", "SH-03", "SH-04", "SH-05", "SH-06", "SH-07", "SH-08"),
        )
    )
)

# Regions that the file gives twice, once under their country and once under France: the first row is taken.
_TWICE: Final = MappingProxyType(dict.fromkeys(("FR-973", "FR-BL", "FR-MF", "FR-PM")))

# Items that the file gives to two regions, of which at most one can be meant: neither is taken.
_SHARED: Final = MappingProxyType(
    dict.fromkeys(
        (
            "Q13972 Q166977 Q16994 Q193808 Q193832 Q193838 Q3685407 Q3795 Q38249546 Q3934 Q3946"
            " Q4018 Q4040 Q458382 Q4993831 Q5720 Q5727 Q5756 Q5772 Q5813 Q812"
        ).split()
    )
)

# Countries whose regions had other codes in 2020, so that the other database does not speak of today's.
_RENUMBERED: Final = frozenset({"IR"})


def _items_of_2020(raw: Raw) -> dict[str, str]:
    """Return the item that the other database gives to each code, where it gives one."""
    levels = json.loads(raw.path(_LEVELS).read_text(encoding="utf-8"))
    return {code: level["wikidata_id"] for code, level in levels.items() if level.get("wikidata_id")}


class _Regions:
    """The rows of the file that are about a region of ISO 3166-2, once each, with every decision used."""

    def __init__(self, raw: Raw) -> None:
        self._raw = raw
        self.listed = {row["key"]: row for row in iso_regions()}
        self._divided = {code.partition("-")[0] for code in self.listed}
        self._without, self._unlisted = Decisions(_WITHOUT_CODE), Decisions(_UNLISTED)
        self._twice = Decisions(_TWICE)

    def _is_region(self, row: Row) -> bool:
        """Tell whether a row is about a region of ISO 3166-2; raise CellInvalid where nobody has decided."""
        code = row.cells[_CODE]
        if code in self.listed:
            return True
        if code in self._unlisted or (not code and row.cells["id"] in self._without):
            return False
        if code and code.partition("-")[0] not in self._divided:
            return False  # ISO 3166-2 lists no region of the country at all
        fault(CellInvalid, "ISO 3166-2 lists no region of this code.", "Decide in the adaptor which region it is.",
              row, _CODE, code)  # fmt: skip

    def rows(self) -> Iterator[Row]:
        """Yield the rows, in the order of the file; raise CellInvalid for a region that stands twice unforeseen."""
        met: set[str] = set()
        for row in self._raw.rows(_FILE, used=("id", "country_code", _CODE, _ITEM), ignored=_IGNORED):
            if not self._is_region(row):
                continue
            code = row.cells[_CODE]
            if code not in met:
                met.add(code)
                yield row
            elif code not in self._twice:
                fault(CellInvalid, "Two rows have this code.", "Decide in the adaptor which one is meant.",
                      row, _CODE, code)  # fmt: skip
        for decided in (self._without, self._unlisted, self._twice):
            decided.check_used(self._raw, _FILE)


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

    Raises CellInvalid for an item of two regions that the adaptor does not name, and for a file without such items.
    """
    found, other, shared = _Regions(raw), _items_of_2020(raw), Decisions(_SHARED)
    taken: dict[str, str] = {}  # the region by its item
    for row in found.rows():
        code, item = row.cells[_CODE], _item(row)
        if not item or item in shared:
            continue
        if item in taken:
            fault(CellInvalid, "Another region has this item.", "Name the item in the adaptor, or mend it.",
                  row, _ITEM, item)  # fmt: skip
        taken[item] = code
    shared.check_used(raw, _FILE)
    for code, item in sorted((code, item) for item, code in taken.items()):
        if code[:2] in _RENUMBERED or other.get(code, item) == item:
            listed = {column: found.listed[code][column] for column in ("key", "iso_code", "official_name", "is_within")}
            yield listed | {"wikidata_id": item}


TABLES = {"Region": regions}
