"""The page of a finding: what follows from claims set side by side, and both sides of it."""

from typing import Any

from kg.core import iri
from kg.serve.pages.claim import drawn_beside
from kg.serve.pages.moved import Moved
from kg.serve.pages.site import Look
from kg.show.cards import capital
from kg.show.explain import explain_finding


def gather_finding(look: Look, key: str) -> dict[str, Any]:
    """Gather the page of a finding; raise FindingUnknown, and Moved for one named by the beginning of its hash."""
    told = explain_finding(look.rows, look.ontology, key, look.site.texts, look.language)
    finding, reading = told.finding, told.reading
    if iri.own_key(finding.name) != key:
        raise Moved(look.asked.to_thing(finding.name))
    evidence = [reading.evidence(claim) for claim in finding.rests_on]
    return {
        "title": capital(finding.heading),
        "finding": finding,
        "numbers": told.numbers,
        "sides": [*zip(evidence, told.claims, strict=True)],
        "subjects": [(reading.name(one), look.asked.to_thing(one)) for one in finding.subjects],
        "drawing": drawn_beside(look, reading, evidence),
    }
