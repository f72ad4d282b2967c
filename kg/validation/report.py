"""What a check found: findings with their places, and the outcome they amount to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import TypeAlias

from kg.core.errors import ArgumentInvalid
from kg.core.positions import Point
from kg.validation.engine import ValidationResult
from kg.validation.stage_names import FAIL_ON
from kg.wording.notes import note, said_in

Places: TypeAlias = Mapping[str, tuple[Path, int]]

SEVERITIES = ("error", "warning", "info")
"""How SHACL names the severities."""


def severity_of(name: str) -> str:
    """Return the severity that SHACL calls so; raise ArgumentInvalid for a name that it does not know."""
    if name not in FAIL_ON:
        raise ArgumentInvalid("There is no such severity.", remedy=f"Give one of: {', '.join(FAIL_ON)}.", value=name)
    return SEVERITIES[FAIL_ON.index(name)]


class CheckOutcome(Enum):
    """How a check ended, or that it was not made; none must ever be taken for another."""

    CONFORMS = "conforms"
    VIOLATIONS = "violations"
    UNUSABLE = "unusable input"
    NOTHING_MATCHED = "nothing matched"
    NOT_CHECKED = "not checked"

    @property
    def exit_code(self) -> int:
        """Return 0 for conforming data and for what was not to be checked, 1 for findings, 2 for unusable input.

        Where something was to be checked and nothing was met it is 3.
        """
        return _EXIT_CODES[self]


_EXIT_CODES = {
    CheckOutcome.CONFORMS: 0,
    CheckOutcome.VIOLATIONS: 1,
    CheckOutcome.UNUSABLE: 2,
    CheckOutcome.NOTHING_MATCHED: 3,
    CheckOutcome.NOT_CHECKED: 0,
}
_DECIDED_ELSEWHERE = (CheckOutcome.UNUSABLE, CheckOutcome.NOTHING_MATCHED, CheckOutcome.NOT_CHECKED)
_TOLD_APART = 10  # messages of one rule on one property
_NOTHING_MET = note("nothing met")
_GRAVEST = (CheckOutcome.UNUSABLE, CheckOutcome.VIOLATIONS, CheckOutcome.NOTHING_MATCHED)


def exit_code(reports: Iterable["Report"]) -> int:
    """Return the exit code of several reports: that of the gravest outcome, 3 where no check at all was made."""
    outcomes = {report.outcome for report in reports}
    if outcomes <= {CheckOutcome.NOT_CHECKED}:
        return CheckOutcome.NOTHING_MATCHED.exit_code
    return next((outcome.exit_code for outcome in _GRAVEST if outcome in outcomes), 0)


@dataclass(frozen=True, slots=True)
class Violation:
    """One fault: the rule that it breaks, the focus node and property that break it, and the place to mend.

    `messages` holds what to do about it by language, English always among them; `path`, `line` and `column` are
    those of the file and table in which the node is stated, as far as they are known; `is_cause` says that the
    finding explains others, so that it comes before them. In a file of RDF, which has no columns of a table, `start` is
    the sign of the line at which the statement to mend begins, and `end` is the first sign behind it. `result` is that
    of the engine, where one found it.
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
    start: int | None = None
    end: Point | None = None
    result: ValidationResult | None = None

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
    fail_on: str = SEVERITIES[0]

    def noted(self, language: str) -> list[str]:
        """Return the notes in a language."""
        return [said_in(one, language) for one in self.notes]

    def fails(self, finding: Violation) -> bool:
        """Tell whether a finding is grave enough to fail the check."""
        return finding.severity in SEVERITIES[: SEVERITIES.index(self.fail_on) + 1]


@dataclass(slots=True)
class Group:
    """Findings that say the same, or the rest of those that say something each: the first of them, and their number."""

    rule: str
    severity: str
    is_alike: bool = True
    first: list[Violation] = field(default_factory=list)
    count: int = 0


def groups(findings: Iterable[Violation], most: int) -> list[Group]:
    """Group findings by what they say, in the order in which each is first said; of each keep the first `most`.

    Where the findings of one rule on one property say many things, the first ten are groups, and all others one more.
    """
    found = dict[tuple[str, ...], Group]()
    told = defaultdict[tuple[str, ...], set[str]](set)
    for finding in findings:
        kind = (finding.rule, finding.severity, finding.property or finding.column or "")
        said = finding.messages["en"]
        is_alike = said in told[kind] or len(told[kind]) < _TOLD_APART
        if is_alike:
            told[kind].add(said)
        key = (*kind, said) if is_alike else kind
        group = found.setdefault(key, Group(finding.rule, finding.severity, is_alike))
        group.count += 1
        if group.count <= most:
            group.first.append(finding)
    return [*found.values()]


def by_place(findings: Iterable[Violation]) -> list[Violation]:
    """Sort findings as one mends them: what explains others first, then file by file and row by row."""
    return sorted(
        findings,
        key=lambda f: (not f.is_cause, str(f.path or ""), f.line or 0, f.start or 0, f.rule, f.node, f.value or ""),
    )


def report(
    check: str,
    findings: Iterable[Violation],
    checked: int,
    notes: Iterable[str] = (),
    fail_on: str = SEVERITIES[0],
) -> Report:
    """Sum findings up: those as grave as `fail_on` are violations, and a check that met nothing has matched nothing."""
    made = Report(check, CheckOutcome.CONFORMS, tuple(by_place(findings)), checked, tuple(notes), fail_on)
    if any(map(made.fails, made.findings)):
        return replace(made, outcome=CheckOutcome.VIOLATIONS)
    return made if checked else replace(made, outcome=CheckOutcome.NOTHING_MATCHED)


def sum_of_parts(reports: Iterable[Report]) -> Report:
    """Return the reports of one check on several parts of what it looks at, one at least, as one report."""
    first, *others = reports
    if not others:
        return first
    every = (first, *others)
    findings = [finding for one in every for finding in one.findings]
    notes = dict.fromkeys(note for one in every for note in one.notes)
    made = report(first.check, findings, sum(one.checked for one in every), notes)
    is_unusable = any(one.outcome is CheckOutcome.UNUSABLE for one in every)
    return replace(made, outcome=CheckOutcome.UNUSABLE) if is_unusable else made


def not_checked(check: str, reason: str) -> Report:
    """Return the report of a check that is not made, for a reason."""
    return Report(check, CheckOutcome.NOT_CHECKED, (), 0, (reason,))


def judged_by(made: Report, fail_on: str) -> Report:
    """Return a report as it is where findings as grave as `fail_on` fail; one that checked nothing says so."""
    made = replace(made, fail_on=fail_on)
    if made.outcome in _DECIDED_ELSEWHERE:
        return made
    if any(map(made.fails, made.findings)):
        return replace(made, outcome=CheckOutcome.VIOLATIONS)
    if made.checked or made.findings:
        return replace(made, outcome=CheckOutcome.CONFORMS)
    return replace(made, outcome=CheckOutcome.NOT_CHECKED, notes=made.notes or (_NOTHING_MET,))
