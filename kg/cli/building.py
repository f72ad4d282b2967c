"""`kg build`."""

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import data_folders, texts

if TYPE_CHECKING:
    from kg.asserted import Progress


def _progress() -> "AbstractContextManager[Progress]":
    """Show steps as a spinner in a terminal, and as lines on standard error elsewhere."""
    if not sys.stderr.isatty():
        return nullcontext(lambda step: click.echo(f"{step} …", err=True))
    from rich.console import Console

    status = Console(stderr=True).status("opening")

    class _Status:
        def __enter__(self) -> "Progress":
            status.start()
            return lambda step: status.update(f"{step} …")

        def __exit__(self, *_: object) -> None:
            status.stop()

    return _Status()


@click.command()
@data_folders
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    help="Folder to write; its old content stays until the new is whole.",
)
@texts
def build(data: list[Path], out: Path, texts: Path | None) -> None:
    """Build the graph from the tables, checked and reasoned over."""
    from kg import assets
    from kg.build import build as run

    with _progress() as progress:
        built = run(data, assets.ontology(), out, texts, progress)
    for note in built.notes:
        click.secho(note, err=True, fg="yellow")
    click.echo(f"{built.folder}: {built.claims} claims of {built.sources} sources, {built.statements} statements")
