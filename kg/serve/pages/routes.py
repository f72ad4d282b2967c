"""The addresses of pages: what each gathers, and the template that shows it."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeAlias

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from kg.core.errors import KgError, LimitReached, NameUnknown
from kg.core.time_axes import TimeAxes
from kg.serve.asked import PageRequest, page_request
from kg.serve.etags import tag_of, unless_known
from kg.serve.pages.claim import gather_claim
from kg.serve.pages.data import gather_ontology, id_target, ontology_target, written_data
from kg.serve.pages.described import gather_described
from kg.serve.pages.dyad import gather_dyad
from kg.serve.pages.finding import gather_finding
from kg.serve.pages.making import Gather, Made, Making, WantedPart, making_here, page_text
from kg.serve.pages.missing import gather_missing
from kg.serve.pages.moved import Moved
from kg.serve.pages.networks import gather_network, gather_networks, network_file
from kg.serve.pages.questions import gather_question, gather_questions, question_file
from kg.serve.pages.shown import BUNDLE, NONCE, shown_page
from kg.serve.pages.site import Look, ServedBuild, Site, open_site
from kg.serve.pages.sources import gather_source, gather_sources
from kg.serve.pages.start import gather_start
from kg.serve.pages.thing import gather_thing
from kg.serve.refusal import Refused, status_of

Answering: TypeAlias = Callable[[Request], Awaitable[Response]]
"""Answers a request."""
_KEPT: Final = 128  # pages that are kept as they were made
_OK, _SEE_OTHER = 200, 303

PAGES: Final[tuple[tuple[str, str, Gather], ...]] = (
    ("/", "start.html", gather_start),
    ("/dyad/{key}", "dyad.html", gather_dyad),
    ("/finding/{key}", "finding.html", gather_finding),
    ("/page/claim/{key:path}", "claim.html", gather_claim),
    ("/page/source/{key}", "source.html", gather_source),
    ("/page/ontology", "ontology.html", gather_ontology),
    ("/described/{kind}/{key:path}", "described.html", gather_described),
    ("/page/{kind}/{key:path}", "thing.html", gather_thing),
    ("/sources", "sources.html", gather_sources),
    ("/questions", "questions.html", gather_questions),
    ("/question/{name}", "question.html", gather_question),
    ("/networks", "networks.html", gather_networks),
    ("/network/{projection}", "network.html", gather_network),
)
"""Addresses, the templates of their pages, and what gathers what these show."""


def page_routes(served: ServedBuild, texts: Path | None = None, making: Making | None = None) -> list[BaseRoute]:
    """Return the routes of all pages of a build, of its data, and of what pages are styled with; the last takes all.

    `texts` is a text or a folder of texts of sources, in which the words of claims are shown in their paragraph;
    `making` makes pages elsewhere than in this process.
    """
    site = open_site(served, texts)
    making = making or making_here(site)
    pages = [
        Route(path, page_answer(site, making, template, gather), name=template) for path, template, gather in PAGES
    ]
    others = [Route(path, answer_of_look(site, answer), name=path) for path, answer in DATA_ROUTES]
    files = StaticFiles(directory=BUNDLE if BUNDLE.exists() else None, packages=[("kg.serve", "assets")])
    none = Route("/{path:path}", answer_of_look(site, _no_page), name="none")
    return [*others, *pages, Mount("/assets", files, name="assets"), none]


def page_answer(site: Site, making: Making, template: str, gather: Gather) -> Answering:
    """Return what answers a request for a page; a page is kept until the build is replaced."""
    kept: OrderedDict[tuple[object, ...], bytes] = OrderedDict()

    async def answer(asked: PageRequest, request: Request) -> Response:
        parts = tuple(request.path_params.items())
        form = asked.values.get("format")
        if form is not None and template in _DOWNLOADS:
            values = (form, *request.path_params.values())
            return _download(*await making(request, WantedPart(asked, _DOWNLOADS[template], values)))
        key = (asked, site.held.version, parts)
        if key not in kept:
            kept[key] = (await making(request, WantedPart(asked, page_text, (template, gather, parts))))[0]
        kept.move_to_end(key)
        while len(kept) > _KEPT:
            kept.popitem(last=False)
        return html_answer(kept[key], request)

    return _answered(site, answer)


def _download(body: bytes, media: str, name: str) -> Response:
    return Response(body, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def answer_of_look(site: Site, answer: Callable[[Look, Request], Response]) -> Answering:
    """Return what answers a request by a look at the build, and with a page what cannot be answered."""

    async def looked(asked: PageRequest, request: Request) -> Response:
        return await to_thread.run_sync(answer, Look(site, asked), request)

    return _answered(site, looked)


def _answered(site: Site, answer: Callable[[PageRequest, Request], Awaitable[Response]]) -> Answering:
    """Return what answers a request by what it asks of a page, and with a page what cannot be answered."""

    async def answered(request: Request) -> Response:
        asked = PageRequest(request.url.path)
        try:
            asked = page_request(request)
            return await answer(asked, request)
        except Moved as moved:
            return RedirectResponse(moved.address, _SEE_OTHER)
        except KgError as error:
            return await refused(asked, error, request)
        except Refused as busy:
            found = await refused(asked, LimitReached(busy.reason, remedy="Come again in a moment."), request)
            found.status_code = busy.status
            found.headers.update(busy.headers)
            return found

    async def refused(asked: PageRequest, error: KgError, request: Request) -> Response:
        return await to_thread.run_sync(_refused, site, replace(asked, axes=TimeAxes()), error, request)

    return answered


_DOWNLOADS: Final[Mapping[str, Callable[..., Made]]] = {
    "question.html": question_file,
    "network.html": network_file,
}


def _id(look: Look, request: Request) -> Response:
    target = id_target(look, request.path_params["name"], request.headers.get("accept", ""))
    return RedirectResponse(target, _SEE_OTHER, {"Vary": "Accept"})


def _ontology(look: Look, request: Request) -> Response:
    target = ontology_target(look, request.headers.get("accept", ""))
    return RedirectResponse(target, _SEE_OTHER, {"Vary": "Accept"})


def _no_page(look: Look, request: Request) -> Response:
    path = request.url.path
    raise NameUnknown("This server has no such page.", remedy=look.word("begin here"), value=path)


def _data(look: Look, request: Request) -> Response:
    body, media = written_data(look, request.path_params["name"])
    return Response(body, media_type=media)


DATA_ROUTES: Final[tuple[tuple[str, Callable[[Look, Request], Response]], ...]] = (
    ("/id/{name:path}", _id),
    ("/data/{name:path}", _data),
    ("/ontology", _ontology),
)
"""Addresses of what is no page, with what answers them."""


def _refused(site: Site, asked: PageRequest, error: KgError, request: Request) -> Response:
    """Answer with a page that says what is wrong, and names what is nearest."""
    status = status_of(error)
    look = Look(site, asked)
    page = shown_page(look, "missing.html", gather_missing(look, error, status))
    return html_answer(page.encode(), request, status)


def html_answer(page: bytes, request: Request, status: int = 200) -> Response:
    """Answer with a page, in which the nonce of this answer stands where it is to stand."""
    headers = {"vary": "Accept-Language"}
    if status == _OK:
        headers |= {"etag": tag_of(page.replace(NONCE.encode(), b"")), "cache-control": "no-cache"}
    if known := unless_known(request, headers):
        return known
    nonce = getattr(request.state, "nonce", "")
    return HTMLResponse(page.replace(NONCE.encode(), nonce.encode()), status, headers)
