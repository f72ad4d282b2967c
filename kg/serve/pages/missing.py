"""The page in the place of one that cannot be shown: what is wrong, and the things nearest to what was meant."""

import re
from itertools import islice
from typing import Any, Final

from kg.core.errors import BuildDamaged, BuildMissing, KgError
from kg.names.pairs import near_dyads
from kg.serve.pages.site import Look
from kg.show.lookup import QUESTION, look_up

_NEAREST: Final = 3
_LONGEST: Final = 60  # letters of a text for which near names are looked for
_NOT_FOUND: Final = 404
_DYAD: Final = re.compile(r"^[A-Za-z]{2}\W[A-Za-z]{2}$")


def gather_missing(look: Look, error: KgError, status: int) -> dict[str, Any]:
    """Gather what to say in the place of a page."""
    return {
        "title": look.word("not found" if status == _NOT_FOUND else "failed"),
        "error": error,
        "nearest": [] if isinstance(error, BuildMissing | BuildDamaged) else _nearest(look, error.value or ""),
    }


def _nearest(look: Look, text: str) -> list[dict[str, str]]:
    """Return the things and questions nearest to a text, each with its link; first dyads, if it reads as one."""
    wanted = text.rpartition("/")[2].strip()[:_LONGEST]
    dyads = (
        [near.partition(" ")[0] for near in near_dyads(look.names, wanted, _NEAREST)] if _DYAD.search(wanted) else []
    )
    things = [found for key in dyads for found in look.names.of_key(f"dyad/{key}")]
    if things:
        return [_near(look, look.names.label(one), look.names.kind(one.cls), one.key) for one in things]
    spaced = wanted.replace("-", " ")
    found = islice(look_up(look.names, look.site.questions.values(), spaced, None), _NEAREST) if spaced else ()
    return [_near(look, one.label, one.kind, one.key, is_question=one.cls == QUESTION) for one in found]


def _near(look: Look, label: str, kind: str, key: str, *, is_question: bool = False) -> dict[str, str]:
    address = look.asked.link(f"/question/{key}") if is_question else look.asked.to_thing(key)
    return {"label": label, "kind": kind, "href": address}
