"""Regions that touch across a border, by the boundaries of OpenStreetMap in 2020."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from kg.adapt.files import Raw
from kg.adapt.region_codes import listed_regions, region_code
from kg.load.rows import Row

FILE: Final = "region_adjacency_world.csv"

# Regions that have a new code for the same territory: the code printed and today's.
RECODED: Final = {
    "FR-GF": "FR-973",
    "GT-AV": "GT-16",
    "GT-CQ": "GT-20",
    "GT-HU": "GT-13",
    "GT-IZ": "GT-18",
    "GT-JU": "GT-22",
    "GT-PE": "GT-17",
    "GT-QC": "GT-14",
    "GT-SM": "GT-12",
    "GT-ZA": "GT-19",
    "IN-UT": "IN-UK",
    "IR-31": "IR-28",
}

# Codes of Kazakhstan of before 2022, which the source kz-regions knows: those of regions that kept their territory,
# and those of regions that lost some and are things of their own.
OF_KAZAKHSTAN: Final = (
    *("KZ-AKT", "KZ-ATY", "KZ-KUS", "KZ-KZY", "KZ-MAN", "KZ-PAV", "KZ-SEV", "KZ-ZAP", "KZ-ZHA"),
    *("KZ-ALM", "KZ-VOS"),
)

# Printed codes that name another region than the one whose name and boundary the file gives, and the one meant.
MEANT: Final = {
    "CG-2": "CG-7",
    "CG-7": "CG-2",  # Likouala and Lékoumou, interchanged
    "DZ-58": "DZ-54",  # In Guezzam
    # Counties of Estonia under the codes of before the reform of 2017, which changed their boundaries.
    "EE-44": "EE-45",
    "EE-49": "EE-50",
    "EE-65": "EE-64",
    "EE-67": "EE-68",
    "EE-78": "EE-79",
    "EE-82": "EE-81",
    "EE-86": "EE-87",
    # Iran under the codes of before 2020, which today name other provinces.
    "IR-01": "IR-03",
    "IR-02": "IR-04",
    "IR-03": "IR-24",
    "IR-05": "IR-16",
    "IR-10": "IR-06",
    "IR-13": "IR-11",
    "IR-16": "IR-12",
    "IR-17": "IR-05",
    "IR-19": "IR-01",
    "IR-30": "IR-09",
    "KZ-YUZ": "KZ-61",  # Turkistan Region, which kept the code of South Kazakhstan Region until 2022
    "MN-NE": "MW-NE",  # Neno, which is in Malawi
}

# Municipalities of Latvia until the reform of 2021; ISO 3166-2 has given their codes up.
ENDED: Final = (
    *("LV-004", "LV-005", "LV-009", "LV-010", "LV-014", "LV-023", "LV-024", "LV-025"),
    *("LV-036", "LV-044", "LV-060", "LV-064", "LV-065", "LV-074", "LV-081", "LV-083"),
    *("LV-084", "LV-086", "LV-098", "LV-100", "LV-105", "LV-107", "LV-108", "LV-110"),
)
ENDED_ON: Final = "2021-07-01"

# Codes that ISO 3166-2 does not list and that no region of 2020 answers to: pairs with them are left out.
UNLISTED: Final = (
    *("AL-ER", "AL-KU", "AL-TP"),  # districts of Albania, abolished
    *("BA-01", "BA-02", "BA-07", "BA-08", "BA-10"),  # cantons, which the standard has given up
    *("CI-13", "CI-17"),  # regions of Côte d'Ivoire before the districts of 2011
    "GB-UKM",  # the United Kingdom whole
    "GE-29",  # a municipality of Georgia
    *("GR-33", "GR-52", "GR-56", "GR-57", "GR-59", "GR-62"),  # prefectures of Greece, abolished in 2011
    "IQ-HA",  # a governorate that the standard does not list yet
    *("NO-01", "NO-02", "NO-04", "NO-19", "NO-20"),  # counties of Norway that ended on 1 January 2020
    "PK-TA",  # part of Khyber Pakhtunkhwa since 2018
    "QA-JB",  # a municipality of Qatar, abolished
    *("RU-CR", "RU-SEV"),  # in ISO 3166-2 these are UA-43 and UA-40: the pairs cross no border of its countries
)

# What every code means that is not one of today's: the code by which the graph knows the region, None if left out.
CODES: Final[Mapping[str, str | None]] = MappingProxyType(
    {code: code for code in (*RECODED, *OF_KAZAKHSTAN, *ENDED)} | MEANT | dict.fromkeys(UNLISTED)
)


def _read(raw: Raw) -> Iterator[Row]:
    """Yield the pairs of the file.

    Wikidata items are ignored, for the source region-ids compares two makers' ones; lengths in degrees are, for a
    degree is no length.
    """
    ignored = ("wikidata_a", "wikidata_b", "shared_boundary_deg")
    return raw.rows(FILE, used=("iso2_a", "name_a", "iso2_b", "name_b"), ignored=ignored)


def regions(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Region table for each region with another code today, and for each that has ended since."""
    found = {}
    for row in _read(raw):
        for side in ("a", "b"):
            code, name = row.cells[f"iso2_{side}"], row.cells[f"name_{side}"]
            if code in RECODED:
                found[code] = {**listed_regions()[RECODED[code]], "former_code": code}
            elif code in ENDED:
                found[code] = {
                    "key": code,
                    "iso_code": code,
                    "official_name": name,
                    "is_within": code[:2],
                    "valid_until": ENDED_ON,
                }
    yield from (found[code] for code in sorted(found))


def _key(row: Row, column: str, decided: Mapping[str, str | None]) -> str | None:
    """Return the code by which the graph knows a region, None for one left out; raise CellInvalid."""
    code = row.cells[column]
    return decided[code] if code in decided else region_code(row, column)


def relations(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Relation table for each pair of regions that touch."""
    decided = raw.decisions(FILE, CODES)
    for row in _read(raw):
        one, other = (_key(row, column, decided) for column in ("iso2_a", "iso2_b"))
        if one is not None and other is not None:
            yield {
                "key": f"{row.cells['iso2_a']}.{row.cells['iso2_b']}",
                "is_about_region": one,
                "is_related_to_region": other,
                "was_derived_from": f"#row={row.line}",
            }


TABLES = {"Region": regions, "Relation": relations}
