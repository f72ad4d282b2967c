"""Goods trade of the world every fourth year from 1964 to 2016, with the trade agreement under which it took place.

The codes are those of the World Bank's trade statistics: ISO's, older ones that ISO has given up, and some of its own.
`CODES` says what each of the latter means, and what is left out because the graph has no entity for it.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from kg.adapt.decisions import meaning
from kg.adapt.figures import printed_figure
from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from kg.load.cells import fault
from kg.load.country_codes import UNIONS, country_key, dyad_key
from kg.load.rows import Row

FILE: Final = "trade_positive.csv.gz"
COLUMNS: Final = ("exp", "imp", "time", "export", "id", "agreement")


class Code(NamedTuple):
    """A code that is printed, and the first and last year in which it means one thing."""

    printed: str
    first: int = 0
    last: int = 9999


# What the codes that are not ISO's mean, by ISO's alpha-3 code or the key of a union; None for what is left out.
CODES: Final[Mapping[Code, str | None]] = MappingProxyType(
    {
        Code("MNT"): "MNE",
        Code("SVU"): "SUN",
        Code("YDR"): "YMD",
        # St Kitts and Nevis, until 1980 together with Anguilla, which has flows of its own from 1984 on.
        Code("KN1", 1964, 1980): None,
        Code("KN1", 1984, 2016): "KNA",
        # Serbia, until 2004 together with Montenegro, which has flows of its own from 2008 on.
        Code("SRB", 1992, 2000): "YUG",
        Code("SRB", 2004, 2004): "SCG",
        Code("SRB", 2008, 2016): "SRB",
        # Belgium and Luxembourg in one, in every year: the share of each is not told.
        Code("BLX"): "BLX",
        # The Republic of Viet-Nam: the code that ISO had for it is that of Viet Nam today.
        Code("SVR", 1964, 1972): None,
        # Parts that were reported for themselves before their countries took their present form.
        Code("TAN", 1964, 1964): None,  # Tanganyika
        Code("ZPM", 1964, 1964): None,  # Zanzibar and Pemba
        Code("ZW1", 1964, 1964): None,  # Rhodesia and Nyasaland
        Code("SIK", 1972, 1972): None,  # Sikkim
        Code("RYU", 1964, 1972): None,  # the Ryukyu Islands
        Code("PCZ", 1964, 1976): None,  # the Panama Canal Zone
        Code("PCE", 1964, 1988): None,  # the Trust Territory of the Pacific Islands
        # Islands, zones and ice that are no country.
        Code("USP", 1964, 1996): None,  # scattered Pacific islands of the United States
        Code("NZE", 1972, 2004): None,  # the Neutral Zone between Iraq and Saudi Arabia
        Code("BAT", 1976, 2016): None,  # the British Antarctic Territory
        # Places in the books only.
        Code("BUN"): None,  # bunkers of ships and aircraft
        Code("FRE"): None,  # free zones
        Code("SPE"): None,  # special categories
        Code("UNS"): None,  # unspecified
    }
)
_PERIODS: Final = MappingProxyType({p: [c for c in CODES if c.printed == p] for p in {c.printed for c in CODES}})

# An agreement that has a number and nowhere a name.
NAMELESS: Final = MappingProxyType({"138": "Agreement 138, not named by the source"})
_NONE = "0"


def agreements(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Agreement table for each number of an agreement, with the name printed with it anywhere."""
    names: dict[str, str] = {}
    for row in raw.rows(FILE, used=COLUMNS):
        number, name = _agreement(row), row.cells["agreement"]
        if number != _NONE:
            known = names.setdefault(number, name)
            if name and known and name != known:
                fault(
                    CellInvalid,
                    f"Agreement {number} has another name elsewhere: «{known}».",
                    "Decide in the adaptor which it is.",
                    row,
                    "agreement",
                    name,
                )
            names[number] = known or name
    nameless = raw.decisions(FILE, NAMELESS)
    for number in sorted(names, key=int):
        row = Row(raw.path(FILE), 1, {"id": number})
        yield {"key": _key(number), "label_en": names[number] or meaning(row, "id", nameless)}


def flows(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the TradeFlow table for each flow between two economies; zero is a flow of zero."""
    codes = raw.decisions(FILE, CODES)
    for row in raw.rows(FILE, used=COLUMNS):
        origin, destination = (_economy(row, column, codes) for column in ("exp", "imp"))
        number = _agreement(row)
        if origin is not None and destination is not None:
            yield {
                "is_about_dyad": dyad_key(origin, destination),
                "has_origin": origin,
                "has_destination": destination,
                "period": row.cells["time"],
                "amount": printed_figure(row.cells["export"]),
                "occurs_under": "" if number == _NONE else _key(number),
                "was_derived_from": f"#row={row.line}",
            }


def _economy(row: Row, column: str, codes: Mapping[Code, str | None]) -> str | None:
    """Return the key of the country or union that a code means in the year of the row, None for what is left out."""
    year = row.cells["time"]
    if not year.isdecimal():
        fault(CellInvalid, "The value is no year.", "Decide in the adaptor what it means.", row, "time", year)
    printed = row.cells[column]
    if printed not in _PERIODS:
        return country_key(row, column, int(year))
    code = next((code for code in _PERIODS[printed] if code.first <= int(year) <= code.last), None)
    if code is None:
        fault(
            CellInvalid,
            f"Nobody has decided what this means in {year}.",
            "Decide in the adaptor and say why.",
            row,
            column,
            printed,
        )
    meant = codes[code]
    return meant if meant is None or meant in UNIONS else country_key(row, column, int(year), meant)


def _agreement(row: Row) -> str:
    """Return the number of the agreement in force, 0 for none: the number decides, for the name is not always given."""
    number, point, rest = row.cells["id"].partition(".")
    if not number.isdecimal() or (point and rest != "0"):
        fault(
            CellInvalid,
            "The value is no number of an agreement.",
            "Decide in the adaptor what it means.",
            row,
            "id",
            row.cells["id"],
        )
    if number == _NONE and row.cells["agreement"]:
        fault(
            CellInvalid,
            "An agreement is named where its number says that there is none.",
            "Decide in the adaptor which is right.",
            row,
            "agreement",
            row.cells["agreement"],
        )
    return number


def _key(number: str) -> str:
    return f"penppml-{number}"


TABLES = {"Agreement": agreements, "TradeFlow": flows}
