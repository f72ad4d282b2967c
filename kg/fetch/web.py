"""Ask web servers for files: over http and https only, through the proxies that the environment names."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.client import HTTPException, HTTPMessage, HTTPResponse, IncompleteRead, InvalidURL
from socket import gaierror
from ssl import SSLCertVerificationError, SSLError
from time import monotonic
from typing import IO, Final, cast
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

from kg import __version__
from kg.core.errors import DownloadFailed

_CHUNK: Final = 1 << 16
_LEAST: Final = 1_000  # bytes within the seconds of silence: who sends fewer is as good as silent
_PAUSE: Final = 1.0  # seconds before another attempt where the server names no time
_LONGEST_PAUSE: Final = 120.0
_PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_WEB: Final = ("http", "https")
_REMEDIES: Final = {
    401: "The publisher wants a password: get the file by hand.",
    403: "The publisher refuses: get the file by hand, or ask its owner.",
    404: "The publisher has moved or removed the file: mend dcat:downloadURL in source.ttl.",
    407: "The proxy wants a password: see http_proxy and https_proxy.",
    410: "The publisher has removed the file: look for it in an archive.",
    429: "Wait, then run the command again.",
    503: "Wait, then run the command again.",
}


def open_address(address: str, headers: Mapping[str, str], timeout: float) -> HTTPResponse:
    """Ask for a file as it is stored, and return the answer, 200 or 206, with its body unread.

    `timeout` is in seconds of silence. A server that cannot give the range in `headers` is asked for the whole file.
    Raises DownloadFailed.
    """
    check_address(address)
    agreed = {"User-Agent": f"dyad-kg/{__version__}", "Accept": "*/*", "Accept-Encoding": "identity"}
    try:
        with _explained(address, timeout):
            response = cast(
                "HTTPResponse",
                _opener().open(
                    Request(address, headers={**agreed, **headers}),  # noqa: S310
                    timeout=timeout,
                ),
            )
    except DownloadFailed as failure:
        cause = failure.__cause__
        if headers and isinstance(cause, HTTPError) and cause.code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            return open_address(address, {}, timeout)
        raise
    if response.status not in {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT}:
        response.close()
        raise DownloadFailed(
            f"The server answered {response.status}, which is no file.",
            remedy="Mend dcat:downloadURL in source.ttl.",
            value=address,
        )
    return response


def pieces(response: HTTPResponse, address: str, timeout: float) -> Iterator[bytes]:
    """Yield the body of an answer as it comes; raise DownloadFailed if it stays out, only drips or breaks off."""
    left = response.length
    begun, come = monotonic(), 0
    while left is None or left > 0:
        with _explained(address, timeout):
            if monotonic() - begun > timeout:
                raise TimeoutError
            piece = response.read1(_CHUNK)
            if left and not piece:
                raise IncompleteRead(b"", left)
        if not piece:
            return
        left = None if left is None else left - len(piece)
        come += len(piece)
        yield piece
        if come >= _LEAST:
            begun, come = monotonic(), 0


def check_address(address: str) -> None:
    """Refuse what is no plain web address; raise DownloadFailed."""
    remedy = "Give the http:// or https:// address of the file, percent-encoded, with no password in it."
    try:
        parts = urlsplit(address)
        usable = parts.scheme in _WEB and parts.hostname and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        usable = False
    if not usable or not address.isascii() or not address.isprintable() or " " in address:
        raise DownloadFailed("Files are got from web addresses only.", remedy=remedy, value=ascii(address)[1:-1])


class _Redirects(HTTPRedirectHandler):
    """Follow a server to another web address, never to another protocol."""

    def http_error_302(self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage) -> object:
        target = urljoin(req.full_url, headers.get("Location") or headers.get("URI") or "")
        if urlsplit(target).scheme not in _WEB:
            fp.close()
            raise DownloadFailed(
                f"The server sends us to {target!a}, which is no web address.",
                remedy="Look at the address in a browser, and mend dcat:downloadURL in source.ttl.",
                value=req.full_url,
            )
        return super().http_error_302(req, fp, code, msg, headers)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


def _opener() -> OpenerDirector:
    """Make an opener that knows http and https and nothing else."""
    opener = OpenerDirector()
    for handler in (
        ProxyHandler,
        UnknownHandler,
        HTTPHandler,
        HTTPSHandler,
        HTTPDefaultErrorHandler,
        _Redirects,
        HTTPErrorProcessor,
    ):
        opener.add_handler(handler())
    return opener


@contextmanager
def _explained(address: str, timeout: float) -> Iterator[None]:
    """Turn whatever goes wrong on the way into DownloadFailed."""
    try:
        yield
    except HTTPError as error:
        with error:
            raise _refused(address, error) from error
    except (OSError, HTTPException, ValueError) as error:
        raise _unreached(address, error, timeout) from error


def _refused(address: str, error: HTTPError) -> DownloadFailed:
    """Explain a status that is no success, and whether to ask again."""
    pause = _pause(error.headers.get("Retry-After"), datetime.now(UTC))
    remedy = _REMEDIES.get(error.code, "Look at the address in a browser; the fault may be the server's.")
    if pause > _LONGEST_PAUSE:
        remedy = f"The server asks to wait {pause:.0f} s: run the command again after that."
    failure = DownloadFailed(
        f"The server answered {error.code} {ascii(error.reason)[1:-1]}.", remedy=remedy, value=address
    )
    failure.retry_after = pause if error.code in _PASSING and pause <= _LONGEST_PAUSE else None
    return failure


def _pause(asked: str | None, now: datetime) -> float:
    """Return how many seconds a server asks to wait, which it says in seconds or as a time."""
    if asked is None:
        return _PAUSE
    if asked.strip().isdecimal():
        return float(asked)
    try:
        until = parsedate_to_datetime(asked)
    except ValueError:
        return _PAUSE
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds())


def _unreached(address: str, error: Exception, timeout: float) -> DownloadFailed:
    """Explain why there is no answer at all, or no whole one, and whether to ask again."""
    reason = error.reason if isinstance(error, URLError) else error
    lasting = (str, gaierror, ConnectionRefusedError, SSLCertVerificationError, InvalidURL, ValueError)
    problem = f"The server cannot be reached: {ascii(str(reason))[1:-1]}."
    remedy = "Check the address, the connection and the proxy (http_proxy, https_proxy, no_proxy)."
    if isinstance(reason, SSLError):
        problem = f"No secure connection can be made: {ascii(str(reason))[1:-1]}."
        remedy = "Check the address and the clock; name the certificate of a company's proxy in SSL_CERT_FILE."
    elif isinstance(reason, TimeoutError):
        problem, remedy = f"The server was silent for {timeout:g} s.", "Run the command again, or raise --timeout."
    elif isinstance(reason, IncompleteRead | ConnectionError) and not isinstance(reason, ConnectionRefusedError):
        problem = "The server broke off before the file was whole."
        remedy = "Run the command again: it goes on where it stopped."
    failure = DownloadFailed(problem, remedy=remedy, value=address)
    failure.retry_after = None if isinstance(reason, lasting) else _PAUSE
    return failure
