"""Follow targets and plans: what became of one between two statements, and how realised values come up to it."""

import ibis
import ibis.expr.types as ir

from kg.compare.claims import paired
from kg.compare.named import REALISED
from kg.compare.verdicts import lies_below, lies_within, listed, no

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
        ("raised", raised),
        ("lowered", lowered),
        ("rebounded", ~raised & ~lowered & ~equal),
        ("deadline-set", ~had & has),
        ("deadline-dropped", had & ~has),
        ("postponed", pairs.b_deadline > pairs.a_deadline),
        ("brought-forward", pairs.b_deadline < pairs.a_deadline),
    )
    return pairs.select(
        first="a_claim",
        second="b_claim",
        change=ibis.ifelse(moved == "", "repeated", moved),
        reasons=listed(("scope-unknown", pairs.a_is_umbrella & (pairs.a_about != pairs.b_about))),
        ratio=_ratio(pairs),
    )


def outcomes(claims: ir.Table) -> ir.Table:
    """Return how each realised value comes up to each target that was stated of the same thing.

    The realised values are those of known periods that ended after the target was stated, or in the two years before;
    one of a time before that which the target is for is early, whatever it is. `least` and `greatest` are the ends of
    what is missing: the target less the realised value.
    """
    target = claims.filter(claims.foreseen & ~claims.is_umbrella)
    done = claims.filter((claims.stage == REALISED) & ~claims.is_undated).view()
    same = [target[key] == done[key] for key in _SAME_VALUE]
    pairs = target.join(done, [*same, done.until > target.said - _RECENT])
    pairs = paired(claims, pairs.select(one=target.claim, other=done.claim))
    misses = lies_below(pairs, "b", "a")
    at_least = pairs.b_low == pairs.a_low
    reaches = (pairs.b_low > pairs.a_low) | (at_least & (~no(pairs.a_low_open) | no(pairs.b_low_open)))
    outcome = ibis.cases(
        (pairs.b_until <= pairs.a_start, "early"),
        (lies_below(pairs, "a", "b"), "passed"),
        (no(reaches), "met"),
        (misses, "short"),
        else_="undecided",
    )
    return pairs.select(
        first="a_claim",
        second="b_claim",
        outcome=outcome,
        reasons=ibis.literal(""),
        gap=ibis.ifelse(misses, pairs.a_low - pairs.b_high, ibis.null("decimal(38, 9)")),
        least=pairs.a_low - pairs.b_high,
        greatest=pairs.a_high - pairs.b_low,
        ratio=_ratio(pairs),
    )


def _ratio(pairs: ir.Table) -> ir.DecimalValue:
    ratio = pairs.b_figure.cast("float64") / pairs.a_figure.nullif(0).cast("float64")
    return ratio.round(4).cast("decimal(38, 9)")
