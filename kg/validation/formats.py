"""Write reports for people, for programs and for GitHub."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from heapq import nsmallest

from kg.core.visible import LONGEST_LINE, disobeyed, in_line, shortened
from kg.validation.as_junit_and_sarif import as_junit, as_sarif
from kg.validation.as_pages import as_markdown, report_as_html
from kg.validation.as_turtle import as_turtle
from kg.validation.report import SEVERITIES, CheckOutcome, Report, Violation, by_place, groups
from kg.validation.report_words import REPORT_WORDS
from kg.validation.stage_names import REPORT_FORMS
from kg.validation.written import SHOWN_EACH, relative, source_lines, subject, underlined, whereabouts

_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}
_ANNOTATED = 10


def _of_all(reports: Iterable[Report]) -> list[Violation]:
    """Return the findings of all checks together, those on one row beside each other."""
    return by_place(finding for report in reports for finding in report.findings)


def _as_text(reports: Iterable[Report], language: str) -> str:
    """Write a line per check with its notes, then the findings of all checks by their places.

    Of those that say the same the first three are written, with their lines, and in the end how many more there are.
    """
    lines, reports = [], list(reports)
    for report in reports:
        lines += _heading(report, language)
    grouped = groups(_of_all(reports), SHOWN_EACH)
    shown = by_place(finding for group in grouped for finding in group.first)
    sources = source_lines(shown)
    words = REPORT_WORDS[language]
    width = 1 + max(len(words[name]) for name in ("place", "remedy"))
    place, remedy = (f"{words[name]}:".ljust(width) for name in ("place", "remedy"))
    severities = {name: name if language == "en" else words[name] for name in SEVERITIES}
    for finding in shown:
        lines.append(f"{severities[finding.severity]} {finding.rule}: {subject(finding)}")
        lines.append(f"  {place} {whereabouts(finding)}")
        lines += [f"  | {line}" for line in underlined(finding, sources)]
        lines.append(f"  {remedy} {finding.message(language)}")
    more = words["and more of"]
    lines += [more.format(f"{one.count - SHOWN_EACH:,}", one.rule) for one in grouped if one.count > SHOWN_EACH]
    return "\n".join(in_line(shortened(line, LONGEST_LINE)) for line in lines) + "\n"


def _heading(report: Report, language: str) -> list[str]:
    """Write the lines on a check; on one that was not made, why not."""
    words = REPORT_WORDS[language]
    outcome = report.outcome.value if language == "en" else words[report.outcome.name]
    counts = words["counts"].format(report.checked, len(report.findings))
    said = "" if report.outcome is CheckOutcome.NOT_CHECKED else f", {counts}"
    return [f"{report.check}: {outcome}{said}", *(f"  {note}" for note in report.noted(language))]


def _as_json(reports: Iterable[Report], language: str) -> str:
    """Write the reports as JSON: a list of checks with their findings, messages in one language."""
    checks = [
        {
            "check": report.check,
            "outcome": report.outcome.value,
            "checked": report.checked,
            "notes": report.noted(language),
            "findings": [
                {
                    "rule": finding.rule,
                    "severity": finding.severity,
                    "node": finding.node,
                    "property": finding.property,
                    "value": finding.value,
                    "file": None if finding.path is None else str(relative(finding.path)),
                    "line": finding.line,
                    "column": finding.column,
                    "start": finding.start,
                    "end": finding.end,
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
        "file": None if finding.path is None else str(relative(finding.path)),
        "line": finding.line,
        "col": finding.start,
        "endLine": None if finding.end is None else finding.end.line,
        "endColumn": None if finding.end is None else finding.end.column,
        "title": finding.rule,
    }
    attributes = ",".join(f"{k}={_escaped(str(v), attribute=True)}" for k, v in place.items() if v is not None)
    column = "" if finding.column is None else f"column {finding.column}: "
    text = _escaped(f"{column}{subject(finding)} {finding.message(language)}", attribute=False)
    return f"::{_LEVELS[finding.severity]} {attributes}::{text}"


def _as_github(reports: Iterable[Report], language: str) -> str:
    """Write GitHub annotations, ten at most since GitHub shows no more of a step, and lines on each check for the log.

    Findings of rules not yet shown come first, so that one rule cannot hide the others; among these what explains
    others, then what is gravest. A check that failed without a finding is an annotation too.
    """
    reports = list(reports)
    seen, ranked = Counter[str](), list[tuple[int, bool, int, Violation]]()
    for one in _of_all(reports):
        seen[one.rule] += 1
        ranked.append((seen[one.rule], not one.is_cause, SEVERITIES.index(one.severity), one))
    told = nsmallest(_ANNOTATED, ranked, key=lambda rank: rank[:3])
    lines = [_annotation(finding, language) for *_, finding in told]
    for report in reports:
        if report.outcome.exit_code and not report.findings:
            lines.append(f"::error title={report.check}::{report.outcome.value}")
        lines += [disobeyed(in_line(shortened(line, LONGEST_LINE))) for line in _heading(report, language)]
    return "\n".join(lines) + "\n"


_WRITERS = (_as_text, _as_json, _as_github, as_junit, as_sarif, as_markdown, report_as_html, as_turtle)
REPORT_FORMATS: dict[str, Callable[[Iterable[Report], str], str]] = dict(zip(REPORT_FORMS, _WRITERS, strict=True))
