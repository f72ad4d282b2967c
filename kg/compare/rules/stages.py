"""Compare what claims say of the stage that an undertaking, or a place that it changes, was at."""

import ibis
import ibis.expr.types as ir

from kg.claim import computed_once
from kg.compare.prepare.candidates import in_order
from kg.compare.prepare.claims import canonically
from kg.compare.prepare.facts import Facts
from kg.compare.prepare.figures import FOREVER, days
from kg.core import iri, terms
from kg.core.concepts import AttributionMode, Reason, RelationKind, Verdict

_REPORT, _OCCURRENCE = iri.compress(terms.StageReport), iri.compress(terms.Occurrence)
_RELATION = iri.compress(terms.Relation)


def stage_comparisons(flat: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Return verdicts on what different sources say of the stages of one thing at overlapping times.

    Reports on one undertaking that give one stage are the same; two stages exclude each other where both are given for
    one and the same day, and neither is still to come. From some stages, as the ontology says, nothing returns to
    certain others: what was done is not meant or under way again. That asks for a look, also where the times are apart.
    A report on works and one on the place that they change, by the relation that a claim states, complete each other.
    `others` are the claims on such relations.
    """
    said = _said(flat, facts)
    works = _works(flat, facts)
    on_place = said.join(works, [("thing", "project")])
    on_place = on_place.select(
        "claim",
        "source",
        "stage",
        "foreseen",
        "since",
        "until",
        "said",
        "recorded",
        "is_spoken",
        "via",
        thing="place",
        is_direct=ibis.literal(value=False),
    )
    direct = said.mutate(via=ibis.null(said.claim.type()), is_direct=ibis.literal(value=True))
    one = direct.select(*on_place.columns).union(on_place)
    other = one.view()
    spoken = one.is_spoken | other.is_spoken
    met = one.join(other, [one.thing == other.thing, in_order(one, other), spoken], lname="a_{name}", rname="b_{name}")
    return _judged(_turned(met, facts.returns)).distinct()


def _turned(met: ir.Table, returns: ir.Table) -> ir.Table:
    """Tell whether the later of two reports is of a stage to which nothing returns; on one day either may be first."""
    for way, done, then in (("onward", "a", "b"), ("back", "b", "a")):
        pairs = returns.rename({f"{way}_from": "stage", way: "earlier"})
        met = met.left_join(pairs, [(f"{done}_stage", f"{way}_from"), (f"{then}_stage", way)])
    onward = met.onward.notnull() & (met.a_since < met.b_since)
    back = met.back.notnull() & (met.b_since < met.a_since) & (met.a_said == met.b_said)
    return met.mutate(turns_back=onward | back)


def _judged(met: ir.Table) -> ir.Table:
    """Say how two reports on one thing, or on works on it and it, stand to each other."""
    direct = met.a_is_direct & met.b_is_direct
    turns_back = direct & met.turns_back
    overlap = (met.a_is_direct | met.b_is_direct) & (met.a_since < met.b_until) & (met.b_since < met.a_until)
    met = met.filter((overlap & (met.a_source != met.b_source)) | turns_back)
    one_day = (met.a_until == met.a_since + 1) & (met.b_until == met.b_since + 1)
    equal = met.a_stage == met.b_stage
    excluded = ~equal & one_day & ~met.a_foreseen & ~met.b_foreseen
    verdict = ibis.cases(
        (turns_back, Verdict.SUSPICIOUS),
        (direct & equal, Verdict.SAME),
        (direct & excluded, Verdict.CONTRADICTION),
        else_=Verdict.COMPATIBLE,
    )
    reason = ibis.cases(
        (~direct, Reason.COMPLEMENTARY),
        (turns_back, Reason.STAGES_TURN_BACK),
        (equal, Reason.STAGES_EQUAL),
        (excluded, Reason.STAGES_EXCLUDE),
        else_=Reason.STAGES_FOLLOW,
    )
    others = ibis.array([met.a_via, met.b_via]).filter(lambda claim: claim.notnull())
    return met.select(first="a_claim", second="b_claim", others=others, verdict=verdict, reasons=ibis.array([reason]))


def _said(flat: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Return the stage that each report gives of each thing, and the days of which it speaks."""
    stages = facts.stages
    told = flat.filter(flat["class"].isin([_REPORT, _OCCURRENCE]) & flat.has_stage.notnull())
    told = told.mutate(thing=ibis.coalesce(told.has_undertaking, told.is_about))
    told = canonically(told, facts, "thing")
    told = told.join(stages, told.has_stage == stages.stage)
    start, end = days(told.valid_from), days(told.valid_until)
    said = days(ibis.coalesce(told.asserted_on, told.recorded_on))
    is_moment = start.isnull() & end.isnull()
    told = told.select(
        "claim",
        "stage",
        "foreseen",
        source=told.had_primary_source,
        thing=told.thing,
        said=said,
        recorded=days(told.recorded_on),
        is_spoken=ibis.coalesce(told.has_attribution_mode != AttributionMode.STATISTICAL, ibis.literal(value=True)),
        since=ibis.cases((is_moment, said), else_=start).fill_null(-FOREVER),
        until=ibis.cases((is_moment, said + 1), else_=end).fill_null(FOREVER),
    )
    return computed_once(told)


def _works(flat: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Return the projects with the places that they change, by the claim that says so."""
    told = flat.filter((flat["class"] == _RELATION) & (flat.has_relation_kind == RelationKind.MODERNISES))
    told = told.select(via=told.claim, project=told.is_about, place=told.is_related_to)
    return canonically(told, facts, "project", "place")
