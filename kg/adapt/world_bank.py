"""Read the World Bank's indicators by country and year, as the data packages of datahub.io hold them.

Ignored: `Country Name`, of which each code has one.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from kg.adapt.figures import printed_figure
from kg.adapt.files import Raw
from kg.core import columns
from kg.core.errors import CellInvalid
from kg.load.cells import fault
from kg.load.country_codes import country_key
from kg.load.rows import Row

_USED: Final = ("Country Code", "Year", "Value")
_IGNORED: Final = ("Country Name",)

_GROUPS: Final = """
AFE AFW ARB CEB CHI CSS EAP EAR EAS ECA ECS EMU FCS HIC HPC IBD IBT IDA IDB IDX LAC LCN LDC LIC
LMC LMY LTE MEA MIC MNA NAC OED OSS PRE PSS PST SAS SSA SSF SST TEA TEC TLA TMN TSA TSS UMC WLD
"""
# The groups of countries, which are left out. CHI is Jersey and Guernsey in one.
GROUPS: Final[Mapping[str, None]] = MappingProxyType(dict.fromkeys(_GROUPS.split()))
# The members of today are added up for every year: they are those of the day since the first full year without the
# United Kingdom.
UNION: Final = MappingProxyType({"EUU": ("EU", 2021)})


def yearly(raw: Raw, name: str, left_out: Mapping[tuple[str, str], None] | None = None) -> Iterator[dict[str, str]]:
    """Yield a row of the Measurement table for each country and year, but for those that are left out by name."""
    groups, unions = raw.decisions(name, GROUPS), raw.decisions(name, UNION)
    odd = raw.decisions(name, left_out) if left_out else {}
    for row in raw.rows(name, _USED, _IGNORED):
        code, year = row.cells["Country Code"], _year(row)
        about = _economy(row, unions, groups)
        if (code, year) in odd:
            odd[code, year]
        elif about is not None:
            yield {
                columns.is_about: about,
                "period": year,
                columns.amount: _amount(row),
                columns.was_derived_from: f"#row={row.line}",
            }


def _economy(row: Row, unions: Mapping[str, tuple[str, int]], groups: Mapping[str, None]) -> str | None:
    """Return the key of a country, or of a union of the same members as on that day; None for another group."""
    code, year = row.cells["Country Code"], int(_year(row))
    if code in groups:
        return groups[code]
    if code in unions:
        key, first = unions[code]
        return key if year >= first else None
    return country_key(row, "Country Code", year)


def _year(row: Row) -> str:
    year = row.cells["Year"]
    if re.fullmatch("(19|20)[0-9]{2}", year) is None:
        fault(CellInvalid, "The value is no year.", "Decide in the adaptor what it means.", row, "Year", year)
    return year


def _amount(row: Row) -> str:
    """Return a figure as printed; raise CellInvalid for what is none, or nothing."""
    printed = row.cells["Value"]
    if re.fullmatch(r"[1-9][0-9]*(\.[0-9]+)?", printed) is None:
        fault(CellInvalid, "The value is no amount.", "Decide in the adaptor what it means.", row, "Value", printed)
    return printed_figure(printed)
