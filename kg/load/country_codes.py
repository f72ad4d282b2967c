"""Turn the codes of countries that raw files use into keys: ISO 3166-1, and 3166-3 for what has ended."""

from functools import cache
from types import MappingProxyType
from typing import Final

from kg.core.errors import CellInvalid
from kg.load.cells import fault
from kg.load.rows import Row

# The states that have ended, by their alpha-3 code: the key, and the first year in which they were no more.
DISSOLVED: Final = MappingProxyType(
    {
        "ANT": ("ANHH", 2011),
        "CSK": ("CSHH", 1993),
        "DDR": ("DDDE", 1991),
        "SCG": ("CSXX", 2007),
        "SUN": ("SUHH", 1992),
        "VDR": ("VDVN", 1977),
        "YMD": ("YDYE", 1991),
        "YUG": ("YUCS", 2004),
    }
)
# The keys of the economic unions whose members are reported as one: none of them is a code of a country in ISO 3166.
UNIONS: Final = ("BLX", "EU", "EU27")
_USER_ASSIGNED: Final = MappingProxyType({"XKX": "XK"})
# Codes that ISO has replaced by others for the same country.
_REPLACED: Final = MappingProxyType({"ROM": "RO", "TMP": "TL", "ZAR": "CD"})


@cache
def alpha_3_keys() -> dict[str, str]:
    """Return the key of every country of ISO 3166-1, and of Kosovo, by its alpha-3 code, today's or a former one."""
    import pycountry

    return {country.alpha_3: country.alpha_2 for country in pycountry.countries} | _USER_ASSIGNED | _REPLACED


def country_keys() -> list[str]:
    """Return the keys of all countries, those that have ended included, in order."""
    return sorted({*alpha_3_keys().values(), *(key for key, _ in DISSOLVED.values())})


def country_key(row: Row, column: str, year: int, meant: str | None = None) -> str:
    """Return the key of the country whose alpha-3 code a cell holds, as of a year.

    `meant` is the ISO code that a cell stands for where it holds another. Raises CellInvalid for a code that ISO does
    not list, and for a state that had ended by then.
    """
    printed = row.cells[column]
    code = meant or printed
    if code in DISSOLVED:
        key, ended = DISSOLVED[code]
        if year >= ended:
            fault(
                CellInvalid,
                f"The state had ended: {code} is no more since {ended}.",
                "Mend the code or the year with a reason.",
                row,
                column,
                printed,
            )
        return key
    if code not in alpha_3_keys():
        fault(
            CellInvalid,
            "ISO 3166 lists no country of this code.",
            "Decide in the adaptor what it means.",
            row,
            column,
            printed,
        )
    return alpha_3_keys()[code]


def dyad_key(one: str, other: str) -> str:
    """Return the key of the dyad of two countries, or of an economic union and another."""
    return "-".join(sorted((one, other)))
