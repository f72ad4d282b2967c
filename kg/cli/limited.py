"""Run where the system gives little memory: an engine that gets none ends its process, in no words of ours.

The work is done by a child; this process stays small, and says so where the child ends without its exit code.
"""

import os
import signal
from collections.abc import Callable
from typing import Final, NoReturn

from kg.core.errors import SystemRefused

_REQUESTS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_FEW_PROCESSES: Final = 1_000


def is_limited() -> bool:
    """Tell whether this process may have only so much memory, or so few threads, that engines could fail."""
    try:
        import resource
    except ImportError:
        return False
    memory = (resource.getrlimit(kind)[0] for kind in (resource.RLIMIT_AS, resource.RLIMIT_DATA))
    threads = resource.getrlimit(resource.RLIMIT_NPROC)[0]
    return hasattr(signal, "sigwaitinfo") and (
        any(most != resource.RLIM_INFINITY for most in memory) or 0 <= threads < _FEW_PROCESSES
    )


def run_apart(run: Callable[[], int]) -> int:
    """Return the exit code of what is run in a child, which gets the signals that this process gets.

    Raises SystemRefused where the child ends without an exit code.
    """
    report, report_in = os.pipe()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # else the system could forget the child
    held = signal.pthread_sigmask(signal.SIG_BLOCK, (*_REQUESTS, signal.SIGCHLD))
    child = os.fork()
    if not child:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
        _serve(run, report_in)
    os.close(report_in)
    try:
        while not os.waitpid(child, os.WNOHANG)[0]:
            _pass_on(child)
        code = os.read(report, 1)
    finally:
        os.close(report)
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
    if not code:
        raise SystemRefused(
            "A library ended the command for want of memory or threads.",
            remedy="Raise the limits (`ulimit -v`, `ulimit -d`, `ulimit -u`), or give less data.",
        )
    return code[0]


def _pass_on(child: int) -> None:
    """Wait for a signal, and pass it on if somebody sent it: what the terminal sends, the child has got itself."""
    came = signal.sigwaitinfo((*_REQUESTS, signal.SIGCHLD))
    if came.si_signo != signal.SIGCHLD and came.si_pid:
        os.kill(child, came.si_signo)


def _serve(run: Callable[[], int], report: int) -> NoReturn:
    """Be the child: run, report the exit code, and end."""
    try:
        with os.fdopen(report, "wb") as written:
            written.write(bytes([run()]))
    finally:
        os._exit(SystemRefused.exit_code)
