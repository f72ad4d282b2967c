"""Look twice at one amount that two reports give to portfolios of different size."""

import ibis
import ibis.expr.types as ir

from kg.core.concepts import Reason, Verdict

_SET = ("about", "source", "stage")


def one_amount_two_counts(claims: ir.Table, verdicts: ir.Table) -> ir.Table:
    """Return the pairs of equal amounts of portfolios whose counts, by the same two sources, exclude each other.

    `verdicts` is what `kg.compare.rules.verdicts.compare` returns; `others` are the two claims on the counts.
    """
    of = claims.filter(claims.is_umbrella).select("claim", "is_project_count", *_SET)
    told = verdicts.filter(verdicts.verdict.isin([Verdict.SAME, Verdict.CONTRADICTION])).select(
        "first", "second", "verdict"
    )
    for end, side in (("first", "a"), ("second", "b")):
        told = told.join(of.rename({f"{side}_{name}": name for name in of.columns}), [(end, f"{side}_claim")])
    amounts = told.filter((told.verdict == Verdict.SAME) & ~told.a_is_project_count)
    counts = told.filter((told.verdict == Verdict.CONTRADICTION) & told.a_is_project_count)
    straight = counts.select(
        one="first", other="second", **{f"{s}_{n}": counts[f"{s}_{n}"] for s in "ab" for n in _SET}
    )
    turned = counts.select(
        one="first", other="second", **{f"{s}_{n}": counts[f"{t}_{n}"] for s, t in ("ab", "ba") for n in _SET}
    )
    both = straight.union(turned, distinct=True)
    met = amounts.join(both, [f"{side}_{name}" for side in "ab" for name in _SET])
    return met.select(
        "first",
        "second",
        others=ibis.array([met.one, met.other]),
        verdict=ibis.literal(Verdict.SUSPICIOUS),
        reasons=ibis.array([Reason.DIFFERENT_COUNT]),
    )
