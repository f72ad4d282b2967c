"""Notice what a command does that it was not asked to: a connection, a program, the opening of a file not its own.

Python raises an audit event for each of these in this process. Engines in Rust and children in Java raise none: for
them there is a server that counts who comes, and a bait, a file that the system watches. Hostile inputs name both.
"""

import ctypes
import os
import socket
import struct
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from kg.core import assets

ROOT = Path(__file__).parents[1]
_IN_OPEN = 0x20
_NETWORK = frozenset(
    {"socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"}
)
_STARTS = frozenset({"subprocess.Popen", "os.exec", "os.posix_spawn", "os.system"})
_PROGRAMS = frozenset({"java", Path(sys.executable).name})
_OF_SYSTEM = (*("/proc", "/sys", "/dev", "/etc/localtime", "/usr/share/zoneinfo", "/etc/mime.types"), os.devnull)
_OWN = (
    *(ROOT / "kg", assets.ontology(), assets.queries(), assets.projections(), assets.maps(), assets.data()),
    assets.errors_page(),
    *(Path(path) for path in (*sysconfig.get_paths().values(), *sys.path) if Path(path) != ROOT and path),
    *(Path(path) for path in (sys.prefix, sys.base_prefix, *_OF_SYSTEM)),
)


@dataclass(slots=True)
class Watch:
    """What is forbidden to a run: to leave `folder`, to reach `server`, to open `bait`. `seen` is what it did."""

    folder: Path
    server: str
    bait: Path
    seen: list[str] = field(default_factory=list)

    def note(self, event: str, arguments: tuple[object, ...]) -> None:
        """Keep an audit event if the run was not asked for it."""
        if event in _NETWORK:
            self.seen.append(f"{event} {arguments[-1]}")
        elif event == "open" and isinstance(arguments[0], str | bytes) and not self._is_own(os.fsdecode(arguments[0])):
            self.seen.append(f"open {os.fsdecode(arguments[0])}")
        elif event in _STARTS and Path(os.fsdecode(str(arguments[0]))).name not in _PROGRAMS:
            self.seen.append(f"{event} {arguments[0]}")

    def _is_own(self, name: str) -> bool:
        path = Path(os.path.abspath(name))  # noqa: PTH100  # Path.resolve opens what it looks at
        return any(path.is_relative_to(place) for place in (self.folder, *_OWN)) and path != self.bait


_watches: list[Watch] = []


def _audit(event: str, arguments: tuple[object, ...]) -> None:
    for watch in _watches:
        watch.note(event, arguments)


sys.addaudithook(_audit)


@contextmanager
def watching(folder: Path) -> Iterator[Watch]:
    """Watch what is done in this process, and what the server and the bait meet, until the block ends.

    The run may read and write in `folder`, where its temporary files go too, and read what belongs to Dyad.
    """
    bait = folder.with_name(folder.name + "-bait") / "secret.ttl"
    bait.parent.mkdir(exist_ok=True)
    bait.write_text("<x:secret> <x:is> <x:told> .\n", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as listening, _opened(bait) as opened, _temporary(folder):
        watch = Watch(folder, f"http://127.0.0.1:{listening.getsockname()[1]}", bait)
        thread = Thread(target=_count, args=(listening, watch.seen))
        thread.start()
        _watches.append(watch)
        try:
            yield watch
        finally:
            _watches.remove(watch)
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(10)
        watch.seen += opened()


def _count(listening: socket.socket, seen: list[str]) -> None:
    """Note each connection, and close it."""
    with suppress(OSError):
        while True:
            connection, _ = listening.accept()
            seen.append("the server was reached")
            connection.close()


@contextmanager
def _opened(bait: Path) -> Iterator[Callable[[], list[str]]]:
    """Watch a file by inotify, which Linux alone has; yield a function that tells how often it was opened."""
    if sys.platform != "linux":
        yield list
        return
    system = ctypes.CDLL(None, use_errno=True)
    watched = system.inotify_init1(os.O_NONBLOCK)
    assert watched >= 0
    assert system.inotify_add_watch(watched, os.fsencode(bait), _IN_OPEN) >= 0

    def opened() -> list[str]:
        with suppress(BlockingIOError):
            return ["the bait was opened"] * (len(os.read(watched, 4096)) // struct.calcsize("iIII"))
        return []

    try:
        yield opened
    finally:
        os.close(watched)


@contextmanager
def _temporary(folder: Path) -> Iterator[None]:
    """Have temporary files made in a folder."""
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before
