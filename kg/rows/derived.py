"""What a build keeps of each claim that it computed: the columns of `derived.parquet`."""

from typing import Final

from kg.core import columns, terms

DERIVED_COLUMNS: Final = {
    columns.claim_key: terms.claimKey,
    columns.claim_status: terms.claimStatus,
    columns.has_attribution_mode: terms.hasAttributionMode,
    columns.asserted_on: terms.assertedOn,
    columns.recorded_on: terms.recordedOn,
    columns.valid_from: terms.validFrom,
    columns.valid_until: terms.validUntil,
    columns.is_about: terms.isAbout,
    columns.has_indicator: terms.hasIndicator,
    columns.has_stage: terms.hasStage,
    columns.has_bound: terms.hasBound,
    columns.amount: terms.amount,
    columns.amount_to: terms.amountTo,
    columns.has_unit: terms.hasUnit,
    columns.is_restricted_to: terms.isRestrictedTo,
    columns.has_origin: terms.hasOrigin,
    columns.has_destination: terms.hasDestination,
    columns.has_product: terms.hasProduct,
    columns.has_reporter: terms.hasReporter,
    columns.has_quality: terms.hasQuality,
    columns.stands_in_entry_of: terms.standsInEntryOf,
    columns.has_valuation: terms.hasValuation,
    columns.arithmetic: terms.arithmetic,
    "inputs": terms.isComputedFrom,
}
"""The columns beside `claim`, with the properties whose values they hold."""
DERIVED_TEXTS: Final = frozenset({columns.claim_key, columns.arithmetic})
"""Those of them that hold text, and no IRI."""
