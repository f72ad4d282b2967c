"""Listen for requests, and wait for none that takes its time to come."""

import asyncio
from socket import AF_INET, AF_INET6, create_server, socket
from typing import Final

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.core.errors import ArgumentInvalid

_PATIENCE: Final = 10
_KEPT_ALIVE: Final = 15
_CONNECTIONS: Final = 1_000
_HEADERS: Final = 64_000
_GRACE: Final = 3
_BACKLOG: Final = 512


class _Patient(H11Protocol):
    """A connection that is closed where the head of a request does not come whole in time."""

    _waits: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take a part of a request."""
        super().data_received(data)
        if self._is_idle():
            self._wait()
        else:
            self._stop()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop()
        super().connection_lost(exc)

    def _is_idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _wait(self) -> None:
        if self._waits is None:
            self._waits = self.loop.call_later(_PATIENCE, self._give_up)

    def _stop(self) -> None:
        if self._waits is not None:
            self._waits.cancel()
            self._waits = None

    def _give_up(self) -> None:
        self._waits = None
        if self._is_idle():
            self.transport.close()


def opened(host: str, port: int) -> socket:
    """Return a socket that listens; raise ArgumentInvalid where the system lets nobody listen there."""
    try:
        return create_server((host, port), family=AF_INET6 if ":" in host else AF_INET, backlog=_BACKLOG)
    except (OSError, OverflowError) as error:
        raise ArgumentInvalid(
            f"The server cannot listen there: {error.args[-1]}.",
            remedy="Name another --port, or 0 for any that is free, and an address of this machine as --host.",
            value=f"{host}:{port}",
        ) from error


def listen(app: ASGIApp, listening: socket, proxy: str | None = None) -> None:
    """Serve an application on a socket that listens, until a signal ends it; believe a proxy who it is that asks."""
    server_of(app, proxy).run(sockets=[listening])


def server_of(app: ASGIApp, proxy: str | None = None) -> uvicorn.Server:
    """Return a server of an application, which bounds connections, heads of requests and their time."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            http=_Patient,
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=proxy is not None,
            forwarded_allow_ips=proxy,
            limit_concurrency=_CONNECTIONS,
            h11_max_incomplete_event_size=_HEADERS,
            timeout_keep_alive=_KEPT_ALIVE,
            timeout_graceful_shutdown=_GRACE,
        )
    )
