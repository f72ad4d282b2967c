"""How a finding is written in every report: its place, its subject, and the line of the file with what is wrong."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from kg.core import iri
from kg.core.errors import FileUnreadable
from kg.core.files import open_regular
from kg.core.visible import shortened
from kg.validation.report import Violation

SHOWN_EACH: Final = 3
"""How many findings that say the same are shown; of the others, their number."""
_WIDEST: Final = 100
_MARGIN: Final = 30


def relative(path: Path) -> Path:
    """Write a path from the working folder where it lies below it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def whereabouts(finding: Violation) -> str:
    """Write where a finding is: file, line and column as far as they are known."""
    if finding.path is None:
        return "-"
    line = "" if finding.line is None else f":{finding.line}"
    start = "" if finding.start is None else f":{finding.start}"
    column = "" if finding.column is None else f" column {finding.column}"
    return f"{relative(finding.path)}{line}{start}{column}"


def subject(finding: Violation) -> str:
    """Write what a finding is about, and the value that is wrong with it."""
    value = "" if finding.value is None else f" «{shortened(finding.value)}»"
    return shortened(iri.compress(finding.node)) + value


_Lines = Mapping[tuple[Path, int], str]


def source_lines(findings: Iterable[Violation]) -> _Lines:
    """Read the lines in which findings stand that name a sign of a line, each file once."""
    due, found = defaultdict[Path, set[int]](set), dict[tuple[Path, int], str]()
    for finding in findings:
        if finding.path is not None and finding.line is not None and finding.start is not None:
            due[finding.path].add(finding.line)
    for path, wanted in due.items():
        with suppress(FileUnreadable), open_regular(path) as file:
            for number, line in enumerate(file, 1):
                if number in wanted:
                    found[path, number] = line.decode("utf-8-sig", "replace").rstrip("\r\n")
                if number >= max(wanted):
                    break
    return found


def underlined(finding: Violation, lines: _Lines) -> list[str]:
    """Write the line in which a finding stands, and below it a mark under what is wrong."""
    if finding.path is None or finding.line is None or finding.start is None:
        return []
    line = lines.get((finding.path, finding.line))
    if line is None or finding.end is None:
        return []
    start, end = finding.start - 1, finding.end.column - 1 if finding.end.line == finding.line else len(line)
    cut = max(start - _MARGIN, 0) if len(line) > _WIDEST else 0
    shown = line[cut : cut + _WIDEST].replace("\t", " ")
    marks = "^" * max(min(end, cut + len(shown)) - start, 1)
    return [shown, " " * (start - cut) + marks]
