-- Some of the claims that fit, the latest first. Where these have a day, only rows since that of the last one are read.
SELECT
    claim, class, is_about, has_indicator, amount, amount_to, has_bound, has_unit, valid_from, valid_until, has_stage,
    asserted_by, source
FROM fitting
WHERE $since IS NULL OR valid_from >= $since
ORDER BY valid_from DESC NULLS LAST, claim
LIMIT $most OFFSET $start
