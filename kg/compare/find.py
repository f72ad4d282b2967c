"""Find all that follows from setting the claims side by side: one table, whatever engine computes it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

import ibis
import ibis.expr.types as ir

from kg import iri, terms
from kg.compare.arithmetic import derived
from kg.compare.candidates import candidates, in_order
from kg.compare.claims import figures, paired
from kg.compare.counts import one_amount_two_counts
from kg.compare.facts import Facts
from kg.compare.mirrors import mirrors
from kg.compare.parts import exceeding_parts
from kg.compare.rates import at_stated_rates
from kg.compare.stages import stage_comparisons
from kg.compare.targets import changes, outcomes
from kg.compare.verdicts import compare, memberships

_T = TypeVar("_T")
Keep: TypeAlias = Callable[[ir.Table], ir.Table]
"""Computes a table once, so that what builds on it need not do so again."""

COLUMNS = {
    "class": "string", "first": "string", "second": "string", "others": "string", "verdict": "string",
    "change": "string", "outcome": "string", "reasons": "string", "gap": "decimal(38, 9)", "least": "decimal(38, 9)",
    "greatest": "decimal(38, 9)", "ratio": "decimal(38, 9)",
}  # fmt: skip
"""A finding in a row: its class, its claims, and concepts by the last parts of their IRIs, several separated by `|`."""


@dataclass(frozen=True, slots=True)
class Found(Generic[_T]):
    """What follows from claims: the findings (see `COLUMNS`), and the derived claims on which some of them rest."""

    findings: _T
    derived: _T


def findings(claims: ir.Table, facts: Facts[ir.Table], keep: Keep) -> Found[ir.Table]:
    """Return every finding on claims, in the order of its class and claims, and every derived claim.

    The claims are what `kg.compare.claims.complete` makes of flat ones.

    A finding rests on its claims and on nothing else: without one of them it is gone, and no other changes. That two
    claims do not compare is found of those that someone said, for statistics of different years are no surprise.
    What became of targets is told of stated claims alone; in all else a derived claim counts as the stated ones do.
    """
    calculated, numbers = _numbers(claims, facts, keep)
    parts = memberships(claims, facts)
    verdicts = keep(compare(paired(numbers, keep(candidates(numbers))), parts))
    exceeding = keep(exceeding_parts(numbers))
    stated = numbers.filter(numbers.inputs.isnull())
    worth = verdicts.filter(verdicts.is_spoken | (verdicts.verdict != "not-comparable"))
    found = [
        _complete(worth.anti_join(exceeding, ["first", "second"]), terms.Comparison),
        _complete(exceeding, terms.Comparison),
        _complete(at_stated_rates(stated, parts), terms.Comparison),
        _complete(one_amount_two_counts(stated, verdicts), terms.Comparison),
        _complete(stage_comparisons(claims, facts), terms.Comparison),
        _complete(changes(stated), terms.TargetChange),
        _complete(outcomes(stated), terms.TargetOutcome),
        _complete(mirrors(numbers), terms.MirrorPair),
    ]
    table = ibis.union(*found).order_by("class", "first", "second", "others")
    return Found(table, calculated.order_by("claim"))


def _numbers(claims: ir.Table, facts: Facts[ir.Table], keep: Keep) -> tuple[ir.Table, ir.Table]:
    """Return what derives from claims, and the figures of both."""
    calculated = keep(derived(claims, facts))
    return calculated, keep(figures(claims.union(calculated.select(claims.columns)), facts))


def _complete(found: ir.Table, cls: str) -> ir.Table:
    """Give findings of a class all the columns that findings have."""
    found = found.mutate(**{"class": ibis.literal(iri.compress(cls))})
    return found.select(
        **{name: found[name].cast(kind) if name in found.columns else ibis.null(kind) for name, kind in COLUMNS.items()}
    )


def verdict(claims: ir.Table, chosen: ir.Table, facts: Facts[ir.Table], keep: Keep) -> Found[ir.Table]:
    """Compare two claims, whether a reader would set them side by side or not; `chosen` has the two as `claim`.

    The findings are one row, or none where a claim has no number.
    """
    calculated, numbers = _numbers(claims, facts, keep)
    two = keep(numbers.semi_join(chosen, "claim"))
    later = two.view()
    pair = two.join(later, in_order(two, later)).select(one=two.claim, other=later.claim)
    found = _complete(compare(paired(two, pair), memberships(claims, facts)), terms.Comparison)
    return Found(found, calculated.order_by("claim"))
