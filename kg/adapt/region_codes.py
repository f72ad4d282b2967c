"""Look up the codes of regions that raw files use in ISO 3166-2."""

from collections.abc import Mapping
from functools import cache

from kg.core.errors import CellInvalid
from kg.load.cells import fault
from kg.load.iso_3166 import regions
from kg.load.rows import Row


@cache
def listed_regions() -> Mapping[str, Mapping[str, str]]:
    """Return the regions that ISO 3166-2 lists today by their codes: the cells of each in the Region table."""
    columns = ("key", "iso_code", "official_name", "is_within")
    return {row["key"]: {column: row[column] for column in columns} for row in regions()}


def region_code(row: Row, column: str) -> str:
    """Return the code of a region that a cell holds; raise CellInvalid if ISO 3166-2 does not list it today.

    A code of before would be that of another region, or of one that has ended.
    """
    code = row.cells[column]
    if code not in listed_regions():
        fault(
            CellInvalid,
            "ISO 3166-2 lists no region of this code.",
            "Decide in the adaptor which region it is.",
            row,
            column,
            code,
        )
    return code
