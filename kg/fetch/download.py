"""Download one file: go on where an earlier attempt stopped, and let nothing but the right file into its place."""

from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPResponse
from pathlib import Path
from time import sleep
from typing import Final, Protocol

from kg.core.errors import DownloadFailed, SourceDrifted
from kg.core.files import digest
from kg.fetch.partial import Origin, PartialFile, check_size, origin_of
from kg.fetch.web import open_address, pieces

_ENCODINGS: Final = {"", "identity", "gzip", "x-gzip"}


class DownloadProgress(Protocol):
    """Where a download says how it goes."""

    def note(self, text: str) -> None:
        """Take a sentence about what happens."""

    def advance(self, name: str, done: int, total: int | None) -> None:
        """Take the number of bytes of a file that are there, and of all, None where the server does not say."""


@dataclass(frozen=True, slots=True)
class Patience:
    """The patience of a download: seconds of silence, further attempts after a failure, and the most bytes."""

    timeout: float
    retries: int
    size: int


def download(address: str, sha256: str, path: Path, limits: Patience, report: DownloadProgress) -> None:
    """Download the file with a digest to its place; raise DownloadFailed, or SourceDrifted if it is another file.

    A file that was pieced together and is not the right one is got once more in one piece, for the server may have
    joined two states of it.
    """
    part = PartialFile(path)
    for _ in range(2):
        if _put(part, sha256, limits):
            return
        pieced = _persist(address, part, limits, report)
        if _put(part, sha256, limits):
            return
        if not pieced:
            raise _drifted(address, sha256, part, limits)
        report.note(f"{path.name}: the pieces do not fit together, so it is got again from the beginning.")
        part.discard()
    raise DownloadFailed(
        "The server breaks off, and joins pieces of different files.", remedy="Get the file by hand.", value=address
    )


def _put(part: PartialFile, sha256: str, limits: Patience) -> bool:
    """Put the file in its place if it is the right one; return whether it is."""
    for version in part.versions(limits.size):
        if digest(version) == sha256:
            version.replace(part.target)
            part.discard()
            return True
    return False


def _drifted(address: str, sha256: str, part: PartialFile, limits: Patience) -> SourceDrifted:
    """Keep the wrong file under another name, and explain."""
    kept = part.drifted
    part.versions(limits.size)[-1].replace(kept)
    part.discard()
    return SourceDrifted(
        f"The publisher's file is not the one that was read: its SHA-256 is {digest(kept)}, described is {sha256}.",
        remedy="Compare it with what was read; describe the new file in source.ttl, or find the old one in an archive.",
        path=kept,
        value=address,
    )


def _persist(address: str, part: PartialFile, limits: Patience, report: DownloadProgress) -> bool:
    """Get the rest of a file in as many attempts as are allowed; return whether it was pieced together."""
    attempt = 0
    while True:
        try:
            return _transfer(address, part, limits, report)
        except DownloadFailed as failure:
            if failure.retry_after is None or attempt >= limits.retries:
                raise
            pause = failure.retry_after * 2**attempt
            report.note(f"{part.target.name}: {failure.problem} Trying again in {pause:g} s.")
            sleep(pause)
            attempt += 1


def _transfer(address: str, part: PartialFile, limits: Patience, report: DownloadProgress) -> bool:
    """Get the rest of a file, or the whole if the server will not give the rest; return whether it was the rest."""
    name = part.target.name
    with closing(_ask(address, part, limits.timeout)) as response:
        rest = part.continues(response, address)
        if not rest:
            part.begin(_origin(response, address))
        done = part.size
        if done:
            report.note(f"{name}: going on after {done:,} bytes")
        total = None if response.length is None else done + response.length
        check_size(total or 0, limits.size, part.path)
        with part.path.open("ab") as file:
            report.advance(name, done, total)
            for piece in pieces(response, address, limits.timeout):
                done += len(piece)
                check_size(done, limits.size, part.path)
                file.write(piece)
                file.flush()
                report.advance(name, done, total)
    return rest


def _ask(address: str, part: PartialFile, timeout: float) -> HTTPResponse:
    """Ask for the rest of a file, and for the whole if what comes is a wrong piece."""
    response = open_address(address, part.headers(address), timeout)
    if response.status == HTTPStatus.PARTIAL_CONTENT and not part.continues(response, address):
        response.close()
        part.discard()
        response = open_address(address, {}, timeout)
    return response


def _origin(response: HTTPResponse, address: str) -> Origin:
    """Read what a whole file is; raise DownloadFailed for a piece, or an encoding that cannot be undone."""
    origin = origin_of(response, address)
    if response.status != HTTPStatus.OK or origin.encoding not in _ENCODINGS:
        raise DownloadFailed(
            f"The server answered {response.status} with a body in the encoding {origin.encoding!a}, unasked.",
            remedy="Get the file by hand.",
            value=address,
        )
    return origin
