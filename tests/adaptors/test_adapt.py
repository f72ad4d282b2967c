"""`kg adapt`: all tables of a source or none, by the decisions and counts that hold for it."""

import gzip
import hashlib
import py_compile
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.adapt.files import Raw
from kg.adapt.run import adapt
from kg.cli.adapting import adapt as command
from kg.core.errors import (
    AdaptorFaulty,
    ArgumentInvalid,
    CellInvalid,
    CountTooSmall,
    FileUnreadable,
    OutputUnwritable,
    PatchUnused,
    TableUnknown,
)
from kg.core.manifest import content_digest as folder_digest
from kg.load.folders import check_files
from tests.adaptors.raw_files import raw_lines, refused
from tests.running import kg
from tests.yearbook import MEASUREMENT, write_yearbook

FILE = "firms.csv"
STAGES = {"begun": "ongoing", "shut": "retired", "unknown": None}
OLD = {"Firm.csv": "old\n", "StageReport.csv": "old\n"}
PACKED = gzip.compress("".join(f"{number},{number**3}\n" for number in range(300)).encode(), mtime=0)


@pytest.mark.parametrize(
    "damaged", [PACKED[:200], PACKED[:-4], PACKED[3:], PACKED[:10] + b"\xff" * 9 + PACKED[19:], PACKED[:-8] + bytes(8)]
)
def test_a_packed_file_that_is_damaged_is_named(damaged: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.csv.gz").write_bytes(damaged)
    with refused(FileUnreadable, "x.csv.gz", match="raw file cannot be read"):
        [*Raw({"x": tmp_path / "x.csv.gz"}).rows("x", ("0",), ("0",))]


ADAPTOR = f"""
from kg.adapt.decisions import meaning

STAGES = {STAGES}

def firms(raw):
    for row in raw.rows("{FILE}", used=("name", "status")):
        yield {{"key": row.cells["name"], "label_en": row.cells["name"]}}

def stages(raw):
    meant = raw.decisions("{FILE}", STAGES)
    for row in raw.rows("{FILE}", used=("name", "status")):
        if (stage := meaning(row, "status", meant)) is not None:
            yield {{"has_undertaking": row.cells["name"], "has_stage": stage}}

TABLES = {{"Firm": firms, "StageReport": stages}}
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a folder of sources with one, `axia`, that has an adaptor of two tables and old tables of it."""
    folder = tmp_path / "data" / "axia"
    folder.mkdir(parents=True)
    (folder / "adaptor.py").write_text(ADAPTOR, encoding="utf-8")
    for table in OLD:
        (folder / table).write_text("old\n", encoding="utf-8")
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
    paths = sorted(path for path in (data / "axia").glob("*.csv"))
    return {path.name: path.read_text(encoding="utf-8") for path in paths}


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
    shutil.copy(data / "axia" / "adaptor.py", own)
    (own / "source.ttl").write_text(described.replace("source/axia", "source/tota"), encoding="utf-8")
    done = CliRunner().invoke(command, ["tota", str(raw), "--data", str(data)], catch_exceptions=False)
    assert done.output == "Firm: 3 rows\nStageReport: 2 rows\n"
    assert sorted(path.name for path in own.iterdir()) == [*OLD, "adaptor.py", "source.ttl"]


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


def test_a_source_without_an_adaptor_is_named(data: Path) -> None:
    raw = describe(data, *WHOLE)
    (data / "axia" / "adaptor.py").unlink()
    with refused(ArgumentInvalid, None, None, None, "axia", match="written by hand"):
        adapt(data / "axia", raw)
    assert tables(data) == OLD


@pytest.mark.parametrize(
    ("code", "line", "told"),
    [
        ("TABLES = {\n", 1, "SyntaxError"),
        ("import kg.nothing\n", 1, "ModuleNotFoundError"),
        ("\nraise SystemExit(0)\n", 2, "SystemExit"),
        ("def firms(raw):\n    return [raw.nothing]\n\nTABLES = {'Firm': firms}\n", 2, "AttributeError"),
        ("TABLES = {'Firm': lambda raw: [3]}\n", None, "TypeError"),
        ("", None, "names no tables"),
        ("TABLES = {'Firm': 'firms.csv'}\n", None, "names no tables"),
    ],
)
def test_an_adaptor_that_fails_is_told_with_its_line_and_leaves_all_as_they_were(
    data: Path, code: str, line: int | None, told: str
) -> None:
    raw = describe(data, *WHOLE)
    (data / "axia" / "adaptor.py").write_text(code, encoding="utf-8")
    with refused(AdaptorFaulty, "adaptor.py", line, match=told):
        adapt(data / "axia", raw)
    assert tables(data) == OLD


# --- code that lies among data ----------------------------------------------------------------------------------


def test_no_build_check_or_question_runs_an_adaptor_and_adapt_does(tmp_path: Path) -> None:
    folder, ran = write_yearbook(tmp_path / "data", Measurement=MEASUREMENT), tmp_path / "ran"
    (folder / "adaptor.py").write_text(f"open({str(ran)!r}, 'w').close()\n", encoding="utf-8")
    own = ("--data", str(tmp_path / "data"), "--without-shipped")
    asked = (("ask", "turnover"), ("sources",), ("conflicts",), ("check", "build"))
    for arguments in (("build", *own), ("check", *own), *asked):
        assert kg(tmp_path, *arguments).returncode == 0, arguments
    assert not ran.exists()
    kg(tmp_path, "adapt", "yearbook", str(tmp_path), "--data", str(tmp_path / "data"))
    assert ran.exists()


def test_a_build_does_not_depend_on_an_adaptor_or_on_what_an_installer_compiles_of_it(tmp_path: Path) -> None:
    folder = write_yearbook(tmp_path / "data", Measurement=MEASUREMENT)
    before = folder_digest(folder)
    (folder / "adaptor.py").write_text("TABLES = {}\n", encoding="utf-8")
    py_compile.compile(str(folder / "adaptor.py"), doraise=True)
    assert (folder / "__pycache__").is_dir()
    check_files(folder)
    assert folder_digest(folder) == before
    (folder / "NOTICE.md").write_text("Another page.\n", encoding="utf-8")
    assert folder_digest(folder) != before
    (folder / "other.py").touch()
    with refused(TableUnknown, "other.py"):
        check_files(folder)
