"""What may be sent to a server that is left open: it ends in time, with a reason, and nobody else waits for it."""

import os
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Event, Thread

import pytest

from kg.query.limits import Limits
from kg.serve import listening
from kg.serve.rules import HouseRules
from tests.serve_here import Answered, Server, serving
from tests.test_answers import Listener, listener
from tests.test_apart import runs, waited

__all__ = ["listener"]

LIMIT = 0.5
AT_ONCE = 4
WITHIN = 1.0
QUICK = 0.5
MEMORY = 300

PAIRS = " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(5))
TWO = "?a ?b ?c . ?d ?e ?f"
OPTIONAL = " ".join(f"OPTIONAL {{ ?a{n} ?b{n} ?c{n} }}" for n in range(3))
UNIONS = " ".join(f"{{ ?a{n} ?b{n} ?c{n} }} UNION {{ ?d{n} ?e{n} ?f{n} }}" for n in range(3))
SUBSELECTS = " ".join(f"{{ SELECT ?a{n} {{ ?a{n} ?b ?c }} }}" for n in range(4))
NUMBERS = " ".join(map(str, range(300)))
TABLES = " ".join(f"VALUES ?v{n} {{ {NUMBERS} }}" for n in range(5))


def grown(sign: str, times: int) -> str:
    """Return patterns that double a text so many times."""
    doubled = " ".join(f"BIND(CONCAT(?t{n}, ?t{n}) AS ?t{n + 1})" for n in range(times))
    return f'BIND("{sign}" AS ?t0) {doubled}'


def deep(left: str, right: str, depth: int) -> str:
    return left * depth + "1" + right * depth


BOMBS = {
    "product": f"SELECT (COUNT(*) AS ?n) {{ {PAIRS} }}",
    "product, its rows": f"SELECT * {{ {PAIRS} }}",
    "product, without repetition": f"SELECT DISTINCT ?a0 ?a1 ?a2 {{ {PAIRS} }}",
    "product, in order": f"SELECT * {{ {PAIRS} }} ORDER BY ?c0 ?c1 ?c2",
    "product, in order, one row": f"SELECT * {{ {PAIRS} }} ORDER BY DESC(?c4) LIMIT 1",
    "product, late": f"SELECT * {{ {PAIRS} }} OFFSET 1000000000000 LIMIT 1",
    "product, asked": f"ASK {{ {PAIRS} FILTER(CONCAT(STR(?c0), STR(?c4)) = '?') }}",
    "product, constructed": f"CONSTRUCT {{ ?a0 ?b1 ?c2 }} {{ {PAIRS} }}",
    "product, described": f"DESCRIBE ?a0 {{ {PAIRS} }}",
    "product, in groups": f"SELECT ?a0 ?a1 (COUNT(*) AS ?n) {{ {PAIRS} }} GROUP BY ?a0 ?a1",
    "product, in one text": f"SELECT (GROUP_CONCAT(?c0) AS ?n) {{ {PAIRS} }}",
    "product, sampled": f"SELECT (SAMPLE(?c0) AS ?n) (MAX(?c4) AS ?m) {{ {PAIRS} }}",
    "product, of optionals": f"SELECT (COUNT(*) AS ?n) {{ {OPTIONAL} }}",
    "product, of unions": f"SELECT (COUNT(*) AS ?n) {{ {UNIONS} }}",
    "product, of subselects": f"SELECT (COUNT(*) AS ?n) {{ {SUBSELECTS} }}",
    "product, less another": f"SELECT (COUNT(*) AS ?n) {{ {TWO} MINUS {{ ?a ?g ?h . ?d ?i ?j }} }}",
    "product, where there is none": f"SELECT (COUNT(*) AS ?n) {{ {TWO} FILTER NOT EXISTS {{ ?a ?g ?d . ?f ?i ?j }} }}",
    "product, where there is one": f"SELECT (COUNT(*) AS ?n) {{ {TWO} . ?g ?h ?i FILTER EXISTS {{ ?a ?x ?g }} }}",
    "product, of graphs": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a ?b ?c . ?d ?e ?f . ?h ?i ?j } }",
    "product, narrowed by texts": f"SELECT * {{ {PAIRS} FILTER(CONTAINS(STR(?c0), STR(?c4)) && STR(?c1) < STR(?c0)) }}",
    "values": f"SELECT (COUNT(*) AS ?n) {{ {TABLES} }}",
    "values, rows": f"SELECT * {{ {TABLES} }}",
    "values, summed": f"SELECT (SUM(?v0 + ?v1 * ?v2) AS ?n) {{ {TABLES} }}",
    "values, narrowed": f"SELECT * {{ {TABLES} FILTER(?v0 + ?v1 + ?v2 + ?v3 + ?v4 < 0) }}",
    "values, of chance": f"SELECT (MAX(RAND()) AS ?n) {{ {TABLES} }}",
    "values, hashed": f"SELECT (MAX(SHA512(STR(?v0 + ?v4))) AS ?n) {{ {TABLES} }}",
    "path, any": "SELECT (COUNT(*) AS ?n) { ?a (!<x:p>)* ?b . ?b (!<x:p>)* ?c }",
    "path, within a path": "SELECT (COUNT(*) AS ?n) { ?a ((!<x:p>)*/(!<x:q>)*)* ?b }",
    "path, there and back": "SELECT (COUNT(*) AS ?n) { ?a ((!<x:p>)|(^(!<x:q>)))+ ?b . ?c ((!<x:p>)|(^(!<x:q>)))+ ?d }",
    "path, long": f"SELECT (COUNT(*) AS ?n) {{ ?a {'/'.join(['(!<x:p>)*'] * 30)} ?b }}",
    "pattern of texts": f"SELECT * {{ {PAIRS} FILTER REGEX(STR(?c0), '(a|a)*(b|b)*(c|c)*{'.?' * 100}$') }}",
    "pattern of numbers": f"SELECT * {{ {PAIRS} FILTER REGEX(STR(?c0), '(.{{0,200}}){{0,200}}z') }}",
    "replaced": f"SELECT (MAX(REPLACE(STR(?c0), '(.)', '$1$1$1$1')) AS ?n) {{ {PAIRS} }}",
    "text, doubled": f"SELECT (STRLEN(?t40) AS ?n) {{ {grown('x', 40)} }}",
    "text, doubled and encoded": f"SELECT (STRLEN(ENCODE_FOR_URI(?t35)) AS ?n) {{ {grown('ж', 35)} }}",
    "brackets": f"SELECT * {{ FILTER({deep('(', ')', 20_000)}) }}",
    "groups": f"SELECT * {{ {'{' * 100_000}{'}' * 100_000} }}",
    "nots": f"SELECT * {{ FILTER({'!' * 100_000}1) }}",
    "paths in brackets": f"SELECT * {{ ?s {'(' * 100_000}<x:p>{')' * 100_000} ?o }}",
    "unions": f"SELECT * {{ {' UNION '.join(['{ ?s ?p ?o }'] * 30_000)} }}",
}


@pytest.fixture(scope="module")
def server(world_build: Path) -> Iterator[Server]:
    with serving(world_build, Limits(timeout=LIMIT, memory=MEMORY), HouseRules(workers=AT_ONCE)) as running:
        yield running


def processes() -> list[str]:
    """Return the processes that this one has begun, by any of its threads."""
    found = (path.read_text(encoding="ascii").split() for path in Path("/proc/self/task").glob("*/children"))
    return [process for listed in found for process in listed]


def ended(process: str) -> bool:
    return not runs(process)


def posted(server: Server, query: str) -> Answered:
    return server.request("POST", "/sparql", query.encode(), {"Content-Type": "application/sparql-query"})


def resident(process: str) -> int:
    """Return how many bytes of its own a process has in memory."""
    pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()
    return (int(pages[1]) - int(pages[2])) * os.sysconf("SC_PAGE_SIZE")


def in_time(taken: list[float], most: float) -> bool:
    """Tell whether all but a few are in time, and these a second later: other tests may have the processors too."""
    return len([seconds for seconds in taken if seconds > most]) <= len(taken) / 20 and max(taken) < most + 1


def test_bombs_end_in_time_while_others_are_answered(server: Server) -> None:
    assert len(BOMBS) >= 40
    over, waits, most, at_first = Event(), list[float](), [0], resident("self")

    def another() -> None:
        while not over.wait(0.02):
            begun = time.monotonic()
            assert server.ask("ASK {}").text.endswith("true}")
            waits.append(time.monotonic() - begun)
            for child in processes():
                try:
                    most[0] = max(most[0], resident(child))
                except (FileNotFoundError, ProcessLookupError):
                    continue

    def thrown(name: str) -> tuple[str, Answered, float]:
        begun = time.monotonic()
        return name, posted(server, BOMBS[name]), time.monotonic() - begun

    asking = Thread(target=another)
    asking.start()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        results = [*pool.map(thrown, BOMBS)]
    over.set()
    asking.join()
    for name, got, _ in results:
        assert got.status in {400, 503}, (name, got.status, got.body[:100])
        assert got.kind == "text/plain", name
        assert len(got.text) > 30, name
    assert in_time([seconds for _, _, seconds in results], LIMIT + WITHIN)
    assert len(waits) > 20
    assert in_time(waits, QUICK)
    assert most[0] < 2 * MEMORY * 1_000_000 + at_first  # what is born of this process has what it has
    assert waited(lambda: {"dyad_running 0", "dyad_waiting 0"} <= {*server.get("/metrics").text.splitlines()})


def test_the_processor_is_free_afterwards(server: Server) -> None:
    def spent() -> float:
        return sum(sum(map(int, stat(child)[11:13])) for child in processes()) / os.sysconf("SC_CLK_TCK")

    def stat(child: str) -> list[str]:
        return Path(f"/proc/{child}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()

    posted(server, BOMBS["values"])
    before = spent()
    time.sleep(0.5)
    assert spent() - before < 0.2


def test_a_client_that_goes_frees_its_process(world_build: Path) -> None:
    with serving(world_build, Limits(timeout=60), HouseRules(workers=1)) as server:
        body = BOMBS["values"].encode()
        with socket.create_connection(("127.0.0.1", server.port)) as gone:
            head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n"
            gone.sendall(f"{head}Content-Type: application/sparql-query\r\n\r\n".encode() + body)
            time.sleep(0.5)
            assert "dyad_running 1" in server.get("/metrics").text
        end = time.monotonic() + 5
        while "dyad_running 0" not in server.get("/metrics").text and time.monotonic() < end:
            time.sleep(0.05)
        assert "dyad_running 0" in server.get("/metrics").text


# --- Nothing outside the build, and nothing is changed --------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT * { SERVICE <URL> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { BIND(<URL> AS ?s) SERVICE ?s { ?a ?b ?c } }", "SERVICE"),
        ("LOAD <URL>", "LOAD"),
        ("LOAD <file:///etc/passwd>", "LOAD"),
        ("INSERT DATA { <x:a> <x:b> <x:c> }", "INSERT"),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE"),
        ("CLEAR ALL", "CLEAR"),
        ("DROP ALL", "DROP"),
        ("PREFIX x: <x:> INSERT { ?s x:p 1 } WHERE { ?s ?p ?o }", "INSERT"),
        ("SELECT * { ?s ?p ?o } ; DROP ALL", "not valid"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "file"),
        ("SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }", "file"),
    ],
)
def test_what_would_leave_the_build_is_refused(server: Server, listener: Listener, query: str, reason: str) -> None:
    query = query.replace("URL", listener.url)
    for got in (posted(server, query), server.ask(query)):
        assert got.status == 400, got.text
        assert reason in got.text
    assert listener.visits == []


def test_updates_are_refused_however_they_come(server: Server) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for got in (
        server.get("/sparql?update=DROP%20ALL"),
        server.request("POST", "/sparql", b"update=DROP%20ALL", form),
        server.request("POST", "/sparql", b"DROP ALL", {"Content-Type": "application/sparql-update"}),
    ):
        assert got.status == 400
        assert "no updates" in got.text
    for method in ("PUT", "DELETE", "PATCH"):
        assert server.request(method, "/sparql", b"").status == 405
        assert server.request(method, "/graph/ontology", b"").status == 405


def test_no_graph_is_a_file_or_an_address(server: Server, listener: Listener) -> None:
    for name in ("file:///etc/passwd", "FILE:/etc/passwd", "/etc/passwd", "no iri", "x:a> { ?s ?p ?o } } #"):
        for path in (
            "/graph?graph=",
            "/sparql?query=ASK%7B%7D&default-graph-uri=",
            "/sparql?query=ASK%7B%7D&named-graph-uri=",
        ):
            assert server.get(path + name.replace(" ", "%20").replace("#", "%23")).status == 400, name
    assert server.get(f"/graph?graph={listener.url}").status == 404
    assert listener.visits == []


@pytest.mark.parametrize("path", ["/graph/../../etc/passwd", "/graph/%2e%2e/%2e%2e/etc/passwd", "/id/../../etc/passwd"])
def test_no_path_leads_out(server: Server, path: str) -> None:
    got = server.get(path)
    assert got.status in {303, 400, 404}
    assert "root:" not in got.text
    if got.status == 303:
        assert server.get(got.headers["location"]).status == 404


# --- Heads and bodies ------------------------------------------------------------------------------------------------


def test_another_name_is_refused(server: Server) -> None:
    """A page elsewhere may have its name lead here: a browser then sends that name."""
    assert server.get("/sparql?query=ASK%7B%7D", Host="evil.example").status == 421
    assert server.get("/sparql?query=ASK%7B%7D", Host="127.0.0.1.evil.example").status == 421
    for name in ("localhost", "127.0.0.1", f"localhost:{server.port}", "[::1]"):
        assert server.get("/sparql?query=ASK%7B%7D", Host=name).status == 200


def test_a_body_that_is_too_large_is_refused(server: Server) -> None:
    got = posted(server, "#" + "x" * 1_000_000)
    assert got.status == 413
    assert "1,000,000 bytes" in got.text


def test_a_body_that_does_not_say_how_large_it_is_is_refused_as_it_grows(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
        client.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
            b"Content-Type: application/sparql-query\r\n\r\n"
        )
        part = b"10000\r\n" + b"#" * 65_536 + b"\r\n"
        for _ in range(20):
            client.sendall(part)
        client.sendall(b"0\r\n\r\n")
        assert b" 413 " in client.recv(1000)


def test_a_head_without_an_end_is_refused(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
        client.sendall(b"GET /sparql HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 100_000)
        assert b" 400 " in client.recv(1000)


def test_who_takes_its_time_is_given_up(world_build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "_PATIENCE", 0.3)
    with serving(world_build, rules=HouseRules(workers=1)) as server:
        slow = [socket.create_connection(("127.0.0.1", server.port), timeout=5) for _ in range(50)]
        for client in slow:
            client.sendall(b"GET /sparql HTTP/1.1\r\nHost: loc")
        assert server.ask("ASK {}").status == 200
        begun = time.monotonic()
        for client in slow:
            with suppress(ConnectionError):
                client.sendall(b"a")
                assert client.recv(100) == b""
            client.close()
        assert time.monotonic() - begun < 3


def test_who_does_not_read_is_given_up_and_holds_nobody_up(world_build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "_UNREAD", 0.5)
    with serving(world_build, rules=HouseRules(workers=1)) as server:
        wanted = b"GET /sparql?query=SELECT*%7B?s?p?o%7D&format=xml HTTP/1.1\r\nHost: localhost\r\n\r\n"
        whole = 4 * len(server.ask("SELECT*{?s?p?o}", {"format": "xml"}).body)
        clients = [socket.create_connection(("127.0.0.1", server.port), timeout=10) for _ in range(3)]
        for client in clients:
            client.sendall(wanted * 4)
        time.sleep(2)
        assert server.ask("ASK {}").status == 200
        assert server.get("/health").status == 200
        for client in clients:
            with client:
                assert 0 < received(client) < whole


def received(client: socket.socket) -> int:
    """Return how many bytes come before the connection ends."""
    size = 0
    with suppress(ConnectionError):
        while part := client.recv(1 << 16):
            size += len(part)
    return size


def test_one_address_has_so_many_connections(world_build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "_PER_ADDRESS", 5)
    with serving(world_build, rules=HouseRules(workers=1)) as server:
        open_ones = [socket.create_connection(("127.0.0.1", server.port), timeout=5) for _ in range(6)]
        refused = [received(one) for one in open_ones[5:]]
        for one in open_ones:
            one.close()
        assert refused == [0]
        assert waited(lambda: server.ask("ASK {}").status == 200)


def test_pages_are_made_a_few_at_once(world_build: Path) -> None:
    with serving(world_build, rules=HouseRules(workers=1, queue=1)) as server:
        with ThreadPoolExecutor(12) as pool:
            got = [*pool.map(lambda n: server.get(f"/question/turnover?dyad=KZ-RU&n={n}"), range(12))]
        assert {one.status for one in got} == {200, 503}
        assert server.get("/question/turnover?dyad=KZ-RU").status == 200


def test_nothing_that_is_sent_becomes_a_header(server: Server) -> None:
    sent = "x%0d%0aSet-Cookie:%20a=b"
    for path in (f"/graph/{sent}", f"/sparql?query=ASK%7B%7D&format={sent}", f"/graph?graph={sent}", f"/{sent}"):
        got = server.get(path)
        assert got.status in {400, 404}
        assert got.headers["set-cookie"] is None
    assert all("\n" not in line and "\r" not in line for line in server.log)


def test_the_log_does_not_tell_what_is_asked(server: Server) -> None:
    server.ask("ASK { <x:secret> ?p ?o }")
    assert not any("secret" in line for line in server.log)


def test_what_is_sent_back_is_no_page(server: Server) -> None:
    got = server.ask("<script>alert(1)</script>")
    assert (got.status, got.kind) == (400, "text/plain")
    assert got.headers["x-content-type-options"] == "nosniff"
    policy = got.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


# --- Bounds of one address, and of all --------------------------------------------------------------------------


def test_one_address_cannot_have_all(world_build: Path) -> None:
    with serving(world_build, Limits(timeout=1), HouseRules(workers=1, queue=3, per_client=4)) as server:
        with ThreadPoolExecutor(8) as pool:
            got = [*pool.map(lambda _: posted(server, BOMBS["values"]), range(8))]
        assert {one.status for one in got} == {429, 503}
        assert all(one.headers["retry-after"] == "1" for one in got if one.status == 429)


def test_who_asks_too_often_is_told_to_wait(world_build: Path) -> None:
    with serving(world_build, rules=HouseRules(workers=1, rate=5)) as server:
        got = [server.get("/health") for _ in range(15)]
        assert {one.status for one in got} == {200, 429}
        assert got[-1].headers["retry-after"] == "1"


def test_a_process_that_is_killed_is_replaced(world_build: Path) -> None:
    with serving(world_build, rules=HouseRules(workers=1)) as server:
        assert server.ask("ASK {}").status == 200
        for child in processes():
            os.kill(int(child), 9)
            assert waited(partial(ended, child))
        assert waited(lambda: server.ask("ASK {}").status == 200)
        assert [server.ask(f"ASK {{ }} # {n}").status for n in range(4)] == [200] * 4
