"""Run `kg` as its user does: in this process, which spares the start, or in one of its own, where that is the point."""

import os
import subprocess
import sys
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.core.errors import ProgramFaulty

KG = str(Path(sys.executable).with_name("kg"))


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended, and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


def sound(done: Done) -> Done:
    """Return how a command ended; fail for a traceback, and for a fault that the program owns up to."""
    for sign in ("Traceback", ProgramFaulty("", remedy="").slug):
        assert sign not in done.stderr, done.stderr
    return done


def kg(folder: Path, *arguments: str, text: str = "", **environment: str) -> Done:
    """Run `kg` in a folder, in this process; a fault of the program fails the test, as a traceback does."""
    with (
        CliRunner().isolation(text, environment) as (out, err, _),
        chdir(folder),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(sys, "argv", ["kg", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        sys.stdout.flush()
        sys.stderr.flush()
        assert isinstance(ended.value.code, int)
        return sound(Done(ended.value.code, out.getvalue().decode(), err.getvalue().decode()))


def kg_process(folder: Path, *arguments: str, text: str = "", **environment: str) -> Done:
    """Run `kg` in a folder, in a process of its own."""
    done = subprocess.run(
        [KG, *arguments],
        cwd=folder,
        input=text,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )
    return sound(Done(done.returncode, done.stdout, done.stderr))


def run_as_documented(folder: Path, command: str) -> str:
    """Run a command in a folder as a page shows it, unmeasured, and return what it printed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    environment["PATH"] = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(command.split(), cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
