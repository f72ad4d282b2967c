"""Rows as files: whatever the place is called, whatever happened to them."""

import shutil
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from kg.building import build
from kg.claim_table import chosen_claims
from kg.core import assets
from kg.core.errors import BuildDamaged
from kg.core.manifest import DERIVED, ENDS, NQUADS, check_build
from kg.core.time_axes import TimeAxes
from kg.restrict import restrict
from kg.rows.engine import engine, rows_of
from kg.rows.opened import open_rows
from kg.rows.partition import SOURCES
from tests.builds import Shared
from tests.yearbook import MEASUREMENT, write_yearbook

BEFORE = TimeAxes(date(2000, 1, 1), None)


PERIODS = {
    "within": (date(2024, 3, 1), date(2024, 4, 1)),
    "since": (date(2020, 1, 1), None),
    "until": (None, date(2024, 1, 2)),
    "ever": (None, None),
    "before": (date(2023, 1, 1), date(2024, 1, 1)),
    "after": (date(2025, 1, 1), None),
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_yearbook(tmp_path_factory.mktemp("rows") / "data", Measurement=MEASUREMENT).parent


@pytest.fixture
def made(data: Path, once: Shared, tmp_path: Path) -> Path:
    """Return a copy of a build that may be damaged."""
    return Path(shutil.copytree(once.build([data]), tmp_path / "build"))


@pytest.mark.parametrize("name", ["a*b [c] d? {e,f}", 'o\'clock "$X" құрылыс'])
def test_a_place_may_have_any_name(name: str, data: Path, once: Shared, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()
    shutil.copytree(data, tmp_path / name / "data")
    built = build([tmp_path / name / "data"], assets.ontology(), tmp_path / name / "build")
    assert (built.folder / NQUADS).read_bytes() == (once.build([data]) / NQUADS).read_bytes()
    restricted = restrict(built.folder, assets.ontology(), BEFORE)
    assert restricted.left_out == built.claims == 2
    assert len(list(restricted.store())) > 1000


def test_a_year_has_what_is_known_to_be_of_it_and_a_network_what_may_be(data: Path, once: Shared) -> None:
    since, until = (list(ends) for ends in zip(*PERIODS.values(), strict=True))
    days = pa.schema([("valid_from", pa.date32()), ("valid_until", pa.date32())])
    table = pa.table({"valid_from": since, "valid_until": until}, days).append_column("claim", [[*PERIODS]])
    with open_rows(once.build([data])) as rows:
        rows.put("period", table)
        asked = "SELECT claim, in_year(valid_from, valid_until, $year) AS told FROM period"
        told = {row["claim"]: row["told"] for row in rows.ask(asked, year=2024)}
        assert all(row["told"] for row in rows.ask(asked, year=None))
    assert told == {"within": True, "since": None, "until": None, "ever": None, "before": False, "after": False}
    assert chosen_claims(table, {}, None, 2024)["claim"].to_pylist() == ["within"]


def test_a_place_named_as_a_home_is_none(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    Path("~").mkdir()
    build([data], assets.ontology(), Path("~") / "build")
    assert check_build(tmp_path / "~" / "build", None)
    assert [*(tmp_path / "home").iterdir()] == []


def test_a_pattern_is_read_as_a_name(data: Path, once: Shared, tmp_path: Path) -> None:
    rows = next(once.build([data]).glob(f"{SOURCES}/*/Measurement.parquet"))
    for name in ("a.parquet", "[ab].parquet"):
        shutil.copy(rows, tmp_path / name)
    (tmp_path / "a.parquet").write_bytes(b"damaged")
    with engine() as made:
        assert made.execute(f"SELECT count(*) FROM {rows_of(tmp_path / '[ab].parquet')}") == [(2,)]  # noqa: S608


@pytest.mark.parametrize(
    "part", [DERIVED, ENDS, f"{SOURCES}/yearbook/Measurement.parquet", f"{SOURCES}/yearbook/source.nq"]
)
def test_rows_that_are_not_as_they_were_written_are_not_published(part: str, made: Path) -> None:
    with (made / part).open("r+b") as file:
        file.seek(9)
        file.write(b"XYZ")
    check_build(made)
    with pytest.raises(BuildDamaged, match="not what was written"):
        restrict(made, assets.ontology(), BEFORE)
    (made / part).unlink()
    with pytest.raises(BuildDamaged, match="missing"):
        restrict(made, assets.ontology(), BEFORE)


def test_rows_of_another_ontology_are_not_read(made: Path, tmp_path: Path) -> None:
    shutil.copytree(assets.ontology(), tmp_path / "ontology")
    assert restrict(made, tmp_path / "ontology", BEFORE).left_out == 2
    (tmp_path / "ontology" / "rules" / "more.rq").write_text("# rule: None.\nCONSTRUCT {} WHERE {}\n", encoding="utf-8")
    with pytest.raises(BuildDamaged, match="another ontology"):
        restrict(made, tmp_path / "ontology", BEFORE)
