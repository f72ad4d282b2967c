"""Set parts beside the totals to which claims say that they belong: no part is greater than its whole."""

import ibis
import ibis.expr.types as ir

from kg.compare.candidates import in_order
from kg.compare.claims import paired
from kg.compare.verdicts import distances, lies_below, no


def exceeding_parts(claims: ir.Table) -> ir.Table:
    """Return the contradictions between a part and its total: all that the part allows is above all of the total.

    The two are in one unit, and both foreseen or neither. Periods do not matter: the claim itself names its total.
    """
    part, whole = claims, claims.view()
    pairs = part.join(whole, [
        part.total == whole.claim, part.base_unit == whole.base_unit, part.foreseen == whole.foreseen,
    ])  # fmt: skip
    first = in_order(part, whole)
    pairs = pairs.select(
        one=ibis.ifelse(first, part.claim, whole.claim), other=ibis.ifelse(first, whole.claim, part.claim)
    )
    pairs = paired(claims, pairs.distinct())
    a_is_part = no(pairs.a_total == pairs.b_claim)
    pairs = pairs.filter((a_is_part & lies_below(pairs, "b", "a")) | (~a_is_part & lies_below(pairs, "a", "b")))
    return pairs.select(
        first="a_claim", second="b_claim", verdict=ibis.literal("contradiction"),
        reasons=ibis.literal("part-exceeds-whole"), **distances(pairs),
    )  # fmt: skip
