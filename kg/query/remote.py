"""Ask SPARQL servers. Besides `kg.fetch` only this touches the network; what goes wrong there is an EndpointFailed."""

import pickle
import time
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, cast
from urllib.parse import urljoin, urlsplit

from kg import __version__
from kg.core.errors import EndpointFailed
from kg.core.graph import QueryResultsFormat, RdfFormat, parse, parse_query_results
from kg.query.answers import TRUE, Answer, answer_of, form_of, graph_of
from kg.query.apart import apart
from kg.query.limits import MEGABYTE, Limits

if TYPE_CHECKING:
    from http.client import HTTPResponse
    from urllib.error import HTTPError
    from urllib.request import OpenerDirector, Request

_JSON: Final = ("application/sparql-results+json", "application/json")
_TRIPLES: Final = ("application/n-triples", "text/turtle")
_EXCERPT: Final = 200
_CHUNK: Final = 1 << 16

_REMEDIES: Final = {
    400: "Mend the query as the server says.",
    401: "This server wants a password; ask one that is open, or load its data.",
    403: "This server refuses the query or the caller; ask its owner.",
    404: "Check the address: it must be that of the SPARQL service, often ending in /sparql or /query.",
    405: "Check the address: this one does not take queries by POST.",
    406: "Ask a server that can answer in SPARQL JSON, or N-Triples for CONSTRUCT.",
    413: "Shorten the query.",
    415: "Check the address: this one does not take queries by POST.",
    429: "Wait, then ask less often.",
    503: "Wait, then ask again.",
    504: "Ask for less: add LIMIT, or narrow the pattern.",
}


def answer_server(endpoint: str, sparql: str, limits: Limits) -> tuple[Answer, bool | None]:
    """Answer as `answer_remote` does, and tell what `unites_named_graphs` does, in a process that the limits end."""
    answered: tuple[Answer, bool | None] = apart(
        partial(_write, endpoint, sparql, limits), pickle.load, limits, online=True
    )
    return answered


def _write(endpoint: str, sparql: str, limits: Limits, out: BinaryIO) -> None:
    united = unites_named_graphs(endpoint, limits)
    pickle.dump((answer_remote(endpoint, sparql, limits), united), out)


def answer_remote(endpoint: str, sparql: str, limits: Limits | None = None) -> Answer:
    """Answer a query by POST to a SPARQL server, with the types of the terms as they are here.

    The whole answer comes within the limits of time, size and rows. SELECT and ASK ask for JSON, CONSTRUCT and DESCRIBE
    for N-Triples. Raises QueryInvalid for an update, LimitReached for too many rows, and EndpointFailed for whatever is
    no complete answer of the asked type.
    """
    limits = limits or Limits()
    wants_graph = form_of(sparql) in {"CONSTRUCT", "DESCRIBE"}
    types = _TRIPLES if wants_graph else _JSON
    media_type, body = _post(endpoint, sparql, types, limits)
    if media_type not in types:
        raise _failed(
            endpoint,
            f"The server answered with {media_type or 'no media type'}: {_excerpt(body)}",
            f"Check the address: a SPARQL server answers this query with {types[0]}.",
        )
    if not body.strip() and not wants_graph:
        raise _failed(endpoint, f"The server answered with an empty {media_type}.", "Ask again, or ask its owner.")
    try:
        if wants_graph:
            return graph_of((quad.triple for quad in parse(body, RdfFormat.from_media_type(media_type))), limits.rows)
        return answer_of(parse_query_results(body, QueryResultsFormat.JSON), limits.rows)
    except (SyntaxError, ValueError) as error:
        raise _failed(
            endpoint,
            f"The server sent {media_type} that cannot be read: {_excerpt(body)} ... and ends {_excerpt(body[-80:])}",
            f"Ask for less, for servers cut off what takes them too long. The reader says: {error}",
        ) from error.with_traceback(None)  # which would keep the reader, that only this thread may let go of


def unites_named_graphs(endpoint: str, limits: Limits | None = None) -> bool | None:
    """Tell whether a query without GRAPH sees the triples of a server's named graphs; None if it has none."""
    if not _ask(endpoint, "has_named_graph.rq", limits):
        return None
    return not _ask(endpoint, "hides_named_graph.rq", limits)


def _ask(endpoint: str, query: str, limits: Limits | None) -> bool:
    """Ask the yes-no question in a file beside this one."""
    answer = answer_remote(endpoint, Path(__file__).with_name(query).read_text(encoding="utf-8"), limits)
    if answer.kind != "boolean":
        raise _failed(endpoint, "The server answered ASK with rows.", "Report it to the owner of the server.")
    return answer.rows[0][0] == TRUE


def _request(endpoint: str, sparql: str, types: tuple[str, ...]) -> "Request":
    """Have SPARQLWrapper write the request of the protocol; its own way of sending it would follow a redirection.

    The query is set past `setQuery`, which takes any INSERT or LOAD in a comment or prefix for an update.
    """
    from SPARQLWrapper import POST, SPARQLWrapper

    wrapper = SPARQLWrapper(endpoint, agent=f"dyad-kg/{__version__}")
    wrapper.setMethod(POST)
    wrapper.setOnlyConneg(True)
    wrapper.addCustomHttpHeader("Accept", ", ".join((types[0], f"{types[1]};q=0.5")))
    wrapper.queryString = sparql
    return wrapper._createRequest()  # noqa: SLF001


def _post(endpoint: str, sparql: str, types: tuple[str, ...], limits: Limits) -> tuple[str, bytes]:
    """Send a query and return the media type and body of a successful answer."""
    from http.client import HTTPException
    from urllib.error import HTTPError

    _check(endpoint)
    end = time.monotonic() + limits.timeout
    try:
        with cast(
            "HTTPResponse", _opener().open(_request(endpoint, sparql, types), timeout=limits.timeout)
        ) as response:
            return _media_type(response), _read(response, endpoint, end, limits.size)
    except HTTPError as error:
        raise _refused(endpoint, error) from error
    except (OSError, HTTPException, ValueError) as error:
        raise _unreached(endpoint, error, limits.timeout) from error


def _opener() -> "OpenerDirector":
    """Make an opener that knows http and https, and follows nobody elsewhere: a redirection is a status like others."""
    from urllib import request as web

    opener = web.OpenerDirector()
    for handler in (
        web.ProxyHandler,
        web.UnknownHandler,
        web.HTTPHandler,
        web.HTTPSHandler,
        web.HTTPDefaultErrorHandler,
        web.HTTPErrorProcessor,
    ):
        opener.add_handler(handler())
    return opener


def _read(response: "HTTPResponse", endpoint: str, end: float, size: int) -> bytes:
    """Read a whole body of at most `size` megabytes.

    Raises TimeoutError past the end of the time, IncompleteRead if the server stopped early, and EndpointFailed.
    """
    from http.client import IncompleteRead

    promised, body = response.length, bytearray()
    while promised is None or len(body) < promised:
        if time.monotonic() > end:
            raise TimeoutError
        part = response.read1(_CHUNK)
        if not part:
            break
        body += part
        if len(body) > size * MEGABYTE:
            remedy = "Ask for less, with LIMIT or a narrower pattern, or allow more (--max-size)."
            raise _failed(endpoint, f"The server sends more than {size:,} MB.", remedy)
    if promised is not None and len(body) < promised:
        raise IncompleteRead(b"", promised - len(body))
    return bytes(body)


def _check(endpoint: str) -> None:
    """Refuse addresses that no request can be made of."""
    remedy = "Give the http:// or https:// address of a SPARQL server, percent-encoded, with no password in it."
    try:
        parts = urlsplit(endpoint)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError as error:
        raise _failed(endpoint, f"This is no address of a server: {error}.", remedy) from error
    if "@" in parts.netloc:
        raise EndpointFailed("The address holds a user name or password.", remedy=remedy)
    if not usable or not endpoint.isascii() or not endpoint.isprintable() or " " in endpoint:
        raise _failed(endpoint, "This is no address of a server.", remedy)


def _refused(endpoint: str, error: "HTTPError") -> EndpointFailed:
    """Explain a status that is no success."""
    with error:
        body = _words_of(error)
    wait, location = error.headers.get("Retry-After"), error.headers.get("Location")
    if location and error.code < HTTPStatus.BAD_REQUEST:
        return _moved(endpoint, urljoin(endpoint, location))
    remedy = _REMEDIES.get(error.code, "The fault is the server's: ask for less, or ask its owner.")
    if wait:
        remedy += f" The server asks to wait: Retry-After: {wait}."
    return _failed(endpoint, f"The server answered {error.code} {error.reason}: {_excerpt(body)}", remedy)


def _unreached(endpoint: str, error: Exception, timeout: float) -> EndpointFailed:
    """Explain why there is no status at all, or no whole answer."""
    reason = getattr(error, "reason", error)
    if isinstance(reason, TimeoutError):
        remedy = "Wait longer with a larger timeout, or ask for less."
        return _failed(endpoint, f"No answer within {timeout:g} s.", remedy)
    return _failed(endpoint, f"The server cannot be reached: {reason!r}.", "Check the address and the connection.")


def _moved(endpoint: str, target: str) -> EndpointFailed:
    """Explain a redirection: following it loses the query, which a redirected POST does not carry along."""
    return _failed(endpoint, "The server sends the query elsewhere.", f"If you trust that address, use it: {target}")


def _failed(endpoint: str, problem: str, remedy: str) -> EndpointFailed:
    """Make the error, without any characters of the server's that would steer a terminal."""
    return EndpointFailed(_printable(problem), remedy=_printable(remedy), value=_printable(endpoint))


def _printable(text: str) -> str:
    """Replace what is no letter, mark or space."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def _media_type(response: "HTTPResponse") -> str:
    """Return the media type without parameters, empty where the server gives none."""
    return response.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def _words_of(error: "HTTPError") -> bytes:
    """Return the beginning of the page that explains a status, empty if it did not arrive."""
    from http.client import HTTPException

    try:
        return error.read(_CHUNK)
    except (OSError, HTTPException):
        return b""


def _excerpt(body: bytes) -> str:
    """Return the first 200 characters on one line."""
    return " ".join(body[: 8 * _EXCERPT].decode("utf-8", "replace").split())[:_EXCERPT]
