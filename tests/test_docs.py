"""The documentation is true: its commands run and print what it shows, and nothing is left out of it."""

import re
import sys
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kg.cli.commands import cli
from kg.core import assets
from kg.docgen.pages import pages
from kg.query.library import read_queries
from tests.builds import BUILD, PRINTED, Shared
from tests.running import kg

ROOT = Path(__file__).parents[1]
PAGES = ["README.md", "docs/tutorial.md", "docs/questions-a-researcher-asks.md", "docs/network.md"]
ONCE = {BUILD: "built.txt"}
"""What takes long, and is run for all tests once, with the file in which what it printed is kept."""


def blocks(page: str, language: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def commands(page: str) -> list[tuple[str, str]]:
    """Return the commands of a page's console blocks with the output that it shows for each."""
    found = []
    for block in blocks(page, "console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


@cache
def run(command: str, folder: Path) -> str:
    """Run a command of a page once: what two pages show is tried for both by one run, what takes long by none."""
    if (kept := folder / ONCE.get(command, "none")).exists():
        return kept.read_text(encoding="utf-8")
    done = kg(folder, *command.split()[1:])
    assert done.returncode == 0 or not done.stdout, done.stderr
    return done.stdout or done.stderr


def differences(page: str, folder: Path) -> list[str]:
    """Run the commands of a page in order, and name those that print something else; `…` stands for anything."""
    found = []
    for command, shown in commands(page):
        pattern = re.escape(shown).replace("…", ".*").replace(re.escape("…"), ".*")
        if re.match(pattern, run(command, folder), re.DOTALL) is None:
            found.append(command)
    return found


@pytest.fixture(scope="module")
def folder(once: Shared, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which the commands of all pages are run, one page after the other, after `kg build`."""
    folder = tmp_path_factory.mktemp("reader")
    (folder / "build").symlink_to(once.shipped() / "build")
    (folder / ONCE[BUILD]).symlink_to(once.shipped() / PRINTED)
    return folder


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_print_what_the_page_shows(page: str, folder: Path) -> None:
    assert all(command.startswith("kg ") for command, _ in commands(page))
    for query in blocks(page, "sparql"):
        (folder / query.split()[1]).write_text(query, encoding="utf-8")
    assert differences(page, folder) == []


def test_a_page_that_shows_something_else_would_be_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.md"
    page.write_text("```console\n$ kg --version\nkg, version 99\n```\n", encoding="utf-8")
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    assert differences("page.md", tmp_path) == ["kg --version"]


def test_the_python_of_the_readme_runs(seed_build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(seed_build.parent)
    found: dict[str, object] = {}
    exec(compile(blocks("README.md", "python")[0], "README.md", "exec"), found)  # noqa: S102
    assert len(found["turnover"]) == 2  # type: ignore[arg-type]
    assert len(found["everything"]) == 89  # type: ignore[arg-type]


@cache
def generated() -> dict[str, str]:
    return pages(assets.ontology(), assets.queries())


@pytest.mark.parametrize("name", ["model.md", "model.svg", "questions.md", "tables.md", "vocabulary.md"])
def test_what_is_generated_is_fresh(name: str) -> None:
    kept = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert kept == generated()[name]
    assert kept.replace("turnover", "turn-over").replace("Measurement", "Measure") != generated()[name]


def test_all_that_is_generated_is_looked_at_and_says_what_the_ontology_does() -> None:
    assert sorted(generated()) == ["model.md", "model.svg", "questions.md", "tables.md", "vocabulary.md"]
    assert "| **has_bound** | key of Bound |" in generated()["tables.md"]
    assert (
        "| `more-than` | more than | астам | более | The value is greater than the amount. |"
        in generated()["vocabulary.md"]
    )
    assert (
        "| `hasBound` | Measurement | Bound | has bound | санның нақтылануы | оговорка к числу |"
        in (generated()["model.md"])
    )


def test_the_picture_of_the_model_is_text_and_fits_a_phone() -> None:
    picture = ElementTree.fromstring(generated()["model.svg"])  # noqa: S314
    assert picture.attrib["viewBox"].split()[2] == "420"
    written = {text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")}
    assert {"Claim", "Measurement", "isAbout", "hasBound", "prov:wasDerivedFrom", "Territory", "MirrorPair"} <= written
    assert "Stage" in written  # what a property leads to, though the lists of concepts have no tree
    assert "Verdict" not in written


def undocumented(text: str) -> set[str]:
    """Name the commands, and the pages of `docs/`, that a text does not mention."""
    pages = {f"docs/{path.name}" for path in (ROOT / "docs").iterdir()}
    names = {f"kg {name}" for name in cli.list_commands(None)} | pages  # type: ignore[arg-type]
    return {name for name in names if name not in text}


def test_every_command_page_and_source_is_documented() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert undocumented(readme) == set()
    assert undocumented(readme.replace("kg export", "kg expert")) == {"kg export"}
    folders = [path for path in assets.data().iterdir() if path.name != "_packs"]
    folders += [path for pack in assets.packs() for path in pack.iterdir() if path.name != "NOTICE.md"]
    assert [path.name for path in folders if not path.joinpath("source.ttl").is_file()] == []


def test_links_lead_somewhere() -> None:
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_every_query_has_expected_rows_for_both_worlds() -> None:
    folder = ROOT / "tests" / "queries"
    expected = {f"{name}.{world}.csv" for name in read_queries(assets.queries()) for world in ("world", "seed")}
    missing = expected - {path.name for path in folder.iterdir()}
    assert missing == set()
