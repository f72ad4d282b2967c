"""Fill the template of a page with what is gathered, and with what stands around every page."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import Any, Final

from kg.core.errors import KgError
from kg.core.visible import visible
from kg.serve.asked import KNOWN_ON, LANG, VALID_ON
from kg.serve.pages.held import DaySpan
from kg.serve.pages.site import Look
from kg.show.words import text
from kg.wording.days import written_day

NONCE: Final = token_hex(16)
"""What stands in a page that is kept in the place of the nonce of each answer."""
BUNDLE: Final = Path(__file__).parents[1] / "web" / "dist"
"""Where the scripts of pages are, if they were bundled."""


def shown_page(look: Look, template: str, gathered: Mapping[str, Any]) -> str:
    """Write a page as HTML, in which nothing that comes from the graph is markup and every sign can be seen."""
    asked = look.asked
    days = {KNOWN_ON: asked.axes.as_known_on, VALID_ON: asked.axes.valid_on}
    written = look.site.templates.get_template(template).render(
        asked=asked,
        word=look.word,
        said=partial(text, language=asked.language),
        data=partial(_data_link, look),
        told_days=told_days(look),
        lang=asked.language,
        to=asked.link,
        languages=[(one, name, asked.again(**{LANG: one})) for one, name in _NAMES.items()],
        spans=_spans(look),
        days={name: "" if day is None else str(day) for name, day in days.items()},
        nonce=NONCE,
        bundle=BUNDLE.exists(),
        **gathered,
    )
    return visible(written)


_NAMES: Final = {"kk": "Қазақша", "ru": "Русский", "en": "English"}


def _data_link(look: Look, form: str) -> str:
    """Write the link to the data of the thing whose page this is."""
    return look.asked.link(f"/data{look.asked.path.removeprefix('/page')}.{form}")


def _spans(look: Look) -> Mapping[str, DaySpan]:
    """Return the days between which a reader chooses; none of a build that cannot be read, whose page says so."""
    try:
        return look.site.held.spans()
    except KgError:
        return {}


def told_days(look: Look) -> str:
    """Say what a page leaves out for the two days that are asked for."""
    axes, language = look.asked.axes, look.language
    days = {"not known": axes.as_known_on, "not valid": axes.valid_on}
    return "; ".join(look.word(name, written_day(day, language)) for name, day in days.items() if day is not None)
