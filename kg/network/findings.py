"""Tell findings as claims are told, from rows: with the sentence of each in every language."""

from collections.abc import Iterable
from dataclasses import replace

from kg.claim import FlatRow
from kg.core import iri, terms
from kg.core.graph import Literal
from kg.core.languages import LANGUAGES
from kg.finding import claims_of
from kg.load.cells import MANY
from kg.network.tables import Tables, tell
from kg.network.things import Things
from kg.tell.cited import Cited
from kg.tell.lines import told_findings
from kg.tell.sentences import Phrases
from kg.wording.units import CountedForms, read_forms


def with_findings(
    things: Things,
    findings: Iterable[FlatRow],
    cited: Cited,
    currencies: frozenset[str],
) -> Things:
    """Return things with findings among the claims; `cited` are the claims that these rest on.

    Those units that are `currencies` are named by their code.
    """
    rows = list(findings)
    claims = {claim for row in rows for claim in claims_of(row)}
    cells = {cell for claim in cited.rows([*claims]) for cell in claim.values() if str(cell).startswith(iri.ID)}
    things.look_up(thing for cell in cells for thing in cell.split(MANY))
    things.look_up(things.tables.described)
    forms = _forms(things.tables)
    phrases = [Phrases(language, things.label, currencies, forms) for language in LANGUAGES]
    extents = tell(things.tables, told_findings(rows, cited, phrases))
    return replace(things, tables=replace(things.tables, claims=(*things.tables.claims, *extents)))


def _forms(tables: Tables) -> dict[tuple[str, str], CountedForms]:
    """Return how units are named after a number, by unit and language: those of the ontology, and others."""
    found = {}
    for unit, statements in tables.described.items():
        for predicate, value in statements:
            if predicate == terms.countedForm and isinstance(value, Literal) and value.language is not None:
                found[unit, value.language] = read_forms(value.value, value.language)
    for extent in tables.entities:
        for own in extent.properties:
            if own.predicate == terms.countedForm and own.language is not None:
                for unit, text in tables.texts(extent, own):
                    found[unit, own.language] = read_forms(text, own.language)
    return found
