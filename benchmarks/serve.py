"""Ask three servers the same over the same graph: `kg serve`, rdflib-endpoint, and Virtuoso where it is installed.

Run `python -m benchmarks.serve BUILD` on a small build: rdflib reads a million statements for minutes. Told are the
milliseconds of one client that asks alone, the answers a second that several clients get together, the time within
which 95 % of those came, and how many were errors; and what pages of `kg serve` take the first time and again.
"""

import argparse
import json
import random
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Thread
from types import MappingProxyType
from urllib.parse import urlencode, urlsplit

from benchmarks.engines import CLIENT, SERVER, virtuoso_server
from kg.core import assets
from kg.core.manifest import NQUADS
from kg.query.library import read_queries
from kg.query.prefixes import with_prefixes

_RDFLIB = """
import socket, sys, uvicorn
from fastapi import FastAPI
from rdflib import Dataset
from rdflib_endpoint import SparqlRouter
graph = Dataset(default_union=True)
graph.parse(sys.argv[1], format="nquads")
app = FastAPI()
app.include_router(SparqlRouter(path="/sparql", graph=graph))
listening = socket.create_server(("127.0.0.1", 0))
listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
print(f"http://127.0.0.1:{listening.getsockname()[1]}/", flush=True)
uvicorn.Server(uvicorn.Config(app, log_level="critical")).run(sockets=[listening])
"""
_ACCEPT = "application/sparql-results+json"
_AGAIN = 20
_GIVEN_UP = 60
_LOOKUPS = (
    "SELECT * { <https://w3id.org/dyad/id/country/KZ> ?p ?o }",
    "SELECT * { ?s ?p <https://w3id.org/dyad/id/dyad/KZ-RU> }",
)
_AGGREGATES = (
    "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
    "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c",
    "SELECT ?d (COUNT(*) AS ?n) { ?s dyad:isAbout ?d . ?s ?p ?o } GROUP BY ?d",
)
_PAGES = ("/", "/page/country/KZ", "/dyad/KZ-RU", "/questions", "/question/turnover")


@contextmanager
def _printed(command: Sequence[str]) -> Iterator[str]:
    """Start a server that prints its address, and yield that of its endpoint."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        line = running.stdout.readline() if running.stdout else ""
        try:
            yield f"http://{line.partition('http://')[2].partition('/')[0]}/sparql"
        finally:
            running.terminate()


def dyad(build: Path) -> AbstractContextManager[str]:
    """Start `kg serve`."""
    return _printed([str(Path(sys.executable).with_name("kg")), "serve", "--build", str(build), "--port", "0"])


def rdflib(build: Path) -> AbstractContextManager[str]:
    """Start rdflib-endpoint."""
    return _printed([sys.executable, "-c", _RDFLIB, str(build / NQUADS)])


SERVERS: Mapping[str, Callable[[Path], AbstractContextManager[str]]] = MappingProxyType(
    {"dyad": dyad, "rdflib": rdflib, "virtuoso": virtuoso_server}
)


class _Client:
    """A client that keeps its connection."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._path = parts.path
        self._connection = HTTPConnection(parts.hostname or "", parts.port, timeout=_GIVEN_UP)

    def ask(self, query: str) -> float | None:
        """Return the milliseconds until an answer was there, None for an error."""
        path = f"{self._path}?{urlencode({'query': query})}"
        return self.get(path, json.loads, accept=_ACCEPT)

    def get(self, path: str, read: Callable[[bytes], object], accept: str = "*/*") -> float | None:
        """Return the milliseconds until an address was read, None for an error."""
        begun = time.perf_counter()
        try:
            self._connection.request("GET", path, headers={"Accept": accept})
            got = self._connection.getresponse()
            body = got.read()
            if got.status == 200:  # noqa: PLR2004
                read(body)
                return 1000 * (time.perf_counter() - begun)
        except (OSError, HTTPException, ValueError):
            self._connection.close()
        return None


def alone(address: str, queries: Sequence[str]) -> float | None:
    """Return the median of the milliseconds that one client waits, None where one query is not answered."""
    client, taken = _Client(address), list[float]()
    for query in queries:
        for one in [client.ask(query) for _ in range(_AGAIN // len(queries) + 1)]:
            if one is None:
                return None
            taken.append(one)
    return statistics.median(taken)


def together(address: str, queries: Sequence[str], clients: int, seconds: float) -> str:
    """Write how many answers a second some clients get together, within how long 95 % of them, and how many errors."""
    taken, end = list[float | None](), time.monotonic() + seconds

    def asking(seed: int) -> None:
        client, chance = _Client(address), random.Random(seed)
        while time.monotonic() < end:
            taken.append(client.ask(chance.choice(queries)))

    threads = [Thread(target=asking, args=(seed,)) for seed in range(clients)]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.monotonic() - begun
    answered = [one for one in taken if one is not None]
    high = statistics.quantiles(answered, n=20)[-1] if len(answered) > 1 else float("nan")
    return f"{len(answered) / spent:10.1f}{high:10.0f}{taken.count(None):8}"


def tell(build: Path, servers: Sequence[str], clients: int, seconds: float) -> None:
    """Print a line for each kind of query and server."""
    questions = [with_prefixes(query.text) for query in read_queries(assets.queries()).values()]
    asked = {"ask": ("ASK {}",), "lookups": _LOOKUPS, "aggregates": [*map(with_prefixes, _AGGREGATES)]}
    print(f"{'':<24}{'alone, ms':>10}{'a second':>10}{'95 %, ms':>10}{'errors':>8}", flush=True)
    for name in servers:
        with SERVERS[name](build) as address:
            for kind, queries in asked.items():
                one = alone(address, queries)
                told = "—" if one is None else f"{one:.1f}"
                print(f"{name:<12}{kind:<12}{told:>10}{together(address, queries, clients, seconds)}", flush=True)
            print(f"{name:<12}{'questions':<12}{'':>10}{together(address, questions, clients, seconds)}", flush=True)
            if name == "dyad":
                tell_pages(address)


def tell_pages(address: str) -> None:
    """Print what pages take, the first time and again."""
    client = _Client(address)
    for path in _PAGES:
        times = [client.get(path, len) for _ in range(2)]
        print(f"{path:<24}{', '.join('—' if one is None else f'{one:.1f}' for one in times):>10} ms", flush=True)


def main() -> None:
    """Ask each server, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=Path)
    parser.add_argument("servers", nargs="*", metavar="SERVER")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parsed = parser.parse_args()
    there = [name for name in SERVERS if name != "virtuoso" or (shutil.which(SERVER) and shutil.which(CLIENT))]
    tell(parsed.build, parsed.servers or there, parsed.clients, parsed.seconds)


if __name__ == "__main__":
    main()
