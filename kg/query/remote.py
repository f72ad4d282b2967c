"""Ask SPARQL servers. Besides `kg.fetch` only this touches the network; what goes wrong there is an EndpointFailed."""

import time
from ast import literal_eval
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from kg import __version__
from kg.errors import ArgumentInvalid, EndpointFailed
from kg.graph import QueryResultsFormat, RdfFormat, parse, parse_query_results
from kg.query.answers import TRUE, Answer, answer_of, form_of, graph_of

if TYPE_CHECKING:
    from http.client import HTTPResponse
    from urllib.error import HTTPError

    from SPARQLWrapper import SPARQLWrapper

_JSON: Final = ("application/sparql-results+json", "application/json")
_TRIPLES: Final = ("application/n-triples", "text/turtle")
_EXCERPT: Final = 200
_CHUNK: Final = 1 << 16
_LONGEST: Final = 86_400

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


def answer_remote(endpoint: str, sparql: str, timeout: float = 60) -> Answer:
    """Answer a query by POST to a SPARQL server, with the types of the terms as they are here.

    `timeout` is in seconds, for the whole answer. SELECT and ASK ask for JSON, CONSTRUCT and DESCRIBE for N-Triples.
    Raises QueryInvalid for an update, and EndpointFailed for whatever is no complete answer of the asked type.
    """
    wants_graph = form_of(sparql) in {"CONSTRUCT", "DESCRIBE"}
    types = _TRIPLES if wants_graph else _JSON
    media_type, body = _post(endpoint, sparql, types, timeout)
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
            return graph_of(quad.triple for quad in parse(body, RdfFormat.from_media_type(media_type)))
        return answer_of(parse_query_results(body, QueryResultsFormat.JSON))
    except (SyntaxError, ValueError) as error:
        raise _failed(
            endpoint,
            f"The server sent {media_type} that cannot be read: {_excerpt(body)} ... and ends {_excerpt(body[-80:])}",
            f"Ask for less, for servers cut off what takes them too long. The reader says: {error}",
        ) from error.with_traceback(None)  # which would keep the reader, that only this thread may let go of


def unites_named_graphs(endpoint: str, timeout: float = 60) -> bool | None:
    """Tell whether a query without GRAPH sees the triples of a server's named graphs; None if it has none."""
    if not _ask(endpoint, "has_named_graph.rq", timeout):
        return None
    return not _ask(endpoint, "hides_named_graph.rq", timeout)


def _ask(endpoint: str, query: str, timeout: float) -> bool:
    """Ask the yes-no question in a file beside this one."""
    answer = answer_remote(endpoint, Path(__file__).with_name(query).read_text(encoding="utf-8"), timeout)
    if answer.kind != "boolean":
        raise _failed(endpoint, "The server answered ASK with rows.", "Report it to the owner of the server.")
    return answer.rows[0][0] == TRUE


def _post(endpoint: str, sparql: str, types: tuple[str, ...], timeout: float) -> tuple[str, bytes]:
    """Send a query and return the media type and body of a successful answer."""
    from http.client import HTTPException
    from urllib.error import HTTPError

    from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

    _check(endpoint, timeout)
    end = time.monotonic() + timeout
    try:
        with _wrap(endpoint, sparql, types, timeout).query().response as response:
            if response.geturl() != endpoint:
                raise _moved(endpoint, response.geturl())
            return _media_type(response), _read(response, end)
    except (OSError, HTTPException, ValueError, SPARQLWrapperException) as error:
        # SPARQLWrapper puts errors of its own in the place of some statuses.
        status = error if isinstance(error, HTTPError) else error.__context__
        if isinstance(status, HTTPError):
            raise _refused(endpoint, status, _words_of(error)) from error
        raise _unreached(endpoint, error, timeout) from error


def _wrap(endpoint: str, sparql: str, types: tuple[str, ...], timeout: float) -> "SPARQLWrapper":
    """Prepare the request.

    The query is set past `setQuery`, which takes any INSERT or LOAD in a comment or prefix for an update, and the
    time past `setTimeout`, which cuts half a second to none.
    """
    from SPARQLWrapper import POST, SPARQLWrapper

    wrapper = SPARQLWrapper(endpoint, agent=f"dyad-kg/{__version__}")
    wrapper.setMethod(POST)
    wrapper.setOnlyConneg(True)
    wrapper.addCustomHttpHeader("Accept", ", ".join((types[0], f"{types[1]};q=0.5")))
    wrapper.queryString = sparql
    wrapper.timeout = timeout  # type: ignore[assignment]  # a fraction of a second is fine
    return wrapper


def _read(response: "HTTPResponse", end: float) -> bytes:
    """Read a whole body; raise TimeoutError past the end of the time, IncompleteRead if the server stopped early."""
    from http.client import IncompleteRead

    promised, body = response.length, bytearray()
    while promised is None or len(body) < promised:
        if time.monotonic() > end:
            raise TimeoutError
        part = response.read1(_CHUNK)
        if not part:
            break
        body += part
    if promised is not None and len(body) < promised:
        raise IncompleteRead(b"", promised - len(body))
    return bytes(body)


def _check(endpoint: str, timeout: float) -> None:
    """Refuse addresses and times that no request can be made of."""
    if not 0 < timeout <= _LONGEST:
        raise ArgumentInvalid(
            "The time to wait is impossible.", remedy="Give seconds, up to a day.", value=f"{timeout:g}"
        )
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


def _refused(endpoint: str, error: "HTTPError", body: bytes) -> EndpointFailed:
    """Explain a status that is no success."""
    with error:
        wait, location = error.headers.get("Retry-After"), error.headers.get("Location")
        target = error.geturl()
    if target != endpoint or (location and error.code < HTTPStatus.BAD_REQUEST):
        return _moved(endpoint, urljoin(target, location or ""))
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


def _words_of(error: Exception) -> bytes:
    """Return the beginning of the page that explains a status, empty if it did not arrive.

    SPARQLWrapper has read it where it put its own error, and keeps it only in the message.
    """
    from http.client import HTTPException
    from urllib.error import HTTPError

    if not isinstance(error, HTTPError):
        _, _, written = str(error).partition("Response:\n")
        return bytes(literal_eval(written)) if written else b""
    try:
        return error.read(_CHUNK)
    except (OSError, HTTPException):
        return b""


def _excerpt(body: bytes) -> str:
    """Return the first 200 characters on one line."""
    return " ".join(body[: 8 * _EXCERPT].decode("utf-8", "replace").split())[:_EXCERPT]
