"""Add up what one reporter gives in parts, where all of them are there, and set it against the reporter's GDP.

Twelve months or four quarters make a year, the members of a union in all of a period the union, and exports and imports
the turnover. What is in another currency is taken to dollars at the mean rate of its own year, which the arithmetic
names. Parts are what one source gives in one vintage, each once; what indicators that add up leave open below is
nothing at least.
"""

from functools import reduce
from operator import or_

import ibis
import ibis.expr.types as ir

from kg.claim import computed_once
from kg.compare.form import Keep
from kg.compare.prepare.conditions import is_true
from kg.compare.prepare.derive import prefixed
from kg.compare.prepare.facts import Facts
from kg.compare.prepare.figures import days
from kg.compare.prepare.intervals import End, plain, summed, with_ends
from kg.compare.prepare.unions import throughout, within
from kg.core import columns
from kg.core.concepts import Indicator, Unit

_ALIKE = (
    columns.had_primary_source,
    columns.asserted_by,
    columns.asserted_on,
    columns.recorded_on,
    columns.has_stage,
    columns.has_product,
    columns.is_restricted_to,
    columns.has_reporter,
    columns.stands_in_entry_of,
    columns.has_quality,
    columns.has_unit,
)
"""What the parts of a sum share."""
_PERIOD = (columns.valid_from, columns.valid_until)
_FLOW = (columns.has_indicator, columns.has_valuation, columns.has_partner_basis)
_ENDS = (columns.is_about, columns.has_origin, columns.has_destination)
_COLUMNS = (*_ALIKE, *_PERIOD, *_FLOW, *_ENDS, "low", "high", "low_terms", "high_terms", "inputs", "known")
"""What sums have: `known` is the day since which it is known who belongs to a union, where that enters them."""
_MONTHS, _PARTS_OF_YEARS = 12, (1, 3)
_WHOLE = 100
_RANK = 30
"""Signs by which the terms of a sum are put in order: the day on which a period begins, and a part of the IRI."""


def totals(valued: ir.Table, facts: Facts[ir.Table], keep: Keep) -> ir.Table:
    """Return the sums of the parts that cover a year, a union or a turnover, and turnovers as parts of GDP.

    `valued` is what `kg.compare.prepare.claims.with_values` returns. A sum rests on what its reporter states: one of
    members, of what twelve months make, has the months among its inputs.
    """
    numbers = with_ends(valued)
    rates = _rates(numbers)
    flows = keep(_terms(with_ends(_flows(valued, rates, facts))))
    by_year = keep(_years(flows))
    yearly = flows.union(by_year)
    converted = keep(_in_dollars(yearly, rates))
    known = yearly.union(converted)
    by_union = keep(_of_unions(keep(_of_members(known, facts)), facts))
    turnovers = keep(_turnovers(known.union(by_union), facts))
    stated = _terms(_two_sided(numbers, facts).filter(lambda t: t.has_origin.isnull()))
    found = {
        "year": by_year,
        "mean-rate": converted,
        "union": by_union,
        "turnover": turnovers,
        "trade-to-gdp": _parts_of_gdp(turnovers.union(stated), numbers),
    }
    sums = ibis.union(*(one.mutate(rule=ibis.literal(rule)) for rule, one in found.items()))
    sums, closed = sums.mutate(recorded_on=ibis.greatest(sums.recorded_on, sums.known)), ibis.literal(value=False)
    low, high = (End(sums[end], _shown(sums[f"{end}_terms"]), closed) for end in ("low", "high"))
    return summed(sums, sums.rule, low, high)


def _two_sided(numbers: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Keep what has come about of indicators that add up and that both sides report, of a stated period."""
    indicators, stages = facts.indicators, facts.stages
    adding = indicators.filter(indicators.additive & indicators.two_sided)
    numbers = numbers.semi_join(adding, numbers.has_indicator == adding.indicator)
    numbers = numbers.anti_join(stages.filter(stages.foreseen), [(columns.has_stage, "stage")])
    return numbers.filter([numbers[day].notnull() for day in _PERIOD])


def _flows(valued: ir.Table, rates: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Return the flows of which sums are made: few may be, and to give them the form of sums takes long."""
    numbers = _two_sided(valued, facts)
    flows = numbers.filter(numbers.has_origin.notnull() & numbers.has_destination.notnull())
    months, fits = _months(flows)
    entering = {
        columns.has_unit: rates.select(entry="r_has_unit"),
        columns.has_origin: facts.members.select(entry="member"),
        columns.has_destination: facts.members.select(entry="member"),
        columns.has_indicator: _covered(facts).select(entry="part"),
    }
    marked = flows.mutate(fits=fits & months.isin(_PARTS_OF_YEARS))
    for column, entries in entering.items():
        marked = marked.left_join(prefixed(entries.distinct(), column), [(column, f"{column}_entry")])
    enters = reduce(or_, (marked[f"{column}_entry"].notnull() for column in entering), is_true(marked.fits))
    return marked.filter(enters).select(valued.columns)


def _terms(numbers: ir.Table) -> ir.Table:
    """Give figures the form of sums of which they are the only term."""
    rank = numbers.valid_from.cast("string").concat(numbers.claim.right(_RANK - len("2000-01-01")))
    numbers = computed_once(numbers.mutate(rank=rank))
    known = is_true(numbers.low >= 0)
    low_text = ibis.ifelse(known, plain(numbers.low_exact), "0")
    numbers = numbers.mutate(
        low=ibis.ifelse(known, numbers.low, 0.0),
        low_terms=ibis.array([numbers.rank.concat(low_text)]),
        high_terms=ibis.array([numbers.rank.concat(ibis.coalesce(plain(numbers.high_exact), ""))]),
        inputs=ibis.array([numbers.claim]),
        known=ibis.null("date"),
    )
    return numbers.select(_COLUMNS)


def _summed(parts: ir.Table, by: tuple[str, ...], place: ir.Value, size: ir.Value) -> ir.Table:
    """Add up the parts of each set, where as many places as there are have one each; an open high end stays open."""
    parts = parts.mutate(place=place, size=size)
    keys = (*_ALIKE, *by)
    added = parts.group_by(keys).agg(
        low=parts.low.sum(),
        high=ibis.ifelse(parts.high.count() == parts.count(), parts.high.sum(), ibis.null("float64")),
        low_terms=parts.low_terms.collect().flatten(),
        high_terms=parts.high_terms.collect().flatten(),
        inputs=parts.inputs.collect().flatten(),
        known=parts.known.max(),
        is_whole=(parts.place.nunique() == parts["size"].max()) & (parts.count() == parts["size"].max()),
    )
    return added.filter(added.is_whole).drop("is_whole")


def _complete(sums: ir.Table, **changed: ir.Value) -> ir.Table:
    """Give sums all the columns of flows, empty where their parts may differ."""
    sums = sums.mutate(**changed)
    missing = {name: ibis.null("string") for name in _COLUMNS if name not in sums.columns}
    return sums.mutate(**missing).select(_COLUMNS)


def _months(flows: ir.Table) -> tuple[ir.IntegerValue, ir.BooleanValue]:
    """Return how many months a period has, and whether a year has whole ones like it, of which it is one."""
    since, until = flows.valid_from, flows.valid_until
    months = (until.year() - since.year()) * _MONTHS + until.month() - since.month()
    return months, (since.day() == 1) & (until.day() == 1) & ((since.month() - 1) % months.nullif(0) == 0)


def _years(flows: ir.Table) -> ir.Table:
    """Add up the months, or the quarters, of each calendar year."""
    months, fits = _months(flows)
    parts = flows.mutate(months=months, year=flows.valid_from.year())
    parts = parts.filter(is_true(fits & months.isin(_PARTS_OF_YEARS)))
    size = (_MONTHS / parts.months).cast("int64")
    years = _summed(parts, (*_FLOW, *_ENDS, "year", "months"), parts.valid_from, size)
    days = {day: ibis.date(years.year + more, 1, 1) for day, more in zip(_PERIOD, (0, 1), strict=True)}
    return _complete(years, **days)


def _rates(numbers: ir.Table) -> ir.Table:
    """Return the mean rates of the dollar."""
    is_rate = (numbers.has_indicator == Indicator.EXCHANGE_RATE) & (numbers.is_about == Unit.USD)
    return prefixed(numbers.filter(is_rate & (numbers.low > 0)), "r")


def _in_dollars(flows: ir.Table, rates: ir.Table) -> ir.Table:
    """Convert what is in another currency at the mean rate of the dollar over its own period."""
    keys = [(name, f"r_{name}") for name in (columns.has_unit, *_PERIOD)]
    met = flows.join(rates, keys)
    days = {day: ibis.greatest(met[day], met[f"r_{day}"]) for day in (columns.asserted_on, columns.recorded_on)}
    return met.mutate(
        low=met.low / met.r_high,
        high=met.high / met.r_low,
        low_terms=_over(met.low_terms, plain(met.r_high_exact)),
        high_terms=_over(met.high_terms, plain(met.r_low_exact)),
        inputs=met.inputs.concat(ibis.array([met.r_claim])),
        has_unit=ibis.literal(Unit.USD),
        **days,
    ).select(_COLUMNS)


def _over(terms: ir.ArrayValue, divisor: ir.StringValue) -> ir.ArrayValue:
    """Divide a sum, which becomes one term, in the place of its first."""
    terms = terms.sort()
    added = terms.map(lambda term: term.substr(_RANK)).join(" + ")
    added = ibis.ifelse(terms.length() > 1, ibis.literal("(").concat(added, ")"), added)
    return ibis.array([terms[0].left(_RANK).concat(added, " / ", divisor)])


def _of_members(flows: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Keep the flows from or to members of unions."""
    members = facts.members.select("member").distinct()
    met = flows
    for column in (columns.has_origin, columns.has_destination):
        met = met.left_join(prefixed(members, column), [(column, f"{column}_member")])
    is_of_member = met.has_origin_member.notnull() | met.has_destination_member.notnull()
    return met.filter(is_of_member).select(flows.columns)


def _of_unions(flows: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Add up what a reporter has of all members of a union, as origins or as destinations."""
    flows = flows.mutate(begins=days(flows.valid_from), ends=days(flows.valid_until))
    members = throughout(flows.select("begins", "ends"), facts.members)
    of_origin = flows.mutate(end=flows.has_origin, other=flows.has_destination, leaves=ibis.literal(value=True))
    of_destination = flows.mutate(end=flows.has_destination, other=flows.has_origin, leaves=ibis.literal(value=False))
    parts = of_origin.union(of_destination).join(members, [("end", "member"), "begins", "ends"])
    said = ibis.array([parts.claim]).filter(lambda claim: claim.notnull())
    parts = parts.mutate(inputs=parts.inputs.concat(said), known=ibis.greatest(parts.known, parts.recorded))
    found = _summed(parts, (*_PERIOD, "begins", "ends", *_FLOW, "other", "leaves", "union"), parts.end, parts["size"])
    found = found.union(_narrowed(found, within(members, facts.parts)))
    dyads = facts.dyads
    reverse = dyads.select("dyad", first_economy=dyads.second_economy, second_economy=dyads.first_economy)
    ends = dyads.select("dyad", "first_economy", "second_economy").union(reverse)
    found = found.join(ends, [("union", "first_economy"), ("other", "second_economy")])
    return _complete(
        found,
        has_origin=ibis.ifelse(found.leaves, found["union"], found.other),
        has_destination=ibis.ifelse(found.leaves, found.other, found["union"]),
        is_about=found.dyad,
    )


def _narrowed(sums: ir.Table, inner: ir.Table) -> ir.Table:
    """Call the sums of a union that is part of another one those of the whole, narrowed to the part."""
    met = sums.filter(sums.is_restricted_to.isnull()).join(inner, ["union", "begins", "ends"])
    return met.mutate(is_restricted_to=met["union"], union=met.whole).select(sums.columns)


def _covered(facts: Facts[ir.Table]) -> ir.Table:
    """Return which indicator of flows is part of which of turnovers, of one coverage."""
    indicators = facts.indicators.filter(lambda t: t.two_sided & t.coverage.notnull())
    part = indicators.select(part="indicator", part_coverage="coverage")
    whole = indicators.select(whole="indicator", whole_coverage="coverage")
    wholes = facts.parts.join(part, "part").join(whole, "whole")
    return wholes.filter(wholes.part_coverage == wholes.whole_coverage).select("part", "whole")


def _turnovers(flows: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Add up what one side reports of both directions of the trade of a dyad in a year, of the turnover's coverage."""
    of_years = (flows.valid_until.year() > flows.valid_from.year()) & (
        flows.valid_from.month() == flows.valid_until.month()
    )
    yearly = flows.filter(of_years & flows.has_reporter.notnull())
    parts = yearly.join(_covered(facts), [(columns.has_indicator, "part")])
    sums = _summed(parts, (*_PERIOD, columns.is_about, "whole"), parts.has_origin, ibis.literal(2))
    return _complete(sums, has_indicator=sums.whole)


def _parts_of_gdp(turnovers: ir.Table, numbers: ir.Table) -> ir.Table:
    """Set each turnover that one side reports against the gross domestic product of that side in the same period."""
    is_gdp = (numbers.has_indicator == Indicator.GROSS_DOMESTIC_PRODUCT) & (numbers.low > 0)
    products = prefixed(numbers.filter(is_gdp), "g")
    same = {columns.has_reporter: columns.is_about, columns.has_unit: columns.has_unit}
    same |= {day: day for day in _PERIOD}
    met = turnovers.join(products, [(name, f"g_{of}") for name, of in same.items()])
    days = {day: ibis.greatest(met[day], met[f"g_{day}"]) for day in (columns.asserted_on, columns.recorded_on)}
    return met.mutate(
        low=met.low / met.g_high * _WHOLE,
        high=met.high / met.g_low * _WHOLE,
        low_terms=_over(met.low_terms, plain(met.g_high_exact).concat(f" * {_WHOLE}")),
        high_terms=_over(met.high_terms, plain(met.g_low_exact).concat(f" * {_WHOLE}")),
        inputs=met.inputs.concat(ibis.array([met.g_claim])),
        has_indicator=ibis.literal(Indicator.TRADE_TO_GDP),
        has_unit=ibis.literal(Unit.PERCENT),
        **days,
    ).select(_COLUMNS)


def _shown(terms: ir.ArrayValue) -> ir.StringValue:
    return terms.sort().map(lambda term: term.substr(_RANK)).join(" + ")
