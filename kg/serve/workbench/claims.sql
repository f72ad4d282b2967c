-- Some of the claims of sources that all facets leave, the latest first.
WITH claim_or_none AS (
    SELECT * FROM (
        SELECT
            NULL::VARCHAR AS is_about, NULL::VARCHAR AS has_indicator, NULL::VARCHAR AS has_stage,
            NULL::VARCHAR AS asserted_by, NULL::VARCHAR AS source, NULL::DATE AS valid_from, NULL::DATE AS valid_until,
            NULL::DECIMAL(38, 9) AS amount, NULL::DECIMAL(38, 9) AS amount_to, NULL::VARCHAR AS has_bound,
            NULL::VARCHAR AS has_unit
    ) WHERE false
    UNION ALL BY NAME FROM claims
)
SELECT
    claim, class, is_about, has_indicator, amount, amount_to, has_bound, has_unit, valid_from, valid_until, has_stage,
    asserted_by, source
FROM claim_or_none
WHERE source IS NOT NULL
    AND ($dyad IS NULL OR is_about = $dyad)
    AND ($indicator IS NULL OR has_indicator = $indicator)
    AND ($stage IS NULL OR has_stage = $stage)
    AND ($speaker IS NULL OR asserted_by = $speaker)
    AND ($source IS NULL OR source = $source)
    AND ($year IS NULL OR (valid_from < make_date($year + 1, 1, 1) AND valid_until > make_date($year, 1, 1)))
ORDER BY valid_from DESC NULLS LAST, claim
LIMIT $most OFFSET $start
