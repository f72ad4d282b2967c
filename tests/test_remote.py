"""Remote answers: a real SPARQL server gives the rows of the local store, whatever else answers an EndpointFailed."""

import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs

import pytest
from rdflib import Dataset

from kg import __version__
from kg.core.errors import ArgumentInvalid, EndpointFailed, LimitReached, QueryInvalid
from kg.core.graph import Literal, NamedNode, RdfFormat, Store
from kg.query.answers import answer
from kg.query.limits import Limits
from kg.query.remote import answer_remote, answer_server, unites_named_graphs
from kg.query.typed import to_arrow
from tests.serving import sparql_server

PROLOGUE = """PREFIX dyad: <https://w3id.org/dyad/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
WORLD = """
@prefix dyad: <https://w3id.org/dyad/ontology#> . @prefix country: <https://w3id.org/dyad/id/country/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix graph: <https://w3id.org/dyad/graph/source/> .
graph:one {
  country:XA dyad:isoCode "XA" ; dyad:shortName "Қостанай"@kk, "007" ; dyad:amount 30 ;
    dyad:validFrom "2025-11-12"^^xsd:date .
}
graph:two {
  country:XB dyad:isoCode "NA" ; dyad:shortName "Côte \\"d'Ivoire\\""@en ; dyad:amount 1.5 ; dyad:isWithin country:XA .
}
"""
TYPED = (
    PROLOGUE
    + """SELECT * {
  ?country dyad:isoCode ?code ; dyad:shortName ?name ; dyad:amount ?amount .
  OPTIONAL { ?country dyad:validFrom ?from } OPTIONAL { ?country dyad:isWithin ?whole }
} ORDER BY ?code ?name"""
)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


# --- Against a SPARQL server ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def world() -> Store:
    store = Store()
    store.load(WORLD.encode(), format=RdfFormat.TRIG)
    return store


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Serve the world on a free port: at /union its graphs are united, at /apart they are not, /empty has none."""
    datasets = {name: Dataset(default_union=name == "union") for name in ("union", "apart", "empty")}
    for name in ("union", "apart"):
        datasets[name].parse(data=WORLD, format="trig")
    with sparql_server(datasets) as address:
        yield address


def test_a_server_gives_the_rows_of_the_local_store(server: str, world: Store) -> None:
    there, here = answer_remote(f"{server}/union", TYPED), answer(world, TYPED)
    assert set(there.variables) == set(here.variables)
    order = [there.variables.index(name) for name in here.variables]
    assert tuple(tuple(row[place] for place in order) for row in there.rows) == here.rows
    assert len(here.rows) == 3
    assert to_arrow(there).select(list(here.variables)).equals(to_arrow(here))
    assert str(to_arrow(there).schema.field("amount").type) == "decimal128(3, 1)"


@pytest.mark.parametrize(("code", "truth"), [("NA", "true"), ("XC", "false")])
def test_a_server_answers_yes_or_no(server: str, world: Store, code: str, truth: str) -> None:
    query = f'{PROLOGUE}ASK {{ ?c dyad:isoCode "{code}" }}'
    there = answer_remote(f"{server}/union", query)
    assert there == answer(world, query)
    assert str(there.rows[0][0]) == f'"{truth}"^^<http://www.w3.org/2001/XMLSchema#boolean>'


def test_a_server_gives_a_graph(server: str, world: Store) -> None:
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    there = answer_remote(f"{server}/union", query)
    assert there == answer(world, query)
    assert len(there.rows) == 9


def test_an_empty_graph_is_no_error(server: str) -> None:
    assert answer_remote(f"{server}/empty", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }").rows == ()


def test_it_is_told_whether_the_named_graphs_are_united(server: str) -> None:
    assert unites_named_graphs(f"{server}/union") is True
    assert unites_named_graphs(f"{server}/apart") is False
    assert unites_named_graphs(f"{server}/empty") is None
    assert answer_remote(f"{server}/apart", TYPED).rows == ()


def test_a_long_query_goes_through(server: str) -> None:
    values = " ".join(f'"X{number}"' for number in range(3000))
    query = f'{PROLOGUE}SELECT ?code {{ VALUES ?code {{ {values} "XA" }} ?c dyad:isoCode ?code }}'
    assert len(query) > 8192
    assert answer_remote(f"{server}/union", query).rows == ((Literal("XA"),),)


def test_what_looks_like_an_update_is_sent_as_the_query_it_is(server: str) -> None:
    query = "prefix insert: <http://example.org/delete/>\n# INSERT DATA\nSELECT (1 AS ?load) { }"
    assert [str(row[0]) for row in answer_remote(f"{server}/union", query).rows] == [str(Literal(1))]


def test_the_words_of_the_server_about_a_syntax_error_are_kept(server: str) -> None:
    with pytest.raises(EndpointFailed, match=r"400(.|\n)*Expected(.|\n)*Mend the query"):
        answer_remote(f"{server}/union", "SELECT * { ?s ?p")


def test_an_update_is_never_sent() -> None:
    with pytest.raises(QueryInvalid, match="update"):
        answer_remote("http://127.0.0.1:9/", "INSERT DATA { <x:a> <x:b> 1 }")


# --- Against servers that go wrong ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server says to everyone, waiting `pause` seconds after each byte, and what it has `seen`."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/sparql-results+json"),)
    pause: float = 0
    seen: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def serving(reply: Reply) -> Iterator[str]:
    """Run a server that says the same to everyone; yield its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])))

        def do_GET(self) -> None:
            self._answer(b"")

        def _answer(self, sent: bytes) -> None:
            reply.seen.append(({name.lower(): value for name, value in self.headers.items()}, sent))
            self.send_response(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            self.end_headers()
            for place in range(len(reply.body) if reply.pause else 1):
                self.wfile.write(reply.body[place : place + 1] if reply.pause else reply.body)
                time.sleep(reply.pause)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """Let clients hang up."""

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/sparql"
        finally:
            server.shutdown()
            thread.join(5)


SELECT = "SELECT ?x { ?x ?y ?z }"
ONE_ROW = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"uri","value":"http://example.org/a"}}]}}'
JSON = ("Content-Type", "application/sparql-results+json; charset=utf-8")
HTML = ("Content-Type", "text/html")
PLAIN = ("Content-Type", "text/plain")


def refusal(reply: Reply, query: str = SELECT, timeout: float = 5) -> str:
    with serving(reply) as endpoint, pytest.raises(EndpointFailed) as caught:
        answer_remote(endpoint, query, Limits(timeout))
    assert caught.value.value == endpoint
    assert caught.value.exit_code == 2
    return str(caught.value)


def test_the_request_is_as_the_protocol_asks() -> None:
    reply = Reply(body=ONE_ROW, headers=(JSON,))
    with serving(reply) as endpoint:
        found = answer_remote(endpoint, 'SELECT ?x { ?x ?y "100%41 + ә" }')
    assert found.rows == ((NamedNode("http://example.org/a"),),)
    ((headers, body),) = reply.seen
    assert headers["user-agent"] == f"dyad-kg/{__version__}"
    assert headers["accept"].startswith("application/sparql-results+json")
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qs(body.decode(), strict_parsing=True) == {"query": ['SELECT ?x { ?x ?y "100%41 + ә" }']}


def test_a_graph_may_come_as_turtle_and_say_things_twice() -> None:
    reply = Reply(body=b"<x:s> <x:p> 1, 2, 1 .", headers=(("Content-Type", "text/turtle"),))
    with serving(reply) as endpoint:
        assert len(answer_remote(endpoint, "DESCRIBE <x:s>").rows) == 2
    assert reply.seen[0][0]["accept"].startswith("application/n-triples")


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(body=b"<html>\n<h1>Welcome" + b" x" * 500, headers=(HTML,)), "text/html: <html> <h1>Welcome x x"),
        (Reply(body=ONE_ROW, headers=(("Content-Type", "application/sparql-results+xml"),)), "sparql-results+xml"),
        (Reply(body=ONE_ROW, headers=()), "no media type"),
        (Reply(body=b"", headers=(JSON,)), "an empty application/sparql-results+json"),
        (Reply(status=204, headers=()), "no media type"),
        (Reply(body=ONE_ROW[:-30], headers=(JSON,)), 'cannot be read: {"head":{"vars":["x"]}'),
        (Reply(body=ONE_ROW[:-2] + b"Exception in thread", headers=(JSON,)), "ends"),
        (Reply(body=b'{"error":"no memory"}', headers=(JSON,)), "no memory"),
        (Reply(body=b"\xff\xfe", headers=(JSON,)), "cannot be read"),
        (Reply(body=ONE_ROW, headers=(JSON, ("Content-Length", "500"))), "IncompleteRead"),
        (Reply(body=b"\x1b[31mred", headers=(PLAIN,)), "\N{REPLACEMENT CHARACTER}[31mred"),
        (
            Reply(status=503, headers=(HTML, ("Retry-After", "120"))),
            "Wait, then ask again. The server asks to wait: Retry-After: 120.",
        ),
        (Reply(status=429, body=b"slow down", headers=(PLAIN, ("Retry-After", "7"))), "Retry-After: 7"),
        (Reply(status=503, body=b"x", headers=(PLAIN, ("Content-Length", "9"))), "answered 503"),
        (Reply(status=400, body="қате, line 1".encode(), headers=(PLAIN,)), "қате, line 1"),
        (Reply(status=400, headers=()), "answered 400"),
        (Reply(status=401, headers=()), "password"),
        (Reply(status=404, headers=()), "Check the address"),
        (Reply(status=405, headers=()), "POST"),
        (Reply(status=414, headers=()), "answered 414"),
        (Reply(status=418, body=b"teapot", headers=(PLAIN,)), "418"),
        (Reply(status=500, body=b"java.lang.Error", headers=(PLAIN,)), "java.lang.Error"),
        (Reply(status=504, headers=()), "Ask for less"),
    ],
)
def test_what_is_no_answer_is_an_error_that_says_why(reply: Reply, said: str) -> None:
    message = refusal(reply)
    assert said in message
    assert "\x1b" not in message
    assert len(message) < 1200


def test_an_error_can_be_let_go_of_by_another_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine's reader must not hang on the error: only its own thread may destroy it."""
    complaints: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", complaints.append)
    with serving(Reply(body=ONE_ROW[:-30], headers=(JSON,))) as endpoint, pytest.raises(EndpointFailed) as caught:
        answer_remote(endpoint, SELECT)
    held = [caught]
    del caught
    thread = Thread(target=held.clear)
    thread.start()
    thread.join(5)
    assert complaints == []


def test_a_graph_in_another_form_is_an_error() -> None:
    assert "sparql-results+json" in refusal(Reply(body=ONE_ROW), "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    cut = Reply(body=b"<x:s> <x:p> ", headers=(("Content-Type", "application/n-triples"),))
    assert "cannot be read" in refusal(cut, "DESCRIBE <x:s>")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_query_does_not_follow_a_redirection(status: int) -> None:
    target = Reply(body=ONE_ROW)
    with serving(target) as elsewhere:
        message = refusal(Reply(status=status, headers=(("Location", elsewhere),)))
    assert f"use it: {elsewhere}" in message
    assert target.seen == []


def test_an_answer_without_end_is_left_at_its_size() -> None:
    with serving(Reply(body=b" " * 1_500_000, headers=(JSON,))) as endpoint:
        with pytest.raises(EndpointFailed, match="more than 1 MB"):
            answer_remote(endpoint, SELECT, Limits(size=1))
        with pytest.raises(EndpointFailed, match="empty"):
            answer_remote(endpoint, SELECT, Limits(size=2))


def test_an_answer_has_no_more_rows_than_it_may() -> None:
    graph = Reply(body=b"<x:s> <x:p> 1, 2, 3 .", headers=(("Content-Type", "text/turtle"),))
    with serving(graph) as endpoint:
        assert len(answer_remote(endpoint, "DESCRIBE <x:s>", Limits(rows=3)).rows) == 3
        with pytest.raises(LimitReached, match="more than 2 rows"):
            answer_remote(endpoint, "DESCRIBE <x:s>", Limits(rows=2))


def test_a_server_whose_headers_have_no_end_is_left_in_time() -> None:
    """Each letter comes in time; the child that waits for all of them is ended."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip() -> None:
            visitor = listening.accept()[0]
            with suppress(OSError), visitor:
                visitor.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
                while True:
                    visitor.sendall(b"a")
                    time.sleep(0.05)

        thread = Thread(target=drip)
        thread.start()
        with pytest.raises(LimitReached, match=r"more than 0\.2 s"):
            answer_server(f"http://127.0.0.1:{listening.getsockname()[1]}/", SELECT, Limits(timeout=0.2))
        thread.join(5)
        assert not thread.is_alive()


def test_a_server_answers_a_child_as_it_does_this_process(server: str) -> None:
    assert answer_server(f"{server}/apart", TYPED, Limits()) == (answer_remote(f"{server}/apart", TYPED), False)


def test_rows_are_no_answer_to_whether_graphs_are_united() -> None:
    with serving(Reply(body=ONE_ROW)) as endpoint, pytest.raises(EndpointFailed, match="ASK"):
        unites_named_graphs(endpoint)


@pytest.mark.parametrize(
    ("begun", "said"),
    [
        ("", r"No answer within 0\.5 s"),
        ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\n", r"No answer within 0\.5 s"),
        ("HTTP/1.1 400 Bad Request\r\nContent-Length: 9\r\n\r\n", "answered 400"),
        ("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 9\r\n\r\n", "answered 503"),
    ],
)
def test_a_server_that_never_ends_its_answer_is_left_in_time(begun: str, said: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        held: list[socket.socket] = []

        def accept() -> None:
            held.append(listening.accept()[0])
            held[0].sendall(begun.encode())

        thread = Thread(target=accept)
        thread.start()
        begin = time.monotonic()
        with pytest.raises(EndpointFailed, match=said):
            answer_remote(f"http://127.0.0.1:{listening.getsockname()[1]}/", SELECT, Limits(0.5))
        assert 0.4 < time.monotonic() - begin < 3
        thread.join(5)
        held[0].close()


def test_a_server_that_trickles_is_left_in_time() -> None:
    begin = time.monotonic()
    assert "0.3 s" in refusal(Reply(body=ONE_ROW[:20], headers=(JSON,), pause=0.05), timeout=0.3)
    assert time.monotonic() - begin < 3


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


@pytest.mark.parametrize(
    ("endpoint", "said"),
    [
        ("http://127.0.0.1:PORT/sparql", "refused"),
        ("ftp://127.0.0.1/sparql", "no address"),
        ("file:///etc/hosts", "no address"),
        ("127.0.0.1/sparql", "no address"),
        ("http://", "no address"),
        ("", "no address"),
        ("http://127.0.0.1:99999/", "no address"),
        ("http://127.0.0.1:port/", "no address"),
        ("http://[::1/", "no address"),
        ("http://127.0.0.1/a b", "no address"),
        ("http://127.0.0.1/\r\nHost: x", "no address"),
        ("http://127.0.0.1/деректер", "percent-encoded"),
        (f"http://{'x' * 70}.invalid/", "cannot be reached"),
    ],
)
def test_an_address_that_leads_nowhere_is_an_error(endpoint: str, said: str) -> None:
    with pytest.raises(EndpointFailed, match=said):
        answer_remote(endpoint.replace("PORT", str(closed_port())), SELECT)


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(EndpointFailed, match="password") as caught:
        answer_remote("http://user:secret@127.0.0.1/", SELECT)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf")])
def test_an_impossible_time_is_refused(timeout: float) -> None:
    with pytest.raises(ArgumentInvalid, match="time to wait"):
        Limits(timeout)


def test_what_is_no_http_is_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def greet() -> None:
            visitor = listening.accept()[0]
            visitor.recv(65536)
            visitor.sendall(b"220 mail.example.org ESMTP\r\n")
            visitor.close()

        thread = Thread(target=greet)
        thread.start()
        with pytest.raises(EndpointFailed, match="cannot be reached"):
            answer_remote(f"http://127.0.0.1:{listening.getsockname()[1]}/", SELECT, Limits(5))
        thread.join(5)
