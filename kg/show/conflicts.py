"""The page of claims that stand against each other, and of any two claims that a reader sets side by side."""

from collections.abc import Sequence
from itertools import chain

from kg.core import columns, iri, terms
from kg.core.concepts import Verdict
from kg.core.errors import ClaimsIncomparable
from kg.core.manifest import DERIVED, FLAT, KNOWN, check_parts
from kg.core.ontology import Ontology
from kg.finding import claims_of, finding_of
from kg.names.opened import Names
from kg.query.header import OPEN
from kg.rows.opened import OpenedRow, Rows
from kg.show.cards import asked, card, concerns, grouped, page, with_instead
from kg.show.claim_named import find_claim
from kg.show.evidence import ClaimReader, read_claims
from kg.show.finding import findings_about, read_finding
from kg.show.model import Card, Finding, Page

_UNASKED = tuple(map(iri.own_key, (Verdict.CONTRADICTION, Verdict.SUSPICIOUS)))


def conflicts_page(rows: Rows, ontology: Ontology, about: str, verdicts: Sequence[str], language: str) -> Page:
    """Show the comparisons about something, or the dyad that it concerns, with some verdicts.

    An open `about` (`UNDEF`) means everything, no verdicts mean those that the question `conflicts` asks for unasked.
    """
    names = Names(rows.folder, ontology, language)
    subject = asked(names, "conflicts", "about", about)
    compared = findings_about(rows, ontology, terms.Comparison, subject)
    found = [row for row in compared if OPEN in verdicts or row["verdict"] in (verdicts or _UNASKED)]
    reading = read_claims(rows, ontology, language, chain.from_iterable(row["rests_on"] for row in found))
    told = _told(reading, found, subject, [] if OPEN in verdicts else [*verdicts])
    cards: dict[str, list[Card]] = {}
    for finding in told:
        cards.setdefault(_heading(reading, finding), []).append(card(reading, finding))
    groups = grouped({name: _once(found) for name, found in cards.items()})
    shown = page("comparisons" if verdicts else "conflicts", reading, groups, told)
    return with_instead(shown, names, subject)


def _told(
    reading: ClaimReader, found: Sequence[OpenedRow], about: str | None, verdicts: Sequence[str]
) -> list[Finding]:
    """Return the findings about something, in the order of what they are about, and of the verdicts asked for."""
    told: dict[tuple[str, str, int, str, str], Finding] = {}
    for row in found:
        finding = read_finding(reading, row)
        asked_at = verdicts.index(row["verdict"]) if verdicts else 0
        indicator = reading.flat[row["first"]][columns.has_indicator] or ""
        for subject in finding.subjects:
            if concerns(reading, subject, about):
                told[subject, indicator, asked_at, row["verdict"], finding.name] = finding
    return [told[place] for place in sorted(told)]


def _once(cards: list[Card]) -> list[Card]:
    """Keep one of each card, the gravest first."""
    return sorted({one.name: one for one in cards}.values(), key=lambda one: (one.gravity, one.heading, one.name))


def _heading(reading: ClaimReader, finding: Finding) -> str:
    row = reading.row(finding.rests_on[0])
    parts = [", ".join(map(reading.name, finding.subjects)), reading.name(row[columns.has_indicator])]
    return " · ".join(part for part in parts if part)


def between_page(rows: Rows, ontology: Ontology, claims: tuple[str, str], language: str) -> Page:
    """Compare any two claims of a build, whether a finding exists of them or not.

    The claims are named as in `kg why`. Raises ClaimsIncomparable if there is nothing to compare.
    """
    from kg.compare.embedded import compare_two
    from kg.compare.form import fact_parts
    from kg.compare.prepare.facts import open_facts

    chosen = [find_claim(rows, claim) for claim in claims]
    check_parts(rows.folder, rows.manifest, fact_parts())
    facts = open_facts(ontology, rows.folder / KNOWN)
    judged = compare_two(rows.folder / FLAT, rows.folder / DERIVED, facts, chosen).findings.to_pylist()
    if not judged:
        raise ClaimsIncomparable(
            "The claims cannot be compared: they are one, or one has no number or is not accepted.",
            remedy="Name two accepted claims that state a number.",
            value=" ".join(map(iri.key_of, chosen)),
        )
    (row,) = judged
    reading = read_claims(rows, ontology, language, claims_of(row))
    finding = read_finding(reading, row | {"finding": finding_of(row)})
    groups = grouped({_heading(reading, finding): [card(reading, finding)]})
    return page("comparisons", reading, groups, [finding])
