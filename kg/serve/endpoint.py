"""The endpoint: queries in, answers out, each whole before its first byte is sent."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Final

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from kg.core import iri
from kg.core.errors import KgError, LimitReached
from kg.core.graph import Triple, serialize
from kg.core.manifest import MANIFEST, content_digest, identity_of
from kg.query.answers import form_of
from kg.query.forms import AnswerForm
from kg.query.limits import MEGABYTE
from kg.serve.answering import GRAPH_FORMS, Wanted
from kg.serve.description import Description, examples
from kg.serve.etags import tag_of, unless_known
from kg.serve.forms import FILES, GRAPHS, TABLES, accepts, form_named, preferred
from kg.serve.protocol import Requested, check_graph, read_request
from kg.serve.refusal import Refused
from kg.serve.rules import HouseRules
from kg.serve.served import Served
from kg.serve.usage import InUse
from kg.serve.waiting import answer_to
from kg.serve.workers import Workers

_IN_MEMORY: Final = 1 << 20
_OF_FILES: Final = frozenset(one.name for one in FILES)
_PART: Final = 1 << 16
_OF_GRAPHS: Final = frozenset({"CONSTRUCT", "DESCRIBE"})
_OF_CHANCE: Final = re.compile(r"NOW|RAND|UUID|BNODE|\\", re.IGNORECASE)  # a sign may be written by its number


@dataclass(frozen=True, slots=True)
class _Build:
    """A build as it lies in its folder: what tells it from one that takes its place, and what there is to say of it."""

    identity: tuple[int, int] | None
    digest: str
    described: Description


def _build_in(folder: Path) -> _Build:
    digest = content_digest(folder / MANIFEST)
    return _Build(identity_of(folder), digest, Description(InUse(folder, digest)))


class Endpoint:
    """The endpoint of a build that is served, and the processes that answer for it."""

    def __init__(self, served: Served, rules: HouseRules, workers: Workers) -> None:
        self._served, self._rules, self._workers = served, rules, workers
        self._build = _build_in(served.folder)

    @property
    def build(self) -> _Build:
        """Return the build that is served now: where another has taken its place, that is."""
        folder = self._served.folder
        if identity_of(folder) not in {None, self._build.identity}:
            self._build = _build_in(folder)
            self._workers.renew()
        return self._build

    def counts_so_far(self) -> Mapping[str, int]:
        """Return how often each class and property of the build is used, as far as it is known."""
        return self.build.described.in_use.counts_so_far()

    def routes(self) -> list[BaseRoute]:
        """Return what is answered here: queries, named graphs, and what the server says of itself."""
        return [
            Route("/health", self.health),
            Route("/sparql", self.sparql, methods=["GET", "POST"]),
            Route("/sparql/", self.sparql, methods=["GET", "POST"]),
            Route("/graph", self.graph),
            Route("/graph/{name:path}", self.graph),
            Route("/.well-known/void", self.void),
            Route("/.well-known/sparql-examples", self.examples),
        ]

    async def health(self, _: Request) -> Response:
        """Say that the server is well, and by its digest which build it serves."""
        return JSONResponse({"status": "ok", "build": self.build.digest}, headers={"cache-control": "no-store"})

    async def sparql(self, request: Request) -> Response:
        """Answer a query, or describe the service where none is sent; show the editor to a browser."""
        asked = await read_request(request, self._rules.body)
        if asked.query is not None:
            return await self._answer(request, asked)
        accept = request.headers.get("accept")
        if asked.form is None and accept and accepts(accept, "text/html") > accepts(accept, "text/turtle"):
            return RedirectResponse("/editor", 303)
        return self._described(request, self.build.described.service(base_of(request, self._rules) + request.url.path))

    async def _answer(self, request: Request, asked: Requested) -> Response:
        query = asked.query or ""
        forms = (*GRAPHS, *FILES) if form_of(query) in _OF_GRAPHS else (*TABLES, *FILES)
        form = form_named(asked.form, forms) if asked.form else preferred(request.headers.get("accept"), forms)
        return await self._send(request, Wanted(query, form.name, asked.graphs), form)

    async def graph(self, request: Request) -> Response:
        """Send a named graph, by the part of its name after `graph/`, or whole as the parameter `graph`."""
        name = request.query_params.get("graph") or f"{iri.BASE}graph/{request.path_params.get('name', '')}"
        check_graph(name)
        pattern = f"{{ GRAPH <{name}> {{ ?s ?p ?o }} }}"
        form = _graph_form(request)
        with await self._spooled(request, Wanted(f"ASK {pattern}", "csv")) as exists:
            if exists.read().strip() != b"true":
                raise Refused(404, f"The build has no graph <{name}>. /.well-known/void lists those that it has.")
        return await self._send(request, Wanted(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {pattern}", form.name), form)

    async def void(self, request: Request) -> Response:
        """Describe the graph in the words of VoID."""
        await to_thread.run_sync(self.build.described.in_use.used)
        base = base_of(request, self._rules)
        return self._described(request, self.build.described.void(f"{base}/sparql", f"{base}/.well-known/void"))

    async def examples(self, request: Request) -> Response:
        """Show the questions as example queries."""
        base = base_of(request, self._rules)
        return self._described(request, examples(f"{base}/sparql", f"{base}/.well-known/sparql-examples"))

    def _described(self, request: Request, statements: Iterable[Triple]) -> Response:
        """Send what the server says of itself."""
        form = _graph_form(request)
        text = serialize(statements, format=GRAPH_FORMS[form.name], prefixes=iri.PREFIXES) or b""
        headers = _headers(form, tag_of(text))
        return unless_known(request, headers) or Response(text, headers=headers)

    async def _send(self, request: Request, wanted: Wanted, form: AnswerForm) -> Response:
        """Send an answer once it is whole, unless the client has it."""
        headers = _headers(form, self._tag(wanted))
        if known := unless_known(request, headers):
            return known
        file = await self._spooled(request, wanted)
        headers["content-length"] = f"{file.seek(0, 2)}"
        file.seek(0)
        return _Sent(file, headers)

    def _tag(self, wanted: Wanted) -> str | None:
        """Return what names this answer of this build; None for one that may be another each time."""
        if _OF_CHANCE.search(wanted.sparql):
            return None
        return tag_of(f"{self.build.digest} {wanted!r}".encode())

    async def _spooled(self, request: Request, wanted: Wanted) -> SpooledTemporaryFile[bytes]:
        """Return an answer in a file, in memory if it is small; end what is done for it where the client goes."""
        file = SpooledTemporaryFile[bytes](_IN_MEMORY)
        try:
            spool = partial(_spool, file, self._served.limits.size)
            await answer_to(request, self._workers, wanted, spool, len(wanted.sparql))
        except (KgError, Refused):
            file.close()
            raise
        return file


def _graph_form(request: Request) -> AnswerForm:
    form = request.query_params.get("format")
    return form_named(form, GRAPHS) if form else preferred(request.headers.get("accept"), GRAPHS)


def _spool(file: SpooledTemporaryFile[bytes], most: int, body: BinaryIO) -> None:
    """Gather an answer of so many megabytes at most."""
    file.seek(0)
    file.truncate()
    left = most * MEGABYTE
    while part := body.read(_PART):
        left -= len(part)
        if left < 0:
            raise LimitReached(
                f"The answer has more than {most:,} MB.", remedy="Ask for less, with LIMIT, or allow more (--max-size)."
            )
        file.write(part)
    file.seek(0)


class _Sent(StreamingResponse):
    """An answer that is sent from a file, which is closed after it, whether the client has read it or gone."""

    def __init__(self, file: SpooledTemporaryFile[bytes], headers: dict[str, str]) -> None:
        super().__init__(iter(partial(file.read, _PART), b""), headers=headers)
        self._file = file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        with self._file:
            await super().__call__(scope, receive, send)


def _headers(form: AnswerForm, tag: str | None) -> dict[str, str]:
    headers = {"content-type": form.content_type, "vary": "Accept"}
    headers |= {"etag": tag, "cache-control": "no-cache"} if tag else {"cache-control": "no-store"}
    if form.name in _OF_FILES:
        headers["content-disposition"] = f'attachment; filename="answer.{form.name}"'
    return headers


def base_of(request: Request, rules: HouseRules) -> str:
    """Return the address of the server, without a slash at its end."""
    return rules.base or f"{request.url.scheme}://{request.url.netloc}"
