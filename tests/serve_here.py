"""Serve a build on loopback as `kg serve` does, and ask the server."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

from kg.query.limits import Limits
from kg.serve.app import make_app
from kg.serve.listening import opened, server_of
from kg.serve.metrics import Tell
from kg.serve.rules import HouseRules
from kg.serve.served import Served


@dataclass(frozen=True)
class Answered:
    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def kind(self) -> str:
        return (self.headers["content-type"] or "").partition(";")[0]


@dataclass(frozen=True)
class Server:
    port: int
    log: list[str]

    def request(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = 30,
    ) -> Answered:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, headers or {})
            got = connection.getresponse()
            return Answered(got.status, got.headers, got.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answered:
        """Get an address, with headers whose names have _ for -."""
        return self.request("GET", path, None, {name.replace("_", "-"): value for name, value in headers.items()})

    def ask(self, query: str, more: Mapping[str, str] | None = None, **headers: str) -> Answered:
        return self.get("/sparql?" + urlencode({"query": query, **(more or {})}), **headers)


@contextmanager
def serving(folder: Path, limits: Limits | None = None, rules: HouseRules | None = None) -> Iterator[Server]:
    log, faults = list[str](), list[Exception]()
    app = make_app(
        Served(folder, limits or Limits(timeout=20)), rules or HouseRules(workers=2), Tell(log.append, faults.append)
    )
    with opened("127.0.0.1", 0) as listening:
        server = server_of(app)
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        end = time.monotonic() + 20
        while not server.started and time.monotonic() < end:
            time.sleep(0.01)
        assert server.started
        try:
            yield Server(listening.getsockname()[1], log)
        finally:
            server.should_exit = True
            thread.join(20)
        assert not thread.is_alive()
    assert faults == []
