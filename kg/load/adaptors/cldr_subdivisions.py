"""Subdivisions of CLDR in Kazakh: the names of regions of Kazakhstan and Russia."""

from collections.abc import Iterator
from typing import Final

from kg.errors import CellInvalid
from kg.load.cells import fault
from kg.load.iso_3166 import regions as iso_regions
from kg.load.raw import Raw

FILE: Final = "subdivisions_kk_cldr_KZ_RU.csv"


def regions(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Region table for each name, with what ISO 3166-2 says of the region of that code.

    The column `source` is ignored: it names the file of CLDR, the same in every row. Raises CellInvalid for a code
    that ISO 3166-2 does not list today: it would be another region, or one of before a reform.
    """
    listed = {row["key"]: row for row in iso_regions()}
    for row in raw.rows(FILE, used=("iso3166_2", "name_kk"), ignored=("source",)):
        code = row.cells["iso3166_2"]
        if code not in listed:
            fault(CellInvalid, "ISO 3166-2 lists no region of this code.", "Decide in the adaptor which region it is.",
                  row, "iso3166_2", code)  # fmt: skip
        own = ("key", "iso_code", "official_name", "is_within")
        yield {name: listed[code][name] for name in own} | {"label_kk": row.cells["name_kk"]}


TABLES = {"Region": regions}
