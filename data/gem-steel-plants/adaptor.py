"""Iron and steel plants of Global Energy Monitor: projects with their owners, stages and capacities.

Ignored: names in other languages and other names, with the languages in brackets; the numbers of owners; places, links
and equipment; `steel-products`; `status-list`, the statuses of units whose capacities are taken one by one;
`status_display` and `prod-method-tier…`, for the publisher's map; capacities by process, which are parts of the two
that are taken, of crude steel and of iron.
"""

import re
from collections.abc import Iterator
from itertools import product
from types import MappingProxyType
from typing import Final

from kg.adapt.country_names import named_country
from kg.adapt.decisions import meaning
from kg.adapt.files import Raw
from kg.adapt.gem_mines import composed_rows, names_of, owned, place, stages, whole_units
from kg.adapt.owner_list import tables_of_named
from kg.load.rows import Row

FILE: Final = "iron-steel-map-file-2025-03-25.csv"
_VINTAGE: Final = "2025-03"
_THOUSAND: Final = 3
_NAME, _COUNTRY, _START, _STATUS = "plant-name-(english)", "country/area", "start-date", "plant-status"
_STAGES: Final = MappingProxyType(
    {
        "announced": "announced",
        "construction": "ongoing",
        "operating": "operating",
        "operating-pre-retirement": "retiring",
        "mothballed": "idle",
        "mothballed-pre-retirement": "idle",
        "retired": "retired",
        "cancelled": "cancelled",
    }
)
_PLANT_STAGES: Final = MappingProxyType(
    {status: stage for status, stage in _STAGES.items() if status != "mothballed-pre-retirement"}
)
_MADE: Final = MappingProxyType({"crude-steel": "crude-steel-capacity", "iron": "iron-capacity"})
# Capacities by status and product; of steel, nothing is mothballed before it is retired.
_CAPACITIES: Final = MappingProxyType(
    {
        f"{status}-nominal-{made}-capacity-(ttpa)": (stage, _MADE[made])
        for (status, stage), made in product(_STAGES.items(), _MADE)
        if (status, made) != ("mothballed-pre-retirement", "crude-steel")
    }
)
_USED: Final = ("plant-id", _NAME, _COUNTRY, _START, _STATUS, "owner", "parent", *_CAPACITIES)
_NO_DAYS: Final = MappingProxyType({"unknown": ""})
_IGNORED: Final = (
    *("tab-type", "plant-name-(other-language)", "other-plant-names-(english)"),
    *("other-plant-names-(other-language)", "owner-(other-language)", "owner-gem-id", "parent-gem-id"),
    *("subnational-unit-(province/state)", "coordinates", "coordinate-accuracy", "gem-wiki-page"),
    *("main-production-equipment", "steel-products", "status-list", "prod-method-tier", "scaling-cap"),
    *("operating-nominal-eaf-steel-capacity-(ttpa)", "operating-scaling-cap"),
    *("construction-nominal-eaf-steel-capacity-(ttpa)", "construction-scaling-cap"),
    *("operating-nominal-bof-steel-capacity-(ttpa)", "operating-nominal-bf-capacity-(ttpa)"),
    *("announced-nominal-eaf-steel-capacity-(ttpa)", "announced-nominal-dri-capacity-(ttpa)"),
    *("announced-scaling-cap", "mothballed-nominal-bf-capacity-(ttpa)"),
    *("operating-other/unspecified-steel-capacity-(ttpa)", "mothballed-nominal-eaf-steel-capacity-(ttpa)"),
    *("mothballed-nominal-dri-capacity-(ttpa)", "mothballed-scaling-cap"),
    *("operating-nominal-dri-capacity-(ttpa)", "announced-other/unspecified-steel-capacity-(ttpa)"),
    *("construction-other/unspecified-steel-capacity-(ttpa)", "construction-nominal-dri-capacity-(ttpa)"),
    *("operating-pre-retirement-nominal-bof-steel-capacity-(ttpa)",),
    *("operating-pre-retirement-nominal-bf-capacity-(ttpa)", "operating-pre-retirement-scaling-cap"),
    *("announced-nominal-bf-capacity-(ttpa)", "construction-nominal-bof-steel-capacity-(ttpa)"),
    *("construction-nominal-bf-capacity-(ttpa)", "announced-nominal-bof-steel-capacity-(ttpa)"),
    *("cancelled-nominal-eaf-steel-capacity-(ttpa)", "cancelled-scaling-cap"),
    *("retired-nominal-bf-capacity-(ttpa)", "announced-other/unspecified-iron-capacity-(ttpa)"),
    *("mothballed-nominal-bof-steel-capacity-(ttpa)", "cancelled-nominal-dri-capacity-(ttpa)"),
    *("retired-nominal-bof-steel-capacity-(ttpa)", "retired-scaling-cap"),
    *("operating-pre-retirement-nominal-eaf-steel-capacity-(ttpa)", "retired-nominal-eaf-steel-capacity-(ttpa)"),
    *("cancelled-other/unspecified-steel-capacity-(ttpa)", "cancelled-other/unspecified-iron-capacity-(ttpa)"),
    *("retired-nominal-ohf-steel-capacity-(ttpa)", "operating-other/unspecified-iron-capacity-(ttpa)"),
    *("mothballed-other/unspecified-iron-capacity-(ttpa)", "cancelled-nominal-bof-steel-capacity-(ttpa)"),
    *("cancelled-nominal-bf-capacity-(ttpa)", "operating-pre-retirement-nominal-dri-capacity-(ttpa)"),
    *("construction-other/unspecified-iron-capacity-(ttpa)",),
    *("mothballed-other/unspecified-steel-capacity-(ttpa)",),
    *("operating-pre-retirement-other/unspecified-steel-capacity-(ttpa)",),
    *("mothballed-pre-retirement-nominal-bf-capacity-(ttpa)",),
    *("operating-pre-retirement-other/unspecified-iron-capacity-(ttpa)",),
    *("operating-nominal-ohf-steel-capacity-(ttpa)", "mothballed-nominal-ohf-steel-capacity-(ttpa)", "lat"),
    *("lng", "status_display", "prod-method-tier-display"),
)


def plants(raw: Raw) -> Iterator[Row]:
    """Yield the rows of the file."""
    return composed_rows(raw, FILE, _USED, _IGNORED)


def projects(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Project table for each plant."""
    for row in plants(raw):
        country = named_country(row, _COUNTRY, row.cells[_COUNTRY])
        yield {"key": row.cells["plant-id"], "label_en": row.cells[_NAME], "is_located_in": country}


def ownership(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Ownership table for each named owner or parent."""
    for row in plants(raw):
        yield from owned(row, row.cells["plant-id"])


def stage_reports(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the StageReport table for the status of a plant, and one for its opening."""
    meant, no_days = raw.decisions(FILE, _PLANT_STAGES), raw.decisions(FILE, _NO_DAYS)
    for row in plants(raw):
        is_date = re.fullmatch("[0-9]{4}(-[0-9]{2}){0,2}", row.cells[_START])
        opened = row.cells[_START] if is_date else meaning(row, _START, no_days)
        stage = meaning(row, _STATUS, meant)
        yield from stages(row, row.cells["plant-id"], stage, _STATUS, _VINTAGE, opened)


def capacities(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Measurement table for each capacity of crude steel or iron, at the stage of its units.

    A printed 0 says that no unit of the plant is at that stage.
    """
    for row in plants(raw):
        for column, (stage, indicator) in _CAPACITIES.items():
            amount = whole_units(row, column, _THOUSAND)
            if amount != "0":
                cells = {"is_about_project": row.cells["plant-id"], "has_indicator": indicator, "has_stage": stage}
                yield cells | {"amount": amount, "was_derived_from": place(row)}


TABLES = {
    "Project": projects,
    **tables_of_named(names_of(plants)),
    "Ownership": ownership,
    "StageReport": stage_reports,
    "Measurement": capacities,
}
