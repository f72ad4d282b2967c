"""Take stated growth back to the base that it implies."""

import ibis
import ibis.expr.types as ir

from kg.claim import computed_once
from kg.compare.form import Keep
from kg.compare.prepare.conditions import is_true
from kg.compare.prepare.derive import canonical, latest, prefixed
from kg.compare.prepare.facts import Facts
from kg.compare.prepare.intervals import End, plain, summed
from kg.core import columns
from kg.core.concepts import Stage, Unit

_ALL_LOST = -100
_IN_EVERY_MONTH = 28
_SAME = ("product", "part", "from", "to", "reported")
_CELLS = (
    columns.has_product,
    columns.is_restricted_to,
    columns.has_origin,
    columns.has_destination,
    columns.has_reporter,
)


def implied_bases(numbers: ir.Table, facts: Facts[ir.Table], keep: Keep) -> ir.Table:
    """Return the base that each stated growth implies with each level to which it led: level / (1 + growth / 100).

    The level is the realised one of the same subject whose period ends with that of the growth; where the growth names
    no period, one that the same speaker gives in the same source. The base is of the period with which the growth
    begins, or of the one before if it is that of the level's own period. The greater the growth, the smaller the base:

    low end of the base    low end of the level / (1 + high end of the growth / 100)
    high end of the base   high end of the level / (1 + low end of the growth / 100)

    An end that one of the two leaves open stays open, as does the high end where all may have been lost. Where both do
    so to one side, as growth by more than a half to a level of more than 28, no end is left, and nothing is derived. An
    end of the base is excluded where one of the two ends that make it is.
    """
    numbers = canonical(numbers, facts)
    numbers = numbers.filter(numbers.has_stage == Stage.REALISED)
    same = {name: ibis.coalesce(numbers[cell], ibis.literal("")) for name, cell in zip(_SAME, _CELLS, strict=True)}
    numbers = numbers.mutate(**same)
    indicators = facts.indicators.select("indicator", "growth_of")
    indicators = indicators.filter(indicators.growth_of.notnull())
    growths = numbers.filter((numbers.has_unit == Unit.PERCENT) & ~is_true(numbers.high <= _ALL_LOST))
    growths = growths.mutate(low=ibis.ifelse(growths.low > _ALL_LOST, growths.low, ibis.null("float64")))
    growths = keep(prefixed(growths.join(indicators, [(columns.has_indicator, "indicator")]), "g"))
    levels = prefixed(numbers.filter((numbers.figure >= 0) & ~is_true(numbers.low < 0)), "w")
    keys = [(f"g_{name}", f"w_{name}") for name in ("thing", *_SAME)] + [("g_growth_of", "w_has_indicator")]
    ended_alike = growths.join(levels, [*keys, ("g_valid_until", "w_valid_until")])
    unnamed = growths.filter(growths.g_valid_from.isnull() & growths.g_valid_until.isnull())
    occasion = [("g_had_primary_source", "w_had_primary_source"), ("g_asserted_by", "w_asserted_by")]
    return _base(ended_alike.union(unnamed.join(levels, [*keys, *occasion])))


def _base(pairs: ir.Table) -> ir.Table:
    pairs = _with_period(pairs)
    kept = (
        columns.is_about,
        columns.has_indicator,
        columns.has_unit,
        columns.has_stage,
        *_CELLS,
        columns.has_valuation,
    )
    found = pairs.mutate(
        inputs=ibis.array([pairs.g_claim, pairs.w_claim]),
        **{name: pairs[f"w_{name}"] for name in kept},
        **latest(pairs, "g", "w"),
    )
    low = End(
        pairs.w_low / (1 + pairs.g_high / 100),
        _shown(plain(pairs.w_low_exact), plain(pairs.g_high_exact)),
        pairs.w_low_open | pairs.g_high_open,
    )
    high = End(
        pairs.w_high / (1 + pairs.g_low / 100),
        _shown(plain(pairs.w_high_exact), plain(pairs.g_low_exact)),
        pairs.w_high_open | pairs.g_low_open,
    )
    return summed(found, "growth", low, high)


def _shown(level: ir.StringValue, growth: ir.StringValue) -> ir.StringValue:
    return level.concat(" / (1 + ", growth, " / 100)")


def _with_period(pairs: ir.Table) -> ir.Table:
    """Give each pair the beginning and the end of the base's period, which has as many months as that of the level.

    It begins with the growth; where the growth is that of the level's own period, it is the period before. None where
    the growth does not say when it begins, the level's period is not one of whole months, or the two would overlap.
    """
    start, end, begins = pairs.w_valid_from, pairs.w_valid_until, pairs.g_valid_from
    months = (end.year() - start.year()) * 12 + end.month() - start.month()
    pairs = computed_once(pairs.mutate(months=months, is_own=begins == start))
    other = _shifted(pairs.g_valid_from, ibis.ifelse(pairs.is_own, -pairs.months, pairs.months))
    pairs = computed_once(pairs.mutate(other=other))
    start, end, begins = pairs.w_valid_from, pairs.w_valid_until, pairs.g_valid_from
    since, until = (ibis.ifelse(pairs.is_own, *days) for days in ((pairs.other, begins), (begins, pairs.other)))
    whole = (start.day() == end.day()) & (begins.day() <= _IN_EVERY_MONTH) & (pairs.months > 0) & (until <= start)
    known = {columns.valid_from: since, columns.valid_until: until}
    return pairs.mutate(**{name: ibis.ifelse(is_true(whole), day, ibis.null("date")) for name, day in known.items()})


def _shifted(day: ir.DateValue, months: ir.IntegerValue) -> ir.DateValue:
    """Return the day some months later, or the 28th if it is after that."""
    month = day.year() * 12 + day.month() - 1 + months
    year = (month / 12).floor().cast("int32")
    return ibis.date(year, (month % 12 + 1).cast("int32"), ibis.least(day.day(), _IN_EVERY_MONTH))
