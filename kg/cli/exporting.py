"""`kg export`."""

from pathlib import Path

import click

from kg.cli.options import build_folder, language

FORMATS = ["gexf", "nq", "trig", "ttl", "jsonld", "csv"]


@click.command()
@click.option("--format", "form", type=click.Choice(FORMATS), required=True, help="gexf is the network for Gephi.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write.  [default: dyad.FORMAT]")
@build_folder
@language
def export(form: str, out: Path | None, folder: Path, language: str) -> None:
    """Write the network, the whole graph, or the flat claims to a file.

    What a format cannot hold is listed on standard error, never dropped in silence.
    """
    from kg.export.write import export as run

    target = out or Path(f"dyad.{form}")
    for loss in run(folder, form, target, language):
        click.secho(loss, fg="yellow", err=True)
    click.echo(str(target))
