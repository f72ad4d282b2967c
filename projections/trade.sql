-- A flow of goods in one year. Who reports it is part of its kind, for what two sides report must never be added up; the
-- indicator is the other part, for some count services in.
SELECT has_origin AS source, has_destination AS target,
    own_key(has_indicator) || CASE
        WHEN class = 'dyad:DerivedFlow' THEN ' (computed)'
        WHEN has_reporter IS NULL THEN ' (reconciled)'
        WHEN has_reporter = has_origin THEN ' (own report)'
        WHEN has_reporter = has_destination THEN ' (mirror)'
        ELSE ' (another reporter)' END AS kind,
    amount AS weight, claim, low, high, own_key(has_valuation) AS valuation, own_key(has_reporter) AS reporter
FROM claim LEFT JOIN ends USING (claim)
WHERE class IN ('dyad:TradeFlow', 'dyad:DerivedFlow') AND has_unit = id('unit/USD') AND has_stage = id('stage/realised')
  AND has_origin IS NOT NULL AND of_all_products(has_product) AND of_year(valid_from, valid_until)
