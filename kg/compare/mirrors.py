"""Set one flow as the side of origin reports it beside the same flow as the side of destination does."""

import ibis.expr.types as ir

from kg import iri
from kg.compare.claims import paired
from kg.compare.verdicts import listed, no

_FREIGHT = 1.1
"""Imports over exports up to which freight and insurance are commonly taken to explain a gap: a tenth."""
_SAME_FLOW = ("indicator", "stage", "product", "part", "origin", "destination", "base_unit", "since", "until")
_FOB, _CIF = iri.mint("valuation", "FOB"), iri.mint("valuation", "CIF")


def mirrors(claims: ir.Table) -> ir.Table:
    """Return each flow that both of its sides report for one period, with what could close the gap between them.

    The first claim is that of the side of origin. `least` and `greatest` are the ends of exports less imports, `gap`
    is how far the two figures lie apart, and `ratio` is imports over exports. Nothing is averaged.
    """
    flows = claims.filter((claims.origin != "") & (claims.destination != "") & ~claims.is_undated)
    exports = flows.filter(flows.reporter == flows.origin)
    imports = flows.filter(flows.reporter == flows.destination).view()
    pairs = exports.join(imports, [exports[key] == imports[key] for key in _SAME_FLOW])
    pairs = paired(claims, pairs.select(one=exports.claim, other=imports.claim))
    ratio = pairs.b_figure.cast("float64") / pairs.a_figure.nullif(0).cast("float64")
    fob_cif = no((pairs.a_valuation == _FOB) & (pairs.b_valuation == _CIF))
    unstated = pairs.a_valuation.isnull() | pairs.b_valuation.isnull()
    may_hold_freight = fob_cif | unstated
    reasons = listed(
        ("no-gap", pairs.a_figure == pairs.b_figure),
        ("freight", may_hold_freight & (ratio > 1) & (ratio <= _FREIGHT)),
        ("more-than-freight", (ratio > 1) & ~(may_hold_freight & (ratio <= _FREIGHT))),
        ("exports-exceed", pairs.b_figure < pairs.a_figure),
        ("more-than-freight", (pairs.a_figure == 0) & (pairs.b_figure > 0)),
        ("valuation-unstated", unstated),
    )
    return pairs.select(
        first="a_claim",
        second="b_claim",
        reasons=reasons,
        gap=(pairs.a_figure - pairs.b_figure).abs(),
        least=pairs.a_low - pairs.b_high,
        greatest=pairs.a_high - pairs.b_low,
        ratio=ratio.round(4).cast("decimal(38, 9)"),
    )
