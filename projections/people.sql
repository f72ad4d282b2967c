-- What ties people: their posts, the countries and bodies of these, the events that they attend, whom sources quote.
-- It is of the country of the post, and of the economies of the event.
WITH said AS (
    SELECT source, target, CASE WHEN kind LIKE 'dyad:%' THEN broad_class(kind) ELSE own_key(kind) END AS kind, claim
    FROM tie
    WHERE class IN ('dyad:OfficeHolding', 'dyad:Attendance', 'dyad:Quotation', 'dyad:Attribution')
       OR (class = 'dyad:Relation' AND (source LIKE id('post/%') OR target LIKE id('post/%')))
       OR (class = 'dyad:Participation' AND target LIKE id('event/%'))
),
home AS (
    SELECT source AS thing, min(target) AS first, min(target) AS second
    FROM said WHERE kind IN ('post-of', 'jurisdiction') AND target LIKE id('country/%') GROUP BY source
    UNION ALL
    SELECT subject, min(dyad.first), min(dyad.second)
    FROM concerns_dyad JOIN dyad ON dyad.dyad = object WHERE subject LIKE id('event/%') GROUP BY subject
)
SELECT said.*, coalesce(one.first, two.first) AS first, coalesce(one.second, two.second) AS second
FROM said LEFT JOIN home AS one ON one.thing = source LEFT JOIN home AS two ON two.thing = target
