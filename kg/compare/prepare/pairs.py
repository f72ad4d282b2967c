"""Join the two claims of each pair, and say how the values that they allow lie to each other."""

import ibis
import ibis.expr.types as ir

from kg.claim import computed_once
from kg.compare.prepare.conditions import is_true

_PLACES, _ABSURD = 4, 1e12


def paired(claims: ir.Table, pairs: ir.Table) -> ir.Table:
    """Join two claims to each pair of `one` and `other`: the columns of the first begin with `a_`, then with `b_`.

    The first is the one that was said earlier; of two said on one day, the first by IRI.
    """
    first = claims.rename({f"a_{name}": name for name in claims.columns})
    second = claims.rename({f"b_{name}": name for name in claims.columns})
    joined = pairs.join(first, [("one", "a_claim")]).join(second, [("other", "b_claim")])
    return joined.select(*first.columns, *second.columns)


def lies_below(pairs: ir.Table, one: str, other: str, sharp: str = "") -> ir.BooleanValue:
    """Tell whether every value that one claim allows lies below every one that the other allows.

    Two bare figures whose intervals touch in the one point between them do not meet: 10 is not 11. With `sharp_`, the
    figures are taken as they would be if they were not rounded.
    """
    high, low = pairs[f"{one}_{sharp}high"], pairs[f"{other}_{sharp}low"]
    rounded = pairs[f"{one}_is_rounded"] & pairs[f"{other}_is_rounded"]
    excluded = is_true(pairs[f"{one}_high_open"]) | is_true(pairs[f"{other}_low_open"])
    return is_true(
        (high < low) | ((high == low) & (excluded | (rounded & (pairs[f"{one}_figure"] != pairs[f"{other}_figure"]))))
    )


def lies_within(pairs: ir.Table, one: str, other: str) -> ir.BooleanValue:
    """Tell whether every value that one claim allows is allowed by the other."""
    low, outer_low = pairs[f"{one}_low"], pairs[f"{other}_low"]
    high, outer_high = pairs[f"{one}_high"], pairs[f"{other}_high"]
    touches_low = (low == outer_low) & (is_true(pairs[f"{one}_low_open"]) | ~is_true(pairs[f"{other}_low_open"]))
    touches_high = (high == outer_high) & (is_true(pairs[f"{one}_high_open"]) | ~is_true(pairs[f"{other}_high_open"]))
    above = outer_low.isnull() | is_true((low > outer_low) | touches_low)
    below = outer_high.isnull() | is_true((high < outer_high) | touches_high)
    return above & below


def meet_by_rounding(pairs: ir.Table) -> ir.BooleanValue:
    """Tell whether no value would satisfy both claims if their figures were not rounded."""
    return lies_below(pairs, "a", "b", "sharp_") | lies_below(pairs, "b", "a", "sharp_")


def with_sides(pairs: ir.Table) -> ir.Table:
    """Tell of each pair whether the first claim lies `below` the second, or `above` it."""
    return computed_once(pairs.mutate(below=lies_below(pairs, "a", "b"), above=lies_below(pairs, "b", "a")))


def distances(pairs: ir.Table) -> dict[str, ir.Value]:
    """Return how far apart the values of two claims lie: the gap, the ends of their difference, and the ratio.

    `pairs` are what `with_sides` returns. Of whole things the gap is one at least.
    """
    gap = ibis.cases((pairs.below, pairs.b_low - pairs.a_high), (pairs.above, pairs.a_low - pairs.b_high))
    whole = ibis.greatest(gap.cast("float64").ceil().cast("int64"), 1).cast(gap.type())
    return {
        "gap": ibis.cases((gap.isnull(), ibis.null(gap.type())), (pairs.a_countable, whole), else_=gap),
        "least": pairs.a_low - pairs.b_high,
        "greatest": pairs.a_high - pairs.b_low,
        "ratio": ratio_of(pairs),
    }


def ratio_of(pairs: ir.Table) -> ir.DecimalValue:
    """Return the second figure over the first, to four places; None where the first is zero, or the ratio absurd.

    It is rounded by arithmetic that all engines do alike.
    """
    ratio = pairs.b_figure.cast("float64") / pairs.a_figure.nullif(0).cast("float64")
    scaled = ibis.ifelse(ratio.abs() < _ABSURD, (ratio * 10**_PLACES + 0.5).floor(), ibis.null("float64"))
    place = ibis.literal(f"{10**-_PLACES:.{_PLACES}f}").cast(f"decimal(9, {_PLACES})")
    return (scaled.cast("int64").cast("decimal(19, 0)").cast("decimal(23, 4)") * place).cast("decimal(38, 9)")
