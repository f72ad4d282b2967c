"""`kg adapt`: all tables of a source or none, by the decisions and counts that hold for it."""

import gzip
import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from click.testing import CliRunner

from kg.cli.adapting import adapt as command
from kg.errors import ArgumentInvalid, CellInvalid, CountTooSmall, FileUnreadable, OutputUnwritable, PatchUnused
from kg.load.adapt import adapt, adaptor, adaptors
from kg.load.raw.decisions import meaning
from kg.load.raw.files import Raw
from tests.load.raw_files import raw_lines, refused

FILE = "firms.csv"
STAGES = {"begun": "ongoing", "shut": "retired", "unknown": None}

Rows: TypeAlias = Callable[[Raw], Iterable[dict[str, str]]]


PACKED = gzip.compress("".join(f"{number},{number**3}\n" for number in range(300)).encode(), mtime=0)


@pytest.mark.parametrize(
    "damaged", [PACKED[:200], PACKED[:-4], PACKED[3:], PACKED[:10] + b"\xff" * 9 + PACKED[19:], PACKED[:-8] + bytes(8)]
)
def test_a_packed_file_that_is_damaged_is_named(damaged: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.csv.gz").write_bytes(damaged)
    with refused(FileUnreadable, "x.csv.gz", match="raw file cannot be read"):
        [*Raw({"x": tmp_path / "x.csv.gz"}).rows("x", ("0",), ("0",))]


def firms(raw: Raw) -> Iterator[dict[str, str]]:
    for row in raw.rows(FILE, used=("name", "status")):
        yield {"key": row.cells["name"], "label_en": row.cells["name"]}


def stages(raw: Raw) -> Iterator[dict[str, str]]:
    meant = raw.decisions(FILE, STAGES)
    for row in raw.rows(FILE, used=("name", "status")):
        if (stage := meaning(row, "status", meant)) is not None:
            yield {"has_undertaking": row.cells["name"], "has_stage": stage}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let a source `axia` have an adaptor of two tables; return a folder of sources with old tables of it."""
    tables: dict[str, Rows] = {"Firm": firms, "StageReport": stages}
    monkeypatch.setattr("kg.load.adapt.adaptor", lambda _: tables)
    folder = tmp_path / "data" / "axia"
    folder.mkdir(parents=True)
    for table in tables:
        (folder / f"{table}.csv").write_text("old\n", encoding="utf-8")
    return folder.parent


def describe(data: Path, *rows: str) -> Path:
    """Write a raw file and the description of the source that was read from it; return the folder of the file."""
    raw = raw_lines(data.parent, {FILE: ("name,status", *rows)})
    digest = hashlib.sha256(raw.path(FILE).read_bytes()).hexdigest()
    (data / "axia" / "source.ttl").write_text(
        f"""@prefix dyad: <https://w3id.org/dyad/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/dyad/id/source/axia> a dyad:Source ; dyad:retrievedOn "2026-01-01"^^xsd:date ;
    dyad:hasFile <https://w3id.org/dyad/source/axia/{FILE}> ; dyad:minimumCount "Firm 3", "StageReport 2" .
<https://w3id.org/dyad/source/axia/{FILE}> a dyad:SourceFile ;
    dyad:fileName "{FILE}" ; dyad:sha256 "{digest}" .
""",
        encoding="utf-8",
    )
    return data.parent


def tables(data: Path) -> dict[str, str]:
    paths = sorted(path for path in (data / "axia").iterdir() if path.name != "source.ttl")
    return {path.name: path.read_text(encoding="utf-8") for path in paths}


OLD = {"Firm.csv": "old\n", "StageReport.csv": "old\n"}
WHOLE = ("Alfa,begun", "Beta,shut", "Gamma,unknown")


def test_a_source_of_ones_own_folder_is_adapted_and_its_rows_are_counted(data: Path) -> None:
    done = CliRunner().invoke(command, ["axia", str(describe(data, *WHOLE)), "--data", str(data)])
    assert (done.output, done.exit_code) == ("Firm: 3 rows\nStageReport: 2 rows\n", 0)
    assert tables(data) == {
        "Firm.csv": "key,label_en\nAlfa,Alfa\nBeta,Beta\nGamma,Gamma\n",
        "StageReport.csv": "has_undertaking,has_stage\nAlfa,ongoing\nBeta,retired\n",
    }


def test_a_description_of_ones_own_comes_before_the_shipped_one(data: Path) -> None:
    raw = describe(data, *WHOLE)
    own = data / "tota"
    own.mkdir()
    described = (data / "axia" / "source.ttl").read_text(encoding="utf-8")
    (own / "source.ttl").write_text(described.replace("source/axia", "source/tota"), encoding="utf-8")
    done = CliRunner().invoke(command, ["tota", str(raw), "--data", str(data)], catch_exceptions=False)
    assert done.output == "Firm: 3 rows\nStageReport: 2 rows\n"
    assert sorted(path.name for path in own.iterdir()) == [*OLD, "source.ttl"]


def test_tables_go_into_another_folder_if_asked_to(data: Path, tmp_path: Path) -> None:
    raw = describe(data, *WHOLE)
    assert adapt(data / "axia", raw, tmp_path / "new") == {"Firm": 3, "StageReport": 2}
    assert tables(data) == OLD
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == sorted(OLD)


def test_a_later_table_that_is_too_small_leaves_all_as_they_were(data: Path) -> None:
    raw = describe(data, "Alfa,begun", "Beta,unknown", "Gamma,unknown")
    with refused(CountTooSmall, "StageReport.csv", match="1 rows where source.ttl promises 2"):
        adapt(data / "axia", raw)
    assert tables(data) == OLD


def test_a_value_that_nobody_decided_about_leaves_all_as_they_were(data: Path) -> None:
    raw = describe(data, *WHOLE, "Delta,paused")
    with refused(CellInvalid, FILE, 5, "status", "paused"):
        adapt(data / "axia", raw)
    assert tables(data) == OLD


def test_a_decision_that_meets_nothing_leaves_all_as_they_were(data: Path) -> None:
    raw = describe(data, "Alfa,begun", "Beta,begun", "Gamma,unknown")
    with refused(PatchUnused, FILE, None, None, "shut"):
        adapt(data / "axia", raw)
    assert tables(data) == OLD


def test_a_table_that_cannot_be_written_leaves_all_as_they_were(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = describe(data, *WHOLE)
    whole = Path.open

    def full(path: Path, *arguments: str, **options: str) -> object:
        if "StageReport.csv" in path.name and "w" in arguments:
            raise OSError("No space left on device")
        return whole(path, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(OutputUnwritable, match="No space left"):
        adapt(data / "axia", raw)
    assert tables(data) == OLD


def test_a_source_without_an_adaptor_is_named() -> None:
    with refused(ArgumentInvalid, None, None, None, "kz-regions", match="written by hand"):
        adaptor("kz-regions")
    assert {"tota", "country-codes"} <= set(adaptors())
    assert adaptors() == sorted(adaptors())
    assert all(adaptor(source) for source in adaptors())
