"""Tell findings as claims are told, from rows: with the sentence of each in every language."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kg import iri
from kg.compare.cited import Cited, Row
from kg.compare.facts import Facts, currencies
from kg.compare.lines import LANGUAGES, claims_of, told_findings
from kg.compare.sentences import Phrases
from kg.load.cells import MANY
from kg.network.tables import tell
from kg.network.things import Things
from kg.wording.units import CountedForms

if TYPE_CHECKING:
    import pyarrow as pa


def with_findings(
    things: Things,
    findings: Iterable[Row],
    cited: Cited,
    facts: "Facts[pa.Table]",
    forms: Mapping[tuple[str, str], CountedForms],
) -> Things:
    """Return things with findings among the claims; `cited` are the claims that these rest on."""
    rows = list(findings)
    claims = {claim for row in rows for claim in claims_of(row)}
    cells = {cell for claim in cited.rows([*claims]) for cell in claim.values() if str(cell).startswith(iri.ID)}
    things.look_up(thing for cell in cells for thing in cell.split(MANY))
    things.look_up(things.tables.described)
    phrases = [Phrases(language, things.label, currencies(facts), forms) for language in LANGUAGES]
    extents = tell(things.tables, told_findings([rows], cited, phrases))
    return replace(things, tables=replace(things.tables, claims=(*things.tables.claims, *extents)))
