"""Decide whether two claims compare, and if so, what their bounds say: interval logic, the same from either side."""

import ibis
import ibis.expr.types as ir

from kg.claim import computed_once
from kg.compare.prepare.claims import canonically
from kg.compare.prepare.conditions import is_true, listed
from kg.compare.prepare.facts import Facts
from kg.compare.prepare.pairs import distances, lies_within, meet_by_rounding, with_sides
from kg.core import iri, terms
from kg.core.concepts import Reason, RelationKind, Verdict

_RELATION = iri.compress(terms.Relation)


def memberships(flat: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Return which entity the claims call part of which; `flat` is what `prepare.claims.complete` returns."""
    return _related(flat, facts, [RelationKind.PART_OF])


def containments(flat: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Return which entity the claims call part of which, or say that it lies in."""
    return _related(flat, facts, [RelationKind.PART_OF, RelationKind.LOCATED_IN])


def _related(flat: ir.Table, facts: Facts[ir.Table], kinds: list[str]) -> ir.Table:
    parts = flat.filter((flat["class"] == _RELATION) & flat.has_relation_kind.isin(kinds))
    parts = parts.select(member=parts.is_about, whole=parts.is_related_to)
    return canonically(parts, facts, "member", "whole").distinct()


def compare(pairs: ir.Table, parts: ir.Table) -> ir.Table:
    """Return a verdict on each pair of figures, which `kg.compare.prepare.pairs.paired` joined.

    The verdict, and the reasons in a list, are IRIs. `gap` is how far the
    allowed values lie apart, None where they meet; `least` and `greatest` are the ends of the difference of the first
    value and the second; `ratio` is the second figure over the first; `is_spoken` tells that someone said both.
    """
    judged = _intervals(_incomparable(pairs, parts))
    revised = judged.gap.notnull() & _revises(judged)
    judged = judged.mutate(suspicion=_suspicion(judged), comparable=_is_empty(judged.incomparability), revised=revised)
    judged = computed_once(judged)
    comparable, is_revised = judged.comparable, judged.revised
    verdict = ibis.cases(
        (~_is_empty(judged.suspicion), Verdict.SUSPICIOUS),
        (~comparable, Verdict.NOT_COMPARABLE),
        (is_revised, Verdict.COMPATIBLE),
        (judged.gap.notnull(), Verdict.CONTRADICTION),
        (judged.is_equal, Verdict.SAME),
        (judged.by_rounding, Verdict.COMPATIBLE),
        (judged.is_nested & judged.both_bounded, Verdict.NARROWER),
        else_=Verdict.COMPATIBLE,
    )
    judged = judged.mutate(verdict=verdict, reasons=_reasons(judged, comparable, is_revised))
    numbers = {name: ibis.ifelse(comparable, judged[name], ibis.null("decimal(38, 9)")) for name in _NUMBERS}
    spoken = judged.a_is_spoken & judged.b_is_spoken
    return judged.select("verdict", "reasons", **numbers, first="a_claim", second="b_claim", is_spoken=spoken)


_NUMBERS = ("gap", "least", "greatest", "ratio")


def _is_empty(reasons: ir.ArrayValue) -> ir.BooleanValue:
    return reasons.length() == 0


def _both(pairs: ir.Table, name: str) -> tuple[ir.Value, ir.Value]:
    return pairs[f"a_{name}"], pairs[f"b_{name}"]


def _differs(pairs: ir.Table, name: str) -> ir.BooleanValue:
    one, other = _both(pairs, name)
    return one != other


def _incomparable(pairs: ir.Table, parts: ir.Table) -> ir.Table:
    """List what stands against comparing two claims; nothing does where `incomparability` is empty."""
    down, up = (parts.rename({f"{way}_{name}": name for name in parts.columns}) for way in ("down", "up"))
    joined = pairs.left_join(down, [("a_about", "down_member"), ("b_about", "down_whole")])
    joined = joined.left_join(up, [("b_about", "up_member"), ("a_about", "up_whole")])
    is_member = joined.down_member.notnull() | joined.up_member.notnull()
    pairs = with_sides(_with_overlaps(computed_once(joined.select(*pairs.columns, is_member=is_member))))
    is_part = pairs.is_member | _links(pairs, "total")
    umbrellas = pairs.a_is_umbrella & pairs.b_is_umbrella & (pairs.a_subject == pairs.b_subject)
    apart = _differs(pairs, "about") & ~pairs.is_member
    other_unit = _differs(pairs, "base_unit")
    currencies = pairs.a_currency & pairs.b_currency
    other_indicator = _differs(pairs, "indicator")
    undated = pairs.a_is_undated | pairs.b_is_undated
    return pairs.mutate(
        incomparability=listed(
            (Reason.UMBRELLA_AND_MEMBER, is_part),
            (Reason.DIFFERENT_SUBJECT, apart & ~umbrellas),
            (Reason.SCOPE_UNKNOWN, apart & umbrellas & ~is_true(_same_occasion(pairs))),
            (Reason.DIFFERENT_INDICATOR, other_indicator),
            (Reason.DIFFERENT_COVERAGE, _differ_in_coverage(pairs)),
            (Reason.UNKNOWN_COVERAGE, _is_undefined(pairs, other_indicator)),
            (Reason.DIFFERENT_STAGE, _differs(pairs, "stage")),
            (Reason.DIFFERENT_PRODUCT, _differs(pairs, "product")),
            (Reason.DIFFERENT_SCOPE, _differs(pairs, "part") & ~is_part),
            (Reason.DIFFERENT_DIRECTION, _differs(pairs, "origin") | _differs(pairs, "destination")),
            (Reason.DIFFERENT_REPORTER, _differs(pairs, "reporter") & is_mirrored(pairs)),
            (Reason.DIFFERENT_VALUATION, _differs(pairs, "valuation")),
            (Reason.DIFFERENT_BASIS, _differs(pairs, "basis")),
            (Reason.DIFFERENT_QUALITY, pairs.a_is_reconciled != pairs.b_is_reconciled),
            (Reason.DIFFERENT_CURRENCY, other_unit & currencies),
            (Reason.DIFFERENT_UNIT, other_unit & ~currencies),
            (Reason.UNKNOWN_PERIOD, undated),
            (Reason.DIFFERENT_PERIOD, ~undated & _differ_in_time(pairs)),
        )
    )


def is_mirrored(pairs: ir.Table) -> ir.BooleanValue:
    """Tell whether two claims are on what each side of a dyad reports by its own account."""
    return pairs.a_is_flow | pairs.b_is_flow | pairs.a_two_sided | pairs.b_two_sided


def _differ_in_coverage(pairs: ir.Table) -> ir.BooleanValue:
    return _differs(pairs, "coverage") & ~pairs.a_leaves_open & ~pairs.b_leaves_open


def _is_undefined(pairs: ir.Table, other_indicator: ir.BooleanValue) -> ir.BooleanValue:
    """Tell whether definition alone may keep two figures apart: one leaves open what it counts.

    Of one indicator that matters only where no value satisfies both, and not within one source or speech.
    """
    open_ = pairs.a_leaves_open | pairs.b_leaves_open
    one_occasion = is_true(pairs.a_source == pairs.b_source) | _one_speaker(pairs)
    apart = pairs.below | pairs.above
    one_family = is_true(pairs.a_family == pairs.b_family)
    return open_ & ((other_indicator & one_family) | (~other_indicator & apart & ~one_occasion))


def _links(pairs: ir.Table, name: str) -> ir.BooleanValue:
    """Tell whether a claim names the other one in a column."""
    (one, other), (a, b) = _both(pairs, name), _both(pairs, "claim")
    return is_true(one == b) | is_true(other == a)


def _same_occasion(pairs: ir.Table) -> ir.BooleanValue:
    """Tell whether two reports pass on one speech, or a headline restates its text."""
    one_source = pairs.a_source == pairs.b_source
    one_speech = _one_speaker(pairs) & ~one_source
    return one_speech | (one_source & (pairs.a_is_headline != pairs.b_is_headline))


def _one_speaker(pairs: ir.Table) -> ir.BooleanValue:
    return is_true((pairs.a_speaker == pairs.b_speaker) & (pairs.a_day == pairs.b_day))


def _differ_in_time(pairs: ir.Table) -> ir.BooleanValue:
    """Tell whether periods do not meet; those of values of whole periods, and deadlines, must be equal."""
    apart = (pairs.a_since >= pairs.b_until) | (pairs.b_since >= pairs.a_until)
    unequal = (pairs.a_since != pairs.b_since) | (pairs.a_until != pairs.b_until)
    other_deadline = ~pairs.a_deadline.identical_to(pairs.b_deadline)
    return apart | (pairs.a_whole_period & unequal) | other_deadline


def _with_overlaps(pairs: ir.Table) -> ir.Table:
    """Tell of each pair which of the two lies within the other, and whether both are one bare figure."""
    one_figure = pairs.a_is_bare & pairs.b_is_bare & is_true(pairs.a_figure == pairs.b_figure)
    within = {"a_in_b": lies_within(pairs, "a", "b"), "b_in_a": lies_within(pairs, "b", "a")}
    return pairs.mutate(one_figure=one_figure, **within)


def _intervals(pairs: ir.Table) -> ir.Table:
    """Say how the values that two claims allow lie to each other; an end that is None is open."""
    ends = [pairs[f"{one}_{end}"].notnull() for one in "ab" for end in ("low", "high")]
    return computed_once(
        pairs.mutate(
            **distances(pairs),
            is_equal=(pairs.a_in_b & pairs.b_in_a) | pairs.one_figure,
            is_nested=pairs.a_in_b | pairs.b_in_a,
            both_bounded=ends[0] & ends[1] & ends[2] & ends[3],
            by_rounding=~pairs.below & ~pairs.above & meet_by_rounding(pairs),
        )
    )


def _suspicion(pairs: ir.Table) -> ir.ArrayValue:
    """Say what asks for a look though nothing excludes it.

    That is one amount at two stages, one figure in two currencies, or two bounds of one speaker.
    """
    of_undertakings = ~pairs.a_is_of_value & ~pairs.b_is_of_value
    alike = (pairs.incomparability == ibis.array([Reason.DIFFERENT_STAGE])) & of_undertakings & pairs.is_equal
    distance = (pairs.a_figure - pairs.b_figure).abs().cast("float64")
    allowed = ibis.greatest(pairs.a_figure.abs(), pairs.b_figure.abs()).cast("float64") * ibis.coalesce(
        pairs.a_tolerance.cast("float64"), ibis.literal(0.0)
    )
    spoken = pairs.a_is_spoken & pairs.b_is_spoken
    met = _is_empty(pairs.incomparability) & pairs.gap.isnull()
    by_one = met & ~pairs.by_rounding & spoken & _one_speaker(pairs)
    loose = ibis.ifelse(is_true(by_one), distance > allowed, ibis.literal(value=False))  # numbers take long
    in_other_currency = pairs.incomparability == ibis.array([Reason.DIFFERENT_CURRENCY])
    mistaken = in_other_currency & (pairs.a_figure == pairs.b_figure) & (pairs.a_figure != 0)
    return listed(
        (Reason.IDENTICAL_AMOUNT, alike & spoken),
        (Reason.SAME_SPEAKER, loose),
        (Reason.SAME_FIGURE_OTHER_CURRENCY, mistaken),
    )


def _revises(pairs: ir.Table) -> ir.BooleanValue:
    """Tell whether two claims are one publisher's own, of two vintages or days."""
    published = pairs.a_is_published & pairs.b_is_published
    one_publisher = is_true(pairs.a_speaker == pairs.b_speaker) | is_true(pairs.a_source == pairs.b_source)
    other_day = is_true(pairs.a_recorded != pairs.b_recorded) | is_true(pairs.a_day != pairs.b_day)
    return published & one_publisher & other_day


def _reasons(pairs: ir.Table, comparable: ir.BooleanValue, is_revised: ir.BooleanValue) -> ir.ArrayValue:
    """List why the verdict is what it is."""
    apart = comparable & pairs.gap.notnull()
    meets = comparable & pairs.gap.isnull()
    converted = pairs.a_is_converted | pairs.b_is_converted
    stated = listed(
        (Reason.BOUNDS_APART, apart & ~is_revised),
        (Reason.REVISED, apart & is_revised),
        (Reason.BY_ROUNDING, meets & pairs.by_rounding & ~pairs.is_equal),
        (Reason.BOUNDS_EQUAL, meets & pairs.is_equal),
        (Reason.BOUNDS_NESTED, meets & pairs.is_nested & ~pairs.is_equal & ~pairs.by_rounding),
        (Reason.BOUNDS_MEET, meets & ~pairs.is_nested & ~pairs.is_equal & ~pairs.by_rounding),
        (Reason.CONVERTED, apart & converted),
        (Reason.VALUATION_UNSTATED, apart & (pairs.a_valuation.isnull() != pairs.b_valuation.isnull())),
        (Reason.ONE_SOURCE, apart & ~is_revised & (pairs.a_source == pairs.b_source)),
    )
    return ibis.array([pairs.incomparability, pairs.suspicion, stated]).flatten()
