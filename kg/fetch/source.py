"""Fetch the raw files of a source into a cache, from which `kg adapt` reads them."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.core.errors import ArgumentInvalid, DownloadFailed
from kg.core.files import check_regular, digest
from kg.fetch.download import DownloadProgress, Patience, download
from kg.load.source import Source, SourceFile, read_source


@dataclass(frozen=True, slots=True)
class Fetched:
    """A raw file in its place, and whether it had to be downloaded."""

    path: Path
    downloaded: bool


def fetch(
    folder: Path, cache: Path, limits: Patience, report: DownloadProgress, *, force: bool = False
) -> Iterator[Fetched]:
    """Bring the raw files of the source described in `folder` to `cache/<source>/<file name>`, one by one.

    A file that is there and right is left alone; one that is there and another is replaced only with `force`, and
    only by the right one. Those without an address come last, so that they keep no other waiting. Raises
    DownloadFailed, SourceDrifted, and ArgumentInvalid for a source without files and a cache that cannot be written.
    """
    source = read_source(folder)
    if not source.files:
        raise ArgumentInvalid(
            "The source has no raw file: its rows are written by hand, or come from a library.",
            remedy="Run `kg build`.",
            value=source.id,
        )
    into = cache / source.id
    try:
        with _alone(into):
            for file in sorted(source.files, key=lambda file: file.address is None):
                path = into / file.name
                yield Fetched(path, _bring(file, path, source, limits, report, force=force))
    except OSError as error:
        raise ArgumentInvalid(
            f"The cache cannot be written: {error.strerror or error}.",
            remedy="Name another folder with --cache.",
            path=into,
        ) from error


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other fetches out of a folder; raise ArgumentInvalid if one is at it."""
    folder.mkdir(parents=True, exist_ok=True)
    check_regular(folder / ".lock")
    with (folder / ".lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ArgumentInvalid(
                "Another kg fetch is at work here.", remedy="Wait for it, or end it.", path=folder
            ) from error
        yield


def _bring(
    file: SourceFile, path: Path, source: Source, limits: Patience, report: DownloadProgress, *, force: bool
) -> bool:
    """Bring one file to its place; return whether it had to be downloaded."""
    if path.exists():
        found = digest(path)
        if found == file.sha256:
            return False
        if not force:
            raise ArgumentInvalid(
                "Another file is in this place: its SHA-256 is not the described one.",
                remedy="Move it away, or let --force replace it.",
                path=path,
                value=found,
            )
    if file.address is None:
        raise DownloadFailed(
            "The file has no address from which to get it.",
            remedy=f"Get it as the note in {source.description} says, and put it in this place.",
            path=path,
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    download(file.address, file.sha256, path, limits, report)
    return True
