"""A request that is refused or cannot be answered: its status, and why, in plain text."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kg.core import errors
from kg.core.errors import KgError

_BUSY = 503
_MISSING = (errors.ClaimUnknown, errors.FindingUnknown, errors.NameUnknown, errors.QueryUnknown)
_ASKED = (errors.ArgumentInvalid, errors.ExportImpossible, errors.ParameterInvalid, errors.QueryInvalid)


class Refused(Exception):
    """A request that is refused with a status of HTTP, for a reason; it may come again `after` some seconds."""

    def __init__(self, status: int, reason: str, *, after: int | None = None, **headers: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if after is not None:
            self.headers["retry-after"] = f"{after}"


def status_of(error: KgError) -> int:
    """Return the status of HTTP for an error: whose fault it is, and whether it is of limits."""
    if isinstance(error, errors.LimitReached):
        return _BUSY
    if isinstance(error, _MISSING):
        return 404
    return 400 if isinstance(error, _ASKED) else 500


async def tell_refused(_: Request, error: Exception) -> Response:
    """Answer a request that is refused."""
    if isinstance(error, Refused):
        return PlainTextResponse(f"{error.reason}\n", error.status, error.headers)
    raise error


async def tell_error(_: Request, error: Exception) -> Response:
    """Answer a request that raised one of our errors by what it says."""
    if isinstance(error, KgError):
        return PlainTextResponse(f"{error}\n", status_of(error), {"cache-control": "no-store"})
    raise error
