"""Reports of one model: each form is read by a reader of its own, and many findings stay few lines."""

import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import pytest

import kg
from kg.core.graph import BlankNode, NamedNode, RdfFormat, Store, parse
from kg.validation.as_turtle import path_node
from kg.validation.formats import REPORT_FORMATS
from kg.validation.report import CheckOutcome, Report, Violation, exit_code, report
from tests.running import kg as run

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
