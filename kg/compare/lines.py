"""Write findings and derived claims as the N-Quads lines of the derived graph."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from kg import iri, terms
from kg.compare.cited import Cited, Row
from kg.compare.sentences import Phrases, sentence
from kg.compare.sums import SUM_DIFFERS
from kg.graph import Literal, NamedNode, Store
from kg.labels import label
from kg.ontology import Ontology
from kg.wording.units import counted_forms

LANGUAGES = ("en", "kk", "ru")
_BATCH = 20_000
_GRAPH = NamedNode(iri.DERIVED_GRAPH)
_TYPE = iri.PREFIXES["rdf"] + "type"
_XSD = iri.PREFIXES["xsd"]
_CONCEPTS = {
    "verdict": (terms.hasVerdict, "verdict"),
    "change": (terms.hasChange, "change"),
    "outcome": (terms.hasOutcome, "outcome"),
    "reasons": (terms.hasReason, "reason"),
}
_NUMBERS = {
    "gap": terms.gap,
    "least": terms.leastDifference,
    "greatest": terms.greatestDifference,
    "ratio": terms.ratio,
}


def finding_of(row: Row) -> str:
    """Name a finding by what it is and the claims that it rests on."""
    return iri.mint_hashed("finding", row["class"], row["first"], row["second"], row["others"] or "")


Statement: TypeAlias = tuple[str, NamedNode | Literal]
"""What is stated of a thing: a property and a value."""


def finding_lines(findings: Iterable[Row], cited: Cited, phrases: Sequence[Phrases]) -> Iterator[str]:
    """Write findings, as `told_findings` tells them."""
    for finding, statements in told_findings(findings, cited, phrases):
        for predicate, value in statements:
            yield f"<{finding}> <{predicate}> {value} {_GRAPH} ."


def told_findings(
    findings: Iterable[Row], cited: Cited, phrases: Sequence[Phrases]
) -> Iterator[tuple[str, Iterator[Statement]]]:
    """Yield findings, given as rows, each with what is stated of it: a sentence in each language, and all.

    `cited` are the claims that they rest on.
    """
    every = iter(findings)
    while rows := list(islice(every, _BATCH)):
        told = [_told(row) for row in rows]
        claims = iter(cited.rows([claim for names in told for claim in names]))
        for row, names in zip(rows, told, strict=True):
            yield finding_of(row), _statements(row, list(islice(claims, len(names))), phrases)


def _told(row: Row) -> list[str]:
    """Return the claims that the sentence of a finding tells of: the two, and of a sum all that are added up."""
    others = _parts(row["others"]) if row["reasons"] == SUM_DIFFERS else []
    return [row["first"], row["second"], *others]


def phrases_of(store: Store, currencies: frozenset[str]) -> list[Phrases]:
    """Return the phrases of every language, of the labels and counted forms that a store holds."""
    forms = counted_forms(store)
    return [Phrases(language, lambda name, of: label(store, name, of), currencies, forms) for language in LANGUAGES]


def rows_in(path: Path) -> Iterator[Row]:
    """Yield the rows of a Parquet file."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(_BATCH):
            yield from batch.to_pylist()


def claims_of(row: Row) -> list[str]:
    """Return the claims on which a finding rests, the two that it compares first."""
    return [row["first"], row["second"], *_parts(row["others"])]


def _statements(row: Row, claims: Sequence[Row], phrases: Iterable[Phrases]) -> Iterator[Statement]:
    """Yield what is stated of a finding on claims, of which the first two are its own."""
    for cls in (iri.expand(row["class"]), terms.Finding, iri.PREFIXES["prov"] + "Entity"):
        yield _TYPE, NamedNode(cls)
    yield terms.hasFirstClaim, NamedNode(row["first"])
    yield terms.hasSecondClaim, NamedNode(row["second"])
    yield from ((terms.restsOn, NamedNode(claim)) for claim in claims_of(row))
    yield from ((terms.isAbout, NamedNode(subject)) for subject in {claim["subject"] for claim in claims[:2]})
    yield from ((predicate, NamedNode(concept)) for predicate, concept in _concepts(row))
    yield from ((predicate, decimal(row[name])) for name, predicate in _NUMBERS.items() if row[name] is not None)
    for language in phrases:
        text = sentence(language, claims, _conclusion(language, row, claims[0]["has_unit"]))
        yield terms.sentence, Literal(text, language=language.language)


def _concepts(row: Row) -> Iterator[tuple[str, str]]:
    """Yield the concepts that a finding names, each with the property that leads to it."""
    for column, (predicate, segment) in _CONCEPTS.items():
        yield from ((predicate, iri.mint(segment, key)) for key in _parts(row[column]))


def _conclusion(phrases: Phrases, row: Row, unit: str | None) -> str:
    """Say what follows: the class of the finding or its verdict, then its reasons and how far the values lie apart."""
    said = [phrases.name(concept) for _, concept in _concepts(row)]
    if row["verdict"] is None:
        said.insert(0, phrases.name(iri.expand(row["class"])))
    numbers = [
        f"{phrases.name(predicate)} {_number(phrases, column, row[column], unit)}"
        for column, predicate in _NUMBERS.items()
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


def _parts(text: str | None) -> list[str]:
    return text.split("|") if text else []


def decimal(number: Decimal) -> Literal:
    """Write a decimal without superfluous noughts."""
    return Literal(format(number.normalize(), "f"), datatype=NamedNode(_XSD + "decimal"))


CLAIM_COLUMNS = {
    "claim_key": terms.claimKey,
    "claim_status": terms.claimStatus,
    "has_attribution_mode": terms.hasAttributionMode,
    "asserted_on": terms.assertedOn,
    "recorded_on": terms.recordedOn,
    "valid_from": terms.validFrom,
    "valid_until": terms.validUntil,
    "is_about": terms.isAbout,
    "has_indicator": terms.hasIndicator,
    "has_stage": terms.hasStage,
    "has_bound": terms.hasBound,
    "amount": terms.amount,
    "amount_to": terms.amountTo,
    "has_unit": terms.hasUnit,
    "is_restricted_to": terms.isRestrictedTo,
    "has_origin": terms.hasOrigin,
    "has_destination": terms.hasDestination,
    "has_product": terms.hasProduct,
    "has_reporter": terms.hasReporter,
    "stands_in_entry_of": terms.standsInEntryOf,
    "has_valuation": terms.hasValuation,
    "arithmetic": terms.arithmetic,
    "inputs": terms.isComputedFrom,
}
_TEXTS = frozenset({"claim_key", "arithmetic"})


def derived_lines(derived: Iterable[Row], ontology: Ontology) -> Iterator[str]:
    """Write derived claims, given as rows: what each states, its arithmetic and the claims that enter it."""
    of_claims, of_flows = (_classes(ontology, cls) for cls in (terms.DerivedClaim, terms.DerivedFlow))
    for row in derived:
        name = NamedNode(row["claim"])
        for cls in of_flows if row["has_origin"] else of_claims:
            yield f"{name} <{_TYPE}> {NamedNode(cls)} {_GRAPH} ."
        for column, predicate in CLAIM_COLUMNS.items():
            for value in _values(column, row[column]):
                yield f"{name} <{predicate}> {value} {_GRAPH} ."


def _classes(ontology: Ontology, cls: str) -> list[str]:
    """Return a class of ours and its superclasses that are."""
    return [sup for sup in ontology.supers(cls) if sup.startswith(iri.PREFIXES["dyad"])]


def _values(column: str, value: Any) -> list[NamedNode | Literal]:
    """Return the values of a cell as terms."""
    if value is None:
        return []
    if isinstance(value, Decimal):
        return [decimal(value)]
    if isinstance(value, date):
        return [Literal(value.isoformat(), datatype=NamedNode(_XSD + "date"))]
    return [Literal(value)] if column in _TEXTS else [NamedNode(part) for part in _parts(value)]
