"""Let a request to end do what Ctrl-C does: the command stops where it is, and cleans up."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread

import click

_REQUESTS = (signal.SIGTERM, signal.SIGHUP)


@contextmanager
def interruptible() -> Iterator[None]:
    """Exit with 128 and the number of the signal where Ctrl-C, a request to end or a lost terminal stops the block.

    A request that the caller ignores stays ignored, so that `nohup` lets a command outlive its terminal.
    """
    came: list[int] = [signal.SIGINT]

    def interrupt(number: int, _: object) -> None:
        came.append(number)
        raise KeyboardInterrupt

    here = current_thread() is main_thread()
    taken = [number for number in _REQUESTS if here and signal.getsignal(number) is signal.SIG_DFL]
    for number in taken:
        signal.signal(number, interrupt)
    try:
        yield
    except (click.Abort, KeyboardInterrupt):
        sys.exit(128 + came[-1])
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)
