"""Oil and gas fields of Global Energy Monitor: projects with their owners, operators, stages and production.

Ignored: `status_display`, the status in other letters; `lat`, `lng`, `location-accuracy`, since a project is no place;
`subnational-unit-(province,-state)` and `gem-region`, names without codes; `url`, the publisher's page;
`discovery-year`, which is no step of an undertaking; and `fid-year`, since the year of a decision says neither when
works begin nor until when they are bound.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Final

from kg.adapt.country_names import dyads_of, named_country
from kg.adapt.decisions import meaning
from kg.adapt.files import Raw
from kg.adapt.owner_list import NAMELESS, PRIVATE, gem_key, ownerships, read_owners, split_names, tables_of_named
from kg.core.errors import CellInvalid
from kg.load.cells import MANY, fault
from kg.load.rows import Row

FILE: Final = "goget_oil_gas_units_2025-02-26.csv"
_VINTAGE: Final = "2025-02"
_THIS_YEAR: Final = "2025"
_COUNTRY, _COUNTRIES, _START = "country/area", "country-list", "production-start-year"
_OIL, _OIL_YEAR = "production---oil-(million-bbl/y)", "production-year---oil"
_GAS, _GAS_YEAR = "production---gas-(million-m³/y)", "production-year---gas"
_TOTAL: Final = "production---total-(oil,-gas-and-hydrocarbons)-(million-boe/y)"
_USED: Final = (
    *("unit-id", "wiki-name", _COUNTRY, _COUNTRIES, "status", _START, "operator", "owner", "parent"),
    *(_OIL, _OIL_YEAR, _GAS, _GAS_YEAR, _TOTAL),
)
_IGNORED: Final = (
    *("status_display", "lat", "lng", "location-accuracy", "subnational-unit-(province,-state)", "gem-region", "url"),
    *("discovery-year", "fid-year"),
)
# A blank status is not said; UGS, a field that stores gas, says what it is used for and not how far it has come.
_STAGES: Final = MappingProxyType(
    {
        "": None,
        "UGS": None,
        "exploration": "exploration",
        "discovered": "discovered",
        "in_development": "in-development",
        "operating": "operating",
        "shut_in": "idle",
        "abandoned": "retired",
        "decommissioned": "retired",
        "cancelled": "cancelled",
    }
)
# Areas of several countries that are printed as one name, with no list of the countries beside it.
_JOINT_AREAS: Final = MappingProxyType(
    {
        "China-Japan": ("China", "Japan"),
        "Russia-Kazakhstan": ("Russia", "Kazakhstan"),
        "Vietnam-Malaysia": ("Vietnam", "Malaysia"),
    }
)
# Areas whose own name stands beside the list of their countries.
_NAMED_AREAS: Final = dict.fromkeys(["Timor Gap"])
# Operators that are printed as one name.
_JOINT_OPERATORS: Final = MappingProxyType(
    {
        "Anadarko/Sonatrach/Eni": ("Anadarko", "Sonatrach", "Eni"),
        "Cepsa, TotalEnergies, and Sonatrach": ("Cepsa", "TotalEnergies", "Sonatrach"),
        "Eni, Sonatrach": ("Eni", "Sonatrach"),
        "Lukoil and North Oil Company": ("Lukoil", "North Oil Company"),
        "Lukoil and Romgaz": ("Lukoil", "Romgaz"),
        "Melbana Energy, Sonangol": ("Melbana Energy", "Sonangol"),
        "PEMEX, DWF-DIAVÁZ": ("PEMEX", "DWF-DIAVÁZ"),
        "PEMEX, PEMISA (VITOIL)": ("PEMEX", "PEMISA (VITOIL)"),
        "Pertamina – MedcoEnergi": ("Pertamina", "MedcoEnergi"),
        "Sonatrach and Eni S.P.A.": ("Sonatrach", "Eni S.P.A."),
    }
)


def fields(raw: Raw) -> Iterator[Row]:
    """Yield the rows of the file."""
    return raw.rows(FILE, _USED, _IGNORED)


def countries_of(
    row: Row, joint: Mapping[str, Iterable[str]] = _JOINT_AREAS, named: Container[str] = _NAMED_AREAS
) -> list[str]:
    """Return the keys of the countries in which a field lies; raise CellInvalid for what is none."""
    area, listed = row.cells[_COUNTRY], row.cells[_COUNTRIES]
    if not listed:
        return [named_country(row, _COUNTRY, name) for name in joint.get(area, (area,))]
    names = listed.split("; ")
    if "-".join(names) != area and area not in named:
        fault(
            CellInvalid,
            f"The list of countries is another than «{area}».",
            "Decide in the adaptor which one holds.",
            row,
            _COUNTRIES,
            listed,
        )
    return [named_country(row, _COUNTRIES, name) for name in names]


def projects(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Project table for each field."""
    joint, named = raw.decisions(FILE, _JOINT_AREAS), raw.decisions(FILE, _NAMED_AREAS)
    for row in fields(raw):
        countries = countries_of(row, joint, named)
        yield {
            "key": row.cells["unit-id"],
            "label_en": row.cells["wiki-name"].strip(),
            "is_located_in": MANY.join(countries),
            "concerns_dyad": dyads_of(countries),
        }


def owned(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Ownership table for each named owner of a field, and for each named parent of its owners."""
    for row in fields(raw):
        for column, kind in (("owner", "direct"), ("parent", "parent")):
            for cells in ownerships(row, column, row.cells["unit-id"], f"#row={row.line}"):
                yield cells | {"has_ownership_kind": kind}


def operators_of(row: Row, joint: Mapping[str, Iterable[str]] = _JOINT_OPERATORS) -> list[str]:
    """Return the names of the operators of a field, each once."""
    printed = split_names(row, "operator")
    names = dict.fromkeys(name for part in printed for name in joint.get(part, (part,)))
    return [name for name in names if name not in NAMELESS | PRIVATE]


def operated(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Participation table for each operator of a field."""
    joint = raw.decisions(FILE, _JOINT_OPERATORS)
    for row in fields(raw):
        for name in operators_of(row, joint):
            yield {
                "has_undertaking": row.cells["unit-id"],
                "has_participant": gem_key(name),
                "was_derived_from": f"#row={row.line}",
            }


def read_year(row: Row, column: str) -> tuple[str, bool]:
    """Return the year that a cell holds, and whether it was yet to come; raise CellInvalid."""
    match = re.fullmatch(r"([0-9]{4})( \(expected\))?", row.cells[column])
    if match is None:
        fault(
            CellInvalid, "The value is no year.", "Decide in the adaptor what it means.", row, column, row.cells[column]
        )
    return match[1], bool(match[2]) or match[1] > _THIS_YEAR


def stages_of(row: Row, meant: Mapping[str, str | None] = _STAGES) -> Iterator[dict[str, str]]:
    """Yield what a row says of the stages of a field: its status, and the year of its first production."""
    status, stage = row.cells["status"], meaning(row, "status", meant)
    if stage is not None:
        yield {"has_stage": stage, "period": _VINTAGE, "words_en": status if status != stage else ""}
    if row.cells[_START]:
        year, expected = read_year(row, _START)
        words = row.cells[_START] if expected else ""
        yield {"has_stage": "planned" if expected else "operating", "period": year, "words_en": words}


def stages(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the StageReport table for each stage of each field."""
    meant = raw.decisions(FILE, _STAGES)
    for row in fields(raw):
        cells = {"has_undertaking": row.cells["unit-id"], "was_derived_from": f"#row={row.line}"}
        for stage in stages_of(row, meant):
            yield cells | stage


def _millions(row: Row, column: str) -> str:
    """Return a number of millions in whole units; raise CellInvalid."""
    try:
        amount = Decimal(row.cells[column])
    except InvalidOperation:
        fault(CellInvalid, "The value is no number.", "Get the file anew.", row, column, row.cells[column])
    if not amount.is_finite() or amount < 0:
        fault(
            CellInvalid, "Nothing can be produced in this amount.", "Get the file anew.", row, column, row.cells[column]
        )
    return format(amount.scaleb(6), "f")


def _produced(row: Row, column: str, indicator: str, unit: str, year: str) -> dict[str, str]:
    return {
        "is_about_project": row.cells["unit-id"],
        "has_indicator": indicator,
        "has_stage": "forecast" if year >= _THIS_YEAR else "realised",
        "amount": _millions(row, column),
        "amount_as_said": row.cells[column],
        "has_unit": unit,
        "period": year,
        "was_derived_from": f"#row={row.line}",
    }


def _year_of(row: Row, amount: str, column: str) -> str:
    """Return the year of an amount, '' where it is not stated; raise CellInvalid where one stands without the other."""
    year = row.cells[column]
    if bool(year) != bool(row.cells[amount]) or (year != "not stated" and not re.fullmatch("[0-9]{4}|", year)):
        fault(
            CellInvalid,
            "An amount needs a year, and a year an amount.",
            "Decide in the adaptor what it means.",
            row,
            column,
            year,
        )
    return year if year != "not stated" else ""


def production_of(row: Row) -> Iterator[dict[str, str]]:
    """Yield the amounts that a row states: of oil, of gas, or of both together where neither is stated.

    A printed zero may mean nothing produced or nothing known, and says neither. The publisher computes the total from
    its parts, and prints 0.0 where both are blank: that is no amount.
    """
    oil_year, gas_year = _year_of(row, _OIL, _OIL_YEAR), _year_of(row, _GAS, _GAS_YEAR)
    if row.cells[_OIL] and Decimal(_millions(row, _OIL)):
        yield _produced(row, _OIL, "oil-production", "barrel-per-year", oil_year)
    if row.cells[_GAS] and Decimal(_millions(row, _GAS)):
        yield _produced(row, _GAS, "gas-production", "cubic-metre-per-year", gas_year)
    if not row.cells[_OIL] and not row.cells[_GAS] and Decimal(_millions(row, _TOTAL)):
        yield _produced(row, _TOTAL, "hydrocarbon-production", "boe-per-year", "")


def production(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Measurement table for each amount that is produced."""
    for row in fields(raw):
        yield from production_of(row)


def _names(raw: Raw) -> Iterator[str]:
    for row in fields(raw):
        yield from operators_of(row)
        yield from (owner.name for column in ("owner", "parent") for owner in read_owners(row, column))


TABLES = {
    "Project": projects,
    **tables_of_named(_names),
    "Ownership": owned,
    "Participation": operated,
    "StageReport": stages,
    "Measurement": production,
}
