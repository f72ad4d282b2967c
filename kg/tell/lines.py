"""Write findings and derived claims as the N-Quads lines of the derived graph."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from kg.compare.form import SEGMENTS
from kg.core import columns, iri, terms
from kg.core.concepts import Reason
from kg.core.graph import Literal, NamedNode, Store
from kg.core.languages import LANGUAGES
from kg.labels import label
from kg.tell.cited import Cited, FlatRow
from kg.tell.sentences import Phrases, sentence
from kg.wording.units import counted_forms

_BATCH = 20_000
_GRAPH = NamedNode(iri.DERIVED_GRAPH)
_TYPE = iri.PREFIXES["rdf"] + "type"
_XSD = iri.PREFIXES["xsd"]
_CONCEPTS = {
    "verdict": terms.hasVerdict,
    "change": terms.hasChange,
    "outcome": terms.hasOutcome,
    "reasons": terms.hasReason,
}
NUMBERS = {
    "gap": terms.gap,
    "least": terms.leastDifference,
    "greatest": terms.greatestDifference,
    "ratio": terms.ratio,
}


def finding_of(row: FlatRow) -> str:
    """Name a finding by what it is and the claims that it rests on."""
    return iri.mint_hashed("finding", row["class"], row["first"], row["second"], "|".join(row["others"]))


Statement: TypeAlias = tuple[str, NamedNode | Literal]
"""What is stated of a thing: a property and a value."""


def finding_lines(findings: Iterable[FlatRow], cited: Cited, phrases: Sequence[Phrases]) -> Iterator[str]:
    """Write findings, as `told_findings` tells them."""
    for finding, statements in told_findings(findings, cited, phrases):
        for predicate, value in statements:
            yield f"<{finding}> <{predicate}> {value} {_GRAPH} ."


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


def claims_told(row: FlatRow) -> list[str]:
    """Return the claims that the sentence of a finding tells of: the two, and of a sum all that are added up."""
    is_sum = row["reasons"] == [iri.own_key(Reason.SUM_DIFFERS)]
    return claims_of(row) if is_sum else [row["first"], row["second"]]


def phrases_of(store: Store, currencies: frozenset[str]) -> list[Phrases]:
    """Return the phrases of every language, of the labels and counted forms that a store holds."""
    forms = counted_forms(store)
    return [Phrases(language, lambda name, of: label(store, name, of), currencies, forms) for language in LANGUAGES]


def rows_in(path: Path) -> Iterator[FlatRow]:
    """Yield the rows of a Parquet file."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(_BATCH):
            yield from batch.to_pylist()


def claims_of(row: FlatRow) -> list[str]:
    """Return the claims on which a finding rests, the two that it compares first."""
    return [row["first"], row["second"], *row["others"]]


def _statements(row: FlatRow, claims: Sequence[FlatRow], phrases: Iterable[Phrases]) -> Iterator[Statement]:
    """Yield what is stated of a finding on claims, of which the first two are its own."""
    for cls in (iri.expand(row["class"]), terms.Finding, iri.PREFIXES["prov"] + "Entity"):
        yield _TYPE, NamedNode(cls)
    yield terms.hasFirstClaim, NamedNode(row["first"])
    yield terms.hasSecondClaim, NamedNode(row["second"])
    yield from ((terms.restsOn, NamedNode(claim)) for claim in claims_of(row))
    yield from ((terms.isAbout, NamedNode(subject)) for subject in {claim["subject"] for claim in claims[:2]})
    yield from ((predicate, NamedNode(concept)) for predicate, concept in concepts(row))
    yield from ((predicate, decimal(row[name])) for name, predicate in NUMBERS.items() if row[name] is not None)
    for language in phrases:
        yield terms.sentence, Literal(told(language, row, claims), language=language.language)


def told(phrases: Phrases, row: FlatRow, claims: Sequence[FlatRow]) -> str:
    """Tell a finding in a sentence; the claims are those that `claims_told` names."""
    return sentence(phrases, claims, _conclusion(phrases, row, claims[0][columns.has_unit]))


def concepts(row: FlatRow) -> Iterator[tuple[str, str]]:
    """Yield the concepts that a finding names, each with the property that leads to it."""
    for column, predicate in _CONCEPTS.items():
        keys = row[column] if isinstance(row[column], list) else filter(None, [row[column]])
        yield from ((predicate, iri.mint(SEGMENTS[column], key)) for key in keys)


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


def decimal(number: Decimal) -> Literal:
    """Write a decimal without superfluous zeros."""
    return Literal(format(number.normalize(), "f"), datatype=NamedNode(_XSD + "decimal"))


CLAIM_COLUMNS = {
    columns.claim_key: terms.claimKey,
    columns.claim_status: terms.claimStatus,
    columns.has_attribution_mode: terms.hasAttributionMode,
    columns.asserted_on: terms.assertedOn,
    columns.recorded_on: terms.recordedOn,
    columns.valid_from: terms.validFrom,
    columns.valid_until: terms.validUntil,
    columns.is_about: terms.isAbout,
    columns.has_indicator: terms.hasIndicator,
    columns.has_stage: terms.hasStage,
    columns.has_bound: terms.hasBound,
    columns.amount: terms.amount,
    columns.amount_to: terms.amountTo,
    columns.has_unit: terms.hasUnit,
    columns.is_restricted_to: terms.isRestrictedTo,
    columns.has_origin: terms.hasOrigin,
    columns.has_destination: terms.hasDestination,
    columns.has_product: terms.hasProduct,
    columns.has_reporter: terms.hasReporter,
    columns.stands_in_entry_of: terms.standsInEntryOf,
    columns.has_valuation: terms.hasValuation,
    columns.arithmetic: terms.arithmetic,
    "inputs": terms.isComputedFrom,
}
TEXT_COLUMNS = frozenset({columns.claim_key, columns.arithmetic})
"""Those that hold text, and no IRI."""
