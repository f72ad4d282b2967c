"""Calculate what follows from claims by arithmetic, as derived claims that show the sum."""

import ibis
import ibis.expr.types as ir

from kg.compare.form import Keep
from kg.compare.prepare.claims import COLUMNS, claimed
from kg.compare.prepare.derive import OF_DERIVED, as_derived
from kg.compare.prepare.facts import Facts
from kg.compare.prepare.intervals import concluded, with_ends
from kg.compare.rules.events import years_since, years_without_edition
from kg.compare.rules.growth import implied_bases
from kg.compare.rules.shares import amounts_of_shares, sums_over_the_whole
from kg.compare.rules.totals import totals
from kg.core import columns


def derived(claims: ir.Table, valued: ir.Table, facts: Facts[ir.Table], keep: Keep) -> ir.Table:
    """Return the claims that follow from others.

    `claims` is what `kg.compare.prepare.claims.complete` returns, `valued` what `with_values` makes of them; none is
    derived. What follows has the same columns, and `arithmetic`, the sum with its numbers; `inputs` are the claims that
    enter it, in order. A derived claim rests on its inputs alone: without one of them it is gone, and no other changes,
    but for sums of shares, which are about all the shares of a whole. Nobody says it, and nothing is derived from it:
    it goes by the latest of the days of its inputs.
    """
    numbers = with_ends(valued)
    sums = [rule(numbers, facts, keep) for rule in (implied_bases, amounts_of_shares)]
    sums += [totals(valued, facts, keep), sums_over_the_whole(numbers, facts)]
    found = [concluded(keep(ibis.union(*sums)))]
    found += [rule(claims, facts) for rule in (years_without_edition, years_since)]
    stated = OF_DERIVED | {
        **dict.fromkeys((columns.has_bound, columns.arithmetic), "string"),
        **dict.fromkeys((columns.amount, columns.amount_to), COLUMNS[columns.amount]),
    }
    return as_derived(ibis.union(*(claimed(one, stated) for one in found)))
