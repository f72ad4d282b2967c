"""Take shares of their wholes, and add up the shares of one whole."""

import ibis
import ibis.expr.types as ir

from kg import iri, terms
from kg.compare.claims import AMOUNT, days
from kg.compare.derive import latest, made, side
from kg.compare.facts import Facts
from kg.compare.intervals import End, concluded, ended, plain
from kg.compare.named import EXACTLY, PERCENT, REALISED

_FLOW = iri.mint("indicator", "partner-flow")
_SUM = iri.mint("indicator", "sum-of-shares")
_OWNERSHIP = iri.compress(terms.Ownership)
_VINTAGES = 730
"""How many days lie at most between the vintages of a share and of the total that it is taken of."""
_WHOLE = 100
_RANK = 9


def parts_of_totals(flat: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Return the amount that each share makes of the total of which its claim says that it is a part.

    The amount is of what the total is about, restricted to the other economy of the share's dyad.
    """
    shares, wholes = _shares(flat, facts), side(ended(flat, facts), "w")
    pairs = shares.join(wholes, [("s_is_part_of_total", "w_claim"), ("s_share_of", "w_has_indicator")])
    pairs = _product(pairs.join(facts.dyads, [("s_is_about", "dyad")]))
    other = ibis.cases(
        (pairs.w_is_about == pairs.first_economy, pairs.second_economy),
        (pairs.w_is_about == pairs.second_economy, pairs.first_economy),
    )
    narrowed = pairs.w_is_restricted_to.concat("|").fill_null("")
    dated = pairs.w_valid_from.notnull() | pairs.w_valid_until.notnull()
    found = pairs.mutate(
        is_about=pairs.w_is_about,
        has_indicator=pairs.w_has_indicator,
        is_restricted_to=narrowed.concat(other),
        has_product=pairs.w_has_product,
        valid_from=ibis.ifelse(dated, pairs.w_valid_from, pairs.s_valid_from),
        valid_until=ibis.ifelse(dated, pairs.w_valid_until, pairs.s_valid_until),
    )
    return made(found.filter(found.is_restricted_to.notnull()), "share-of-total")


def partner_flows(flat: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Return the flow that a partner's share makes of the reporter's total, both of one source, period and stage.

    Sources that print their figures again and again, each with the day of its vintage, may change a total while a
    share stands. Share and total are of one vintage or of two that lie no more than two years apart: which of several
    is the latest does not matter, so that a new vintage adds flows and takes none away.
    """
    shares, wholes = _shares(flat, facts), ended(flat, facts)
    wholes = wholes.filter(wholes.is_restricted_to.isnull() & wholes.has_product.isnull())
    pairs = shares.join(side(wholes, "w"), [
        ("s_has_reporter", "w_is_about"), ("s_share_of", "w_has_indicator"), ("s_valid_from", "w_valid_from"),
        ("s_valid_until", "w_valid_until"), ("s_has_stage", "w_has_stage"),
        ("s_had_primary_source", "w_had_primary_source"),
    ])  # fmt: skip
    is_flow = pairs.s_has_origin.notnull() & pairs.s_has_destination.notnull()
    apart = (days(pairs.s_recorded_on) - days(pairs.w_recorded_on)).abs()
    pairs = _product(pairs.filter(is_flow & (apart <= _VINTAGES)))
    kept = ("is_about", "has_origin", "has_destination", "has_reporter", "has_product", "valid_from", "valid_until")
    flows = pairs.mutate(has_indicator=ibis.literal(_FLOW), **{name: pairs[f"s_{name}"] for name in kept})
    return made(flows, "partner-flow")


def _shares(flat: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Return the shares in percent, each with the indicator of its whole, with `s_` before each column."""
    indicators = facts.indicators.select("indicator", "share_of")
    indicators = indicators.filter(indicators.share_of.notnull())
    numbers = ended(flat, facts)
    numbers = numbers.filter((numbers.has_unit == PERCENT) & (numbers.figure >= 0))
    return side(numbers.join(indicators, [("has_indicator", "indicator")]), "s")


def _product(pairs: ir.Table) -> ir.Table:
    """Multiply the ends of shares with those of totals; where a side is open in one of them, it is in the result."""
    pairs = pairs.filter((pairs.w_has_unit != PERCENT) & (pairs.w_figure >= 0))
    is_open = pairs.s_excludes_amount | pairs.w_excludes_amount
    pairs = concluded(
        pairs,
        End(pairs.w_low * pairs.s_low / _WHOLE, _shown(pairs.w_figure_text, pairs.s_figure_text), is_open),
        End(pairs.w_high * pairs.s_high / _WHOLE, _shown(pairs.w_top_text, pairs.s_top_text), is_open),
        {"total": pairs.w_is_rough, "share": pairs.s_is_rough},
    )
    inputs = ibis.array([pairs.s_claim, pairs.w_claim])
    return pairs.mutate(
        inputs=inputs, has_unit=pairs.w_has_unit, has_stage=pairs.w_has_stage, **latest(pairs, "s", "w")
    )


def _shown(total: ir.StringValue, share: ir.StringValue) -> ir.StringValue:
    return total.concat(" * ", share, f" / {_WHOLE}")


def sums_over_the_whole(flat: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Return the sums of shares of one whole that come to more than all of it.

    Added up are the shares that one source gives, on one day and in one vintage, of one whole for one period: what
    owners of one kind hold, and what partners have of the reporter's trade. Such a sum is about a set: whichever of
    its claims is taken away, it is another sum, or none.
    """
    owned = flat.filter((flat["class"] == _OWNERSHIP) & flat.has_owned.notnull() & flat.share.notnull())
    owned = owned.mutate(whole=owned.has_owned, of=owned.has_ownership_kind, part=owned.share.cast(AMOUNT),
                         has_stage=ibis.literal(REALISED))  # fmt: skip
    traded = flat.filter((flat.has_unit == PERCENT) & (flat.has_bound == EXACTLY) & flat.has_reporter.notnull())
    indicators = facts.indicators.select("indicator", "share_of")
    indicators = indicators.filter(indicators.share_of.notnull())
    traded = traded.join(indicators, [("has_indicator", "indicator")])
    traded = traded.mutate(whole=traded.has_reporter, of=traded.has_indicator, part=traded.amount.cast(AMOUNT))
    owned, traded = owned.mutate(source=owned.had_primary_source), traded.mutate(source=traded.had_primary_source)
    columns = ("claim", "part", *_SET)
    return made(_summed(owned.select(*columns).union(traded.select(*columns))), "sum-of-shares")


_SET = ("whole", "of", "source", "has_stage", "has_reporter", "has_product", "valid_from", "valid_until", "asserted_on",
        "recorded_on")  # fmt: skip


def _summed(shares: ir.Table) -> ir.Table:
    place = ibis.row_number().over(ibis.window(group_by=_SET, order_by=[shares.part.desc(), shares.claim]))
    ranked = shares.mutate(term=place.cast("string").lpad(_RANK, "0").concat(plain(shares.part)))
    sums = ranked.group_by(_SET).agg(
        sum=ranked.part.sum().cast(AMOUNT), inputs=ranked.claim.collect(), terms=ranked.term.collect()
    )
    sums = sums.filter(sums["sum"] > _WHOLE)
    terms_in_order = sums.terms.sort().map(lambda term: term.substr(_RANK)).join(" + ")
    return sums.mutate(
        is_about=sums.whole, has_indicator=ibis.literal(_SUM), has_bound=ibis.literal(EXACTLY),
        has_unit=ibis.literal(PERCENT), amount=sums["sum"],
        arithmetic=terms_in_order.concat(" = ", plain(sums["sum"])),
    )  # fmt: skip
