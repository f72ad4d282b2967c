"""Follow targets and plans: what became of one between two statements, and how realised values come up to it."""

import ibis
import ibis.expr.types as ir

from kg.compare.prepare.conditions import is_true, listed
from kg.compare.prepare.pairs import lies_below, lies_within, paired, ratio_of
from kg.core.concepts import Change, Outcome, Reason

_SAME_TARGET = ("subject", "indicator", "stage", "product", "part", "origin", "destination", "base_unit")
_SAME_VALUE = ("about", "indicator", "product", "part", "origin", "destination", "base_unit")
_RECENT = 730
"""How many days before a target was stated a period may have ended whose realised value is set beside it."""


def changes(claims: ir.Table) -> ir.Table:
    """Return what became of each target or plan from each statement to each later one, said on another day.

    Umbrellas of one dyad are followed as one, with the reason that their scope is not known to be the same.
    """
    one = claims.filter(claims.foreseen)
    other = one.view()
    pairs = one.join(other, [*(one[key] == other[key] for key in _SAME_TARGET), one.said < other.said])
    pairs = paired(claims, pairs.select(one=one.claim, other=other.claim))
    had, has = pairs.a_deadline.notnull(), pairs.b_deadline.notnull()
    raised, lowered = lies_below(pairs, "a", "b"), lies_below(pairs, "b", "a")
    equal = lies_within(pairs, "a", "b") & lies_within(pairs, "b", "a")
    moved = listed(
        (Change.RAISED, raised),
        (Change.LOWERED, lowered),
        (Change.REBOUNDED, ~raised & ~lowered & ~equal),
        (Change.DEADLINE_SET, ~had & has),
        (Change.DEADLINE_DROPPED, had & ~has),
        (Change.POSTPONED, pairs.b_deadline > pairs.a_deadline),
        (Change.BROUGHT_FORWARD, pairs.b_deadline < pairs.a_deadline),
    )
    return pairs.select(
        first="a_claim",
        second="b_claim",
        change=ibis.ifelse(moved.length() == 0, ibis.array([Change.REPEATED]), moved),
        reasons=listed((Reason.SCOPE_UNKNOWN, pairs.a_is_umbrella & (pairs.a_about != pairs.b_about))),
        ratio=ratio_of(pairs),
    )


def outcomes(claims: ir.Table) -> ir.Table:
    """Return how each realised value comes up to each target that was stated of the same thing.

    The realised values are those of known periods that ended after the target was stated, or in the two years before.
    A target whose bound sets an upper end alone is a ceiling, kept or broken; any other is a level, reached or not.
    What a value before the deadline does not settle is not yet due. `least` and `greatest` are the ends of what is
    missing: the target less the realised value.
    """
    target = claims.filter(claims.foreseen & ~claims.is_umbrella)
    done = claims.filter(claims.is_realised & ~claims.is_undated).view()
    same = [target[key] == done[key] for key in _SAME_VALUE]
    pairs = target.join(done, [*same, done.until > target.said - _RECENT])
    pairs = paired(claims, pairs.select(one=target.claim, other=done.claim))
    pairs = pairs.mutate(
        is_early=is_true(pairs.b_until < pairs.a_deadline),
        misses=lies_below(pairs, "b", "a"),
        surpasses=lies_below(pairs, "a", "b"),
    )
    is_ceiling = pairs.a_sets_upper & ~pairs.a_sets_lower & pairs.a_low.isnull()
    outcome = ibis.ifelse(is_ceiling, _of_ceiling(pairs), _of_level(pairs))
    return pairs.select(
        first="a_claim",
        second="b_claim",
        outcome=outcome,
        reasons=listed((Reason.AFTER_DEADLINE, pairs.b_since >= pairs.a_deadline)),
        gap=ibis.ifelse(pairs.misses, pairs.a_low - pairs.b_high, ibis.null("decimal(38, 9)")),
        least=pairs.a_low - pairs.b_high,
        greatest=pairs.a_high - pairs.b_low,
        ratio=ratio_of(pairs),
    )


def _of_level(pairs: ir.Table) -> ir.StringValue:
    """Say how a value comes up to a level: one that it already reaches need not wait for the deadline.

    That a level is a round figure makes no value reach it that is printed below: the two leave it open.
    """
    at_least = pairs.b_low == pairs.a_low
    comes_up = (pairs.b_low > pairs.a_low) | (at_least & (~is_true(pairs.a_low_open) | is_true(pairs.b_low_open)))
    is_named = pairs.b_is_rounded & (pairs.b_figure == pairs.a_sharp_low) & ~is_true(pairs.a_low_open)
    reaches = is_true(comes_up & (pairs.b_sharp_low >= pairs.a_sharp_low)) | is_true(is_named)
    has_deadline = pairs.a_deadline.notnull()
    return ibis.cases(
        (pairs.surpasses, Outcome.SURPASSED),
        (reaches, Outcome.REACHED),
        (pairs.is_early, Outcome.NOT_YET_DUE),
        (pairs.misses & has_deadline, Outcome.NOT_REACHED),
        (pairs.misses, Outcome.NOT_REACHED_SO_FAR),
        else_=Outcome.UNDECIDED,
    )


def _of_ceiling(pairs: ir.Table) -> ir.StringValue:
    """Say whether a value keeps under a ceiling.

    Before the deadline neither is settled, but that what adds up over the ceiling's own period is already above it.
    """
    within = is_true(pairs.b_since >= pairs.a_start) & pairs.a_whole_period & pairs.a_additive
    is_named = is_true(pairs.b_is_rounded & (pairs.b_figure == pairs.a_high) & ~is_true(pairs.a_high_open))
    return ibis.cases(
        (pairs.surpasses & (~pairs.is_early | within), Outcome.BROKEN),
        (pairs.is_early, Outcome.NOT_YET_DUE),
        (lies_within(pairs, "b", "a") | is_named, Outcome.KEPT),
        else_=Outcome.UNDECIDED,
    )
