"""Tell findings as statements, and write these as N-Quads lines of the derived graph."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import TypeAlias

from kg.core import columns, iri, terms
from kg.core.graph import Literal, NamedNode, Store
from kg.core.languages import LANGUAGES
from kg.core.ontology import RDF_TYPE
from kg.figure import FlatRow
from kg.finding import NUMBERS, claims_of, claims_told, concepts, finding_of, supersession
from kg.tell.cited import Cited
from kg.tell.sentences import Phrases, sentence
from kg.wording.labels import label
from kg.wording.units import counted_forms

_BATCH = 20_000
_GRAPH = NamedNode(iri.DERIVED_GRAPH)
_XSD = iri.PREFIXES["xsd"]

Statement: TypeAlias = tuple[str, NamedNode | Literal]
"""What is stated of a thing: a property and a value."""


def finding_lines(findings: Iterable[FlatRow], cited: Cited, phrases: Sequence[Phrases]) -> Iterator[str]:
    """Write findings, as `told_findings` tells them."""
    for finding, statements in told_findings(findings, cited, phrases):
        for predicate, value in statements:
            yield f"<{finding}> <{predicate}> {value} {_GRAPH} ."


def supersession_lines(findings: Iterable[FlatRow], stays: Callable[[str], bool]) -> Iterator[str]:
    """Write which claim supersedes which, of those that stay."""
    for later, earlier in filter(None, map(supersession, findings)):
        if stays(later):
            yield f"<{later}> <{terms.supersedes}> <{earlier}> {_GRAPH} ."


def told_findings(
    findings: Iterable[FlatRow], cited: Cited, phrases: Sequence[Phrases]
) -> Iterator[tuple[str, Iterator[Statement]]]:
    """Yield findings, given as rows, each with what is stated of it: a sentence in each language, and all.

    `cited` are the claims that they rest on.
    """
    every = iter(findings)
    while rows := list(islice(every, _BATCH)):
        told = [claims_told(row) for row in rows]
        claims = iter(cited.rows([claim for names in told for claim in names]))
        for row, names in zip(rows, told, strict=True):
            yield finding_of(row), _statements(row, list(islice(claims, len(names))), phrases)


def phrases_of(store: Store, currencies: frozenset[str]) -> list[Phrases]:
    """Return the phrases of every language, of the labels and counted forms that a store holds."""
    forms = counted_forms(store)
    return [Phrases(language, lambda name, of: label(store, name, of), currencies, forms) for language in LANGUAGES]


def _statements(row: FlatRow, claims: Sequence[FlatRow], phrases: Iterable[Phrases]) -> Iterator[Statement]:
    """Yield what is stated of a finding on claims, of which the first two are its own."""
    for cls in (iri.expand(row["class"]), terms.Finding, iri.PREFIXES["prov"] + "Entity"):
        yield RDF_TYPE, NamedNode(cls)
    yield terms.hasFirstClaim, NamedNode(row["first"])
    yield terms.hasSecondClaim, NamedNode(row["second"])
    yield from ((terms.restsOn, NamedNode(claim)) for claim in claims_of(row))
    yield from ((terms.isAbout, NamedNode(subject)) for subject in {claim["subject"] for claim in claims[:2]})
    yield from ((predicate, NamedNode(concept)) for predicate, concept in concepts(row))
    yield from ((predicate, _decimal(row[name])) for name, predicate in NUMBERS.items() if row[name] is not None)
    for language in phrases:
        yield terms.sentence, Literal(told(language, row, claims), language=language.language)


def told(phrases: Phrases, row: FlatRow, claims: Sequence[FlatRow]) -> str:
    """Tell a finding in a sentence; the claims are those that `claims_told` names."""
    return sentence(phrases, claims, _conclusion(phrases, row, claims[0][columns.has_unit]))


def _conclusion(phrases: Phrases, row: FlatRow, unit: str | None) -> str:
    """Say what follows: the class of the finding or its verdict, then its reasons and how far the values lie apart."""
    said = [phrases.name(concept) for _, concept in concepts(row)]
    if row["verdict"] is None:
        said.insert(0, phrases.name(iri.expand(row["class"])))
    numbers = [
        f"{phrases.name(predicate)} {_number(phrases, column, row[column], unit)}"
        for column, predicate in NUMBERS.items()
        if row[column] and column in _SAID.get(row["class"], ())
    ]
    return f"{said[0]}: {'; '.join([*said[1:], *numbers])}" if said[1:] or numbers else said[0]


def _number(phrases: Phrases, column: str, number: Decimal, unit: str | None) -> str:
    """Write a number of a finding with its unit, which a ratio has not."""
    return phrases.number(number) if column == "ratio" else phrases.amount([number], unit)


_SAID = {
    iri.compress(terms.Comparison): ("gap",),
    iri.compress(terms.TargetOutcome): ("least", "greatest"),
    iri.compress(terms.MirrorPair): ("gap", "ratio"),
}


def _decimal(number: Decimal) -> Literal:
    """Write a decimal without superfluous zeros."""
    return Literal(format(number.normalize(), "f"), datatype=NamedNode(_XSD + "decimal"))
