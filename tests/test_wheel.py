"""The wheel carries the ontology, the queries and the data, and works away from the checkout."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hatchling.builders.sdist import SdistBuilder

from kg.core import assets

ROOT = Path(__file__).parents[1]
SCRIPTS = {"BSD-3-Clause", "ISC", "MIT"}
"""Under which licences the scripts of pages stand, which are bundled into the wheel with their texts."""
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
    compiled = Path("kg", "compare", "__pycache__")  # known by a digest of the code, and dear: as after a first build
    (folder / "site" / compiled).mkdir()
    for kept in (ROOT / compiled).glob("*.json"):
        shutil.copy(kept, folder / "site" / compiled)
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
    assert sorted(expression.split(" AND ")) == sorted({"Apache-2.0", *SCRIPTS, *stated})
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


# --- away from the checkout ---------------------------------------------------------------------------------------

PAGE = ROOT / "docs" / "a-project-of-your-own.md"
MOST_ROUNDS = 3
ASKED = "```console\n$ kg ask turnover XA-XB --format csv --labels none\nperiod_from,…\n…,4400000000,…\n```\n"
FALSE = "```console\n$ kg init forum\nforum/dyad.toml\n```\n"


@pytest.fixture(scope="module")
def walked(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Do what some pages show with the wheel, in an environment that has nothing else of `kg`; name what differs."""
    folder = tmp_path_factory.mktemp("walked")
    steps = []
    for number, (page, place) in enumerate([(PAGE.read_text(encoding="utf-8"), "a"), (ASKED, "a"), (FALSE, "b")]):
        (folder / place).mkdir(exist_ok=True)
        (folder / f"{number}.md").write_text(page, encoding="utf-8")
        steps += [str(folder / f"{number}.md"), str(folder / place)]
    environment = {"PYTHONPATH": str(installed), "PATH": os.environ["PATH"], "HOME": str(folder)}
    command = [sys.executable, str(Path(__file__).with_name("walk.py")), *steps]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_graph_of_two_invented_countries_takes_few_rounds_of_the_check_as_the_page_shows(
    walked: dict[str, Any],
) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert walked["differing"][0] == []
    assert 1 < page.count("$ kg check\n") <= MOST_ROUNDS
    assert "words: conforms, 2 checked, 0 findings" in page
    assert "build: 2 claims of 6 sources" in page


def test_the_wheel_answers_by_what_it_carries(walked: dict[str, Any], installed: Path) -> None:
    assert Path(walked["ontology"]).is_relative_to(installed)
    assert walked["differing"][1] == []


def test_a_page_that_shows_something_else_would_be_noticed(walked: dict[str, Any]) -> None:
    (differing,) = walked["differing"][2]
    assert differing.startswith("init forum\n")
