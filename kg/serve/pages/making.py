"""Where pages are made: in a process that limits end and that leaves the server free, or here, where there is none."""

import json
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, BinaryIO, Final, Protocol, TypeAlias

from anyio import to_thread
from starlette.requests import Request

from kg.core.errors import KgError, LimitReached
from kg.query.within import Work
from kg.serve.asked import PageRequest
from kg.serve.pages.held import BuildsHeld
from kg.serve.pages.shown import shown_page
from kg.serve.pages.site import Look, Site
from kg.serve.pages.start import gather_start
from kg.serve.served import Served
from kg.serve.waiting import answer_to
from kg.serve.workers import Workers
from kg.show.outlines import Box, outlines

Gather: TypeAlias = Callable[..., dict[str, Any]]
"""Gathers what a template shows of what is in an address, by a look at the build."""
Made: TypeAlias = tuple[bytes, str, str]
"""What a page or a file holds, its media type, and the name of a file."""
_LESS: Final = "Ask a question of its own, of less, or have whoever runs the server allow more (--timeout, --memory)."
_ANYWHERE: Final = PageRequest("/")


@dataclass(frozen=True, slots=True)
class WantedPart:
    """A page, or a file of it, that is wanted: what is asked, the function of a look that makes it, and its values."""

    asked: PageRequest
    make: Callable[..., Made]
    values: tuple[Hashable, ...]

    def made(self, site: Site) -> Made:
        """Make it."""
        return self.make(Look(site, self.asked), *self.values)


def page_text(look: Look, template: str, gather: Gather, parts: tuple[tuple[str, str], ...]) -> Made:
    """Write a page of what is gathered for the parts of its path."""
    return shown_page(look, template, gather(look, **dict(parts))).encode(), "text/html", ""


class Making(Protocol):
    """Makes what is wanted for a request; raises what making raises."""

    async def __call__(self, request: Request, wanted: WantedPart, /) -> Made:
        """Make it."""


def making_here(site: Site) -> Making:
    """Return what makes pages in a thread of this process, without limits but those of their queries."""

    async def make(_: Request, wanted: WantedPart) -> Made:
        return await to_thread.run_sync(wanted.made, site)

    return make


def making_apart(site: Site, workers: Workers) -> Making:
    """Return what has the processes of `making_from` make pages; they begin anew where the build is another."""
    version = site.held.version

    async def make(request: Request, wanted: WantedPart) -> Made:
        nonlocal version
        if version != (version := site.held.version):
            workers.renew()
        try:
            return await answer_to(request, workers, wanted, _read)
        except LimitReached as error:
            raise LimitReached(f"The page cannot be made within its limits. {error.problem}", remedy=_LESS) from error

    return make


def _read(body: BinaryIO) -> Made:
    media, name = json.loads(body.readline())
    return body.read(), media, name


def making_from(site: Site) -> Callable[[], Work]:
    """Return what makes a process able to make pages, with what all of them stand on open.

    What no build changes is read here, once for all these processes.
    """
    outlines(Box(0, 0, 0, 0))
    for name in site.templates.list_templates():
        site.templates.get_template(name)
    return partial(_open, site)


def _open(site: Site) -> Work:
    served, held = Served(site.served.folder, site.served.limits), BuildsHeld(site.served.folder)
    own = replace(site, served=served, held=held)  # what a process holds open is of no use to another
    with suppress(KgError):  # whoever asks for a page is told
        WantedPart(_ANYWHERE, page_text, ("start.html", gather_start, ())).made(own)

    def work(wanted: WantedPart, out: BinaryIO) -> None:
        body, *told = wanted.made(own)
        out.write(json.dumps(told).encode() + b"\n")
        out.write(body)

    return work
