"""Show on standard error how a long step goes."""

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from kg.cli.terminal import progress_console, say
from kg.core.visible import visible

if TYPE_CHECKING:
    from kg.core.progress import Progress


def steps(*, lines: bool = True, shown: bool = True) -> "AbstractContextManager[Progress]":
    """Show steps as a spinner in a terminal, and elsewhere as lines, if such are wanted; or show nothing."""
    if not shown:
        return nullcontext(lambda _: None)
    console = progress_console()
    if console is None:
        return nullcontext(lambda step: say(f"{step} …", err=True) if lines else None)
    status = console.status("opening")

    class _Status:
        def __enter__(self) -> "Progress":
            status.start()
            return lambda step: status.update(f"{visible(step)} …")

        def __exit__(self, *_: object) -> None:
            status.stop()

    return _Status()
