"""Give derived claims what all of them have: the name that their inputs make, the class, and the days."""

from typing import Final

import ibis
import ibis.expr.types as ir

from kg.claim import computed_once, named_canonically
from kg.compare.prepare.claims import COLUMNS, claimed
from kg.compare.prepare.facts import Facts
from kg.core import columns, iri, terms
from kg.core.concepts import AttributionMode, ClaimStatus

DERIVED = iri.compress(terms.DerivedClaim)
_SEGMENT = "claim"
_KIND = "derived"
_DIGITS = 20


OF_DERIVED: Final = {
    name: COLUMNS[name]
    for name in (
        *(columns.is_about, columns.has_indicator, columns.has_stage, columns.has_unit, columns.is_restricted_to),
        *(columns.has_product, columns.has_origin, columns.has_destination, columns.has_reporter, columns.has_quality),
        *(columns.stands_in_entry_of, columns.has_valuation, columns.has_partner_basis),
        *(columns.asserted_on, columns.recorded_on, columns.valid_from, columns.valid_until, "inputs"),
    )
} | {"rule": "string"}
"""What is said of a derived claim but for its number: the days among it, its inputs, and the rule by which it is."""


def as_derived(found: ir.Table) -> ir.Table:
    """Return derived claims, from rows with what is said `OF_DERIVED` ones, a bound, the amounts, and the `arithmetic`.

    A claim is named by the recipe of `kg.core.iri.mint_hashed` over its rule and its inputs in order, each once.
    """
    found = computed_once(found.mutate(inputs=found.inputs.unique()))
    found = computed_once(found.mutate(inputs=found.inputs.sort()))
    start = ibis.literal("".join(f"{len(part)}:{part}" for part in (_SEGMENT, _KIND))).concat(_measured(found.rule))
    digest = start.concat(found.inputs.map(_measured).join("")).hexdigest("sha256").left(_DIGITS)
    found = computed_once(found.mutate(digest=digest))
    found = found.mutate(
        claim=ibis.literal(iri.mint(_SEGMENT, "")).concat(found.digest),
        claim_key=ibis.literal(f"{_KIND}/").concat(found.rule, "/", found.digest),
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
