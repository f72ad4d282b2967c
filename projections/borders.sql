-- Regions of two countries by the crossings between them; a crossing, its checkpoints, and the regions of these.
WITH post AS (
    SELECT has_checkpoint.subject AS crossing, has_checkpoint.object AS checkpoint FROM has_checkpoint
),
-- Where a checkpoint is in several regions of a country, one within the other, it belongs to each.
lies AS (
    SELECT part AS checkpoint, whole AS region FROM parts
    WHERE part LIKE id('checkpoint/%') AND whole LIKE id('region/%')
    UNION
    SELECT is_about, is_related_to FROM claim
    WHERE class = 'dyad:Relation' AND has_relation_kind = id('relation/located-in')
      AND is_about LIKE id('checkpoint/%') AND is_related_to LIKE id('region/%')
),
said AS (
    SELECT is_about AS checkpoint, is_related_to AS region, min(claim) AS claim FROM claim
    WHERE class = 'dyad:Relation' AND has_relation_kind = id('relation/located-in') GROUP BY ALL
),
placed AS (SELECT crossing, checkpoint, region, claim FROM post JOIN lies USING (checkpoint) LEFT JOIN said USING (checkpoint, region)),
concerned AS (SELECT subject AS crossing, first, second FROM concerns_dyad JOIN dyad ON dyad = object)
SELECT one.region AS source, two.region AS target, 'crossings' AS kind, 1 AS weight, crossing AS part, false AS directed,
    one.claim AS claim, first, second, NULL AS source_total, NULL AS target_total
FROM placed AS one JOIN placed AS two USING (crossing) JOIN concerned USING (crossing)
WHERE one.region < two.region AND country_of(one.region) <> country_of(two.region)
UNION ALL
SELECT crossing, checkpoint, 'has-checkpoint', 1, crossing, false, NULL, first, second, 1, 1 FROM post JOIN concerned USING (crossing)
UNION ALL
SELECT checkpoint, region, 'located-in', 1, crossing, false, claim, first, second, 1, NULL FROM placed JOIN concerned USING (crossing)
