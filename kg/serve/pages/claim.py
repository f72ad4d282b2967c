"""The page of a claim: its words in their paragraph, who says them, what they allow, and what was found about it."""

from typing import Any, Final

from kg.core import columns, iri
from kg.core.graph import NamedNode, matches, name_of
from kg.serve.pages.moved import Moved
from kg.serve.pages.site import Look
from kg.show.claim_named import find_claim
from kg.show.evidence import ClaimReader
from kg.show.explain import read_explained
from kg.show.model import Evidence, Span, Spans
from kg.show.svg import Markup, draw

_MOST: Final = 12  # claims that are drawn beside one


def gather_claim(look: Look, key: str) -> dict[str, Any]:
    """Gather the page of a claim; raise ClaimUnknown, and Moved for a claim that is named by its other key."""
    claim = find_claim(look.rows, key)
    if iri.own_key(claim) != key:
        raise Moved(look.asked.to_thing(claim))
    found, reading = read_explained(look.rows, look.ontology, claim, look.site.texts, look.language)
    beside = [one for finding in found.findings for one in finding.rests_on]
    evidence = reading.evidence(claim)
    others = [reading.evidence(one) for one in dict.fromkeys(beside) if one != claim]
    return {
        "title": f"{evidence.value}: {evidence.about}",
        "found": found,
        "evidence": evidence,
        "others": others,
        "drawing": drawn_beside(look, reading, [evidence, *others]),
        "cited": cited(look, evidence),
        "links": _links(look, claim),
        "source": reading.row(claim)[columns.had_primary_source] or "",
    }


def _links(look: Look, claim: str) -> dict[str, str]:
    """Return the links of the things that a claim names, by what they are called."""
    named = {name_of(quad.object) for quad in matches(look.store, NamedNode(claim), None)}
    return {look.label(name): look.asked.to_thing(name) for name in named if name.startswith(iri.ID)}


def drawn_beside(look: Look, reading: ClaimReader, evidence: list[Evidence]) -> Markup | None:
    """Draw what claims allow, those in the unit of the first, which stands out; None where it has no number."""
    unit = _unit(reading, evidence[0])
    if evidence[0].figure is None:
        return None
    alike = [one for one in evidence if one.figure is not None and _unit(reading, one) == unit]
    spans = [
        Span(f"{one.value}, {one.who}", one.low, one.high, min(place, 1), look.asked.to_thing(one.claim))
        for place, one in enumerate(alike)
    ]
    return draw(Spans(reading.phrases.unit(unit), tuple(spans[:_MOST])), reading.language)


def _unit(reading: ClaimReader, evidence: Evidence) -> str | None:
    return reading.base_unit(reading.row(evidence.claim)[columns.has_unit])


def cited(look: Look, evidence: Evidence) -> str:
    """Write how to cite a claim: who says what, in which words, in which source, and by which name it stands here."""
    source = evidence.source
    who = ", ".join(filter(None, (evidence.who, evidence.day)))
    words = f"«{evidence.words}»" if evidence.words else ""
    told = [who, f"{evidence.value}: {evidence.about}", words]
    if source is not None:
        told.append(", ".join(filter(None, (source.name, source.publisher, source.day, evidence.place_in_source))))
    told.append(f"Dyad, {look.word('claim').lower()} {evidence.claim}")
    return ". ".join(part for part in told if part) + "."
