"""Gas pipelines of Global Energy Monitor: projects, their stages and capacities, and the rows that name their owners.

A row of the sheet is a pipeline or a unit of one, and becomes one project; terminals for liquefied gas are passed over.
Ignored: `url`, the publisher's page; `geometry`, `Latitude`, `Longitude` and all that names regions, since a project is
no place; `capacity`, which a program wrote with digits that nobody printed, and `scaling-capacity`, its size on a map;
and what repeats other columns in other words.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kg.adapt.country_names import SEVEN, dyads_of, named_country
from kg.adapt.decisions import meaning
from kg.adapt.files import Raw
from kg.adapt.gem_mines import OPENED, STAGES_OF_PIPELINES, place, stages, whole_units
from kg.core import columns
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
# What is named otherwise than in ISO 3166-1, or is no country: nothing, and what two states once shared.
AREAS: Final = MappingProxyType(
    {"": None, "Brazil ": "BR", "Joint Petroleum Development Area": None, "Qatar ": "QA", "The Gambia": "GM"}
)
# One of 0 may be none or not stated; the others are more than any line of the world carries, four as much as all do.
NO_CAPACITIES: Final = MappingProxyType(
    dict.fromkeys(("0.0 bcm/y of gas", "208.19 bcm/y of gas", "493.09 bcm/y of gas", "101358.74 bcm/y of gas"))
)
_CAPACITY: Final = re.compile(r"(?P<figure>[0-9]+(\.[0-9]+)?) bcm/y of gas")


@dataclass(frozen=True, slots=True)
class GasPipelines:
    """The pipelines through any of seven countries, which every build has, or else all others that lie in a country."""

    of_the_seven: bool

    def rows(self, raw: Raw) -> Iterator[Row]:
        """Yield the rows of the pipelines."""
        named = raw.decisions(FILE, AREAS)
        for row in raw.sheet(FILE, _USED, _IGNORED):
            if row.cells["tracker-acro"] == "GGIT":
                countries = _countries(row, named)
                if countries and (not SEVEN.isdisjoint(countries)) == self.of_the_seven:
                    yield row

    def projects(self, raw: Raw) -> Iterator[dict[str, str]]:
        """Yield a row of the Project table for each pipeline."""
        for row in self.rows(raw):
            countries = _countries(row, AREAS)
            yield {
                "key": pipeline_key(row),
                "label_en": ", ".join(filter(None, (row.cells["name"], row.cells["unit-name"]))),
                "is_located_in": MANY.join(countries),
                "concerns_dyad": dyads_of(countries),
            }

    def stage_reports(self, raw: Raw) -> Iterator[dict[str, str]]:
        """Yield a row of the StageReport table for the status of a pipeline, and one for the year of its opening."""
        meant = raw.decisions(FILE, STAGES_OF_PIPELINES)
        for row in self.rows(raw):
            opened = row.cells["start-year"]
            if opened and re.fullmatch("[0-9]{4}", opened) is None:
                fault(CellInvalid, "The value is no year.", "Decide what it means.", row, "start-year", opened)
            yield from stages(row, pipeline_key(row), meaning(row, "status", meant), "status", _VINTAGE, opened)

    def capacities(self, raw: Raw) -> Iterator[dict[str, str]]:
        """Yield a row of the Measurement table for each capacity but those that are none."""
        for row in self.rows(raw):
            printed = row.cells["capacity-table"]
            if printed and printed not in NO_CAPACITIES:
                yield {
                    "is_about_project": pipeline_key(row),
                    columns.has_stage: "realised"
                    if meaning(row, "status", STAGES_OF_PIPELINES) in OPENED
                    else "planned",
                    columns.amount: _cubic_metres(row, printed),
                    columns.was_derived_from: place(row),
                }


def pipeline_key(row: Row) -> str:
    """Return the key of a pipeline: its number at the publisher."""
    return f"ggit-{row.cells['id']}"


def _cubic_metres(row: Row, printed: str) -> str:
    """Return a capacity in cubic metres per year; raise CellInvalid for what is none."""
    match = _CAPACITY.fullmatch(printed)
    if match is None:
        fault(CellInvalid, "It is no capacity for gas.", "Decide its unit.", row, "capacity-table", printed)
    figure = Row(row.path, row.line, {"capacity-table": match["figure"]})
    return whole_units(figure, "capacity-table", _BILLION)


def _countries(row: Row, named: Mapping[str, str | None]) -> list[str]:
    """Return the keys of the countries through which a pipeline runs."""
    names = row.cells["areas"].split(", ")
    keys = [named[name] if name in named else named_country(row, "areas", name) for name in names]
    return [key for key in keys if key is not None]
