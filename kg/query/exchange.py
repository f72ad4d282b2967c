"""Send a request to a SPARQL server and take its answer, whole and in time, or say why there is none."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import urljoin, urlsplit

from kg import __version__
from kg.core.errors import EndpointFailed
from kg.query.limits import MEGABYTE, Limits

if TYPE_CHECKING:
    from http.client import HTTPResponse
    from urllib.error import HTTPError
    from urllib.request import OpenerDirector, Request

AGENT: Final = f"dyad-kg/{__version__}"
ATTEMPTS: Final = 4
"""How often a request is sent to a server that asks to wait."""
_BUSY: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
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


@dataclass(frozen=True, slots=True)
class Login:
    """Who asks a server that wants to know: a name and a password, sent where it asks for them."""

    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Body:
    """What is sent: a method, bytes of a media type, and headers."""

    method: str
    data: bytes
    media_type: str
    headers: Mapping[str, str] = field(default_factory=dict)


def sent(endpoint: str, body: Body, limits: Limits, login: Login | None = None) -> tuple[str, bytes]:
    """Send what is no query to a server, as `exchange` does."""
    from urllib.request import Request

    check_endpoint(endpoint)
    headers = {"User-Agent": AGENT, "Content-Type": body.media_type, **body.headers}
    return exchange(endpoint, Request(endpoint, body.data, headers, method=body.method), limits, login)  # noqa: S310


def exchange(endpoint: str, request: "Request", limits: Limits, login: Login | None = None) -> tuple[str, bytes]:
    """Send a request, and return the media type and body of a successful answer.

    A server that is busy and says how long is asked again after that, a few times, while there is time left for it.
    Raises EndpointFailed.
    """
    end = time.monotonic() + limits.timeout
    for _ in range(ATTEMPTS - 1):
        try:
            return _exchanged(endpoint, request, limits, end, login)
        except _Busy as busy:
            if time.monotonic() + busy.seconds >= end:
                raise busy.error from busy.__cause__
            time.sleep(busy.seconds)
    try:
        return _exchanged(endpoint, request, limits, end, login)
    except _Busy as busy:
        raise busy.error from busy.__cause__


class _Busy(Exception):
    """A server asks to wait some seconds; the error is for whoever cannot."""

    def __init__(self, seconds: float, error: EndpointFailed) -> None:
        super().__init__(seconds)
        self.seconds = seconds
        self.error = error


def _exchanged(endpoint: str, request: "Request", limits: Limits, end: float, login: Login | None) -> tuple[str, bytes]:
    """Send a request once; raise EndpointFailed, or _Busy."""
    from http.client import HTTPException
    from urllib.error import HTTPError

    left = max(end - time.monotonic(), 0.001)
    try:
        with cast("HTTPResponse", _opener(endpoint, login).open(request, timeout=left)) as response:
            return _media_type(response), _read(response, endpoint, end, limits.size)
    except HTTPError as error:
        wait = _wait(error) if error.code in _BUSY else None
        refused = _refused(endpoint, error)
        if wait is None:
            raise refused from error
        raise _Busy(wait, refused) from error
    except (OSError, HTTPException, ValueError) as error:
        raise _unreached(endpoint, error, limits.timeout) from error


def _wait(error: "HTTPError") -> float | None:
    """Return after how many seconds a server wants to be asked again, None if it says nothing that is understood."""
    from email.utils import parsedate_to_datetime

    said = (error.headers.get("Retry-After") or "").strip()
    if said.isascii() and said.isdecimal():
        return float(said)
    try:
        return max(parsedate_to_datetime(said).timestamp() - time.time(), 0)
    except ValueError:
        return None


def _opener(endpoint: str, login: Login | None) -> "OpenerDirector":
    """Make an opener that knows http and https, and follows nobody elsewhere: a redirection is a status like others."""
    from urllib import request as web

    opener = web.OpenerDirector()
    if login is not None:
        known = web.HTTPPasswordMgrWithDefaultRealm()
        known.add_password(None, endpoint, login.user, login.password)
        opener.add_handler(web.HTTPBasicAuthHandler(known))
        opener.add_handler(web.HTTPDigestAuthHandler(known))
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
            raise failed(endpoint, f"The server sends more than {size:,} MB.", remedy)
    if promised is not None and len(body) < promised:
        raise IncompleteRead(b"", promised - len(body))
    return bytes(body)


def check_endpoint(endpoint: str) -> None:
    """Refuse addresses that no request can be made of."""
    remedy = "Give the http:// or https:// address of a SPARQL server, percent-encoded, with no password in it."
    try:
        parts = urlsplit(endpoint)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError as error:
        raise failed(endpoint, f"This is no address of a server: {error}.", remedy) from error
    if "@" in parts.netloc:
        raise EndpointFailed("The address holds a user name or password.", remedy=remedy)
    if not usable or not endpoint.isascii() or not endpoint.isprintable() or " " in endpoint:
        raise failed(endpoint, "This is no address of a server.", remedy)


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
    return failed(endpoint, f"The server answered {error.code} {error.reason}: {excerpt(body)}", remedy)


def _unreached(endpoint: str, error: Exception, timeout: float) -> EndpointFailed:
    """Explain why there is no status at all, or no whole answer."""
    reason = getattr(error, "reason", error)
    if isinstance(reason, TimeoutError):
        remedy = "Wait longer with a larger timeout, or ask for less."
        return failed(endpoint, f"No answer within {timeout:g} s.", remedy)
    return failed(endpoint, f"The server cannot be reached: {reason!r}.", "Check the address and the connection.")


def _moved(endpoint: str, target: str) -> EndpointFailed:
    """Explain a redirection: following it loses the query, which a redirected POST does not carry along."""
    return failed(endpoint, "The server sends the query elsewhere.", f"If you trust that address, use it: {target}")


def failed(endpoint: str, problem: str, remedy: str) -> EndpointFailed:
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


def excerpt(body: bytes) -> str:
    """Return the first 200 characters on one line."""
    return " ".join(body[: 8 * _EXCERPT].decode("utf-8", "replace").split())[:_EXCERPT]
