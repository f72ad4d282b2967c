"""Explain a claim: its words in their context, who says them in which post, where, when, and under what terms."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from kg.core import columns, iri, terms
from kg.core.concepts import ClaimStatus
from kg.core.graph import values
from kg.core.ontology import Ontology, column_name
from kg.finding import supersession
from kg.load.cells import MANY, Value
from kg.load.header import Column, column_of
from kg.load.schema import Kind
from kg.rows.arrays import text_of
from kg.rows.opened import OpenedRow, Rows
from kg.show.claim_named import find_claim
from kg.show.evidence import WORDS, ClaimReader, inputs_of, read_claims
from kg.show.finding import find_finding, findings_on, named_numbers, read_finding
from kg.show.model import Finding
from kg.show.sources import ADDRESS, ISSUED, LICENCE, PUBLISHER, source_note
from kg.show.things import slots_of
from kg.texts import TextFile, paragraph, passage, read_text, text_files
from kg.wording.days import PERIOD, written_day
from kg.wording.days import period as written_period

_OWN_LINE = (
    "claim",
    "class",
    "source",
    columns.claim_key,
    columns.had_primary_source,
    columns.was_derived_from,
    columns.valid_from,
)
_NOT_STATED = frozenset({*_OWN_LINE, columns.valid_until, columns.arithmetic, columns.is_computed_from})
_LAST = tuple(
    column_name(predicate)
    for predicate in (
        terms.timeAsSaid,
        terms.assertedBy,
        terms.assertedAs,
        terms.assertedAt,
        terms.assertedOn,
        terms.hasAttributionMode,
        terms.claimStatus,
        terms.recordedOn,
    )
)
_ENDS = {"low": terms.lower, "high": terms.upper}
_NEAR = 160
_MOST_FINDINGS = 10


@dataclass(frozen=True, slots=True)
class Context:
    """The words of a claim as they stand in the text: what comes before, the words, what comes after."""

    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Input:
    """A claim that enters the arithmetic of a derived one: its key, its value in words, and its place."""

    key: str
    value: str
    place: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A claim for people: what it states, labelled in their language, and the evidence that it rests on.

    `words` are as recorded; `context` is there only if the text at hand is the one that was read, and `doubt` says
    why it is not. A derived claim has, in the place of words and source, its `arithmetic` and `inputs`. Of the `found`
    findings that rest on the claim, `findings` are the gravest.
    """

    claim: str
    key: str
    kind: str
    words: str | None
    context: Context | None
    doubt: str | None
    place: str
    statements: tuple[tuple[str, str], ...]
    source: tuple[tuple[str, str], ...]
    arithmetic: str | None = None
    inputs: tuple[Input, ...] = ()
    findings: tuple[Finding, ...] = ()
    found: int = 0

    def _repr_html_(self) -> str:
        """Show the explanation in a notebook."""
        from kg.show.notebook import explanation_block

        return explanation_block(self)


def _context(place: str, texts: list[TextFile]) -> tuple[Context | None, str | None]:
    """Return the context of a place, or the reason why it cannot be shown."""
    where = passage(place)
    file = next((f for f in texts if where is not None and f.iri == where.file), None)
    if where is None or file is None:
        return None, None
    if file.found is None:
        return None, f"the text is not at hand: give {file.name} with --text to see the words in their context"
    if not file.is_the_one_read:
        return None, f"{file.name} at hand is not the text that was read: its SHA-256 differs"
    text = read_text(file.found)
    first, last = paragraph(text, where.start, where.end)
    before, after = text[max(first, where.start - _NEAR) : where.start], text[where.end : min(last, where.end + _NEAR)]
    cut = ("…" if where.start - _NEAR > first else "", "…" if where.end + _NEAR < last else "")
    return Context(cut[0] + before, text[where.start : where.end], after + cut[1]), None


def explain(rows: Rows, ontology: Ontology, name: str, texts: Path | None, language: str) -> Explanation:
    """Explain one claim in a language; `texts` is a text or folder of texts for the context of its words."""
    return read_explained(rows, ontology, find_claim(rows, name), texts, language)[0]


def read_explained(
    rows: Rows, ontology: Ontology, claim: str, texts: Path | None, language: str
) -> tuple[Explanation, ClaimReader]:
    """Explain one claim, as `explain` does, and return it with what reads it and the claims beside it in findings."""
    found = findings_on(rows, [claim])
    told, revised = found[:_MOST_FINDINGS], [*filter(None, map(supersession, found))]
    read = {claim, *(one for row in told for one in row["rests_on"]), *(one for pair in revised for one in pair)}
    reading = read_claims(rows, ontology, language, read)
    findings = tuple(read_finding(reading, row) for row in told)
    (explained,) = _explained(rows, ontology, reading, [claim], texts)
    statements = (*explained.statements, *_supersessions(reading, claim, revised))
    return replace(explained, statements=statements, findings=findings, found=len(found)), reading


def _supersessions(reading: ClaimReader, claim: str, revised: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield what a claim supersedes, and by what it is superseded itself."""
    for later, earlier in revised:
        if claim in (later, earlier):
            said, other = (terms.supersedes, earlier) if claim == later else (ClaimStatus.SUPERSEDED, later)
            yield reading.name(said), reading.row(other)[columns.claim_key] or ""


@dataclass(frozen=True, slots=True)
class ExplainedFinding:
    """A finding, its numbers with their names, the claims that it rests on, explained, and what reads these."""

    finding: Finding
    numbers: Sequence[tuple[str, str]]
    claims: Sequence[Explanation]
    reading: ClaimReader


def explain_finding(rows: Rows, ontology: Ontology, name: str, texts: Path | None, language: str) -> ExplainedFinding:
    """Explain one finding in a language; `texts` is what it is to `explain`."""
    row = find_finding(rows, name)
    reading = read_claims(rows, ontology, language, row["rests_on"])
    finding = read_finding(reading, row)
    claims = _explained(rows, ontology, reading, finding.rests_on, texts)
    return ExplainedFinding(finding, [*named_numbers(reading, finding)], claims, reading)


def _explained(
    rows: Rows, ontology: Ontology, reading: ClaimReader, claims: Sequence[str], texts: Path | None
) -> list[Explanation]:
    files = text_files(reading.known, texts)
    ends = rows.ask("FROM ends WHERE claim IN (SELECT unnest($claims))", claims=[*claims])
    allowed = {row.pop("claim"): row for row in ends}
    return [_explanation(ontology, reading, claim, allowed.get(claim, {}), files) for claim in claims]


def _explanation(
    ontology: Ontology, reading: ClaimReader, claim: str, allowed: OpenedRow, files: list[TextFile]
) -> Explanation:
    row = reading.flat[claim]
    context, doubt = _context(row[columns.was_derived_from] or "", files)
    source = row[columns.had_primary_source]
    return Explanation(
        claim=claim,
        key=row[columns.claim_key] or "",
        kind=reading.name(iri.expand(row["class"])),
        words=reading.row(claim)[columns.words] or None,
        context=context,
        doubt=doubt,
        place=row[columns.was_derived_from] or "",
        statements=_statements(ontology, reading, row, allowed),
        source=tuple(_source(reading, source)) if source else (),
        arithmetic=row[columns.arithmetic],
        inputs=tuple(_input(reading, one) for one in inputs_of(row)),
    )


def _statements(
    ontology: Ontology, reading: ClaimReader, row: OpenedRow, allowed: OpenedRow
) -> tuple[tuple[str, str], ...]:
    """Return what a claim states, labelled: first what is its own kind's, then what every claim has."""
    slots = slots_of(ontology, _stating(row))
    found = {
        (0, reading.name(predicate), _number(reading, allowed[end]))
        for end, predicate in _ENDS.items()
        if allowed.get(end) is not None
    }
    if row[columns.amount] is not None and (tolerance := reading.tolerance(reading.row(row["claim"]))):
        found.add((0, reading.name(terms.tolerance), tolerance))
    for name, cell in row.items():
        stated = None if cell is None or name in _NOT_STATED or name.startswith(WORDS) else column_of(slots, name)
        if stated is not None:
            rank = _LAST.index(stated.slot.name) + 1 if stated.slot.name in _LAST else 0
            label = reading.name(stated.slot.predicate)
            found |= {(rank, label, _text(reading, stated, value)) for value in _values(stated, cell)}
    if period := written_period(row[columns.valid_from], row[columns.valid_until], reading.language):
        found.add((1, PERIOD[reading.language], period))
    return tuple((name, value) for _, name, value in sorted(found))


def _stating(row: OpenedRow) -> str:
    """Return the class whose properties a claim may have: a derived one with an origin is a flow too."""
    cls = iri.expand(row["class"])
    return terms.DerivedFlow if cls == terms.DerivedClaim and row[columns.has_origin] else cls


def _values(stated: Column, cell: Value) -> Sequence[Value]:
    return cell.split(MANY) if stated.slot.many and isinstance(cell, str) else [cell]


def _text(reading: ClaimReader, stated: Column, value: Value) -> str:
    """Write a value for people: the label of a thing that has one, a day or number in words, else the value itself."""
    match value:
        case date():
            return written_day(value, reading.language)
        case Decimal():
            return _number(reading, value)
        case str() if stated.slot.kind is Kind.KEY and value.startswith(iri.BASE):
            return reading.name(value)
        case _:
            return text_of(value)


def _number(reading: ClaimReader, number: Decimal) -> str:
    return reading.phrases.number(number)


def _source(reading: ClaimReader, source: str) -> Iterator[tuple[str, str]]:
    """Yield what a reader must know of a source: its name, publisher, day, address and licence."""
    note = source_note(reading.known, source, reading.language)
    yield reading.name(terms.Source), note.name
    if note.publisher:
        yield reading.name(PUBLISHER), note.publisher
    for day in values(reading.known, source, ISSUED):
        yield reading.name(ISSUED), reading.phrases.day(date.fromisoformat(day))
    if note.licence:
        yield reading.name(LICENCE), " — ".join(filter(None, (note.licence, note.permits)))
    if note.address:
        yield reading.name(ADDRESS), note.address


def _input(reading: ClaimReader, claim: str) -> Input:
    """Return a claim that a derived one is computed from, '' where it has no amount or place."""
    row = reading.row(claim)
    return Input(reading.key(claim), reading.phrases.figure_of(row), row[columns.was_derived_from] or "")
