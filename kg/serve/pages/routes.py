"""The addresses of pages: what each gathers, and the template that shows it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final, TypeAlias

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from kg.core.errors import BuildDamaged, BuildMissing, KgError, LimitReached, ParameterInvalid
from kg.core.time_axes import TimeAxes
from kg.serve.asked import PageRequest, page_request
from kg.serve.pages.claim import claim_page
from kg.serve.pages.dyad import dyad_page
from kg.serve.pages.finding import finding_page
from kg.serve.pages.missing import missing_page
from kg.serve.pages.moved import Moved
from kg.serve.pages.networks import network_page, networks_page
from kg.serve.pages.questions import question_page, questions_page
from kg.serve.pages.shown import BUNDLE, NONCE, shown_page
from kg.serve.pages.site import Look, ServedBuild, Site, open_site
from kg.serve.pages.sources import source_page, sources_page
from kg.serve.pages.start import start_page
from kg.serve.pages.thing import thing_page

Gather: TypeAlias = Callable[..., dict[str, Any]]
"""Gathers what a template shows of what is in an address, by a look at the build."""
_KEPT: Final = 128  # pages that are kept as they were made
_SEE_OTHER: Final = 303
_STATUS: Final[Mapping[type[KgError], int]] = {
    ParameterInvalid: 400,
    LimitReached: 503,
    BuildMissing: 503,
    BuildDamaged: 503,
}
_NOT_FOUND: Final = 404

PAGES: Final[tuple[tuple[str, str, Gather], ...]] = (
    ("/", "start.html", start_page),
    ("/dyad/{key}", "dyad.html", dyad_page),
    ("/finding/{key}", "finding.html", finding_page),
    ("/page/claim/{key:path}", "claim.html", claim_page),
    ("/page/source/{key}", "source.html", source_page),
    ("/page/{kind}/{key:path}", "thing.html", thing_page),
    ("/sources", "sources.html", sources_page),
    ("/questions", "questions.html", questions_page),
    ("/question/{name}", "question.html", question_page),
    ("/networks", "networks.html", networks_page),
    ("/network/{projection}", "network.html", network_page),
)
"""Addresses, the templates of their pages, and what gathers what these show."""


def page_routes(served: ServedBuild) -> list[BaseRoute]:
    """Return the routes of all pages of a build, and of what they are styled with."""
    site = open_site(served)
    pages = [Route(path, answering(site, template, gather), name=template) for path, template, gather in PAGES]
    files = StaticFiles(directory=BUNDLE if BUNDLE.exists() else None, packages=[("kg.serve", "assets")])
    return [*pages, Mount("/assets", files, name="assets")]


def answering(site: Site, template: str, gather: Gather) -> Callable[[Request], Response]:
    """Return what answers a request for a page; a page is kept until the build is replaced."""

    @lru_cache(maxsize=_KEPT)
    def made(asked: PageRequest, _version: object, parts: tuple[tuple[str, str], ...]) -> str:
        look = Look(site, asked)
        return shown_page(look, template, gather(look, **dict(parts)))

    def answer(request: Request) -> Response:
        asked = PageRequest(request.url.path)
        try:
            asked = page_request(request)
            parts = tuple(request.path_params.items())
            return written(made(asked, site.held.version, parts), request)
        except Moved as moved:
            return RedirectResponse(moved.address, _SEE_OTHER)
        except KgError as error:
            return _refused(site, replace(asked, axes=TimeAxes()), error, request)

    return answer


def _refused(site: Site, asked: PageRequest, error: KgError, request: Request) -> Response:
    """Answer with a page that says what is wrong, and names what is nearest."""
    status = _STATUS.get(type(error), _NOT_FOUND)
    look = Look(site, asked)
    return written(shown_page(look, "missing.html", missing_page(look, error, status)), request, status)


def written(text: str, request: Request, status: int = 200) -> Response:
    """Answer with a page, which gets the nonce of this answer."""
    nonce = getattr(request.state, "nonce", "")
    headers = {"Vary": "Accept-Language", "Content-Language": request.scope.get("language", "")}
    headers = {name: value for name, value in headers.items() if value}
    return HTMLResponse(text.replace(NONCE, nonce), status, headers)
