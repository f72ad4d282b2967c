"""Write outputs beside their place and put them there whole, so that a killed run leaves the old result."""

import ctypes
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import ArgumentInvalid

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def _beside(path: Path) -> Path:
    """Name a place beside a path that no other running process uses."""
    return path.with_name(f".{path.name}.{os.getpid()}.partial")


def _running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _remove_leftovers(path: Path) -> None:
    """Remove what killed runs left beside a path."""
    for partial in path.parent.glob(f".{path.name}.*.partial"):
        process = partial.name.split(".")[-2]
        if process.isdecimal() and (int(process) == os.getpid() or not _running(int(process))):
            shutil.rmtree(partial) if partial.is_dir() else partial.unlink(missing_ok=True)


@contextmanager
def file_beside(path: Path) -> Iterator[Path]:
    """Yield a path to write to; it takes the place of `path` if the block ends well, and is removed if not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(path)
    partial = _beside(path)
    try:
        yield partial
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def folder_beside(path: Path, marker: str) -> Iterator[Path]:
    """Yield a new folder to fill; it takes the place of the folder `path` if the block ends well.

    An existing folder is replaced only if it holds the file `marker`, which says that it is an output of ours;
    raises ArgumentInvalid otherwise. On Linux the two folders are exchanged in one step.
    """
    path = path.absolute()
    if path.exists() and not path.is_dir():
        raise ArgumentInvalid("The output is a file.", remedy="Name a folder.", path=path)
    if path.is_dir() and any(path.iterdir()) and not (path / marker).exists():
        raise ArgumentInvalid(
            "The output folder holds other things than a build.", remedy="Name another folder.", path=path
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(path)
    partial = _beside(path)
    partial.mkdir()
    try:
        yield partial
        _put(partial, path)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _put(partial: Path, path: Path) -> None:
    """Put a folder in the place of another, which stays at `partial`."""
    if not path.exists():
        partial.rename(path)
    elif not _exchange(partial, path):
        old = partial.with_suffix(".old")
        path.rename(old)
        partial.rename(path)
        shutil.rmtree(old)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; return False where the system cannot."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    return bool(rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)
