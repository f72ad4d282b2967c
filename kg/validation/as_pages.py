"""Reports as pages: Markdown for the summary of a step, HTML that needs no other file, in three languages."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from kg.core.visible import in_line, shortened
from kg.validation.report import Report, groups
from kg.validation.report_words import REPORT_WORDS
from kg.validation.written import SHOWN_EACH, source_lines, subject, underlined, whereabouts

_SHOWN: Final = 100  # findings of a page that say the same
_LONGEST: Final = 500  # signs of a text on a page
_STYLE: Final = """
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
pre, code { font-family: ui-monospace, monospace; font-size: .9em }
pre { overflow-x: auto; margin: .2rem 0 }
summary { cursor: pointer; padding: .3rem 0 }
li { margin: .5rem 0; overflow-wrap: anywhere }
"""


def as_markdown(reports: Iterable[Report], language: str) -> str:
    """Write a heading per check, and a table with a row for all findings that say the same."""
    words, lines = REPORT_WORDS[language], list[str]()
    for report in reports:
        lines += [f"## {_cell(report.check)}: {words[report.outcome.name]}", "", _counts(report, language), ""]
        lines += [f"- {_cell(note)}" for note in report.noted(language)]
        lines += [""] if report.notes else []
        if report.findings:
            titles = (words[name] for name in ("rule", "severity", "count", "where", "what to do"))
            lines += [f"| {' | '.join(titles)} |", "|---|---|---:|---|---|"]
            for group in groups(report.findings, SHOWN_EACH):
                places = "<br>".join(f"{_cell(whereabouts(one))} {_cell(subject(one))}" for one in group.first)
                remedies = "<br>".join(dict.fromkeys(_cell(one.message(language)) for one in group.first))
                row = (_cell(group.rule), words[group.severity], str(group.count), places)
                lines.append(f"| {' | '.join(row)} | {remedies} |")
            lines.append("")
    return "\n".join(lines)


def _counts(report: Report, language: str) -> str:
    words = REPORT_WORDS[language]
    return f"{words['checked']}: {report.checked}, {words['findings']}: {len(report.findings)}"


_MARKS: Final = {ord(mark): f"&#{ord(mark)};" for mark in "\\`*_[]|~#<>&"}


def _cell(text: str) -> str:
    """Write a text so that it is no mark of Markdown and no tag."""
    return in_line(shortened(text, _LONGEST)).translate(_MARKS)


def report_as_html(reports: Iterable[Report], language: str) -> str:
    """Write one page that needs no other file, and runs nothing."""
    words = REPORT_WORDS[language]
    parts = [part for report in reports for part in _section(report, language)]
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{words['title']}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{words['title']}</h1>\n{''.join(parts)}</body>\n</html>\n"
    )


def _section(report: Report, language: str) -> Iterator[str]:
    words = REPORT_WORDS[language]
    yield f"<section>\n<h2>{_text(report.check)}: {words[report.outcome.name]}</h2>\n"
    yield f"<p>{_counts(report, language)}</p>\n"
    yield from (f"<p>{_text(note)}</p>\n" for note in report.noted(language))
    grouped = groups(report.findings, _SHOWN)
    lines = source_lines(one for group in grouped for one in group.first[:SHOWN_EACH])
    for group in grouped:
        title = f"{words[group.severity]}: <code>{_text(group.rule)}</code>: {group.count}"
        common = f"<p>{_text(group.first[0].message(language))}</p>\n" if group.is_alike else ""
        yield f"<details open>\n<summary>{title}</summary>\n{common}<ol>\n"
        for one in group.first:
            own = "" if group.is_alike else f" {_text(one.message(language))}"
            shown = underlined(one, lines)
            yield f"<li><code>{_text(whereabouts(one))}</code> {_text(subject(one))}{own}{_pre(shown)}</li>\n"
        yield "</ol>\n"
        if group.count > len(group.first):
            yield f"<p>{words['more'].format(group.count - len(group.first))}</p>\n"
        yield "</details>\n"
    yield "</section>\n"


def _pre(shown: list[str]) -> str:
    return f"<pre>{'<br>'.join(map(_text, shown))}</pre>" if shown else ""


def _text(text: str) -> str:
    return escape(in_line(shortened(text, _LONGEST)))
