"""Ask every shipped question of one build by several engines: Dyad's store, rdflib, and Virtuoso where it is installed.

Run `python -m benchmarks.engines BUILD` for a table, on a small build: rdflib reads a million statements for minutes.
With the name of an engine after it, that one alone is asked. All hold the same `kg.nq` in memory, or, Dyad's store
once more, on disk; what is answered within a second is asked again, in milliseconds as a reader waits.
"""

import argparse
import shutil
import signal
import socket
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from kg.core import assets
from kg.core.errors import KgError
from kg.core.graph import RdfFormat, Store, open_build
from kg.core.manifest import NQUADS
from kg.query.answers import answer
from kg.query.library import read_queries
from kg.query.prefixes import with_prefixes
from kg.query.remote import answer_remote

LIMIT = 30
"""Seconds after which a question is given up."""
_QUICK = 1000
_PATIENCE = 3
SERVER, CLIENT = "virtuoso-t", "isql-vt"
_HOST = "127.0.0.1"
_CONFIG = """[Database]
DatabaseFile = {folder}/kg.db
ErrorLogFile = {folder}/kg.log
LockFile = {folder}/kg.lck
TransactionFile = {folder}/kg.trx
xa_persistent_file = {folder}/kg.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = {host}:{port}
DirsAllowed = {folder}
[HTTPServer]
ServerPort = {host}:{web}
ServerRoot = {folder}
[SPARQL]
ResultSetMaxRows = 1000000
"""

Ask: TypeAlias = Callable[[str], int]
"""Answers a query and returns the number of its rows."""


@contextmanager
def on_disk(folder: Path) -> Iterator[Ask]:
    """Ask the store of a build."""
    store = open_build(folder)
    yield lambda text: len(answer(store, text).rows)


@contextmanager
def in_memory(folder: Path) -> Iterator[Ask]:
    """Ask a store in memory, every statement in its graph."""
    store = Store()
    store.bulk_load(path=str(folder / NQUADS), format=RdfFormat.N_QUADS)
    yield lambda text: len(answer(store, text).rows)


@contextmanager
def rdflib(folder: Path) -> Iterator[Ask]:
    """Ask rdflib."""
    from rdflib import Dataset

    graph = Dataset(default_union=True)
    graph.parse(folder / NQUADS, format="nquads")
    yield lambda text: len(list(graph.query(text)))


@contextmanager
def virtuoso(folder: Path) -> Iterator[Ask]:
    """Ask a Virtuoso of one's own, which runs until all is asked."""
    with virtuoso_server(folder) as address:
        yield lambda text: len(answer_remote(address, text).rows)


@contextmanager
def virtuoso_server(folder: Path) -> Iterator[str]:
    """Start a Virtuoso with what a build says, and yield the address of its endpoint."""
    with tempfile.TemporaryDirectory() as scratch:
        port, web = _free(), _free()
        shutil.copy(folder / NQUADS, scratch)
        config = Path(scratch, "kg.ini")
        config.write_text(_CONFIG.format(folder=scratch, host=_HOST, port=port, web=web), encoding="utf-8")
        server = subprocess.Popen([SERVER, "+foreground", "+configfile", str(config)], stderr=subprocess.DEVNULL)
        try:
            _load(scratch, port)
            yield f"http://{_HOST}:{web}/sparql"
        finally:
            server.terminate()
            server.wait()


def _free() -> int:
    with socket.socket() as free:
        free.bind((_HOST, 0))
        return int(free.getsockname()[1])


def _load(scratch: str, port: int) -> None:
    """Load the statements into a server as soon as it listens."""
    said = f"ld_dir('{scratch}', '{NQUADS}', 'urn:none'); rdf_loader_run(); checkpoint;"
    for _ in range(2 * LIMIT):
        loading = subprocess.run(
            [CLIENT, f"{_HOST}:{port}", "dba", "dba", f"exec={said}"], check=False, capture_output=True
        )
        if not loading.returncode:
            return
        time.sleep(0.5)
    raise TimeoutError(loading.stderr.decode())


ENGINES: Mapping[str, Callable[[Path], AbstractContextManager[Ask]]] = MappingProxyType(
    {"dyad-on-disk": on_disk, "dyad-in-memory": in_memory, "rdflib": rdflib, "virtuoso": virtuoso}
)


def here() -> list[str]:
    """Return the engines that are installed."""
    return [name for name in ENGINES if name != "virtuoso" or (shutil.which(SERVER) and shutil.which(CLIENT))]


def milliseconds(ask: Ask, text: str) -> float | None:
    """Return how long an answer takes, the second time if the first is quick; None for what is refused or given up."""
    try:
        with _limited():
            taken = _once(ask, text)
            return _once(ask, text) if taken < _QUICK else taken
    except (KgError, OSError):
        return None


def _once(ask: Ask, text: str) -> float:
    start = time.perf_counter()
    ask(text)
    return 1000 * (time.perf_counter() - start)


@contextmanager
def _limited() -> Iterator[None]:
    def give_up(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(LIMIT)
    try:
        yield
    finally:
        signal.alarm(0)


def told(name: str, found: Sequence[float | None]) -> str:
    """Write the line of an engine: the median, the 95th percentile, the longest, and how many it did not answer."""
    answered = [taken for taken in found if taken is not None]
    high = statistics.quantiles(answered, n=20)[-1]
    return f"{name:<16}{statistics.median(answered):9.1f}{high:9.1f}{max(answered):9.1f}{found.count(None):12}"


def asked(ask: Ask, texts: Sequence[str]) -> list[float | None]:
    """Return what each question takes; an engine that lets some in a row run out of time is asked no more."""
    found, late = list[float | None](), 0
    for text in texts:
        if late == _PATIENCE:
            found.append(None)
            continue
        start = time.monotonic()
        found.append(milliseconds(ask, text))
        late = late + 1 if time.monotonic() - start >= LIMIT else 0
    return found


def tell(build: Path, engines: Sequence[str]) -> None:
    """Print a line for each of some engines."""
    texts = [with_prefixes(query.text) for query in read_queries(assets.queries()).values()]
    print(f"{'ms, warm':<16}{'median':>9}{'95 %':>9}{'longest':>9}{'unanswered':>12}", flush=True)
    for name in engines:
        with ENGINES[name](build) as ask:
            print(told(name, asked(ask, texts)), flush=True)


def main() -> None:
    """Ask each engine, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=Path)
    parser.add_argument("engines", nargs="*", metavar="ENGINE", help=f"one of {', '.join(ENGINES)}")
    parsed = parser.parse_args()
    if unknown := {*parsed.engines} - ENGINES.keys():
        parser.error(f"no such engine: {', '.join(sorted(unknown))}")
    tell(parsed.build, parsed.engines or here())


if __name__ == "__main__":
    main()
