"""What a claim means, once: the values that its figure and its bound allow, from a lower bound to an upper one.

Each rule stands here as a function of one row and as an expression over a table; a property test holds the two equal.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING, Final

from kg.core import terms

if TYPE_CHECKING:
    import ibis.expr.types as ir

AMOUNT: Final = "decimal(28, 9)"
"""The type of amounts in tables."""
_PLACES = 9
_EXACT = Context(prec=76, rounding=ROUND_HALF_UP)  # loses no digit of two amounts multiplied
_FINEST = -8
"""The power of ten of the finest grain, half of which the type of amounts still holds."""
_GROUP = 3  # people speak of whole numbers by powers of a thousand
_NUMBER = "[0-9]{1,3}(?:[ \u00a0\u202f'’][0-9]{3})+(?:[.,][0-9]+)?|[0-9]+(?:[.,][0-9]+)*"
_NUMBERS = tuple(f"(?:{f'(?:{_NUMBER})[^0-9]+' * before})({_NUMBER})" for before in range(3))
"""Patterns of the first, second and third number in a text."""


# --- The grain: the last unit spoken or printed -------------------------------------------------------------------


def grain(amount: Decimal, as_said: str | None = None) -> Decimal:
    """Return the unit of the last digit that a source speaks or prints of an amount, 0 for zero.

    The figure as said has it where its digits are those of the amount: 10^8 for "4,4 млрд", 100 for "10207415.7"
    thousand. Where only a whole number is known, it is the largest power of a thousand that divides it: 1000 of 50000.
    """
    digits = format(_to_places(abs(amount)), "f").replace(".", "").lstrip("0")
    significant = digits.rstrip("0")
    if not significant:
        return Decimal(0)
    power = len(digits) - len(significant) - _PLACES
    spoken = next((power - zeros for zeros in _trailing_zeros(as_said or "", significant)), 0)
    if spoken == 0:
        spoken = power // _GROUP * _GROUP if power >= 0 else power
    return Decimal(1).scaleb(max(spoken, _FINEST))


def _trailing_zeros(as_said: str, significant: str) -> Iterable[int]:
    """Yield how many zeros end each number of a text whose other digits are those of the amount."""
    for pattern in _NUMBERS:
        if (found := re.search(pattern, as_said)) is not None:
            digits = re.sub("[^0-9]", "", found[1]).lstrip("0")
            if digits.rstrip("0") == significant:
                yield len(digits) - len(significant)


def digits_of(amount: "ir.DecimalValue") -> "ir.StringValue":
    """Return the digits of the amounts of a column, those of all places, from the first that is not zero."""
    return amount.cast(AMOUNT).abs().cast(AMOUNT).cast("string").replace(".", "").re_replace("^0+", "")


def grain_of(digits: "ir.StringValue", as_said: "ir.StringValue") -> "ir.DecimalValue":
    """Return the grain of amounts of which a column has the digits, as `grain` does."""
    import ibis

    significant = digits.re_replace("0+$", "")
    power = digits.length().cast("int64") - significant.length().cast("int64") - _PLACES
    zeros = []
    for pattern in _NUMBERS:
        number = as_said.re_extract(pattern, 1).re_replace("[^0-9]", "").re_replace("^0+", "")
        is_said = ibis.coalesce(number.re_replace("0+$", "") == significant, ibis.literal(value=False))
        zeros.append((is_said, (number.length() - significant.length()).cast("int64")))
    spoken = (power - ibis.cases(*zeros)).nullif(0)
    whole = (power.cast("float64") / _GROUP).floor().cast("int64") * _GROUP
    exponent = ibis.coalesce(spoken, ibis.ifelse(power >= 0, whole, power))
    exponent = ibis.greatest(exponent, _FINEST).cast("float64")
    size = (ibis.literal(10.0) ** exponent).cast("decimal(38, 9)").cast(AMOUNT)
    return ibis.ifelse(significant == "", ibis.literal(Decimal(0)).cast(AMOUNT), size)


# --- The values that a claim allows -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bound:
    """What the ontology says of a bound: see the properties of the same names at `dyad:Bound`."""

    sets_lower: bool = False
    sets_upper: bool = False
    excludes_amount: bool = False
    rounds: bool = False
    tolerates_below: bool = False
    tolerates_above: bool = False


BOUND_FLAGS: Final = {
    "sets_lower": terms.setsLower,
    "sets_upper": terms.setsUpper,
    "excludes_amount": terms.excludesAmount,
    "rounds": terms.rounds,
    "tolerates_below": terms.toleratesBelow,
    "tolerates_above": terms.toleratesAbove,
}
"""The properties of the ontology that say of a bound what the fields of `Bound` do."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The values that a claim allows, in its unit: `low` to `high`, None where open, and the unit of the last digit."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool
    high_open: bool
    grain: Decimal


def interval(
    bound: Bound, amount: Decimal, amount_to: Decimal | None, size: Decimal, slack: Decimal | None
) -> Interval:
    """Return the values that an amount allows under a bound.

    `size` is the grain of the amount. `slack` is how far from an amount said to be about or nearly it the value may
    lie, as `tolerated` has it; None where that is not known, and the end is open.
    """
    half = size / 2 if bound.rounds else None
    below = Decimal(0) if bound.sets_lower else slack if bound.tolerates_below else half
    above = Decimal(0) if bound.sets_upper else slack if bound.tolerates_above else half
    top = amount if amount_to is None else amount_to
    return Interval(
        low=None if below is None else amount - below,
        high=None if above is None else top + above,
        low_open=bound.excludes_amount and bound.sets_lower,
        high_open=bound.excludes_amount and bound.sets_upper,
        grain=size,
    )


def tolerated(amount: Decimal, tolerance: Decimal | None, least: Decimal | None, size: Decimal) -> Decimal | None:
    """Return how far from an amount said with the word about its value may lie, in its unit.

    `tolerance` is that of the indicator, as a part of one, None where nothing is known; `least` is that of the unit;
    `size` is the grain: what is about a figure is never closer to it than what rounds to it.
    """
    if tolerance is None:
        return None
    return max(_to_places(_EXACT.multiply(abs(amount), tolerance)), least or Decimal(0), size / 2)


def _to_places(value: Decimal) -> Decimal:
    """Round a number to the places that amounts have in tables, as tables do."""
    return value.quantize(Decimal(1).scaleb(-_PLACES), context=_EXACT)


def with_intervals(claims: "ir.Table") -> "ir.Table":
    """Give claims the values that they allow, as `interval` does.

    They have the flags of their bounds, `figure`, `upper`, `grain`, `tolerance` and `least_tolerance`, in one unit.
    They get `low`, `high`, `low_open`, `high_open`; `is_rounded`, for a bare figure; and `sharp_low` and `sharp_high`,
    the ends that they would have if no figure were rounded.
    """
    import ibis

    zero = ibis.literal(Decimal(0)).cast(AMOUNT)
    tolerates = claims.tolerates_below | claims.tolerates_above
    half = as_amount(claims.grain * ibis.literal(Decimal("0.5")).cast("decimal(2, 1)"))
    relative = as_amount(claims.figure.abs() * claims.tolerance)
    needed = {"half": (claims.rounds | tolerates, half), "relative": (tolerates, relative)}  # each takes long
    claims = computed_once(claims.mutate(**{name: ibis.cases(one) for name, one in needed.items()}))
    half, relative = claims.half, claims.relative
    known = ibis.greatest(relative, ibis.coalesce(claims.least_tolerance, zero))
    sharp = ibis.ifelse(relative.isnull(), ibis.null(AMOUNT), known)
    slack = ibis.ifelse(relative.isnull(), ibis.null(AMOUNT), ibis.greatest(known, half))

    def end(side: str, loose: "ir.DecimalValue", rounded: "ir.DecimalValue") -> "ir.Value":
        flags = ("sets_lower", "tolerates_below") if side == "low" else ("sets_upper", "tolerates_above")
        reach = ibis.cases((claims[flags[0]], zero), (claims[flags[1]], loose), (claims.rounds, rounded))
        return as_amount(claims.figure - reach if side == "low" else claims.upper + reach)

    return claims.mutate(
        low=end("low", slack, half),
        high=end("high", slack, half),
        sharp_low=end("low", sharp, zero),
        sharp_high=end("high", sharp, zero),
        low_open=claims.sets_lower & claims.excludes_amount,
        high_open=claims.sets_upper & claims.excludes_amount,
        is_rounded=claims.rounds & ~claims.tolerates_below & ~claims.tolerates_above,
    )


def computed_once(table: "ir.Table") -> "ir.Table":
    """Return a table of which each column is computed once, however many expressions name it.

    Else an expression is written out, and computed, wherever it is named, unless a join comes between.
    """
    return table.view()


def as_amount(value: "ir.DecimalValue") -> "ir.DecimalValue":
    """Give a result of arithmetic the type of amounts, by way of another, for Ibis may take it to have it already."""
    return value.cast("decimal(38, 9)").cast(AMOUNT)


# --- The canonical name -------------------------------------------------------------------------------------------


def canonical_names(identified: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Name each thing that is identified with others by the first of them in the order of their IRIs.

    `identified` are pairs in both directions, closed under transitivity; what is identified with nothing is absent.
    """
    first: dict[str, str] = {}
    for one, other in identified:
        first[one] = min(first.get(one, one), other)
    return first


def named_canonically(claims: "ir.Table", entities: "ir.Table", column: str, name: str | None = None) -> "ir.Table":
    """Call what is identified with something by its canonical name, in a column of single values.

    `entities` has `entity` and `canonical`; the names go into the column itself, or into one called `name`.
    """
    import ibis

    joined = claims.left_join(entities, [(column, "entity")])
    kept = {one: joined[one] for one in claims.columns}
    return joined.select(**kept | {name or column: ibis.coalesce(joined.canonical, joined[column])})
