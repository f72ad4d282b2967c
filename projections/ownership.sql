-- What is owned in another country than its owner's. Narrowed: owners and what they own; else: countries, by projects.
WITH held AS (
    SELECT claim, has_owner AS owner, has_owned AS owned, share, own_key(has_ownership_kind) AS how, valid_from, valid_until
    FROM claim WHERE class = 'dyad:Ownership' AND (share IS NULL OR share > 0)
),
across AS (
    SELECT held.*, one.country AS first, two.country AS second
    FROM held JOIN country AS one ON one.thing = owner JOIN country AS two ON two.thing = owned
    WHERE NOT EXISTS (FROM country AS own WHERE own.thing = owner AND own.country = two.country)
      AND NOT EXISTS (FROM country AS own WHERE own.thing = owned AND own.country = one.country)
)
SELECT CASE WHEN getvariable('narrowed') THEN owner ELSE first END AS source,
    CASE WHEN getvariable('narrowed') THEN owned ELSE second END AS target,
    'owns' || CASE WHEN getvariable('narrowed') AND how = 'parent' THEN ' (parent)' ELSE '' END AS kind, 1 AS weight,
    owned AS part, claim, first, second,
    CASE WHEN getvariable('narrowed') THEN share END AS share,
    own_key(first) AS owner_country, own_key(second) AS owned_country
FROM across
