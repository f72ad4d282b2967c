"""DESTA, the Design of Trade Agreements database: the years in which agreements took their steps, and their parties."""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from kg.adapt.agreements import agreement_key, dated, once, participation, party_key, period_of_date, step
from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from kg.load.cells import fault
from kg.load.rows import Row

_AGREEMENTS: Final = "agreements_DESTA.csv"
_MEMBERSHIPS: Final = "memberships_DESTA_MEM.csv"
_DATES: Final = MappingProxyType({"Signature": "signed", "Force": "in-force"})
_USED: Final = ("manyID", "treatyID", "Begin", *_DATES)
_NAMED: Final = MappingProxyType({("", "Kosovo"): "country/XK", ("", "Netherlands Antilles"): "country/ANHH"})


def steps(raw: Raw) -> list[dict[str, str]]:
    """Make a row of the AgreementStep table for each step of an agreement, and of each party that joined later.

    DESTA knows years: the file of agreements prints each as its first of January, which is not taken for a day.
    Titles enter the table of agreements; types, kinds of documents and areas are DESTA's own and not taken over.
    """
    return once([*_steps_of_all(raw), *_steps_of_those_who_joined(raw)])


def _steps_of_all(raw: Raw) -> Iterator[dict[str, str]]:
    ignored = ("Title", "AgreementType", "DocType", "GeogArea", "destaID")
    for row in dated(raw.rows(_AGREEMENTS, _USED, ignored), _DATES):
        for column, kind in _DATES.items():
            if year := _year(row, column):
                yield step(row, kind, year)


def _year(row: Row, column: str) -> str:
    """Read a year that is printed as its first day."""
    text = period_of_date(row, column)
    if text and not text.endswith("-01-01"):
        fault(
            CellInvalid,
            "DESTA knows years, printed as their first day; this is another day.",
            "Decide in the adaptor what is meant.",
            row,
            column,
            text,
        )
    return text[:4]


def _members(raw: Raw) -> Iterator[tuple[Row, str]]:
    """Yield the first row of each party of each agreement.

    Further rows repeat it as a party to the accessions of others; the first is the one with the earliest signature.
    """
    named = raw.decisions(_MEMBERSHIPS, _NAMED)
    found: dict[tuple[str, str], Row] = {}
    for row in dated(raw.rows(_MEMBERSHIPS, (*_USED, "stateID", "StateName"), ("Title", "destaID")), _DATES):
        member = (agreement_key(row), party_key(row, named))
        if member not in found or row.cells["Signature"] < found[member].cells["Signature"]:
            found[member] = row
    for (_, party), first in found.items():
        yield first, party


def _steps_of_those_who_joined(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield the steps of parties whose first signature is later than that of the agreement."""
    for row, party in _members(raw):
        if row.cells["Signature"] != row.cells["Begin"]:
            yield step(row, "acceded", period_of_date(row, "Signature"), party)
            if when := period_of_date(row, "Force"):
                yield step(row, "in-force", when, party)


def participations(raw: Raw) -> list[dict[str, str]]:
    """Make a row of the Participation table for each party of each agreement."""
    return once(
        participation(
            row,
            party,
            ""
            if row.cells["Signature"] == row.cells["Begin"]
            else period_of_date(row, "Force") or period_of_date(row, "Signature"),
        )
        for row, party in _members(raw)
    )


TABLES = {"AgreementStep": steps, "Participation": participations}
