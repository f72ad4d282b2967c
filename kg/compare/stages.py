"""Compare what claims say of the stage that an undertaking, or a place that it changes, was at."""

import ibis
import ibis.expr.types as ir

from kg import iri, terms
from kg.compare.candidates import in_order
from kg.compare.claims import FOREVER, by_first_name, days
from kg.compare.facts import Facts
from kg.compare.named import STATISTICAL

_REPORT, _OCCURRENCE = iri.compress(terms.StageReport), iri.compress(terms.Occurrence)
_RELATION = iri.compress(terms.Relation)
_MODERNISES = iri.mint("relation", "modernises")
_DONE = iri.mint("stage", "completed")
_BEFORE = [iri.mint("stage", key) for key in ("announced", "planned", "committed", "ongoing")]


def stage_comparisons(flat: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Return verdicts on what different sources say of the stages of one thing at overlapping times.

    Reports on one undertaking that give one stage are the same; two stages exclude each other where both are given for
    one and the same day, and neither is still to come. What was done does not become meant or under way again: that
    asks for a look, also where the times are apart. A report on works and one on the place that they change, by the
    relation that a claim states, complete each other. `others` are the claims on such relations.
    """
    said = _said(flat, facts)
    works = _works(flat, facts)
    on_place = said.join(works, said.thing == works.project).select(
        "claim", "source", "stage", "foreseen", "since", "until", "said", "is_spoken",
        thing=works.place, via=works.via, is_direct=ibis.literal(value=False),
    )  # fmt: skip
    direct = said.mutate(via=ibis.literal(""), is_direct=ibis.literal(value=True))
    one = direct.select(*on_place.columns).union(on_place)
    other = one.view()
    of_one_thing = one.is_direct & other.is_direct
    turns_back = of_one_thing & (one.stage == _DONE) & other.stage.isin(_BEFORE) & (one.since < other.since)
    meet = (one.is_direct | other.is_direct) & (one.since < other.until) & (other.since < one.until)
    met = one.join(other, [
        one.thing == other.thing, one.source != other.source, in_order(one, other), one.is_spoken | other.is_spoken,
        meet | turns_back,
    ])  # fmt: skip
    one_day = (one.until == one.since + 1) & (other.until == other.since + 1)
    equal = one.stage == other.stage
    excluded = ~equal & one_day & ~one.foreseen & ~other.foreseen
    verdict = ibis.cases(
        (turns_back, "suspicious"),
        (of_one_thing & equal, "same"),
        (of_one_thing & excluded, "contradiction"),
        else_="compatible",
    )
    reason = ibis.cases(
        (~of_one_thing, "complementary"),
        (turns_back, "stages-turn-back"),
        (equal, "stages-equal"),
        (excluded, "stages-exclude"),
        else_="stages-follow",
    )
    others = ibis.cases((one.via == "", other.via), (other.via == "", one.via), else_=one.via.concat("|", other.via))
    found = met.select(first=one.claim, second=other.claim, others=others.nullif(""), verdict=verdict, reasons=reason)
    return found.distinct()


def _said(flat: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Return the stage that each report gives of each thing, and the days of which it speaks."""
    stages = facts.stages
    told = flat.filter(flat["class"].isin([_REPORT, _OCCURRENCE]) & flat.has_stage.notnull())
    told = told.mutate(thing=ibis.coalesce(told.has_undertaking, told.is_about))
    told = by_first_name(told, facts, "thing")
    told = told.join(stages, told.has_stage == stages.stage)
    start, end = days(told.valid_from), days(told.valid_until)
    said = days(ibis.coalesce(told.asserted_on, told.recorded_on))
    is_moment = start.isnull() & end.isnull()
    return told.select(
        "claim", "stage", "foreseen",
        source=told.had_primary_source,
        thing=told.thing,
        said=said,
        is_spoken=ibis.coalesce(told.has_attribution_mode != STATISTICAL, ibis.literal(value=True)),
        since=ibis.cases((is_moment, said), else_=start).fill_null(-FOREVER),
        until=ibis.cases((is_moment, said + 1), else_=end).fill_null(FOREVER),
    )  # fmt: skip


def _works(flat: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Return the projects with the places that they change, by the claim that says so."""
    told = flat.filter((flat["class"] == _RELATION) & (flat.has_relation_kind == _MODERNISES))
    told = told.select(via=told.claim, project=told.is_about, place=told.is_related_to)
    return by_first_name(by_first_name(told, facts, "project"), facts, "place")
