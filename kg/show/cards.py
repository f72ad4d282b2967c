"""Turn findings into cards: what was found, why, and the evidence of both claims."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from kg.core import assets, columns, terms
from kg.core.errors import NameUnknown
from kg.core.graph import values
from kg.core.ontology import Ontology
from kg.names.opened import Names
from kg.names.resolve import meant
from kg.query.empty import what_there_is
from kg.query.header import OPEN
from kg.query.library import argument, find_query
from kg.rows.opened import Rows
from kg.show.evidence import ClaimReader
from kg.show.model import Card, CardGroup, Evidence, Finding, Page, Span, Spans
from kg.show.sources import newest_day
from kg.show.words import text

_HUNDREDTH = Decimal("0.01")


def asked(names: Names, question: str, parameter: str, value: str) -> str | None:
    """Read what a page is asked for as its shipped question does: an IRI or a day, None where it is left open."""
    query = find_query(assets.queries(), question)
    term = argument(query, parameter, value, names.ontology, lambda *named: [meant(names, *named)])
    return None if term == OPEN else term.strip("<>").partition("^^")[0].strip('"')


def dyad_asked(rows: Rows, ontology: Ontology, text: str, language: str) -> str:
    """Return the IRI of the dyad that a text means; raise NameUnknown."""
    try:
        return meant(Names(rows.folder, ontology, language), terms.Dyad, text)
    except ValueError as error:
        raise NameUnknown("No dyad can be shown by this name.", remedy=str(error), value=text) from error


def concerns(reading: ClaimReader, subject: str, about: str | None) -> bool:
    """Tell whether a subject is what a page is about, or concerns it; a page that is open is about everything."""
    return about in {None, subject, *values(reading.known, subject, terms.concernsDyad)}


def card(reader: ClaimReader, finding: Finding, heading: str | None = None) -> Card:
    """Make the card of a finding, with a picture where both of its claims bound one number."""
    evidence = tuple(reader.evidence(claim) for claim in finding.rests_on)
    unit = reader.base_unit(reader.row(finding.rests_on[0])[columns.has_unit])
    return Card(
        heading=capital(heading or finding.heading),
        name=finding.name,
        sentence=finding.sentence,
        numbers=tuple(_numbers(reader, finding, unit)),
        reasons=finding.reasons,
        evidence=evidence,
        picture=_spans(reader, evidence, unit) if finding.numbers else None,
        gravity=finding.gravity,
    )


def _numbers(reader: ClaimReader, finding: Finding, unit: str | None) -> Iterable[tuple[str, str]]:
    """Yield what the numbers of a finding say: how far its values lie apart, and one as a part of the other."""
    found = finding.numbers
    if terms.gap in found:
        yield reader.name(terms.gap), reader.amount(found[terms.gap], unit)
    if terms.ratio in found:
        yield reader.name(terms.ratio), reader.phrases.number(found[terms.ratio].quantize(_HUNDREDTH))


def _spans(reader: ClaimReader, evidence: tuple[Evidence, ...], unit: str | None) -> Spans | None:
    """Draw what two claims allow, if each is bounded somewhere."""
    if not all(one.low is not None or one.high is not None for one in evidence):
        return None
    spans = (Span(one.value, one.low, one.high, min(index, 1)) for index, one in enumerate(evidence))
    return Spans(reader.phrases.unit(unit), tuple(spans))


def grouped(cards: Mapping[str, list[Card]]) -> tuple[CardGroup, ...]:
    """Put cards under headings."""
    return tuple(CardGroup(capital(heading), (), tuple(found)) for heading, found in cards.items())


def page(title: str, reading: ClaimReader, groups: Iterable[CardGroup], findings: Iterable[Finding] = ()) -> Page:
    """Make a page of some findings, as of the newest source, which counts its cards by their results, gravest first."""
    groups, language = tuple(groups), reading.language
    counts = Counter((card.gravity, card.heading) for group in groups for card in group.cards)
    summary = tuple((heading, count) for (_, heading), count in sorted(counts.items()))
    shown = {finding.name: finding for finding in findings}
    return Page(
        title=text(title, language),
        language=language,
        day=newest_day(reading.known),
        summary=summary,
        groups=groups,
        arithmetic=reading.name(terms.arithmetic),
        findings=tuple(shown.values()),
    )


def with_instead(shown: Page, names: Names, subject: str | None) -> Page:
    """Say on a page on which nothing stands what there is of its subject instead."""
    if shown.groups or subject is None:
        return shown
    instead = what_there_is(names, subject, certain=False)
    return replace(shown, note=f"{shown.note or text('nothing', shown.language)} {instead}")


def capital(written: str) -> str:
    """Begin a text with a capital letter."""
    return written[:1].upper() + written[1:]
