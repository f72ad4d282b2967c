"""Write outputs beside their place and put them there whole, so that a killed run leaves the old result."""

import ctypes
import fcntl
import hashlib
import os
import re
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from secrets import token_hex
from tempfile import gettempdir

from kg.core.errors import ArgumentInvalid, OutputUnwritable

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_BOOT = Path("/proc/sys/kernel/random/boot_id")
_NAME = r"([0-9a-f]{8})-([0-9a-f]{8})\.[0-9a-f]{8}\.partial"


@contextmanager
def file_beside(path: Path) -> Iterator[Path]:
    """Yield a path to write to; what is written takes the place of the file `path` if the block ends well.

    A link stays a link, and its target is replaced; a file keeps its mode. Raises OutputUnwritable for what is no
    regular file, a place that is not there, and whatever the system refuses.
    """
    with _told(path):
        place = _place(path, stat.S_ISREG)
        with _beside(place, lambda partial: partial.touch(exist_ok=False)) as partial:
            yield partial
            _sync(partial)
            if place.exists():
                shutil.copymode(place, partial)
            partial.replace(place)
            _sync_one(place.parent)


@contextmanager
def folder_beside(path: Path, check: Callable[[Path], None]) -> Iterator[Path]:
    """Yield a new folder to fill; it takes the place of the folder `path` if the block ends well.

    `check` raises if the folder that is there is not ours to replace; it is called before the block and after it. A
    link stays a link, and a folder keeps its mode. On Linux the two folders are exchanged in one step. Raises
    OutputUnwritable as `file_beside` does.
    """
    with _told(path):
        place = _place(path, stat.S_ISDIR)
        if Path.cwd().is_relative_to(place):
            raise OutputUnwritable(
                "The command runs in the folder that it is to replace.", remedy=_ELSEWHERE, path=path
            )
        check(place)
        with _beside(place, Path.mkdir) as partial:
            yield partial
            _sync(partial)
            check(place)
            _put(partial, place)
            _sync_one(place.parent)


def remove_leftovers(path: Path) -> None:
    """Remove what killed runs left beside an output; one that writes it does so too."""
    place = Path(os.path.realpath(path))
    with suppress(OSError):
        _remove_leftovers(place.parent, f".{place.name}.")


def default_cache() -> Path:
    """Return `dyad` in the user's cache, as the XDG Base Directory Specification has it, for what can be had again.

    Raises ArgumentInvalid where neither the environment nor the system names a home.
    """
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    try:
        return (named if named.is_absolute() else Path.home() / ".cache") / "dyad"
    except RuntimeError as error:
        raise ArgumentInvalid("There is no home for the cache.", remedy="Name a folder with --cache.") from error


def make_folder(path: Path) -> None:
    """Make a folder if it is not there; raise OutputUnwritable as `file_beside` does."""
    with _told(path):
        _place(path, stat.S_ISDIR).mkdir(exist_ok=True)


def link(old: Path, new: Path) -> None:
    """Give a file a second place, or copy it where the system has no links."""
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)


@contextmanager
def scratch() -> Iterator[Path]:
    """Yield a new folder for what passes, among the temporary ones of the system; it is removed in the end."""
    with _beside(Path(gettempdir()) / "kg", lambda folder: folder.mkdir(0o700)) as folder:
        yield folder


_ELSEWHERE = "Name another place."
_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFREG: "a file",
    stat.S_IFIFO: "a pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}


def _place(path: Path, fits: Callable[[int], bool]) -> Path:
    """Return where an output belongs, with links followed; raise OutputUnwritable for what must not be replaced."""
    place = Path(os.path.realpath(path))
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        _check_parent(place)
        return place
    if not fits(mode):
        kind = _KINDS.get(stat.S_IFMT(mode), "something else")
        wanted = "file" if fits is stat.S_ISREG else "folder"
        raise OutputUnwritable(
            f"The output is {kind}, and only a {wanted} is replaced.",
            remedy=f"Name a {wanted}." + (" Without --out, text goes to standard output." if wanted == "file" else ""),
            path=path,
        )
    return place


def _check_parent(place: Path) -> None:
    """Raise OutputUnwritable where the folder of a new output is missing, for it may be misspelt."""
    if not place.parent.is_dir():
        near = next(parent for parent in place.parents if parent.exists())
        raise OutputUnwritable(
            f"The folder of the output is not there: of it there is {near}.",
            remedy="Make it first, or mend its name.",
            path=place,
        )


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what the system refuses about an output into OutputUnwritable; errors about other files stay as they are."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        place = Path(os.path.realpath(path))
        own = {str(path), str(place), str(place.parent)}
        named = {str(name) for name in (error.filename, error.filename2) if name is not None} or own
        if not named & own and not any(name.startswith(f"{place.parent}{os.sep}.{place.name}.") for name in named):
            raise
        raise OutputUnwritable(
            f"The output cannot be written: {error.strerror or error}.",
            remedy="Mend that, or name another place.",
            path=path,
        ) from error


@contextmanager
def _beside(place: Path, make: Callable[[Path], None]) -> Iterator[Path]:
    """Yield a new file or folder beside a place, which others can tell to be in use, and remove it in the end.

    What killed runs left there is removed first.
    """
    prefix = f".{place.name}."
    _remove_leftovers(place.parent, prefix)
    taken = True
    while taken:  # another run may take it for a leftover before it is locked
        partial = place.with_name(f"{prefix}{'-'.join(_machine())}.{token_hex(4)}.partial")
        try:
            make(partial)
            with _locked(partial):
                taken = not partial.exists()
                if not taken:
                    yield partial
        finally:
            try:
                _remove(partial)
            except KeyboardInterrupt:
                _remove(partial)
                raise


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the lock of a file or folder; where the file system has no locks, nobody removes what may be in use."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:  # removed since it was made
        yield
        return
    try:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@cache
def _machine() -> tuple[str, str]:
    """Return names of this host and of its present run, the second the same in all containers on one kernel."""
    boot = _BOOT.read_text(encoding="ascii") if _BOOT.is_file() else ""
    host, run = (hashlib.sha256(name.encode()).hexdigest()[:8] for name in (os.uname().nodename, boot))
    return host, run


def _remove_leftovers(folder: Path, prefix: str) -> None:
    """Remove what killed runs on this machine left in a folder; the lock of a running one is seen on one kernel."""
    host, run = _machine()
    for path in folder.iterdir():
        found = re.fullmatch(re.escape(prefix) + _NAME, path.name)
        if found is not None and (found[1] == host or found[2] == run):
            _remove_if_left(path)


def _remove_if_left(path: Path) -> None:
    """Remove a file or folder of this user that no process has in use, under its lock; a link is neither."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return
    try:
        status = os.fstat(descriptor)
        if status.st_uid != os.getuid() or not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
            return
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _remove(path)
    finally:
        os.close(descriptor)


def _remove(path: Path) -> None:
    """Remove a file, or a folder and what is in it; no link is followed."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Wait until a file, or a folder with all that is in it, is on the disk."""
    for inner in path.iterdir() if path.is_dir() else ():
        _sync(inner)
    _sync_one(path)


def _sync_one(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _put(partial: Path, place: Path) -> None:
    """Put a folder in the place of another, which stays at `partial`."""
    if not place.exists():
        partial.rename(place)
        return
    shutil.copymode(place, partial)
    if not _exchange(partial, place):
        old = partial.with_suffix(".old")
        place.rename(old)
        partial.rename(place)
        shutil.rmtree(old)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; return False where the system cannot."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    return bool(rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)
