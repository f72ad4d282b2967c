"""`kg check`."""

import sys
from pathlib import Path

import click

from kg.cli.options import data_folders, language, texts


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@data_folders
@texts
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option("--reference", is_flag=True, help="Check the shapes with pySHACL, which takes far longer.")
@language
def check(
    files: tuple[Path, ...], data: list[Path], texts: Path | None, form: str, reference: bool, language: str
) -> None:
    """Check the sources, the ontology and the queries; or FILES: RDF against the shapes, GEXF as Gephi reads it.

    Exit code 0 says that everything conforms, 1 that there are findings, 2 that some input could not be used or
    that nothing in it matched.
    """
    from kg import assets
    from kg.check import check_all, check_file
    from kg.validate.formats import FORMATS

    if files:
        reports = [report for file in files for report in check_file(file, assets.ontology(), reference=reference)]
    else:
        reports = list(check_all(data, assets.ontology(), assets.queries(), texts, reference=reference))
    click.echo(FORMATS[form](reports, language), nl=False)
    sys.exit(max(report.outcome.exit_code for report in reports))
