"""Calculate with what claims say of values: the ends that their bounds allow, and the sum in words."""

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from kg import iri
from kg.compare.claims import AMOUNT
from kg.compare.facts import Facts

_ABOUT, _EXACTLY, _BETWEEN = (iri.mint("bound", name) for name in ("about", "exactly", "between"))
_MORE, _LEAST = iri.mint("bound", "more-than"), iri.mint("bound", "at-least")
_LESS, _MOST = iri.mint("bound", "less-than"), iri.mint("bound", "at-most")
_READ = (
    "claim", "had_primary_source", "asserted_by", "asserted_on", "recorded_on", "valid_from", "valid_until", "is_about",
    "has_indicator", "has_stage", "has_unit", "has_bound", "amount", "amount_to", "is_restricted_to",
    "is_part_of_total", "has_origin", "has_destination", "has_reporter", "has_product", "has_valuation",
)  # fmt: skip
_WHOLE = 1000
_SMALL = "decimal(18, 9)"


def ended(claims: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Give the claims that state a number the ends of what they allow, in their own unit.

    `figure` and `top` are the numbers named, the same unless it is between two; `low` and `high` are those of the ends
    that the bound sets, else None. What is said to be about a figure is taken at it, and `is_rough`.
    """
    bounds = facts.bounds
    named = claims.filter(claims.amount.notnull()).select(_READ).join(bounds, [("has_bound", "bound")])
    amount, top = named.amount.cast(AMOUNT), ibis.coalesce(named.amount_to, named.amount).cast(AMOUNT)
    rough = named.has_bound == _ABOUT
    named = named.mutate(
        figure=amount.cast("float64"), top=top.cast("float64"), figure_text=plain(amount), top_text=plain(top),
        is_rough=rough, sets_lower=named.sets_lower | rough, sets_upper=named.sets_upper | rough,
    )  # fmt: skip
    return named.mutate(
        low=ibis.cases((named.sets_lower, named.figure)), high=ibis.cases((named.sets_upper, named.top))
    )


def plain(number: ir.DecimalValue) -> ir.StringValue:
    """Write a number in digits, without superfluous noughts."""
    return number.cast(AMOUNT).cast("string").re_replace(r"\.?0+$", "")


def rounded(value: ir.FloatingValue) -> ir.DecimalValue:
    """Round a number that is not negative to a whole one, or below a thousand to four places."""
    whole = (value + 0.5).floor().cast("int64").cast("decimal(19, 0)").cast(AMOUNT)
    parts = (ibis.ifelse(value < _WHOLE, value, 0.0) * 10000 + 0.5).floor().cast("int64")
    places = (parts.cast(_SMALL) * ibis.literal("0.0001").cast(_SMALL)).cast(AMOUNT)
    return ibis.ifelse(value < _WHOLE, places, whole)


@dataclass(frozen=True, slots=True)
class End:
    """An end of what follows: the value, None where it is open, the sum for it, and whether it is itself excluded."""

    value: ir.FloatingValue
    sum: ir.StringValue
    is_open: ir.BooleanValue


def concluded(found: ir.Table, low: End, high: End, rough: dict[str, ir.BooleanValue]) -> ir.Table:
    """Return the rows of which an end is known, with the bound, the amounts, and the arithmetic that shows the sum.

    `rough` tells by name which inputs were taken at their figure, though they say only what it is near to or beyond;
    the arithmetic says so too, unless the result is itself said to be about its figure.
    """
    found = found.mutate(
        least=rounded(low.value), greatest=rounded(high.value), low_sum=low.sum, high_sum=high.sum,
        low_open=low.is_open, high_open=high.is_open, any_rough=_any(list(rough.values())),
        **{f"rough_{name}": is_rough for name, is_rough in rough.items()},
    )  # fmt: skip
    found = found.filter(found.least.notnull() | found.greatest.notnull())
    one = found.least == found.greatest
    both = found.least.notnull() & found.greatest.notnull()
    has_bound = ibis.cases(
        (one & found.any_rough, _ABOUT),
        (one, _EXACTLY),
        (both, _BETWEEN),
        (found.least.notnull(), ibis.ifelse(found.low_open, _MORE, _LEAST)),
        else_=ibis.ifelse(found.high_open, _LESS, _MOST),
    )
    of_low = found.low_sum.concat(" = ", plain(found.least))
    of_high = found.high_sum.concat(" = ", plain(found.greatest))
    shown = ibis.cases((both & ~one, of_low.concat("; ", of_high)), (found.least.notnull(), of_low), else_=of_high)
    for name in rough:
        taken = ibis.coalesce(found[f"rough_{name}"] & (has_bound != _ABOUT), ibis.literal(value=False))
        shown = shown.concat(ibis.ifelse(taken, f", {name} taken at its figure", ""))
    return found.mutate(
        has_bound=has_bound,
        amount=ibis.coalesce(found.least, found.greatest),
        amount_to=ibis.ifelse(both & ~one, found.greatest, ibis.null(AMOUNT)),
        arithmetic=shown.replace("+ -", "- "),
    )


def _any(flags: list[ir.BooleanValue]) -> ir.BooleanValue:
    result = flags[0]
    for flag in flags[1:]:
        result |= flag
    return result
