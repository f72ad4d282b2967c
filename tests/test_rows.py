"""Rows as files: whatever the place is called, whatever happened to them."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from kg.building import build
from kg.core import assets
from kg.core.errors import BuildDamaged
from kg.core.manifest import DERIVED, ENDS, NQUADS, check_build
from kg.core.time_axes import TimeAxes
from kg.restrict import restrict
from kg.rows.engine import engine, rows_of
from kg.rows.partition import SOURCES
from tests.builds import Shared
from tests.yearbook import MEASUREMENT, write_yearbook

BEFORE = TimeAxes(date(2000, 1, 1), None)


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
