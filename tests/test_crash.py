"""Whatever ends a command, the old output is whole, the next run is right, and nothing is left beside."""

import marshal
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from kg.cli.failures import cause_of
from kg.core.errors import SystemRefused
from kg.core.manifest import check_build, check_replaceable
from kg.core.output import folder_beside
from kg.rows.engine import Connection, _told, engine
from tests.builds import Shared, digest
from tests.running import kg
from tests.yearbook import MEASUREMENT, write_yearbook

KILLED = """
import os, signal, sys
from pathlib import Path
from kg.core import assets, output
from kg.building import build
data, out, moment = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
kill = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
if moment == "exchanged":
    output._remove = lambda path: kill() if path.name.startswith(".build.") else None
tell = lambda step: kill() if step.startswith(moment) else None
build([data], assets.ontology(), out, None, tell, all_graphs=True)  # else what is there would stay
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the yearbook alone."""
    return write_yearbook(tmp_path_factory.mktemp("crash") / "data", Measurement=MEASUREMENT).parent


@pytest.fixture
def old(data: Path, once: Shared, tmp_path: Path) -> Path:
    """Return a copy of a whole build in a folder where nothing else is."""
    (tmp_path / "place").mkdir()
    return Path(shutil.copytree(once.build([data]), tmp_path / "place" / "build"))


@pytest.mark.parametrize("moment", ["checking", "writing", "exchanged"])
def test_a_killed_build_leaves_a_whole_one_and_the_next_run_cleans_up(
    moment: str, data: Path, old: Path, tmp_path: Path
) -> None:
    before = digest([old])
    (tmp_path / "scratch").mkdir()
    command = [sys.executable, "-c", KILLED, str(data), str(old), moment]
    environment = {**os.environ, "TMPDIR": str(tmp_path / "scratch")}
    assert subprocess.run(command, env=environment, check=False).returncode == -signal.SIGKILL
    check_build(old, None)
    assert (digest([old]) == before) == (moment != "exchanged")
    assert len(list(old.parent.glob(".build.*.partial"))) == 1
    with folder_beside(old, check_replaceable) as partial:
        shutil.copytree(old, partial, dirs_exist_ok=True)
    check_build(old, None)
    assert [path.name for path in old.parent.iterdir()] == ["build"]


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let no file grow over a size, as on a disk that is full; Python, too, keeps no bytecode then."""
    before, spared = resource.getrlimit(resource.RLIMIT_FSIZE), sys.dont_write_bytecode
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    sys.dont_write_bytecode = True
    try:
        yield
    finally:
        sys.dont_write_bytecode = spared
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("size", [200, 20_000, 300_000])
def test_a_build_that_finds_no_room_is_a_sentence_and_leaves_the_old(size: int, data: Path, old: Path) -> None:
    before = digest([old])
    with largest_file(size):
        done = kg(old.parent, "build", "--data", str(data), "--without-shipped", "--all-graphs")
    assert done.returncode == 2
    assert "error: The output cannot be written: " in done.stderr
    assert "File too large" in done.stderr or "file too large" in done.stderr
    assert "where:  build\n" in done.stderr
    assert digest([old]) == before
    assert [path.name for path in old.parent.iterdir()] == ["build"]


@pytest.mark.parametrize(
    "arguments",
    [
        *(("export", "--format", form) for form in ("gexf", "nq", "trig", "ttl", "jsonld", "csv")),
        *(("query", "-", "--format", form) for form in ("csv", "json", "parquet", "table")),
        *(("conflicts", "--format", form) for form in ("html", "json")),
    ],
)
def test_a_file_that_finds_no_room_is_a_sentence_and_leaves_the_old(
    arguments: tuple[str, ...], world_build: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("old", encoding="utf-8")
    with largest_file(100):
        done = kg(
            tmp_path, *arguments, "--build", str(world_build), "--out", "out", text="SELECT * { ?s ?p ?o } LIMIT 50"
        )
    assert done.returncode == 2
    assert "where:  out\n" in done.stderr
    assert (tmp_path / "out").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    ("form", "names"),
    [
        *((form, ["out"]) for form in ("gexf", "graphml", "cytoscape", "node-link", "parquet", "svg", "html")),
        *((form, ["out.nodes.csv", "out.edges.csv"]) for form in ("gephi", "neo4j")),
    ],
)
def test_a_network_that_finds_no_room_is_a_sentence_and_leaves_all_its_old_files(
    form: str, names: list[str], world_build: Path, tmp_path: Path
) -> None:
    old = {name: f"old {name}" for name in (*names, "out.txt")}
    for name, text in old.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with largest_file(100):
        done = kg(tmp_path, "export", "--format", form, "--build", str(world_build), "--out", "out")
    assert done.returncode == 2
    assert "error: The output cannot be written: " in done.stderr
    assert any(f"where:  {name}\n" in done.stderr for name in names), done.stderr
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == old


@pytest.mark.parametrize("form", ["graphml", "gephi", "html"])
def test_a_killed_export_of_a_network_leaves_no_half_file(form: str, world_build: Path, tmp_path: Path) -> None:
    """Killed when the first file is whole and the others are not, it leaves the old; the next export tidies up."""
    command = [
        sys.executable,
        "-c",
        "import os, signal; os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL); from kg.cli import main; main()",
        *("export", "--format", form, "--build", str(world_build), "--out", "out"),
    ]
    names = {"gephi": ["out.edges.csv", "out.nodes.csv"]}.get(form, ["out"])
    for name in names:
        (tmp_path / name).write_text("old", encoding="utf-8")
    assert subprocess.run(command, cwd=tmp_path, check=False).returncode == -signal.SIGKILL
    assert [(tmp_path / name).read_text(encoding="utf-8") for name in names] == ["old"] * len(names)
    assert any(path.name.endswith(".partial") for path in tmp_path.iterdir())
    assert kg(tmp_path, *command[3:]).returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*names, "out.txt"])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_command_that_is_asked_to_end_does_so_at_once_and_leaves_the_old(
    number: signal.Signals, world_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").write_text("old", encoding="utf-8")
    handlers = [signal.getsignal(number), signal.getsignal(signal.SIGTERM)]
    monkeypatch.setattr(os, "fsync", lambda _: os.kill(os.getpid(), number))
    done = kg(tmp_path, "export", "--format", "nq", "--build", str(world_build), "--out", "out")
    assert done.returncode == 128 + number
    assert "Traceback" not in done.stderr
    assert (tmp_path / "out").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert [signal.getsignal(number), signal.getsignal(signal.SIGTERM)] == handlers


def test_a_signal_that_the_caller_ignores_stays_ignored(
    world_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        monkeypatch.setattr(os, "fsync", lambda _: os.kill(os.getpid(), signal.SIGHUP))
        done = kg(tmp_path, "export", "--format", "nq", "--build", str(world_build), "--out", "out")
    finally:
        signal.signal(signal.SIGHUP, before)
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("error", "meant"),
    [
        (duckdb.IOException("Could not write file"), OSError),
        (duckdb.OutOfMemoryException("failed to pin block"), MemoryError),
        (duckdb.BinderException("no such column"), duckdb.BinderException),
    ],
)
def test_what_ends_the_engine_is_told_as_python_does(error: Exception, meant: type[BaseException]) -> None:
    with pytest.raises(meant), _told():
        raise error


class Alarm(Exception):
    """A signal came."""


def test_a_signal_ends_the_engine_within_one_task_of_its() -> None:
    def ring(*_: object) -> None:
        raise Alarm

    def work(connection: Connection) -> None:
        connection.execute("SELECT count(*) FROM range(100000) a, range(100000) b WHERE (a.range * b.range) % 7 = 3")
        finished.append("after a minute")

    finished: list[str] = []
    before = signal.signal(signal.SIGALRM, ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        with pytest.raises(Alarm), engine() as made:
            made.run(work)
    finally:
        signal.signal(signal.SIGALRM, before)
    assert not finished


def test_a_module_is_not_kept_in_part_where_files_are_limited(data: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    command = [
        sys.executable,
        "-c",
        "from kg.cli import main; main()",
        "sources",
        "--build",
        str(tmp_path / "none"),
    ]
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(kept), "PYTHONDONTWRITEBYTECODE": ""}
    subprocess.run([sys.executable, "-c", "import kg.cli"], env=environment, check=True)
    limited = subprocess.run(
        ["bash", "-c", 'ulimit -f 4; exec "$@"', "bash", *command], env=environment, capture_output=True, check=False
    )
    after = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert limited.returncode == after.returncode == 2
    assert "marshal" not in after.stderr


def test_a_module_that_is_kept_in_part_is_a_sentence() -> None:
    with pytest.raises(EOFError) as cut:
        marshal.loads(marshal.dumps("a module")[:-1])  # noqa: S302
    told = cause_of(cut.value)
    assert isinstance(told, SystemRefused)
    assert "__pycache__" in told.remedy
