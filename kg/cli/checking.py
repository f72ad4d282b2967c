"""`kg check`."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import click
from click.core import ParameterSource

from kg.cli.options import judged_folders, language, texts
from kg.cli.reports import FORMS, ReportFile, report_files, write_reports
from kg.cli.terminal import hand_out, order, say

_PRINTED: dict[str, Callable[[str], None]] = {"text": partial(say, end=""), "github": order}
_rdf = click.Path(path_type=Path)
_sources_or_rdf = click.option(
    "--data",
    multiple=True,
    type=_rdf,
    help="Folder of sources to check beside the shipped ones. With --shapes: RDF to validate, a file, a folder of "
    "files or a build. May be repeated.",
)
_OF_SHAPES = ("allow_empty", "fail_on")
_OF_SOURCES = ("queries", "texts", "without_shipped", "shipped", "packs")


@click.command()
@click.argument("files", nargs=-1, type=_rdf)
@partial(judged_folders, given=_sources_or_rdf)
@click.option(
    "--queries",
    multiple=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of questions of your own to check; may be repeated.",
)
@texts
@click.option(
    "--shapes", multiple=True, type=_rdf, help="SHACL shapes, anybody's, to validate RDF by; may be repeated."
)
@click.option(
    "--ontology",
    multiple=True,
    type=_rdf,
    help="OWL, anybody's: can all that it states be true, and --data with it? With --shapes: RDF behind the data.",
)
@click.option("--allow-empty", multiple=True, metavar="SHAPE", help="With --shapes: this shape may match no node.")
@click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning", "info"]),
    default="violation",
    show_default=True,
    help="With --shapes: from which severity on findings end with exit code 1.",
)
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True)
@report_files
@click.option("--reference", is_flag=True, help="Check the shapes with pySHACL, which takes far longer.")
@language
@click.pass_context
def check(
    context: click.Context,
    files: tuple[Path, ...],
    data: list[Path],
    known: list[Path],
    queries: tuple[Path, ...],
    texts: Path | None,
    shapes: tuple[Path, ...],
    ontology: tuple[Path, ...],
    allow_empty: tuple[str, ...],
    fail_on: str,
    form: str,
    report_files: list[ReportFile],
    reference: bool,
    language: str,
) -> int:
    """Check your sources and questions, else all that ships; or FILES: RDF by the shapes, GEXF as Gephi reads it.

    The sources that ship are taken as they are where folders of your own are named. The folder of a build may stand
    among FILES: each of its parts must be what was written.

    With --shapes any RDF is validated by anybody's SHACL: `kg check --shapes shapes.ttl --data data.ttl`. Nothing is
    fetched and nothing inferred. A shape that matches no node is told; a constraint that nobody evaluates is an error.

    With --ontology HermiT decides whether what it states can be true; if not, the statements that cannot are told.

    Exit code 0 says that everything conforms, 1 that there are findings, 2 that some input could not be used, 3 that
    nothing was checked.
    """
    from kg.checking import Folders, check_all, check_by_reasoner, check_by_shapes, check_file, check_own
    from kg.core import assets
    from kg.validation.formats import REPORT_FORMATS
    from kg.validation.judging import Judged, Strictness
    from kg.validation.report import exit_code, severity_of

    _check_options(context, with_shapes=bool(shapes or ontology))
    if shapes:
        rdf = [*files, *(data if _is_given(context, "data") else ())]
        if not rdf:
            raise click.UsageError("Name the RDF to validate: --data FILE.")
        rules = Strictness(reference=reference, allow_empty=allow_empty, fail_on=severity_of(fail_on))
        reports = [check_by_shapes(Judged(rdf, shapes, ontology), rules)]
    elif ontology:
        reports = [check_by_reasoner([*ontology, *files, *(data if _is_given(context, "data") else ())])]
    elif files:
        reports = [report for file in files for report in check_file(file, assets.ontology(), reference=reference)]
    elif data or queries:
        folders = Folders(_are_folders(data), known)
        reports = list(check_own(folders, assets.ontology(), queries, texts, reference=reference))
    else:
        reports = list(check_all(known, assets.ontology(), assets.queries(), texts, reference=reference))
    _PRINTED.get(form, hand_out)(REPORT_FORMATS[form](reports, language))
    write_reports(report_files, reports, language)
    return exit_code(reports)


def _is_given(context: click.Context, name: str) -> bool:
    """Tell whether an option stands on the command line, not only in the settings of a project."""
    return context.get_parameter_source(name) is ParameterSource.COMMANDLINE


def _check_options(context: click.Context, *, with_shapes: bool) -> None:
    """Refuse options that would say nothing: those for sources where shapes judge RDF, and the other way round."""
    for name in _OF_SOURCES if with_shapes else _OF_SHAPES:
        if _is_given(context, name):
            option = f"--{name.replace('texts', 'text').replace('packs', 'with-packs').replace('_', '-')}"
            goes = "goes not with --shapes" if with_shapes else "goes with --shapes"
            raise click.UsageError(f"{option} {goes}.")


def _are_folders(data: Sequence[Path]) -> Sequence[Path]:
    """Return folders of sources; refuse a file, which is judged by shapes or as one of FILES."""
    for path in data:
        if path.is_file():
            raise click.UsageError(f"--data {path} is a file: name a folder of sources, or add --shapes to judge RDF.")
    return data
