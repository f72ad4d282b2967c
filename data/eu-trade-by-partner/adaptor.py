"""The European Union's exports of goods by partner and year, as Eurostat gives them in fourteen extracts.

The Union is that of 27 countries in every year, as its name in the extracts lists them: Croatia is a member before
2013, the United Kingdom a partner before 2020. Up to 2020 the figures are those of these 27 alone, and say so. What is
left out, and why:

- its members as partners: what the Union sends to them is trade among themselves, and no flow between two sides;
- totals, stores, high seas and what is not specified, Ceuta and Melilla: none is a country;
- what a name covers that is no country in its year.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from kg.adapt.decisions import meaning
from kg.adapt.eurostat import eurostat_country, extracted_on, restricted_to, union_members, whole_euros
from kg.adapt.figures import printed_year
from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from kg.load.cells import fault
from kg.load.rows import Row

FILE: Final = "eu27_exports_by_partner_2010_2023.csv"

# What the words of the extracts mean, which differ with the day and the language in which each was made.
PRODUCTS: Final = MappingProxyType({"Total": "goods", "TOTAL-Total": "goods"})
FLOWS: Final = MappingProxyType({"EXPORT": "exports", "2-EXPORT": "exports", "EXPORTATION": "exports"})
PROCEDURES: Final = MappingProxyType({"Total": "all", "T-Total": "all"})

# Partners that are no country.
NO_COUNTRY: Final[Mapping[str, None]] = MappingProxyType(
    dict.fromkeys(
        (
            "Avitaillement et soutage dans le cadre des échanges avec les pays tiers",
            "Avitaillement et soutage dans le cadre des échanges intra-UE",
            "Ceuta (incl. Melilla 'XL' -> 1998)",
            (
                "Countries and territories not specified for commercial or military reasons in the framework of"
                " extra-Union trade"
            ),
            (
                "Countries and territories not specified for commercial or military reasons in the framework of"
                " intra-Union trade"
            ),
            "Countries and territories not specified within the framework of extra-Union trade",
            "Countries and territories not specified within the framework of intra-Union trade",
            "Extra-EU27 (from 2020)",
            "Extra-UE27 (à partir de 2020)",
            "Haute mer",
            "High seas",
            "Intra-EU27 (from 2020)",
            "Intra-UE27 (à partir de 2020)",
            "Melilla",
            "Pays et territoires non déterminés dans le cadre des échanges avec les pays tiers",
            "Pays et territoires non déterminés dans le cadre des échanges intra-UE",
            (
                "Pays et territoires non précisés pour des raisons commerciales ou militaires dans le cadre des"
                " échanges avec les pays tiers"
            ),
            (
                "Pays et territoires non précisés pour des raisons commerciales ou militaires dans le cadre des"
                " échanges intra-UE"
            ),
            "Stores and provisions within the framework of extra-Union trade",
            "Stores and provisions within the framework of intra-Union trade",
        )
    )
)
# Names that mean something else in a year, by ISO code; None for what was no country then.
_ANTILLES: Final = "Netherlands Antilles (incl. Aruba 'AW' -> 1986)"
_BOTH_SUDANS: Final = "Sudan (incl. South Sudan 'SS' -> 2012)"
IN_YEARS: Final[Mapping[tuple[str, str], str | None]] = MappingProxyType(
    {
        (_ANTILLES, "2010"): "ANHH",
        (_ANTILLES, "2011"): None,
        (_ANTILLES, "2012"): None,
        # South Sudan is a country since July 2011.
        (_BOTH_SUDANS, "2011"): None,
        (_BOTH_SUDANS, "2012"): None,
        # The French extract calls Guinea «Guinée» and has no Guinée-Bissau: what it leaves in English is the latter, of
        # 117 million in 2015, 126 here, and 148 in 2017, where Guinea is of 840, 901 and 1,155.
        ("Guinea", "2016"): "GW",
    }
)


def flows(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the TradeFlow table for each flow of goods from the Union to a country outside it in a year."""
    constant = {
        "PRODUCT": raw.decisions(FILE, PRODUCTS),
        "FLOW": raw.decisions(FILE, FLOWS),
        "STAT_PROCEDURE": raw.decisions(FILE, PROCEDURES),
    }
    left_out, in_years = raw.decisions(FILE, NO_COUNTRY), raw.decisions(FILE, IN_YEARS)
    for row in raw.rows(FILE, (*constant, "REPORTER", "PARTNER", "PERIOD", "VALUE_IN_EUR", "file", "year")):
        for column, meant in constant.items():
            meaning(row, column, meant)
        members, year, amount = _members(row), _year(row), whole_euros(row, "VALUE_IN_EUR")
        partner = _partner(row, year, left_out, in_years)
        if partner is not None and partner not in members:
            yield {
                "has_destination": partner,
                "period": year,
                "is_restricted_to": restricted_to("EU", int(year)),
                "amount": amount,
                "recorded_on": extracted_on(row, "file"),
                "was_derived_from": f"#row={row.line}",
            }


def _members(row: Row) -> frozenset[str]:
    """Return the members of the Union that reports, as its name lists them."""
    name = row.cells["REPORTER"]
    members = union_members(name)
    if not members:
        fault(CellInvalid, "The reporter is not the Union of 27.", "Leave it out with a reason.", row, "REPORTER", name)
    return members


def _partner(
    row: Row, year: str, left_out: Mapping[str, None], in_years: Mapping[tuple[str, str], str | None]
) -> str | None:
    name = row.cells["PARTNER"]
    if name in left_out:
        return left_out[name]
    return in_years[(name, year)] if (name, year) in in_years else eurostat_country(row, "PARTNER")


def _year(row: Row) -> str:
    """Return the year of an extract, which stands in it too."""
    year, period = printed_year(row, "year"), row.cells["PERIOD"]
    if re.fullmatch(rf"({year}52-)?Jan\.-Dec\. {year}", period) is None:
        fault(CellInvalid, "The period is not the whole year.", "Decide what it means.", row, "PERIOD", period)
    return year


TABLES = {"TradeFlow": flows}
