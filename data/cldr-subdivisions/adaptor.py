"""Subdivisions of CLDR in Kazakh: the names of regions of Kazakhstan and Russia."""

from collections.abc import Iterator
from typing import Final

from kg.adapt.files import Raw
from kg.adapt.region_codes import listed_regions, region_code

FILE: Final = "subdivisions_kk_cldr_KZ_RU.csv"


def regions(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Region table for each name, with what ISO 3166-2 says of the region of that code.

    The column `source` is ignored: it names the file of CLDR, the same in every row.
    """
    for row in raw.rows(FILE, used=("iso3166_2", "name_kk"), ignored=("source",)):
        yield {**listed_regions()[region_code(row, "iso3166_2")], "label_kk": row.cells["name_kk"]}


TABLES = {"Region": regions}
