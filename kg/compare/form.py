"""The form of a finding as a row: its class, its claims, and concepts by their keys; a list may be empty."""

from typing import Final

COLUMNS: Final = {
    "class": "string",
    "first": "string",
    "second": "string",
    "others": "array<string>",
    "verdict": "string",
    "change": "array<string>",
    "outcome": "string",
    "reasons": "array<string>",
    "gap": "decimal(38, 9)",
    "least": "decimal(38, 9)",
    "greatest": "decimal(38, 9)",
    "ratio": "decimal(38, 9)",
}
"""The columns with the types that they have for the engine."""
SEGMENTS: Final = {"verdict": "verdict", "change": "change", "outcome": "outcome", "reasons": "reason"}
"""The columns that name concepts, with the segments of their IRIs."""
