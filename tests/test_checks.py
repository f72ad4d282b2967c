"""The ontology keeps its own rules, and each rule is tripped by the control that is named for it."""

import shutil
from functools import cache
from pathlib import Path

import pytest

from kg import claim
from kg import finding as of_findings
from kg.core import iri, terms
from kg.core.errors import FileUnreadable, RuleInvalid
from kg.core.graph import Literal, NamedNode
from kg.core.ontology import read_ontology
from kg.rdf.statements import shortcuts
from kg.validation.formats import REPORT_FORMATS
from kg.validation.lint import SEVERITY_FILE, lint, read_lint_rules
from kg.validation.report import SEVERITIES, CheckOutcome, Report, Violation, report

ROOT = Path(__file__).parents[1]
CHECKS = ROOT / "ontology" / "checks"
CONTROLS = Path(__file__).parent / "checks"
FILES = [*(ROOT / "ontology").glob("*.ttl"), *(ROOT / "ontology" / "shapes").glob("*.ttl")]
RULES = sorted(path.stem for path in CHECKS.glob("*.rq"))
OTHER_PREFIXES = {"shape": iri.BASE + "shape#", "stage": iri.ID + "stage/"}


def expected_of(control: Path) -> set[str]:
    """Read the entities that a control says must be found: `# expects: name name ...` in its second line."""
    line = control.read_text(encoding="utf-8").splitlines()[1]
    assert line.startswith("# expects: ")
    found = set()
    for name in line.removeprefix("# expects: ").split():
        prefix, _, local = name.partition(":")
        found.add(OTHER_PREFIXES[prefix] + local if prefix in OTHER_PREFIXES else iri.expand(name.strip("<>")))
    return found


@cache
def lint_with(rule: str) -> Report:
    """Lint our ontology with a control added to it, so that the control need hold nothing but its fault."""
    return lint([*FILES, CONTROLS / f"{rule}.ttl"], CHECKS)


def copy_of_checks(folder: Path) -> Path:
    return Path(shutil.copytree(CHECKS, folder / "checks"))


def test_the_ontology_keeps_its_rules() -> None:
    result = lint(FILES, CHECKS)
    assert result.findings == ()
    assert result.outcome is CheckOutcome.CONFORMS
    assert result.checked == len(RULES) >= 16


def test_every_rule_has_a_control_and_every_control_a_rule() -> None:
    assert sorted(path.stem for path in CONTROLS.glob("*.ttl")) == RULES


@pytest.mark.parametrize("rule", RULES)
def test_a_control_trips_its_rule_and_no_other(rule: str) -> None:
    control = CONTROLS / f"{rule}.ttl"
    severities = {rule.name: rule.severity for rule in read_lint_rules(CHECKS)}
    result = lint_with(rule)
    assert {finding.rule for finding in result.findings} == {rule}
    assert {finding.node for finding in result.findings} == expected_of(control)
    assert {finding.severity for finding in result.findings} == {severities[rule]}
    assert result.outcome is (CheckOutcome.VIOLATIONS if severities[rule] == SEVERITIES[0] else CheckOutcome.CONFORMS)


@pytest.mark.parametrize("rule", RULES)
def test_a_finding_has_the_line_at_which_its_entity_stands(rule: str) -> None:
    lines = {}
    for finding in lint_with(rule).findings:
        if finding.path is not None and finding.line is not None:
            local = finding.node.replace("#", "/").rsplit("/", 1)[-1]
            lines[local] = finding.path.read_text(encoding="utf-8").split("\n")[finding.line - 1]
    assert lines
    if rule != "undeclared-term":
        assert all(local in line.split()[0] for local, line in lines.items())


def test_an_undeclared_term_is_found_where_it_is_used() -> None:
    control = CONTROLS / "undeclared-term.ttl"
    places = {f.node: f.line for f in lint_with("undeclared-term").findings}
    lines = control.read_text(encoding="utf-8").split("\n")
    assert lines[(places[iri.expand("dyad:Entitty")] or 0) - 1].startswith("dyad:Ferry a owl:Class")
    assert lines[(places[iri.expand("dyad:Fery")] or 0) - 1].startswith("shape:Ferry")
    assert places[iri.expand("dyad:Plaice")] is None


def test_a_finding_says_what_is_wrong_and_what_to_do() -> None:
    finding = lint_with("missing-licence").findings[0]
    assert finding.message("en") == (
        "The ontology does not say under which licence it may be used. "
        "Give it a dcterms:license, the address of the licence."
    )
    assert finding.property == iri.expand("dcterms:license")


def test_a_report_puts_causes_first_and_then_goes_by_file_line_rule_and_node() -> None:
    ordered = [
        Violation("z", "info", {}, "z", path=Path("z"), line=9, is_cause=True),
        Violation("z", "warning", {}, "z"),
        Violation("z", "info", {}, "z", path=Path("a"), line=2),
        Violation("a", "info", {}, "z", path=Path("a"), line=10),
        Violation("b", "info", {}, "a", path=Path("a"), line=10),
        Violation("b", "info", {}, "b", path=Path("a"), line=10),
        Violation("b", "info", {}, "b", value="x", path=Path("a"), line=10),
        Violation("a", "info", {}, "a", path=Path("b"), line=1),
    ]
    found = report("lint", ordered[::-1], 1)
    assert found.findings == tuple(ordered)
    assert found.outcome is CheckOutcome.CONFORMS
    assert report("lint", [*ordered, Violation("a", "error", {}, "a")], 1).outcome is CheckOutcome.VIOLATIONS


def test_annotations_are_ten_at_most_and_no_rule_hides_another() -> None:
    many = [Violation("many", "warning", {"en": "mend"}, f"x:{n}", line=n) for n in range(1, 12)]
    one = Violation("one", "info", {"en": "mend", "ru": "чините"}, "x:y", None, "v", Path("/a/t.csv"), 12, "c")
    lines = REPORT_FORMATS["github"]([report("tables", [*many, one], 0, ["left out"])], "ru").splitlines()
    assert lines == [
        "::warning line=1,title=many::x:1 mend",
        "::notice file=/a/t.csv,line=12,title=one::column c: x:y «v» чините",
        *(f"::warning line={n},title=many::x:{n} mend" for n in range(2, 10)),
        "tables: проверять нечего, проверено 0, замечаний 12",
        "  left out",
    ]


def test_a_report_for_people_has_a_line_a_check_and_three_a_finding() -> None:
    here = Path.cwd() / "a" / "t.csv"
    found = [
        Violation("r", "error", {"en": "mend"}, "x:y", None, "v", here, 7, "c"),
        Violation("s", "info", {"en": ""}, "x"),
    ]
    assert REPORT_FORMATS["text"]([report("tables", found, 3, ["left out"])], "en").splitlines() == [
        "tables: violations, 3 checked, 2 findings",
        "  left out",
        "info s: x",
        "  where:  -",
        "  remedy: ",
        "error r: x:y «v»",
        "  where:  a/t.csv:7 column c",
        "  remedy: mend",
    ]


def test_findings_of_all_checks_on_one_row_stand_beside_each_other() -> None:
    here = Path.cwd() / "t.csv"
    one, three = (Violation("cell", "error", {"en": "mend"}, "x", None, None, here, row) for row in (1, 3))
    two = Violation("words", "error", {"en": "mend"}, "x", None, None, here, 2)
    reports = [report("tables", [one, three], 3), report("words", [two], 1)]
    lines = REPORT_FORMATS["text"](reports, "en").splitlines()
    assert lines[:2] == ["tables: violations, 3 checked, 2 findings", "words: violations, 1 checked, 1 findings"]
    assert lines[3::3] == ["  where:  t.csv:1", "  where:  t.csv:2", "  where:  t.csv:3"]


def test_files_that_state_nothing_match_nothing(tmp_path: Path) -> None:
    empty = tmp_path / "empty.ttl"
    empty.write_text("# nothing\n", encoding="utf-8")
    assert lint([empty], CHECKS).outcome is CheckOutcome.NOTHING_MATCHED


def test_a_file_that_is_no_turtle_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("dyad:Ferry a\n", encoding="utf-8")
    with pytest.raises(FileUnreadable):
        lint([broken], CHECKS)


@pytest.mark.parametrize(
    "line",
    ["missing-label\tFATAL", "missing-label ERROR", "\tERROR", "missing-label\tERROR\nmissing-label\tWARN"],
    ids=["unknown severity", "no tab", "no rule", "twice"],
)
def test_a_broken_line_of_the_severities_is_refused(line: str, tmp_path: Path) -> None:
    checks = copy_of_checks(tmp_path)
    kept = [
        known
        for known in (checks / SEVERITY_FILE).read_text(encoding="utf-8").splitlines()
        if not known.startswith("missing-label\t")
    ]
    (checks / SEVERITY_FILE).write_text("\n".join([*kept, line]) + "\n", encoding="utf-8")
    with pytest.raises(RuleInvalid) as caught:
        lint(FILES, checks)
    assert caught.value.path == checks / SEVERITY_FILE
    assert caught.value.line == len(kept) + len(line.splitlines())


def test_a_severity_for_no_rule_is_refused(tmp_path: Path) -> None:
    checks = copy_of_checks(tmp_path)
    (checks / "missing-label.rq").unlink()
    with pytest.raises(RuleInvalid, match="missing-label has no query"):
        lint(FILES, checks)


def test_a_rule_without_a_severity_is_refused(tmp_path: Path) -> None:
    checks = copy_of_checks(tmp_path)
    shutil.copy(checks / "missing-label.rq", checks / "missing-crew.rq")
    with pytest.raises(RuleInvalid, match="missing-crew has no severity"):
        lint(FILES, checks)


@pytest.mark.parametrize(
    "text", ["SELECT * WHERE {}", "# problem: It is wrong.\nSELECT * WHERE {}", "# problem: \n# remedy: Mend.\n"]
)
def test_a_rule_without_problem_and_remedy_is_refused(text: str, tmp_path: Path) -> None:
    checks = copy_of_checks(tmp_path)
    (checks / "missing-label.rq").write_text(text, encoding="utf-8")
    with pytest.raises(RuleInvalid, match="does not say what is wrong"):
        lint(FILES, checks)


@pytest.mark.parametrize(
    "query",
    ["ASK { ?s ?p ?o }", "SELECT ?entity WHERE {", "SELECT ?entity ?property ?value WHERE { ?value a owl:Class }"],
    ids=["ask", "syntax", "no entity"],
)
def test_a_rule_with_an_unusable_query_is_refused(query: str, tmp_path: Path) -> None:
    checks = copy_of_checks(tmp_path)
    rule = checks / "missing-label.rq"
    rule.write_text(f"# problem: It is wrong.\n# remedy: Mend it.\n{query}\n", encoding="utf-8")
    with pytest.raises(RuleInvalid) as caught:
        lint(FILES, checks)
    assert caught.value.path == rule


def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleInvalid):
        read_lint_rules(tmp_path)


def test_what_is_said_to_be_derived_has_its_rule() -> None:
    ontology = read_ontology(ROOT / "ontology")
    derived = NamedNode(iri.expand("dyad:derivedBy"))
    named = {
        quad.subject.value: quad.object.value
        for quad in ontology.terms.quads_for_pattern(None, derived, None)
        if isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode)
    }
    rules = {path.stem for path in (ROOT / "ontology" / "rules").glob("*.rq")}
    of_claims = {shortcut.predicate for cls in ontology.subs(terms.Claim) for shortcut in shortcuts(ontology, cls)}
    by_shortcut = {name for name, rule in named.items() if rule == "shortcut"}
    assert by_shortcut == of_claims - {terms.isWithin} != set()
    others = {rule for name, rule in named.items() if name not in by_shortcut}
    in_python = {rule for rule in others for module in (claim, of_findings) if callable(getattr(module, rule, None))}
    assert others - in_python <= rules
