"""`kg adapt`."""

from pathlib import Path

import click


@click.command()
@click.argument("source")
@click.argument("raw", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the tables.  [default: that of the source]",
)
def adapt(source: str, raw: Path, into: Path | None) -> None:
    """Make the tables of SOURCE from the raw files of its publisher, which lie in the folder RAW."""
    from kg import assets
    from kg.load.adapt import adapt as run
    from kg.load.tables import find_source

    counts = run(find_source(source, [assets.data(), *assets.packs()]), raw, into)
    for table, count in counts.items():
        click.echo(f"{table}: {count} rows")
