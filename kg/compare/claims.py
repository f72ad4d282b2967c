"""Bring the claims with numbers into the form in which they can be compared: subject, time and the values allowed."""

from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

from kg import iri, terms
from kg.compare.facts import Facts
from kg.compare.named import ABOUT, EXACTLY, PERCENT, STATISTICAL

if TYPE_CHECKING:
    from collections.abc import Mapping

AMOUNT = "decimal(28, 9)"
_TOLERANCE = "decimal(7, 6)"
_EPOCH = ibis.date(1970, 1, 1)
FOREVER = 10_000_000
"""A day, counted from 1970-01-01, later than any; its negative is earlier than any."""
_ALL_PRODUCTS = iri.mint("product", "all")
_ACCEPTED = iri.mint("claim-status", "accepted")
_HEADLINE = iri.mint("attribution", "headline")
_OWNED = iri.compress(terms.Ownership)

_TEXT = (
    "claim", "class", "had_primary_source", "claim_key", "asserted_by", "asserted_at", "has_attribution_mode",
    "claim_status", "is_about", "has_indicator", "has_stage", "has_bound", "has_unit", "is_restricted_to",
    "is_part_of_total", "is_converted_from", "has_origin", "has_destination", "has_reporter", "has_product",
    "has_valuation", "has_owned", "has_owner", "has_ownership_kind", "has_undertaking", "has_relation_kind",
    "is_related_to", "inputs",
)  # fmt: skip
_DATES = ("asserted_on", "recorded_on", "valid_from", "valid_until")
_NUMBERS = ("amount", "amount_to", "share")
COLUMNS = dict.fromkeys(_TEXT, "string") | dict.fromkeys(_DATES, "date") | dict.fromkeys(_NUMBERS, "decimal(36, 18)")
"""The columns of flat claims that a comparison reads; `inputs` are the claims that a derived one is computed from."""


def complete(flat: ir.Table) -> ir.Table:
    """Return the columns of accepted flat claims that a comparison reads; those that no source has are empty."""
    if "is_computed_from" in flat.columns:
        flat = flat.rename(inputs="is_computed_from")
    return claimed(flat, COLUMNS).filter(lambda t: t.claim_status == _ACCEPTED)


def claimed(flat: ir.Table, columns: "Mapping[str, str]") -> ir.Table:
    """Return some columns of claims, each of its type; those that there are not are empty."""
    return flat.select(
        **{name: flat[name].cast(kind) if name in flat.columns else ibis.null(kind) for name, kind in columns.items()}
    )


def figures(flat: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Return the accepted claims that state a number, as they can be compared; `flat` is what `complete` returns.

    Time is a half-open interval of days `since` to `until`, counted from 1970-01-01: the period of the claim, or the
    day on which it was made where it tells of no period, or of what is still to come, which may have a `deadline`. The
    values allowed lie between `low` and `high`, in the base unit; None is open, and the flags say whether an end is
    itself excluded.
    """
    owned = flat.filter(flat["class"] == _OWNED).mutate(
        is_about=flat.has_owned, has_indicator=ibis.literal(terms.share),
        is_restricted_to=flat.has_owner.concat("|", flat.has_ownership_kind.fill_null("")),
        has_bound=ibis.literal(EXACTLY), has_unit=ibis.literal(PERCENT), amount=flat.share,
    )  # fmt: skip
    stated = flat.union(owned).filter(lambda t: t.amount.notnull() & t.is_about.notnull())
    return _select(_bounded(_timed(_named(stated, facts), facts), facts))


def _named(claims: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Name the subject: what the claim is about, an umbrella by its dyad, and everything by its first name."""
    entities, umbrellas, indicators = facts.entities, facts.umbrellas, facts.indicators
    claims = claims.left_join(entities, claims.is_about == entities.entity)
    claims = claims.mutate(about=ibis.coalesce(claims.canonical, claims.is_about)).drop("entity", "canonical")
    claims = claims.left_join(umbrellas, claims.is_about == umbrellas.umbrella)
    claims = claims.mutate(subject=ibis.coalesce(claims.dyad, claims.about), is_umbrella=claims.umbrella.notnull())
    claims = claims.drop("umbrella", "dyad")
    claims = claims.left_join(indicators, claims.has_indicator == indicators.indicator).drop("indicator")
    return claims.mutate(
        family=ibis.coalesce(claims.family, claims.has_indicator),
        tolerance=claims.tolerance.cast(_TOLERANCE),
        whole_period=ibis.coalesce(claims.whole_period, ibis.literal(value=False)),
        lasting=ibis.coalesce(claims.lasting, ibis.literal(value=False)),
        product=ibis.coalesce(claims.has_product, ibis.literal(_ALL_PRODUCTS)),
        part=ibis.coalesce(_sorted(claims.is_restricted_to), ibis.literal("")),
        origin=ibis.coalesce(claims.has_origin, ibis.literal("")),
        destination=ibis.coalesce(claims.has_destination, ibis.literal("")),
        stage=ibis.coalesce(claims.has_stage, ibis.literal("")),
        is_spoken=ibis.coalesce(claims.has_attribution_mode != STATISTICAL, ibis.literal(value=True)),
        is_headline=ibis.coalesce(claims.has_attribution_mode == _HEADLINE, ibis.literal(value=False)),
    )


def by_first_name(claims: ir.Table, facts: Facts[ir.Table], column: str) -> ir.Table:
    """Call what is identified with something by its first name, in a column of single values."""
    entities = facts.entities
    claims = claims.left_join(entities, claims[column] == entities.entity)
    return claims.mutate(**{column: ibis.coalesce(claims.canonical, claims[column])}).drop("entity", "canonical")


def _sorted(column: ir.StringColumn) -> ir.StringColumn:
    """Put the several values of a cell into one order."""
    return column.split("|").sort().join("|")


def days(column: ir.DateColumn) -> ir.IntegerColumn:
    """Count the days from 1970-01-01."""
    return column.delta(_EPOCH, unit="day").cast("int64")


def _timed(claims: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Give each claim the time that it speaks of."""
    stages = facts.stages
    claims = claims.left_join(stages, claims.stage == stages.stage).drop("stage_right")
    claims = claims.mutate(
        foreseen=ibis.coalesce(claims.foreseen, ibis.literal(value=False)),
        day=days(claims.asserted_on),
        said=days(ibis.coalesce(claims.asserted_on, claims.recorded_on)),
        start=days(claims.valid_from),
        end=days(claims.valid_until),
    )
    has_deadline = claims.foreseen & (claims.end > claims.said + 1)
    claims = claims.mutate(deadline=ibis.ifelse(has_deadline, claims.end, ibis.null("int64")))
    is_moment = claims.foreseen | (claims.start.isnull() & claims.end.isnull() & ~claims.lasting)
    return claims.mutate(
        since=ibis.cases(
            (is_moment, claims.said), (claims.start.isnull() & ~claims.lasting, claims.end - 1), else_=claims.start
        ).fill_null(-FOREVER),
        until=ibis.cases(
            (is_moment, claims.said + 1), (claims.end.isnull(), ibis.literal(FOREVER)), else_=claims.end
        ).fill_null(FOREVER),
        is_undated=claims.whole_period & ~claims.foreseen & (claims.start.isnull() | claims.end.isnull()),
    )


def _bounded(claims: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Give each claim the values that it allows."""
    bounds, units = facts.bounds, facts.units
    claims = claims.left_join(bounds, claims.has_bound == bounds.bound).drop("bound")
    claims = claims.left_join(units, claims.has_unit == units.unit).drop("unit")
    factor = ibis.coalesce(claims.factor, ibis.literal(1).cast(claims.factor.type()))
    claims = claims.mutate(
        base_unit=ibis.coalesce(claims.base_unit, claims.has_unit),
        currency=ibis.coalesce(claims.currency, ibis.literal(value=False)),
        figure=as_amount(claims.amount.cast(AMOUNT) * factor),
        upper=as_amount(ibis.coalesce(claims.amount_to, claims.amount).cast(AMOUNT) * factor),
    )
    slack = as_amount(claims.figure.abs() * claims.tolerance)
    is_about = claims.has_bound == ABOUT
    return claims.mutate(
        low=as_amount(ibis.cases((claims.sets_lower, claims.figure), (is_about, claims.figure - slack))),
        high=as_amount(ibis.cases((claims.sets_upper, claims.upper), (is_about, claims.figure + slack))),
        low_open=claims.sets_lower & claims.excludes_amount,
        high_open=claims.sets_upper & claims.excludes_amount,
        grain=_grain(claims.figure),
    )


def _grain(figure: ir.DecimalValue) -> ir.FloatingValue:
    """Return the unit of a figure's last digit that is not nought: 100 for 4,400."""
    digits = figure.cast("string").replace(".", "")
    noughts = digits.length() - digits.re_replace("0+$", "").length()
    return ibis.literal(10.0) ** (noughts.cast("float64") - 9.0)


def as_amount(value: ir.DecimalValue) -> ir.DecimalColumn:
    """Give a result of arithmetic the type of amounts, by way of another, for Ibis may take it to have it already."""
    return value.cast("decimal(38, 9)").cast(AMOUNT)


_KEPT = (
    "claim", "about", "subject", "is_umbrella", "family", "whole_period", "tolerance", "product", "part", "origin",
    "destination", "stage", "foreseen", "is_spoken", "is_headline", "day", "said", "start", "since", "until",
    "deadline", "is_undated", "base_unit", "currency", "figure", "low", "high", "low_open", "high_open",
    "grain", "inputs",
)  # fmt: skip
_RENAMED = {
    "source": "had_primary_source", "speaker": "asserted_by", "event": "asserted_at", "indicator": "has_indicator",
    "bound": "has_bound", "reporter": "has_reporter", "valuation": "has_valuation", "total": "is_part_of_total",
    "converted_from": "is_converted_from",
}  # fmt: skip


def _select(claims: ir.Table) -> ir.Table:
    return claims.select(*_KEPT, **{name: claims[column] for name, column in _RENAMED.items()})


def paired(claims: ir.Table, pairs: ir.Table) -> ir.Table:
    """Join two claims to each pair of `one` and `other`: the columns of the first begin with `a_`, then with `b_`.

    The first is the one that was said earlier; of two said on one day, the first by IRI.
    """
    first = claims.rename({f"a_{name}": name for name in claims.columns})
    second = claims.rename({f"b_{name}": name for name in claims.columns})
    joined = pairs.join(first, [("one", "a_claim")]).join(second, [("other", "b_claim")])
    return joined.drop("one", "other")
