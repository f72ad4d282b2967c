"""HUGGO, agreements coded by hand for manydata: steps of agreements and of each party, and their parties."""

from collections import defaultdict
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from kg.adapt.agreements import PARTIES, agreement_key, dated, once, participation, party_key, period_of_date, step
from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from kg.load.cells import fault
from kg.load.rows import Row

_AGREEMENTS: Final = "agreements_HUGGO.csv"
_MEMBERSHIPS: Final = "memberships_HUGGO_MEM.csv"
_FILES: Final = 2
_OF_ALL: Final = MappingProxyType({"Signature": "signed", "Force": "in-force", "End": "terminated"})
_OF_PARTY: Final = MappingProxyType(
    {
        "StateSignature": "signed",
        "StateRatification": "ratified",
        "Accession": "acceded",
        "StateForce": "in-force",
        "StateEnd": "terminated",
    }
)
_USED: Final = ("manyID", "treatyID", "Begin", *_OF_ALL)
# Of a party: who coded it, the page it was read on, the identifiers of other datasets, and a mark on succession that no
# document at hand defines.
_IGNORED: Final = ("Title", "gptadID", "destaID", "Coder", "Source", "Succession")
# Parties without a code of ISO 3166, and three whose name says another state than the code beside it: the code would
# stand twice in its agreement, and the state that is named would be missing.
_NAMED: Final = MappingProxyType(
    {
        **PARTIES,
        ("BUL", "Bulgaria"): "country/BG",
        ("CZE", "Cyprus"): "country/CY",
        ("EST", "Czech Republic"): "country/CZ",
        ("FIJ", "Fiji"): "country/FJ",
        ("KOS", "Kosovo"): "country/XK",
        ("TUN", "Greece"): "country/GR",
    }
)
# Dates that a spreadsheet counted up from row to row instead of repeating them: the first is the one that was meant.
_COUNTED_UP: Final = dict.fromkeys([("ECISRL_1975O", "Force")])


def _memberships(raw: Raw) -> Iterator[Row]:
    """Yield the rows of the file of memberships but for the last one, which is empty."""
    used = (*_USED, "stateID", "StateName", *_OF_PARTY, "Rat=Notif")
    rows = (row for row in raw.rows(_MEMBERSHIPS, used, _IGNORED) if any(row.cells.values()))
    return dated(rows, (*_OF_ALL, *_OF_PARTY))


def _members(raw: Raw) -> Iterator[tuple[Row, str]]:
    """Yield the rows of parties, those who are parties from the beginning first."""
    named = raw.decisions(_MEMBERSHIPS, _NAMED)
    for row in sorted(_memberships(raw), key=lambda row: bool(row.cells["Accession"])):
        yield row, party_key(row, named)


def _dates_of_all(raw: Raw) -> dict[tuple[str, str], dict[str, Row]]:
    """Collect the dates that the two files give to a step of a whole agreement, each with its first row.

    The file of memberships repeats them for every party; more dates for a step than there are files stop the run.
    """
    found: dict[tuple[str, str], dict[str, Row]] = defaultdict(dict)
    counted_up = raw.decisions(_MEMBERSHIPS, _COUNTED_UP)
    agreements = dated(raw.rows(_AGREEMENTS, _USED, ("Title", "url", "Citation", "Coder")), _OF_ALL)
    for row in (*agreements, *_memberships(raw)):
        for column in _OF_ALL:
            at = (agreement_key(row), column)
            if (when := period_of_date(row, column)) and not (at in counted_up and at in found):
                found[at].setdefault(when, row)
                if len(found[at]) > _FILES:
                    fault(
                        CellInvalid,
                        "The agreement has a third date for one step.",
                        "Decide in the adaptor which ones are meant.",
                        row,
                        column,
                        when,
                    )
    return found


def steps(raw: Raw) -> list[dict[str, str]]:
    """Make a row of the AgreementStep table for each step of an agreement, and of each party on a day of its own.

    A party's date that is also the date of the agreement is not repeated: the step of all says it. Where the two files
    date a step differently, both dates stand. A ratification that is marked as a notification is that.
    """
    dates = _dates_of_all(raw)
    of_all = [step(row, _OF_ALL[column], when) for (_, column), days in dates.items() for when, row in days.items()]
    said = {(made["has_undertaking"], made["has_step"], made["period"]) for made in of_all}
    of_parties = (
        made
        for made in _steps_of_parties(raw)
        if (made["has_undertaking"], made["has_step"], made["period"]) not in said
    )
    return once([*of_all, *of_parties])


def _steps_of_parties(raw: Raw) -> Iterator[dict[str, str]]:
    for row, party in _members(raw):
        for column, kind in _OF_PARTY.items():
            if when := period_of_date(row, column):
                yield step(row, _kind(row, kind), when, party)


def _kind(row: Row, kind: str) -> str:
    """Return the kind of a step, with a ratification that is marked as a notification named for what it is."""
    mark = row.cells["Rat=Notif"]
    if mark not in {"", "1"}:
        fault(
            CellInvalid,
            "The mark of a notification is neither 1 nor empty.",
            "Decide in the adaptor what it means.",
            row,
            "Rat=Notif",
            mark,
        )
    return "notified" if mark and kind == "ratified" else kind


def participations(raw: Raw) -> list[dict[str, str]]:
    """Make a row of the Participation table for each party of each agreement."""
    return once(
        participation(row, party, (period_of_date(row, "StateForce") or accession) if accession else "")
        for row, party in _members(raw)
        for accession in [period_of_date(row, "Accession")]
    )


TABLES = {"AgreementStep": steps, "Participation": participations}
