"""Explain a claim: its words in their context, who says them in which post, where, when, and under what terms."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from kg import iri, terms
from kg.errors import ClaimUnknown
from kg.graph import Literal, NamedNode, Store, matches, name_of, stated, values
from kg.labels import label
from kg.show.finding import findings_on, read_finding
from kg.signs import flaw
from kg.texts import TextFile, paragraph, passage, read_text, text_files
from kg.wording.bounds import STATED, UnitWords, bounded
from kg.wording.days import PERIOD, written_day
from kg.wording.days import period as written_period
from kg.wording.numbers import figure
from kg.wording.units import counted_forms

_DERIVED_FROM = iri.PREFIXES["prov"] + "wasDerivedFrom"
_SOURCE = iri.PREFIXES["prov"] + "hadPrimarySource"
_TYPE = iri.PREFIXES["rdf"] + "type"
_OWN_LINE = (terms.words, terms.claimKey, _DERIVED_FROM, _SOURCE, terms.arithmetic, terms.isComputedFrom)
_HIDDEN = (_TYPE, *_OWN_LINE, terms.validFrom, terms.validUntil)
_XSD = iri.PREFIXES["xsd"]
_WRITTEN: dict[str, Callable[[str, str], str]] = {
    _XSD + "date": lambda text, language: written_day(date.fromisoformat(text), language),
    _XSD + "decimal": lambda text, language: str(figure(Decimal(text), language)),
}
_LAST = (
    terms.timeAsSaid,
    terms.assertedBy,
    terms.assertedAs,
    terms.assertedAt,
    terms.assertedOn,
    terms.hasAttributionMode,
    terms.claimStatus,
    terms.recordedOn,
)
_OF_SOURCE = tuple(iri.PREFIXES["dcterms"] + name for name in ("publisher", "issued", "license"))
_ADDRESS = iri.PREFIXES["dcat"] + "landingPage"
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
class Told:
    """A finding that rests on a claim: its name, what it says in a word or two, and its sentence."""

    name: str
    heading: str
    sentence: str


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
    findings: tuple[Told, ...] = ()
    found: int = 0


def find_claim(store: Store, name: str) -> str:
    """Find a claim by its IRI, `claim/...`, the beginning of its hash, `source/key`, or its key alone.

    Raises ClaimUnknown if there is no such claim, or several.
    """
    wanted = name.removeprefix(iri.ID).removeprefix("claim/")
    found = {} if flaw(wanted) else _named(store, wanted) or _loosely_named(store, wanted)
    if len(found) != 1:
        near = ", ".join(sorted(found.values())[:5])
        raise ClaimUnknown(
            "Several claims have this name." if found else "No claim has this name.",
            remedy=f"Name one: {near}." if found else "`kg query` with ?claim dyad:claimKey ?key lists them all.",
            value=name,
        )
    return next(iter(found))


def _named(store: Store, wanted: str) -> dict[str, str]:
    """Look up the claims of a hash or whole key, else of a key in any source; return their keys by their IRIs."""
    whole = _keys(store, NamedNode(iri.mint("claim", wanted)), None) if iri.is_plain_key(wanted) else {}
    whole |= _keys(store, None, Literal(wanted))
    if whole:
        return whole
    sources = (name_of(quad.subject) for quad in matches(store, None, NamedNode(_TYPE), NamedNode(terms.Source)))
    keys = [Literal(f"{iri.key_of(source).partition('/')[2]}/{wanted}") for source in sources]
    return {claim: own for key in keys for claim, own in _keys(store, None, key).items()}


def _loosely_named(store: Store, wanted: str) -> dict[str, str]:
    """Search all claims for those whose hash begins so."""
    keys = _keys(store, None, None)
    return {claim: key for claim, key in keys.items() if f"claim/{wanted}" in iri.key_of(claim)}


def _keys(store: Store, claim: NamedNode | None, key: Literal | None) -> dict[str, str]:
    """Return the keys of the claims that fit a pattern, by their IRIs."""
    quads = matches(store, claim, NamedNode(terms.claimKey), key)
    return {
        quad.subject.value: quad.object.value
        for quad in quads
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
    }


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


def _text(store: Store, term: object, language: str) -> str:
    """Write a term for people: the label of a thing that has one, a day or number in words, else the value itself."""
    if isinstance(term, NamedNode):
        named = term.value.startswith(iri.BASE)
        return label(store, term.value, language) if named else term.value
    if not isinstance(term, Literal):
        return str(term)
    write = _WRITTEN.get(term.datatype.value)
    return write(term.value, language) if write else term.value


def _statements(store: Store, claim: str, language: str) -> tuple[tuple[str, str], ...]:
    """Return what a claim states, labelled: first what is its own kind's, then what every claim has."""
    found = set()
    for quad in matches(store, NamedNode(claim), None):
        name = quad.predicate.value
        if name not in _HIDDEN:
            rank = _LAST.index(name) + 1 if name in _LAST else 0
            found.add((rank, label(store, name, language), _text(store, quad.object, language)))
    if period := _period(store, claim, language):
        found.add((1, PERIOD[language], period))
    return tuple((name, value) for _, name, value in sorted(found))


def _period(store: Store, claim: str, language: str) -> str:
    """Write the period of a claim, up to the last day that belongs to it."""
    ends = (values(store, claim, end) for end in (terms.validFrom, terms.validUntil))
    since, until = (next(map(date.fromisoformat, found), None) for found in ends)
    return written_period(since, until, language)


def _source(store: Store, source: str, language: str) -> tuple[tuple[str, str], ...]:
    """Return what a reader must know of a source: its name, publisher, day, address and licence."""
    found = [(label(store, terms.Source, language), label(store, source, language))]
    for predicate in (*_OF_SOURCE, _ADDRESS):
        for quad in matches(store, NamedNode(source), NamedNode(predicate)):
            permitted = _permitted(store, quad.object.value, language) if isinstance(quad.object, NamedNode) else ""
            found.append((label(store, predicate, language), _text(store, quad.object, language) + permitted))
    return tuple(found)


def _permitted(store: Store, licence: str, language: str) -> str:
    quads = matches(store, NamedNode(licence), NamedNode(terms.permitsUse))
    texts = {q.object.language: q.object.value for q in quads if isinstance(q.object, Literal)}
    return f" — {texts[language]}" if language in texts else ""


def _kind(store: Store, claim: str) -> str:
    """Return the most specific class of a claim: the one that no graph but its source's states."""
    for quad in stated(store, NamedNode(claim), NamedNode(_TYPE)):
        if isinstance(quad.graph_name, NamedNode) and quad.graph_name.value.startswith(iri.SOURCE_GRAPHS):
            return name_of(quad.object)
    return terms.DerivedClaim if terms.DerivedClaim in values(store, claim, _TYPE) else terms.Claim


def _value(store: Store, claim: str, language: str) -> str:
    """Write the amount of a claim with its bound and unit, '' if it has none."""
    amounts = [Decimal(value) for end in (terms.amount, terms.amountTo) for value in values(store, claim, end)]
    if not amounts:
        return ""
    bound, unit = (next(iter(values(store, claim, one)), "") for one in (terms.hasBound, terms.hasUnit))
    is_currency = "true" in values(store, unit, terms.currency)
    name = iri.key_of(unit).partition("/")[2] if is_currency else label(store, unit, language)
    words = UnitWords(name, counted_forms(store).get((unit, language)))
    return bounded(iri.key_of(bound).partition("/")[2] or STATED, amounts, words, language)


def _inputs(store: Store, claim: str, language: str) -> tuple[Input, ...]:
    """Return the claims that a derived one is computed from."""
    found = []
    for name in values(store, claim, terms.isComputedFrom):
        value = _value(store, name, language)
        key, place = (next(iter(values(store, name, one)), "") for one in (terms.claimKey, _DERIVED_FROM))
        found.append(Input(key or iri.key_of(name), value, place))
    return tuple(found)


def _findings(store: Store, claims: list[str], language: str) -> tuple[Told, ...]:
    found = (read_finding(store, name, language) for name in claims[:_MOST_FINDINGS])
    return tuple(Told(one.name, one.heading, one.sentence) for one in found)


def explain(store: Store, name: str, texts: Path | None, language: str) -> Explanation:
    """Explain one claim in a language; `texts` is a text or folder of texts for the context of its words."""
    claim = find_claim(store, name)
    place = next(iter(values(store, claim, _DERIVED_FROM)), "")
    findings = findings_on(store, claim)
    context, doubt = _context(place, text_files(store, texts))
    return Explanation(
        claim=claim,
        key=next(iter(values(store, claim, terms.claimKey)), ""),
        kind=label(store, _kind(store, claim), language),
        words=next(iter(values(store, claim, terms.words)), None),
        context=context,
        doubt=doubt,
        place=place,
        statements=_statements(store, claim, language),
        source=tuple(pair for source in values(store, claim, _SOURCE) for pair in _source(store, source, language)),
        arithmetic=next(iter(values(store, claim, terms.arithmetic)), None),
        inputs=_inputs(store, claim, language),
        findings=_findings(store, findings, language),
        found=len(findings),
    )
