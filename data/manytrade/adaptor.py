"""The manytrade package: the agreements that DESTA, HUGGO, GPTAD and TOTA speak of, each once."""

from collections import defaultdict
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from kg.adapt.adaptor import read_adaptor
from kg.adapt.agreements import MISLEADING, agreement_key, dated
from kg.adapt.files import Raw
from kg.core import assets
from kg.core.errors import CellInvalid
from kg.load.cells import fault
from kg.load.country_codes import dyad_key
from kg.load.rows import Row

_USED: Final = ("manyID", "treatyID", "Title", "Begin", "Signature", "Force")
_OTHERS: Final = ("AgreementType", "DocType", "GeogArea")
# The files in the order in which they may name an agreement, with what they hold beside identity and dates; the dates
# and parties are claims of the four sources.
_FILES: Final = MappingProxyType(
    {
        "agreements_DESTA.csv": (*_OTHERS, "destaID"),
        "memberships_DESTA_MEM.csv": ("stateID", "StateName", "destaID"),
        "memberships_HUGGO_MEM.csv": (
            *("End", "stateID", "StateName", "gptadID", "destaID", "StateSignature", "StateRatification", "StateForce"),
            *("StateEnd", "Rat=Notif", "Coder", "Source", "Succession", "Accession"),
        ),
        "agreements_HUGGO.csv": ("End", "url", "Citation", "Coder"),
        "agreements_GPTAD.csv": (*_OTHERS, "gptadID"),
        "memberships_GPTAD_MEM.csv": ("stateID", "StateName", "gptadID"),
        "agreements_TOTA.csv": ("totaID",),
    }
)
# Agreements to which one file gives two titles, and which are one all the same: the dates of signature are the same.
_TITLED_TWICE: Final = dict.fromkeys(
    (
        "ARM-KGZ_1994O",
        "BIH-HRV_2000O",
        "CHL-CRI_1999O",
        "EST-SVK_1996O",
        "ISR-TUR_1996O",
        "LVA-SVK_1996O",
        "MRCSRI_2004O",
        "NZL-SGP_2000O",
    )
)


def _rows(raw: Raw) -> Iterator[Row]:
    for name, ignored in _FILES.items():
        rows = (row for row in raw.rows(name, _USED, ignored) if any(row.cells.values()))
        yield from dated(rows, ("Signature", "Force"))


def _titles(raw: Raw) -> dict[str, str]:
    """Return the title of each agreement by its key: the first that one of the files gives.

    A file that gives two titles to one key would mix two agreements: that stops the run, unless it is known not to.
    """
    titles: dict[str, str] = {}
    own: dict[tuple[str, str], str] = {}
    first = next(iter(_FILES))
    misleading, titled_twice = raw.decisions(first, MISLEADING), raw.decisions(first, _TITLED_TWICE)
    for row in _rows(raw):
        key, title = agreement_key(row, misleading), row.cells["Title"]
        if not title:
            fault(
                CellInvalid,
                "The agreement has an identifier but no name.",
                "Decide in the adaptor how to name it.",
                row,
                "Title",
            )
        if own.setdefault((row.path.name, key), title) != title and key not in titled_twice:
            fault(
                CellInvalid,
                f"Two titles have the key {key}.",
                "Tell them apart, or list the key as one agreement.",
                row,
                "Title",
                title,
            )
        titles.setdefault(key, title)
    return titles


def _dyads(raw: Raw) -> dict[str, str]:
    """Return the dyad of each agreement of which every dataset that names parties names the same two countries."""
    parties: dict[str, set[frozenset[str]]] = defaultdict(set)
    for source in ("desta", "gptad", "huggo"):
        participations = read_adaptor(assets.data() / source)["Participation"]
        own: dict[str, set[str]] = defaultdict(set)
        for row in participations(raw):
            own[row["has_undertaking"]].add(row["has_participant"])
        for key, found in own.items():
            parties[key].add(frozenset(found))
    dyads = {}
    for key, lists in parties.items():
        match [sorted(named) for named in lists]:
            case [[one, other]] if {one.partition("/")[0], other.partition("/")[0]} == {"country"}:
                dyads[key] = dyad_key(one.removeprefix("country/"), other.removeprefix("country/"))
    return dyads


def agreements(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Agreement table for each agreement with a date, in the order of the keys."""
    titles, dyads = _titles(raw), _dyads(raw)
    for key in sorted(titles):
        yield {"key": key, "label_en": titles[key], "concerns_dyad": dyads.get(key, "")}


TABLES = {"Agreement": agreements}
