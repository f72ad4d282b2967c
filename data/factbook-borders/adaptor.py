"""Land borders of The World Factbook: the length of each border as the entry of each of its sides gives it.

The compiler is neither side. The raw file adds a decimal to whole kilometres that is no digit of the pages.

The European Union is a side of its own: where it borders a country, that border is also one of its members'.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from kg.adapt import factbook
from kg.adapt.figures import printed_figure
from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from kg.load.cells import fault
from kg.load.country_codes import dyad_key

FILE: Final = "land_borders_km.csv"

# Entries without an ISO code. None stands for an entry that is neither a country nor a union.
ENTRIES: Final[Mapping[str, str | None]] = MappingProxyType(
    {
        **factbook.ENTRIES,
        "ax": None,  # Akrotiri, a British base on Cyprus that ISO 3166 does not list
        "dx": None,  # Dhekelia, the other one
        "sk": "SX",  # Sint Maarten before its entry was named «nn»
    }
)

# Neighbours whose names were not understood when the file was made. Where a note in brackets holds a comma, the file
# keeps the end of the note with the name of the neighbour that follows it.
NEIGHBOURS: Final[Mapping[str, str | None]] = MappingProxyType(
    {
        "Alaska), Mexico": "MX",
        "Angola's discontiguous Cabinda Province), Burundi": "BI",
        "Cabinda Province), Republic of the Congo": "CG",
        "Dead Sea), Lebanon": "LB",
        "Gaza Strip": "PS",
        "Saint Martin": "MF",
        "US Naval Base at Guantanamo Bay": None,  # land that Cuba leases out: no border of two countries
    }
)

# Borders of a part only, by entry and neighbour: the Gaza Strip and the West Bank are no territories of ISO 3166, and
# nobody states the whole border of Israel and Palestine.
PARTS: Final = dict.fromkeys(("gz Israel", "is Gaza Strip", "is West Bank", "we Israel"))


def lengths(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Measurement table for each border in each entry, as of the last edition that prints it.

    A length holds for the day of that edition. The commit of the file's maker is ignored: the day names the edition.
    The border of a part of Palestine with a neighbour other than Israel is the whole border.
    """
    entries, neighbours, parts = (raw.decisions(FILE, decided) for decided in (ENTRIES, NEIGHBOURS, PARTS))
    columns = ("gec", "iso3", "neighbour_name", "neighbour_iso3", "km", "last_seen")
    for row in raw.rows(FILE, used=columns, ignored=("commit",)):
        day = row.cells["last_seen"]
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day) is None:
            fault(CellInvalid, "The value is no day.", "Get the file anew.", row, "last_seen", day)
        entry = factbook.economy_of(row, "iso3", "gec", int(day[:4]), entries)
        neighbour = factbook.economy_of(row, "neighbour_iso3", "neighbour_name", int(day[:4]), neighbours)
        is_part = f"{row.cells['gec']} {row.cells['neighbour_name']}" in parts
        if entry is not None and neighbour is not None and not is_part:
            yield {
                "is_about_dyad": dyad_key(entry, neighbour),
                "stands_in_entry_of": entry,
                "amount": printed_figure(row.cells["km"]),
                "period": day,
                "was_derived_from": f"#row={row.line}",
            }


TABLES = {"Measurement": lengths}
