"""What a check found: findings with their places, and the outcome they amount to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TypeAlias

Places: TypeAlias = Mapping[str, tuple[Path, int]]

SEVERITIES = ("error", "warning", "info")


class CheckOutcome(Enum):
    """How a check ended; the four must never be taken for one another."""

    CONFORMS = "conforms"
    VIOLATIONS = "violations"
    UNUSABLE = "unusable input"
    NOTHING_MATCHED = "nothing matched"

    @property
    def exit_code(self) -> int:
        """Return 0 for conforming data, 1 for findings, 2 where nothing was really checked."""
        return {CheckOutcome.CONFORMS: 0, CheckOutcome.VIOLATIONS: 1}.get(self, 2)


@dataclass(frozen=True, slots=True)
class Violation:
    """One fault: the rule that it breaks, the node and property that break it, and the place to mend.

    `messages` holds what to do about it by language, English always among them; `path`, `line` and `column` are
    those of the file and table in which the node is stated, as far as they are known; `is_cause` says that the
    finding explains others, so that it comes before them.
    """

    rule: str
    severity: str
    messages: dict[str, str]
    node: str
    property: str | None = None
    value: str | None = None
    path: Path | None = None
    line: int | None = None
    column: str | None = None
    is_cause: bool = False

    def message(self, language: str) -> str:
        """Return the message in a language, in English where it has none."""
        return self.messages.get(language, self.messages["en"])


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of one check, in a stable order, with what was checked and what could not be."""

    check: str
    outcome: CheckOutcome
    findings: tuple[Violation, ...]
    checked: int
    notes: tuple[str, ...] = ()


def in_order(findings: Iterable[Violation]) -> list[Violation]:
    """Sort findings as one mends them: what explains others first, then file by file and row by row."""
    return sorted(
        findings, key=lambda f: (not f.is_cause, str(f.path or ""), f.line or 0, f.rule, f.node, f.value or "")
    )


def report(check: str, findings: Iterable[Violation], checked: int, notes: Iterable[str] = ()) -> Report:
    """Sum findings up: errors are violations, and a check that met nothing has matched nothing."""
    ordered = in_order(findings)
    if any(finding.severity == SEVERITIES[0] for finding in ordered):
        outcome = CheckOutcome.VIOLATIONS
    else:
        outcome = CheckOutcome.CONFORMS if checked else CheckOutcome.NOTHING_MATCHED
    return Report(check, outcome, tuple(ordered), checked, tuple(notes))
