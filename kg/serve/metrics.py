"""What the server has done so far, in the text form of Prometheus, and the line that each request leaves in a log."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.core.visible import in_line

_BOUNDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class Counts:
    """How many requests were answered, by place and status, and how long they took; a place begins a path served."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._places = frozenset(filter(None, map(_place, paths)))
        self._requests: Counter[tuple[str, int]] = Counter()
        self._within: Counter[float] = Counter()
        self._seconds = 0.0

    def add(self, path: str, status: int, seconds: float) -> None:
        """Count a request."""
        place = _place(path)
        self._requests[place if place in self._places else "other", status] += 1
        self._seconds += seconds
        for bound in _BOUNDS:
            self._within[bound] += seconds <= bound

    def lines(self, more: Mapping[str, int]) -> Iterator[str]:
        """Yield what was counted, and `more` counts by their names, as Prometheus reads it."""
        yield "# TYPE dyad_requests_total counter"
        for (place, status), number in sorted(self._requests.items()):
            yield f'dyad_requests_total{{place="{place}",status="{status}"}} {number}'
        yield "# TYPE dyad_request_seconds histogram"
        for bound in _BOUNDS:
            yield f'dyad_request_seconds_bucket{{le="{bound:g}"}} {self._within[bound]}'
        total = self._requests.total()
        yield f'dyad_request_seconds_bucket{{le="+Inf"}} {total}'
        yield f"dyad_request_seconds_sum {self._seconds:.6f}"
        yield f"dyad_request_seconds_count {total}"
        for name, value in more.items():
            yield f"# TYPE dyad_{name} {'counter' if name.endswith('_total') else 'gauge'}"
            yield f"dyad_{name} {value}"


def _place(path: str) -> str:
    return path.strip("/").partition("/")[0]


def _silent(_: object) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Tell:
    """Who is told of each request that was answered, by a line, and of each error that is a fault of ours."""

    answered: Callable[[str], None] = _silent
    failed: Callable[[Exception], None] = _silent


NOBODY: Final = Tell()


class Counting:
    """Count each request, and write a line of it: never what it asks, for a query may tell about who asks it."""

    def __init__(self, app: ASGIApp, counts: Counts, tell: Tell) -> None:
        self._app, self._counts, self._tell = app, counts, tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status, size = time.monotonic(), 0, 0

        async def noting(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except Exception as error:
            self._tell.failed(error)
            if status:
                raise  # the answer broke off, and the connection with it
            await PlainTextResponse("This is a fault of Dyad. The server's own output says more.\n", 500)(
                scope, receive, noting
            )
        finally:
            seconds = time.monotonic() - begun
            self._counts.add(scope["path"], status, seconds)
            self._tell.answered(_line(scope, status, size, seconds))


def _line(scope: Scope, status: int, size: int, seconds: float) -> str:
    client = (scope.get("client") or ("-",))[0]
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return f"{now} {client} {in_line(scope['method'])} {in_line(scope['path'])} {status} {size} {seconds * 1000:.1f}ms"
