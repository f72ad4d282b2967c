"""Blocking: find the pairs of claims that are worth a verdict, without setting every claim beside every other."""

import ibis
import ibis.expr.types as ir

from kg.compare.prepare.conditions import is_true

KEY = ("subject", "indicator", "stage", "product", "part", "origin", "destination", "base_unit", "is_reconciled")
"""What two figures must share to be compared."""
_OWN = ("claim", "inputs", "said", "recorded", "source", "is_spoken", "is_owned", "family")
_BUCKET = 365
_LONG = 20 * _BUCKET
"""Periods of more days are few: they are set beside all others of their key."""


def candidates(claims: ir.Table) -> ir.Table:
    """Return the pairs (`one`, `other`) of figures that can be compared, and those of spoken ones that come near.

    Comparable are claims of one key, which is what they are about down to the unit, at overlapping times. Near are
    claims that someone said of one subject and family of indicators: a reader sets these side by side, and wants to
    know why they do not compare. The pairs do not depend on what other claims there are. Derived claims are set beside
    stated ones, though not beside those from which they follow, nor beside each other.
    """
    pairs = (_of_equal_periods(claims), *_of_overlapping_periods(claims), _near(claims), _of_one_figure(claims))
    return ibis.union(*pairs, distinct=True)


def in_order(one: ir.Table, other: ir.Table) -> ir.BooleanValue:
    """Tell whether a claim was said before another, or on one day but recorded before; else the first by IRI is."""
    same_day, same_vintage = one.said == other.said, one.recorded.identical_to(other.recorded)
    first = is_true(one.recorded < other.recorded) | (same_vintage & (one.claim < other.claim))
    unknown = (one.recorded.isnull() != other.recorded.isnull()) & (one.claim < other.claim)
    return (one.said < other.said) | (same_day & (first | unknown))


def _joined(one: ir.Table, other: ir.Table, keys: tuple[str, ...], *conditions: ir.BooleanValue) -> ir.Table:
    on = [one[key] == other[key] for key in keys]
    apart = _rest_apart(one.claim, one.inputs, other.claim, other.inputs)
    met = one.join(other, [*on, *conditions, apart, ~_add_up(one, other)])
    return met.select(one=one.claim, other=other.claim)


def _rest_apart(one: ir.Value, its_inputs: ir.Value, other: ir.Value, other_inputs: ir.Value) -> ir.BooleanValue:
    """Tell whether neither of two claims follows from the other, and not both are derived."""
    derives, derived = ~its_inputs.contains(other), ~other_inputs.contains(one)
    stated = its_inputs.isnull() & other_inputs.isnull()
    return stated | (other_inputs.isnull() & derives) | (its_inputs.isnull() & derived)


def _add_up(one: ir.Table, other: ir.Table) -> ir.BooleanValue:
    """Tell whether a register lists two shares of one owner, which it does once for each chain of firms between."""
    of_register = (one.source == other.source) & ~one.is_spoken & ~other.is_spoken
    return is_true(one.is_owned & of_register)


def _of_equal_periods(claims: ir.Table) -> ir.Table:
    """Pair the values of whole periods with those of the same periods, but not what two sides report of one flow.

    These do not compare; of statistics that is not found, and what was said comes near. What the parts come to that a
    side reports is held against its own totals elsewhere, by their vintages (`kg.compare.rules.sums`).
    """
    one = claims.filter(claims.whole_period & ~claims.foreseen & ~claims.is_undated)
    one = one.select(*_OWN, "since", "until", "reporter", "two_sided", "is_flow", *KEY)
    other = one.view()
    one_side = ibis.coalesce(one.reporter == other.reporter, ibis.literal(value=True))
    one_side = one_side | (~one.is_flow & ~one.two_sided)
    own_sum = is_true(one.reporter == other.reporter) & (one.inputs.notnull() | other.inputs.notnull())
    return _joined(one, other, (*KEY, "since", "until"), in_order(one, other), one_side, ~own_sum)


def _of_overlapping_periods(claims: ir.Table) -> tuple[ir.Table, ...]:
    """Pair the values of days, and all that is foreseen, with those of periods that overlap theirs.

    The two of a pair share a bucket of days: the first in which the later of them begins.
    """
    rest = claims.filter(~claims.whole_period | claims.foreseen)
    rest = rest.select(*_OWN, "since", "until", *KEY)
    length = rest.until - rest.since
    short, long = rest.filter(length <= _LONG), rest.filter(length > _LONG)
    bucketed = short.mutate(first=short.since // _BUCKET, past=(short.until - 1) // _BUCKET + 1)
    bucketed = bucketed.mutate(bucket=ibis.range(bucketed.first, bucketed.past)).unnest("bucket")
    other = bucketed.view()
    shorts = _joined(
        bucketed,
        other,
        (*KEY, "bucket"),
        in_order(bucketed, other),
        _overlap(bucketed, other),
        bucketed.bucket == ibis.greatest(bucketed.first, other.first),
    )
    earlier, later = (
        _joined(*pair, KEY, in_order(*pair), _overlap(*pair))
        for pair in ((long, rest.view()), (short.view(), long.view()))
    )
    return shorts, earlier, later


def _overlap(one: ir.Table, other: ir.Table) -> ir.BooleanValue:
    return (one.since < other.until) & (other.since < one.until)


def _of_one_figure(claims: ir.Table) -> ir.Table:
    """Pair the same figure of the same thing in two currencies: one may have mistaken the other's."""
    keys = tuple(key for key in KEY if key != "base_unit")
    one = claims.filter(claims.currency & ~claims.is_rate & (claims.figure != 0)).select(
        *_OWN, "since", "until", "figure", "base_unit", *keys
    )
    other = one.view()
    other_currency = one.base_unit != other.base_unit
    return _joined(one, other, (*keys, "since", "until", "figure"), in_order(one, other), other_currency)


def _near(claims: ir.Table) -> ir.Table:
    """Pair what was said of one subject and family of indicators; that owners hold different shares is no wonder."""
    one = claims.filter(claims.is_spoken & ~claims.is_owned).select(*_OWN, "subject")
    other = one.view()
    return _joined(one, other, ("subject", "family"), in_order(one, other))
