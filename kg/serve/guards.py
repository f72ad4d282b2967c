"""What every request passes: whether it asks for this server, and comes not too often; and what every answer says."""

import time
from collections import OrderedDict
from secrets import token_urlsafe
from typing import Final

from anyio import CapacityLimiter
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.rules import HouseRules

_CONTENT: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'nonce-{nonce}'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""What a page may load; styles that its own scripts make carry the nonce of the answer."""
_SAID: Final = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_POLICY: Final = "content-security-policy"
_KNOWN: Final = 304
_DAYS: Final = (b"as-known-on=", b"valid-on=")
_AT_ONCE: Final = 2
_IN_NO_TURN: Final = frozenset({"assets", "graph", "health", "metrics", "sparql", ".well-known"})
_CLIENTS: Final = 10_000
_BURST: Final = 2


class Guards:
    """Refuse a request for another host, as a name made to lead here sends it, and one that comes too soon."""

    def __init__(self, app: ASGIApp, rules: HouseRules) -> None:
        self._app, self._rules = app, rules
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it; say in each answer what a browser may do with it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        nonce = token_urlsafe()
        scope.setdefault("state", {})["nonce"] = nonce
        said = _SAID | {_POLICY: _CONTENT.format(nonce=nonce)}

        async def saying(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in said.items():
                    if message["status"] != _KNOWN or name != _POLICY:  # the page that a client has keeps its nonce
                        headers.setdefault(name, value)
            await send(message)

        await (self._refusal(Request(scope)) or self._app)(scope, receive, saying)

    def _refusal(self, request: Request) -> ASGIApp | None:
        """Return what answers a request that is refused."""
        if (request.url.hostname or "").lower() not in self._rules.hosts or len(request.headers.getlist("host")) != 1:
            known = ", ".join(sorted(self._rules.hosts))
            return PlainTextResponse(
                f"This server is not called so. It answers for {known}; `kg serve --name` adds another.\n", 421
            )
        client = request.client.host if request.client else ""
        if self._rules.rate and not self._may(client):
            return PlainTextResponse("You send too many requests: wait a second.\n", 429, {"retry-after": "1"})
        return None

    def _may(self, client: str) -> bool:
        """Tell whether a client may send one more request now: it has so many a second, and twice as many at once."""
        now, rate = time.monotonic(), self._rules.rate
        left, then = self._left.pop(client, (rate * _BURST, now))
        left = min(rate * _BURST, left + (now - then) * rate)
        self._left[client] = (left - (left >= 1), now)
        while len(self._left) > _CLIENTS:
            self._left.popitem(last=False)
        return left >= 1


class InTurn:
    """Let so many pages be made at once, and fewer of other days than today: for each of these the graph is made anew.

    A place is free again when an answer begins, however long it takes to be read.
    """

    def __init__(self, app: ASGIApp, rules: HouseRules) -> None:
        self._app = app
        self._pages = CapacityLimiter(_AT_ONCE * rules.workers)
        self._days = CapacityLimiter(rules.workers)
        self._queue = rules.queue

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, in its turn; refuse it where too many wait."""
        if scope["type"] != "http" or scope["path"].strip("/").partition("/")[0] in _IN_NO_TURN:
            await self._app(scope, receive, send)
            return
        places = self._days if any(name in scope["query_string"] for name in _DAYS) else self._pages
        if places.statistics().tasks_waiting >= self._queue:
            busy = PlainTextResponse("Too many wait for pages: come again.\n", 503, {"retry-after": "1"})
            await busy(scope, receive, send)
            return
        turn = object()

        async def beginning(message: Message) -> None:
            if turn in places.statistics().borrowers:
                places.release_on_behalf_of(turn)
            await send(message)

        await places.acquire_on_behalf_of(turn)
        try:
            await self._app(scope, receive, beginning)
        finally:
            if turn in places.statistics().borrowers:
                places.release_on_behalf_of(turn)
