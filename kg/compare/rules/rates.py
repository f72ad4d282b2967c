"""Compare amounts in different currencies at the rates that claims state."""

import ibis
import ibis.expr.types as ir

from kg.compare.prepare.candidates import KEY, candidates
from kg.compare.prepare.claims import as_amount
from kg.compare.prepare.pairs import paired
from kg.compare.rules.verdicts import compare
from kg.core.concepts import Indicator, Reason, Verdict

_ENDS = ("low", "high", "sharp_low", "sharp_high")


def at_stated_rates(claims: ir.Table, parts: ir.Table) -> ir.Table:
    """Return verdicts on figures in two currencies, at each rate that a claim states for all of the time of one.

    A yearly mean converts what is of that year, a day's rate what is of that day. `others` is the claim that states the
    rate, and numbers are in the currency to which it converts.
    """
    converted = _converted(claims)
    meeting = claims.semi_join(converted, KEY).mutate(of=claims.claim, rate=ibis.null("string"))
    readings = meeting.union(converted)
    pairs = _read(_read(candidates(readings), readings, "one"), readings, "other")
    is_of_two_kinds = pairs.one_rate.isnull() != pairs.other_rate.isnull()
    pairs = pairs.filter(is_of_two_kinds & (pairs.one_of != pairs.other_of)).select("one", "other")
    found = compare(paired(readings, pairs), parts)
    found = found.filter(found.verdict != Verdict.NOT_COMPARABLE)
    found = _read(_read(found, readings, "first"), readings, "second")
    return found.mutate(
        first=found.first_of,
        second=found.second_of,
        others=ibis.array([ibis.coalesce(found.first_rate, found.second_rate)]),
        reasons=found.reasons.concat(ibis.array([Reason.AT_STATED_RATE])),
    )


def _read(found: ir.Table, readings: ir.Table, end: str) -> ir.Table:
    """Say of which claim the reading is that a column names, and at which rate, None where it is the claim itself."""
    named = readings.select(**{end: readings.claim, f"{end}_of": readings.of, f"{end}_rate": readings.rate})
    return found.join(named, end)


def _converted(claims: ir.Table) -> ir.Table:
    """Convert each figure in a currency at each rate that holds for its time.

    What comes of it is a reading with a name of its own in the place of the claim, which is `of`, and the `rate`. Only
    what some claim states in the other currency too is converted, for of 170 currencies few are ever met.
    """
    rates = claims.filter(
        (claims.indicator == Indicator.EXCHANGE_RATE) & claims.currency & claims.low.notnull() & (claims.low > 0)
    )
    kept = {name: rates[name] for name in (*_ENDS, "figure", "low_open", "high_open", "since", "until")}
    rates = rates.select(
        rate="claim", converts="about", into="base_unit", **{f"rate_{name}": column for name, column in kept.items()}
    )
    money = claims.filter(claims.currency & (claims.indicator != Indicator.EXCHANGE_RATE) & claims.inputs.isnull())
    rates = rates.semi_join(money, [("into", "base_unit")])
    met = money.join(rates, [("base_unit", "converts")])
    met = met.filter((met.rate_since <= met.since) & (met.until <= met.rate_until))
    readings = met.mutate(
        of=met.claim,
        claim=met.claim.concat("@", met.rate),
        base_unit=met.into,
        **{name: _times(met[name], met[f"rate_{name}"]) for name in ("figure", *_ENDS)},
        low_open=met.low_open | met.rate_low_open,
        high_open=met.high_open | met.rate_high_open,
    ).select(*claims.columns, "of", "rate")
    return readings.semi_join(money, KEY)


def _times(amount: ir.DecimalColumn, rate: ir.DecimalColumn) -> ir.DecimalColumn:
    """Multiply an amount by a rate, to whole cents."""
    return as_amount((amount.cast("float64") * rate.cast("float64")).round(2))
