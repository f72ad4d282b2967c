"""Read a request as the SPARQL 1.1 Protocol has it: the query, and the graphs that it may read."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from anyio import fail_after
from starlette.requests import ClientDisconnect, Request

from kg.core.graph import ReadGraphs
from kg.serve.refusal import Refused

_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_PATIENCE: Final = 10
_HEARD_OUT: Final = 10  # times what is taken: a client that still sends would not hear why it is refused
_READ_ONLY: Final = "The graph is for reading: it takes no updates."
_CHANGED: Final = frozenset({"update", "using-graph-uri", "using-named-graph-uri"})
_MOST_PARAMETERS: Final = 1000


@dataclass(frozen=True, slots=True)
class Requested:
    """What a request asks the endpoint: a query, None where it asks for nothing, its graphs, and a form by its name."""

    query: str | None
    graphs: ReadGraphs
    form: str | None


async def read_request(request: Request, most: int) -> Requested:
    """Read a request by GET or either form of POST; refuse an update, and what the protocol does not have."""
    pairs = read_pairs(request.url.query)
    query = None
    if request.method == "POST":
        body = await read_body(request, most)
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == _FORM:
            pairs += read_pairs(_text(body))
        elif kind == _QUERY:
            query = _text(body)
        else:
            raise _wrong_kind(kind)
    if _CHANGED & {name for name, _ in pairs}:
        raise Refused(400, _READ_ONLY)
    given = [value for name, value in pairs if name == "query"] + ([] if query is None else [query])
    if len(given) > 1:
        raise Refused(400, "The request has more than one query: send one.")
    if request.method == "POST" and not given:
        raise Refused(400, "The request has no query: send it as `query`.")
    return Requested(given[0] if given else None, _graphs(pairs), _last(pairs, "format"))


def _wrong_kind(kind: str) -> Refused:
    if kind == _UPDATE:
        return Refused(400, _READ_ONLY)
    return Refused(415, f"A query is sent as {_QUERY}, or in a form as {_FORM}.", accept_post=f"{_QUERY}, {_FORM}")


def _graphs(pairs: list[tuple[str, str]]) -> ReadGraphs:
    """Return the graphs that a request names; refuse a name of what lies elsewhere than in the graph."""
    default, named = (
        tuple(value for name, value in pairs if name == wanted) for wanted in ("default-graph-uri", "named-graph-uri")
    )
    for name in (*default, *named):
        check_graph(name)
    return ReadGraphs(default, named)


def check_graph(name: str) -> None:
    """Refuse a name that is no IRI of a graph: one without a scheme, with signs that IRIs lack, or of a file."""
    scheme, colon, _ = name.partition(":")
    if not colon or not scheme.isalnum() or any(sign in name for sign in ' <>"{}|\\^`\n\r\t'):
        raise Refused(400, "A graph is named by an IRI, as https://w3id.org/dyad/graph/ontology.")
    if scheme.lower() == "file":
        raise Refused(400, "A file is no graph of the build: nothing outside it is read.")


def _last(pairs: list[tuple[str, str]], wanted: str) -> str | None:
    return next((value for name, value in reversed(pairs) if name == wanted), None)


def read_pairs(text: str) -> list[tuple[str, str]]:
    """Read what a form or an address says; refuse what is no UTF-8, or has too many parts."""
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except UnicodeDecodeError as error:
        raise _not_text(error) from error
    except ValueError as error:
        raise Refused(400, f"The request has more than {_MOST_PARAMETERS:,} parameters.") from error


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise _not_text(error) from error


def _not_text(error: UnicodeDecodeError) -> Refused:
    return Refused(400, f"The request is not UTF-8: {error.reason}.")


async def read_body(request: Request, most: int) -> bytes:
    """Read the body of a request; refuse one that is too large or takes too long to come."""
    body, size = bytearray(), 0
    try:
        with fail_after(_PATIENCE):
            async for part in request.stream():
                size += len(part)
                if size <= most:
                    body += part
                elif size > _HEARD_OUT * most:
                    break
    except TimeoutError as error:
        if size > most:
            raise _too_large(most) from error
        raise Refused(408, f"The request did not come whole within {_PATIENCE} s.", connection="close") from error
    except ClientDisconnect as error:
        raise Refused(400, "The request broke off.") from error
    if size > most:
        raise _too_large(most)
    return bytes(body)


def _too_large(most: int) -> Refused:
    return Refused(413, f"The request has more than {most:,} bytes.", connection="close")
