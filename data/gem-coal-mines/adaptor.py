"""Coal mines of Global Energy Monitor: projects with their owners, stages, capacities and production.

A row of the file is a mine or works on one, as its expansion, and becomes one project. Ignored: `mine_type`,
`mine_size`, `mine_depth` (of which half is one of four figures) and `workforce`; `coal_type`, `coal_grade`, `reserves`,
`resources` and `coalfield`, what the mine holds; `closing_year`, stated for one row in fifteen; `region`, of the world;
`lat`, `lng`, since a project is no place; `url`, the publisher's page; `circle_value`, the size of a mark on its map.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from kg.adapt.country_names import named_country
from kg.adapt.decisions import meaning
from kg.adapt.files import Raw
from kg.adapt.gem_mines import OPENED, composed_rows, names_of, owned, place, stages, whole_units
from kg.adapt.owner_list import tables_of_named
from kg.load.rows import Row

FILE: Final = "coal-mines-2024-04-26.csv"
_VINTAGE: Final = "2024-04"
_MILLION: Final = 6
_USED: Final = ("id", "country", "project", "status", "owner", "parent", "capacity", "production", "opening_year")
_IGNORED: Final = (
    *("mine_type", "mine_size", "mine_depth", "workforce", "coal_type", "coal_grade", "reserves", "resources"),
    *("closing_year", "coalfield", "region", "url", "lat", "lng", "circle_value"),
)
# A proposal is made known, which need not be a plan. Shelved is what nobody has pursued for two years.
_STAGES: Final = MappingProxyType(
    {
        "proposed": "announced",
        "operating": "operating",
        "shelved": "suspended",
        "cancelled": "cancelled",
        "mothballed": "idle",
        "retired": "retired",
    }
)
# Openings that are no year, or several.
_NO_YEARS: Final = dict.fromkeys(["", "1864 (UG), 2012 (OC)", "1970s", "2024-2025", "2025-2026", "TBD", "various"], "")
# Parts of lists of owners whose signs are not where they belong, and what is meant. Shares that are no percentage, and
# two of one name, are not said.
_MENDED: Final = MappingProxyType(
    {
        "; Jinneng Group; Others [4.71%]": "; Others [4.71%]",
        "Baoshan Iron and Steel Company; [12%] China": "Baoshan Iron and Steel Company [12%]; China",
        "Chinese Academy Of Sciences Holdings Co.;ltd.": "Chinese Academy Of Sciences Holdings Co.,ltd.",
        "Group 84%; Others 16%": "Group [84%]; Others [16%]",
        "Group[51%]; Shanxi Yunze Energy Investment Group[49%]": "Group [unknown %]",
        "Guangdong Hengjian Investment Holding Company; [8%] China": (
            "Guangdong Hengjian Investment Holding Company [8%]; China"
        ),
        "Jinneng Coal Mine Group;Limited. [Former name: Datong Coal Mine Group;Limited.]": (
            "Jinneng Coal Mine Group Limited. [Former name: Datong Coal Mine Group Limited.]"
        ),
        "Macquerie Coal Joint Venture [Oceanic": "Oceanic",
        "Technology Company 49%]": "Technology Company [49%]",
        "(51%), Government": "(51%); Government",
        "[3%]]": "[3%]",
        "[38.59%] Coal": "[38.59%]; Coal",
        "[3899%]": "[unknown %]",
        "[39.48%] Zezhou": "[39.48%]; Zezhou",
        "[4901%]": "[unknown %]",
        "[50%）Ningbo": "[50%]; Ningbo",
        "[51%] Shanxi Xiangning": "[51%]; Shanxi Xiangning",
        "[51%，Weihua": "[51%]; Weihua",
        "[51.7%] Shanxi TrustCompany": "[51.7%]; Shanxi TrustCompany",
        "[7%] China COSCO": "[7%]; China COSCO",
        "[70%] Shanghai Jiyou": "[70%]; Shanghai Jiyou",
        "[9683%]": "[unknown %]",
        "（10.29%），China": " [10.29%]; China",
    }
)


def mended(listed: str, meant: Mapping[str, str]) -> str:
    """Return a list of owners with its signs where they belong."""
    for part in meant:
        if part in listed:
            listed = listed.replace(part, meant[part])
    return listed


def mines(raw: Raw) -> Iterator[tuple[str, Row]]:
    """Yield the rows of the file with their keys: the publisher's number, and a count where it stands several times."""
    meant = raw.decisions(FILE, _MENDED)
    met: Counter[str] = Counter()
    for row in composed_rows(raw, FILE, _USED, _IGNORED):
        number = row.cells["id"]
        met[number] += 1
        lists = {name: mended(row.cells[name], meant) for name in ("owner", "parent")}
        key = number if met[number] == 1 else f"{number}.{met[number]}"
        yield key, Row(row.path, row.line, {**row.cells, **lists})


def projects(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Project table for each mine."""
    for key, row in mines(raw):
        country = named_country(row, "country", row.cells["country"])
        yield {"key": key, "label_en": row.cells["project"], "is_located_in": country}


def ownership(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Ownership table for each named owner or parent."""
    for key, row in mines(raw):
        yield from owned(row, key)


def stage_reports(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the StageReport table for the status of a mine, and one for the year of its opening."""
    meant, no_years = raw.decisions(FILE, _STAGES), raw.decisions(FILE, _NO_YEARS)
    for key, row in mines(raw):
        is_year = re.fullmatch("[0-9]{4}", row.cells["opening_year"])
        opened = row.cells["opening_year"] if is_year else meaning(row, "opening_year", no_years)
        yield from stages(row, key, meaning(row, "status", meant), "status", _VINTAGE, opened)


def amounts(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Measurement table for each capacity, and for each production; 0 may be none or not stated."""
    for key, row in mines(raw):
        realised = meaning(row, "status", _STAGES) in OPENED
        for column, indicator, period in (("capacity", "capacity", _VINTAGE), ("production", "coal-production", "")):
            amount = whole_units(row, column, _MILLION) if row.cells[column] else "0"
            if amount != "0":
                stage = "realised" if realised or column == "production" else "planned"
                cells = {"is_about_project": key, "has_indicator": indicator, "has_stage": stage, "amount": amount}
                yield cells | {"period": period, "was_derived_from": place(row)}


TABLES = {
    "Project": projects,
    **tables_of_named(names_of(lambda raw: (row for _, row in mines(raw)))),
    "Ownership": ownership,
    "StageReport": stage_reports,
    "Measurement": amounts,
}
