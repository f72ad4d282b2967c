"""The evidence of the claims that an answer names: no number without who says it, of what, in which words."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from kg.core import columns, iri
from kg.core.graph import NamedNode
from kg.core.ontology import Ontology
from kg.core.time_axes import TimeAxes
from kg.query.answers import Answer
from kg.rows.opened import Rows, look_at_rows
from kg.show.evidence import ClaimReader, read_claims
from kg.show.model import Evidence

_THINGS: Final = {
    "indicator": columns.has_indicator,
    "stage": columns.has_stage,
    "bound": columns.has_bound,
    "unit": columns.has_unit,
}


def claims_in(answer: Answer) -> list[str]:
    """Return the claims that the cells of an answer name, in their order, each once."""
    terms = [term.value for row in answer.rows for term in row if isinstance(term, NamedNode)]
    return [*dict.fromkeys(name for name in terms if name.startswith(iri.CLAIM))]


def evidence_of(
    folder: Path, axes: TimeAxes, ontology: Ontology, language: str, claims: Sequence[str]
) -> tuple[dict[str, Any], ...]:
    """Return the evidence of some claims in a language, of those alone that two days leave of a build."""

    def look(rows: Rows) -> tuple[dict[str, Any], ...]:
        reading = read_claims(rows, ontology, language, claims)
        return tuple(_evidence(reading, claim) for claim in claims if claim in reading.flat)

    return look_at_rows(folder, axes, look) if claims else ()


def _evidence(reading: ClaimReader, claim: str) -> dict[str, Any]:
    """Return a claim as JSON has it, without what it does not say."""
    told, row = reading.evidence(claim), reading.row(claim)
    numbers = {name: row[name] for name in (columns.amount, columns.amount_to)}
    things = {name: iri.key_of(row[column]) for name, column in _THINGS.items() if row[column]}
    said: dict[str, Any] = {
        "claim": iri.key_of(claim),
        "key": told.key,
        "about": told.about,
        "value": told.value,
        **{name: f"{number.normalize():f}" for name, number in numbers.items() if number is not None},
        **things,
        "period": told.period,
        **_days(row[columns.valid_from], row[columns.valid_until]),
        "speaker": told.who,
        "said": told.day,
        "words": told.words,
        "place": told.place_in_source,
        "source": _source(told),
        "arithmetic": told.arithmetic,
        "computed_from": [one.key for one in told.inputs],
    }
    return {name: value for name, value in said.items() if value}


def _days(first: date | None, last: date | None) -> dict[str, str]:
    ends = {columns.valid_from: first, columns.valid_until: last}
    return {name: day.isoformat() for name, day in ends.items() if day is not None}


def _source(told: Evidence) -> dict[str, str]:
    """Return what a reader must know of the source of a claim; a derived one has none."""
    if told.source is None:
        return {}
    one = told.source
    said = {"key": one.id, "name": one.name, "publisher": one.publisher, "day": one.day, "address": one.address}
    terms = {"licence": one.licence, "permits": one.permits}
    return {name: text for name, text in (said | terms).items() if text}
