"""Bilateral investment treaties of UNCTAD's Navigator, state of January 2020: treaties, their steps and parties.

Ignored: `Titleofagreement`, the full title of 85 treaties in several languages; `Typeofagreement`, always the same;
`Amendmentprotocols` and `Sideinstruments`, which are texts of their own and no step of the treaty.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from kg.adapt.country_names import named_country
from kg.adapt.decisions import meaning
from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from kg.load.cells import fault
from kg.load.country_codes import dyad_key
from kg.load.rows import Row

FILE: Final = "bits_unctad_2020-01.csv"
_SIGNED, _FORCE, _END = "Dateofsignature", "Dateofentryintoforce", "Dateoftermination"
_STEPS: Final = MappingProxyType({_SIGNED: "signed", _FORCE: "in-force", _END: "terminated"})
_USED: Final = ("Shorttitle", "Parties", "Status", *_STEPS, "Typeoftermination")
_IGNORED: Final = ("Titleofagreement", "Typeofagreement", "Amendmentprotocols", "Sideinstruments")
# Which dates a status asks for, and which it shuts out; one that is being negotiated has taken no step as yet. Of the
# terminated, 41 were signed and replaced or denounced before they entered into force.
_STATUSES: Final[Mapping[str, tuple[set[str], set[str]] | None]] = MappingProxyType(
    {
        "In force": ({_SIGNED, _FORCE}, {_END}),
        "Signed": ({_SIGNED}, {_FORCE, _END}),
        "Terminated": ({_SIGNED, _END}, set()),
        "In negotiation": None,
    }
)
# The names that UNCTAD gives to states, where they are neither ISO's nor in general use. The economic union of Belgium
# and Luxembourg is one party, as printed, and not two.
_PARTIES: Final = MappingProxyType(
    {
        "BLEU (Belgium-Luxembourg Economic Union)": "union/BLX",
        "Congo, Democratic Republic of the": "country/CD",
        "Hong Kong, China SAR": "country/HK",
        "Korea, Dem. People's Rep. of": "country/KP",
        "Macao, China SAR": "country/MO",
        "State of Palestine": "country/PS",
        "Taiwan Province of China": "country/TW",
        "United States of America": "country/US",
        "Yugoslavia (former)": "country/YUCS",
    }
)
# Titles that name another year than that of the signature. The column holds, and the claim says what the title has.
_OTHER_YEARS: Final = MappingProxyType(
    {
        "Armenia - United Arab Emirates BIT (2002)": "2016",
        "Austria - Yemen BIT (2002)": "2003",
        "Cyprus - Russian Federation BIT (1997)": "2007",
        "Eritrea - Italy BIT (1996)": "1999",
        "Finland - Viet Nam BIT (1996)": "1993",
        "Gambia - Taiwan Province of China BIT (2010)": "2005",
        "Georgia - Moldova, Republic of BIT (1997)": "1998",
        "Iran, Islamic Republic of - Kuwait BIT (2007)": "2006",
        "Paraguay - United Arab Emirates BIT (2018)": "2017",
        "Slovakia - Turkmenistan BIT (1995)": "1994",
        "South Africa - Yemen BIT (2002)": "2003",
    }
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TWO: Final = 2


def treaties(raw: Raw) -> Iterator[Row]:
    """Yield the rows of the treaties that have been signed; raise CellInvalid where status and dates do not agree."""
    statuses = raw.decisions(FILE, _STATUSES)
    for row in raw.rows(FILE, _USED, _IGNORED):
        dates = meaning(row, "Status", statuses)
        if dates is None:
            continue
        asked, shut_out = dates
        for column in _STEPS:
            if (column in asked and not row.cells[column]) or (column in shut_out and row.cells[column]):
                problem = f"A treaty of the status «{row.cells['Status']}» cannot have this date."
                fault(CellInvalid, problem, "Decide in the adaptor which holds.", row, column, row.cells[column])
        yield row


def parties_of(row: Row, named: Mapping[str, str] = _PARTIES) -> list[str]:
    """Return the two parties of a treaty, in the order of their keys; raise CellInvalid unless there are two."""
    names = [name for part in row.cells["Parties"].split(";") if (name := part.strip())]
    parties = [named[name] if name in named else f"country/{named_country(row, 'Parties', name)}" for name in names]
    if len(set(parties)) != _TWO:
        problem = "A treaty of this list has two parties."
        fault(CellInvalid, problem, "Decide in the adaptor who they are.", row, "Parties", row.cells["Parties"])
    return sorted(parties, key=_code)


def _code(party: str) -> str:
    return party.rpartition("/")[2]


def day(row: Row, column: str) -> str:
    """Return a date, printed as 06jul1998, as ISO 8601 has it; raise CellInvalid for anything else."""
    printed = row.cells[column]
    year, month, number = printed[5:], printed[2:5], printed[:2]
    written = f"{year}-{_MONTHS.index(month) + 1:02}-{number}" if month in _MONTHS else ""
    try:
        date.fromisoformat(written)
    except ValueError:
        fault(CellInvalid, "The value is no day.", "Decide in the adaptor how it is to be read.", row, column, printed)
    return written


def key_of(row: Row) -> str:
    """Return the key of a treaty: its parties and the year of its signature, as no two sign twice in a year."""
    return "-".join(["BIT", *map(_code, parties_of(row)), day(row, _SIGNED)[:4]])


def agreements(raw: Raw) -> list[dict[str, str]]:
    """Make a row of the Agreement table for each treaty."""
    named = raw.decisions(FILE, _PARTIES)
    rows = []
    for row in treaties(raw):
        one, other = map(_code, parties_of(row, named))
        cells = {"key": key_of(row), "label_en": row.cells["Shorttitle"], "concerns_dyad": dyad_key(one, other)}
        rows.append(cells)
    return sorted(rows, key=lambda cells: cells["key"])


def note_on_year(row: Row, other_years: Mapping[str, str]) -> str:
    """Return a remark where the title names another year than that of the signature; raise CellInvalid if undecided."""
    title, signed = row.cells["Shorttitle"], day(row, _SIGNED)[:4]
    match = re.search(r"\(([0-9]{4})\)", title)
    if match is None or match[1] == signed:
        return ""
    if other_years.get(title) != signed:
        problem = "The title names another year than that of the signature."
        fault(CellInvalid, problem, "Decide in the adaptor which holds.", row, "Shorttitle", title)
    return f"The title names the year {match[1]}."


def steps(raw: Raw) -> list[dict[str, str]]:
    """Make a row of the AgreementStep table for each date of a treaty; how it ended is said in the source's words."""
    other_years = raw.decisions(FILE, _OTHER_YEARS)
    rows = []
    for row in treaties(raw):
        for column, kind in _STEPS.items():
            if row.cells[column]:
                cells = {"has_undertaking": key_of(row), "has_step": kind, "period": day(row, column)}
                cells["was_derived_from"] = f"#row={row.line}"
                cells["words_en"] = row.cells["Typeoftermination"] if column == _END else ""
                cells["note_en"] = note_on_year(row, other_years) if column == _SIGNED else ""
                rows.append(cells)
    return sorted(rows, key=lambda cells: (cells["has_undertaking"], cells["period"], cells["has_step"]))


def participations(raw: Raw) -> list[dict[str, str]]:
    """Make a row of the Participation table for each party of each treaty."""
    rows = []
    for row in treaties(raw):
        for party in parties_of(row):
            cells = {"has_undertaking": key_of(row), "has_participant": party}
            rows.append(cells | {"was_derived_from": f"#row={row.line}"})
    return sorted(rows, key=lambda cells: (cells["has_undertaking"], _code(cells["has_participant"])))


TABLES = {"Agreement": agreements, "AgreementStep": steps, "Participation": participations}
