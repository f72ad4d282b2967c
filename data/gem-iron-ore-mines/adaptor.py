"""Iron ore mines of Global Energy Monitor: projects with their owners, stages, capacities and production.

Ignored: `name-(other-language)`, names in several languages that are not told apart; reserves and resources, what the
mine holds; `subnational-unit`, names without codes; `region`, which places India, China and Russia in Oceania;
coordinates, since a project is no place; `url`, the publisher's page; `scaling_cap`, the size of a mark on its map.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from kg.adapt.country_names import named_country
from kg.adapt.decisions import meaning
from kg.adapt.files import Raw
from kg.adapt.gem_mines import OPENED, composed_rows, names_of, owned, place, stages, whole_units
from kg.adapt.owner_list import gem_key, tables_of_named
from kg.load.rows import Row

FILE: Final = "iron-ore-mines-2024-11-25.csv"
_VINTAGE: Final = "2024-11"
_THOUSAND: Final = 3
_NAME, _COUNTRY, _CAPACITY, _START = "name-(english)", "country/area", "design-capacity-(ttpa)", "start-date"
_PRODUCED: Final = MappingProxyType({"2022": "production-2022-(ttpa)", "2023": "production-2023-(ttpa)"})
_USED: Final = (_NAME, _COUNTRY, "status", "owner", "parent", _CAPACITY, *_PRODUCED.values(), _START)
_IGNORED: Final = (
    *("name-(other-language)", "coordinates", "coordinate-accuracy", "subnational-unit", "region", "url", "lat", "lng"),
    *("total-reserves-(proven-and-probable", "total-resource-(inferred", "scaling_cap"),
)
# Shelved is what nobody has pursued for two years; a status may be unknown.
_STAGES: Final[MappingProxyType[str, str | None]] = MappingProxyType(
    {
        "proposed": "announced",
        "operating": "operating",
        "shelved": "suspended",
        "cancelled": "cancelled",
        "mothballed": "idle",
        "retired": "retired",
        "unknown": None,
    }
)
_NO_DAYS: Final = MappingProxyType({"": "", "unknown": ""})
_NOT_SAID: Final = dict.fromkeys(["", "N/A ", "unknown"])
# More digits than anybody printed: the production of a group, divided over its mines by a program.
_COMPUTED: Final = re.compile(r"[0-9]+\.[0-9]{5,}")
_DAY: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) 00:00:00")


def mines(raw: Raw) -> Iterator[Row]:
    """Yield the rows of the file."""
    return composed_rows(raw, FILE, _USED, _IGNORED)


def key_of(row: Row) -> str:
    """Return the key of a mine, which the file gives no number."""
    return gem_key(row.cells[_NAME].strip()).replace("gem-", "giomt-")


def projects(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Project table for each mine."""
    for row in mines(raw):
        country = named_country(row, _COUNTRY, row.cells[_COUNTRY])
        yield {"key": key_of(row), "label_en": row.cells[_NAME].strip(), "is_located_in": country}


def ownership(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Ownership table for each named owner or parent."""
    for row in mines(raw):
        yield from owned(row, key_of(row))


def opening(row: Row, no_days: Mapping[str, str]) -> str:
    """Return the year or day of an opening; a first of January is a year of which a program made a day."""
    printed = row.cells[_START]
    if re.fullmatch("[0-9]{4}", printed):
        return printed
    match = _DAY.fullmatch(printed)
    return match[1].removesuffix("-01-01") if match else meaning(row, _START, no_days)


def stage_reports(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the StageReport table for the status of a mine, and one for its opening."""
    meant, no_days = raw.decisions(FILE, _STAGES), raw.decisions(FILE, _NO_DAYS)
    for row in mines(raw):
        yield from stages(row, key_of(row), meaning(row, "status", meant), "status", _VINTAGE, opening(row, no_days))


def amounts(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Measurement table for each capacity of a stage that is known, and each year's production."""
    not_said = raw.decisions(FILE, _NOT_SAID)
    for row in mines(raw):
        stage = meaning(row, "status", _STAGES)
        cells = {"is_about_project": key_of(row), "was_derived_from": place(row)}
        if row.cells[_CAPACITY] and stage is not None:
            realised = "realised" if stage in OPENED else "planned"
            said = {"has_indicator": "capacity", "has_stage": realised, "period": _VINTAGE}
            yield cells | said | {"amount": whole_units(row, _CAPACITY, _THOUSAND)}
        for year, column in _PRODUCED.items():
            printed = row.cells[column]
            if printed in not_said:
                not_said[printed]
            elif not _COMPUTED.fullmatch(printed):
                said = {"has_indicator": "iron-ore-production", "has_stage": "realised", "period": year}
                yield cells | said | {"amount": whole_units(row, column, _THOUSAND)}


TABLES = {
    "Project": projects,
    **tables_of_named(names_of(mines)),
    "Ownership": ownership,
    "StageReport": stage_reports,
    "Measurement": amounts,
}
