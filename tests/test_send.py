"""`kg load`: each graph is put on a server and proven; what breaks off is an error, and the same command goes on."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Final
from urllib.parse import parse_qs, urlsplit

import pytest

from kg.core import assets
from kg.core.errors import EndpointFailed
from kg.core.graph import (
    Literal,
    NamedNode,
    QueryResultsFormat,
    QueryTriples,
    RdfFormat,
    Store,
    evaluate,
    open_build,
)
from kg.core.ontology import read_ontology
from kg.query.answers import Answer, answer
from kg.query.library import bind, read_queries
from kg.query.limits import Limits
from kg.query.prefixes import with_prefixes
from kg.query.remote import answer_remote
from kg.send.parts import graphs_in
from kg.send.sending import DIFFERS, MISSING, SAME, Server, plan, send
from kg.send.sums import Sum, by_value, sum_of
from kg.send.target import ByGraphStore, ByUpdate, Writer
from tests.running import KG
from tests.running import kg as run
from tests.serve_here import serving

GRAPHS: Final = "".join(
    sorted(
        [
            *(f'<x:s{n}> <x:p> "{n}.50"^^<http://www.w3.org/2001/XMLSchema#decimal> <x:g1> .\n' for n in range(4500)),
            '<x:s> <x:q> "Қостанай \\"облысы\\""@kk <x:g2> .\n',
            '<x:s> <x:q> "true"^^<http://www.w3.org/2001/XMLSchema#boolean> <x:g2> .\n',
            "<x:s> <x:r> _:c14n0 <x:g2> .\n",
            "_:c14n0 <x:r> _:c14n1 <x:g2> .\n",
        ]
    )
)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture(scope="module")
def nquads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sent") / "kg.nq"
    path.write_text(GRAPHS, encoding="utf-8")
    return path


# --- a server that keeps graphs, as long as it is not told to fail ------------------------------------------------


@dataclass
class Keeper:
    """A store in memory behind the protocols, and what becomes of a request before and after it is done."""

    store: Store = field(default_factory=Store)
    refuse: Callable[[int], int] = lambda _: 0
    lose: Callable[[bytes], bytes] = lambda body: body
    requests: int = 0


class Handler(BaseHTTPRequestHandler):
    """Does what a request asks of the store of its server's keeper."""

    def do_POST(self) -> None:
        keeper, body = self.server.keeper, self.rfile.read(int(self.headers["Content-Length"]))  # type: ignore[attr-defined]
        keeper.requests += 1
        if status := keeper.refuse(keeper.requests):
            self.say(status, b"not now", "text/plain", ("Retry-After", "0"))
        elif graph := parse_qs(urlsplit(self.path).query).get("graph"):
            if self.command == "PUT":
                keeper.store.clear_graph(NamedNode(graph[0]))
            keeper.store.load(keeper.lose(body), format=RdfFormat.N_TRIPLES, to_graph=NamedNode(graph[0]))
            self.say(204, b"", "text/plain")
        elif self.headers["Content-Type"] == "application/sparql-update":
            keeper.store.update(keeper.lose(body).decode())
            self.say(204, b"", "text/plain")
        else:
            found = evaluate(keeper.store, parse_qs(body.decode())["query"][0])
            form = RdfFormat.N_TRIPLES if isinstance(found, QueryTriples) else QueryResultsFormat.JSON
            self.say(200, found.serialize(format=form) or b"", form.media_type)  # type: ignore[arg-type]

    do_PUT = do_POST  # noqa: N815

    def say(self, status: int, body: bytes, kind: str, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in (("Content-Type", kind), ("Content-Length", str(len(body))), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@contextmanager
def keeping(keeper: Keeper) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.keeper = keeper  # type: ignore[attr-defined]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/sparql"
        finally:
            server.shutdown()
            thread.join(5)


def quiet(_: str) -> None:
    """Show no progress."""


def writer(kind: str, address: str) -> Writer:
    limits = Limits(timeout=5)
    return ByUpdate(address, limits) if kind == "update" else ByGraphStore(address, limits)


def load(nquads: Path, address: str, kind: str = "update", page: int = 40_000) -> tuple[list[str], list[str]]:
    """Load all, and return what the plan said of each graph, and the graphs that were sent."""
    server = Server(address, Limits(timeout=5), page)
    plans, _ = plan(nquads, server, quiet)
    return [one.state for one in plans], [*send(nquads, plans, writer(kind, address), server, quiet)]


@pytest.mark.parametrize("kind", ["update", "graph store"])
@pytest.mark.parametrize("page", [40_000, 700])
def test_each_graph_is_sent_once_and_proven(kind: str, page: int, nquads: Path) -> None:
    keeper = Keeper()
    with keeping(keeper) as address:
        assert load(nquads, address, kind, page) == ([MISSING, MISSING], ["x:g1", "x:g2"])
        assert load(nquads, address, kind, page) == ([SAME, SAME], [])
        keeper.store.update("DELETE DATA { GRAPH <x:g2> { <x:s> <x:q> true } }")
        keeper.store.update("INSERT DATA { GRAPH <x:g2> { <x:s> <x:q> false } }")
        assert load(nquads, address, kind, page) == ([SAME, DIFFERS], ["x:g2"])
        assert len(keeper.store) == 4504


def gone_after(last: int, number: int) -> int:
    """Fail each request after the last of so many."""
    return 500 if number > last else 0


@pytest.mark.parametrize("kind", ["update", "graph store"])
def test_what_breaks_off_is_told_and_goes_on(kind: str, nquads: Path) -> None:
    """The server is gone at every request in turn: nothing is lost, and the next run does what is left."""
    keeper = Keeper()
    with keeping(keeper) as address:
        for last in range(7):
            keeper.refuse, keeper.requests = partial(gone_after, last), 0
            with pytest.raises(EndpointFailed, match="500"):
                load(nquads, address, kind)
        keeper.refuse = lambda _: 0
        assert load(nquads, address, kind) == ([SAME, SAME], [])
        assert len(keeper.store) == 4504


def test_a_busy_server_is_asked_again_a_few_times(nquads: Path) -> None:
    keeper = Keeper(refuse=lambda number: 503 if number % 4 else 0)
    with keeping(keeper) as address:
        assert load(nquads, address)[1] == ["x:g1", "x:g2"]
        keeper.refuse, keeper.requests = lambda _: 429, 0
        with pytest.raises(EndpointFailed, match="429"):
            answer_remote(address, "ASK { }", Limits(timeout=5))
        assert keeper.requests == 4


def test_a_server_that_loses_or_changes_a_statement_is_found_out(nquads: Path) -> None:
    for lose in (
        lambda body: body.replace(b'<x:s7> <x:p> "7.50"^^<http://www.w3.org/2001/XMLSchema#decimal> .\n', b""),
        lambda body: body.replace(b'"8.50"', b'"8.51"'),
        lambda body: body.replace("Қостанай".encode(), "Костанай".encode()),
    ):
        with keeping(Keeper(lose=lose)) as address, pytest.raises(EndpointFailed, match="were sent") as caught:
            load(nquads, address)
        assert "The same command goes on" in caught.value.remedy


def test_values_are_the_same_however_a_server_writes_them() -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    alike = [
        (f'<s> <p> "1.70"^^<{xsd}decimal>', f'<s> <p> "1.7"^^<{xsd}decimal>'),
        (f'<s> <p> "0.0"^^<{xsd}decimal>', f'<s> <p> "0"^^<{xsd}integer>'),
        (f'<s> <p> "007"^^<{xsd}integer>', f'<s> <p> "7"^^<{xsd}int>'),
        (f'<s> <p> "1E3"^^<{xsd}double>', f'<s> <p> "1000.0"^^<{xsd}double>'),
        (f'<s> <p> "true"^^<{xsd}boolean>', f'<s> <p> "1"^^<{xsd}boolean>'),
        (f'<s> <p> "a"^^<{xsd}string>', '<s> <p> "a"'),
        ('<s> <p> "a"@en-GB', '<s> <p> "a"@en-gb'),
        ("_:a <p> _:b", "_:x <p> _:y"),
    ]
    assert [pair for pair in alike if by_value(pair[0]) != by_value(pair[1])] == []
    apart = [
        ('<s> <p> "7"', f'<s> <p> "7"^^<{xsd}integer>'),
        ('<s> <p> "_:a"', "<s> <p> _:a"),
        ('<s> <p> "a"@en', '<s> <p> "a"@ru'),
        (f'<s> <p> "2024"^^<{xsd}gYear>', f'<s> <p> "2024"^^<{xsd}integer>'),
        (f'<s> <p> "1.7"^^<{xsd}decimal>', f'<s> <p> "1.71"^^<{xsd}decimal>'),
    ]
    assert [pair for pair in apart if by_value(pair[0]) == by_value(pair[1])] == []
    assert sum_of(["<a> <b> <c>", "<d> <e> <f>"]) == sum_of(["<d> <e> <f>"]) + sum_of(["<a> <b> <c>"])
    assert sum_of(["<a> <b> <c>", "<a> <b> <c>"]) != sum_of(["<a> <b> <c>"]) != Sum()


def test_a_dry_run_changes_nothing(seed_build: Path) -> None:
    keeper = Keeper()
    with keeping(keeper) as address:
        done = run(seed_build.parent, "load", "--endpoint", address, "--build", str(seed_build), "--dry-run")
    assert (done.returncode, len(keeper.store)) == (0, 0)
    assert done.stdout.splitlines()[-1] == "6 graphs to send, 0 there already; nothing was changed"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--endpoint", "ftp://x/"), "no address of a server"),
        (("--endpoint", "http://127.0.0.1:9/", "--user", "dba"), "KG_PASSWORD"),
        (("--endpoint", "http://127.0.0.1:9/", "--update", "http://x/", "--graph-store", "http://x/"), "Two ways"),
        (("--endpoint", "http://127.0.0.1:9/"), "cannot be reached"),
    ],
)
def test_what_cannot_be_loaded_is_an_error(options: tuple[str, ...], said: str, seed_build: Path) -> None:
    done = run(seed_build.parent, "load", *options, "--build", str(seed_build))
    assert done.returncode == 2
    assert said in done.stderr


# --- Virtuoso --------------------------------------------------------------------------------------------------------

VIRTUOSO, CLIENT = "virtuoso-t", "isql-vt"
CONFIG: Final = """[Database]
DatabaseFile = {folder}/kg.db
ErrorLogFile = {folder}/kg.log
LockFile = {folder}/kg.lck
TransactionFile = {folder}/kg.trx
xa_persistent_file = {folder}/kg.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{port}
ServerThreads = 10
[HTTPServer]
ServerPort = 127.0.0.1:{web}
ServerRoot = {folder}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 1000000
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@dataclass
class Virtuoso:
    """A server of one's own, which can be ended and begun again over the same files."""

    folder: Path
    port: int = field(default_factory=free_port)
    web: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.web}/sparql"

    def begin(self) -> None:
        config = self.folder / "kg.ini"
        config.write_text(CONFIG.format(folder=self.folder, port=self.port, web=self.web), encoding="utf-8")
        (self.folder / "kg.lck").unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [VIRTUOSO, "+foreground", "+configfile", str(config)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        grant = 'exec=GRANT SPARQL_UPDATE TO "SPARQL";'
        for _ in range(200):
            said = subprocess.run(
                [CLIENT, f"127.0.0.1:{self.port}", "dba", "dba", grant], check=False, capture_output=True
            )
            if said.returncode == 0:
                return
            time.sleep(0.2)
        raise TimeoutError(said.stderr.decode())

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    if not (shutil.which(VIRTUOSO) and shutil.which(CLIENT)):
        pytest.skip("NOT TESTED: Virtuoso is not installed (Debian: virtuoso-opensource-7)")
    server = Virtuoso(tmp_path_factory.mktemp("virtuoso"))
    server.begin()
    yield server
    server.kill()


def loading(virtuoso: Virtuoso, build: Path) -> "subprocess.Popen[str]":
    command = [KG, "load", "--endpoint", virtuoso.address, "--build", str(build)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ})


def test_virtuoso_is_loaded_though_it_and_the_command_are_killed(virtuoso: Virtuoso, seed_build: Path) -> None:
    first = loading(virtuoso, seed_build)
    assert first.stderr is not None
    assert first.stderr.readline().strip() == "https://w3id.org/dyad/graph/derived"
    virtuoso.kill()
    _, said = first.communicate(timeout=60)
    assert first.returncode == 2
    assert "The same command goes on from there." in said
    assert "Traceback" not in said
    virtuoso.begin()
    second = loading(virtuoso, seed_build)
    assert second.stderr is not None
    second.stderr.readline()
    second.send_signal(signal.SIGKILL)
    second.communicate(timeout=60)
    third = loading(virtuoso, seed_build)
    told, _ = third.communicate(timeout=60)
    assert third.returncode == 0
    assert told.endswith("each graph as it is here\n")
    again, _ = loading(virtuoso, seed_build).communicate(timeout=60)
    assert again.startswith("0 graphs sent, 6 there already: ")
    held = sum(total.count for total in graphs_in(seed_build / "kg.nq").values())
    ours = "FILTER(STRSTARTS(STR(?g), 'https://w3id.org/dyad/'))"
    counted = answer_remote(virtuoso.address, f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} {ours} }}")
    assert int(counted.rows[0][0].value) == held  # type: ignore[union-attr]


# --- every question, here and there ----------------------------------------------------------------------------------

DAYS_APART: Final = "it takes one day from another to be 0"
CHOSEN: Final = "an IRI that IF or COALESCE chooses comes as a text"
UNBOUND: Final = "a row in which a day is not bound goes"
NESTED: Final = "EXISTS within NOT EXISTS is sometimes, by the plan, answered wrongly"
NO_STEPS: Final = "a path of no steps from an open end leaves rows out"
OTHERWISE: Final = {
    "announced-and-silent": DAYS_APART,
    "freshness": DAYS_APART,
    "missed-deadlines": NESTED,
    "press-against-statistics": CHOSEN,
    "projects-by-stage": UNBOUND,
    "single-source": NO_STEPS,
}
"""What Virtuoso 7.2 answers otherwise than the standard asks, by question; docs/other-stores.md lists them."""
SLOW: Final = {"changes-between", "jobs-promised", "students", "target-history", "two-reports", "who-said-what"}
"""For some of these it looks for a plan up to half a minute: all are asked where DYAD_ALL_STORES is set."""

Cells = tuple[tuple[str, str] | None, ...]


def cell(term: object) -> tuple[str, str] | None:
    """Return a term as its kind and text: a number by its value to nine digits, to which every store divides."""
    if isinstance(term, NamedNode):
        return "iri", term.value
    if not isinstance(term, Literal):
        return None
    kind = term.datatype.value.rpartition("#")[2]
    if kind in {"decimal", "integer", "double", "int"}:
        return "number", f"{Decimal(term.value):.9g}"
    return (
        (kind, {"true": "1", "false": "0"}.get(term.value, term.value)) if kind == "boolean" else ("text", term.value)
    )


def rows_of(answer: Answer, variables: tuple[str, ...]) -> Counter[Cells]:
    places = [answer.variables.index(name) if name in answer.variables else None for name in variables]
    return Counter(tuple(None if place is None else cell(row[place]) for place in places) for row in answer.rows)


@pytest.fixture(scope="module")
def asked_here(seed_build: Path) -> dict[str, tuple[str, Answer]]:
    """Ask every question that ships of the seed, as its header says."""
    ontology, store = read_ontology(assets.ontology()), open_build(seed_build)
    found = {}
    for name, question in read_queries(assets.queries()).items():
        text = with_prefixes(bind(question, question.seed, ontology))
        found[name] = (text, answer(store, text))
    return found


def apart(asked: dict[str, tuple[str, Answer]], address: str) -> list[str]:
    """Name the questions that a server answers with other rows than the build."""
    found = []
    for name, (text, here) in asked.items():
        there = answer_remote(address, text, Limits(timeout=30))
        if rows_of(here, here.variables) != rows_of(there, here.variables):
            found.append(name)
    return found


def test_our_endpoint_answers_every_question_as_the_build_does(
    asked_here: dict[str, tuple[str, Answer]], seed_build: Path
) -> None:
    with serving(seed_build) as server:
        assert apart(asked_here, f"http://127.0.0.1:{server.port}/sparql") == []


def test_virtuoso_answers_every_question_as_the_build_does_but_those_that_are_marked(
    virtuoso: Virtuoso, asked_here: dict[str, tuple[str, Answer]], seed_build: Path
) -> None:
    loading(virtuoso, seed_build).communicate(timeout=60)
    some = [*asked_here] if os.environ.get("DYAD_ALL_STORES") else [*sorted(asked_here.keys() - SLOW)[::8], *OTHERWISE]
    found = apart({name: asked_here[name] for name in some}, virtuoso.address)
    assert {name for name, why in OTHERWISE.items() if why != NESTED} <= {*found} <= OTHERWISE.keys()
    page = (Path(__file__).parents[1] / "docs" / "other-stores.md").read_text(encoding="utf-8")
    assert [name for name in OTHERWISE if f"`{name}`" not in page] == []
