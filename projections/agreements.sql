-- Two parties by the agreements that both are in; one of many parties binds nobody to anybody in particular.
WITH party AS (
    SELECT DISTINCT source AS party, target AS agreement, min(claim) AS claim
    FROM tie WHERE class IN ('dyad:Participation', 'dyad:AgreementStep') AND target LIKE id('agreement/%')
    GROUP BY ALL
),
few AS (SELECT agreement FROM party GROUP BY agreement HAVING count(*) BETWEEN 2 AND 8)
SELECT one.party AS source, two.party AS target, 'agreements' AS kind, 1 AS weight, agreement AS part, false AS directed,
    one.claim AS claim
FROM few JOIN party AS one USING (agreement) JOIN party AS two USING (agreement)
WHERE one.party < two.party
