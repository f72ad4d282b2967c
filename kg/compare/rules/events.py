"""Hold the numbers of events against their years, and the years of events against the days of what is said of them."""

import ibis
import ibis.expr.types as ir

from kg.compare.prepare.conditions import is_true
from kg.compare.prepare.derive import canonical, latest, prefixed
from kg.compare.prepare.facts import Facts
from kg.compare.prepare.intervals import plain
from kg.core import columns, iri, terms
from kg.core.concepts import AttributionMode, Bound, Indicator, RelationKind, Stage, Unit

_OCCURRENCE, _RELATION = iri.compress(terms.Occurrence), iri.compress(terms.Relation)


def years_without_edition(flat: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Return how many years more lie between two numbered events of a series than steps between their numbers.

    The claim is about the later event. It rests on the numbers of both and their years, which of one event one source
    gives: of many reports each goes by itself. The two are of one series if they are named alike but for the number;
    if not, where claims place both in one, on which the claim then rests too. The years are negative where there was
    more than one edition a year, or one of the numbers or years is wrong.
    """
    editions, by_name = _editions(flat, facts), facts.events
    named = editions.left_join(by_name, [("event", "event")]).drop("event_right")
    placed = named.join(_placed(flat, facts), [("event", "member")])
    alike = prefixed(named, "a").join(prefixed(named, "b"), [("a_common_name", "b_common_name")])
    stated = prefixed(placed, "a").join(prefixed(placed, "b"), [("a_series", "b_series")])
    stated = stated.filter(~is_true(stated.a_common_name == stated.b_common_name))
    found = (_less_steps(alike, ("n", "h")), _less_steps(stated, ("n", "h", "s")))
    return ibis.union(*found, distinct=True).mutate(rule=ibis.literal("years-without-edition"))


def _less_steps(pairs: ir.Table, inputs: tuple[str, ...]) -> ir.Table:
    pairs = pairs.filter(pairs.a_number < pairs.b_number)
    years, steps = pairs.b_year - pairs.a_year, (pairs.b_number - pairs.a_number).cast("int64")
    prefixes = [f"{edition}_{name}" for edition in "ab" for name in inputs]
    return pairs.select(
        is_about=pairs.b_event,
        amount=(years - steps).cast("decimal(19, 0)"),
        arithmetic=_texts(
            "(",
            pairs.b_year,
            " - ",
            pairs.a_year,
            ") - (",
            plain(pairs.b_number),
            " - ",
            plain(pairs.a_number),
            ") = ",
            years,
            " - ",
            steps,
            " = ",
            years - steps,
        ),
        inputs=ibis.array([pairs[f"{prefix}_claim"] for prefix in prefixes]),
        **_years_of(Indicator.YEARS_WITHOUT_EDITION),
        **latest(pairs, *prefixes),
    )


def years_since(flat: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Return how many years before the day on which someone told of an event it took place, by the calendar's years."""
    held = _held(canonical(flat, facts))
    spoken = ibis.coalesce(held.has_attribution_mode != AttributionMode.STATISTICAL, ibis.literal(value=True))
    said = held.asserted_on.year()
    held = held.mutate(said=said, years=said - held.year).filter(spoken)
    held = held.filter(held.years > 0)
    return held.select(
        is_about=held.thing,
        amount=held.years.cast("decimal(19, 0)"),
        arithmetic=_texts(held.said, " - ", held.year, " = ", held.years),
        inputs=ibis.array([held.claim]),
        asserted_on=held.asserted_on,
        recorded_on=held.recorded_on,
        rule=ibis.literal("years-since"),
        **_years_of(Indicator.YEARS_SINCE),
    )


def _years_of(indicator: str) -> dict[str, ir.Value]:
    texts = {
        columns.has_indicator: indicator,
        columns.has_bound: Bound.EXACTLY,
        columns.has_stage: Stage.REALISED,
        columns.has_unit: Unit.YEAR,
    }
    return {name: ibis.literal(text) for name, text in texts.items()}


def _held(claims: ir.Table) -> ir.Table:
    """Return what took place within one year, with that year."""
    held = claims.filter((claims["class"] == _OCCURRENCE) & claims.valid_from.notnull() & claims.valid_until.notnull())
    last = (held.valid_until - ibis.interval(days=1)).cast("date")
    held = held.mutate(year=held.valid_from.year().cast("int64"), last=last.year().cast("int64"))
    return held.filter(held.year == held["last"])


_DATED = ("claim", columns.had_primary_source, columns.asserted_on, columns.recorded_on)


def _editions(flat: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Return the numbered events with their year, and the claims of one source that say so."""
    claims = canonical(flat, facts)
    numbers = claims.filter(
        (claims.has_indicator == Indicator.EDITION_NUMBER)
        & claims.has_bound.isin([Bound.EXACTLY, Bound.STATED])
        & claims.amount.notnull()
    )
    numbers = prefixed(numbers.select(*_DATED, event="thing", number=columns.amount), "n")
    held = prefixed(_held(claims).select(*_DATED, "year", event="thing"), "h")
    joined = numbers.join(held, [("n_event", "h_event"), ("n_had_primary_source", "h_had_primary_source")])
    return joined.rename(event="n_event", number="n_number", year="h_year").drop("h_event")


def _placed(flat: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Return the events that claims call editions of a series."""
    of_series = canonical(flat, facts)
    of_series = of_series.filter(
        (of_series["class"] == _RELATION) & (of_series.has_relation_kind == RelationKind.EDITION_OF)
    )
    of_series = prefixed(of_series.select(*_DATED, member="thing", series=columns.is_related_to), "s")
    return of_series.rename(member="s_member", series="s_series")


def _texts(*parts: str | ir.Value) -> ir.StringValue:
    written = [ibis.literal(part) if isinstance(part, str) else part.cast("string") for part in parts]
    return written[0].concat(*written[1:])
