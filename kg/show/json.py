"""Write the findings of a page for programs: their claims, results, reasons and numbers, by key."""

import json
from decimal import Decimal
from typing import Any

from kg.core import iri, terms
from kg.core.ontology import column_name
from kg.finding import NUMBERS
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
