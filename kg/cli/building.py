"""`kg build`."""

from pathlib import Path

import click

from kg.cli.options import data_folders, texts
from kg.cli.progress import steps
from kg.cli.terminal import say, warn


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
@click.option("--rdf/--no-rdf", default=True, help="Write the graph and its store, or leave them for when first asked.")
@click.option("--all-graphs", is_flag=True, help="Let named graphs of the store hold what is said of claims too.")
def build(data: list[Path], out: Path, texts: Path | None, rdf: bool, all_graphs: bool) -> None:
    """Build the graph from the tables, checked and reasoned over."""
    from kg.building import build as run
    from kg.core import assets

    with steps() as progress:
        built = run(data, assets.ontology(), out, texts, progress, rdf=rdf, all_graphs=all_graphs)
    for note in built.notes:
        warn(note)
    statements = "" if built.statements is None else f", {built.statements} statements"
    say(f"{built.folder}: {built.claims} claims of {built.sources} sources{statements}")
