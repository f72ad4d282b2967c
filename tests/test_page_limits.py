"""A page is made within limits: one that takes too long is a page that says so, and nobody else waits for it."""

import os
import signal
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from kg.core.errors import LimitReached
from kg.query.limits import Limits
from kg.serve.pages.making import making_apart, making_from, making_here
from kg.serve.pages.routes import page_answer, page_routes
from kg.serve.pages.site import Look, Site, open_site
from kg.serve.pages.start import gather_start
from kg.serve.rules import HouseRules
from kg.serve.served import Served
from kg.serve.workers import Express, Turn, Workers
from tests.test_apart import runs, waited

LIMIT = 3
EXPRESS = Express(LIMIT - 1, lanes=1)
DYAD = "/dyad/XA-XB"


def endless(_: Look) -> dict[str, Any]:
    while True:
        pass


def late(look: Look) -> dict[str, Any]:
    time.sleep(LIMIT + 1)
    return gather_start(look)


@pytest.fixture
def site(world_build: Path) -> Site:
    return open_site(Served(world_build, Limits(timeout=LIMIT)))


@pytest.fixture
def makers(site: Site) -> Workers:
    return making(site)


def making(site: Site) -> Workers:
    return Workers(making_from(site), site.served.limits, HouseRules(workers=1), EXPRESS)


def opened(site: Site, makers: Workers) -> TestClient:
    apart = making_apart(site, makers)

    @asynccontextmanager
    async def running(_: Starlette) -> AsyncIterator[None]:
        async with makers.running():
            yield

    slow = [Route(f"/{gather.__name__}", page_answer(site, apart, "start.html", gather)) for gather in (endless, late)]
    here = Route("/late-here", page_answer(site, making_here(site), "start.html", late))
    return TestClient(Starlette(routes=[*slow, here, *page_routes(site.served, None, apart)], lifespan=running))


def test_a_page_that_takes_too_long_ends_and_says_so_and_holds_nobody_up(site: Site, makers: Workers) -> None:
    with opened(site, makers) as client, ThreadPoolExecutor(1) as pool:
        assert waited(lambda: client.get(DYAD).status_code == 200)
        slow = pool.submit(client.get, "/endless")
        assert waited(lambda: makers.counts["running"])
        meanwhile = client.get(f"{DYAD}?lang=kk")
        assert not slow.done()
        assert meanwhile.status_code == 200
        told = slow.result()
        assert told.status_code == 503
        assert "<h1>" in told.text
        assert "cannot be made within its limits" in told.text
        assert f"more than {LIMIT} s" in told.text
        assert makers.stopped == 1
        assert waited(lambda: not makers.counts["running"])
        assert waited(lambda: client.get(f"{DYAD}?lang=ru").status_code == 200)


def test_where_no_process_is_free_a_page_says_when_to_come_again(site: Site, makers: Workers) -> None:
    with opened(site, makers) as client, ThreadPoolExecutor(4) as pool:
        got = [*pool.map(client.get, [f"/endless?n={n}" for n in range(4)])]
        assert {one.status_code for one in got} == {503}
        busy = [one for one in got if "No process was free" in one.text]
        assert busy
        assert len(busy) < len(got)
        assert all("<h1>" in one.text and one.headers["retry-after"] == "1" for one in busy)


def test_it_is_the_process_that_ends_a_page(site: Site, makers: Workers) -> None:
    with opened(site, makers) as client:
        assert client.get("/late-here").status_code == 200
        assert client.get("/late").status_code == 503


def test_a_page_from_a_process_is_the_page_that_is_made_here(world_build: Path) -> None:
    site = open_site(Served(world_build))
    here = TestClient(Starlette(routes=page_routes(site.served)), follow_redirects=False)
    with opened(site, making(site)) as client:
        for path in (DYAD, "/", "/question/turnover?dyad=XA-XB", "/page/country/XA", "/nowhere", "/dyad/XA-XQ"):
            one, other = client.get(path), here.get(path)
            assert (one.status_code, one.text) == (other.status_code, other.text), path
        for path in ("/question/turnover?dyad=XA-XB&format=csv", "/network/people?dyad=XA-XB&format=gexf"):
            one, other = client.get(path), here.get(path)
            assert one.headers["content-disposition"] == other.headers["content-disposition"]
            assert one.content == other.content
        moved = client.get("/dyad/XB-XA", follow_redirects=False)
        assert (moved.status_code, moved.headers["location"]) == (303, DYAD)


def test_processes_make_pages_of_the_build_that_takes_the_place_of_another(
    world_build: Path, seed_build: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "build"
    folder.symlink_to(world_build)
    site = open_site(Served(folder))
    with opened(site, making(site)) as client:
        assert client.get(DYAD).status_code == 200
        assert client.get("/dyad/KZ-RU").status_code != 200
        folder.unlink()
        folder.symlink_to(seed_build)
        assert client.get("/dyad/KZ-RU").status_code == 200


def test_a_process_that_is_begun_as_the_server_ends_is_ended_too(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, fork = list[int](), os.fork

    def noted() -> int:
        begun.append(fork())
        return begun[-1]

    def end_of_itself(_: object, __: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    async def serve() -> None:
        makers = Workers(lambda: end_of_itself, Limits(), HouseRules(workers=1), Express(lanes=0))
        async with makers.running():
            with pytest.raises(LimitReached):
                await makers.answer(Turn("one", 1), "no page", lambda body: body.read())

    monkeypatch.setattr(os, "fork", noted)
    anyio.run(serve)
    assert len(begun) > 1
    assert not [process for process in begun if runs(str(process))]
