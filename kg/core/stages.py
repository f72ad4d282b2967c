"""The names of the stages of a check, light enough for the command that lists them."""

from typing import Final

STAGES: Final = ("lint", "queries", "tables", "shapes", "words", "consistency", "contradictions", "goldens")
"""In their order: the ontology by its lint, the questions as they are written, tables cell by cell, what these assert
by the shapes, its words in their texts and by the axioms; of a build the claims side by side, and its answers."""
