"""The page in the place of one that cannot be shown: what is wrong, and the things nearest to what was meant."""

from itertools import islice
from typing import Any, Final

from kg.core.errors import BuildDamaged, BuildMissing, KgError
from kg.serve.pages.site import Look
from kg.show.lookup import QUESTION, look_up

_NEAREST: Final = 3
_LONGEST: Final = 60  # letters of a text for which near names are looked for
_NOT_FOUND: Final = 404


def gather_missing(look: Look, error: KgError, status: int) -> dict[str, Any]:
    """Gather what to say in the place of a page."""
    return {
        "title": look.word("not found" if status == _NOT_FOUND else "failed"),
        "error": error,
        "nearest": [] if isinstance(error, BuildMissing | BuildDamaged) else _nearest(look, error.value or ""),
    }


def _nearest(look: Look, text: str) -> list[dict[str, str]]:
    """Return the things and questions nearest to a text, each with its link."""
    wanted = text.rpartition("/")[2].replace("-", " ").strip()[:_LONGEST]
    found = islice(look_up(look.names, look.site.questions.values(), wanted, None), _NEAREST) if wanted else ()
    return [
        {
            "label": one.label,
            "kind": one.kind,
            "href": look.asked.link(f"/question/{one.key}") if one.cls == QUESTION else look.asked.to_thing(one.key),
        }
        for one in found
    ]
