-- Who asserts, and of what it speaks: a source's publisher where nobody else is named. A source itself is no node.
SELECT asserted_by AS source, unnest(list_filter(list_distinct([
        unnested.about, has_origin, has_destination, has_owned, has_undertaking, has_holder, has_party, has_event
    ]), lambda x: x IS NOT NULL AND x <> asserted_by)) AS target,
    broad_class(class) AS kind, claim
FROM claim, unnest(coalesce(string_split(is_about, '|'), [NULL])) AS unnested(about)
WHERE asserted_by IS NOT NULL AND NOT starts_with(class, 'dyad:Derived')
