"""A question is asked of a real server as of the build, and the user is warned if the server hides named graphs."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Dataset

from tests.serving import sparql_server


@pytest.fixture(scope="module")
def address(seed_build: Path) -> Iterator[str]:
    """Serve the seed, without the reference graphs, on a free port: united at /union, not at /apart."""
    lines = (seed_build / "kg.nq").read_text(encoding="utf-8").splitlines()
    kept = "\n".join(line for line in lines if "kazinform" in line or "/graph/ontology" in line or "/claim/" in line)
    datasets = {name: Dataset(default_union=name == "union") for name in ("union", "apart")}
    for dataset in datasets.values():
        dataset.parse(data=kept, format="nquads")
    with sparql_server(datasets) as address:
        yield address


def kg(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("kg")), *arguments]
    environment = {**os.environ, "no_proxy": "127.0.0.1"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_a_server_answers_as_the_build_does(address: str, seed_build: Path) -> None:
    here = kg(seed_build.parent, "ask", "turnover", "--format", "csv")
    there = kg(seed_build.parent, "ask", "turnover", "--format", "csv", "--endpoint", f"{address}/union")
    assert (there.returncode, there.stdout) == (0, here.stdout)
    assert "28000000000" in there.stdout
    assert "warning" not in there.stderr


def test_a_server_that_hides_its_named_graphs_is_warned_of(address: str, seed_build: Path) -> None:
    done = kg(seed_build.parent, "ask", "turnover", "--endpoint", f"{address}/apart")
    assert done.returncode == 0
    assert "does not unite its named graphs" in done.stderr
    assert "no rows" in done.stderr


def test_labels_of_an_answer_need_no_build(address: str, tmp_path: Path) -> None:
    done = kg(tmp_path, "ask", "turnover", "--format", "records", "--endpoint", f"{address}/union")
    assert done.returncode == 0
    assert "stage/realised" in done.stdout
