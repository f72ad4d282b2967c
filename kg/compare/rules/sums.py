"""Hold sums against wholes: parts that cover a whole, all there, add up to it, and shares of one whole to a hundred.

A finding on a sum is about a set: its first claim is the whole, or of shares the greatest, its second the first of the
parts, and the others are named after them.
"""

import ibis
import ibis.expr.types as ir

from kg.claim import AMOUNT
from kg.compare.form import Keep
from kg.compare.prepare.conditions import is_true
from kg.compare.prepare.derive import prefixed
from kg.compare.prepare.facts import Facts
from kg.compare.prepare.unions import throughout
from kg.core.concepts import Reason, Verdict

_MONTH, _YEAR = 30.4, 365
_LONGEST = 40 * 366
"""Days of the longest period of which parts are looked for."""
_SAME = ("indicator", "product", "part", "stage", "base_unit", "is_reconciled")
_ALL = 100
_PAIRED = (
    *("kind", "size", "whole_size", "place_of_part", "w_claim", "w_low", "w_high", "p_claim", "p_low", "p_high"),
    *("p_source", "p_speaker", "p_reporter", "p_said", "p_recorded"),
)
"""What is read of a whole and one of its parts."""
_COMPARED = (
    *("w_source", "w_speaker", "w_reporter", "w_said", "w_recorded"),
    *(f"{side}_{name}" for side in "wp" for name in ("valuation", "basis", "leaves_open")),
)
"""What else is, to tell whether they are alike."""


def sums(claims: ir.Table, facts: Facts[ir.Table], keep: Keep) -> ir.Table:
    """Return the contradictions between wholes and the sums of the parts that cover them, all values considered.

    Parts are what one source, speaker or reporter gives, of one vintage, each once: the quarters or months of a period,
    the two directions of a dyad's trade, the members of a union. Where the whole is of the same publisher in another
    vintage, the sum may have been revised, and is not held against it.
    """
    adding = claims.filter(claims.additive & ~claims.foreseen & ~claims.is_undated & claims.inputs.isnull())
    pairs = [_periods(adding), _directions(adding, facts.parts)]
    pairs += [_members(adding, facts.members, column, keep) for column in ("about", "origin", "destination")]
    alike = _alike(ibis.union(*(one.select(*_PAIRED, *_COMPARED) for one in pairs)))
    return _differing(_grouped(keep(alike.select(_PAIRED)))).distinct()


def _alike(pairs: ir.Table) -> ir.Table:
    """Keep the pairs of whole and part that are of one reporter and one vintage, valued and put down alike."""
    agree = [
        ibis.coalesce(pairs[f"w_{name}"] == pairs[f"p_{name}"], ibis.literal(value=True))
        for name in ("valuation", "basis")
    ]
    one_source = is_true(pairs.w_source == pairs.p_source)
    same_reporter = pairs.w_reporter.identical_to(pairs.p_reporter)
    agree.append(same_reporter | (one_source & (pairs.w_reporter.isnull() | pairs.p_reporter.isnull())))
    one_publisher = one_source | is_true(pairs.w_speaker == pairs.p_speaker)
    one_vintage = is_true(pairs.w_said == pairs.p_said) & is_true(pairs.w_recorded.identical_to(pairs.p_recorded))
    defined = ~(pairs.p_leaves_open | pairs.w_leaves_open) | one_source
    return pairs.filter([*agree, defined, ~one_publisher | one_vintage])


def _periods(claims: ir.Table) -> ir.Table:
    """Pair each whole with the claims on shorter periods within its own, `kind` being their length in months."""
    of_periods = claims.filter(claims.whole_period & (claims.until - claims.since < _LONGEST))
    whole, part = prefixed(of_periods, "w"), prefixed(of_periods, "p")
    years = ibis.range(whole.w_since // _YEAR, (whole.w_until - 1) // _YEAR + 1)
    whole, part = whole.mutate(year=years).unnest("year"), part.mutate(year=part.p_since // _YEAR)
    keys = [(f"w_{key}", f"p_{key}") for key in ("about", "origin", "destination", *_SAME)]
    pairs = whole.join(part, ["year", *keys])
    length = pairs.p_until - pairs.p_since
    inside = (pairs.w_since <= pairs.p_since) & (pairs.p_until <= pairs.w_until)
    pairs = pairs.filter(inside & (length < pairs.w_until - pairs.w_since))
    months = (length.cast("float64") / _MONTH).round().cast("int64").cast("string")
    return pairs.mutate(
        kind=ibis.literal("months ").concat(months),
        place_of_part=pairs.p_since,
        size=length,
        whole_size=pairs.w_until - pairs.w_since,
    )


def _directions(claims: ir.Table, parts: ir.Table) -> ir.Table:
    """Pair what is said of a dyad with the flows of the same coverage in either direction between its economies."""
    covered = claims.filter(claims.two_sided & claims.coverage.notnull())
    of_dyads = prefixed(covered.filter(~covered.is_flow), "w")
    flows = prefixed(covered.filter(covered.is_flow), "p").join(parts, [("p_indicator", "part")])
    keys = [(f"w_{key}", f"p_{key}") for key in (*_SAME[1:], "about", "coverage", "since", "until")]
    pairs = of_dyads.join(flows, [("w_indicator", "whole"), *keys])
    return pairs.filter(pairs.p_reporter.notnull()).mutate(
        kind=ibis.literal("directions ").concat(pairs.p_indicator.cast("string")),
        place_of_part=pairs.p_origin,
        size=ibis.literal(1, "int64"),
        whole_size=ibis.literal(2, "int64"),
    )


def _members(claims: ir.Table, members: ir.Table, column: str, keep: Keep) -> ir.Table:
    """Pair what is said of a union with what is said of its members, all else being equal.

    What is said of unions is little, and kept, for an engine may else pair all that is said of anything first.
    """
    claims = claims.filter(~claims.is_flow & ~claims.two_sided if column == "about" else claims.is_flow)
    other = {"origin": ("destination",), "destination": ("origin",)}.get(column, ())
    whole = prefixed(claims, "w")
    belong = throughout(whole.select(begins="w_since", ends="w_until"), members)
    whole = whole.join(belong, [(f"w_{column}", "union"), ("w_since", "begins"), ("w_until", "ends")])
    keys = [(f"w_{key}", f"p_{key}") for key in (*_SAME, *other, "since", "until")]
    read = {*(of_whole for of_whole, _ in keys), *(name for name in (*_PAIRED, *_COMPARED) if name.startswith("w_"))}
    whole, part = keep(whole.select("member", "size", *sorted(read))), prefixed(claims, "p")
    pairs = whole.join(part, [("member", f"p_{column}"), *keys])
    return pairs.mutate(
        kind=ibis.literal(f"members {column}"),
        place_of_part=pairs[f"p_{column}"],
        whole_size=pairs["size"],
        size=ibis.literal(1, "int64"),
    )


_ENDS = ("low", "high")


def _grouped(pairs: ir.Table) -> ir.Table:
    """Add up the parts that cover each whole, each part there once; an end that one of them leaves open is None."""
    by = ("w_claim", "kind", "giver", "p_reporter", "p_said", "p_recorded")
    givers = (pairs.mutate(giver=pairs[f"p_{name}"]) for name in ("source", "speaker", "reporter"))
    pairs = ibis.union(*(given.filter(given.giver.notnull()) for given in givers))
    sums_of_ends = {f"sum_{end}": pairs[f"p_{end}"].sum().cast(AMOUNT) for end in _ENDS}
    added = pairs.group_by(by).agg(
        **{name: pairs[name].max() for name in ("w_low", "w_high", "whole_size")},
        **sums_of_ends,
        **{f"{end}_count": pairs[f"p_{end}"].count() for end in _ENDS},
        all_size=pairs["size"].sum(),
        part_count=pairs.count(),
        place_count=pairs.place_of_part.nunique(),
        parts=pairs.p_claim.collect(),
    )
    covers = (added.part_count == added.place_count) & (added.all_size == added.whole_size)
    added = added.filter(covers & (added.part_count > 1))
    open_ends = {
        f"sum_{end}": ibis.ifelse(added[f"{end}_count"] == added.part_count, added[f"sum_{end}"], ibis.null(AMOUNT))
        for end in _ENDS
    }
    return added.mutate(**open_ends, parts=added.parts.sort())


def _differing(added: ir.Table) -> ir.Table:
    """Return the sums that lie apart from their whole."""
    below, above = is_true(added.sum_high < added.w_low), is_true(added.sum_low > added.w_high)
    found = added.mutate(is_below=below).filter(below | above)
    return found.select(
        first="w_claim",
        second=found.parts[0],
        others=found.parts[1:],
        verdict=ibis.literal(Verdict.CONTRADICTION),
        reasons=ibis.array([Reason.SUM_DIFFERS]),
        gap=ibis.ifelse(found.is_below, found.w_low - found.sum_high, found.sum_low - found.w_high),
        least=found.w_low - found.sum_high,
        greatest=found.w_high - found.sum_low,
    )


def shares_over_the_whole(claims: ir.Table) -> ir.Table:
    """Return the contradictions among the shares of which a derived claim says that they come to more than the whole.

    The derived claim is among the others.
    """
    found = claims.filter(claims.is_sum_of_shares & claims.inputs.notnull())
    return found.select(
        first=found.inputs[0],
        second=found.inputs[1],
        others=found.inputs[2:].concat(ibis.array([found.claim])),
        verdict=ibis.literal(Verdict.CONTRADICTION),
        reasons=ibis.array([Reason.SUM_DIFFERS]),
        gap=found.figure - _ALL,
    )
