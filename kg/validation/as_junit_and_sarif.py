"""Reports for other programs: JUnit XML and SARIF 2.1.0, each with every finding."""

import json
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Any, Final

from kg.core.visible import visible
from kg.validation.report import CheckOutcome, Report, Violation
from kg.validation.written import relative, subject, whereabouts

_LEVELS: Final = {"error": "error", "warning": "warning", "info": "note"}
_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_junit(reports: Iterable[Report], language: str) -> str:
    """Write a suite per check, with a case per finding; a check without any is a case of its own."""
    suites = [_suite(report, language) for report in reports]
    return '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n' + "".join(suites) + "</testsuites>\n"


def _suite(report: Report, language: str) -> str:
    cases = [_case(report, finding, language) for finding in report.findings] or [_whole(report)]
    failed = sum(map(report.fails, report.findings))
    errors = failed if report.outcome is CheckOutcome.UNUSABLE else 0
    skipped = sum("<skipped" in case for case in cases)
    notes = "".join(
        f"  <system-out>{_xml(note)}</system-out>\n" for note in ["\n".join(report.noted(language))] if note
    )
    counts = f'tests="{len(cases)}" failures="{failed - errors}" errors="{errors}" skipped="{skipped}"'
    return f'<testsuite name="{_xml(report.check)}" {counts}>\n{"".join(cases)}{notes}</testsuite>\n'


def _whole(report: Report) -> str:
    """Write a check that found nothing; one that checked nothing was skipped."""
    skipped = report.outcome in (CheckOutcome.NOTHING_MATCHED, CheckOutcome.NOT_CHECKED)
    inner = '<skipped message="nothing was checked"/>' if skipped else ""
    return f'  <testcase classname="{_xml(report.check)}" name="{report.checked} checked">{inner}</testcase>\n'


def _case(report: Report, finding: Violation, language: str) -> str:
    text = f"{whereabouts(finding)}: {subject(finding)}: {finding.message(language)}"
    if report.fails(finding):
        kind = "error" if report.outcome is CheckOutcome.UNUSABLE else "failure"
        inner = f'<{kind} type="{_xml(finding.rule)}" message="{_xml(finding.message(language))}">{_xml(text)}</{kind}>'
    else:
        inner = f"<system-out>{_xml(f'{finding.severity}: {text}')}</system-out>"
    where = "" if finding.path is None else f' file="{_xml(str(relative(finding.path)))}"'
    where += "" if finding.line is None else f' line="{finding.line}"'
    name = _xml(f"{finding.rule}: {subject(finding)}")
    return f'  <testcase classname="{_xml(report.check)}" name="{name}"{where}>{inner}</testcase>\n'


def _xml(text: str) -> str:
    return escape(visible(text))


def as_sarif(reports: Iterable[Report], language: str) -> str:
    """Write one run with the results of all checks, its rules, and as notifications what could not be checked."""
    reports = list(reports)
    rules = dict[str, dict[str, Any]]()
    results = [_sarif(finding, rules, language) for report in reports for finding in report.findings]
    usable = all(report.outcome is not CheckOutcome.UNUSABLE for report in reports)
    run = {
        "tool": {
            "driver": {"name": "kg", "informationUri": "https://w3id.org/dyad/", "rules": [*rules.values()]},
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": usable,
                "toolExecutionNotifications": [*_notifications(reports, language)],
            }
        ],
        "results": results,
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _notifications(reports: Iterable[Report], language: str) -> Iterator[dict[str, Any]]:
    for report in reports:
        yield from (
            {"level": "note", "message": {"text": f"{report.check}: {note}"}} for note in report.noted(language)
        )
        if report.outcome is CheckOutcome.NOTHING_MATCHED:
            yield {"level": "error", "message": {"text": f"{report.check}: nothing was checked"}}


def _sarif(finding: Violation, rules: dict[str, dict[str, Any]], language: str) -> dict[str, Any]:
    """Write a result; its rule is told once."""
    rule = rules.setdefault(finding.rule, {"id": finding.rule, "shortDescription": {"text": finding.message(language)}})
    found: dict[str, Any] = {
        "ruleId": rule["id"],
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{subject(finding)}: {finding.message(language)}"},
    }
    if finding.path is not None:
        physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding.path)}}
        if finding.line:
            physical["region"] = _region(finding)
        found["locations"] = [{"physicalLocation": physical}]
    return found


def _region(finding: Violation) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": finding.line}
    if finding.start is not None and finding.end is not None:
        region |= {"startColumn": finding.start, "endLine": finding.end.line, "endColumn": finding.end.column}
    return region


def _uri(path: Path) -> str:
    """Write a path as a reference: from the working folder where it lies below it."""
    return path.absolute().as_uri().removeprefix(Path.cwd().as_uri() + "/")
