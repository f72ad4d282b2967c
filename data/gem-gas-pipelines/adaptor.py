"""Gas pipelines of Global Energy Monitor that run through any of seven countries: projects, owners, stages, capacities.

A row of the sheet is a pipeline or a unit of one, and becomes one project; terminals for liquefied gas are passed over.
Ignored: `url`, the publisher's page; `geometry`, `Latitude`, `Longitude` and all that names regions, since a project is
no place; `capacity`, which a program wrote with digits that nobody printed, and `scaling-capacity`, its size on a map;
and what repeats other columns in other words.
"""

import re
from collections.abc import Iterator
from typing import Final

from kg.adapt.country_names import dyads_of, named_country
from kg.adapt.decisions import meaning
from kg.adapt.files import Raw
from kg.adapt.gem_mines import OPENED, STAGES_OF_PIPELINES, names_of, owned, place, stages, whole_units
from kg.adapt.owner_list import tables_of_named
from kg.core.errors import CellInvalid
from kg.load.cells import MANY, fault
from kg.load.rows import Row

FILE: Final = "gas-pipelines-lng-2024-10-08.xlsx"
_VINTAGE: Final = "2024-10"
_BILLION: Final = 9
_USED: Final = (
    *("id", "name", "unit-name", "status", "areas", "owner", "parent", "capacity-table", "start-year"),
    "tracker-acro",
)
_IGNORED: Final = (
    *("url", "capacity", "region", "subnat", "Latitude", "Longitude", "geometry", "tracker-custom", "subnat2"),
    *("region2", "scaling-capacity", "capacity-details", "status-legend", "areas-subnat-sat-display"),
    "tracker-display",
)
_SEVEN: Final = frozenset({"Armenia", "Belarus", "Kazakhstan", "Kyrgyzstan", "Russia", "Tajikistan", "Uzbekistan"})
_STAGES: Final = STAGES_OF_PIPELINES
_CAPACITY: Final = re.compile(r"(?P<figure>[0-9]+(\.[0-9]+)?) bcm/y of gas")


def pipelines(raw: Raw) -> Iterator[Row]:
    """Yield the rows of pipelines through any of the seven countries."""
    for row in raw.sheet(FILE, _USED, _IGNORED):
        if row.cells["tracker-acro"] == "GGIT" and not _SEVEN.isdisjoint(row.cells["areas"].split(", ")):
            yield row


def key_of(row: Row) -> str:
    """Return the key of a pipeline: its number at the publisher."""
    return f"ggit-{row.cells['id']}"


def projects(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Project table for each pipeline."""
    for row in pipelines(raw):
        countries = [named_country(row, "areas", name) for name in row.cells["areas"].split(", ")]
        yield {
            "key": key_of(row),
            "label_en": ", ".join(filter(None, (row.cells["name"], row.cells["unit-name"]))),
            "is_located_in": MANY.join(countries),
            "concerns_dyad": dyads_of(countries),
        }


def ownership(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Ownership table for each named owner or parent."""
    for row in pipelines(raw):
        yield from owned(row, key_of(row))


def stage_reports(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the StageReport table for the status of a pipeline, and one for the year of its opening."""
    meant = raw.decisions(FILE, _STAGES)
    for row in pipelines(raw):
        opened = row.cells["start-year"]
        if opened and re.fullmatch("[0-9]{4}", opened) is None:
            fault(CellInvalid, "The value is no year.", "Decide what it means.", row, "start-year", opened)
        yield from stages(row, key_of(row), meaning(row, "status", meant), "status", _VINTAGE, opened)


def capacities(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Measurement table for each capacity; one of 0 may be none or not stated."""
    for row in pipelines(raw):
        printed = row.cells["capacity-table"]
        if printed:
            match = _CAPACITY.fullmatch(printed)
            if match is None:
                fault(CellInvalid, "It is no capacity for gas.", "Decide its unit.", row, "capacity-table", printed)
            figure = Row(row.path, row.line, {"capacity-table": match["figure"]})
            amount = whole_units(figure, "capacity-table", _BILLION)
            stage = "realised" if meaning(row, "status", _STAGES) in OPENED else "planned"
            if amount != "0":
                cells = {"is_about_project": key_of(row), "has_stage": stage, "amount": amount}
                yield cells | {"was_derived_from": place(row)}


TABLES = {
    "Project": projects,
    **tables_of_named(names_of(pipelines)),
    "Ownership": ownership,
    "StageReport": stage_reports,
    "Measurement": capacities,
}
