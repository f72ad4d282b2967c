"""Play a publisher on loopback, who serves files well, in halves or not at all, and remembers what was asked."""

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import TypeAlias

BODY = b"".join(b"XA,XB,%d\n" % number for number in range(20_000))
ETAG = '"first"'


class Request(BaseHTTPRequestHandler):
    """A request, with the ways to answer it."""

    protocol_version = "HTTP/1.1"
    server: "Publisher"

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers.get("Range")))
        self.server.agents.append(self.headers.get("User-Agent", ""))
        self.server.pages[self.path](self)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep the output of tests clean."""

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def break_off(self) -> None:
        self.wfile.flush()
        self.close_connection = True


Page: TypeAlias = Callable[[Request], None]


class Publisher(ThreadingHTTPServer):
    """A server with a page for each path; `asked` are the paths and ranges of its requests in their order."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, pages: dict[str, Page]) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.pages = pages
        self.asked: list[tuple[str, str | None]] = []
        self.agents: list[str] = []
        self.half_sent = Event()
        self.go_on = Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def publishing(**pages: Page) -> Iterator[Publisher]:
    """Serve pages by their names until the block ends."""
    server = Publisher({f"/{name}": page for name, page in pages.items()})
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.go_on.set()
        server.shutdown()
        thread.join(10)
        server.server_close()
    assert not thread.is_alive()


def file(body: bytes = BODY, etag: str = ETAG, **headers: str) -> Page:
    """Serve a file as a good server does: the rest alone to those who have its beginning in the same state."""

    def page(request: Request) -> None:
        asked = request.headers.get("Range")
        if asked is None or request.headers.get("If-Range") != etag:
            request.answer(200, body, ETag=etag, **headers)
            return
        start = int(asked.removeprefix("bytes=").removesuffix("-"))
        if start >= len(body):
            request.answer(416, Content_Range=f"bytes */{len(body)}")
            return
        place = f"bytes {start}-{len(body) - 1}/{len(body)}"
        request.answer(206, body[start:], ETag=etag, Content_Range=place, **headers)

    return page


def rangeless(body: bytes = BODY) -> Page:
    """Serve a file whole, whatever range is asked for."""
    return lambda request: request.answer(200, body, ETag=ETAG)


def half(body: bytes = BODY, etag: str = ETAG, **headers: str) -> Page:
    """Promise a whole file and break off in its middle."""

    def page(request: Request) -> None:
        request.answer(200, body[: len(body) // 2], Content_Length=str(len(body)), ETag=etag, **headers)
        request.break_off()

    return page


def hanging(body: bytes = BODY) -> Page:
    """Send the first half in small pieces, and then nothing until the publisher is told to go on."""

    def page(request: Request) -> None:
        request.send_response(200)
        request.send_header("Transfer-Encoding", "chunked")
        request.send_header("ETag", ETAG)
        request.end_headers()
        for start in range(0, len(body) // 2, 1000):
            piece = body[start : min(start + 1000, len(body) // 2)]
            request.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        request.wfile.flush()
        request.server.half_sent.set()
        request.server.go_on.wait(30)
        request.close_connection = True

    return page


def status(code: int, **headers: str) -> Page:
    """Answer with a status and a page that explains it."""
    return lambda request: request.answer(code, b"sorry", **headers)


def moved(target: str) -> Page:
    """Send the reader to another address."""
    return lambda request: request.answer(302, Location=target)


def packed(body: bytes = BODY) -> Page:
    """Send a file that the server gzips on the way, asked or not."""
    return file(gzip.compress(body, mtime=0), Content_Encoding="gzip")


def in_turn(*pages: Page) -> Page:
    """Serve one page at the first request, the next at the second, and the last from then on."""
    left = list(pages)

    def page(request: Request) -> None:
        now = left.pop(0) if len(left) > 1 else left[0]
        now(request)

    return page
