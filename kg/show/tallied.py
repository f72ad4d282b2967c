"""Count what claims say of a thing on two days, as the index of names counts it on all."""

from typing import Final

from kg.core import iri
from kg.names.things import Count
from kg.rows.opened import Rows

_TALLIED: Final = """
SELECT class, coalesce(has_indicator, '') AS indicator, source, count(*) AS claims,
  coalesce(min(year(coalesce(valid_from, valid_until - 1))), 0) AS begun,
  coalesce(max(year(coalesce(valid_until - 1, valid_from))), 0) AS ended
FROM claims
WHERE source IS NOT NULL AND contains(
  '|' || concat_ws('|', *COLUMNS(lambda name: list_contains(getvariable('text_columns'), name))) || '|',
  '|' || $thing || '|')
GROUP BY ALL ORDER BY ALL
"""
_TEXTS: Final = "SELECT column_name FROM (DESCRIBE claims) WHERE column_type = 'VARCHAR'"


def count_claims(rows: Rows, thing: str) -> list[Count]:
    """Count the claims of some rows that name a thing, by class, indicator and source."""
    rows.set("text_columns", [row["column_name"] for row in rows.ask(_TEXTS)])
    return [
        Count(row["class"], iri.own_key(row["indicator"]), row["source"], row["claims"], row["begun"], row["ended"])
        for row in rows.ask(_TALLIED, thing=thing)
    ]
