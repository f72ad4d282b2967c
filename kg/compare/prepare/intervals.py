"""Calculate with what claims say of values: the ends that their bounds allow, and the sum in words."""

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from kg.claim import AMOUNT, computed_once
from kg.compare.prepare.claims import claimed
from kg.compare.prepare.derive import OF_DERIVED
from kg.core import columns
from kg.core.concepts import Bound

_WHOLE = 1000
_DIGITS = 4
"""Below a thousand, the places after the point to which ends are rounded outwards."""
_SMALL = "decimal(18, 9)"
_WHOLE_NUMBER = "decimal(28, 0)"


_READ = (
    "claim",
    columns.had_primary_source,
    columns.asserted_by,
    columns.asserted_on,
    columns.recorded_on,
    columns.valid_from,
    columns.valid_until,
    columns.is_about,
    columns.has_indicator,
    columns.has_stage,
    columns.has_unit,
    columns.is_restricted_to,
    columns.is_part_of_total,
    columns.has_origin,
    columns.has_destination,
    columns.has_reporter,
    columns.has_quality,
    columns.stands_in_entry_of,
    columns.has_product,
    columns.has_valuation,
    columns.has_partner_basis,
    "figure",
    "low",
    "high",
    "low_open",
    "high_open",
)


def with_ends(valued: ir.Table) -> ir.Table:
    """Give claims the values that they allow as floating numbers, to calculate with, and exactly, to show.

    `valued` is what `kg.compare.prepare.claims.with_values` returns. `low` and `high` are the ends, None where open, in
    the own unit of a claim; `low_exact` and `high_exact` are for `plain` to write out.
    """
    numbers = ("low", "high", "figure")
    read = {name: valued[name].cast("float64") if name in numbers else valued[name] for name in _READ}
    return valued.select(**read, **{f"{name}_exact": valued[name] for name in ("low", "high")})


def plain(number: ir.DecimalValue) -> ir.StringValue:
    """Write a number in digits, without superfluous zeros."""
    number = number.cast(AMOUNT)
    whole = number.cast(_WHOLE_NUMBER)
    digits = number.cast("string").re_replace(r"\.?0+$", "")  # which takes long, and few have any after the point
    return ibis.ifelse(whole.cast(AMOUNT) == number, whole.cast("string"), digits)


def _outward(value: ir.FloatingValue, sign: int) -> ir.DecimalValue:
    """Round an end away from the values allowed, to a whole number, or below a thousand to four places.

    The last digits of a floating number are none of the sum's, and are dropped before.
    """
    scale = ibis.ifelse(value.abs() < _WHOLE, float(10**_DIGITS), 1.0)
    scaled = (value * scale).round(3)
    moved = (scaled.floor() if sign < 0 else scaled.ceil()).cast("int64")
    places = ibis.ifelse(value.abs() < _WHOLE, moved, 0).cast(_SMALL) * ibis.literal("0.0001").cast(_SMALL)
    return ibis.ifelse(value.abs() < _WHOLE, places.cast(AMOUNT), moved.cast("decimal(19, 0)").cast(AMOUNT))


@dataclass(frozen=True, slots=True)
class End:
    """An end of what follows: the value, None where it is open, the sum for it, and whether it is itself excluded."""

    value: ir.FloatingValue
    sum: ir.StringValue
    is_open: ir.BooleanValue


_SUMS = OF_DERIVED | {
    **dict.fromkeys(("low", "high"), "float64"),
    **dict.fromkeys(("low_sum", "high_sum"), "string"),
    **dict.fromkeys(("low_is_open", "high_is_open"), "boolean"),
}


def summed(found: ir.Table, rule: str | ir.StringValue, low: End, high: End) -> ir.Table:
    """Return what follows by a rule, with its two ends, for `concluded` to make claims of, whatever the rule."""
    ends = {"low": low.value, "high": high.value, "low_sum": low.sum, "high_sum": high.sum}
    flags = {"low_is_open": low.is_open, "high_is_open": high.is_open}
    rule = ibis.literal(rule) if isinstance(rule, str) else rule
    return claimed(found.mutate(rule=rule, **ends, **flags), _SUMS)


def concluded(found: ir.Table) -> ir.Table:
    """Return the rows of which an end is known, with the bound, the amounts, and the arithmetic that shows the sum.

    Ends are rounded outwards, so that nothing derived is firmer than what it follows from.
    """
    found = computed_once(found.mutate(least=_outward(found.low, -1), greatest=_outward(found.high, 1)))
    found = found.filter(found.least.notnull() | found.greatest.notnull())
    both = found.least.notnull() & found.greatest.notnull()
    found = computed_once(found.mutate(one=found.least == found.greatest, both=both))
    has_bound = ibis.cases(
        (found.one, Bound.EXACTLY),
        (found.both, Bound.BETWEEN),
        (found.least.notnull(), ibis.ifelse(found.low_is_open, Bound.MORE_THAN, Bound.AT_LEAST)),
        else_=ibis.ifelse(found.high_is_open, Bound.LESS_THAN, Bound.AT_MOST),
    )
    two = found.both & ~found.one
    of_low = found.low_sum.concat(" = ", plain(found.least))
    of_high = found.high_sum.concat(" = ", plain(found.greatest))
    shown = ibis.cases((two, of_low.concat("; ", of_high)), (found.least.notnull(), of_low), else_=of_high)
    return found.mutate(
        has_bound=has_bound,
        amount=ibis.coalesce(found.least, found.greatest),
        amount_to=ibis.ifelse(two, found.greatest, ibis.null(AMOUNT)),
        arithmetic=shown.replace("+ -", "- "),
    )
