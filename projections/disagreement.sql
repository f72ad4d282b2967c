-- Two sources, of whose claims a comparison says that they contradict each other or look suspicious.
SELECT source, target, own_key(kind) AS kind, claim, false AS directed
FROM tie
WHERE class = 'dyad:Comparison' AND own_key(kind) IN ('contradiction', 'suspicious') AND source <> target
