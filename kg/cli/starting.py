"""`kg init`."""

from pathlib import Path

import click

from kg.cli.options import language
from kg.cli.terminal import say


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
@click.option(
    "--on-top/--codes-only",
    default=False,
    help="Stand on all sources that ship, or on their countries, regions, currencies and pairs alone (the default).",
)
@click.option("--from-nothing", is_flag=True, help="Stand on no source that ships.")
@language
def init(folder: Path, on_top: bool, from_nothing: bool, language: str) -> None:
    """Begin a project of your own in FOLDER, the working folder unless you say; what is there stays as it is."""
    from kg.project.settings import CODES, NOTHING, SHIPPED
    from kg.project.start import start_project

    if on_top and from_nothing:
        raise click.BadParameter("--on-top and --from-nothing exclude each other.")
    for name in start_project(folder, SHIPPED if on_top else NOTHING if from_nothing else CODES, language):
        say(str(folder / name))
    say("Next: `kg new-source`, then `kg check` and `kg build`.", err=True)
