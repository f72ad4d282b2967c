"""Set what one side of a flow or dyad reports beside what the other side reports of the same."""

import ibis
import ibis.expr.types as ir

from kg.claim import computed_once
from kg.compare.prepare.conditions import is_true, listed
from kg.compare.prepare.pairs import distances, meet_by_rounding, paired, with_sides
from kg.core.concepts import Reason

_COMMON, _HIGH = 1.1, 1.2
"""Imports over exports up to which freight and insurance are commonly taken to explain a gap, and seldom are."""
_SAME = ("family", "stage", "product", "part", "origin", "destination", "base_unit", "since", "until")


def mirrors(claims: ir.Table, dyads: ir.Table) -> ir.Table:
    """Return what both sides report of one flow, or of one dyad, for one period, with what could close the gap.

    A side is a claim whose reporter is the economy itself: what a third party says is none. The first claim is that of
    the side of origin, or of the first economy of the dyad. `least` and `greatest` are the ends of its values less
    those of the second; `gap` is how far the values that both allow lie apart, None where they meet; `ratio` is the
    second figure over the first. Nothing is averaged.
    """
    sides = claims.filter(claims.reporter.notnull() & ~claims.is_undated)
    flows = sides.filter(sides.is_flow)
    of_dyads = sides.filter(~sides.is_flow & sides.two_sided)
    of_dyads = of_dyads.join(dyads, [("about", "dyad")])
    pairs = ibis.union(
        _met(flows, flows.origin, flows.destination), _met(of_dyads, of_dyads.first_economy, of_dyads.second_economy)
    )
    return _judged(paired(claims, pairs))


def _met(sides: ir.Table, first: ir.IntegerValue, second: ir.IntegerValue) -> ir.Table:
    """Pair the reports of both sides that are of one indicator, or of one family with another coverage."""
    one = sides.filter(sides.reporter == first)
    other = sides.filter(sides.reporter == second).view()
    keys = [one[key] == other[key] for key in (*_SAME, "about")]
    covered = one.coverage.notnull() & other.coverage.notnull() & (one.coverage != other.coverage)
    met = one.join(other, [*keys, (one.indicator == other.indicator) | covered])
    return met.select(one=one.claim, other=other.claim)


def _judged(pairs: ir.Table) -> ir.Table:
    """Say why the figures of the two sides differ, as far as their intervals prove that they do."""
    open_ = pairs.a_leaves_open | pairs.b_leaves_open
    other_coverage = is_true(pairs.a_coverage != pairs.b_coverage) & ~open_
    pairs = with_sides(pairs.mutate(open=open_, other_coverage=other_coverage))
    unstated = pairs.a_valuation.isnull() | pairs.b_valuation.isnull()
    meets = ~pairs.below & ~pairs.above
    pairs = computed_once(
        pairs.mutate(
            **distances(pairs),
            comparable=~pairs.open & ~pairs.other_coverage,
            meets=meets,
            equal=meets & is_true(pairs.a_figure == pairs.b_figure),
            of_goods=pairs.a_bears_freight & pairs.b_bears_freight,
            unstated=unstated,
            may_hold_freight=unstated | (pairs.a_is_fob & pairs.b_is_cif),
            proven=ibis.ifelse(pairs.below, _proven_ratio(pairs), ibis.null("float64")),
        )
    )
    comparable, of_goods, proven = pairs.comparable, pairs.of_goods, pairs.proven
    may_meet = ~pairs.other_coverage & pairs.meets
    dearer = comparable & pairs.below & of_goods
    reasons = listed(
        (Reason.UNKNOWN_COVERAGE, pairs.open),
        (Reason.DIFFERENT_COVERAGE, pairs.other_coverage),
        (Reason.NO_GAP, ~pairs.other_coverage & pairs.equal),
        (Reason.WITHIN_ROUNDING, may_meet & ~pairs.equal & meet_by_rounding(pairs)),
        (Reason.NO_GAP_PROVEN, may_meet & ~pairs.equal),
        (Reason.FREIGHT, dearer & pairs.may_hold_freight & (proven <= _COMMON)),
        (Reason.HIGH_FOR_FREIGHT, dearer & pairs.may_hold_freight & (proven > _COMMON) & (proven <= _HIGH)),
        (Reason.BEYOND_FREIGHT, dearer & (~pairs.may_hold_freight | (proven > _HIGH))),
        (Reason.EXPORTS_EXCEED, comparable & pairs.above & of_goods),
        (Reason.SIDES_APART, comparable & ~pairs.meets & ~of_goods),
        (Reason.VALUATION_UNSTATED, comparable & of_goods & pairs.unstated),
        (Reason.DIFFERENT_BASIS, comparable & is_true(pairs.a_basis != pairs.b_basis)),
    )
    numbers = {name: ibis.ifelse(comparable, pairs[name], ibis.null("decimal(38, 9)")) for name in _NUMBERS}
    return pairs.select(first="a_claim", second="b_claim", reasons=reasons, **numbers)


_NUMBERS = ("gap", "least", "greatest", "ratio")


def _proven_ratio(pairs: ir.Table) -> ir.FloatingValue:
    """Return the least that imports over exports can be, all values considered; infinite where exports are zero."""
    ratio = pairs.b_low.cast("float64") / pairs.a_high.nullif(0).cast("float64")
    return ibis.coalesce(ratio, ibis.literal(float("inf")))
