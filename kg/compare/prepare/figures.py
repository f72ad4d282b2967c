"""Bring claims with values into the form in which they can be compared: subject, time and the values allowed."""

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from kg.claim import as_amount, computed_once, named_canonically
from kg.compare.prepare.claims import TOLERANCE
from kg.compare.prepare.conditions import is_true
from kg.compare.prepare.facts import Facts
from kg.compare.prepare.names import Numbers, by_number, lists_by_number
from kg.core import columns
from kg.core.concepts import Indicator, Product, Quality, Stage, Valuation
from kg.load.cells import MANY

_EPOCH = ibis.date(1970, 1, 1)
FOREVER = 10_000_000
"""A day, counted from 1970-01-01, later than any; its negative is earlier than any."""


def with_names(valued: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Give claims with values all that they name, in words: see `THINGS`.

    `valued` is what `kg.compare.prepare.claims.with_values` returns. The subject is what a claim is about, an umbrella
    by its dyad, and everything canonically. They get what the facts tell of their indicators, stages and units, too.
    """
    indicators = facts.indicators.rename(of_indicator="indicator")
    claims = named_canonically(valued, facts.entities, columns.is_about, "about")
    claims = claims.left_join(facts.umbrellas, [(columns.is_about, "umbrella")])
    claims = claims.left_join(indicators, [(columns.has_indicator, "of_indicator")])
    claims = claims.left_join(facts.stages.rename(of_stage="stage"), [(columns.has_stage, "of_stage")])
    claims = claims.left_join(facts.units, [(columns.has_unit, "unit")])
    return claims.select(
        *valued.columns,
        "about",
        "coverage",
        subject=ibis.coalesce(claims.dyad, claims.about),
        is_umbrella=claims.umbrella.notnull(),
        family=ibis.coalesce(claims.family, claims.has_indicator),
        product=ibis.coalesce(claims.has_product, ibis.literal(Product.ALL)),
        part=ibis.coalesce(_sorted(claims.is_restricted_to), ibis.literal("")),
        origin=ibis.coalesce(claims.has_origin, ibis.literal("")),
        destination=ibis.coalesce(claims.has_destination, ibis.literal("")),
        stage=ibis.coalesce(claims.has_stage, ibis.literal("")),
        said=days(ibis.coalesce(claims.asserted_on, claims.recorded_on)),
        tolerance=claims.tolerance.cast(TOLERANCE),
        base_unit=ibis.coalesce(claims.base_unit, claims.has_unit),
        factor=ibis.coalesce(claims.factor, ibis.literal(1).cast(claims.factor.type())),
        start=days(claims.valid_from),
        end=days(claims.valid_until),
        **{flag: is_true(claims[flag]) for flag in (*_FLAGS, *_OTHER_FLAGS)},
    )


def figures(claims: ir.Table) -> ir.Table:
    """Return claims as they can be compared, of which `with_names` knows what they name.

    Time is a half-open interval of days `since` to `until`, counted from 1970-01-01: the period of the claim, or the
    day on which it was made where it tells of no period, or of what is still to come, which may have a `deadline`. The
    values allowed lie between `low` and `high`, in the base unit; None is open, and the flags say whether an end is
    itself excluded. `sharp_low` and `sharp_high` are the ends that they would have if no figure were rounded, `own_low`
    and `own_high` those in the own unit.

    What claims name stands in words: `figures_by_number` puts numbers in their place, so what a rule asks of the
    words themselves is told by flags.
    """
    claims = _timed(computed_once(claims))
    amounts = {name: _converted(claims[name], claims.factor) for name in _AMOUNTS}
    flags = {flag: is_true(claims[column].isin(concepts)) for flag, (column, concepts) in _MEANT.items()}
    flags |= {"is_flow": claims.origin != ""}
    things = {name: claims[column] for name, column in THINGS.items()}
    recorded = days(claims.recorded_on)
    own = {"own_low": claims.low, "own_high": claims.high}
    return claims.select(*_KEPT, day=days(claims.asserted_on), recorded=recorded, **own, **amounts, **flags, **things)


_AMOUNTS = ("figure", "low", "high", "sharp_low", "sharp_high")
_FLAGS = ("whole_period", "lasting", "additive", "two_sided", "bears_freight", "leaves_open")
_OTHER_FLAGS = ("foreseen", "cumulative", "currency", "countable")


def _sorted(column: ir.StringColumn) -> ir.StringColumn:
    """Put the several values of a cell into one order."""
    return column.split(MANY).sort().join(MANY)


def days(column: ir.DateColumn) -> ir.IntegerColumn:
    """Count the days from 1970-01-01."""
    return column.delta(_EPOCH, unit="day").cast("int32")


def _timed(claims: ir.Table) -> ir.Table:
    """Give each claim the time that it speaks of."""
    is_of_its_day = (claims.start == claims.said) & (claims.end == claims.said + 1)
    has_deadline = claims.foreseen & claims.end.notnull() & ~is_true(is_of_its_day)
    is_moment = claims.foreseen | (claims.start.isnull() & claims.end.isnull() & ~claims.lasting)
    return claims.mutate(
        deadline=ibis.ifelse(has_deadline, claims.end, ibis.null("int32")),
        since=ibis.cases(
            (is_moment, claims.said), (claims.start.isnull() & ~claims.lasting, claims.end - 1), else_=claims.start
        )
        .fill_null(-FOREVER)
        .cast("int32"),
        until=ibis.cases((is_moment, claims.said + 1), (claims.end.isnull(), ibis.literal(FOREVER)), else_=claims.end)
        .fill_null(FOREVER)
        .cast("int32"),
        is_undated=claims.whole_period & ~claims.foreseen & (claims.start.isnull() | claims.end.isnull()),
    )


_MEANT = {
    "is_owned": ("family", [Indicator.OWNERSHIP_SHARE]),
    "is_rate": (columns.has_indicator, [Indicator.EXCHANGE_RATE]),
    "is_project_count": (columns.has_indicator, [Indicator.PROJECT_COUNT]),
    "is_sum_of_shares": (columns.has_indicator, [Indicator.SUM_OF_SHARES]),
    "is_realised": ("stage", [Stage.REALISED]),
    "is_of_value": ("stage", [Stage.REALISED, Stage.TARGET, Stage.FORECAST]),
    "is_fob": (columns.has_valuation, [Valuation.FOB]),
    "is_cif": (columns.has_valuation, [Valuation.CIF]),
    "is_reconciled": (columns.has_quality, [Quality.RECONCILED]),
}
"""Flags that tell whether a column names one of some concepts.

A figure `is_of_value` at the stages of values; all others are of undertakings, of which nothing is at two at once.
"""


def _converted(amount: ir.DecimalColumn, factor: ir.DecimalColumn) -> ir.DecimalValue:
    """Convert an amount to the base unit; most are in it, and to multiply decimals takes long."""
    return ibis.ifelse(factor == 1, amount, as_amount(amount * factor))


_KEPT = (
    "claim",
    "is_umbrella",
    *(flag for flag in _FLAGS if flag != "lasting"),
    *_OTHER_FLAGS,
    *("is_bare", "is_spoken", "is_headline", "is_published", "is_converted"),
    "tolerance",
    "said",
    "start",
    "since",
    "until",
    "deadline",
    "is_undated",
    "low_open",
    "high_open",
    "is_rounded",
    "sets_lower",
    "sets_upper",
)
THINGS = {
    **{name: name for name in ("about", "subject", "family", "coverage", "product", "part", "origin", "destination")},
    **{name: name for name in ("stage", "base_unit")},
    "indicator": columns.has_indicator,
    "source": columns.had_primary_source,
    "speaker": columns.asserted_by,
    "reporter": columns.has_reporter,
    "valuation": columns.has_valuation,
    "basis": columns.has_partner_basis,
}
"""What figures name but for claims, with the columns from which it is taken."""


def figures_by_number(worded: ir.Table, valued: Sequence[ir.Table], numbers: Numbers) -> ir.Table:
    """Return figures, as `figures` does, with numbers for all that they name; a total that is no claim is None."""
    derived = ibis.union(*(one.filter(one.inputs.notnull()).select("claim", "inputs") for one in valued))
    inputs = lists_by_number(by_number(derived, numbers.claims, "claim"), numbers.claims, "inputs")
    parts = (one.filter(one.is_part_of_total.notnull()) for one in valued)
    parts = ibis.union(*(one.select("claim", total=columns.is_part_of_total) for one in parts))
    totals = by_number(parts, numbers.claims, "claim", "total")
    found = by_number(by_number(worded, numbers.things, *THINGS), numbers.claims, "claim")
    return found.left_join(inputs, "claim").left_join(totals, "claim").select(*worded.columns, "inputs", "total")
