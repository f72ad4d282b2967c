-- Two parties by the agreements that both are in; one of many parties binds nobody to anybody in particular.
WITH party AS (
    SELECT DISTINCT source AS party, target AS agreement, min(claim) AS claim
    FROM tie WHERE class IN ('dyad:Participation', 'dyad:AgreementStep') AND target LIKE id('agreement/%')
    GROUP BY ALL
),
-- What ended binds no more: by the end of the year that is asked for, else at all.
ended AS (
    SELECT has_undertaking AS agreement FROM claim
    WHERE has_step = id('step/terminated') AND coalesce(claim_status, '') = id('claim-status/accepted')
      AND (getvariable('year') IS NULL OR coalesce(valid_from < make_date(getvariable('year') + 1, 1, 1), true))
),
few AS (
    SELECT agreement FROM party WHERE agreement NOT IN (FROM ended WHERE agreement IS NOT NULL)
    GROUP BY agreement HAVING count(*) BETWEEN 2 AND 8
)
SELECT one.party AS source, two.party AS target, 'agreements' AS kind, 1 AS weight, agreement AS part, false AS directed,
    one.claim AS claim
FROM few JOIN party AS one USING (agreement) JOIN party AS two USING (agreement)
WHERE one.party < two.party
