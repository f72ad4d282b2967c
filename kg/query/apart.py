"""Do the work of a query in a process of its own, which limits end, and whose crash is an error like others.

The engine cannot be interrupted; it ends its process where memory is short, and overflows the stack on deep nesting.
"""

import os
import pickle
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from io import BufferedWriter, FileIO
from threading import Lock, Thread
from typing import TYPE_CHECKING, BinaryIO, Final, NoReturn, TypeVar
from warnings import catch_warnings, simplefilter

from kg.core.errors import LimitReached
from kg.core.graph import QueryResultsFormat, QueryTriples, RdfFormat, Store, parse, parse_query_results
from kg.query.answers import Answer, answer_of, explained, graph_of, guarded
from kg.query.limits import MEGABYTE, Limits
from kg.query.offline import close_network

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

T = TypeVar("T")

_PAUSE: Final = 0.05
_PART: Final = 1 << 16
_GRAPH, _TABLE = b"g", b"t"
_OUT_OF_MEMORY: Final = 75
_STACK: Final = 4_000_000  # half of what is usual, so that the parent can read whatever the child could write
_REQUESTS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_forking = Lock()  # else one child would hold the pipes of another open


def answer_apart(open_store: Callable[[], Store], sparql: str, limits: Limits) -> Answer:
    """Answer a query as `kg.query.answers.answer` does, within limits; the child opens the store.

    Raises what that raises, and LimitReached for more time, memory or rows than it may take, and for a crash.
    """
    return apart(partial(_write, open_store, sparql), partial(_read, limits.rows), limits)


def _write(open_store: Callable[[], Store], sparql: str, out: BinaryIO) -> None:
    """Write an answer as it comes, which needs neither memory nor time as its rows in Python would."""
    store = open_store()
    with explained():
        result = guarded(store, sparql)
        if isinstance(result, QueryTriples):
            out.write(_GRAPH)
            result.serialize(out, RdfFormat.N_TRIPLES)
        else:
            out.write(_TABLE)
            result.serialize(out, QueryResultsFormat.JSON)


def _read(most: int, body: BinaryIO) -> Answer:
    if body.read(1) == _GRAPH:
        return graph_of((quad.triple for quad in parse(body, RdfFormat.N_TRIPLES)), most)
    return answer_of(parse_query_results(body, QueryResultsFormat.JSON), most)


def apart(
    work: Callable[[BinaryIO], None], read: Callable[[BinaryIO], T], limits: Limits, *, online: bool = False
) -> T:
    """Let a child do some work, and read with `read` what the work writes, as it comes.

    The child cannot open a socket unless it is `online`. It outlives neither this call nor this process. Raises what
    the work raises, and LimitReached.
    """
    if not hasattr(os, "fork"):
        raise LimitReached("This system cannot put limits to a query.", remedy="Use Linux or macOS.")
    found: list[T] = []
    fault: Exception | None = None
    child = status = 0
    held = signal.pthread_sigmask(signal.SIG_BLOCK, _REQUESTS)  # one that came while a process forks would be lost
    try:
        child, body, report = _begin(work, limits, online=online)
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
        with report:
            with body:
                try:
                    found.append(read(body))
                    while body.read(_PART):
                        pass
                except (SyntaxError, ValueError, EOFError, pickle.UnpicklingError) as error:
                    fault = error  # the work broke off, and the report says why
            outcome = report.read()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
        if child:
            status = _end(child)
    if not outcome:
        raise _ended(status, limits)
    failure = pickle.loads(outcome) or fault  # noqa: S301 (the child is this program)
    if failure:
        raise failure
    return found[0]


def _end(child: int) -> int:
    """End a child, if it has not ended, and return how it did."""
    try:
        os.kill(child, signal.SIGKILL)
        return os.waitpid(child, 0)[1]
    except (ProcessLookupError, ChildProcessError):  # this process lets the system forget its children
        return 0


def _begin(work: Callable[[BinaryIO], None], limits: Limits, *, online: bool) -> tuple[int, BinaryIO, BinaryIO]:
    """Start the child; return its process, and the pipes with what it writes and with how it ends."""
    parent = os.getpid()
    with _forking, catch_warnings():
        # Other threads may run, but the child uses nothing of theirs: it opens a store on disk anew.
        simplefilter("ignore", DeprecationWarning)
        (body, body_in), (report, report_in) = os.pipe(), os.pipe()
        child = os.fork()
        if not child:
            _forking.release()  # which it was born with, and needs for children of its own
            _serve(work, (body_in, report_in), limits, parent=parent, online=online)
        os.close(body_in)
        os.close(report_in)
    return child, os.fdopen(body, "rb"), os.fdopen(report, "rb")


def _serve(
    work: Callable[[BinaryIO], None], pipes: tuple[int, int], limits: Limits, *, parent: int, online: bool
) -> NoReturn:
    """Be the child: do the work, report None or the error that ended it, and end without a trace of this program."""
    try:
        _submit(limits, parent, online=online)
        error: Exception | None = None
        try:
            with BufferedWriter(_Pipe(pipes[0], limits.memory * MEGABYTE)) as out:
                work(out)
        except MemoryError:
            os._exit(_OUT_OF_MEMORY)
        except Exception as caught:
            error = caught
        with os.fdopen(pipes[1], "wb") as report:
            report.write(pickle.dumps(error))
    finally:
        os._exit(1)


class _Pipe(FileIO):
    """A pipe into which no more bytes go than the reader may have memory."""

    def __init__(self, pipe: int, most: int) -> None:
        super().__init__(pipe, "wb")
        self._left = most

    def write(self, data: "ReadableBuffer") -> int:
        """Write, or end the process."""
        self._left -= memoryview(data).nbytes
        if self._left < 0:
            os._exit(_OUT_OF_MEMORY)
        return super().write(data)


def _submit(limits: Limits, parent: int, *, online: bool) -> None:
    """Put this process under limits: Ctrl-C is the parent's, the system counts the time, a thread all else."""
    import faulthandler
    import resource

    for number in (*_REQUESTS, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, (*_REQUESTS, signal.SIGALRM))
    signal.setitimer(signal.ITIMER_REAL, limits.timeout + online)  # a server is given up in its own words before
    faulthandler.disable()
    for kind, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_STACK, _STACK)):
        soft, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if soft == resource.RLIM_INFINITY else min(most, soft), hard))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # the engine's last words
    if not online:
        close_network()
    Thread(target=_watch, args=(parent, limits.memory * MEGABYTE), daemon=True).start()


def _watch(parent: int, memory: int) -> None:
    """End this process when its parent is gone, or when it has grown by more memory than it may."""
    begun = _peak()
    while os.getppid() == parent:
        if _peak() - begun > memory:
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
