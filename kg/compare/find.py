"""Find all that follows from setting the claims side by side: one table, whatever engine computes it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import ibis
import ibis.expr.types as ir

from kg.compare.form import COLUMNS, SEGMENTS, Found
from kg.compare.prepare.candidates import candidates, in_order
from kg.compare.prepare.claims import figures, with_values
from kg.compare.prepare.derive import stated
from kg.compare.prepare.facts import Facts
from kg.compare.prepare.pairs import paired
from kg.compare.rules.arithmetic import derived
from kg.compare.rules.counts import one_amount_two_counts
from kg.compare.rules.mirrors import mirrors
from kg.compare.rules.parts import exceeding_parts, falling_counts
from kg.compare.rules.rates import at_stated_rates
from kg.compare.rules.stages import stage_comparisons
from kg.compare.rules.sums import shares_over_the_whole, sums
from kg.compare.rules.targets import changes, outcomes
from kg.compare.rules.verdicts import compare, containments, memberships
from kg.core import iri, terms
from kg.core.concepts import Verdict

Keep: TypeAlias = Callable[[ir.Table], ir.Table]
"""Computes a table once, so that what builds on it need not do so again."""


def findings(claims: ir.Table, facts: Facts[ir.Table], keep: Keep) -> Found[ir.Table]:
    """Return every finding on claims, in the order of its class and claims, and every derived claim.

    The claims are what `kg.compare.prepare.claims.complete` makes of flat ones.

    A finding rests on its claims and on nothing else: without one of them it is gone, and no other changes. That two
    claims do not compare is found of those that someone said, for statistics of different years are no surprise.
    What became of targets is told of stated claims alone; in all else a derived claim counts as the stated ones do.
    """
    known = _numbers(claims, facts, keep)
    numbers = known.figures
    parts = keep(memberships(claims, facts))
    verdicts = keep(compare(paired(numbers, keep(candidates(numbers))), parts))
    impossible = keep(_impossible(numbers, claims, facts))
    asserted = numbers.filter(numbers.inputs.isnull())
    worth = verdicts.filter(verdicts.is_spoken | (verdicts.verdict != Verdict.NOT_COMPARABLE))
    found = [
        _complete(worth.anti_join(impossible, ["first", "second"]), terms.Comparison),
        _complete(impossible, terms.Comparison),
        _complete(sums(numbers, facts), terms.Comparison),
        _complete(shares_over_the_whole(known.derived), terms.Comparison),
        _complete(at_stated_rates(asserted, parts), terms.Comparison),
        _complete(one_amount_two_counts(asserted, verdicts), terms.Comparison),
        _complete(stage_comparisons(claims, facts), terms.Comparison),
        _complete(changes(asserted), terms.TargetChange),
        _complete(outcomes(asserted), terms.TargetOutcome),
        _complete(mirrors(numbers, facts.dyads), terms.MirrorPair),
    ]
    table = ibis.union(*map(keep, found)).order_by("class", "first", "second", "others")
    return Found(table, known.derived.order_by("claim"), known.ends)


def _impossible(numbers: ir.Table, claims: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Return the pairs of which one is part of the other and greater, or counts the same later and less.

    Of what is derived, that follows from what it derives from.
    """
    told = containments(claims, facts).select(part="member", whole="whole")
    wholes = facts.parts.union(told, distinct=True)
    numbers = numbers.filter(numbers.inputs.isnull())
    return exceeding_parts(numbers, wholes).union(falling_counts(numbers), distinct=True)


@dataclass(frozen=True, slots=True)
class _Numbers:
    """What derives from claims, the values that all claims with a number allow, and the figures of them."""

    derived: ir.Table
    valued: ir.Table
    figures: ir.Table

    @property
    def ends(self) -> ir.Table:
        """Return the ends of what the claims allow, in their own unit."""
        return self.valued.select("claim", "low", "high").order_by("claim")


def _numbers(claims: ir.Table, facts: Facts[ir.Table], keep: Keep) -> _Numbers:
    """Return the numbers of claims, and of those that derive from them."""
    claims = stated(claims)
    own = keep(with_values(claims, facts))
    calculated = keep(derived(claims, own, facts))
    missing = {name: ibis.null(claims[name].type()) for name in claims.columns if name not in calculated.columns}
    of_derived = with_values(calculated.mutate(**missing).select(claims.columns), facts)
    valued = keep(own.union(of_derived.select(own.columns)))
    return _Numbers(calculated, valued, keep(figures(valued, facts)))


def _complete(found: ir.Table, cls: str) -> ir.Table:
    """Give findings of a class all the columns that findings have."""
    found = found.mutate(**{"class": ibis.literal(iri.compress(cls))})
    missing = {name: _nothing(kind) for name, kind in COLUMNS.items() if name not in found.columns}
    keys = {name: _keys(found[name], segment) for name, segment in SEGMENTS.items() if name in found.columns}
    found = found.mutate(**missing, **keys)
    return found.select(**{name: found[name].cast(kind) for name, kind in COLUMNS.items()})


def _keys(concepts: ir.Value, segment: str) -> ir.Value:
    """Name concepts of a segment by their keys."""
    start = len(iri.mint(segment, ""))
    if isinstance(concepts, ir.ArrayValue):
        return concepts.map(lambda name: name.substr(start))
    return concepts.substr(start)


def _nothing(kind: str) -> ir.Value:
    """Return what stands in a column of a kind where there is nothing: an empty list, or no value.

    Not every engine knows of what an empty list is: it is the beginning of a list of text.
    """
    return ibis.array([""])[:0] if kind.startswith("array") else ibis.null(kind)


def verdict(claims: ir.Table, chosen: ir.Table, facts: Facts[ir.Table], keep: Keep) -> Found[ir.Table]:
    """Compare two claims, whether a reader would set them side by side or not; `chosen` has the two as `claim`.

    The findings are one row, or none where a claim has no number.
    """
    known = _numbers(claims, facts, keep)
    numbers = known.figures
    two = keep(numbers.semi_join(chosen, "claim"))
    later = two.view()
    pair = two.join(later, in_order(two, later)).select(one=two.claim, other=later.claim)
    parts = keep(memberships(claims, facts))
    impossible = keep(_impossible(two, claims, facts))
    judged = compare(paired(two, pair), parts).drop("is_spoken")
    found = _complete(judged.filter(impossible.count() == 0), terms.Comparison)
    table = found.union(_complete(impossible, terms.Comparison))
    return Found(table, known.derived.order_by("claim"), known.ends)
