"""Compare amounts in different currencies at the rates that claims state."""

import ibis
import ibis.expr.types as ir

from kg.claim import as_amount
from kg.compare.form import Keep
from kg.compare.prepare.candidates import KEY, candidates
from kg.compare.prepare.pairs import paired
from kg.compare.rules.verdicts import compare
from kg.core.concepts import Reason, Verdict

_ENDS = ("low", "high", "sharp_low", "sharp_high")


def at_stated_rates(claims: ir.Table, parts: ir.Table, keep: Keep) -> ir.Table:
    """Return verdicts on figures in two currencies, at each rate that a claim states for all of the time of one.

    A yearly mean converts what is of that year, a day's rate what is of that day. `others` is the claim that states the
    rate, and numbers are in the currency to which it converts.
    """
    converted = keep(_converted(claims))
    meeting = claims.semi_join(converted, KEY).mutate(claim=_reading(claims.claim), total=_reading(claims.total))
    readings = keep(meeting.union(converted))
    pairs = candidates(readings)
    is_of_two_kinds = (_rate(pairs.one) == _ITSELF) != (_rate(pairs.other) == _ITSELF)
    pairs = pairs.filter(is_of_two_kinds & (_claim(pairs.one) != _claim(pairs.other)))
    found = compare(paired(readings, pairs), parts)
    found = found.filter(found.verdict != Verdict.NOT_COMPARABLE)
    return found.mutate(
        first=_claim(found.first),
        second=_claim(found.second),
        others=ibis.array([ibis.greatest(_rate(found.first), _rate(found.second))]),
        reasons=found.reasons.concat(ibis.array([Reason.AT_STATED_RATE])),
    )


_BITS, _ITSELF = 32, -1


def _reading(claim: ir.IntegerValue, rate: ir.IntegerValue | int = _ITSELF) -> ir.IntegerValue:
    """Number the reading of a claim at a rate, or as it stands: so that readings are in the order of their claims."""
    return (claim.cast("int64") << _BITS) + rate + 1


def _claim(reading: ir.IntegerValue) -> ir.IntegerValue:
    return reading >> _BITS


def _rate(reading: ir.IntegerValue) -> ir.IntegerValue:
    return (reading & (1 << _BITS) - 1) - 1


def _converted(claims: ir.Table) -> ir.Table:
    """Convert each figure in a currency at each rate that holds for its time.

    What comes of it is a reading, with a number of its own in the place of the claim's. Only what some claim states in
    the other currency too is converted, for of 170 currencies few are ever met.
    """
    rates = claims.filter(claims.is_rate & claims.currency & claims.low.notnull() & (claims.low > 0))
    kept = {name: rates[name] for name in (*_ENDS, "figure", "low_open", "high_open", "since", "until")}
    rates = rates.select(
        rate="claim", converts="about", into="base_unit", **{f"rate_{name}": column for name, column in kept.items()}
    )
    money = claims.filter(claims.currency & ~claims.is_rate & claims.inputs.isnull())
    rates = rates.semi_join(money, [("into", "base_unit")])
    met = money.join(rates, [("base_unit", "converts")])
    met = met.filter((met.rate_since <= met.since) & (met.until <= met.rate_until))
    readings = met.mutate(
        claim=_reading(met.claim, met.rate),
        total=_reading(met.total),
        base_unit=met.into,
        **{name: _times(met[name], met[f"rate_{name}"]) for name in ("figure", *_ENDS)},
        low_open=met.low_open | met.rate_low_open,
        high_open=met.high_open | met.rate_high_open,
    ).select(claims.columns)
    return readings.semi_join(money, KEY)


def _times(amount: ir.DecimalColumn, rate: ir.DecimalColumn) -> ir.DecimalColumn:
    """Multiply an amount by a rate, to whole cents."""
    return as_amount((amount.cast("float64") * rate.cast("float64")).round(2))
