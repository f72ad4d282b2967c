"""Reports of one model: each form is read by a reader of its own, and many findings stay few lines."""

import json
import os
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import pytest

import kg
from kg.core.graph import BlankNode, NamedNode, RdfFormat, Store, parse
from kg.core.positions import Point
from kg.validation.as_turtle import path_node
from kg.validation.formats import REPORT_FORMATS
from kg.validation.judging import Judged, Strictness, validate_graphs
from kg.validation.report import CheckOutcome, Report, Violation, exit_code, not_checked, report
from tests.running import kg as run

Judge: TypeAlias = Callable[..., list[list[str]]]
PAGE = Path(__file__).parents[1] / "docs" / "validation.md"
SH = "http://www.w3.org/ns/shacl#"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with the files of the page."""
    shapes, people, _ = re.findall(r"```turtle\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    (tmp_path / "shapes.ttl").write_text(shapes, "utf-8")
    (tmp_path / "people.ttl").write_text(people, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def judged(folder: Path) -> Report:
    return kg.validate(folder / "people.ttl", folder / "shapes.ttl")


def test_the_page_shows_what_the_command_prints(folder: Path) -> None:
    page, codes = PAGE.read_text("utf-8"), []
    for console in re.findall(r"```console\n\$ kg (.*?)```", page, re.DOTALL):
        command, _, shown = console.partition("\n")
        done = run(folder, *command.split())
        assert done.stdout == shown
        codes.append(done.returncode)
        if "--write-baseline" in command:
            (folder / "people.ttl").write_text(re.findall(r"```turtle\n(.*?)```", page, re.DOTALL)[2], "utf-8")
    assert codes == [1, 0, 1]
    assert "ada" not in (folder / "known.json").read_text("utf-8")


def test_sarif_has_rules_levels_and_regions(judged: Report) -> None:
    (ran,) = json.loads(REPORT_FORMATS["sarif"]([judged], "en"))["runs"]
    assert [rule["id"] for rule in ran["tool"]["driver"]["rules"]] == [
        "PersonShape age MinInclusive",
        "PersonShape name MinCount",
    ]
    first, second = ran["results"]
    assert (first["level"], second["level"]) == ("error", "warning")
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "people.ttl"},
        "region": {"startLine": 4, "startColumn": 12, "endLine": 4, "endColumn": 14},
    }
    assert ran["invocations"][0]["executionSuccessful"] is True


HOSTILE = Violation(
    rule="r «x» / y",
    severity="info",
    messages={"en": "mend \x00 <b>"},
    node="_:b0",
    property="http://example.org/p",
    value="a\nb",
    path=Path("a folder/қ?.ttl"),
    line=3,
    start=2,
    end=Point(5, 1),
)


@pytest.fixture(scope="module")
def schema() -> Judge:
    """Return what judges SARIF by its schema; skip loudly without Node, or fail where it is required."""
    node, folder = shutil.which("node"), Path(__file__).parent / "sarif"
    if node is None or not (folder / "node_modules").is_dir():
        reason = "NOT TESTED: the schema of SARIF needs node, and `npm ci --prefix tests/sarif`"
        if os.environ.get("DYAD_REQUIRE_NODE") == "1":
            pytest.fail(reason)
        pytest.skip(reason)

    def judge(*reports: str) -> list[list[str]]:
        with TemporaryDirectory() as work:
            paths = [Path(work, f"{number}.sarif") for number in range(len(reports))]
            for path, text in zip(paths, reports, strict=True):
                path.write_text(text, "utf-8")
            done = subprocess.run([node, folder / "judge.mjs", *paths], capture_output=True, text=True, check=True)
        found: list[list[str]] = json.loads(done.stdout)
        return found

    return judge


def test_sarif_keeps_its_schema(judged: Report, schema: Judge) -> None:
    whole = REPORT_FORMATS["sarif"](
        [judged, report("lint", [HOSTILE], 1, ["a note"]), not_checked("words", "why")], "kk"
    )
    none = REPORT_FORMATS["sarif"]([report("shapes", [], 0)], "en")
    spoilt = json.loads(whole)
    spoilt["runs"][0]["results"][0]["level"] = "violation"
    spoilt["runs"][0]["results"][1]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    right, empty, wrong = schema(whole, none, json.dumps(spoilt))
    assert (right, empty) == ([], [])
    assert [problem.partition(" ")[0] for problem in wrong] == [
        ".runs[0].results[0].level",
        ".runs[0].results[1].locations[0].physicalLocation.region.startLine",
    ]


BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def browser() -> str:
    """Return a browser without a screen; skip loudly where there is none, or fail where it is required."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        reason = f"NOT TESTED: no page is opened, for none of {', '.join(BROWSERS)} is here"
        if os.environ.get("DYAD_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def test_a_browser_shows_the_page_and_runs_nothing_of_strangers(judged: Report, browser: str, tmp_path: Path) -> None:
    evil = replace(EVIL, messages={"en": "<script>document.title='run'</script>"})
    page = tmp_path / "report.html"
    page.write_text(REPORT_FORMATS["html"]([judged, report("lint", [evil], 1)], "ru"), "utf-8")
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", f"--user-data-dir={tmp_path / 'profile'}")
    done = subprocess.run([browser, *options, page.as_uri()], capture_output=True, text=True, check=True, timeout=60)
    shown = Tags()
    shown.feed(done.stdout)
    said = "".join(shown.said)
    assert "<title>Проверка</title>" in done.stdout
    assert "people.ttl:4:12" in said
    assert "document.title='run'" in said
    assert "script" not in shown.tags


def test_results_beyond_what_may_be_told_are_said_to_be_there(folder: Path) -> None:
    judged = Judged([folder / "people.ttl"], [folder / "shapes.ttl"])
    found = [validate_graphs(judged, Strictness(most=most)) for most in (1, 2)]
    assert [len(one.findings) for one in found] == [1, 2]
    assert found[0].notes == ("NOT TOLD: what is found beyond 1 results; mend these, and check again.",)
    assert found[1].notes == ()


def test_github_is_told_of_distinct_rules_first_and_of_causes_and_errors_before_others() -> None:
    kinds = [Violation(f"r{n}", "info", {"en": ""}, "x", path=Path("a"), line=n) for n in range(9)]
    grave = [Violation("grave", "error", {"en": ""}, "x", path=Path("z"), line=n) for n in (1, 2, 3)]
    cause = Violation("cause", "warning", {"en": ""}, "x", path=Path("z"), line=9, is_cause=True)
    lines = REPORT_FORMATS["github"]([report("tables", [*kinds, *grave, cause], 1)], "en").splitlines()
    titles = [re.search("title=([a-z0-9]+)", line)[1] for line in lines if line.startswith("::")]  # type: ignore[index]
    assert titles == ["cause", "grave", *(f"r{n}" for n in range(8))]


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "ru",
            [
                "lint: не соответствует, проверено 3, замечаний 1",
                "ошибка r: x",
                "  где:       -",
                "  исправить: чините",
            ],
        ),
        ("kk", ["lint: сай келмейді, тексерілді 3, мәселе 1", "қате r: x", "  қайда:  -", "  түзету: mend"]),
    ],
)
def test_a_report_for_people_is_in_their_language(language: str, lines: list[str]) -> None:
    found = [report("lint", [Violation("r", "error", {"en": "mend", "ru": "чините"}, "x")], 3)]
    assert REPORT_FORMATS["text"](found, language).splitlines() == lines


def test_many_messages_of_one_rule_are_ten_and_the_rest_of_them() -> None:
    many = [Violation("one", "error", {"en": f"mend {n}"}, f"x:{n}", "p") for n in range(1000)]
    found = [report("tables", many, 1)]
    text = REPORT_FORMATS["text"](found, "en")
    assert text.count("remedy: mend") == 13
    assert "and 987 more of one\n" in text
    assert "mend 12" in REPORT_FORMATS["html"](found, "en")


def test_junit_fails_what_fails_and_skips_what_was_not_checked(judged: Report) -> None:
    nothing = report("words", [], 0)
    suites = ET.fromstring(REPORT_FORMATS["junit"]([judged, nothing], "kk"))  # noqa: S314
    first, second = suites.findall("testsuite")
    assert (first.get("tests"), first.get("failures"), second.get("skipped")) == ("2", "1", "1")
    case = first.findall("testcase")[0]
    assert (case.get("file"), case.get("line")) == ("people.ttl", "4")
    failure = case.find("failure")
    assert failure is not None
    assert failure.get("message") == "Мән 0 мәнінен кем болмауға тиіс."


def test_turtle_is_a_validation_report(judged: Report) -> None:
    store = Store()
    store.extend(parse(REPORT_FORMATS["turtle"]([judged], "en"), RdfFormat.TURTLE))
    focus = {str(quad.object) for quad in store.quads_for_pattern(None, NamedNode(f"{SH}focusNode"), None)}
    assert focus == {"<http://example.org/ada>", "<http://example.org/bek>"}
    (conforms,) = store.quads_for_pattern(None, NamedNode(f"{SH}conforms"), None)
    assert str(conforms.object) == '"false"^^<http://www.w3.org/2001/XMLSchema#boolean>'


@pytest.mark.parametrize(
    ("path", "node"),
    [
        ("<a:p>", "<a:p>"),
        ("^<a:p>", "[ sh:inversePath <a:p> ]"),
        ("<a:p>/(<a:q>)*", "( <a:p> [ sh:zeroOrMorePath <a:q> ] )"),
        ("<a:p>|^(<a:q>/<a:r>)", "[ sh:alternativePath ( <a:p> [ sh:inversePath ( <a:q> <a:r> ) ] ) ]"),
    ],
)
def test_paths_are_nodes_in_turtle(path: str, node: str) -> None:
    assert path_node(path) == node


class Tags(HTMLParser):
    """Collects what a page opens and what it says."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not {"src", "href", "onclick"} & {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.said.append(data)


BAD = {"en": "<script>x</script> | `b` &#35;"}
EVIL = Violation("r", "error", BAD, "n", None, "</pre><img src=x>|", Path("e|.ttl"), 1)


def test_pages_show_what_strangers_wrote_as_text() -> None:
    page = Tags()
    page.feed(REPORT_FORMATS["html"]([report("shapes", [EVIL], 1)], "ru"))
    assert not {"script", "img"} & {*page.tags}
    assert "<script>x</script> | `b` &#35;" in page.said
    assert any("не соответствует" in text for text in page.said)
    table = REPORT_FORMATS["markdown"]([report("shapes", [EVIL], 1)], "en").splitlines()[-1]
    assert (table.count("|"), "<script" in table, "`" in table) == (6, False, False)


def test_many_findings_are_few_lines_and_no_kind_is_lost() -> None:
    many = [Violation("many", "error", {"en": "mend"}, f"x:{n}") for n in range(10_000)]
    one = Violation("one", "warning", {"en": "look"}, "x:y")
    found = [report("shapes", [*many, one], 1)]
    text = REPORT_FORMATS["text"](found, "en")
    assert text.count("\n") == 14
    assert "and 9,997 more of many\n" in text
    assert "warning one: x:y" in text
    assert "и ещё 9900" in REPORT_FORMATS["html"](found, "ru")
    assert len(REPORT_FORMATS["markdown"](found, "en")) < 1000
    assert REPORT_FORMATS["junit"](found, "en").count("<failure") == 10_000


def test_the_gravest_outcome_decides_the_exit_code() -> None:
    def ended(outcome: CheckOutcome) -> Report:
        return Report("c", outcome, (), 0)

    fine, bad, unusable, nothing, left_out = map(ended, CheckOutcome)
    cases: tuple[list[Report], ...] = (
        [fine],
        [fine, nothing],
        [nothing, bad, fine],
        [bad, unusable],
        [left_out, fine],
        [left_out],
        [],
    )
    assert [exit_code(reports) for reports in cases] == [0, 3, 1, 2, 0, 3, 3]


def test_a_blank_node_of_the_shapes_is_none_of_the_data(folder: Path) -> None:
    (folder / "people.ttl").write_text("[] a <http://example.org/Person> ; <http://example.org/age> -1 .", "utf-8")
    found = kg.validate(folder / "people.ttl", folder / "shapes.ttl")
    triples = [*parse(REPORT_FORMATS["turtle"]([found], "en"), RdfFormat.TURTLE)]
    focus, shapes = (
        {quad.object for quad in triples if quad.predicate.value == SH + name} for name in ("focusNode", "sourceShape")
    )
    assert all(isinstance(node, BlankNode) for node in focus | shapes)
    assert not focus & shapes
