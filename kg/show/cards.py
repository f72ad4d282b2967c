"""Turn findings into cards: what was found, why, and the evidence of both claims."""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypeAlias

from kg import assets, terms
from kg.graph import BlankNode, Literal, NamedNode, Store
from kg.ontology import Ontology
from kg.query.answers import answer
from kg.query.library import bind, find_query
from kg.show.evidence import Reader
from kg.show.finding import Finding
from kg.show.model import Card, Evidence, Group, Page, Span, Spans
from kg.show.words import text

Row: TypeAlias = dict[str, str]
_HUNDREDTH = Decimal("0.01")


def rows(store: Store, ontology: Ontology, name: str, **arguments: str) -> list[Row]:
    """Ask a shipped question; a row holds the values that are bound, as text."""
    asked = answer(store, bind(find_query(assets.queries(), name), arguments, ontology))
    return [
        {
            name: cell.value
            for name, cell in zip(asked.variables, row, strict=True)
            if isinstance(cell, NamedNode | Literal | BlankNode)
        }
        for row in asked.rows
    ]


def card(reader: Reader, finding: Finding, heading: str | None = None) -> Card:
    """Make the card of a finding, with a picture where both of its claims bound one number."""
    evidence = tuple(reader.evidence(claim) for claim in finding.rests_on)
    unit = reader.base_unit(reader.row(finding.rests_on[0])["has_unit"])
    return Card(
        heading=_capital(heading or finding.heading),
        name=finding.name,
        sentence=finding.sentence,
        numbers=tuple(_numbers(reader, finding, unit)),
        reasons=finding.reasons,
        evidence=evidence,
        picture=_spans(reader, evidence, unit) if finding.numbers else None,
        gravity=finding.gravity,
    )


def _numbers(reader: Reader, finding: Finding, unit: str | None) -> Iterable[tuple[str, str]]:
    """Yield what the numbers of a finding say: how far its values lie apart, and one as a part of the other."""
    found = finding.numbers
    if terms.gap in found:
        yield reader.name(terms.gap), reader.amount(found[terms.gap], unit)
    if terms.ratio in found:
        yield reader.name(terms.ratio), reader.phrases.number(found[terms.ratio].quantize(_HUNDREDTH))


def _spans(reader: Reader, evidence: tuple[Evidence, ...], unit: str | None) -> Spans | None:
    """Draw what two claims allow, if each is bounded somewhere."""
    if not all(one.low is not None or one.high is not None for one in evidence):
        return None
    spans = (Span(one.value, one.low, one.high, min(index, 1)) for index, one in enumerate(evidence))
    return Spans(reader.phrases.unit(unit), tuple(spans))


def grouped(cards: Mapping[str, list[Card]]) -> tuple[Group, ...]:
    """Put cards under headings."""
    return tuple(Group(_capital(heading), (), tuple(found)) for heading, found in cards.items())


def page(title: str, language: str, day: str, groups: tuple[Group, ...], findings: Iterable[Finding] = ()) -> Page:
    """Make a page of some findings, which counts its cards by their results, the gravest first."""
    counts = Counter((card.gravity, card.heading) for group in groups for card in group.cards)
    summary = tuple((heading, count) for (_, heading), count in sorted(counts.items()))
    shown = {finding.name: finding for finding in findings}
    return Page(text(title, language), language, day, summary, groups, findings=tuple(shown.values()))


def _capital(written: str) -> str:
    return written[:1].upper() + written[1:]
