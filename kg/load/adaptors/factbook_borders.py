"""Land borders of The World Factbook: the length of each border as the entry of each of its sides gives it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from kg.errors import CellInvalid
from kg.load.cells import fault
from kg.load.codes import country_key, dyad_key
from kg.load.decisions import Decisions
from kg.load.raw import Raw
from kg.load.rows import Row

FILE: Final = "land_borders_km.csv"

# Entries of the Factbook without an ISO code, by the Factbook's own code, which is not ISO's: «rs» is Russia and «ri»
# Serbia. None stands for an entry that is no country.
ENTRIES: Final[Mapping[str, str | None]] = MappingProxyType(
    {
        "ax": None,  # Akrotiri, a British base on Cyprus that ISO 3166 does not list
        "dx": None,  # Dhekelia, the other one
        "ee": None,  # the European Union: its borders are those of its members, which have entries of their own
        "gz": "PS",  # the Gaza Strip: its border with Egypt is the whole border of Palestine and Egypt
        "kv": "XK",
        "ri": "RS",
        "sk": "SX",  # Sint Maarten before its entry was named «nn»
        "we": "PS",  # the West Bank: its border with Jordan is the whole border of Palestine and Jordan
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
        "Republic of the Congo": "CG",
        "Saint Martin": "MF",
        "US Naval Base at Guantanamo Bay": None,  # land that Cuba leases out: no border of two countries
    }
)

# Borders of a part only, by entry and neighbour: the Gaza Strip and the West Bank are no territories of ISO 3166, and
# nobody states the whole border of Israel and Palestine.
PARTS: Final = ("gz Israel", "is Gaza Strip", "is West Bank", "we Israel")


def _side(row: Row, code: str, name: str, decided: Decisions) -> str | None:
    """Return the key of one side of a border: by its ISO code, else as decided; raise CellInvalid."""
    if row.cells[code]:
        return country_key(row, code, int(row.cells["last_seen"][:4]))
    if row.cells[name] not in decided:
        fault(CellInvalid, "This side of the border has no ISO code.", "Decide in the adaptor which country it is.",
              row, name, row.cells[name])  # fmt: skip
    return decided[row.cells[name]]


def lengths(
    raw: Raw,
    entries: Mapping[str, str | None] = ENTRIES,
    neighbours: Mapping[str, str | None] = NEIGHBOURS,
    parts: Sequence[str] = PARTS,
) -> Iterator[dict[str, str]]:
    """Yield a row of the Measurement table for each border in each entry, as of the last edition that prints it.

    A length holds for the day of that edition. The commit of the file's maker is ignored: the day names the edition.
    """
    by_entry, by_name, of_parts = Decisions(entries), Decisions(neighbours), Decisions(parts)
    columns = ("gec", "iso3", "neighbour_name", "neighbour_iso3", "km", "last_seen")
    for row in raw.rows(FILE, used=columns, ignored=("commit",)):
        day = row.cells["last_seen"]
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day) is None:
            fault(CellInvalid, "The value is no day.", "Get the file anew.", row, "last_seen", day)
        reporter = _side(row, "iso3", "gec", by_entry)
        neighbour = _side(row, "neighbour_iso3", "neighbour_name", by_name)
        is_part = f"{row.cells['gec']} {row.cells['neighbour_name']}" in of_parts
        if reporter is not None and neighbour is not None and not is_part:
            yield {"is_about_dyad": dyad_key(reporter, neighbour), "has_reporter": reporter,
                   "amount": row.cells["km"], "period": day, "was_derived_from": f"#row={row.line}"}  # fmt: skip
    for decided in (by_entry, by_name, of_parts):
        decided.check_used(raw, FILE)


TABLES = {"Measurement": lengths}
