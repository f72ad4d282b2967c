"""The page of targets: when each was said, what became of it, and how near the realised values come."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from kg import iri, terms
from kg.graph import Store, values
from kg.ontology import Ontology
from kg.query.library import OPEN
from kg.show.cards import Row, page, rows
from kg.show.evidence import Reader, newest_day, reader
from kg.show.finding import Finding, findings_on, read_finding
from kg.show.model import Card, Evidence, Group, Page, Span, Spans
from kg.show.words import text
from kg.wording.days import last_day

_TARGET = ("about", "indicator", "stage", "unit")


def targets_page(store: Store, ontology: Ontology, about: str, on: str, language: str) -> Page:
    """Show the targets and plans about something, or about everything (`UNDEF`), as they stand on a day.

    Without a day (`""`) it is that of the newest source.
    """
    day = newest_day(store)
    asked = {"on": on or day} if on or day else {}
    reading = reader(store, language)
    summary: dict[tuple[str, ...], Row] = {}
    for row in rows(store, ontology, "targets", about=about, **asked):
        summary.setdefault(_key(row), row)
    history: dict[tuple[str, ...], list[Row]] = {}
    for row in rows(store, ontology, "target-history", about=about):
        history.setdefault(_key(row), []).append(row)
    late = rows(store, ontology, "missed-deadlines", **asked)
    missed = {row["claim"] for row in late}
    told = {key: _found(store, reading, history[key]) for key in summary}
    groups = [_group(reading, row, history[key], told[key], missed) for key, row in summary.items()]
    said = {row["claim"] for found in history.values() for row in found}
    rest = [row for row in late if row["claim"] not in said]
    every = (finding for found in told.values() for finding in found)
    shown = page("targets", language, on or day, (*groups, *_late(store, reading, rest, iri.expand(about))), every)
    note = text("more missed", language).format(len(rest), on or day) if about == OPEN and rest else ""
    return replace(shown, note=note)


def _late(store: Store, reading: Reader, rest: list[Row], about: str) -> list[Group]:
    """Show the plans about something, or of what concerns it, whose date has passed and that nobody spoke of again."""
    named = [row for row in rest if about in {row["about"], *values(store, row["about"], terms.concernsDyad)}]
    if not named:
        return []
    heading = text("missed", reading.language)
    evidence = tuple(reading.evidence(claim) for claim in dict.fromkeys(row["claim"] for row in named))
    late = Card(heading[:1].upper() + heading[1:], "", "", (), (), evidence)
    return [Group(reading.name(about), (), (late,))]


def _key(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in _TARGET)


def _group(reading: Reader, row: Row, history: list[Row], found: list[Finding], missed: set[str]) -> Group:
    """Show one target: what is known of it in lines, and one card with its chronicle."""
    said = _statements(reading, history)
    outcomes = _outcomes(found)
    realised = _realised(reading, outcomes)
    unit = reading.base_unit(row["unit"])
    latest = [one for one in outcomes if one.rests_on[1] == row.get("value_claim")]
    doubts = dict.fromkeys(reason for one in found for reason, _ in one.reasons)
    lines = [*(f"{name}: {value}" for name, value in _known(reading, row)), *doubts]
    if missed & {one.claim for one in said}:
        lines.append(text("missed", reading.language))
    heading = latest[0].heading if latest else text("no value", reading.language)
    parts = (reading.name(row["about"]), reading.name(row["indicator"]), reading.name(row["stage"]))
    spans = (
        *(Span(f"{one.period or one.day}: {one.value}", one.low, one.high, 1) for one in realised),
        *(Span(f"{one.day}: {one.value}", one.low, one.high, 0) for one in said),
    )
    chronicle = Card(
        heading=heading[:1].upper() + heading[1:],
        name=latest[0].name if latest else "",
        sentence=latest[0].sentence if latest else "",
        numbers=tuple(_distance(reading, latest[0], unit)) if latest else (),
        reasons=(),
        evidence=(*said, *realised),
        picture=Spans(reading.phrases.unit(unit), spans, _line(said)),
    )
    return Group(" · ".join(parts), tuple(lines), (chronicle,))


def _line(said: list[Evidence]) -> Decimal | None:
    """Return the value to hold realised ones against: the least that the last statement of a target allows."""
    return said[-1].low if said[-1].low is not None else said[-1].high


def _statements(reading: Reader, history: list[Row]) -> list[Evidence]:
    """Return the statements of a target in the order of time, each with what changed since the ones before."""
    changes: dict[str, list[str]] = {}
    for row in history:
        changes.setdefault(row["claim"], []).extend([reading.name(row["change"])] if "change" in row else [])
    first = text("first said", reading.language)
    return [reading.evidence(claim, ", ".join(found) or first) for claim, found in changes.items()]


def _found(store: Store, reading: Reader, history: list[Row]) -> list[Finding]:
    """Return what was found of the statements of a target: how it changed, and how realised values come up to it."""
    said = dict.fromkeys(row["claim"] for row in history)
    found = (read_finding(store, name, reading.language) for claim in said for name in findings_on(store, claim))
    return [one for one in found if one.cls in {terms.TargetChange, terms.TargetOutcome}]


def _outcomes(found: list[Finding]) -> list[Finding]:
    """Return how each realised value comes up to the last statement of a target that it is compared with."""
    last = {one.rests_on[1]: one for one in found if one.cls == terms.TargetOutcome}
    return [last[claim] for claim in sorted(last)]


def _realised(reading: Reader, outcomes: list[Finding]) -> list[Evidence]:
    """Return realised values in the order of their periods, each with its outcome."""
    order = sorted(outcomes, key=lambda one: (reading.row(one.rests_on[1])["valid_until"] or date.max, one.name))
    return [reading.evidence(one.rests_on[1], one.heading) for one in order]


def _known(reading: Reader, row: Row) -> list[tuple[str, str]]:
    """Return what is known of a target, each thing with its name."""
    language, phrases = reading.language, reading.phrases

    def figures(which: str) -> str:
        ends = dict.fromkeys(Decimal(row[f"{which}_{end}"]) for end in ("least", "greatest"))
        return phrases.amount([*ends], row["unit"])

    def day(name: str) -> date:
        return date.fromisoformat(row[name])

    found = [("first said", phrases.day(day("first_stated"))), ("then", figures("first"))]
    if row["last_stated"] != row["first_stated"]:
        found += [("last said", phrases.day(day("last_stated"))), ("now", figures("last"))]
    found.append(("statements", row["times"]))
    none = f"{text('no deadline', language)}: {row['age_months']}"
    found.append(("deadline", phrases.day(last_day(day("deadline"))) if "deadline" in row else none))
    return [(text(name, language), value) for name, value in found]


def _distance(reading: Reader, outcome: Finding, unit: str | None) -> list[tuple[str, str]]:
    """Return how much is missing to a target, from the least to the most that the bounds of both claims allow."""
    ends = [outcome.numbers.get(end) for end in (terms.leastDifference, terms.greatestDifference)]
    if ends == [None, None]:
        return []
    written = [reading.amount(end, unit) for end in dict.fromkeys(ends)]
    return [(text("distance", reading.language), " – ".join(written))]
