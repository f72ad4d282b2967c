"""Listen for requests, and wait for none that takes its time to come."""

import asyncio
from socket import AF_INET, AF_INET6, IPPROTO_TCP, TCP_NODELAY, create_server, socket
from typing import Final

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.core.errors import ArgumentInvalid

_PATIENCE: Final = 10
_KEPT_ALIVE: Final = 15
_CONNECTIONS: Final = 1_000
_PER_ADDRESS: Final = 300
_UNREAD: Final = 60
_HEADERS: Final = 64_000
_GRACE: Final = 3
_BACKLOG: Final = 512


class _Patient(H11Protocol):
    """A connection that is closed where the head of a request, or the reading of an answer, takes too long."""

    _waits: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request; close the connection of an address that has too many."""
        super().connection_made(transport)
        self._wait()
        if not self.config.proxy_headers and self._of_same_address() > _PER_ADDRESS:
            transport.close()

    def _of_same_address(self) -> int:
        own = (self.client or ("",))[0]
        return sum((getattr(one, "client", None) or ("",))[0] == own for one in self.connections)

    def data_received(self, data: bytes) -> None:
        """Take a part of a request."""
        super().data_received(data)
        if self._is_idle():
            self._wait()
        else:
            self._stop()

    def pause_writing(self) -> None:
        """Begin to wait until the client reads what it asked for."""
        super().pause_writing()
        self._unread = self.loop.call_later(_UNREAD, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on: the client reads."""
        if self._unread is not None:
            self._unread.cancel()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop()
        if self._unread is not None:
            self._unread.cancel()
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
        listening = create_server((host, port), family=AF_INET6 if ":" in host else AF_INET, backlog=_BACKLOG)
    except (OSError, OverflowError) as error:
        raise ArgumentInvalid(
            f"The server cannot listen there: {error.args[-1]}.",
            remedy="Name another --port, or 0 for any that is free, and an address of this machine as --host.",
            value=f"{host}:{port}",
        ) from error
    listening.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)  # else the end of an answer waits 40 ms for a word of the client
    return listening


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
