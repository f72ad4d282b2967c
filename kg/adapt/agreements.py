"""Read the datasets of trade agreements that the manydata project aligns: keys, periods, parties and their claims."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from kg.adapt.country_names import named_country
from kg.core import columns
from kg.core.errors import CellInvalid
from kg.core.iri import is_plain_key
from kg.load.cells import fault
from kg.load.country_codes import alpha_3_keys
from kg.load.rows import Row

# Agreements whose shared identifier misleads, by the identifier that their dataset gives them, each with its key. The
# first five have that of another agreement; the others are one agreement with another identifier (same days, and HUGGO
# gives ERSNEC_1996O the numbers of both in DESTA and GPTAD).
MISLEADING: Final = MappingProxyType(
    {
        "CZE-SVK[CSE]_1992O": "CZE-SVK-CSE_1992O",
        "ECBLGI_1993A": "ECBLGI_1993A",
        "ECSLVI_1996A": "ECSLVI_1996A",
        "EFTSLV_1995O": "EFTSLV_1995O",
        "MERCSR_1991O": "MERCSR_1991O",
        "ERSNEC_1996O": "ERSNEC_1996O5",
        "TF05IS_2011A": "CMMNIS_2011O",
    }
)
# Parties whom two of the datasets name alike, by code and name, where the code is not that of ISO 3166-1.
PARTIES: Final = MappingProxyType(
    {
        ("ALG", "Algeria"): "country/DZ",
        ("EC", "European Community"): "organisation/european-community",
        ("EFTA", "European Free Trade Association"): "organisation/efta",
        ("YUG", "Yugoslavia"): "country/YUCS",
    }
)
_REST_OF_TITLE = re.compile(r"\[[A-Z]+\]")
_PERIOD = re.compile(r"([0-9]{4})(-[0-9]{2}){0,2}")
_NO_END: Final = "9999-12-31"


def agreement_key(row: Row, misleading: Mapping[str, str] = MISLEADING) -> str:
    """Return the key of the agreement that a row speaks of, from the identifier that manydata shares over datasets.

    `KAZ-RUS[RSS]_1992O` becomes `KAZ-RUS_1992O`: the letters in brackets are what a dataset's title has beside the
    names of the states, so that one agreement has several. What follows a colon names an agreement that this one
    continues, and is left out; a space becomes a hyphen. `misleading` gives the keys of those that mislead.
    """
    own = row.cells["treatyID"]
    if own in misleading:
        return misleading[own]
    text = row.cells["manyID"]
    key = _REST_OF_TITLE.sub("", text.partition(":")[0]).replace(" ", "-")
    if not is_plain_key(key):
        fault(CellInvalid, "No key can be made of the identifier.", "Decide on a key for it.", row, "manyID", text)
    return key


def dated(rows: Iterable[Row], dates: Iterable[str]) -> Iterator[Row]:
    """Yield the rows whose agreement has a date.

    An agreement without any took no step that a dataset could vouch for, and manydata's identifier for it holds a
    number drawn anew in each file (`IND-ISR[NA]_6759O`) that nothing could be joined by: it is passed over. A row
    without a beginning that has another date after all stops the run.
    """
    for row in rows:
        if row.cells["Begin"]:
            yield row
        elif column := next((name for name in dates if row.cells[name]), None):
            fault(
                CellInvalid,
                "The agreement has a date but no beginning.",
                "Decide in the adaptor how to name it.",
                row,
                column,
                row.cells[column],
            )


def period_of_date(row: Row, column: str) -> str:
    """Read a date as a period: a year, a month or a day; empty where there is none.

    9999-12-31 says that no end is known: it is no date, and ignored. A month or day 99 is unknown, and left out.
    """
    text = row.cells[column]
    if text in {"", _NO_END}:
        return ""
    text = text.removesuffix("-99").removesuffix("-99")
    try:
        date.fromisoformat(first_day(text))
        known = _PERIOD.fullmatch(text) is not None
    except ValueError:
        known = False
    if not known:
        fault(
            CellInvalid,
            "The value is no year, month or day.",
            "Decide in the adaptor how it is to be read.",
            row,
            column,
            row.cells[column],
        )
    return text


def first_day(text: str) -> str:
    """Return the first day of a period."""
    return "-".join([*text.split("-"), "01", "01"][:3])


def party_key(row: Row, named: Mapping[tuple[str, str], str]) -> str:
    """Return the key of the party of a row with its segment, empty if it names none; raise CellInvalid if unknown.

    `named` decides about pairs of code and name, either of which may be empty; a name without a code may be one that is
    in use.
    """
    code, name = row.cells["stateID"], row.cells["StateName"]
    if (code, name) in named:
        return named[code, name]
    if name and not code:
        return f"country/{named_country(row, 'StateName', name)}"
    if code not in alpha_3_keys():
        fault(
            CellInvalid,
            f"Nobody has decided which party is meant by «{name}».",
            "Decide in the adaptor.",
            row,
            "stateID",
            code,
        )
    return f"country/{alpha_3_keys()[code]}"


def _place(row: Row) -> str:
    """Name the place of a row among the files of its source."""
    return f"{row.path.name}#row={row.line}"


def step(row: Row, kind: str, when: str, party: str = "") -> dict[str, str]:
    """Make a row of the AgreementStep table; without a party the step is that of all."""
    key = agreement_key(row)
    return {
        "key": ".".join(filter(None, (key, kind, party.rpartition("/")[2], when))),
        columns.has_undertaking: key,
        columns.has_step: kind,
        columns.has_party: party,
        "period": when,
        columns.was_derived_from: _place(row),
    }


def participation(row: Row, party: str, since: str = "") -> dict[str, str]:
    """Make a row of the Participation table; `since` is when a party joined that was none from the beginning."""
    key = agreement_key(row)
    return {
        "key": f"{key}.{party.rpartition('/')[2]}",
        columns.has_participant: party,
        columns.has_undertaking: key,
        columns.valid_from: first_day(since) if since else "",
        columns.was_derived_from: _place(row),
    }


def once(rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Return rows in the order of their keys, the first of each key: files repeat an agreement for every party."""
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        found.setdefault(row["key"], row)
    return [found[key] for key in sorted(found)]
