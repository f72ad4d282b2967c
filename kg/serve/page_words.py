"""The words of pages that no label of the ontology and no question gives, in three languages."""

import tomllib
from functools import cache
from pathlib import Path


@cache
def page_words() -> dict[str, dict[str, str]]:
    """Read the words of pages and of the workbench, by what they say and by language."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(Path(__file__).parent.glob("*_words.toml")):
        found |= tomllib.loads(path.read_text(encoding="utf-8"))
    return found


def page_word(name: str, language: str, *parts: object) -> str:
    """Return a word of pages in a language, with its parts put in."""
    return page_words()[name][language].format(*parts)
