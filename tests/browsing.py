"""A browser over a build that is served, which notes all that a page should not do."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

ROOT = Path(__file__).parents[1]
WEB = ROOT / "kg" / "serve" / "web"
AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
_NOISE = "GPU stall due to ReadPixels"  # of Chromium's own drawing without a graphics card


def missing(reason: str, required: str) -> None:
    """Skip loudly, or fail where the environment requires what is missing."""
    if os.environ.get(required) == "1":
        pytest.fail(f"NOT TESTED: {reason}")
    pytest.skip(f"NOT TESTED: {reason}")


def bundled() -> Path:
    """Return the folder of the bundle that the checkout has."""
    if not (WEB / "dist" / "workbench.js").exists():
        missing("the scripts of pages, which `make web` bundles where node is", "DYAD_REQUIRE_NODE")
    return WEB / "dist"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser of the system."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        missing("pages in a browser, for there is no Chromium", "DYAD_REQUIRE_BROWSER")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Reader:
    """A reader with a page open, and what went wrong in it."""

    page: Page
    base: str
    wrong: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.base + path)
        self.page.wait_for_selector("html[data-workbench=ready]", state="attached")
        return self.page

    def listen(self) -> None:
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and _NOISE not in message.text:
            self.wrong.append(f"{message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.wrong.append(f"outside: {request.url}")


@contextmanager
def reading(context: BrowserContext, base: str) -> Iterator[Reader]:
    """Open a page for a reader, in which nothing may go wrong."""
    reader = Reader(context.new_page(), base)
    reader.page.set_default_timeout(8000)
    reader.listen()
    yield reader
    reader.page.close()
    assert reader.wrong == []
