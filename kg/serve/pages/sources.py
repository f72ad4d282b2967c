"""The pages of sources: all of a build, and each with its terms, files and rows."""

from typing import Any

from kg.core import iri
from kg.core.errors import ArgumentInvalid, NameUnknown
from kg.serve.pages.site import Look
from kg.show.sources import find_line, list_sources


def gather_sources(look: Look) -> dict[str, Any]:
    """Gather the page of all sources."""
    lines = list_sources(look.rows, look.ontology, look.language)
    return {"title": look.word("sources"), "lines": lines}


def gather_source(look: Look, key: str) -> dict[str, Any]:
    """Gather the page of a source; raise NameUnknown with the nearest for what is none."""
    try:
        line = find_line(list_sources(look.rows, look.ontology, look.language), key)
    except ArgumentInvalid as error:
        raise NameUnknown(error.problem, remedy=error.remedy, value=key) from error
    classes = {cls: look.names.kind(f"dyad:{cls}") for cls in line.rows}
    return {"title": line.name, "line": line, "classes": classes, "name": iri.mint("source", key)}
