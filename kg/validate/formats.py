"""Write reports for people, for programs and for GitHub."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from kg.core import iri
from kg.core.visible import LONGEST_LINE, in_line, shortened
from kg.validate.report import Report, Violation, in_order

_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}
_ANNOTATED = 10


def _place(finding: Violation) -> str:
    """Write where a finding is: file, line and column as far as they are known."""
    if finding.path is None:
        return "-"
    line = "" if finding.line is None else f":{finding.line}"
    column = "" if finding.column is None else f" column {finding.column}"
    return f"{_relative(finding.path)}{line}{column}"


def _subject(finding: Violation) -> str:
    """Write what a finding is about, and the value that is wrong with it."""
    value = "" if finding.value is None else f" «{shortened(finding.value)}»"
    return shortened(iri.compress(finding.node)) + value


def _relative(path: Path) -> Path:
    """Write a path from the working folder where it lies below it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _of_all(reports: Iterable[Report]) -> list[Violation]:
    """Return the findings of all checks together, those on one row beside each other."""
    return in_order(finding for report in reports for finding in report.findings)


def _as_text(reports: Iterable[Report], language: str) -> str:
    """Write a line per check with its notes, then three lines per finding, those of all checks by their places."""
    lines, reports = [], list(reports)
    for report in reports:
        lines.append(
            f"{report.check}: {report.outcome.value}, {report.checked} checked, {len(report.findings)} findings"
        )
        lines += [f"  {note}" for note in report.notes]
    for finding in _of_all(reports):
        lines.append(f"{finding.severity} {finding.rule}: {_subject(finding)}")
        lines.append(f"  where:  {_place(finding)}")
        lines.append(f"  remedy: {finding.message(language)}")
    return "\n".join(in_line(shortened(line, LONGEST_LINE)) for line in lines) + "\n"


def _as_json(reports: Iterable[Report], language: str) -> str:
    """Write the reports as JSON: a list of checks with their findings, messages in one language."""
    checks = [
        {
            "check": report.check,
            "outcome": report.outcome.value,
            "checked": report.checked,
            "notes": list(report.notes),
            "findings": [
                {
                    "rule": finding.rule,
                    "severity": finding.severity,
                    "node": finding.node,
                    "property": finding.property,
                    "value": finding.value,
                    "file": None if finding.path is None else str(_relative(finding.path)),
                    "line": finding.line,
                    "column": finding.column,
                    "message": finding.message(language),
                }
                for finding in report.findings
            ],
        }
        for report in reports
    ]
    return json.dumps(checks, ensure_ascii=False, indent=2) + "\n"


def _escaped(text: str, *, attribute: bool) -> str:
    """Escape a text for a GitHub workflow command, and shorten it."""
    text = shortened(text, LONGEST_LINE)
    pairs = [("%", "%25"), ("\r", "%0D"), ("\n", "%0A")] + ([(":", "%3A"), (",", "%2C")] if attribute else [])
    for mark, code in pairs:
        text = text.replace(mark, code)
    return text


def _annotation(finding: Violation, language: str) -> str:
    place = {
        "file": None if finding.path is None else str(_relative(finding.path)),
        "line": finding.line,
        "title": finding.rule,
    }
    attributes = ",".join(f"{k}={_escaped(str(v), attribute=True)}" for k, v in place.items() if v is not None)
    column = "" if finding.column is None else f"column {finding.column}: "
    text = _escaped(f"{column}{_subject(finding)} {finding.message(language)}", attribute=False)
    return f"::{_LEVELS[finding.severity]} {attributes}::{text}"


def _as_github(reports: Iterable[Report], language: str) -> str:
    """Write GitHub annotations, ten at most since GitHub shows no more of a step, and a summary of each check.

    Findings of rules not yet shown come first, so that one rule cannot hide the others.
    """
    reports = list(reports)
    findings = _of_all(reports)
    seen: dict[str, int] = {}
    rank = []
    for finding in findings:
        seen[finding.rule] = seen.get(finding.rule, 0) + 1
        rank.append(seen[finding.rule])
    ordered = [finding for _, finding in sorted(zip(rank, findings, strict=True), key=lambda pair: pair[0])]
    lines = [_annotation(finding, language) for finding in ordered[:_ANNOTATED]]
    for report in reports:
        level = "notice" if report.outcome.exit_code == 0 else "error"
        lines.append(f"::{level} title={report.check}::{report.outcome.value}, {len(report.findings)} findings")
        lines += [f"::notice title={report.check}::{_escaped(note, attribute=False)}" for note in report.notes]
    return "\n".join(lines) + "\n"


REPORT_FORMATS: dict[str, Callable[[Iterable[Report], str], str]] = {
    "text": _as_text,
    "json": _as_json,
    "github": _as_github,
}
