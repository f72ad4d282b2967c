"""The names of the stages of a check, its levels and reports, light enough for the command that lists them."""

from typing import Final

from kg.core import iri
from kg.core.concepts import Verdict

CHECK_STAGES: Final = (
    *("lint", "queries", "tables", "plausibility", "shapes", "words", "consistency"),
    *("contradictions", "goldens"),
)
"""In their order: the ontology by its lint, the questions as they are written, tables cell by cell, what these assert
by the shapes, its words in their texts and by the axioms; of a build the claims side by side, and its answers."""
CONTRADICTION_LEVELS: Final = (iri.own_key(Verdict.CONTRADICTION), iri.own_key(Verdict.SUSPICIOUS))
"""The verdicts from which on claims may be told as findings, the gravest first."""
FAIL_ON: Final = ("violation", "warning", "info")
"""The severities from which on findings may fail a check, the gravest first."""
REPORT_FORMS: Final = ("text", "json", "github", "junit", "sarif", "markdown", "html", "turtle")
