"""The wheel carries the ontology, the queries and the data, and works away from the checkout."""

import os
import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder

from kg.core import assets

ROOT = Path(__file__).parents[1]
_SPDX = {
    "Etalab-2.0": "etalab-2.0",
    "IMF-data": "LicenseRef-IMF-data",
    "LGPL-2.1": "LGPL-2.1-only",
    "facts-and-quotations": "LicenseRef-facts-and-quotations",
}


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


def stated_licences() -> dict[str, set[str]]:
    """Return the sources under each licence that their descriptions state."""
    found: dict[str, set[str]] = {}
    for path in (path for folder in [assets.data(), *assets.packs()] for path in folder.glob("*/source.ttl")):
        for name in re.findall(r"dcterms:license <\S+/licence/([^>]+)>", path.read_text(encoding="utf-8")):
            found.setdefault(_SPDX.get(name, name), set()).add(path.parent.name)
    return found


def noticed_licences(text: str) -> dict[str, set[str]]:
    parts = re.split(r"^## (\S+)$", text, flags=re.MULTILINE)[1:]
    return {name: set(re.findall(r"`([\w.-]+)`", part)) for name, part in zip(parts[::2], parts[1::2], strict=True)}


def test_the_wheel_says_under_which_licences_its_content_stands(installed: Path) -> None:
    (metadata,) = installed.glob("*.dist-info/METADATA")
    (expression,) = re.findall(r"^License-Expression: (.*)$", metadata.read_text(encoding="utf-8"), re.MULTILINE)
    stated = stated_licences()
    assert stated["ODbL-1.0"] == {"region-ids", "region-neighbours"}
    assert sorted(expression.split(" AND ")) == sorted({"Apache-2.0", *stated})
    shipped = metadata.parent / "licenses"
    notice = (shipped / "NOTICE.md").read_text(encoding="utf-8")
    assert noticed_licences(notice) == stated
    assert noticed_licences(notice.replace("`desta`, ", "")) != stated
    for name in re.findall(r"\]\(([^):]+)\)", notice):
        assert (shipped / name).is_file(), name


def test_the_wheel_explains_its_errors(installed: Path) -> None:
    page = installed / "kg" / "_assets" / "docs" / "errors.md"
    assert page.read_bytes() == (ROOT / "docs" / "errors.md").read_bytes()


def test_the_source_distribution_holds_the_tests_and_what_they_need() -> None:
    held = {Path(file.distribution_path) for file in SdistBuilder(str(ROOT)).recurse_included_files()}
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    tracked = {Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file()}
    assert Path("tests", "test_wheel.py") in held
    assert {path.parts[0] for path in tracked - held} <= {".github", ".ci"}


def test_the_wheel_builds_and_answers_away_from_the_checkout(installed: Path, seed_data: Path, tmp_path: Path) -> None:
    script = (
        "import kg\nfrom kg.core import assets\nfrom kg.cli import main\nimport sys\n"
        f"assert assets.ontology().is_relative_to({str(installed)!r}), assets.ontology()\n"
        "sys.argv = ['kg', *sys.argv[1:]]\nmain()\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    for arguments, expected in (
        (["build", "--without-shipped", "--data", str(seed_data)], "89 claims"),
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


PAGE = ROOT / "docs" / "a-project-of-your-own.md"
MOST_ROUNDS = 3


def walk(page: str, folder: Path, installed: Path) -> list[str]:
    """Do what a page does: write the text and the tables that it shows, run its commands, and name what differs."""
    differing, own = [], folder / "forum"
    for language, block in re.findall(r"^```(text|csv|console)\n(.*?)^```", page, re.MULTILINE | re.DOTALL):
        if language == "text":
            (folder / "article.txt").write_text(block, encoding="utf-8")
        elif language == "csv":
            table = "Measurement" if "is_about_dyad" in block else "StudentFlow"
            (own / "data" / "forum-2025" / f"{table}.csv").write_text(block, encoding="utf-8")
        for part in re.split(r"^\$ kg ", block, flags=re.MULTILINE)[1:] if language == "console" else ():
            command, _, shown = part.partition("\n")
            printed = kg_of(installed, own if own.exists() else folder, *shlex.split(command))
            if re.fullmatch(re.escape(shown).replace("…", ".*"), printed) is None:
                differing.append(f"{command}\n{printed}")
    return differing


def kg_of(installed: Path, folder: Path, *arguments: str) -> str:
    """Run `kg` of a wheel in an environment that has nothing else of it, and return what it printed."""
    script = "import sys\nfrom kg.cli import main\nsys.argv = ['kg', *sys.argv[1:]]\nmain()\n"
    environment = {"PYTHONPATH": str(installed), "PATH": os.environ["PATH"], "HOME": str(folder)}
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout


def test_a_graph_of_two_invented_countries_takes_few_rounds_of_the_check_as_the_page_shows(
    installed: Path, tmp_path: Path
) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert walk(page, tmp_path, installed) == []
    assert 1 < page.count("$ kg check\n") <= MOST_ROUNDS
    assert "words: conforms, 2 checked, 0 findings" in page
    assert "build: 2 claims of 6 sources" in page


def test_a_page_that_shows_something_else_would_be_noticed(installed: Path, tmp_path: Path) -> None:
    page = "```console\n$ kg init forum\nforum/dyad.toml\n```\n"
    assert len(walk(page, tmp_path, installed)) == 1
