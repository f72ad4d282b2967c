"""The languages that Dyad speaks: of its labels, questions, sentences and pages."""

from typing import Final

LANGUAGES: Final = ("en", "kk", "ru")
FALLBACK: Final = ("kk", "ru", "en")
"""In which order another language serves where there is no label in the one asked for."""
