"""Targets and plans as claims state them: the claims, what was found of them, and which are late."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from kg.core import columns, iri, terms
from kg.core.concepts import ClaimStatus, Stage
from kg.core.graph import NamedNode, Store, values
from kg.core.ontology import RDF_TYPE, Ontology
from kg.rows.opened import OpenedRow, Rows
from kg.show.evidence import ClaimReader
from kg.show.model import Finding
from kg.show.things import add_things

_STATEMENTS = """
FROM claims
WHERE claim_status = $accepted AND list_contains($stages, has_stage) AND list_contains($classes, class)
  AND is_about IS NOT NULL AND has_indicator IS NOT NULL AND amount IS NOT NULL AND has_unit IS NOT NULL
  AND asserted_on IS NOT NULL
"""
_LATE = """
WITH accepted AS (FROM claims WHERE claim_status = $accepted),
said AS (FROM accepted WHERE valid_until IS NOT NULL AND asserted_by IS NOT NULL AND had_primary_source IS NOT NULL),
realised AS (FROM accepted WHERE has_stage = $realised),
targets AS (
  SELECT claim, has_stage, valid_until, is_about AS about
  FROM said ANTI JOIN realised USING (is_about, valid_until, has_indicator)
  WHERE has_stage = $target AND list_contains($measurements, class) AND is_about IS NOT NULL
    AND has_indicator IS NOT NULL AND amount IS NOT NULL AND has_unit IS NOT NULL
),
begun AS (FROM accepted WHERE list_contains($begun, has_stage)),
promises AS (
  SELECT claim, has_stage, valid_until, has_undertaking AS about
  FROM said ANTI JOIN begun USING (has_undertaking)
  WHERE list_contains($promised, has_stage) AND list_contains($reports, class) AND has_undertaking IS NOT NULL
)
FROM targets UNION ALL FROM promises ORDER BY valid_until, about, has_stage, claim
"""


@dataclass(frozen=True, slots=True)
class Target:
    """A target or plan: what it is about, its indicator, stage and unit, and all claims that state it.

    `found` is what was found of those that somebody said.
    """

    about: str
    indicator: str
    stage: str
    unit: str
    stating: list[OpenedRow] = field(default_factory=list)
    found: list[Finding] = field(default_factory=list)

    @property
    def said(self) -> list[OpenedRow]:
        """Return the statements by someone, in the order of time."""
        spoken = [
            row
            for row in self.stating
            if row[columns.asserted_by] and row[columns.has_bound] and row[columns.had_primary_source]
        ]
        return sorted(spoken, key=lambda row: (row[columns.asserted_on], row[columns.amount], row["claim"]))

    @property
    def first_stated(self) -> date:
        """Return the day of the first statement."""
        return min(self._days())

    @property
    def last_stated(self) -> date:
        """Return the day of the last statement."""
        return max(self._days())

    def _days(self) -> list[date]:
        return [row[columns.asserted_on] for row in self.stating]

    @property
    def deadline(self) -> date | None:
        """Return the end of the period that the last statements name, None where they tell of their own day."""
        latest = max(_end(row) for row in self.stated_on(self.last_stated))
        return latest if latest > self.last_stated else None

    def stated_on(self, day: date) -> list[OpenedRow]:
        """Return the statements of a day."""
        return [row for row in self.stating if row[columns.asserted_on] == day]

    @property
    def outcomes(self) -> list[Finding]:
        """Return how each realised value comes up to the last statement of the target that it is compared with."""
        last = {one.rests_on[1]: one for one in self.found if one.cls == terms.TargetOutcome}
        return [last[claim] for claim in sorted(last)]


def _end(row: OpenedRow) -> date:
    """Return the end of the period of a statement, its own day where it names none."""
    until, day = row[columns.valid_until], row[columns.asserted_on]
    end: date = until if until is not None and row[columns.valid_from] != day else day
    return end


def stating_targets(rows: Rows, ontology: Ontology) -> list[OpenedRow]:
    """Return the claims that state a target or plan: a number at a stage that is foreseen."""
    stages = [
        row[columns.has_stage] for row in rows.ask("SELECT DISTINCT has_stage FROM claims WHERE has_stage IS NOT NULL")
    ]
    own = Store()
    add_things(own, rows, ontology, stages)
    own.extend(ontology.terms.quads_for_pattern(None, NamedNode(terms.foreseen), None))
    foreseen = [one for one in stages if values(own, one, terms.foreseen) == ["true"]]
    return rows.ask(
        _STATEMENTS, accepted=ClaimStatus.ACCEPTED, stages=foreseen, classes=_classes(ontology, terms.Measurement)
    )


def _classes(ontology: Ontology, cls: str) -> list[str]:
    return [iri.compress(sub) for sub in ontology.subs(cls)]


def late_plans(rows: Rows, ontology: Ontology) -> list[OpenedRow]:
    """Return targets with a deadline of which no realised value is reported, and plans not reported as begun."""
    return rows.ask(
        _LATE,
        accepted=ClaimStatus.ACCEPTED,
        target=Stage.TARGET,
        realised=Stage.REALISED,
        promised=[Stage.PLANNED, Stage.COMMITTED],
        begun=[Stage.ONGOING, Stage.COMPLETED, Stage.OPERATING],
        measurements=_classes(ontology, terms.Measurement),
        reports=_classes(ontology, terms.StageReport),
    )


def grouped_targets(reading: ClaimReader, stating: Iterable[OpenedRow], findings: Iterable[Finding]) -> list[Target]:
    """Return the targets that claims state and somebody said, the oldest first, each with what was found of it."""
    targets: dict[tuple[str, ...], Target] = {}
    for row in stating:
        for about in _about(reading, row[columns.is_about]):
            key = (about, row[columns.has_indicator], row[columns.has_stage], row[columns.has_unit])
            targets.setdefault(key, Target(*key)).stating.append(row)
    for target in targets.values():
        for row in target.said:
            target.found.extend(one for one in findings if row["claim"] in one.rests_on)
    spoken = [target for target in targets.values() if target.said]
    return sorted(spoken, key=lambda one: (one.first_stated, one.about, one.indicator, one.stage, one.unit))


def _about(reading: ClaimReader, thing: str) -> list[str]:
    """Return what a claim about something counts for: a portfolio for the dyads that it concerns."""
    is_portfolio = terms.ProjectPortfolio in values(reading.known, thing, RDF_TYPE)
    return (values(reading.known, thing, terms.concernsDyad) if is_portfolio else []) or [thing]
