"""What a reader asks of every page: a language, and two days; read from an address, and kept by the links of a page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from starlette.datastructures import URL
from starlette.requests import Request

from kg.core import iri
from kg.core.errors import ArgumentInvalid
from kg.core.languages import LANGUAGES
from kg.core.time_axes import TimeAxes, read_day

LANG: Final = "lang"
KNOWN_ON, VALID_ON = "as-known-on", "valid-on"
_AT_ROOT: Final = ("dyad/", "finding/")
"""The kinds of things whose pages stand at the root."""
_USUAL: Final = "en"
_WEIGHT: Final = re.compile(r"[01](?:\.[0-9]{0,3})?")


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A page that is asked for: its path, the language and the two days, and what else its address gives.

    `kept` are the parameters that links to other pages of ours keep: the language, if the address names it, and days.
    """

    path: str
    language: str = _USUAL
    axes: TimeAxes = field(default_factory=TimeAxes)
    kept: tuple[tuple[str, str], ...] = ()
    given: tuple[tuple[str, str], ...] = ()

    @property
    def values(self) -> dict[str, str]:
        """Return what the address gives beside the language and the days, without what is left empty."""
        return {name: value for name, value in self.given if value}

    def link(self, path: str, **parameters: object) -> str:
        """Write a link to a page of ours that keeps the language and the days."""
        wanted = dict(self.kept) | {name: value for name, value in parameters.items() if value not in (None, "")}
        return str(URL(path).include_query_params(**wanted)) if wanted else path

    def to_thing(self, name: str) -> str:
        """Write a link to the page of a thing of ours, given by its IRI or key; an address of others stays as it is."""
        key = iri.key_of(name)
        if name == key and "://" in name:
            return name
        return self.link(f"/{key}" if key.startswith(_AT_ROOT) else f"/page/{key}")

    def again(self, **changed: str) -> str:
        """Write a link to this page with other parameters; one that is empty is left out."""
        wanted = dict(self.given) | dict(self.kept) | changed
        return str(URL(self.path).include_query_params(**{name: said for name, said in wanted.items() if said}))


def page_request(request: Request) -> PageRequest:
    """Read what a request asks of a page; raise ArgumentInvalid for a language or a day that is none."""
    given = dict(request.query_params)
    language = given.get(LANG) or preferred_language(request.headers.get("accept-language", ""))
    if language not in LANGUAGES:
        remedy = f"Choose {', '.join(LANGUAGES)}."
        raise ArgumentInvalid("There are no pages in this language.", remedy=remedy, column=LANG, value=language)
    return PageRequest(
        path=request.url.path,
        language=language,
        axes=TimeAxes(_day(given, KNOWN_ON), _day(given, VALID_ON)),
        kept=tuple((name, given[name]) for name in (LANG, KNOWN_ON, VALID_ON) if given.get(name)),
        given=tuple(sorted((name, said) for name, said in given.items() if name not in (LANG, KNOWN_ON, VALID_ON))),
    )


def _day(given: Mapping[str, str], name: str) -> date | None:
    return read_day(name, given.get(name) or None)


def preferred_language(header: str) -> str:
    """Return the language of ours that an Accept-Language header wants most, English where it wants none of them."""
    wanted = {tag.partition("-")[0]: weight for tag, weight in reversed(weighed(header).items())}
    return max(LANGUAGES, key=lambda one: wanted.get(one, 0.0)) if wanted else _USUAL


def weighed(header: str) -> dict[str, float]:
    """Return what a header of preferences names, in its order, with the weight that it gives to each."""
    found: dict[str, float] = {}
    for part in header.split(","):
        name, *parameters = (one.strip().lower() for one in part.split(";"))
        weight = next((one.removeprefix("q=") for one in parameters if one.startswith("q=")), "1")
        if name:
            found[name] = float(weight) if _WEIGHT.fullmatch(weight) else 0.0
    return found
