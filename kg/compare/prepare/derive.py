"""Give derived claims what all of them have: the name that their inputs make, the class, and the days."""

import ibis
import ibis.expr.types as ir

from kg.claim import named_canonically
from kg.compare.prepare.claims import COLUMNS, claimed
from kg.compare.prepare.facts import Facts
from kg.core import columns, iri, terms
from kg.core.concepts import AttributionMode, ClaimStatus

DERIVED = iri.compress(terms.DerivedClaim)
_SEGMENT = "claim"
_KIND = "derived"
_DIGITS = 20


def as_derived(found: ir.Table, rule: str | ir.StringValue) -> ir.Table:
    """Return derived claims, from rows with what they state, a list of `inputs`, the days, and the `arithmetic`.

    A claim is named by the recipe of `kg.core.iri.mint_hashed` over its rule and its inputs in order, each once.
    """
    rule = ibis.literal(rule) if isinstance(rule, str) else rule
    found = found.mutate(inputs=found.inputs.unique().sort())
    start = ibis.literal("".join(f"{len(part)}:{part}" for part in (_SEGMENT, _KIND))).concat(_measured(rule))
    digest = start.concat(found.inputs.map(_measured).join("")).hexdigest("sha256").substr(0, _DIGITS)
    found = found.mutate(
        claim=ibis.literal(iri.mint(_SEGMENT, "")).concat(digest),
        claim_key=ibis.literal(f"{_KIND}/").concat(rule, "/", digest),
        claim_status=ibis.literal(ClaimStatus.ACCEPTED),
        has_attribution_mode=ibis.literal(AttributionMode.STATISTICAL),
        **{"class": ibis.literal(DERIVED)},
    )
    return claimed(found, COLUMNS | {columns.arithmetic: "string"})


def _measured(part: ir.StringValue) -> ir.StringValue:
    return part.length().cast("string").concat(":", part)


def stated(flat: ir.Table) -> ir.Table:
    """Return the claims that are not derived themselves."""
    return flat.filter(flat["class"] != DERIVED)


def canonical(claims: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Return the claims with `thing`: what they are about, by its canonical name."""
    return named_canonically(claims, facts.entities, columns.is_about, "thing")


def prefixed(claims: ir.Table, prefix: str) -> ir.Table:
    """Begin the names of all columns with a prefix, for one side of a join."""
    return claims.rename({f"{prefix}_{name}": name for name in claims.columns})


def latest(found: ir.Table, *prefixes: str) -> dict[str, ir.Value]:
    """Return the latest of the days on which the inputs of some sides were asserted, and recorded."""
    days = (columns.asserted_on, columns.recorded_on)
    return {day: ibis.greatest(*(found[f"{prefix}_{day}"] for prefix in prefixes)) for day in days}
