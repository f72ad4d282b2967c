"""Set parts beside the wholes to which they count: no part is greater than its whole, nothing counted so far falls."""

from functools import reduce
from operator import or_

import ibis
import ibis.expr.types as ir

from kg.claim import computed_once
from kg.compare.form import Keep
from kg.compare.prepare.conditions import is_true
from kg.compare.prepare.derive import prefixed
from kg.compare.prepare.pairs import distances, lies_below, paired, with_sides
from kg.core.concepts import Product, Reason, Verdict

_SHORT, _YEAR = 360, 366
"""Days than which only parts of a year are shorter, and days of the longest year: most claims are of one year."""
_KEY = ("indicator", "product", "part", "about", "leaves", "reaches", "stage", "base_unit", "is_reconciled")
"""What a part, once each of these is widened to the whole to which it counts, has in common with the whole."""
_WHOLE = {"product": Product.ALL, "part": ""}
"""What all other products, and all that is narrowed, are part of."""
_WIDENED = ("indicator", "product", "part", "about", "origin", "destination")
"""The dimensions by which a claim is part of wholes."""
_NOWHERE = -1
_SAME_COUNT = ("about", "indicator", "product", "part", "origin", "destination", "stage", "base_unit")


_READ = (
    "claim",
    "about",
    "indicator",
    "product",
    "part",
    "origin",
    "destination",
    "is_flow",
    "is_reconciled",
    "stage",
    "base_unit",
    "since",
    "until",
    "whole_period",
    "foreseen",
    "deadline",
    "leaves_open",
    "source",
    "reporter",
    "valuation",
    "basis",
    "figure",
    "low",
    "high",
    "low_open",
    "high_open",
    "is_rounded",
)


def exceeding_parts(claims: ir.Table, parts: ir.Table, things: ir.Table, keep: Keep) -> ir.Table:
    """Return the contradictions between a part and its whole: all that the part allows is above all of the whole.

    A claim names its total itself; or its indicator, product, narrowing, place or period lies within that of the other
    (`parts` has part and whole), all else being equal, of an indicator that adds up and is never negative. None of the
    claims is derived. `things` are what claims name, with its numbers.
    """
    pairs = ibis.union(_by_name(claims), _by_inclusion(claims, parts, things, keep), distinct=True)
    said = claims.select("claim", "said")
    pairs = pairs.join(prefixed(said, "p"), [("part", "p_claim")]).join(prefixed(said, "w"), [("whole", "w_claim")])
    part_first = (pairs.p_said < pairs.w_said) | ((pairs.p_said == pairs.w_said) & (pairs.part < pairs.whole))
    ordered = pairs.select(
        one=ibis.ifelse(part_first, pairs.part, pairs.whole), other=ibis.ifelse(part_first, pairs.whole, pairs.part)
    )
    return _contradictions(with_sides(paired(claims, ordered.distinct())), Reason.PART_EXCEEDS_WHOLE)


def falling_counts(claims: ir.Table) -> ir.Table:
    """Return the contradictions between two counts of all so far of which the later is below the earlier."""
    counts = claims.filter(claims.cumulative & claims.additive & claims.start.isnull())
    later = counts.view()
    same = [counts[key] == later[key] for key in _SAME_COUNT]
    met = counts.join(later, [*same, counts.until < later.until])
    pairs = with_sides(paired(claims, met.select(one=counts.claim, other=later.claim)))
    return _contradictions(pairs.filter(pairs.above), Reason.CUMULATIVE_FALLS)


def _contradictions(pairs: ir.Table, reason: str) -> ir.Table:
    return pairs.select(
        first="a_claim",
        second="b_claim",
        verdict=ibis.literal(Verdict.CONTRADICTION),
        reasons=ibis.array([reason]),
        **distances(pairs),
    )


def _by_name(claims: ir.Table) -> ir.Table:
    """Pair what exceeds the total to which it says that it belongs, both foreseen or neither, whatever the periods."""
    part, whole = prefixed(claims, "p"), prefixed(claims, "w")
    keys = [("p_total", "w_claim"), ("p_base_unit", "w_base_unit"), ("p_foreseen", "w_foreseen")]
    return _exceeding(part.join(whole, keys))


def _exceeding(pairs: ir.Table) -> ir.Table:
    return pairs.filter(lies_below(pairs, "w", "p")).select(part="p_claim", whole="w_claim")


def _by_inclusion(claims: ir.Table, parts: ir.Table, things: ir.Table, keep: Keep) -> ir.Table:
    """Pair what exceeds a claim within whose scope its own lies."""
    adding = claims.filter(claims.additive & ~claims.is_undated).select(_READ)
    whole = prefixed(_placed(adding, adding.is_flow), "w")
    widened = _widened(adding, parts, things, keep)
    keys = [(f"p_{key}", f"w_{key}") for key in _KEY]
    is_of_period = widened.p_whole_period & ~widened.p_foreseen
    length = widened.p_until - widened.p_since
    of_periods = widened.filter(is_of_period & widened.p_is_wider)
    of_years = widened.filter(is_of_period & (length >= _SHORT))
    rest = widened.filter(ibis.ifelse(is_of_period, length < _SHORT, widened.p_is_wider))
    long = whole.filter(whole.w_until - whole.w_since > _YEAR)
    equal = [("p_since", "w_since"), ("p_until", "w_until")]
    met = of_periods.join(whole, [*keys, *equal]), _within(of_years.join(long, keys)), _within(rest.join(whole, keys))
    return _exceeding(_alike(ibis.union(*met)))


def _within(pairs: ir.Table) -> ir.Table:
    """Keep the pairs of which the part's period lies within the whole's, and is shorter; that of days but meets it."""
    inside = (pairs.w_since <= pairs.p_since) & (pairs.p_until <= pairs.w_until)
    shorter = pairs.p_until - pairs.p_since < pairs.w_until - pairs.w_since
    meets = (pairs.p_since < pairs.w_until) & (pairs.w_since < pairs.p_until)
    return pairs.filter(ibis.ifelse(pairs.p_whole_period & ~pairs.p_foreseen, inside & shorter, meets))


def _alike(pairs: ir.Table) -> ir.Table:
    """Keep the pairs that nothing else keeps apart: who reports, how goods are valued and put down, what is meant."""
    defined = ~(pairs.p_leaves_open | pairs.w_leaves_open) | is_true(pairs.p_source == pairs.w_source)
    agree = [
        ibis.coalesce(pairs[f"p_{name}"] == pairs[f"w_{name}"], ibis.literal(value=True))
        for name in ("reporter", "valuation", "basis")
    ]
    return pairs.filter(
        [defined, *agree, pairs.p_deadline.identical_to(pairs.w_deadline), pairs.p_claim != pairs.w_claim]
    )


def _placed(claims: ir.Table, has_direction: ir.BooleanValue) -> ir.Table:
    """Say where a flow leaves and what it reaches; of all else, that is nowhere."""
    ends = {"leaves": claims.origin, "reaches": claims.destination}
    return claims.mutate(**{name: ibis.ifelse(has_direction, end, _NOWHERE) for name, end in ends.items()})


def _widened(claims: ir.Table, parts: ir.Table, things: ir.Table, keep: Keep) -> ir.Table:
    """Return each claim as it is and as part of every whole, by each dimension; `p_is_wider` tells the latter.

    A flow between the two economies of a dyad is also part of what is said of the dyad.
    """
    part = claims
    for column in _WIDENED:
        above = prefixed(keep(_above(claims, parts, things, column)), column)
        part = part.join(above, [(column, f"{column}_value")])
    wider = {f"{column}_is_wider": part[f"{column}_is_wider"] for column in _WIDENED}
    widened = {name: part[f"{name}_whole" if name in _WIDENED else name] for name in claims.columns}
    part = computed_once(part.select(**widened, **wider, is_wider=reduce(or_, wider.values())))
    is_end = ~part.origin_is_wider & ~part.destination_is_wider
    of_dyad = part.filter(part.is_flow & part.indicator_is_wider & is_end)
    placed = _placed(part, part.is_flow), _placed(of_dyad, ~of_dyad.is_flow)
    return prefixed(ibis.union(*placed), "p")


def _above(claims: ir.Table, parts: ir.Table, things: ir.Table, column: str) -> ir.Table:
    """Return each value of a column with itself and with every whole of which it is a part."""
    own = claims.select(value=claims[column]).distinct()
    wider = own.join(parts, own.value == parts.part).select("value", "whole")
    if column in _WHOLE:
        whole = things.filter(things.name == _WHOLE[column]).select(whole="number")
        wider = wider.union(own.join(whole, own.value != whole.whole).select("value", "whole"))
    return own.mutate(whole=own.value, is_wider=ibis.literal(value=False)).union(
        wider.distinct().mutate(is_wider=ibis.literal(value=True))
    )
