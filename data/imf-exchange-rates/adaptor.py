"""Exchange rates of the IMF: what a US dollar was worth in each currency, as the average of each year.

A currency of several countries has one rate a year: that of the union or country which issues it. What is left out,
and why, says `LEFT_OUT`; `MEANT` says which currency rates are in that are printed under the code of another. Left out
too are rates below `_LEAST`, of currencies that later shed zeros: nine places, to which amounts are compared, do not
hold them.
Ignored: `Frequency` and `Source`, the same in all rows.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from kg.adapt.files import Raw
from kg.core.errors import CellInvalid, KeyDuplicated
from kg.load.cells import fault
from kg.load.rows import Row

FILE: Final = "imf_exchangerates_A_ENDA_USD.csv"
_USED: Final = ("Date", "Rate", "Currency", "Country code")
_IGNORED: Final = ("Frequency", "Source", "Country")
_LEAST: Final = Decimal("0.0001")
_PLACES: Final = 18

# Codes of a currency of before or after the one in which the rates are, by their size.
MEANT: Final = MappingProxyType(
    {
        "CSJ": "CSK",  # Czechoslovakia 1973-1992: 29.48 in 1991; the koruna of before 1953 has CSJ
        "HRD": "HRK",  # Croatia 1992-2022: 7.16 in 2022; the dinar that HRD means ended in 1994
        "TMT": "TMM",  # Turkmenistan 1993-2001: 5,200 in 2001; the manat of today came in 2009
        "UYW": "UYU",  # Uruguay: 40.21 in 2024, which is the peso; UYW is a unit of account
        "VED": "VEF",  # Venezuela 1950-2017: 9.975 in 2017; the digital bolivar came in 2021
    }
)

# Whose rates are left out, by the code of a currency and that of a country or group.
LEFT_OUT: Final[Mapping[tuple[str, str], None]] = MappingProxyType(
    dict.fromkeys(
        [
            # They use the currency of another, whose own row stands.
            *(("AUD", code) for code in ("KI", "NR", "TV")),
            *(("CHF", code) for code in ("LI",)),
            *(("DKK", code) for code in ("FO", "GL")),
            *(("EUR", code) for code in ("AD", "ME", "XK")),
            *(("FRF", code) for code in ("GF", "GP", "MQ", "PM", "RE")),
            *(("GBP", code) for code in ("GG", "IM", "JE")),
            *(("ITL", code) for code in ("SM",)),
            *(("ZAR", code) for code in ("LS", "NA")),
            # Members of a union, whose own row stands; or a union, of which the issuer's stands.
            *(("XAF", code) for code in ("CF", "CG", "CM", "GA", "GQ", "TD")),
            *(("XCD", code) for code in ("AG", "AI", "DM", "GD", "KN", "LC", "MS", "VC")),
            *(("XOF", code) for code in ("BF", "BJ", "CI", "GW", "ML", "NE", "SN", "TG")),
            ("BEF", "R1"),
            # Two territories of one franc: New Caledonia's row is left out, Polynesia's stands.
            ("XPF", "NC"),
            # Printed under the currency of another state: the Antilles, and Yemen (North).
            ("NLG", "AN"),
            ("YDD", "1C_473"),
            # Printed under a currency that came later: the guilder of 2025, the Zimbabwean one of April 2024.
            ("XCG", "CW"),
            ("XCG", "SX"),
            ("ZWG", "ZW"),
            # A dollar is worth a dollar; where it is not, another currency is meant that is not printed.
            *(("USD", code) for code in ("EC", "FM", "HT", "PA", "PW", "SV", "TL", "US")),
            # Special drawing rights are no currency of a country.
            ("XDR", "XDR"),
        ]
    )
)


def rates(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Measurement table for each currency and year."""
    left_out, meant = raw.decisions(FILE, LEFT_OUT), raw.decisions(FILE, MEANT)
    seen: set[tuple[str, str]] = set()
    for row in raw.rows(FILE, _USED, _IGNORED):
        printed = row.cells["Currency"]
        if (printed, row.cells["Country code"]) in left_out:
            left_out[printed, row.cells["Country code"]]
            continue
        currency, year = meant.get(printed, printed), _year(row)
        if (currency, year) in seen:
            problem = "The currency has another rate for this year."
            fault(KeyDuplicated, problem, "Decide in the adaptor whose holds.", row, "Country code", printed)
        seen.add((currency, year))
        if Decimal(_rate(row)) >= _LEAST:
            yield {"has_unit": currency, "period": year, **_amount(row), "was_derived_from": f"#row={row.line}"}


def _year(row: Row) -> str:
    """Return the year whose last day a row names, as it does for the whole of it."""
    year, _, day = row.cells["Date"].partition("-")
    if day != "12-31":
        fault(CellInvalid, "The value is no end of a year.", "Get the file anew.", row, "Date", row.cells["Date"])
    return year


def _rate(row: Row) -> str:
    """Return a rate as printed; raise CellInvalid for what is none."""
    printed = row.cells["Rate"]
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", printed) is None or not Decimal(printed):
        fault(CellInvalid, "The value is no rate.", "Decide in the adaptor what it means.", row, "Rate", printed)
    return printed


def _amount(row: Row) -> dict[str, str]:
    """Return the amount of a rate, to as many places as a cell may hold, and the figure where it has more."""
    printed = _rate(row)
    if len(printed.partition(".")[2]) <= _PLACES:
        return {"amount": printed, "amount_as_said": ""}
    return {"amount": format(round(Decimal(printed), _PLACES), "f"), "amount_as_said": printed}


TABLES = {"Measurement": rates}
