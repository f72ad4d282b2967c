"""`kg check`."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from kg.cli.options import judged_folders, language, texts
from kg.cli.terminal import hand_out, order, say

_PRINTED: dict[str, Callable[[str], None]] = {"text": partial(say, end=""), "json": hand_out, "github": order}


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@judged_folders
@click.option(
    "--queries",
    multiple=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of questions of your own to check; may be repeated.",
)
@texts
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option("--reference", is_flag=True, help="Check the shapes with pySHACL, which takes far longer.")
@language
def check(
    files: tuple[Path, ...],
    data: list[Path],
    known: list[Path],
    queries: tuple[Path, ...],
    texts: Path | None,
    form: str,
    reference: bool,
    language: str,
) -> int:
    """Check your sources and questions, else all that ships; or FILES: RDF by the shapes, GEXF as Gephi reads it.

    The sources that ship are taken as they are where folders of your own are named. The folder of a build may stand
    among FILES: each of its parts must be what was written.

    Exit code 0 says that everything conforms, 1 that there are findings, 2 that some input could not be used or
    that nothing in it matched.
    """
    from kg.checking import Folders, check_all, check_file, check_own
    from kg.core import assets
    from kg.validation.formats import REPORT_FORMATS

    if files:
        reports = [report for file in files for report in check_file(file, assets.ontology(), reference=reference)]
    elif data or queries:
        folders = Folders(data, known)
        reports = list(check_own(folders, assets.ontology(), queries, texts, reference=reference))
    else:
        reports = list(check_all(known, assets.ontology(), assets.queries(), texts, reference=reference))
    _PRINTED[form](REPORT_FORMATS[form](reports, language))
    return max(report.outcome.exit_code for report in reports)
