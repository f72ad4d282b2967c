"""Goods trade of the world every fourth year from 1964 to 2016, with the trade agreement under which it took place.

The codes are those of the World Bank's trade statistics: ISO's, older ones that ISO has given up, and some of its own.
The concordance below says what each of the latter means, and what is left out because the graph has no entity for it.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from kg.errors import CellInvalid
from kg.load.cells import fault
from kg.load.codes import country_key, dyad_key
from kg.load.concordance import Concordance, Meaning
from kg.load.raw import Raw
from kg.load.rows import Row

FILE: Final = "trade_positive.csv.gz"
COLUMNS: Final = ("exp", "imp", "time", "export", "id", "agreement")

# What the codes that are not ISO's mean, by ISO's alpha-3 code.
CODES: Final = (
    Meaning("MNT", "MNE"),
    Meaning("ROM", "ROU"),
    Meaning("SVU", "SUN"),
    Meaning("TMP", "TLS"),
    Meaning("YDR", "YMD"),
    Meaning("ZAR", "COD"),
    # St Kitts and Nevis, until 1980 together with Anguilla, which has flows of its own from 1984 on.
    Meaning("KN1", None, 1964, 1980),
    Meaning("KN1", "KNA", 1984, 2016),
    # Serbia, until 2004 together with Montenegro, which has flows of its own from 2008 on.
    Meaning("SRB", "YUG", 1992, 2000),
    Meaning("SRB", "SCG", 2004, 2004),
    Meaning("SRB", "SRB", 2008, 2016),
    # Belgium and Luxembourg in one, in every year: the share of each is not told.
    Meaning("BLX", None),
    # The Republic of Viet-Nam: the code that ISO had for it is that of Viet Nam today.
    Meaning("SVR", None, 1964, 1972),
    # Parts that were reported for themselves before their countries took their present form.
    Meaning("TAN", None, 1964, 1964),  # Tanganyika
    Meaning("ZPM", None, 1964, 1964),  # Zanzibar and Pemba
    Meaning("ZW1", None, 1964, 1964),  # Rhodesia and Nyasaland
    Meaning("SIK", None, 1972, 1972),  # Sikkim
    Meaning("RYU", None, 1964, 1972),  # the Ryukyu Islands
    Meaning("PCZ", None, 1964, 1976),  # the Panama Canal Zone
    Meaning("PCE", None, 1964, 1988),  # the Trust Territory of the Pacific Islands
    # Islands, zones and ice that are no country.
    Meaning("USP", None, 1964, 1996),  # scattered Pacific islands of the United States
    Meaning("NZE", None, 1972, 2004),  # the Neutral Zone between Iraq and Saudi Arabia
    Meaning("BAT", None, 1976, 2016),  # the British Antarctic Territory
    # Places in the books only.
    Meaning("BUN", None),  # bunkers of ships and aircraft
    Meaning("FRE", None),  # free zones
    Meaning("SPE", None),  # special categories
    Meaning("UNS", None),  # unspecified
)

# An agreement that has a number and nowhere a name.
NAMELESS: Final = MappingProxyType({"138": "Agreement 138, not named by the source"})
_NONE = "0"


def agreements(raw: Raw, nameless: Mapping[str, str] = NAMELESS) -> Iterator[dict[str, str]]:
    """Yield a row of the Agreement table for each number of an agreement, with the name printed with it anywhere."""
    names: dict[str, str] = {}
    for row in raw.rows(FILE, used=COLUMNS):
        number, name = _agreement(row), row.cells["agreement"]
        if number != _NONE:
            known = names.setdefault(number, name)
            if name and known and name != known:
                fault(CellInvalid, f"Agreement {number} has another name elsewhere: «{known}».",
                      "Decide in the adaptor which it is.", row, "agreement", name)  # fmt: skip
            names[number] = known or name
    unnamed = Concordance.of(nameless)
    for number in sorted(names, key=int):
        row = Row(raw.path(FILE), 1, {"id": number})
        label = names[number] or unnamed.meaning(row, "id", 0)
        yield {"key": _key(number), "label_en": str(label)}
    unnamed.check_used(raw.path(FILE))


def flows(raw: Raw, codes: Iterable[Meaning] = CODES) -> Iterator[dict[str, str]]:
    """Yield a row of the TradeFlow table for each flow between two countries; zero is a flow of zero."""
    meanings = Concordance(codes)
    for row in raw.rows(FILE, used=COLUMNS):
        origin, destination = (_country(row, column, meanings) for column in ("exp", "imp"))
        number = _agreement(row)
        if origin is not None and destination is not None:
            yield {
                "is_about_dyad": dyad_key(origin, destination),
                "has_origin": origin,
                "has_destination": destination,
                "has_reporter": origin,
                "period": row.cells["time"],
                "amount": row.cells["export"],
                "occurs_under": "" if number == _NONE else _key(number),
                "was_derived_from": f"#row={row.line}",
            }
    meanings.check_used(raw.path(FILE))


def _country(row: Row, column: str, meanings: Concordance) -> str | None:
    """Return the key of the country that a code means in the year of the row, None for what is left out."""
    year = row.cells["time"]
    if not year.isdecimal():
        fault(CellInvalid, "The value is no year.", "Decide in the adaptor what it means.", row, "time", year)
    if row.cells[column] not in meanings:
        return country_key(row, column, int(year))
    meant = meanings.meaning(row, column, int(year))
    return None if meant is None else country_key(row, column, int(year), meant)


def _agreement(row: Row) -> str:
    """Return the number of the agreement in force, 0 for none: the number decides, for the name is not always given."""
    number, point, rest = row.cells["id"].partition(".")
    if not number.isdecimal() or (point and rest != "0"):
        fault(CellInvalid, "The value is no number of an agreement.", "Decide in the adaptor what it means.", row, "id",
              row.cells["id"])  # fmt: skip
    if number == _NONE and row.cells["agreement"]:
        fault(CellInvalid, "An agreement is named where its number says that there is none.",
              "Decide in the adaptor which is right.", row, "agreement", row.cells["agreement"])  # fmt: skip
    return number


def _key(number: str) -> str:
    return f"penppml-{number}"


TABLES = {"Agreement": agreements, "TradeFlow": flows}
