-- Whatever claims tie, as their classes declare it, by broad class: the indicator and all else stand at the claims.
SELECT source, target, broad_class(class) AS kind, claim, directed
FROM tie
WHERE broad_class(class) NOT IN ('Finding', 'Classification') AND source <> target
