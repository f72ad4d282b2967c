"""CEPII's GeoDist: distances and ties of pairs of countries, a row for each unordered pair; and where capitals lie."""

import re
from collections.abc import Container, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final
from unicodedata import combining, normalize

from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from kg.load.cells import canonical_decimal, fault
from kg.load.country_codes import alpha_3_keys, dyad_key
from kg.load.rows import Row

FILE: Final = "dist_cepii.csv.gz"
_SIDES: Final = ("iso_o", "iso_d")
_DISTANCES: Final = MappingProxyType(
    {
        "dist": "distance",
        "distcap": "distance_of_capitals",
        "distw": "weighted_distance",
        "distwces": "weighted_distance_ces",
    }
)
_TIES: Final = MappingProxyType(
    {
        "contig": "contiguous",
        "comlang_off": "common-official-language",
        "comlang_ethno": "common-ethnic-language",
        "colony": "colonial-link",
        "comcol": "common-coloniser",
        "curcol": "current-colony",
        "col45": "colonial-link-since-1945",
        "smctry": "same-country",
    }
)
# Codes of what ISO 3166-1 does not list today, by what the source's own list of countries names: YUG is Serbia and
# Montenegro there (number 891).
_CODES: Final = MappingProxyType({"ANT": "ANHH", "PAL": "PS", "YUG": "CSXX"})
# Pairs whose two orders contradict each other on `smctry`: the source says both 1 and 0, so the tie is not taken over.
_CONTRADICTED: Final = dict.fromkeys(
    (
        "AI-DM",
        "AU-CC",
        "AU-CX",
        "BA-CZ",
        "BB-LC",
        "BD-MM",
        "BJ-MM",
        "BY-LC",
        "BZ-JM",
        "CG-CM",
        "CK-NZ",
        "CK-TK",
        "CN-KR",
        "CU-DO",
        "CY-TR",
        "CZ-HR",
        "CZ-HU",
        "DO-TT",
        "DO-VE",
        "DZ-TN",
        "ER-ET",
        "ES-GI",
        "FJ-TK",
        "GT-HN",
        "JM-TC",
        "KI-TO",
        "MD-UA",
        "MU-SC",
        "MX-PH",
        "MY-SG",
        "PN-TK",
        "SB-TK",
        "TK-TO",
    )
)
CITIES: Final = "geo_cepii.csv"
_CITY_USED: Final = ("iso2", "city_en", "lat", "lon", "cap")
_CITY_IGNORED: Final = (
    *(
        "iso3",
        "cnum",
        "country",
        "pays",
        "area",
        "dis_int",
        "landlocked",
        "continent",
        "city_fr",
        "maincity",
        "citynum",
    ),
    *(f"langoff_{number}" for number in range(1, 4)),
    *(f"lang20_{number}" for number in range(1, 5)),
    *(f"lang9_{number}" for number in range(1, 5)),
    *(f"colonizer{number}" for number in range(1, 5)),
    *(f"short_colonizer{number}" for number in range(1, 4)),
)
# Capitals that the table of country codes writes otherwise, by their keys there; None where the source's capital is not
# the one there (Bujumbura, Malabo, Tel Aviv, Rangoon, Gaza, Koror, Serravalle, Dumont d'Urville), has no place, or, as
# Dar es Salaam at the coordinates of Dodoma, is another by name than by place.
_CAPITALS: Final[Mapping[tuple[str, str], str | None]] = MappingProxyType(
    {
        ("AG", "Saint John's"): "AG.st-john-s",
        ("AN", "Willemstad"): "CW.willemstad",
        ("AZ", "Baku (Baki)"): "AZ.baku",
        ("BI", "Bujumbura"): None,
        ("CX", "The Settlement"): "CX.flying-fish-cove",
        ("EH", "none"): None,
        ("GD", "Saint George's"): "GD.st-george-s",
        ("GL", "Nuuk (Godthab)"): "GL.nuuk",
        ("GQ", "Malabo"): None,
        ("GT", "Guatemala"): "GT.guatemala-city",
        ("HK", "Victoria"): "HK.hong-kong",
        ("IL", "Tel Aviv"): None,
        ("KI", "Tarawa (Bairiki)"): "KI.tarawa",
        ("KW", "Kuwait"): "KW.kuwait-city",
        ("MM", "Rangoon"): None,
        ("MO", "Aomen"): "MO.macao",
        ("MX", "Mexico (Distrito Federal)"): "MX.mexico-city",
        ("PA", "Panama"): "PA.panama-city",
        ("PS", "Gaza"): None,
        ("PW", "Koror"): None,
        ("SM", "Serravalle"): None,
        ("TC", "Grand Turk (Cockburn Town)"): "TC.cockburn-town",
        ("TF", "Dumont d'Urville (Terre Adélie)"): None,
        ("TK", "N.A."): None,
        ("TP", "Dili"): "TL.dili",
        ("TV", "Fongafale"): "TV.funafuti",
        ("TZ", "Dar es Salaam"): None,
        ("UA", "Kiev (Kyyiv)"): "UA.kyiv",
        ("US", "Washington, DC"): "US.washington",
        ("UZ", "Tashkent (Toshkent)"): "UZ.tashkent",
        ("WF", "Mata-Utu (on Ile Uvea)"): "WF.mata-utu",
        ("YU", "Belgrade"): "RS.belgrade",
        ("ZR", "Kinshasa"): "CD.kinshasa",
    }
)
_CAPITAL: Final = "1.0"
_OTHERS: Final = ("0.0", "2.0")  # another city, a former capital
_DEGREES: Final = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,7})?")
_MISSING: Final = "."
_DIGITS: Final = 7
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


def dyads(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Dyad table for each pair of two countries, in the order of the keys.

    Which economies the pair is of, the table of all pairs says. Distances are in kilometres. The file prints
    single-precision numbers through doubles (25.093540000000001): they are rounded half to even to seven
    significant digits, which loses nothing, since that gives the same double; a number for which it does not stops
    the run. The two orders of a pair may differ by one unit of the seventh digit in the weighted distances, whose
    sums were taken in another order: the value kept is that of the row whose origin comes first in the key. A point
    is the source's mark for no value. Self-pairs carry the internal distance of a country, which is no property of
    a dyad: they are passed over.
    """
    contradicted = raw.decisions(FILE, _CONTRADICTED)
    for (first, second), rows in sorted(_pairs(raw).items()):
        for origin in {first, second} - rows.keys():
            fault(
                CellInvalid,
                f"The pair stands in one order only: {origin} is no origin.",
                "Get the file anew.",
                next(iter(rows.values())),
                "iso_d",
            )
        key, one, other = dyad_key(first, second), rows[first], rows[second]
        yield {"key": key} | _distances(one, other) | {"has_tie": "|".join(_ties(key, one, other, contradicted))}


def _pairs(raw: Raw) -> dict[tuple[str, str], dict[str, Row]]:
    """Read the rows of each pair, named as in its key, by the country of origin."""
    codes = raw.decisions(FILE, _CODES)
    pairs: dict[tuple[str, str], dict[str, Row]] = {}
    for row in raw.rows(FILE, used=(*_SIDES, *_TIES, *_DISTANCES)):
        origin, destination = (_country(row, side, codes) for side in _SIDES)
        if origin == destination:
            continue
        rows = pairs.setdefault((min(origin, destination), max(origin, destination)), {})
        if origin in rows:
            fault(CellInvalid, "The ordered pair stands twice.", "Get the file anew.", row, "iso_d", destination)
        rows[origin] = row
    return pairs


def _country(row: Row, column: str, codes: Mapping[str, str]) -> str:
    """Return the key of the country that a cell names by an ISO code, today's or an old one."""
    code = row.cells[column]
    key = codes.get(code) or alpha_3_keys().get(code)
    if key is None:
        fault(
            CellInvalid, "No country is known by this code.", "Decide in the adaptor what it means.", row, column, code
        )
    return key


def _distances(one: Row, other: Row) -> dict[str, str]:
    """Return the distances of a pair that both orders give alike."""
    found = {}
    for column, name in _DISTANCES.items():
        values = [_number(row, column) for row in (one, other)]
        if not _alike(values[0], values[1], column):
            fault(
                CellInvalid,
                f"The two orders of the pair differ: {values[0]} and {values[1]}.",
                "Decide in the adaptor which one is meant.",
                other,
                column,
                other.cells[column],
            )
        found[name] = "" if values[0] is None else canonical_decimal(f"{values[0]:f}")
    return found


def _number(row: Row, column: str) -> Decimal | None:
    """Read a distance to seven significant digits, None where the source has none."""
    text = row.cells[column]
    if text == _MISSING:
        return None
    number = Decimal(f"{float(text):.{_DIGITS}g}") if _NUMBER.fullmatch(text) else Decimal(0)
    if number <= 0 or float(number) != float(text):
        fault(
            CellInvalid,
            f"The value is no distance of at most {_DIGITS} digits.",
            "Decide in the adaptor how it is to be read.",
            row,
            column,
            text,
        )
    return number


def _alike(one: Decimal | None, other: Decimal | None, column: str) -> bool:
    """Tell whether the two orders of a pair say the same; weighted ones may differ in the last digit."""
    if one is None or other is None or not column.startswith("distw"):
        return one == other
    return abs(one - other) <= Decimal(1).scaleb(max(one, other).adjusted() - _DIGITS + 1)


def _ties(key: str, one: Row, other: Row, contradicted: Container[str]) -> Iterator[str]:
    """Yield the ties that both orders of a pair state; raise CellInvalid where they contradict each other undecided."""
    for column, tie in _TIES.items():
        said, said_otherwise = _flag(one, column), _flag(other, column)
        if said == said_otherwise:
            if said:
                yield tie
        elif column != "smctry" or key not in contradicted:
            fault(
                CellInvalid,
                f"The two orders of {key} contradict each other.",
                "Decide which one is meant.",
                other,
                column,
                other.cells[column],
            )


def _flag(row: Row, column: str) -> bool:
    """Read a dummy variable."""
    text = row.cells[column]
    if text not in {"0.0", "1.0"}:
        fault(
            CellInvalid, "The value is neither 0.0 nor 1.0.", "Decide in the adaptor what it means.", row, column, text
        )
    return text == "1.0"


def settlements(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Settlement table for each capital, with its coordinates as printed."""
    decided = raw.decisions(CITIES, _CAPITALS)
    for row in raw.rows(CITIES, used=_CITY_USED, ignored=_CITY_IGNORED):
        if row.cells["cap"] not in (_CAPITAL, *_OTHERS):
            fault(CellInvalid, "It is not said whether this is a capital.", "Decide in the adaptor.", row, "cap")
        if row.cells["cap"] == _CAPITAL and (key := _capital(row, decided)) is not None:
            yield {"key": key, "latitude": _degrees(row, "lat"), "longitude": _degrees(row, "lon")}


def _capital(row: Row, decided: Mapping[tuple[str, str], str | None]) -> str | None:
    """Return the key of a capital as the table of country codes makes it of the English name, unless decided."""
    printed = (row.cells["iso2"], row.cells["city_en"])
    if printed in decided:
        return decided[printed]
    plain = "".join(sign for sign in normalize("NFKD", printed[1]) if not combining(sign))
    return f"{printed[0]}.{re.sub('[^a-z0-9]+', '-', plain.lower()).strip('-')}"


def _degrees(row: Row, column: str) -> str:
    """Read degrees as printed."""
    text = row.cells[column]
    if _DEGREES.fullmatch(text) is None:
        fault(CellInvalid, "The value is no number of degrees.", "Decide in the adaptor.", row, column, text)
    return canonical_decimal(text)


TABLES = {"Dyad": dyads, "Settlement": settlements}
