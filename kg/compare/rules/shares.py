"""Take shares of their wholes, and add up the shares of one whole."""

import ibis
import ibis.expr.types as ir

from kg.claim import AMOUNT
from kg.compare.form import Keep
from kg.compare.prepare.claims import claimed
from kg.compare.prepare.conditions import is_true
from kg.compare.prepare.derive import OF_DERIVED, latest, prefixed
from kg.compare.prepare.facts import Facts
from kg.compare.prepare.figures import days
from kg.compare.prepare.intervals import End, plain, summed
from kg.core import columns
from kg.core.concepts import Indicator, Stage, Unit
from kg.load.cells import MANY

_VINTAGES = 730
"""How many days lie at most between the vintages of a share and of the total that it is taken of."""
_WHOLE = 100
_RANK = 9
_PLACES = 9
"""Beyond which the digits of a floating sum are none of the shares'."""


def amounts_of_shares(numbers: ir.Table, facts: Facts[ir.Table], keep: Keep) -> ir.Table:
    """Return the amounts that shares make of wholes: of totals that their claims name, and of those of reporters."""
    shares = keep(_shares(numbers, facts))
    found = _of_totals(shares, numbers, facts), _of_reporters(shares, numbers)
    return _product(ibis.union(*(claimed(one, _PAIRED) for one in found)))


def _of_totals(shares: ir.Table, numbers: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Return the amount that each share makes of the total of which its claim says that it is a part.

    The amount is of what the total is about, restricted to the other economy of the share's dyad.
    """
    pairs = shares.join(prefixed(numbers, "w"), [("s_is_part_of_total", "w_claim"), ("s_share_of", "w_has_indicator")])
    pairs = pairs.join(facts.dyads, [("s_is_about", "dyad")])
    other = ibis.cases(
        (pairs.w_is_about == pairs.first_economy, pairs.second_economy),
        (pairs.w_is_about == pairs.second_economy, pairs.first_economy),
    )
    narrowed = pairs.w_is_restricted_to.concat(MANY).fill_null("")
    dated = pairs.w_valid_from.notnull() | pairs.w_valid_until.notnull()
    found = pairs.mutate(
        is_about=pairs.w_is_about,
        has_indicator=pairs.w_has_indicator,
        is_restricted_to=narrowed.concat(other),
        has_product=pairs.w_has_product,
        valid_from=ibis.ifelse(dated, pairs.w_valid_from, pairs.s_valid_from),
        valid_until=ibis.ifelse(dated, pairs.w_valid_until, pairs.s_valid_until),
        rule=ibis.literal("share-of-total"),
    )
    return found.filter(found.is_restricted_to.notnull())


def _of_reporters(shares: ir.Table, numbers: ir.Table) -> ir.Table:
    """Return the flow that a partner's share makes of the reporter's total, both of one source, period and stage.

    Sources that print their figures again and again, each with the day of its vintage, may change a total while a
    share stands. Share and total are of one vintage or of two that lie no more than two years apart: which of several
    is the latest does not matter, so that a new vintage adds flows and takes none away.
    """
    wholes = numbers.filter(numbers.is_restricted_to.isnull() & numbers.has_product.isnull())
    pairs = shares.join(
        prefixed(wholes, "w"),
        [
            ("s_side", "w_is_about"),
            ("s_share_of", "w_has_indicator"),
            ("s_valid_from", "w_valid_from"),
            ("s_valid_until", "w_valid_until"),
            ("s_has_stage", "w_has_stage"),
            ("s_had_primary_source", "w_had_primary_source"),
        ],
    )
    is_flow = pairs.s_has_origin.notnull() & pairs.s_has_destination.notnull()
    apart = (days(pairs.s_recorded_on) - days(pairs.w_recorded_on)).abs()
    pairs = pairs.filter(is_flow & (apart <= _VINTAGES))
    kept = (
        columns.is_about,
        columns.has_origin,
        columns.has_destination,
        columns.has_reporter,
        columns.stands_in_entry_of,
        columns.has_product,
        columns.valid_from,
        columns.valid_until,
    )
    return pairs.mutate(
        has_indicator=ibis.literal(Indicator.PARTNER_FLOW),
        rule=ibis.literal("partner-flow"),
        **{name: pairs[f"s_{name}"] for name in kept},
    )


def _shares(numbers: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Return the shares in percent, each with the indicator of its whole, with `s_` before each column."""
    indicators = facts.indicators.select("indicator", "share_of")
    indicators = indicators.filter(indicators.share_of.notnull())
    numbers = numbers.filter((numbers.has_unit == Unit.PERCENT) & (numbers.figure >= 0))
    numbers = numbers.mutate(side=ibis.coalesce(numbers.has_reporter, numbers.stands_in_entry_of))
    return prefixed(numbers.join(indicators, [(columns.has_indicator, "indicator")]), "s")


_ENDS = {
    **dict.fromkeys(("low", "high", "figure"), "float64"),
    **dict.fromkeys(("low_exact", "high_exact"), AMOUNT),
    **dict.fromkeys(("low_open", "high_open"), "boolean"),
    **dict.fromkeys(("claim", columns.has_unit, columns.has_stage), "string"),
    **dict.fromkeys((columns.asserted_on, columns.recorded_on), "date"),
}
_PAIRED = OF_DERIVED | {f"{side}_{name}": kind for side in "sw" for name, kind in _ENDS.items()}
"""What is read of a share and its whole, beside what follows from them."""


def _product(pairs: ir.Table) -> ir.Table:
    """Multiply the ends of shares with those of totals; where a side is open in one of them, it is in the result."""
    pairs = pairs.filter((pairs.w_has_unit != Unit.PERCENT) & (pairs.w_figure >= 0))
    low, high = (
        End(
            _not_negative(pairs[f"w_{end}"]) * _not_negative(pairs[f"s_{end}"]) / _WHOLE,
            _shown(plain(pairs[f"w_{end}_exact"]), plain(pairs[f"s_{end}_exact"])),
            pairs[f"w_{end}_open"] | pairs[f"s_{end}_open"],
        )
        for end in ("low", "high")
    )
    inputs = ibis.array([pairs.s_claim, pairs.w_claim])
    of_whole = {name: pairs[f"w_{name}"] for name in (columns.has_unit, columns.has_stage)}
    return summed(pairs.mutate(inputs=inputs, **of_whole, **latest(pairs, "s", "w")), pairs.rule, low, high)


def _not_negative(end: ir.FloatingValue) -> ir.FloatingValue:
    """Keep an end from falling below zero, as that of about nothing does; an open one stays open."""
    return ibis.ifelse(end < 0, 0.0, end)


def _shown(total: ir.StringValue, share: ir.StringValue) -> ir.StringValue:
    return total.concat(" * ", share, f" / {_WHOLE}")


def sums_over_the_whole(numbers: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Return the sums of shares of one whole that come to more than all of it, however the shares are rounded.

    Added up are the shares that one source gives, on one day and in one vintage, of one whole for one period: what
    owners of one kind hold, of whom a register may name one for each chain of firms between; and what partners have of
    an economy's trade, each once. A share whose low end is open is nothing at least. Such a sum is about a set:
    whichever of its claims is taken away, it is another sum, or none.
    """
    indicators = facts.indicators.select("indicator", "share_of")
    shares = numbers.left_join(indicators, numbers.has_indicator == indicators.indicator).drop("indicator")
    is_owned = shares.has_indicator == Indicator.OWNERSHIP_SHARE
    shares = shares.filter((shares.has_unit == Unit.PERCENT) & (is_owned | shares.share_of.notnull()))
    known = is_true(shares.low >= 0)
    shares = shares.mutate(
        low=ibis.ifelse(known, shares.low, 0.0),
        low_text=ibis.ifelse(known, plain(shares.low_exact), "0"),
        high_text=plain(shares.high_exact),
    )
    is_owned = shares.has_indicator == Indicator.OWNERSHIP_SHARE
    is_flow = shares.has_origin.notnull()
    named = [
        shares[name].fill_null("") for name in (columns.is_restricted_to, columns.has_origin, columns.has_destination)
    ]
    shares = shares.mutate(
        whole=ibis.ifelse(is_flow, ibis.coalesce(shares.has_reporter, shares.stands_in_entry_of), shares.is_about),
        holder=ibis.ifelse(is_owned, shares.claim, named[0].concat(" ", named[1], " ", named[2])),
        has_stage=shares.has_stage.fill_null(Stage.REALISED),
    )
    return _summed(shares.filter(shares.whole.notnull()))


_KEPT = (
    columns.has_stage,
    columns.has_reporter,
    columns.stands_in_entry_of,
    columns.valid_from,
    columns.valid_until,
    columns.asserted_on,
    columns.recorded_on,
)
_SET = ("whole", columns.has_indicator, columns.has_product, columns.had_primary_source, *_KEPT)


def _added(ranked: ir.ArrayValue) -> ir.StringValue:
    """Write numbers as a sum, in the order of the ranks that stand before them."""
    return ranked.sort().map(lambda term: term.substr(_RANK)).join(" + ")


def _summed(shares: ir.Table) -> ir.Table:
    place = ibis.row_number().over(ibis.window(group_by=_SET, order_by=[shares.figure.desc(), shares.claim]))
    rank = place.cast("string").lpad(_RANK, "0")
    ranked = shares.mutate(low_term=rank.concat(shares.low_text), high_term=rank.concat(shares.high_text))
    sums = ranked.group_by(_SET).agg(
        low=ranked.low.sum(),
        high=ranked.high.sum(),
        bounded=ranked.high.count() == ranked.count(),
        each_once=ranked.holder.nunique() == ranked.count(),
        inputs=ranked.claim.collect(),
        low_terms=ranked.low_term.collect(),
        high_terms=ranked.high_term.collect(),
    )
    sums = sums.filter(sums.each_once & (sums.low.round(_PLACES) > _WHOLE))
    at_most = ibis.ifelse(sums.bounded, sums.high, ibis.null("float64"))
    closed = ibis.literal(value=False)
    found = sums.mutate(
        is_about=sums.whole,
        has_indicator=ibis.literal(Indicator.SUM_OF_SHARES),
        has_product=ibis.null("string"),
        has_unit=ibis.literal(Unit.PERCENT),
    )
    low, high = End(sums.low, _added(sums.low_terms), closed), End(at_most, _added(sums.high_terms), closed)
    return summed(found, "sum-of-shares", low, high)
