"""Findings that are known and accepted: a file names them, only others fail, and the file can only shrink."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, NamedTuple

from kg.core.errors import ArgumentInvalid, BaselineInvalid
from kg.core.files import open_regular
from kg.core.output import file_beside
from kg.validation.report import CheckOutcome, Report, Violation, not_checked
from kg.wording.notes import note

_FORM: Final = "dyad-baseline/1"
_NO_NAME = re.compile(r"_:\w+")
_JUDGED: Final = (CheckOutcome.CONFORMS, CheckOutcome.VIOLATIONS)
_GONE: Final = {
    "en": "The baseline accepts this, and it no longer occurs: take it out by --ratchet.",
    "ru": "Базовый список принимает это замечание, но его больше нет: уберите его с помощью --ratchet.",
    "kk": "Негізгі тізім бұл мәселені қабылдайды, бірақ ол енді кездеспейді: оны --ratchet арқылы алып тастаңыз.",
}


class KnownFinding(NamedTuple):
    """What makes a finding the same in another run, wherever it stands by then.

    That is its check and rule, what it is about, the property and the value; of a fault of a table, which is about
    nothing that has a name, the table with its source, and the column. Nodes without names count as one.
    """

    check: str
    rule: str
    node: str
    property: str
    value: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """Findings that are accepted, each as often as it may occur, and the file that says so."""

    path: Path
    accepted: Mapping[KnownFinding, int]


def _is_judged(made: Report) -> bool:
    """Tell whether a check came to its end: of one that a fault ended nothing is accepted, for the rest is unseen."""
    return made.outcome in _JUDGED and made.checked > 0


def _known(check: str, finding: Violation) -> KnownFinding:
    node = finding.node
    if node == check and finding.path is not None:
        node = "/".join(finding.path.absolute().parts[-2:])
    along = finding.property or finding.column or ""
    return KnownFinding(check, *(_NO_NAME.sub("_:", text) for text in (finding.rule, node, along, finding.value or "")))


def read_baseline(path: Path) -> Baseline:
    """Read a baseline; raise FileUnreadable for what is no file, BaselineInvalid for what no baseline says."""
    with open_regular(path) as file:
        raw = file.read()
    try:
        accepted = _accepted(json.loads(raw))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BaselineInvalid(
            f"The file is no baseline: {type(error).__name__}: {error}.",
            remedy="Begin one by `kg check --write-baseline FILE`, and let --ratchet alone change it.",
            path=path,
        ) from error
    return Baseline(path, accepted)


def _accepted(said: Any) -> Counter[KnownFinding]:
    """Return what the JSON of a baseline accepts; raise KeyError, TypeError or ValueError for what none says."""
    if said["form"] != _FORM:
        raise ValueError(f"its form is {said['form']!r}, not {_FORM!r}")
    accepted = Counter[KnownFinding]()
    for entry in said["accepted"]:
        accepted[KnownFinding(**{name: _text(entry[name]) for name in KnownFinding._fields})] += _count(
            entry.get("count", 1)
        )
    return accepted


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or value < 1:
        raise ValueError(f"{value!r} is no count")
    return value


def baseline_of(path: Path, reports: Iterable[Report]) -> Baseline:
    """Return the baseline that accepts all that reports found; what could not be used is never accepted."""
    found = (_known(made.check, one) for made in reports if _is_judged(made) for one in made.findings)
    return Baseline(path, Counter(found))


def write_baseline(baseline: Baseline) -> None:
    """Write a baseline, an accepted finding a line, in an order that makes its changes readable."""
    entries = []
    for known, count in sorted(baseline.accepted.items()):
        entry: dict[str, Any] = known._asdict() | ({"count": count} if count > 1 else {})
        entries.append(f"  {json.dumps(entry, ensure_ascii=False)}")
    with file_beside(baseline.path) as partial:
        body = ",\n".join(entries) + "\n" if entries else ""
        partial.write_text(f'{{"form": "{_FORM}", "accepted": [\n{body}]}}\n', encoding="utf-8", newline="\n")


def check_new(path: Path) -> None:
    """Raise BaselineInvalid where a file is already: a baseline that is begun anew would accept all anew."""
    if path.exists():
        raise BaselineInvalid(
            "A file is there already, and a baseline only shrinks.",
            remedy=f"Check against it: --baseline {path}; --ratchet takes out what no longer occurs.",
            path=path,
        )


def beyond(reports: Sequence[Report], baseline: Baseline) -> tuple[list[Report], Baseline]:
    """Return reports without what a baseline accepts, a report on the baseline, and what of it still occurs.

    A finding that is accepted twice and found three times is new once. What was not checked stays accepted, and a check
    that could not be made is told as it is.
    """
    left, kept = Counter(baseline.accepted), Counter[KnownFinding]()
    made = [_without(one, left, kept) if _is_judged(one) else one for one in reports]
    checked = {one.check for one in reports if _is_judged(one)}
    gone = [known for known, count in sorted(left.items()) if count and known.check in checked]
    unseen = {known: count for known, count in left.items() if count and known.check not in checked}
    made.append(_on_baseline(baseline, gone, sum(kept.values()), sum(unseen.values())))
    return made, Baseline(baseline.path, kept + Counter(unseen))


def _without(made: Report, left: Counter[KnownFinding], kept: Counter[KnownFinding]) -> Report:
    new = []
    for finding in made.findings:
        known = _known(made.check, finding)
        if left[known] > 0:
            left[known] -= 1
            kept[known] += 1
        else:
            new.append(finding)
    if len(new) == len(made.findings):
        return made
    accepted = note("accepted", count=len(made.findings) - len(new))
    return replace(made, findings=tuple(new), notes=(*made.notes, accepted))


def _on_baseline(baseline: Baseline, gone: Sequence[KnownFinding], kept: int, unseen: int) -> Report:
    """Report on a baseline; that an entry of it no longer occurs is told, and fails nothing."""
    found = []
    for known in gone:
        rule = f"no-longer {known.rule}"
        found.append(
            Violation(rule, "info", _GONE, known.node, known.property or None, known.value or None, baseline.path)
        )
    notes = [note("entries unseen", count=unseen)] if unseen else []
    if not kept and not gone:
        return replace(not_checked("baseline", note("nothing accepted")), notes=tuple(notes))
    return Report("baseline", CheckOutcome.CONFORMS, tuple(found), kept + len(gone), tuple(notes))


def held_to(found: Iterable[Report], accepted: Path | None, begun: Path | None, *, ratchet: bool) -> list[Report]:
    """Return reports without what a baseline accepts: one that is read, or one that is begun with all that was found.

    With `ratchet` what no longer occurs is taken out of its file. Raises ArgumentInvalid for what does not go together,
    and what `read_baseline` and `check_new` raise, before anything is checked.
    """
    if ratchet and accepted is None:
        raise ArgumentInvalid("Nothing is there to shrink.", remedy="Name the baseline: --baseline FILE.")
    if accepted is not None and begun is not None:
        raise ArgumentInvalid("One baseline is read and another begun.", remedy="Leave one of the two out.")
    baseline = None if accepted is None else read_baseline(accepted)
    if begun is not None:
        check_new(begun)
    reports = [*found]
    if begun is not None:
        baseline = baseline_of(begun, reports)
        write_baseline(baseline)
    if baseline is None:
        return reports
    made, remaining = beyond(reports, baseline)
    if ratchet and remaining.accepted != baseline.accepted:
        write_baseline(remaining)
    return made
