"""The page of targets: when each was said, what became of it, and how near the realised values come."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import chain

from kg.core import columns, iri, terms
from kg.core.ontology import Ontology
from kg.names.opened import Names
from kg.rows.opened import OpenedRow, Rows
from kg.show.cards import asked, capital, concerns, page, with_instead
from kg.show.evidence import ClaimReader, read_claims
from kg.show.finding import read_finding
from kg.show.model import Card, CardGroup, Evidence, Finding, Page, Span, Spans
from kg.show.sources import newest_day
from kg.show.target_claims import Target, grouped_targets, late_plans, stating_targets
from kg.show.words import text
from kg.wording.days import last_day

_UNASKED = "2026-12-31"
"""The day that the shipped questions take where neither asker nor sources name one."""


def targets_page(rows: Rows, ontology: Ontology, about: str, on: str, language: str) -> Page:
    """Show the targets and plans about something, or about everything (`UNDEF`), as they stand on a day.

    Without a day (`""`) it is that of the newest source.
    """
    names = Names(rows.folder, ontology, language)
    subject = asked(names, "targets", "about", about)
    if on:
        asked(names, "targets", "on", on)
    stating, late = stating_targets(rows, ontology), late_plans(rows, ontology)
    found = rows.ask(
        "FROM findings WHERE list_contains($classes, class) ORDER BY finding",
        classes=[iri.compress(cls) for cls in (terms.TargetChange, terms.TargetOutcome)],
    )
    resting = chain.from_iterable(row["rests_on"] for row in found)
    reading = read_claims(rows, ontology, language, [*_claims(stating), *_claims(late), *resting])
    day = on or newest_day(reading.known)
    reckoned = date.fromisoformat(day or _UNASKED)
    findings = [read_finding(reading, row) for row in found]
    targets = [one for one in grouped_targets(reading, stating, findings) if subject in {None, one.about}]
    late = [row for row in late if row[columns.valid_until] <= reckoned]
    missed = set(_claims(late))
    said = set(_claims(chain.from_iterable(one.said for one in targets)))
    rest = [row for row in late if row["claim"] not in said]
    groups = [_group(reading, one, findings, missed, reckoned) for one in targets]
    note = ""
    if subject is not None:
        groups += _forgotten(reading, rest, subject)
    elif rest:
        note = text("more missed", language).format(len(rest), day)
    shown = page("targets", reading, groups, chain.from_iterable(one.found for one in targets))
    return with_instead(replace(shown, day=day, note=note), names, subject)


def _claims(rows: Iterable[OpenedRow]) -> list[str]:
    return [row["claim"] for row in rows]


def _forgotten(reading: ClaimReader, late: Iterable[OpenedRow], about: str) -> Iterator[CardGroup]:
    """Show the plans about something, or of what concerns it, whose date has passed and that nobody spoke of again."""
    claims = dict.fromkeys(row["claim"] for row in late if concerns(reading, row["about"], about))
    if claims:
        heading = capital(text("missed", reading.language))
        yield CardGroup(reading.name(about), (), (Card(heading, "", "", (), (), tuple(map(reading.evidence, claims))),))


def _group(reading: ClaimReader, target: Target, findings: Iterable[Finding], missed: set[str], day: date) -> CardGroup:
    """Show one target: what is known of it in lines, and one card with its chronicle."""
    said = _statements(reading, target, findings)
    realised = _realised(reading, target.outcomes)
    unit = reading.base_unit(target.unit)
    latest = _latest(reading, target)
    doubts = dict.fromkeys(reason for one in target.found for reason, _ in one.reasons)
    lines = [*(f"{name}: {value}" for name, value in _known(reading, target, day)), *doubts]
    if missed & {one.claim for one in said}:
        lines.append(text("missed", reading.language))
    spans = (
        *(Span(f"{one.period or one.day}: {one.value}", one.low, one.high, 1) for one in realised),
        *(Span(f"{one.day}: {one.value}", one.low, one.high, 0) for one in said),
    )
    chronicle = Card(
        heading=capital(latest.heading if latest else text("no value", reading.language)),
        name=latest.name if latest else "",
        sentence=latest.sentence if latest else "",
        numbers=tuple(_distance(reading, latest, unit)) if latest else (),
        reasons=(),
        evidence=(*said, *realised),
        picture=Spans(reading.phrases.unit(unit), spans, _line(said)),
    )
    heading = " · ".join(map(reading.name, (target.about, target.indicator, target.stage)))
    return CardGroup(heading, tuple(lines), (chronicle,))


def _line(said: Sequence[Evidence]) -> Decimal | None:
    """Return the value to hold realised ones against: the least that the last statement of a target allows."""
    return said[-1].low if said[-1].low is not None else said[-1].high


def _statements(reading: ClaimReader, target: Target, findings: Iterable[Finding]) -> list[Evidence]:
    """Return the statements of a target in the order of time, each with what changed since the ones before."""
    first = text("first said", reading.language)
    changes = [one for one in findings if one.cls == terms.TargetChange]
    said = []
    for claim in (row["claim"] for row in target.said):
        changed = ", ".join(map(reading.name, _changes(reading, claim, changes)))
        said.append(reading.evidence(claim, changed or first))
    return said


def _changes(reading: ClaimReader, claim: str, findings: Iterable[Finding]) -> list[str]:
    """Return what changed with a statement since those of the last day before."""
    before: dict[date | None, set[str]] = {}
    for one in findings:
        if one.rests_on[1] == claim:
            day = reading.row(one.rests_on[0])[columns.asserted_on]
            before.setdefault(day, set()).update(one.concepts[terms.hasChange])
    last = max((day for day in before if day is not None), default=None)
    return sorted(before.get(last, ()))


def _latest(reading: ClaimReader, target: Target) -> Finding | None:
    """Return how the latest realised value comes up to the last statements of a target."""
    stating = {row["claim"]: row[columns.asserted_on] for row in target.stating}
    reached: dict[date, list[str]] = {}
    for one in target.found:
        claim, value, *_ = one.rests_on
        if one.cls == terms.TargetOutcome and claim in stating and target.about in one.subjects:
            until = reading.row(value)[columns.valid_until]
            if until is not None:
                of_last = [value] if stating[claim] == target.last_stated else []
                reached.setdefault(until, []).extend(of_last)
    values = reached[max(reached)] if reached else []
    latest = min(values, default=None)
    return next((one for one in target.outcomes if one.rests_on[1] == latest), None)


def _realised(reading: ClaimReader, outcomes: Iterable[Finding]) -> list[Evidence]:
    """Return realised values in the order of their periods, each with its outcome."""
    order = sorted(outcomes, key=lambda one: (reading.row(one.rests_on[1])[columns.valid_until] or date.max, one.name))
    return [reading.evidence(one.rests_on[1], one.heading) for one in order]


def _known(reading: ClaimReader, target: Target, on: date) -> list[tuple[str, str]]:
    """Return what is known of a target on a day, each thing with its name."""
    language, phrases = reading.language, reading.phrases
    first, last = target.first_stated, target.last_stated
    found = [("first said", phrases.day(first)), ("then", _figures(reading, target, first))]
    if last != first:
        found += [("last said", phrases.day(last)), ("now", _figures(reading, target, last))]
    found.append(("statements", str(len(target.stating))))
    age = 12 * (on.year - first.year) + on.month - first.month
    none = f"{text('no deadline', language)}: {age}"
    found.append(("deadline", phrases.day(last_day(target.deadline)) if target.deadline else none))
    return [(text(name, language), value) for name, value in found]


def _figures(reading: ClaimReader, target: Target, day: date) -> str:
    """Write the least and the greatest amount that is stated of a target on a day."""
    amounts = [row[columns.amount] for row in target.stated_on(day)]
    return reading.phrases.amount([*dict.fromkeys((min(amounts), max(amounts)))], target.unit)


def _distance(reading: ClaimReader, outcome: Finding, unit: str | None) -> list[tuple[str, str]]:
    """Return how much is missing to a target, from the least to the most that the bounds of both claims allow."""
    ends = [outcome.numbers.get(end) for end in (terms.leastDifference, terms.greatestDifference)]
    if ends == [None, None]:
        return []
    written = [reading.amount(end, unit) for end in dict.fromkeys(ends)]
    return [(text("distance", reading.language), " – ".join(written))]
