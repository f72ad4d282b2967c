"""The page of claims that stand against each other, and of any two claims that a reader sets side by side."""

from pathlib import Path

from kg import iri, terms
from kg.errors import ClaimsIncomparable
from kg.explain import find_claim
from kg.findings import Finding, read_finding
from kg.graph import FLAT, NamedNode, Store, load_lines, matches, name_of
from kg.manifest import part
from kg.ontology import Ontology
from kg.pages.cards import card, grouped, page, rows
from kg.pages.evidence import Reader, newest_day, reader
from kg.pages.model import Card, Page


def conflicts_page(store: Store, ontology: Ontology, about: str, verdicts: tuple[str, ...], language: str) -> Page:
    """Show the comparisons about something, or the dyad that it concerns, with some verdicts.

    An open `about` (`UNDEF`) means everything, no verdicts mean those that the question `conflicts` asks for unasked.
    """
    asked = [{"verdict": verdict} for verdict in verdicts] or [{}]
    found = [row for one in asked for row in rows(store, ontology, "conflicts", about=about, **one)]
    reading = reader(store, language)
    cards: dict[str, list[Card]] = {}
    told: list[Finding] = []
    for row in sorted(found, key=lambda row: (row["subject"], row.get("indicator", ""))):
        finding = read_finding(store, row["finding"], language)
        told.append(finding)
        cards.setdefault(_heading(reading, finding), []).append(card(reading, finding))
    title = "comparisons" if verdicts else "conflicts"
    groups = grouped({name: _once(found) for name, found in cards.items()})
    return page(title, language, newest_day(store), groups, told)


def _once(cards: list[Card]) -> list[Card]:
    """Keep one of each card, the gravest first."""
    return sorted({one.name: one for one in cards}.values(), key=lambda one: (one.gravity, one.heading, one.name))


def _heading(reading: Reader, finding: Finding) -> str:
    row = reading.row(finding.rests_on[0])
    parts = [", ".join(map(reading.name, finding.subjects)), reading.name(row["has_indicator"])]
    return " · ".join(part for part in parts if part)


def between_page(folder: Path, store: Store, ontology: Ontology, claims: tuple[str, str], language: str) -> Page:
    """Compare any two claims of a build, whether a finding exists of them or not.

    The claims are named as in `kg why`. Raises ClaimsIncomparable if there is nothing to compare.
    """
    from kg.compare.embedded import compare_two
    from kg.compare.prepare.facts import currencies, read_facts
    from kg.compare.tell.cited import Cited
    from kg.compare.tell.lines import finding_lines, phrases_of

    one, other = (find_claim(store, claim) for claim in claims)
    facts = read_facts(ontology, store, with_dyads=False)
    judged = Store()
    flat = part(folder, FLAT)
    found = compare_two(flat, facts, one, other)
    cited = Cited([flat, found.derived], facts)
    phrases = phrases_of(store, currencies(facts))
    load_lines(judged, finding_lines(found.findings.to_pylist(), cited, phrases))
    names = sorted({name_of(quad.subject) for quad in matches(judged, None, NamedNode(terms.hasFirstClaim))})
    if not names:
        raise ClaimsIncomparable(
            "The claims cannot be compared: they are one, or one has no number or is not accepted.",
            remedy="Name two accepted claims that state a number.",
            value=f"{iri.key_of(one)} {iri.key_of(other)}",
        )
    finding = read_finding(judged, names[0], language, store)
    reading = reader(store, language)
    groups = grouped({_heading(reading, finding): [card(reading, finding)]})
    return page("comparisons", language, newest_day(store), groups, [finding])
