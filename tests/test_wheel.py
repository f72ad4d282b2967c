"""The wheel carries the ontology, the queries and the data, and works away from the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a wheel from the checkout and unpack it as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("dyad_kg-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_holds_every_asset(installed: Path) -> None:
    for name in ("ontology", "queries", "data"):
        shipped = {p.relative_to(ROOT / name) for p in (ROOT / name).rglob("*") if p.is_file()}
        carried = {
            p.relative_to(installed / "kg" / "_assets" / name)
            for p in (installed / "kg").rglob(f"_assets/{name}/**/*")
            if p.is_file()
        }
        assert shipped
        assert carried == shipped


def test_the_wheel_builds_and_answers_away_from_the_checkout(installed: Path, seed_data: Path, tmp_path: Path) -> None:
    script = (
        "import kg\nfrom kg import assets\nfrom kg.cli import main\nimport sys\n"
        f"assert assets.ontology().is_relative_to({str(installed)!r}), assets.ontology()\n"
        "sys.argv = ['kg', *sys.argv[1:]]\nmain()\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    for arguments, expected in (
        (["build", "--without-shipped", "--data", str(seed_data)], "75 claims"),
        (["ask", "turnover", "--format", "csv"], "28000000000"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert expected in done.stdout
