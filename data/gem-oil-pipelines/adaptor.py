"""Oil pipelines of Global Energy Monitor: projects with their owners, stages and capacities.

A row of the file is a pipeline or a unit of one, and becomes one project. Ignored: `type`, as oil and gas liquids flow
in pipelines alike; `geom`, always a line, and `route`, since a project is no place; `url`, the publisher's page.
"""

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from kg.adapt.country_names import dyads_of, named_country
from kg.adapt.decisions import meaning
from kg.adapt.files import Raw
from kg.adapt.gem_mines import STAGES_OF_PIPELINES
from kg.adapt.owner_list import gem_key, ownerships, read_owners, tables_of_named
from kg.core.errors import CellInvalid, KeyDuplicated
from kg.load.cells import MANY, fault
from kg.load.rows import Row

FILE: Final = "goit_oil_pipelines_2024-06.csv"
_VINTAGE: Final = "2024-06"
_USED: Final = ("project", "unit", "parent", "countries", "status", "start_year", "capacity")
_IGNORED: Final = ("type", "geom", "route", "url")
_STAGES: Final = STAGES_OF_PIPELINES
_OPENED: Final = frozenset({"operating", "idle", "retired"})
# Capacities that cannot be barrels per day, and are left out: of no source known here in which to mend them.
_NOT_BARRELS: Final = MappingProxyType(
    dict.fromkeys(
        [
            # Five pipelines of Thailand, each printed with tens of times all the oil of the world.
            ("Bang Pa-in–Kamphaeng Phet–Phichit Oil Pipeline", "9000000000"),
            ("Kamphaeng Phet–Lampang Oil Pipeline", "9000000000"),
            ("Map Ta Phut-Si Racha Oil Pipeline", "10600000000"),
            ("Northeast Thailand Oil Pipeline", "5440000000"),
            ("Si Racha-Saraburi Oil Pipeline", "26000000000"),
            # The digits of the line that it prolongs, a thousand times fewer.
            ("Northeast Thailand Oil Pipeline, Laos Extension", "5443000"),
            # A line of Egypt, printed as large as the largest of the world.
            ("Abu Sennan-El Hamra Oil Pipeline", "5000000"),
        ]
    )
)


def pipelines(raw: Raw) -> Iterator[Row]:
    """Yield the rows of the file; raise KeyDuplicated for a unit that stands twice."""
    seen = set()
    for row in raw.rows(FILE, _USED, _IGNORED):
        if name_of(row) in seen:
            fault(
                KeyDuplicated,
                "The unit of this pipeline has another row.",
                "Decide in the adaptor which one holds.",
                row,
                "unit",
                name_of(row),
            )
        seen.add(name_of(row))
        yield row


def name_of(row: Row) -> str:
    """Return the name of a pipeline, with that of its unit if it is one of several."""
    return ", ".join(filter(None, (row.cells["project"], row.cells["unit"])))


def key_of(row: Row) -> str:
    """Return the key of a pipeline, which the publisher gives no code."""
    return gem_key(name_of(row)).replace("gem-", "goit-")


def _number(row: Row, column: str, form: str) -> str:
    """Return a number as printed; raise CellInvalid for what has not the form of one."""
    if re.fullmatch(form, row.cells[column]) is None:
        fault(
            CellInvalid,
            "The value is no such number.",
            "Decide in the adaptor what it means.",
            row,
            column,
            row.cells[column],
        )
    return row.cells[column]


def projects(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Project table for each pipeline; a blank list of countries is not said."""
    for row in pipelines(raw):
        names = row.cells["countries"].split(", ") if row.cells["countries"] else []
        countries = [named_country(row, "countries", name) for name in names]
        yield {
            "key": key_of(row),
            "label_en": name_of(row),
            "is_located_in": MANY.join(countries),
            "concerns_dyad": dyads_of(countries),
        }


def owned(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Ownership table for each named parent of the owners of a pipeline."""
    for row in pipelines(raw):
        yield from ownerships(row, "parent", key_of(row), f"#row={row.line}")


def stages(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the StageReport table for the status of a pipeline, and one for the year of its opening.

    The year of a pipeline that has never been in use is the year for which its opening is, or was, planned.
    """
    meant = raw.decisions(FILE, _STAGES)
    for row in pipelines(raw):
        stage, status = meaning(row, "status", meant), row.cells["status"]
        cells = {"has_undertaking": key_of(row), "was_derived_from": f"#row={row.line}"}
        yield cells | {"has_stage": stage, "period": _VINTAGE, "words_en": status if status != stage else ""}
        if row.cells["start_year"]:
            opening = "operating" if stage in _OPENED else "planned"
            yield cells | {"has_stage": opening, "period": _number(row, "start_year", "[0-9]{4}"), "words_en": ""}


def capacities(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Measurement table for each capacity that can be one in barrels per day."""
    wrong = raw.decisions(FILE, _NOT_BARRELS)
    for row in pipelines(raw):
        printed = (name_of(row), row.cells["capacity"])
        if printed in wrong:
            wrong[printed]
        elif row.cells["capacity"]:
            yield {
                "is_about_project": key_of(row),
                "has_stage": "realised" if meaning(row, "status", _STAGES) in _OPENED else "planned",
                "amount": _number(row, "capacity", r"[0-9]+(\.[0-9]+)?"),
                "was_derived_from": f"#row={row.line}",
            }


def _names(raw: Raw) -> Iterator[str]:
    return (owner.name for row in pipelines(raw) for owner in read_owners(row, "parent"))


TABLES = {
    "Project": projects,
    **tables_of_named(_names),
    "Ownership": owned,
    "StageReport": stages,
    "Measurement": capacities,
}
