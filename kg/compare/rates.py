"""Compare amounts in different currencies at the rates that claims state."""

import ibis
import ibis.expr.types as ir

from kg import iri
from kg.compare.candidates import KEY, candidates
from kg.compare.claims import as_amount, paired
from kg.compare.verdicts import compare

_RATE = iri.mint("indicator", "exchange-rate")
_AT = "@"
_ENDS = ("low", "high", "sharp_low", "sharp_high")


def at_stated_rates(claims: ir.Table, parts: ir.Table) -> ir.Table:
    """Return verdicts on figures in two currencies, at each rate that a claim states for all of the time of one.

    A yearly mean converts what is of that year, a day's rate what is of that day. `others` is the claim that states the
    rate, and numbers are in the currency to which it converts.
    """
    converted = _converted(claims)
    meeting = claims.semi_join(converted, KEY)
    readings = meeting.union(converted)
    pairs = candidates(readings)
    pairs = pairs.filter(pairs.one.contains(_AT) != pairs.other.contains(_AT))
    found = compare(paired(readings, pairs), parts)
    found = found.filter((found.verdict != "not-comparable") & (_claim(found.first) != _claim(found.second)))
    rated = ibis.ifelse(found.first.contains(_AT), found.first, found.second)
    return found.mutate(
        first=_claim(found.first),
        second=_claim(found.second),
        others=rated.split(_AT)[1],
        reasons=found.reasons.concat("|at-stated-rate"),
    )


def _claim(reading: ir.StringColumn) -> ir.StringValue:
    return reading.split(_AT)[0]


def _converted(claims: ir.Table) -> ir.Table:
    """Convert each figure in a currency at each rate that holds for its time, as a reading named by claim and rate."""
    rates = claims.filter((claims.indicator == _RATE) & claims.currency & claims.low.notnull() & (claims.low > 0))
    kept = {name: rates[name] for name in (*_ENDS, "figure", "low_open", "high_open", "since", "until")}
    rates = rates.select(
        rate="claim", of="about", into="base_unit", **{f"rate_{name}": column for name, column in kept.items()}
    )
    money = claims.filter(claims.currency & (claims.indicator != _RATE) & claims.inputs.isnull())
    met = money.join(rates, [("base_unit", "of")])
    met = met.filter((met.rate_since <= met.since) & (met.until <= met.rate_until))
    return met.mutate(
        claim=met.claim.concat(_AT, met.rate),
        base_unit=met.into,
        **{name: _times(met[name], met[f"rate_{name}"]) for name in ("figure", *_ENDS)},
        low_open=met.low_open | met.rate_low_open,
        high_open=met.high_open | met.rate_high_open,
    ).select(claims.columns)


def _times(amount: ir.DecimalColumn, rate: ir.DecimalColumn) -> ir.DecimalColumn:
    """Multiply an amount by a rate, to whole cents."""
    return as_amount((amount.cast("float64") * rate.cast("float64")).round(2))
