"""A process that does pieces of work for this one, one after another, each within limits that end the process.

The engine cannot be interrupted; it ends its process where memory is short, and overflows the stack on deep nesting.
What the work writes goes to the parent in frames: the length of each, and its bytes. A frame of no length ends a piece,
and a last one tells how it ended.
"""

import gc
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable, Collection
from io import BufferedReader, BufferedWriter, RawIOBase
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NoReturn, TypeAlias, TypeVar
from warnings import catch_warnings, simplefilter

from kg.core.errors import LimitReached
from kg.query.limits import MEGABYTE, Limits
from kg.query.offline import close_network

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

T = TypeVar("T")
Work: TypeAlias = Callable[[Any, BinaryIO], None]
"""Does what a request asks for, and writes what comes of it."""

REQUESTS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_PAUSE: Final = 0.05
_PART: Final = 1 << 16
_LENGTH: Final = 4
_OUT_OF_MEMORY: Final = 75
_STACK: Final = 4_000_000  # half of what is usual, so that the parent can read whatever the child could write
_OPEN_FILES: Final = (Path("/proc/self/fd"), Path("/dev/fd"))
_forking = Lock()  # else one child would hold the pipes of another open


class Child:
    """A process that does what `prepare` returns, which it calls first of all.

    It cannot open a socket unless it is `online`, and outlives this process by a moment only. Use it from one thread at
    a time, but `end` from any. Raises LimitReached where the system has no such processes.
    """

    def __init__(self, prepare: Callable[[], Work], limits: Limits, *, online: bool = False) -> None:
        if not hasattr(os, "fork"):
            raise LimitReached("This system cannot put limits to a query.", remedy="Use Linux or macOS.")
        self._limits, self._lock, self._status = limits, Lock(), 0
        self.is_spent = False
        parent = os.getpid()
        with _forking, catch_warnings():
            # Other threads may run, but the child uses nothing of theirs: it opens a store on disk anew.
            simplefilter("ignore", DeprecationWarning)
            (asked, asked_in), (told, told_in) = os.pipe(), os.pipe()
            self._process = os.fork()
            if not self._process:
                _forking.release()  # which the process was born with, and needs for children of its own
                _serve(prepare, (asked, told_in), limits, parent=parent, online=online)
            os.close(asked)
            os.close(told_in)
        self._asked, self._told = os.fdopen(asked_in, "wb"), os.fdopen(told, "rb")

    def do(self, request: object, read: Callable[[BinaryIO], T], seconds: float | None = None) -> T:
        """Have a piece of work done within the limits, or less time, and read what it writes, as it comes.

        Raises what the work and `read` raise, and LimitReached. Afterwards `is_spent` tells whether to end the process:
        it has ended, or has so much memory that the next piece could lack some.
        """
        seconds = self._limits.timeout if seconds is None else seconds
        fault: Exception | None = None
        found: list[T] = []
        try:
            body = _Body(self._told)
            self._ask(pickle.dumps((seconds, request)))
            try:
                found.append(read(BufferedReader(body, _PART)))
                while body.read(_PART):
                    pass
            except (SyntaxError, ValueError, EOFError, pickle.UnpicklingError) as error:
                fault = error  # the work broke off, and the report says why
                while body.read(_PART):
                    pass
            report = _frame(self._told)
        except BaseException:
            self.end()
            raise
        if not report:
            self.end()
            raise _ended(self._status, self._limits)
        failure, self.is_spent = pickle.loads(report)  # noqa: S301 (the child is this program)
        if wrong := failure or fault:
            raise wrong
        return found[0]

    def _ask(self, request: bytes) -> None:
        """Send a request, unless the process has ended: what it tells, or does not, says so."""
        try:
            self._asked.write(len(request).to_bytes(_LENGTH) + request)
            self._asked.flush()
        except (BrokenPipeError, ValueError):
            self.is_spent = True

    def end(self) -> None:
        """End the process, if it has not ended."""
        self.is_spent = True
        with self._lock:
            if self._process:
                self._status = _end(self._process)
                self._process = 0
        for pipe in (self._asked, self._told):
            pipe.close()


def _end(child: int) -> int:
    """End a child, if it has not ended, and return how it did."""
    try:
        os.kill(child, signal.SIGKILL)
        return os.waitpid(child, 0)[1]
    except (ProcessLookupError, ChildProcessError):  # this process lets the system forget its children
        return 0


class _Body(RawIOBase):
    """What a child writes for one piece of work: it ends where that ends, or the child does."""

    def __init__(self, told: BinaryIO) -> None:
        self._told, self._left, self._is_over = told, 0, False

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Read some of a frame."""
        if not self._left and not self._is_over:
            self._left = int.from_bytes(self._told.read(_LENGTH))
            self._is_over = not self._left
        view = memoryview(buffer).cast("B")
        part = self._told.read(min(self._left, len(view)))
        view[: len(part)] = part
        self._is_over = not part
        self._left -= len(part)
        return len(part)


def _frame(pipe: BinaryIO) -> bytes:
    """Read a frame; nothing where the other end is closed before its end."""
    length = int.from_bytes(pipe.read(_LENGTH))
    frame = pipe.read(length)
    return frame if len(frame) == length else b""


def _serve(
    prepare: Callable[[], Work], pipes: tuple[int, int], limits: Limits, *, parent: int, online: bool
) -> NoReturn:
    """Be the child: do one piece of work after another, and end without a trace of this program."""
    try:
        begun = _submit(limits, parent, pipes, online=online)
        work = _prepared(prepare)
        with os.fdopen(pipes[0], "rb") as asked:
            while request := _frame(asked):
                seconds, wanted = pickle.loads(request)  # noqa: S301 (the parent is this program)
                signal.setitimer(signal.ITIMER_REAL, seconds + online)  # a server is given up in its own words before
                error = _done(work, wanted, _Frames(pipes[1], limits.memory * MEGABYTE))
                is_spent = 2 * (_peak() - begun) > limits.memory * MEGABYTE
                report = pickle.dumps((error, is_spent))
                _write_all(pipes[1], bytes(_LENGTH) + len(report).to_bytes(_LENGTH) + report)
                signal.setitimer(signal.ITIMER_REAL, 0)
    finally:
        os._exit(1)


def _prepared(prepare: Callable[[], Work]) -> Work:
    """Return what a child is to do; where that cannot be prepared, what says so of each piece of work."""
    try:
        return prepare()
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    except Exception as caught:
        error = caught

    def fail(_: object, __: BinaryIO) -> NoReturn:
        raise error

    return fail


def _done(work: Work, wanted: object, frames: "_Frames") -> Exception | None:
    """Do a piece of work, and return the error that ended it."""
    try:
        with BufferedWriter(frames, _PART) as out:
            work(wanted, out)
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    except Exception as caught:
        return caught
    return None


class _Frames(RawIOBase):
    """A pipe into which no more bytes go than the reader may have memory, in frames."""

    def __init__(self, pipe: int, most: int) -> None:
        self._pipe, self._left = pipe, most

    def writable(self) -> bool:
        """Tell that it can be written."""
        return True

    def write(self, data: "ReadableBuffer") -> int:
        """Write all of it, or end the process."""
        view = memoryview(data).cast("B")
        self._left -= len(view)
        if self._left < 0:
            os._exit(_OUT_OF_MEMORY)
        if len(view):
            _write_all(self._pipe, len(view).to_bytes(_LENGTH))
            _write_all(self._pipe, view)
        return len(view)


def _write_all(pipe: int, data: "ReadableBuffer") -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(pipe, view) :]


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
    _let_go(pipes)
    if not online:
        close_network()
    begun = _peak()
    Thread(target=_watch, args=(parent, begun + limits.memory * MEGABYTE), daemon=True).start()
    return begun


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
            os._exit(_OUT_OF_MEMORY)
        time.sleep(_PAUSE)
    os._exit(1)


def _peak() -> int:
    """Return the most memory in bytes that this process has had."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _ended(status: int, limits: Limits) -> LimitReached:
    """Explain why a child ended without a report."""
    less = "Ask for less, with LIMIT or a narrower pattern"
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == _OUT_OF_MEMORY:
        return LimitReached(
            f"The query takes more than {limits.memory:,} MB of memory.", remedy=f"{less}, or allow more (--memory)."
        )
    code = os.WTERMSIG(status)
    if code == signal.SIGALRM:
        return LimitReached(
            f"The query takes more than {limits.timeout:g} s.", remedy=f"{less}, or allow more time (--timeout)."
        )
    if code in {signal.SIGSEGV, signal.SIGBUS}:
        return LimitReached(
            "The query broke the engine: as a rule it is nested too deeply, or too long.",
            remedy="Put fewer brackets, groups and paths within and after each other.",
        )
    if code == signal.SIGABRT:
        return LimitReached("The engine gave up for want of memory.", remedy=f"{less}.")
    return LimitReached(f"The system ended the query (signal {code}).", remedy=f"It may be short of memory. {less}.")
