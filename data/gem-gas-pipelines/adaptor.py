"""Gas pipelines of Global Energy Monitor through any of seven countries: projects, owners, stages, capacities."""

from collections.abc import Iterator
from typing import Final

from kg.adapt import gem_gas
from kg.adapt.files import Raw
from kg.adapt.gem_mines import STAGES_OF_PIPELINES, names_of, owned
from kg.adapt.owner_list import tables_of_named

FILE: Final = gem_gas.FILE
AREAS: Final = gem_gas.AREAS
STAGES: Final = STAGES_OF_PIPELINES
_HERE: Final = gem_gas.GasPipelines(of_the_seven=True)


def ownership(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Ownership table for each named owner or parent."""
    for row in _HERE.rows(raw):
        yield from owned(row, gem_gas.pipeline_key(row))


TABLES = {
    "Project": _HERE.projects,
    **tables_of_named(names_of(_HERE.rows)),
    "Ownership": ownership,
    "StageReport": _HERE.stage_reports,
    "Measurement": _HERE.capacities,
}
