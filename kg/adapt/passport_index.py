"""Read what the Passport Index said, from snapshot to snapshot, of entering one country with another's passport."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final, NamedTuple

from kg.adapt.country_names import SEVEN
from kg.adapt.decisions import meaning
from kg.adapt.files import Raw
from kg.core import columns
from kg.core.errors import CellInvalid
from kg.load.cells import fault
from kg.load.country_codes import country_key
from kg.load.rows import Row

SPELLS: Final = "visa_spells_2019_2025.csv.gz"

# The first snapshot whose words are the publisher's and hold to the end. Until February 2020 they are codes of which
# the maker of the file guessed the meaning; until May 2020 what is «visa on arrival» or «e-visa» in November is «eta».
FIRST: Final = "2020-11-19"
LAST: Final = "2025-01-12"

# What the words mean; a number is that of days without a visa.
TERMS: Final = MappingProxyType(
    {
        "EVW": "eta",  # electronic visa waiver of the United Kingdom, which the publisher counts among these
        "Hayya Entry Permit": "event-permit",  # to Qatar for the World Cup of 2022
        "covid ban": "closed-covid",
        "e-visa": "e-visa",
        "eta": "eta",
        "no admission": "no-admission",
        "visa free": "visa-free",
        "visa on arrival": "visa-on-arrival",
        "visa required": "visa-required",
    }
)
# Before the last snapshot the publisher did not tell the two apart.
UNTOLD: Final = MappingProxyType({"e-visa": "e-visa-or-eta"})


class Spell(NamedTuple):
    """A time in which the snapshots say the same of one passport and destination, by keys, days and row."""

    passport: str
    destination: str
    terms: str
    days: str
    first: str
    last: str
    line: int

    @property
    def current(self) -> bool:
        """Whether the last snapshot still says it."""
        return self.last == LAST

    @property
    def of_the_seven(self) -> bool:
        """Whether it is of the passport of one of the seven countries, or of entry into one."""
        return not SEVEN.isdisjoint((self.passport, self.destination))

    def cells(self) -> dict[str, str]:
        """Return the row of the VisaRegime table: open at its end where the last snapshot still says it."""
        after = date.fromisoformat(self.last) + timedelta(days=1)
        return {
            columns.applies_to_passport_of: self.passport,
            columns.applies_to_entry_into: self.destination,
            columns.has_entry_terms: self.terms,
            columns.days_allowed: self.days,
            columns.valid_from: self.first,
            columns.valid_until: "" if self.current else after.isoformat(),
            columns.was_derived_from: f"#row={self.line}",
        }


def regimes(raw: Raw, *, of_the_seven: bool) -> Iterator[dict[str, str]]:
    """Yield a row of the VisaRegime table for each time in which one passport gave the same terms of entry."""
    for spell in spells(raw):
        if spell.of_the_seven == of_the_seven:
            yield spell.cells()


def spells(raw: Raw) -> Iterator[Spell]:
    """Yield the spells since the first snapshot that is taken, those that began before as seen first in it."""
    terms = raw.decisions(SPELLS, TERMS)
    for row in raw.rows(SPELLS, ("passport", "destination", "requirement", "first_seen", "last_seen")):
        passport, destination = (country_key(row, name, int(LAST[:4])) for name in ("passport", "destination"))
        first, last = _day(row, "first_seen"), _day(row, "last_seen")
        meant, days = _terms(row, terms)
        if last >= FIRST:
            meant = meant if last == LAST else UNTOLD.get(meant, meant)
            yield Spell(passport, destination, meant, days, max(first, FIRST), last, row.line)


def _terms(row: Row, terms: Mapping[str, str]) -> tuple[str, str]:
    """Return the terms that a cell means, and the days that it allows."""
    printed = row.cells["requirement"]
    return ("visa-free", printed) if printed.isdecimal() else (meaning(row, "requirement", terms), "")


def _day(row: Row, column: str) -> str:
    printed = row.cells[column]
    try:
        day = date.fromisoformat(printed).isoformat()
    except ValueError:
        day = ""
    if not day or day > LAST:
        fault(CellInvalid, f"The value is no day until {LAST}.", "Get the file that was read.", row, column, printed)
    return day
