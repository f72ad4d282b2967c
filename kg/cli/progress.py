"""Show on standard error how a long step goes."""

import sys
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.asserted import Progress


def steps(*, lines: bool = True, shown: bool = True) -> "AbstractContextManager[Progress]":
    """Show steps as a spinner in a terminal, and elsewhere as lines, if such are wanted; or show nothing."""
    if not shown:
        return nullcontext(lambda _: None)
    if not sys.stderr.isatty():
        return nullcontext(lambda step: click.echo(f"{step} …", err=True) if lines else None)
    from rich.console import Console

    status = Console(stderr=True).status("opening")

    class _Status:
        def __enter__(self) -> "Progress":
            status.start()
            return lambda step: status.update(f"{step} …")

        def __exit__(self, *_: object) -> None:
            status.stop()

    return _Status()
