"""`kg adapt`."""

from pathlib import Path

import click

from kg.cli.options import own_folders
from kg.cli.terminal import say


@click.command()
@click.argument("source")
@click.argument("raw", type=click.Path(path_type=Path, exists=True))
@own_folders
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the tables.  [default: that of the source]",
)
def adapt(source: str, raw: Path, data: tuple[Path, ...], into: Path | None) -> None:
    """Make the tables of SOURCE from the raw files of its publisher, which lie in the folder RAW.

    The tables are written when all of them are made: a raw file that is not whole leaves the old ones as they are.
    """
    from kg.adapt.run import adapt as run
    from kg.core import assets
    from kg.load.folders import find_source

    for table, count in run(find_source(source, [*data, assets.data(), *assets.packs()]), raw, into).items():
        say(f"{table}: {count} rows")
