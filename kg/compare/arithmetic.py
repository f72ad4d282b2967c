"""Calculate what follows from claims by arithmetic, as derived claims that show the sum."""

import ibis
import ibis.expr.types as ir

from kg.compare.derive import stated
from kg.compare.events import years_since, years_without_edition
from kg.compare.facts import Facts
from kg.compare.growth import implied_bases
from kg.compare.shares import partner_flows, parts_of_totals, sums_over_the_whole


def derived(flat: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Return the claims that follow from others; `flat` is what `kg.compare.claims.complete` returns.

    They have the same columns, and `arithmetic`, the sum with its numbers; `inputs` are the claims that enter it, in
    order, separated by `|`. A derived claim rests on its inputs alone: without one of them it is gone, and no other
    changes, but for sums of shares, which are about all the shares of a whole. Nobody says it, and nothing is derived
    from it: it goes by the latest of the days of its inputs.
    """
    claims = stated(flat)
    rules = (
        implied_bases, parts_of_totals, partner_flows, sums_over_the_whole, years_without_edition, years_since
    )  # fmt: skip
    return ibis.union(*(rule(claims, facts) for rule in rules), distinct=False)
