"""Write the findings of a page for programs: their claims, results, reasons and numbers, by key."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from kg.core import iri, terms
from kg.core.ontology import column_name
from kg.finding import NUMBERS
from kg.show.explain import Explanation
from kg.show.model import Finding, Page

_RESULTS = {"verdict": terms.hasVerdict, "change": terms.hasChange, "outcome": terms.hasOutcome}


def as_json(page: Page) -> str:
    """Write a page's findings as a JSON object: the title, language and day of the page, and `findings`, a list.

    A finding has its key, its `kind`, the keys of its `claims`, the first and the second before the others, the keys of
    its `verdict`, `outcome` or `change` (several joined by a blank, none null) and of its `reasons`, its `sentence`
    in the language, and its numbers in the base unit, null where it has none.
    """
    found = {
        "title": page.title,
        "language": page.language,
        "day": page.day or None,
        "note": page.note or None,
        "findings": [_finding(finding) for finding in page.findings],
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def explained_as_json(found: Explanation) -> str:
    """Write an explanation of a claim as a JSON object, null where it has nothing."""
    return json.dumps(_explained(found), ensure_ascii=False, indent=2) + "\n"


def finding_as_json(finding: Finding, numbers: Iterable[tuple[str, str]], claims: Iterable[Explanation]) -> str:
    """Write a finding as a JSON object, its numbers in words, with the claims that it rests on explained."""
    found = {**_finding(finding), "in_words": dict(numbers), "explained": [_explained(one) for one in claims]}
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _explained(found: Explanation) -> dict[str, Any]:
    return {
        "claim": iri.key_of(found.claim),
        "key": found.key or None,
        "kind": found.kind,
        "words": found.words,
        "context": None if found.context is None else asdict(found.context),
        "doubt": found.doubt,
        "place": found.place or None,
        "arithmetic": found.arithmetic,
        "inputs": [asdict(one) for one in found.inputs],
        "statements": [{"name": name, "value": value} for name, value in found.statements],
        "source": [{"name": name, "value": value} for name, value in found.source],
        "findings": [_finding(one) for one in found.findings],
        "found": found.found,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    results = {name: " ".join(_keys(finding, predicate)) or None for name, predicate in _RESULTS.items()}
    return {
        "finding": iri.key_of(finding.name),
        "kind": column_name(finding.cls).replace("_", "-"),
        "about": [iri.key_of(subject) for subject in finding.subjects],
        **results,
        "reasons": _keys(finding, terms.hasReason),
        "first": finding.keys[0],
        "second": finding.keys[1],
        "claims": [*finding.keys],
        **{name: _number(finding.numbers.get(predicate)) for name, predicate in NUMBERS.items()},
        "sentence": finding.sentence,
    }


def _keys(finding: Finding, predicate: str) -> list[str]:
    return [iri.key_of(concept).partition("/")[2] for concept in finding.concepts[predicate]]


def _number(number: Decimal | None) -> int | float | None:
    """Return a number as JSON has it: a whole one, else the floating number nearest to it."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)
