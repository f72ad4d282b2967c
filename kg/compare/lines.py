"""Write findings and derived claims as the N-Quads lines of the derived graph."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from kg import iri, terms
from kg.compare.cited import Cited, Row
from kg.compare.sentences import Label, Phrases, sentence
from kg.graph import Literal, NamedNode

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
    "gap": terms.gap, "least": terms.leastDifference, "greatest": terms.greatestDifference, "ratio": terms.ratio,
}  # fmt: skip


def finding_of(row: Row) -> str:
    """Name a finding by what it is and the claims that it rests on."""
    return iri.mint_hashed("finding", row["class"], row["first"], row["second"], row["others"] or "")


def finding_lines(
    findings: Iterable[list[Row]], cited: Cited, currencies: frozenset[str], label: Label
) -> Iterator[str]:
    """Write findings, given in batches of rows, each with a sentence in every language.

    `cited` are the claims that they rest on; `currencies` are units to name by their code.
    """
    phrases = [Phrases(language, label, currencies) for language in LANGUAGES]
    for rows in findings:
        sides = (cited.rows([row[side] for row in rows]) for side in ("first", "second"))
        for row, one, other in zip(rows, *sides, strict=True):
            name = NamedNode(finding_of(row))
            for predicate, value in _statements(row, one, other, phrases):
                yield f"{name} <{predicate}> {value} {_GRAPH} ."


def batches(path: Path) -> Iterator[list[Row]]:
    """Yield the rows of a Parquet file, batch by batch."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(_BATCH):
            yield batch.to_pylist()


def _statements(
    row: Row, one: Row, other: Row, phrases: Iterable[Phrases]
) -> Iterator[tuple[str, NamedNode | Literal]]:
    """Yield what is stated of a finding on two claims."""
    for cls in (iri.expand(row["class"]), terms.Finding, iri.PREFIXES["prov"] + "Entity"):
        yield _TYPE, NamedNode(cls)
    yield terms.hasFirstClaim, NamedNode(row["first"])
    yield terms.hasSecondClaim, NamedNode(row["second"])
    yield from ((terms.restsOn, NamedNode(claim)) for claim in (row["first"], row["second"], *_parts(row["others"])))
    yield from ((terms.isAbout, NamedNode(subject)) for subject in {claim["subject"] for claim in (one, other)})
    yield from ((predicate, NamedNode(concept)) for predicate, concept in _concepts(row))
    yield from ((predicate, decimal(row[name])) for name, predicate in _NUMBERS.items() if row[name] is not None)
    for language in phrases:
        text = sentence(language, one, other, _conclusion(language, row))
        yield terms.sentence, Literal(text, language=language.language)


def _concepts(row: Row) -> Iterator[tuple[str, str]]:
    """Yield the concepts that a finding names, each with the property that leads to it."""
    for column, (predicate, segment) in _CONCEPTS.items():
        yield from ((predicate, iri.mint(segment, key)) for key in _parts(row[column]))


def _conclusion(phrases: Phrases, row: Row) -> str:
    """Say what follows: the class of the finding or its verdict, then its reasons and how far the values lie apart."""
    said = [phrases.name(concept) for _, concept in _concepts(row)]
    if row["verdict"] is None:
        said.insert(0, phrases.name(iri.expand(row["class"])))
    numbers = [
        f"{phrases.name(predicate)} {phrases.number(row[column])}"
        for column, predicate in _NUMBERS.items()
        if row[column] and column in _SAID.get(row["class"], ())
    ]
    return f"{said[0]}: {'; '.join([*said[1:], *numbers])}" if said[1:] or numbers else said[0]


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


_CLAIM = {
    "claim_key": terms.claimKey, "claim_status": terms.claimStatus, "has_attribution_mode": terms.hasAttributionMode,
    "asserted_on": terms.assertedOn, "recorded_on": terms.recordedOn, "valid_from": terms.validFrom,
    "valid_until": terms.validUntil, "is_about": terms.isAbout, "has_indicator": terms.hasIndicator,
    "has_stage": terms.hasStage, "has_bound": terms.hasBound, "amount": terms.amount, "amount_to": terms.amountTo,
    "has_unit": terms.hasUnit, "is_restricted_to": terms.isRestrictedTo, "has_origin": terms.hasOrigin,
    "has_destination": terms.hasDestination, "has_product": terms.hasProduct, "has_reporter": terms.hasReporter,
    "has_valuation": terms.hasValuation, "arithmetic": terms.arithmetic, "inputs": terms.isComputedFrom,
}  # fmt: skip
_TEXTS = frozenset({"claim_key", "arithmetic"})


def derived_lines(derived: Path) -> Iterator[str]:
    """Write the derived claims of a Parquet file: what each states, its arithmetic and the claims that enter it."""
    for row in (row for rows in batches(derived) for row in rows):
        name = NamedNode(row["claim"])
        for cls in (terms.DerivedClaim, *([terms.Flow, terms.DerivedFlow] if row["has_origin"] else [])):
            yield f"{name} <{_TYPE}> {NamedNode(cls)} {_GRAPH} ."
        for column, predicate in _CLAIM.items():
            for value in _values(column, row[column]):
                yield f"{name} <{predicate}> {value} {_GRAPH} ."


def _values(column: str, value: Any) -> list[NamedNode | Literal]:
    """Return the values of a cell as terms."""
    if value is None:
        return []
    if isinstance(value, Decimal):
        return [decimal(value)]
    if isinstance(value, date):
        return [Literal(value.isoformat(), datatype=NamedNode(_XSD + "date"))]
    return [Literal(value)] if column in _TEXTS else [NamedNode(part) for part in _parts(value)]
