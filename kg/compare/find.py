"""Find all that follows from setting the claims side by side: one table, whatever engine computes it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import ibis
import ibis.expr.types as ir
from ibis import _

from kg.compare.form import COLUMNS, SEGMENTS, Found, Keep
from kg.compare.narrow import narrowly
from kg.compare.prepare.candidates import candidates, in_order
from kg.compare.prepare.claims import with_values
from kg.compare.prepare.derive import stated
from kg.compare.prepare.facts import Facts
from kg.compare.prepare.figures import THINGS, figures, figures_by_number, with_names
from kg.compare.prepare.names import Numbers, by_name, by_number, lists_by_name, numbered
from kg.compare.prepare.pairs import paired
from kg.compare.prepare.unions import belonging
from kg.compare.rules.arithmetic import derived
from kg.compare.rules.counts import one_amount_two_counts
from kg.compare.rules.mirrors import mirrors
from kg.compare.rules.parts import exceeding_parts, falling_counts
from kg.compare.rules.rates import at_stated_rates
from kg.compare.rules.stages import stage_comparisons
from kg.compare.rules.sums import shares_over_the_whole, sums
from kg.compare.rules.targets import changes, outcomes
from kg.compare.rules.verdicts import compare, containments, memberships
from kg.core import iri, terms
from kg.core.concepts import Verdict
from kg.core.plugins import comparison_rules


def findings(claims: ir.Table, facts: Facts[ir.Table], keep: Keep) -> Found[ir.Table]:
    """Return every finding on claims, in the order of its class and claims, and every derived claim.

    The claims are what `kg.compare.prepare.claims.complete` makes of flat ones.

    A finding rests on its claims and on nothing else: without one of them it is gone, and no other changes. That two
    claims do not compare is found of those that someone said, for statistics of different years are no surprise.
    What became of targets is told of stated claims alone; in all else a derived claim counts as the stated ones do.
    The rules of other packages get the figures and facts that ours get, and return comparisons.
    """
    keep = narrowly(keep)
    known = _known(claims, facts, keep)
    figures, parts = known.figures, keep(known.parts)
    verdicts = keep(compare(paired(figures, keep(candidates(figures))), parts))
    impossible = keep(_impossible(figures, known, keep))
    asserted = figures.filter(figures.inputs.isnull())
    worth = verdicts.filter(verdicts.is_spoken | (verdicts.verdict != Verdict.NOT_COMPARABLE))
    told = by_number(claims, known.numbers.claims, "claim")
    found = (
        (terms.Comparison, worth.anti_join(impossible, ["first", "second"])),
        (terms.Comparison, impossible),
        (terms.Comparison, sums(figures, known.facts, keep)),
        (terms.Comparison, shares_over_the_whole(figures)),
        (terms.Comparison, at_stated_rates(asserted, parts, keep)),
        (terms.Comparison, one_amount_two_counts(asserted, verdicts)),
        (terms.Comparison, stage_comparisons(told, facts)),
        (terms.TargetChange, changes(asserted)),
        (terms.TargetOutcome, outcomes(asserted)),
        (terms.MirrorPair, mirrors(figures, known.facts.dyads)),
        *((terms.Comparison, rule(figures, known.facts)) for rule in comparison_rules()),
    )
    return known.found([keep(_complete(rows, cls, known.numbers)) for cls, rows in found], keep)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of claims before they are set side by side.

    That is what derives from them; and with numbers for names the figures of all that have a number, `parts`, which
    claims call part of which, `wholes`, to which they count, and the `facts` on these.
    """

    derived: ir.Table
    numbers: Numbers
    figures: ir.Table
    parts: ir.Table
    wholes: ir.Table
    facts: Facts[ir.Table]

    def found(self, findings: Sequence[ir.Table], keep: Keep) -> Found[ir.Table]:
        """Return complete findings in order, by the names of claims, what derives from these, and their ends."""
        named = ibis.union(*findings).mutate(a=_.first, b=_.second)
        for name in ("first", "second"):  # at once, the names would be in memory twice
            named = keep(by_name(named, self.numbers.claims, name))
        ordered = named.order_by("class", "a", "b", "others", "verdict").select(*COLUMNS)
        ends = self.figures.select("claim", a="claim", low="own_low", high="own_high")
        ends = by_name(ends, self.numbers.claims, "claim").order_by("a").drop("a")
        return Found(ordered, self.derived.order_by("claim"), ends)


def _known(claims: ir.Table, facts: Facts[ir.Table], keep: Keep) -> _Known:
    claims = stated(claims)
    facts = replace(facts, members=keep(belonging(claims, facts)))
    own = keep(with_values(claims, facts))
    calculated = keep(derived(claims, own, facts, keep))
    missing = {name: ibis.null(claims[name].type()) for name in claims.columns if name not in calculated.columns}
    of_derived = keep(with_values(calculated.mutate(**missing).select(claims.columns), facts))
    valued = own, of_derived.select(own.columns)
    worded = with_names(ibis.union(*valued), facts)
    things = keep(numbered(worded.select(name=ibis.array([worded[name] for name in THINGS.values()]).unnest())))
    names = claims.select(name="claim").union(calculated.select(name="claim"))
    numbers = Numbers(keep(numbered(names)), things)
    wholes = facts.parts.union(containments(claims, facts).select(part="member", whole="whole"), distinct=True)
    return _Known(
        calculated,
        numbers,
        keep(figures_by_number(figures(worded), valued, numbers)),
        by_number(memberships(claims, facts), things, "member", "whole"),
        by_number(wholes, things, "part", "whole"),
        replace(
            facts,
            parts=by_number(facts.parts, things, "part", "whole"),
            members=by_number(facts.members, things, "member", "union"),
            dyads=by_number(facts.dyads, things, *facts.dyads.columns),
        ),
    )


def _impossible(figures: ir.Table, known: _Known, keep: Keep) -> ir.Table:
    """Return the pairs of which one is part of the other and greater, or counts the same later and less.

    Of what is derived, that follows from what it derives from.
    """
    figures = figures.filter(figures.inputs.isnull())
    exceeding = exceeding_parts(figures, known.wholes, known.numbers.things, keep)
    return exceeding.union(falling_counts(figures), distinct=True)


def _complete(found: ir.Table, cls: str, numbers: Numbers) -> ir.Table:
    """Give findings of a class all the columns that findings have, the first two claims by number."""
    found = found.mutate(**{"class": ibis.literal(iri.compress(cls))})
    if "others" in found.columns:
        named = lists_by_name(found, numbers.claims, "others")
        found = named.mutate(others=ibis.coalesce(named.others, _nothing(COLUMNS["others"])))
    missing = {name: _nothing(kind) for name, kind in COLUMNS.items() if name not in found.columns}
    keys = {name: _keys(found[name], segment) for name, segment in SEGMENTS.items() if name in found.columns}
    found = found.mutate(**missing, **keys)
    kinds = COLUMNS | {"first": "int32", "second": "int32"}
    return found.select(**{name: found[name].cast(kind) for name, kind in kinds.items()})


def _keys(concepts: ir.Value, segment: str) -> ir.Value:
    """Name concepts of a segment by their keys."""
    start = len(iri.mint(segment, ""))
    if isinstance(concepts, ir.ArrayValue):
        return concepts.map(lambda name: name.substr(start))
    return concepts.substr(start)


def _nothing(kind: str) -> ir.Value:
    """Return what stands in a column of a kind where there is nothing: an empty list, or no value.

    Not every engine knows of what an empty list is: it is the beginning of a list of text.
    """
    return ibis.array([""])[:0] if kind.startswith("array") else ibis.null(kind)


def verdict(claims: ir.Table, chosen: ir.Table, facts: Facts[ir.Table], keep: Keep) -> Found[ir.Table]:
    """Compare two claims, whether a reader would set them side by side or not; `chosen` has the two as `claim`.

    The findings are one row, or none where a claim has no number.
    """
    keep = narrowly(keep)
    known = _known(claims, facts, keep)
    chosen = by_number(chosen, known.numbers.claims, "claim")
    two = keep(known.figures.semi_join(chosen, "claim"))
    later = two.view()
    pair = two.join(later, in_order(two, later)).select(one=two.claim, other=later.claim)
    impossible = keep(_impossible(two, known, keep))
    judged = compare(paired(two, pair), keep(known.parts)).drop("is_spoken")
    found = judged.filter(impossible.count() == 0), impossible
    return known.found([_complete(rows, terms.Comparison, known.numbers) for rows in found], keep)
