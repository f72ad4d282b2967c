"""What the members of the European Union, and the Union, report of their trade with six neighbours of Russia by month.

The members' figures are their own; those of the Union are of the 27 countries that its name lists. The name of the
Union in the composition of each month says who belonged to it when: these are the memberships. What is left out:

- the euro area, twice, and the Union in the composition of each month, beside that of 27;
- an extract that repeats a month of another one.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from kg.adapt.decisions import meaning
from kg.adapt.eurostat import (
    eurostat_country,
    extracted_on,
    membership_spells,
    restricted_to,
    union_members,
    whole_euros,
)
from kg.adapt.figures import flow_ends
from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from kg.load.cells import fault
from kg.load.rows import Row

FILE: Final = "eu_members_monthly_2019_2024.csv.gz"

PRODUCTS: Final = MappingProxyType({"TOTAL": "goods"})
IS_EXPORT: Final = MappingProxyType({"EXPORT": True, "IMPORT": False})
NUMBERS: Final = MappingProxyType(
    {
        "Jan.": "01",
        "Feb.": "02",
        "Mar.": "03",
        "Apr.": "04",
        "May.": "05",
        "Jun.": "06",
        "Jul.": "07",
        "Aug.": "08",
        "Sep.": "09",
        "Oct.": "10",
        "Nov.": "11",
        "Dec.": "12",
    }
)
_UNION_IN_TIME: Final = "European Union (AT-01/1995, BE-01/1958"
# Groups of reporters, by how their names begin: each name lists its members and their years.
GROUPS: Final[Mapping[str, None]] = MappingProxyType(
    dict.fromkeys(
        (
            "Euro area (AT-01/1999, BE-01/1999",
            "Euro area - 20 countries (AT, BE",
            _UNION_IN_TIME,
        )
    )
)
# Extracts that say again what another one says: imports from Kyrgyzstan in February 2024.
REPEATED: Final[Mapping[str, None]] = MappingProxyType(
    {"kyrgyzstan_import_eurostat/Relational_View_2024-11-16T04_52_25.930Z.csv": None}
)


def flows(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the TradeFlow table for each flow of goods that a member or the Union reports of a month."""
    products, directions = raw.decisions(FILE, PRODUCTS), raw.decisions(FILE, IS_EXPORT)
    numbers, groups, repeated = raw.decisions(FILE, NUMBERS), raw.decisions(FILE, GROUPS), raw.decisions(FILE, REPEATED)
    used = ("REPORTER", "PARTNER", "PRODUCT", "FLOW", "PERIOD", "VALUE_IN_EUR", "file", "period")
    for row in raw.rows(FILE, used):
        meaning(row, "PRODUCT", products)
        exports, reporter = meaning(row, "FLOW", directions), _reporter(row, groups)
        month, once = _month(row, numbers), repeated.get(row.cells["file"], row.cells["file"])
        if reporter is not None and once is not None:
            yield {
                **flow_ends(reporter, eurostat_country(row, "PARTNER"), exports=exports),
                "has_reporter": reporter,
                "period": month,
                "is_restricted_to": restricted_to(reporter, int(month[:4])),
                "amount": whole_euros(row, "VALUE_IN_EUR"),
                "recorded_on": extracted_on(row, "file"),
                "was_derived_from": f"#row={row.line}",
            }


def memberships(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Relation table for each spell in the name of the Union in the composition of each month."""
    used = ("REPORTER", "file")
    for row in raw.rows(FILE, used, ("PARTNER", "PRODUCT", "FLOW", "PERIOD", "VALUE_IN_EUR", "period")):
        if _group(row) == _UNION_IN_TIME:
            day = extracted_on(row, "file")
            for spell in membership_spells(row.cells["REPORTER"]):
                yield {**spell, "recorded_on": day, "was_derived_from": f"#row={row.line}"}
            return


def _group(row: Row) -> str:
    """Return how the name of a group of reporters begins."""
    return ", ".join(row.cells["REPORTER"].split(", ")[:2])


def _reporter(row: Row, groups: Mapping[str, None]) -> str | None:
    """Return the key of the member or the Union that reports, None for a group that is left out."""
    name, group = row.cells["REPORTER"], _group(row)
    if group in groups:
        return groups[group]
    return "EU" if union_members(name) else eurostat_country(row, "REPORTER")


def _month(row: Row, numbers: Mapping[str, str]) -> str:
    """Return the month of a row, which stands in it twice."""
    period = row.cells["period"]
    word, _, year = row.cells["PERIOD"].partition(" ")
    if word not in numbers or period != f"{year}-{numbers[word]}" or re.fullmatch("20[0-9]{2}", year) is None:
        fault(CellInvalid, "The month is not that of the extract.", "Decide which it is.", row, "period", period)
    return period


TABLES = {"TradeFlow": flows, "Relation": memberships}
