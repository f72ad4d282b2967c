"""Answers of servers that are broken or mean harm: read right, or refused with a reason."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.query.limits import Limits
from kg.query.remote import answer_remote
from tests.fuzz.contract import examples, kept, mutated, result

JSON = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"1"}}]}}'
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nContent-Length: %d\r\n\r\n%s" % (
    len(JSON),
    JSON,
)
TOKENS = (
    *(
        b"\r\n",
        b"\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Content-Length: -1\r\n",
    ),
    *(b"Content-Encoding: gzip\r\n", b"303 See Other\r\nLocation: file:///etc/passwd\r\n", b'"type":"bnode"', b'"uri"'),
    *(
        b"[" * 2_000,
        b'{"x":' * 2_000,
        b'"xml:lang":"en",',
        b'"datatype":"x y",',
        b"\\ud800",
        b"1e999999999",
        b"\xc3\x28",
    ),
)


@contextmanager
def speaking(content: bytes) -> Iterator[str]:
    """Serve the same bytes to every caller, whatever is asked, and yield the address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    caller, _ = listening.accept()
                except OSError:
                    return
                with caller:
                    caller.settimeout(2)
                    try:
                        caller.recv(1 << 16)
                        caller.sendall(content)
                    except OSError:
                        continue

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/sparql"
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def asked(content: bytes) -> None:
    """Ask a server that answers with some bytes."""
    with speaking(content) as address:
        result(lambda: answer_remote(address, "SELECT ?x { ?x ?y ?z }", Limits(timeout=2)))


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@examples(40)
@given(content=mutated(ANSWER, TOKENS))
def test_an_answer_of_any_bytes_is_read_or_refused(content: bytes) -> None:
    asked(content)


@examples(40)
@given(body=mutated(JSON, TOKENS), form=st.sampled_from(("application/sparql-results+json", "application/n-triples")))
def test_a_body_of_any_bytes_is_read_or_refused(body: bytes, form: str) -> None:
    asked(f"HTTP/1.1 200 OK\r\nContent-Type: {form}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)


@pytest.mark.parametrize("path", kept("answers"), ids=lambda path: path.name)
def test_what_was_found_stays_mended(path: Path) -> None:
    asked(path.read_bytes())
