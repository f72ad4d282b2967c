"""The whole server: the endpoint, the pages and the workbench behind what every request passes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route

from kg.core.errors import KgError
from kg.serve.answering import answering_from
from kg.serve.endpoint import Endpoint
from kg.serve.guards import Guards, InTurn
from kg.serve.metrics import NOBODY, Counting, Counts, Tell
from kg.serve.pages.making import making_apart, making_from
from kg.serve.pages.routes import page_routes
from kg.serve.pages.site import open_site
from kg.serve.refusal import Refused, tell_error, tell_refused
from kg.serve.rules import HouseRules
from kg.serve.served import Served
from kg.serve.workbench.routes import workbench_routes
from kg.serve.workers import Express, Workers

_SHOWN: Final = ("ETag", "Retry-After", "Content-Disposition")
_WORTH_PACKING: Final = 1_000
_PACKING: Final = 5
_PAGE: Final = 1.0  # seconds in which nearly each page is made


def make_app(served: Served, rules: HouseRules, tell: Tell = NOBODY, texts: Path | None = None) -> Starlette:
    """Put together what is served of a build, by some rules, and whom to tell of what happens.

    `texts` is a text or a folder of texts of sources, in which pages show the words of claims.
    """
    workers = Workers(answering_from(served.folder, served.limits.rows), served.limits, rules)
    site = open_site(served, texts)
    makers = Workers(making_from(site), served.limits, rules, Express(_PAGE))
    making = making_apart(site, makers)
    endpoint = Endpoint(served, rules, workers)

    async def metrics(_: Request) -> Response:
        of_pages = {f"pages_{name}": count for name, count in makers.counts.items()}
        text = "".join(f"{line}\n" for line in counts.lines(workers.counts | of_pages))
        return PlainTextResponse(text, media_type="text/plain; version=0.0.4")

    routes = [
        *endpoint.routes(),
        Route("/metrics", metrics),
        *workbench_routes(served, rules.body, making, endpoint.counts_so_far),
        *page_routes(served, texts, making),
    ]
    counts = Counts(route.path for route in routes if isinstance(route, Route | Mount))

    @asynccontextmanager
    async def running(_: Starlette) -> AsyncIterator[None]:
        async with workers.running(), makers.running():
            yield

    return Starlette(
        routes=routes,
        middleware=[
            Middleware(Counting, counts=counts, tell=tell),
            Middleware(Guards, rules=rules),
            Middleware(InTurn, rules=rules),
            Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["*"], expose_headers=_SHOWN),
            Middleware(GZipMiddleware, minimum_size=_WORTH_PACKING, compresslevel=_PACKING),
        ],
        exception_handlers={Refused: tell_refused, KgError: tell_error},
        lifespan=running,
    )
