"""An amount that its indicator cannot reach in its unit is refused as the row is read, and named with its place."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from kg.core import assets
from kg.core.errors import CellInvalid, KgError
from kg.core.ontology import read_ontology
from kg.load.tables import open_sources
from tests.loaded import records
from tests.yearbook import DESCRIPTION, write_yearbook

ONTOLOGY = read_ontology(assets.ontology())


COUNTRY, PROJECT = ("country", "XA"), ("project", "bridge")
SUBJECTS = {
    **dict.fromkeys(("total-imports", "gross-domestic-product", "population"), COUNTRY),
    **dict.fromkeys(("capacity", "oil-production", "gas-production", "hydrocarbon-production"), PROJECT),
}


def load(
    folder: Path, indicator: str, unit: str, amounts: str, bound: str = "between"
) -> tuple[list[object], Sequence[KgError]]:
    """Load a row of a measurement of two amounts; return the amounts that stay, and the faults."""
    described = DESCRIPTION.replace("goods-turnover", indicator).replace("has_unit USD", f"has_unit {unit}")
    described = described.replace("has_bound stated", f"has_bound {bound}")
    subject, key = SUBJECTS.get(indicator, ("dyad", "XA-XB"))
    described = described.replace("is_about_dyad", f"is_about_{subject}")
    header = f"is_about_{subject},period,amount,amount_to,amount_as_said"
    projects = {"Project": "key,label_en\nbridge,Bridge\n"} if subject == "project" else {}
    write_yearbook(folder, described, Measurement=f"{header}\n{key},2020,{amounts},as printed\n", **projects)
    found: list[KgError] = []
    loaded = open_sources([folder], ONTOLOGY)
    (table,) = (table for table in loaded.tables if table.path.stem == "Measurement")
    return [row.values["amount"] for row in records(table, loaded, found.append)], found


@pytest.mark.parametrize(
    ("indicator", "unit", "most"),
    [
        ("goods-turnover", "USD", 10**14),
        ("total-imports", "EUR", 10**14),
        ("goods-turnover", "KZT", 10**17),
        ("gross-domestic-product", "USD", 10**15),
        ("population", "person", 2 * 10**9),
        ("students", "student", 10**8),
        ("capacity", "barrel-per-day", 10**7),
        ("oil-production", "barrel-per-year", 4 * 10**10),
        ("gas-production", "cubic-metre-per-year", 6 * 10**12),
        ("hydrocarbon-production", "boe-per-year", 10**11),
        ("land-border-length", "km", 10**4),
    ],
)
def test_what_is_beyond_a_bound_is_refused_and_what_reaches_it_is_not(
    indicator: str, unit: str, most: int, tmp_path: Path
) -> None:
    assert load(tmp_path / "within", indicator, unit, f"{most},{most}") == ([Decimal(most)], [])
    for name, amounts, column in (("both", f"{most + 1},", "amount"), ("range", f"1,{most + 1}", "amount_to")):
        left, (fault,) = load(tmp_path / name, indicator, unit, amounts, "between" if name == "range" else "stated")
        assert left == []
        assert isinstance(fault, CellInvalid)
        assert (fault.line, fault.column, fault.value) == (2, column, str(most + 1))
        assert "mend its unit" in fault.remedy or "mend the unit" in fault.remedy


def test_a_bound_is_one_of_an_indicator_in_its_unit(tmp_path: Path) -> None:
    assert load(tmp_path / "unit", "capacity", "cubic-metre-per-year", "26000000000,26000000000")[1] == []
    assert load(tmp_path / "indicator", "edition-number", "barrel-per-day", "26000000000,26000000000")[1] == []


def test_what_is_counted_is_not_negative_and_what_grows_may_be(tmp_path: Path) -> None:
    _, (fault,) = load(tmp_path / "counted", "population", "person", "-1,", "stated")
    assert (fault.column, fault.value) == ("amount", "-1")
    assert load(tmp_path / "grows", "goods-turnover-growth", "percent", "-1,", "stated") == ([Decimal(-1)], [])


def test_a_pipeline_of_26_billion_barrels_a_day_is_stopped(tmp_path: Path) -> None:
    _, (fault,) = load(tmp_path, "capacity", "barrel-per-day", "26000000000,", "stated")
    assert fault.value == "26000000000"


@pytest.mark.parametrize(
    ("indicator", "unit", "column", "says"),
    [
        ("goods-turnover", "student", "has_unit", "Give a currency"),
        ("population", "USD", "has_unit", "person"),
        ("goods-turnover-growth", "USD", "has_unit", "percent"),
        ("total-imports", "USD", "is_about", "territory"),
        ("goods-exports", "USD", "has_indicator", "origin and the destination"),
    ],
)
def test_a_measurement_in_a_wrong_unit_of_a_wrong_subject_or_without_a_direction_is_refused(
    indicator: str, unit: str, column: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if column == "is_about":
        monkeypatch.delitem(SUBJECTS, indicator)
    _, (fault,) = load(tmp_path, indicator, unit, "1,", "stated")
    assert isinstance(fault, CellInvalid)
    assert fault.line in {2, None}
    assert fault.column == column
    assert says in fault.remedy
