"""The addresses of the workbench: its pages, and what its scripts ask the server."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cache, partial
from typing import Any, Final, TypeAlias, TypeVar

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from kg.core.errors import KgError
from kg.core.languages import LANGUAGES
from kg.query.forms import TABLE_FORMS
from kg.serve.asked import LANG, page_request
from kg.serve.pages.making import Making, making_here
from kg.serve.pages.routes import Answering, html_answer, page_answer
from kg.serve.pages.shown import shown_page
from kg.serve.pages.site import Look, ServedBuild, Site, open_site
from kg.serve.protocol import read_body
from kg.serve.refusal import Refused, status_of
from kg.serve.workbench.completion import completions
from kg.serve.workbench.downloads import claims_as_csv, claims_as_json, results_as
from kg.serve.workbench.faults import query_faults
from kg.serve.workbench.pages import (
    found_by,
    gather_editor,
    gather_facets,
    gather_results,
    gather_search,
    link_to,
)
from kg.show.outlines import CREDIT, SCALES, world_lines

_PROPOSED: Final = 8
_LONGEST: Final = 200
"""Letters of a text that names are looked up for; what is longer names nothing."""
_DIGITS: Final = 3
_FORMAT: Final = "format"
_AT_ONCE: Final = 2
_WAITING: Final = 32

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Bench:
    """What the workbench stands on: the site, how many queries run and are checked at once, and bytes of a form."""

    site: Site
    running: CapacityLimiter
    checking: CapacityLimiter
    body: int

    async def form(self, request: Request) -> dict[str, str]:
        """Read the form that a request sends, none for another kind of body."""
        kind = request.headers.get("content-type", "").partition(";")[0]
        body = await read_body(request, self.body)
        return dict(QueryParams(body)) if kind == "application/x-www-form-urlencoded" else {}


def workbench_routes(
    served: ServedBuild, body: int, making: Making | None = None, counted: Callable[[], Mapping[str, int]] = dict
) -> list[BaseRoute]:
    """Return the routes of the workbench of a build; a form that is sent to it may have so many bytes.

    `making` makes pages elsewhere than in this process; `counted` tells how often a class or a property is used.
    """
    site = open_site(served)
    making = making or making_here(site)
    bench = _Bench(site, CapacityLimiter(_AT_ONCE), CapacityLimiter(_AT_ONCE), body)
    return [
        Route("/search", _or_data(site, page_answer(site, making, "search.html", gather_search), {"json": _found})),
        Route("/claims", _or_data(site, page_answer(site, making, "claims.html", gather_facets), _OF_CLAIMS)),
        Route("/editor", page_answer(site, making, "editor.html", gather_editor)),
        Route("/results", _results(bench), methods=["GET", "POST"]),
        Route("/complete", _as_json(site, partial(_completions, counted))),
        Route("/check", _check(bench), methods=["POST"]),
        Route("/outlines", _outlines),
    ]


_Gives: TypeAlias = Callable[[Look], Response]
_OF_CLAIMS: Final[dict[str, _Gives]] = {"json": claims_as_json, "csv": claims_as_csv}


def _or_data(site: Site, page: Answering, forms: dict[str, _Gives]) -> Answering:
    """Answer with data where an address asks for a form of it, else with the page."""

    async def answer(request: Request) -> Response:
        form = request.query_params.get(_FORMAT, "")
        if form in forms:
            return await to_thread.run_sync(_given, site, request, forms[form])
        return await page(request)

    return answer


def _as_json(site: Site, gives: _Gives) -> Callable[[Request], Response]:
    return lambda request: _given(site, request, gives)


def _given(site: Site, request: Request, gives: _Gives) -> Response:
    """Answer with data, or with what is wrong as data."""
    try:
        return gives(Look(site, page_request(request)))
    except KgError as error:
        return JSONResponse({"error": error.problem, "remedy": error.remedy, "value": error.value}, status_of(error))


def _found(look: Look) -> Response:
    """Answer with what a text finds, for those who go on typing."""
    most = look.asked.values.get("limit", "")
    found = found_by(look, look.asked.values.get("q", "").strip()[:_LONGEST], _number(most, _PROPOSED))
    return JSONResponse([asdict(one) | {"href": link_to(look, one)} for one in found])


def _number(text: str, usual: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else usual


def _completions(counted: Callable[[], Mapping[str, int]], look: Look) -> Response:
    text = look.asked.values.get("text", "")[:_LONGEST]
    return JSONResponse([asdict(one) for one in completions(text, look.names, look.store, counted())])


async def _in_turn(work: Callable[[], T], limiter: CapacityLimiter) -> T:
    """Do some work as soon as it may; refuse it where too much waits."""
    if limiter.statistics().tasks_waiting >= _WAITING:
        raise Refused(503, "Too many queries wait for an answer: come again.", after=1)
    return await to_thread.run_sync(work, limiter=limiter)


def _check(bench: _Bench) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        given = await bench.form(request)
        look = Look(bench.site, page_request(request))
        work = partial(query_faults, given.get("query", ""), look.whole.restriction.store, look.language)
        found = await _in_turn(work, bench.checking)
        return JSONResponse([asdict(one) for one in found])

    return answer


def _results(bench: _Bench) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        look = Look(bench.site, page_request(request))
        given = look.asked.values | await bench.form(request)
        form, query = given.get(_FORMAT, ""), given.get("query", "")
        if form in TABLE_FORMS:
            return await _in_turn(partial(results_as, look, query, form), bench.running)
        page, status = await _in_turn(partial(_results_page, look, query), bench.running)
        return html_answer(page.encode(), request, status)

    return answer


def _results_page(look: Look, query: str) -> tuple[str, int]:
    """Write the page with the answer of a query, or with what is wrong with it, and return its status too."""
    gathered = gather_results(look, query)
    status = 200 if gathered["fault"] is None else status_of(gathered["fault"])
    return shown_page(look, "editor.html", gathered), status


def _outlines(request: Request) -> Response:
    """Answer with outlines of land and borders as lines in degrees, and whose view they are."""
    scale = request.query_params.get("scale", "")
    language = request.query_params.get(LANG, "")
    lines = _lines(SCALES.get(scale, SCALES["110m"]))
    credit = CREDIT[language if language in LANGUAGES else "en"]
    return JSONResponse({"lines": lines, "credit": credit}, headers={"Cache-Control": "max-age=86400"})


@cache
def _lines(name: str) -> dict[str, list[list[tuple[float, float]]]]:
    found: dict[str, list[list[tuple[float, float]]]] = {}
    for what, line in world_lines(name):
        found.setdefault(what, []).append([(round(east, 3), round(north, 3)) for east, north in line])
    return found
