"""The World Bank's Global Preferential Trade Agreements Database: dates of agreements, and their parties."""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from kg.adapt.agreements import PARTIES, dated, once, participation, party_key, period_of_date, step
from kg.adapt.files import Raw
from kg.load.rows import Row

_AGREEMENTS: Final = "agreements_GPTAD.csv"
_MEMBERSHIPS: Final = "memberships_GPTAD_MEM.csv"
_DATES: Final = MappingProxyType({"Signature": "signed", "Force": "in-force"})
_LAST_MONTH: Final = "12"
_USED: Final = ("manyID", "treatyID", "Begin", *_DATES)
# Rows without a code and a name name nobody. Where manydata found two states in a name, the one that is meant follows
# from the other parties: Chinese Taipei, Equatorial Guinea, and Serbia. «Funj Sultanate» and «Tripolitania» are its
# names for Sudan and Libya.
_NAMED: Final = MappingProxyType(
    {
        **PARTIES,
        ("", ""): "",
        ("", "Moldavia"): "country/MD",
        ("", "Tripolitania"): "country/LY",
        ("CHN - TWN", "Chinese Taipei"): "country/TW",
        ("FNJ", "Funj Sultanate of Sennar"): "country/SD",
        ("GIN - GNQ", "Equatorial Guinea"): "country/GQ",
        ("GIN - GNQ", "Guinea - Equatorial Guinea"): "country/GQ",
        ("SRB - YUG", "Yugoslavia-Serbia"): "country/RS",
    }
)


def _rows(raw: Raw) -> Iterator[Row]:
    """Yield the rows of the file of agreements, then those of the file of memberships, which repeats their dates."""
    ignored = ("Title", "AgreementType", "DocType", "GeogArea", "gptadID")
    yield from dated(raw.rows(_AGREEMENTS, _USED, ignored), _DATES)
    yield from _memberships(raw)


def _memberships(raw: Raw) -> Iterator[Row]:
    return dated(raw.rows(_MEMBERSHIPS, (*_USED, "stateID", "StateName"), ("Title", "gptadID")), _DATES)


def steps(raw: Raw) -> list[dict[str, str]]:
    """Make a row of the AgreementStep table for each step of an agreement."""
    return once(
        step(row, kind, when)
        for row in _rows(raw)
        for column, kind in _DATES.items()
        if (when := _certain(period_of_date(row, column)))
    )


def _certain(day: str) -> str:
    """Return a day, or its year where day and month could be each other.

    manydata read days as months wherever that gives a date: of 205 such days that can be compared with HUGGO, 161 are
    the same with day and month exchanged, and 11 are the same as they stand. What is certain of them is the year.
    """
    year, month, number = day.split("-") if day else ("", "", "")
    return year if month != number and number <= _LAST_MONTH else day


def participations(raw: Raw) -> list[dict[str, str]]:
    """Make a row of the Participation table for each party of each agreement."""
    named = raw.decisions(_MEMBERSHIPS, _NAMED)
    return once(participation(row, party) for row in _memberships(raw) if (party := party_key(row, named)))


TABLES = {"AgreementStep": steps, "Participation": participations}
