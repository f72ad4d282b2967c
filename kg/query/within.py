"""Be a child: do one piece of work after another, each within limits that end this process."""

import gc
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable, Collection
from io import BufferedWriter, FileIO
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO, Final, NoReturn, TypeAlias

from kg.query.frames import FrameWriter, read_frame, write_frame
from kg.query.limits import MEGABYTE, Limits
from kg.query.offline import close_network

Work: TypeAlias = Callable[[Any, BinaryIO], None]
"""Does what a request asks for, and writes what comes of it."""

REQUESTS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
OUT_OF_MEMORY: Final = 75
_PAUSE: Final = 0.05
_PART: Final = 1 << 16
_STACK: Final = 4_000_000  # half of what is usual, so that the parent can read whatever the child could write
_ROOM: Final = 128 * MEGABYTE  # for stacks, and what the engine takes as it opens a store
_SIZES: Final = Path("/proc/self/statm")
_OPEN_FILES: Final = (Path("/proc/self/fd"), Path("/dev/fd"))


def serve_work(
    prepare: Callable[[], Work], pipes: tuple[int, int], limits: Limits, *, parent: int, online: bool
) -> NoReturn:
    """Be the child: do one piece of work after another, and end without a trace of this program."""
    try:
        begun = _submit(limits, parent, pipes, online=online)
        work = _prepared(prepare)
        with os.fdopen(pipes[0], "rb") as asked, FileIO(pipes[1], "wb") as told:
            while request := read_frame(asked):
                seconds, wanted = pickle.loads(request)  # noqa: S301 (the parent is this program)
                signal.setitimer(signal.ITIMER_REAL, seconds + online)  # a server is given up in its own words before
                error = _done(work, wanted, FrameWriter(told, limits.memory * MEGABYTE, _lack_memory))
                signal.setitimer(signal.ITIMER_REAL, 0)  # once it has told its end, it may be asked again at any time
                is_spent = 2 * (_peak() - begun) > limits.memory * MEGABYTE
                write_frame(told, b"")
                write_frame(told, pickle.dumps((error, is_spent)))
    finally:
        os._exit(1)


def _prepared(prepare: Callable[[], Work]) -> Work:
    """Return what a child is to do; where that cannot be prepared, what says so of each piece of work."""
    try:
        return prepare()
    except MemoryError:
        _lack_memory()
    except Exception as caught:
        error = caught

    def fail(_: object, __: BinaryIO) -> NoReturn:
        raise error

    return fail


def _done(work: Work, wanted: object, frames: FrameWriter) -> Exception | None:
    """Do a piece of work, and return the error that ended it."""
    try:
        with BufferedWriter(frames, _PART) as out:
            work(wanted, out)
    except MemoryError:
        _lack_memory()
    except Exception as caught:
        return caught
    return None


def _lack_memory() -> NoReturn:
    os._exit(OUT_OF_MEMORY)


def _submit(limits: Limits, parent: int, pipes: Collection[int], *, online: bool) -> int:
    """Put this process under limits: Ctrl-C is the parent's, the system counts the time, a thread all else.

    Return the memory that it has had so far.
    """
    import faulthandler
    import resource

    for number in (*REQUESTS, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, (*REQUESTS, signal.SIGALRM))
    faulthandler.disable()
    for kind, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_STACK, _STACK)):
        soft, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if soft == resource.RLIM_INFINITY else min(most, soft), hard))
    _bound_data(2 * limits.memory * MEGABYTE + _ROOM)
    _let_go(pipes)
    if not online:
        close_network()
    begun = _peak()
    Thread(target=_watch, args=(parent, begun + limits.memory * MEGABYTE), daemon=True).start()
    return begun


def _bound_data(more: int) -> None:
    """Have the system refuse much more memory than this process may have, which grows faster than a thread can see."""
    import resource

    if not _SIZES.exists():
        return
    most = int(_SIZES.read_text(encoding="ascii").split()[5]) * resource.getpagesize() + more
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    lowest = min((one for one in (most, soft, hard) if one != resource.RLIM_INFINITY), default=most)
    resource.setrlimit(resource.RLIMIT_DATA, (lowest, hard))


def _let_go(kept: Collection[int]) -> None:
    """Let go of the files and connections of the parent, which else stay open here; and of the engine's last words.

    Their numbers stay taken: what the parent left in memory may still close them.
    """
    gc.freeze()
    nowhere = os.open(os.devnull, os.O_RDWR)
    folders = [folder for folder in _OPEN_FILES if folder.is_dir()]
    inherited = [int(path.name) for path in folders[0].iterdir()] if folders else []
    for number in {2, *inherited} - {0, 1, nowhere, *kept}:
        if _is_open(number):
            os.dup2(nowhere, number)


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def _watch(parent: int, most: int) -> None:
    """End this process when its parent is gone, or when it has had more memory than it may."""
    while os.getppid() == parent:
        if _peak() > most:
            _lack_memory()
        time.sleep(_PAUSE)
    os._exit(1)


def _peak() -> int:
    """Return the most memory in bytes that this process has had."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
