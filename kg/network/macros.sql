-- What the queries of projections may say beside the tables of views.py. Variables: year, indicator, narrowed.
CREATE MACRO own_key(name) AS regexp_extract(name, '[^/#:]*$');
CREATE MACRO of_all_products(product) AS product IS NULL OR product = id('product/all');
-- A period that is a year, the one asked for if any.
CREATE MACRO of_year(since, until) AS until = since + INTERVAL 1 YEAR AND (getvariable('year') IS NULL
    OR since = make_date(getvariable('year'), 1, 1));
CREATE MACRO asked_for(indicator) AS getvariable('indicator') IS NULL OR indicator = getvariable('indicator');
-- The one name of what is judged to be the same, and a country in which something lies.
CREATE MACRO one(name) AS coalesce((SELECT canonical FROM entities WHERE entity = name), name);
CREATE MACRO country_of(name) AS (SELECT min(country.country) FROM country WHERE country.thing = name);
