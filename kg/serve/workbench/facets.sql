-- Count the claims of sources, those of each value of each facet under what is chosen in the other facets.
-- A claim is of each year that its period has a day in, if neither end of it is open.
WITH claim_or_none AS (
    SELECT * FROM (
        SELECT
            NULL::VARCHAR AS is_about, NULL::VARCHAR AS has_indicator, NULL::VARCHAR AS has_stage,
            NULL::VARCHAR AS asserted_by, NULL::VARCHAR AS source, NULL::DATE AS valid_from, NULL::DATE AS valid_until
    ) WHERE false
    UNION ALL BY NAME FROM claims
),
seen AS MATERIALIZED (
    SELECT
        CASE WHEN contains(is_about, '/id/dyad/') THEN is_about END AS dyad,
        has_indicator AS indicator,
        has_stage AS stage,
        asserted_by AS speaker,
        source,
        year(valid_from) AS first_year,
        year(valid_until - 1) AS last_year,
        $dyad IS NULL OR coalesce(is_about = $dyad, false) AS of_dyad,
        $indicator IS NULL OR coalesce(has_indicator = $indicator, false) AS of_indicator,
        $stage IS NULL OR coalesce(has_stage = $stage, false) AS of_stage,
        $speaker IS NULL OR coalesce(asserted_by = $speaker, false) AS of_speaker,
        $source IS NULL OR coalesce(source = $source, false) AS of_source,
        coalesce(in_year(valid_from, valid_until, $year), false) AS of_year
    FROM claim_or_none
    WHERE source IS NOT NULL
),
years AS (
    SELECT unnest(range(first_year, last_year + 1)) AS year
    FROM seen
    WHERE of_dyad AND of_indicator AND of_stage AND of_speaker AND of_source
),
counted AS (
    SELECT 'all' AS facet, '' AS value, count(*) AS claims
    FROM seen WHERE of_dyad AND of_indicator AND of_stage AND of_speaker AND of_source AND of_year
    UNION ALL
    SELECT 'dyad', dyad, count(*)
    FROM seen WHERE of_indicator AND of_stage AND of_speaker AND of_source AND of_year GROUP BY dyad
    UNION ALL
    SELECT 'indicator', indicator, count(*)
    FROM seen WHERE of_dyad AND of_stage AND of_speaker AND of_source AND of_year GROUP BY indicator
    UNION ALL
    SELECT 'stage', stage, count(*)
    FROM seen WHERE of_dyad AND of_indicator AND of_speaker AND of_source AND of_year GROUP BY stage
    UNION ALL
    SELECT 'speaker', speaker, count(*)
    FROM seen WHERE of_dyad AND of_indicator AND of_stage AND of_source AND of_year GROUP BY speaker
    UNION ALL
    SELECT 'source', source, count(*)
    FROM seen WHERE of_dyad AND of_indicator AND of_stage AND of_speaker AND of_year GROUP BY source
    UNION ALL
    SELECT 'year', CAST(year AS VARCHAR), count(*) FROM years GROUP BY year
)
SELECT facet, value, claims
FROM counted
WHERE value IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY facet ORDER BY claims DESC, value) <= $most
    OR value IN ($dyad, $indicator, $stage, $speaker, $source, CAST($year AS VARCHAR))
ORDER BY facet, claims DESC, value
