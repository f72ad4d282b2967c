"""How a run of `kg` ends: every error as a sentence and an exit code, whoever raised it."""

import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Final

from kg.cli.failures import cause_of, is_failure
from kg.cli.limited import is_limited, run_apart
from kg.core.errors import ArgumentInvalid, KgError, SystemRefused
from kg.core.visible import visible

_REQUESTS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_SIGNALLED: Final = 128


def run(arguments: Sequence[str]) -> int:
    """Run `kg` with arguments and return its exit code; whatever goes wrong is said on standard error."""
    if not is_limited():
        return _run(arguments)
    try:
        _occupy()
        return run_apart(lambda: _run_alone(arguments))
    except (OSError, SystemRefused) as error:
        return _fail(error)


def _run_alone(arguments: Sequence[str]) -> int:
    """Run with standard error for ourselves: what engines write there as they end the process is lost."""
    if sys.stderr is not None:
        sys.stderr = os.fdopen(os.dup(2), "w", buffering=1, encoding=sys.stderr.encoding)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    return _run(arguments)


def _run(arguments: Sequence[str]) -> int:
    with _interrupts() as interrupts, _last_words_lost():
        try:
            _open_streams()
            code = _invoke(arguments)
            sys.stdout.flush()
        except BaseException as error:
            if interrupts or isinstance(error, KeyboardInterrupt):
                return _SIGNALLED + [signal.SIGINT, *interrupts][-1]
            if not is_failure(error):
                raise
            return _fail(error)
        finally:
            _let_go()
    return code


@contextmanager
def _interrupts() -> Iterator[list[int]]:
    """Let a request to end and a lost terminal do what Ctrl-C does, and note which came: engines hide an interrupt.

    What whoever started us ignores or handles stays so: `nohup` lets a command outlive its terminal.
    """
    noted: list[int] = []

    def interrupt(number: int, _: object) -> None:
        noted.append(number)
        raise KeyboardInterrupt

    here = threading.current_thread() is threading.main_thread()
    before = {number: signal.getsignal(number) for number in _REQUESTS if here}
    taken = {number: old for number, old in before.items() if old in {signal.SIG_DFL, signal.default_int_handler}}
    for number in taken:
        signal.signal(number, interrupt)
    try:
        yield noted
    finally:
        for number, old in taken.items():
            signal.signal(number, old)


@contextmanager
def _last_words_lost() -> Iterator[None]:
    """Let nobody hear what a file says that an engine dropped unwritten: the error that it met is told."""
    before, sys.unraisablehook = sys.unraisablehook, lambda _: None
    try:
        yield
    finally:
        sys.unraisablehook = before


def _open_streams() -> None:
    """Make the standard streams fit to be used; raise SystemRefused where standard output is closed."""
    import io
    import logging

    logging.basicConfig(handlers=[logging.NullHandler()])  # engines log raw data; what matters they raise
    logging.captureWarnings(capture=True)
    _occupy()
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
        raise SystemRefused("Standard output is closed.", remedy="Send it to a terminal, a file or /dev/null.")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # an old encoding still shows what it lacks


def _occupy() -> None:
    """Let no standard stream be closed, else the next file opened would be taken for it."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _invoke(arguments: Sequence[str]) -> int:
    """Parse the arguments and call the command; show a traceback of its error where that is asked for."""
    import click

    from kg.cli.commands import cli

    try:
        if instruction := os.environ.get("_KG_COMPLETE"):
            return _complete(instruction)
        with cli.make_context("kg", [*arguments]) as context:
            try:
                code = cli.invoke(context)
            except Exception as error:
                if context.params["debug"] and not isinstance(error, click.ClickException):
                    _tell_traceback()
                raise
    except click.exceptions.Exit as ended:
        code = ended.exit_code
    except click.Abort:
        code = _SIGNALLED + signal.SIGINT
    return code if isinstance(code, int) else 0


def _complete(instruction: str) -> int:
    """Answer a shell that completes a line; raise ArgumentInvalid for what no shell asks."""
    from click.shell_completion import shell_complete

    from kg.cli.commands import cli

    with suppress(KeyError, ValueError):
        if shell_complete(cli, {}, "kg", "_KG_COMPLETE", instruction) == 0:
            return 0
    raise ArgumentInvalid("No shell asks this.", remedy="Unset _KG_COMPLETE.", column="_KG_COMPLETE", value=instruction)


def _fail(error: BaseException) -> int:
    """Say what went wrong and return the exit code; a reader that has gone is no error."""
    if isinstance(error, BrokenPipeError):
        return 0
    known = cause_of(error)
    if isinstance(known, KgError):
        _tell(f"error: {known}")
        return known.exit_code
    _tell(known)
    return KgError.exit_code


def _tell(text: str) -> None:
    """Print a text on standard error, even where little works; where that is lost too, nobody is left to be told."""
    with suppress(OSError):
        try:
            from kg.cli.terminal import say
        except (ImportError, MemoryError, OSError):
            sys.stderr.write(f"{visible(text)}\n")
        else:
            say(text, err=True)


def _tell_traceback() -> None:
    import traceback

    _tell(traceback.format_exc())


def _let_go() -> None:
    """Flush the standard streams; one that cannot be written is let go, so that the interpreter does not complain."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
