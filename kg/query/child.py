"""A process that does pieces of work for this one, one after another, each within limits that end the process.

The engine cannot be interrupted; it ends its process where memory is short, and overflows the stack on deep nesting.
What the work writes goes to the parent in frames: one of no length ends a piece, and a last one tells how it ended.
"""

import os
import pickle
import signal
from collections.abc import Callable
from io import BufferedReader, FileIO
from threading import Lock
from typing import BinaryIO, Final, TypeVar
from warnings import catch_warnings, simplefilter

from kg.core.errors import LimitReached
from kg.query.frames import FrameReader, read_frame, write_frame
from kg.query.limits import Limits
from kg.query.within import OUT_OF_MEMORY, Work, serve_work

T = TypeVar("T")
_PART: Final = 1 << 16
_forking = Lock()  # else one child would hold the pipes of another open


class Child:
    """A process that does what `prepare` returns, which it calls first of all.

    It cannot open a socket unless it is `online`, and outlives this process by a moment only. Use it from one thread at
    a time, but `stop` from any. Raises LimitReached where the system has no such processes.
    """

    def __init__(self, prepare: Callable[[], Work], limits: Limits, *, online: bool = False) -> None:
        if not hasattr(os, "fork"):
            raise LimitReached("This system cannot put limits to a query.", remedy="Use Linux or macOS.")
        self._limits, self._lock, self._status = limits, Lock(), 0
        self._is_spent = False
        parent = os.getpid()
        with _forking, catch_warnings():
            # Other threads may run, but the child uses nothing of theirs: it opens a store on disk anew.
            simplefilter("ignore", DeprecationWarning)
            (asked, asked_in), (told, told_in) = os.pipe(), os.pipe()
            self._process = os.fork()
            if not self._process:
                _forking.release()  # which the process was born with, and needs for children of its own
                serve_work(prepare, (asked, told_in), limits, parent=parent, online=online)
            os.close(asked)
            os.close(told_in)
        self._asked, self._told = FileIO(asked_in, "wb"), os.fdopen(told, "rb")

    @property
    def is_spent(self) -> bool:
        """Tell whether the process has ended, or has had so much memory that the next piece of work could lack some."""
        with self._lock:
            status = _status_of(self._process) if self._process else None
            if status is not None:
                self._process, self._status, self._is_spent = 0, status, True
        return self._is_spent

    def do(self, request: object, read: Callable[[BinaryIO], T], seconds: float | None = None) -> T:
        """Have a piece of work done within the limits, or less time, and read what it writes, as it comes.

        Raises what the work and `read` raise, and LimitReached.
        """
        seconds = self._limits.timeout if seconds is None else seconds
        fault: Exception | None = None
        found: list[T] = []
        try:
            body = FrameReader(self._told)
            self._ask(pickle.dumps((seconds, request)))
            try:
                found.append(read(BufferedReader(body, _PART)))
                while body.read(_PART):
                    pass
            except (SyntaxError, ValueError, EOFError, pickle.UnpicklingError) as error:
                fault = error  # the work broke off, and the report says why
                while body.read(_PART):
                    pass
            report = read_frame(self._told)
        except BaseException:
            self.end()
            raise
        if not report:
            self.end()
            raise _ended(self._status, self._limits)
        failure, self._is_spent = pickle.loads(report)  # noqa: S301 (the child is this program)
        if wrong := failure or fault:
            raise wrong
        return found[0]

    def _ask(self, request: bytes) -> None:
        """Send a request, unless the process has ended: what it tells, or does not, says so."""
        try:
            write_frame(self._asked, request)
        except (OSError, ValueError):
            self._is_spent = True

    def stop(self) -> None:
        """End the process, if it has not ended: whoever reads what it writes is told so."""
        with self._lock:
            if self._process:
                self._status = _end(self._process)
                self._process, self._is_spent = 0, True

    def end(self) -> None:
        """End the process, if it has not ended, and close the pipes."""
        self.stop()
        if not self._told.closed:
            self._told.close()
            self._asked.close()


def _end(child: int) -> int:
    """End a child, if it has not ended, and return how it did."""
    try:
        os.kill(child, signal.SIGKILL)
        return os.waitpid(child, 0)[1]
    except (ProcessLookupError, ChildProcessError):  # this process lets the system forget its children
        return 0


def _status_of(child: int) -> int | None:
    """Return how a child ended, None while it runs."""
    try:
        ended, status = os.waitpid(child, os.WNOHANG)
    except ChildProcessError:  # this process lets the system forget its children
        return 0
    return status if ended else None


def _ended(status: int, limits: Limits) -> LimitReached:
    """Explain why a child ended without a report."""
    less = "Ask for less, with LIMIT or a narrower pattern"
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == OUT_OF_MEMORY:
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
