"""Take what a comparison reads of claims, and the values that those with numbers allow."""

from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

from kg.claim import AMOUNT, computed_once, digits_of, grain_of, named_canonically, with_intervals
from kg.compare.prepare.conditions import is_true
from kg.compare.prepare.facts import Facts
from kg.core import columns
from kg.core.concepts import AttributionMode, Bound, ClaimStatus
from kg.figure import with_figures
from kg.load.cells import MANY

if TYPE_CHECKING:
    from collections.abc import Mapping

TOLERANCE = "decimal(7, 6)"
"""The type of tolerances, as parts of one."""

_TEXT = (
    "claim",
    "class",
    columns.had_primary_source,
    columns.claim_key,
    columns.asserted_by,
    columns.asserted_at,
    columns.has_attribution_mode,
    columns.claim_status,
    columns.is_about,
    columns.has_indicator,
    columns.has_stage,
    columns.has_bound,
    columns.amount_as_said,
    columns.has_unit,
    columns.is_restricted_to,
    columns.is_part_of_total,
    columns.is_converted_from,
    columns.has_origin,
    columns.has_destination,
    columns.has_reporter,
    columns.has_quality,
    columns.stands_in_entry_of,
    columns.has_product,
    columns.has_valuation,
    columns.has_partner_basis,
    columns.has_owned,
    columns.has_owner,
    columns.has_ownership_kind,
    columns.has_undertaking,
    columns.has_relation_kind,
    columns.is_related_to,
)
_DATES = (columns.asserted_on, columns.recorded_on, columns.valid_from, columns.valid_until)
_NUMBERS = (columns.amount, columns.amount_to, columns.share)
COLUMNS = {
    **dict.fromkeys(_TEXT, "string"),
    **dict.fromkeys(_DATES, "date"),
    **dict.fromkeys(_NUMBERS, "decimal(36, 18)"),
    "inputs": "array<string>",
}
"""The columns of flat claims that a comparison reads; `inputs` are the claims that a derived one is computed from."""


def columns_read(facts: Facts[object]) -> dict[str, str]:
    """Return the columns that a comparison reads with their types, those in which a class keeps its number included."""
    numbers = {figure.amount for figure in facts.figures} | {figure.amount_to for figure in facts.figures} - {None}
    kept = (column for figure in facts.figures for column in figure.columns())
    return {column: "decimal(36, 18)" if column in numbers else "string" for column in kept} | COLUMNS


def complete(flat: ir.Table, wanted: "Mapping[str, str]") -> ir.Table:
    """Return some columns of the accepted flat claims, by their types; those that no source has are empty."""
    if columns.is_computed_from in flat.columns:
        flat = flat.mutate(inputs=flat.is_computed_from.split(MANY))
    return claimed(flat, wanted).filter(lambda t: t.claim_status == ClaimStatus.ACCEPTED)


def claimed(flat: ir.Table, wanted: "Mapping[str, str]") -> ir.Table:
    """Return some columns of claims, each of its type; those that there are not are empty."""
    return flat.select(
        **{name: flat[name].cast(kind) if name in flat.columns else ibis.null(kind) for name, kind in wanted.items()}
    )


def with_values(flat: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Return the accepted claims that state a number, with the values that they allow in their own unit.

    `flat` is what `complete` returns; for the values see `kg.claim`. Whether a claim was spoken,
    and whether its figure is bare, is told by flags: there is much less to keep of them than of words.
    """
    claims = with_figures(flat, facts.figures).filter(
        lambda t: t.amount.notnull() & t.is_about.notnull() & t.has_bound.notnull()
    )
    units = facts.units.select("unit", "least_tolerance")
    indicators = facts.indicators.select("indicator", "tolerance")
    known = claims.left_join(facts.bounds, [(columns.has_bound, "bound")])
    known = known.left_join(units, [(columns.has_unit, "unit")])
    known = known.left_join(indicators, [(columns.has_indicator, "indicator")])
    flags = {name: is_true(known[name]) for name in facts.bounds.columns if name != "bound"}
    mode = known.has_attribution_mode
    flags |= {
        "is_bare": known.has_bound.isin([Bound.STATED, Bound.EXACTLY]),
        "is_spoken": ibis.coalesce(mode != AttributionMode.STATISTICAL, ibis.literal(value=True)),
        "is_headline": is_true(mode == AttributionMode.HEADLINE),
        "is_published": is_true(mode.isin([AttributionMode.STATISTICAL, AttributionMode.NARRATOR])),
        "is_converted": known.is_converted_from.notnull(),
    }
    known = computed_once(
        known.select(
            *claims.columns,
            **flags,
            figure=known.amount.cast(AMOUNT),
            tolerance=known.tolerance.cast(TOLERANCE),
            least_tolerance=known.least_tolerance.cast("decimal(18, 9)").cast(AMOUNT),
        )
    )
    loose = known.rounds | known.tolerates_below | known.tolerates_above  # else no digit matters; each takes long
    digits = ibis.ifelse(loose, digits_of(known.figure), ibis.null("string"))
    upper = ibis.coalesce(known.amount_to.cast(AMOUNT), known.figure)
    known = computed_once(known.mutate(digits=digits, upper=upper))
    return with_intervals(known.mutate(grain=grain_of(known.digits, known.amount_as_said))).select(_VALUED)


_VALUED = (
    "claim",
    "inputs",
    columns.had_primary_source,
    columns.asserted_by,
    columns.is_about,
    columns.has_indicator,
    columns.has_stage,
    columns.has_unit,
    columns.is_restricted_to,
    columns.is_part_of_total,
    columns.has_origin,
    columns.has_destination,
    columns.has_reporter,
    columns.has_quality,
    columns.stands_in_entry_of,
    columns.has_product,
    columns.has_valuation,
    columns.has_partner_basis,
    *_DATES,
    "is_bare",
    "is_spoken",
    "is_headline",
    "is_published",
    "is_converted",
    "figure",
    "low",
    "high",
    "low_open",
    "high_open",
    "sharp_low",
    "sharp_high",
    "is_rounded",
    "sets_lower",
    "sets_upper",
)
"""What a comparison reads of a claim with values: the less of it there is, the less is kept."""


def canonically(claims: ir.Table, facts: Facts[ir.Table], *names: str) -> ir.Table:
    """Call what is identified with something by its canonical name, in some columns of single values."""
    for name in names:
        claims = named_canonically(claims, facts.entities, name)
    return claims
