-- The claims of sources that all facets leave; what asks for some of them follows.
WITH claim_or_none AS (
    SELECT * FROM (
        SELECT
            NULL::VARCHAR AS is_about, NULL::VARCHAR AS has_indicator, NULL::VARCHAR AS has_stage,
            NULL::VARCHAR AS asserted_by, NULL::VARCHAR AS source, NULL::DATE AS valid_from, NULL::DATE AS valid_until,
            NULL::DECIMAL(38, 9) AS amount, NULL::DECIMAL(38, 9) AS amount_to, NULL::VARCHAR AS has_bound,
            NULL::VARCHAR AS has_unit
    ) WHERE false
    UNION ALL BY NAME FROM claims
),
fitting AS (
    FROM claim_or_none
    WHERE source IS NOT NULL
        AND ($dyad IS NULL OR is_about = $dyad)
        AND ($indicator IS NULL OR has_indicator = $indicator)
        AND ($stage IS NULL OR has_stage = $stage)
        AND ($speaker IS NULL OR asserted_by = $speaker)
        AND ($source IS NULL OR source = $source)
        AND in_year(valid_from, valid_until, $year)
)
