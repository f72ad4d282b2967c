-- The day of the last of so many claims that fit, the latest first; NULL where one of them has none.
SELECT CASE WHEN count(*) = count(valid_from) THEN min(valid_from) END AS since
FROM (SELECT valid_from FROM fitting ORDER BY valid_from DESC NULLS LAST LIMIT $most)
