"""What takes long to make is made once, by whichever worker needs it first, and read by all tests and by later runs."""

import fcntl
import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import kg
from kg.building import build
from kg.core import assets
from tests.running import run_as_documented

BUILD = "kg build"
PRINTED = "printed.txt"
_CODE = (Path(kg.__file__).parent, Path(__file__).parents[1] / "constraints.txt", Path(__file__))
_RUNS, _LOCK, _PARTIAL = "runs", ".lock", ".partial"


class Shared:
    """A folder that the workers of a run share, and later runs, with what each of them would otherwise make again.

    A thing is known by a digest of all that it is made of, the code among it, so that what differs is never mistaken
    for another. It is there to be read: a test that changes it makes its own.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def made(self, kind: str, inputs: Iterable[Path], make: Callable[[Path], object]) -> Path:
        """Return the folder of a thing made of some files and folders; `make` fills it if nobody did so before."""
        place = self._folder / f"{kind}-{_digest_of_code()}{digest(inputs)}"
        lock, partial = place.with_suffix(_LOCK), place.with_suffix(_PARTIAL)
        with locked(lock):
            if not place.exists():
                shutil.rmtree(partial, ignore_errors=True)
                partial.mkdir()
                make(partial)
                partial.rename(place)
                lock.write_text(state(place), encoding="utf-8")
            lock.touch()
        return place

    def build(self, data: Sequence[Path]) -> Path:
        """Return a build of some folders of sources; it is the folder `build` of a folder of its own."""
        make = lambda folder: build(data, assets.ontology(), folder / "build")  # noqa: E731
        return self.made("build", [assets.ontology(), *data], make) / "build"

    def shipped(self) -> Path:
        """Return the folder in which `kg build` was run as its pages show it; beside the build lies what it printed."""

        def make(folder: Path) -> None:
            (folder / PRINTED).write_text(run_as_documented(folder, BUILD), encoding="utf-8")

        return self.made("shipped", [assets.ontology(), assets.data()], make)


@contextmanager
def sharing(folder: Path) -> Iterator[Shared]:
    """Yield what the runs share in a folder, from which nothing is swept meanwhile."""
    with (folder / _RUNS).open("a", encoding="utf-8") as runs:
        fcntl.flock(runs, fcntl.LOCK_SH)
        yield Shared(folder)


def begun(folder: Path) -> float:
    """Return the time by the clock that files have, for a run that begins to share a folder."""
    (folder / _RUNS).touch()
    return (folder / _RUNS).stat().st_mtime


def sweep(folder: Path, since: float | None = None) -> None:
    """Remove from a folder that runs share what is not as it was made: half of it, or what a test has changed.

    Of each kind of which something was used `since` a time, what was not used goes too. Nothing goes while a run reads.
    """
    with (folder / _RUNS).open("a", encoding="utf-8") as runs:
        try:
            fcntl.flock(runs, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        locks = [*folder.glob(f"*{_LOCK}")]
        used = {lock for lock in locks if since is not None and lock.stat().st_mtime >= since}
        kinds = {_kind(lock) for lock in used}
        for lock in locks:
            changed = lock.read_text(encoding="utf-8") != state(lock.with_suffix(""))
            if changed or (_kind(lock) in kinds and lock not in used):
                for suffix in ("", _PARTIAL):
                    shutil.rmtree(lock.with_suffix(suffix), ignore_errors=True)
                lock.unlink()


def _kind(lock: Path) -> str:
    return lock.name.rpartition("-")[0]


def state(folder: Path) -> str:
    """Return a digest of the names, sizes and times of all in a folder, which differs where something was changed."""
    listed = ((path.relative_to(folder), path.lstat()) for path in sorted(folder.rglob("*")))
    told = "".join(f"{name}\0{found.st_size} {found.st_mtime_ns}\n" for name, found in listed)
    return hashlib.sha256(told.encode()).hexdigest()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let one process at a time into the block; the system lets go of the lock of a process that ends."""
    with path.open("a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@cache
def _digest_of_code() -> str:
    return digest([*_CODE, Path(sys.executable).resolve()])


def digest(inputs: Iterable[Path]) -> str:
    """Return a digest of the names and bytes of files and folders, in the order in which they are given."""
    found = hashlib.sha256()
    for number, root in enumerate(inputs):
        for path in sorted(files(root)):
            name = f"{number}/{path.relative_to(root)}"
            found.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return found.hexdigest()[:20]


def files(root: Path) -> Iterator[Path]:
    """Yield a file itself, or the files below a folder, without compiled code."""
    if root.is_file():
        yield root
    for folder, names, found in os.walk(root, followlinks=True):
        names[:] = [name for name in names if name not in {"__pycache__", "node_modules"}]
        yield from (Path(folder, name) for name in found)
