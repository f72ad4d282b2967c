-- An economy and a partner: the share of the partner in its exports and imports of goods, by the reconciled flows of one
-- compiler in one year. asymmetry: how much more of its own trade the dyad is to the economy than to the partner.
WITH flow AS (
    SELECT claim, had_primary_source AS compiler, has_origin, has_destination, amount
    FROM claim
    WHERE class = 'dyad:TradeFlow' AND has_indicator = id('indicator/goods-exports') AND has_reporter IS NULL
      AND has_unit = id('unit/USD') AND has_stage = id('stage/realised') AND of_all_products(has_product) AND amount > 0
      AND of_year(valid_from, valid_until)
),
side AS (
    SELECT compiler, has_origin AS economy, has_destination AS partner, amount, amount AS sent, 0 AS got, claim FROM flow
    UNION ALL
    SELECT compiler, has_destination, has_origin, amount, 0, amount, claim FROM flow
),
pair AS (
    SELECT compiler, economy, partner, sum(amount) AS amount, sum(sent) AS sent, sum(got) AS got, max(claim) AS claim,
        list(claim) AS claims
    FROM side GROUP BY ALL
),
total AS (SELECT compiler, economy, sum(amount) AS amount, sum(sent) AS sent, sum(got) AS got FROM pair GROUP BY ALL)
SELECT pair.economy AS source, pair.partner AS target, 'trade-dependence' AS kind,
    100 * CAST(pair.amount AS DOUBLE) / CAST(own.amount AS DOUBLE) AS weight,
    100 * CAST(pair.sent AS DOUBLE) / nullif(CAST(own.sent AS DOUBLE), 0) AS share_of_exports,
    100 * CAST(pair.got AS DOUBLE) / nullif(CAST(own.got AS DOUBLE), 0) AS share_of_imports,
    100 * CAST(pair.amount AS DOUBLE) / CAST(own.amount AS DOUBLE)
        - 100 * CAST(pair.amount AS DOUBLE) / CAST(other.amount AS DOUBLE) AS asymmetry,
    CAST(own.amount AS DOUBLE) AS source_total, CAST(other.amount AS DOUBLE) AS target_total, claims
FROM pair
JOIN total AS own ON own.economy = pair.economy AND own.compiler IS NOT DISTINCT FROM pair.compiler
JOIN total AS other ON other.economy = pair.partner AND other.compiler IS NOT DISTINCT FROM pair.compiler
