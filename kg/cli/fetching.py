"""`kg fetch`."""

import shlex
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import own_folders
from kg.cli.terminal import progress_console, say, say_above
from kg.core.files import ADAPTOR
from kg.core.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.fetch.download import DownloadProgress

_MEGABYTE = 1_000_000


class _Lines:
    """Say on standard error, line by line, how downloads go."""

    def __init__(self) -> None:
        self._begun = ""

    def note(self, text: str) -> None:
        say(text, err=True)

    def advance(self, name: str, done: int, total: int | None) -> None:
        if name != self._begun:
            self._begun = name
            say(f"{name}: {'size unknown' if total is None else f'{total:,} bytes'} …", err=True)


@contextmanager
def _report() -> "Iterator[DownloadProgress]":
    """Show downloads as bars in a terminal, and as lines elsewhere."""
    console = progress_console()
    if console is None:
        yield _Lines()
        return
    from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(), TransferSpeedColumn())

    class _Bars:
        def __init__(self, progress: Progress) -> None:
            self._progress = progress
            self._tasks: dict[str, TaskID] = {}

        def note(self, text: str) -> None:
            say_above(self._progress.console, text)

        def advance(self, name: str, done: int, total: int | None) -> None:
            if name not in self._tasks:
                self._tasks[name] = self._progress.add_task(visible(name), total=total)
            self._progress.update(self._tasks[name], completed=done, total=total)

    with Progress(*columns, console=console) as progress:
        yield _Bars(progress)


@click.command()
@click.argument("source")
@own_folders
@click.option(
    "--cache",
    type=click.Path(path_type=Path),
    help="Folder for raw files.  [default: $XDG_CACHE_HOME/dyad or ~/.cache/dyad]",
)
@click.option("--force", is_flag=True, help="Replace a file in the cache that is not the described one.")
@click.option(
    "--timeout",
    type=click.FloatRange(0, 86_400, min_open=True),
    default=60,
    show_default=True,
    help="Seconds of silence to bear.",
)
@click.option(
    "--retries", type=click.IntRange(0, 20), default=3, show_default=True, help="Further attempts after a failure."
)
@click.option(
    "--max-size", type=click.IntRange(1), default=2_000, show_default=True, help="Megabytes that a file may have."
)
def fetch(
    source: str, data: tuple[Path, ...], cache: Path | None, force: bool, timeout: float, retries: int, max_size: int
) -> None:
    """Download the raw files of SOURCE from their publisher into a cache, each checked by its SHA-256.

    A download that broke off goes on where it stopped. Exit code 1 says that the publisher's file is no longer the
    one that was read, 2 that it could not be got.
    """
    from kg.core import assets
    from kg.core.output import default_cache
    from kg.fetch.download import Patience
    from kg.fetch.source import fetch as run
    from kg.load.folders import find_source

    folder = find_source(source, [*data, assets.data(), *assets.packs()])
    cache = cache or default_cache()
    with _report() as report:
        for file in run(folder, cache, Patience(timeout, retries, max_size * _MEGABYTE), report, force=force):
            say(f"{file.path}: {'downloaded' if file.downloaded else 'there already'}")
    if (folder / ADAPTOR).is_file():
        command = ["kg", "adapt", source, str(cache / source), *(f"--data={path}" for path in data)]
        say(f"next: {shlex.join(command)}")
