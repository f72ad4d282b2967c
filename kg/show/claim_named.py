"""Find the claim that a reader names: by its IRI, its hash or the beginning of it, or its key."""

from kg.core import columns, iri
from kg.core.errors import ClaimUnknown
from kg.core.likeness import did_you_mean, nearest
from kg.core.signs import flaw, is_text
from kg.rows.opened import OpenedRow, Rows

_LONGEST = 200  # letters of a name for which near ones are looked for


def find_claim(rows: Rows, name: str) -> str:
    """Find a claim by its IRI, `claim/...`, the beginning of its hash, `source/key`, or its key alone.

    Raises ClaimUnknown if there is no such claim, or several.
    """
    wanted = name.removeprefix(iri.ID).removeprefix("claim/")
    found = [] if flaw(wanted) else _named(rows, wanted)
    if not found:
        nearest_keys = _near(rows, wanted) if is_text(wanted) else []
        remedy = did_you_mean(nearest_keys, "`kg query` with ?claim dyad:claimKey ?key lists them all.")
        raise ClaimUnknown("No claim has this name.", remedy=remedy, value=name)
    if len(found) > 1:
        near = ", ".join(sorted(row[columns.claim_key] for row in found)[:5])
        raise ClaimUnknown("Several claims have this name.", remedy=f"Name one: {near}.", value=name)
    claim: str = found[0]["claim"]
    return claim


def _named(rows: Rows, wanted: str) -> list[OpenedRow]:
    """Look up the claims of a hash or whole key, else of a key in any source, else those whose hash begins so."""
    return rows.ask(
        "SELECT claim, claim_key, CASE WHEN claim = $name OR claim_key = $wanted THEN 0 "
        "WHEN claim_key = source || '/' || $wanted THEN 1 WHEN starts_with(claim, $name) THEN 2 END AS looseness "
        "FROM claims WHERE looseness IS NOT NULL QUALIFY looseness = min(looseness) OVER ()",
        name=iri.CLAIM + wanted,
        wanted=wanted,
    )


def _near(rows: Rows, wanted: str) -> list[str]:
    """Return the keys of the claims that are nearest to a name; the engine chooses those that are worth a look."""
    named = columns.claim_key
    key = named if "/" in wanted else f"substr({named}, strpos({named}, '/') + 1)"
    found = rows.ask(
        f"SELECT {key} AS name, min({named}) AS {named} FROM claims WHERE {named} IS NOT NULL GROUP BY name "
        "ORDER BY damerau_levenshtein(name, $wanted), name LIMIT 50",
        wanted=wanted[:_LONGEST],
    )
    keys = {row["name"]: row[columns.claim_key] for row in found}
    return [keys[name] for name in nearest(wanted, keys)]
