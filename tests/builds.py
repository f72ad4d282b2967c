"""What takes long to make is made once a run, by whichever worker needs it first, and read by all tests of the run."""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import pytest

import kg
from kg.building import build
from kg.core import assets
from tests.running import run_as_documented

BUILD = "kg build"
PRINTED = "printed.txt"
_CODE = Path(kg.__file__).parent


class Shared:
    """A folder that the workers of one run share, with what each of them would otherwise make again.

    A thing is known by a digest of all that it is made of, the code among it, so that what differs is never mistaken
    for another. It is there to be read: a test that changes it makes its own.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)

    def made(self, kind: str, inputs: Iterable[Path], make: Callable[[Path], object]) -> Path:
        """Return the folder of a thing made of some files and folders; `make` fills it if nobody did so before."""
        place = self._folder / f"{kind}-{digest([_CODE, *inputs])}"
        with locked(place.with_suffix(".lock")):
            if not place.exists():
                partial = Path(mkdtemp(dir=self._folder))
                make(partial)
                partial.rename(place)
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


def shared_by_workers(factory: pytest.TempPathFactory) -> Shared:
    """Return what the workers of this run share; it lies among the temporary folders of the run, and goes with them."""
    base = factory.getbasetemp()
    return Shared((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared")


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let one process at a time into the block; the system lets go of the lock of a process that ends."""
    with path.open("w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


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
