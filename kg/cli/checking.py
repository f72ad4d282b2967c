"""`kg check`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from kg.cli.options import build_option, judged_folders, language, texts
from kg.cli.reports import ReportFile, report_files, write_reports
from kg.cli.terminal import hand_out, order, say
from kg.validation.stage_names import CHECK_STAGES, CONTRADICTION_LEVELS, FAIL_ON, REPORT_FORMS

if TYPE_CHECKING:
    from kg.validation.report import Report
    from kg.validation.stages import Stages

_PRINTED: dict[str, Callable[[str], None]] = {"text": partial(say, end=""), "github": order}
_rdf = click.Path(path_type=Path)


class _FileOrServer(click.Path):
    """A file or folder, or the address of a server as it is written."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Keep what is an address, and make a path of all else."""
        from kg.core.files import is_server

        return value if isinstance(value, str) and is_server(value) else super().convert(value, param, ctx)


_sources_or_rdf = click.option(
    "--data",
    multiple=True,
    type=_FileOrServer(path_type=Path),
    help="Folder of sources to check beside the shipped ones. With --shapes: RDF to validate, a file, a folder of "
    "files, a build, or the address of a SPARQL server. May be repeated.",
)
_FILES, _SHAPES, _ONTOLOGY = "FILES", "--shapes", "--ontology"
_ONLY_WITH = {"allow_empty": _SHAPES, "limit": _SHAPES, "alone": _FILES}
_OF_SOURCES = ("queries", "texts", "level", "goldens", "folder")
_BEHIND = ("without_shipped", "shipped", "packs")
_NOT_WITH = {
    _FILES: _OF_SOURCES,
    _SHAPES: (*_OF_SOURCES, *_BEHIND, "only", "skip"),
    _ONTOLOGY: (*_OF_SOURCES, *_BEHIND, "only", "skip"),
}
_NAMES = {"texts": "text", "packs": "with-packs", "level": "contradictions", "folder": "build"}
_file = click.Path(path_type=Path, dir_okay=False)


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
    "--only",
    metavar="STAGES",
    help=f"Stages to check, no others, separated by commas: {', '.join(CHECK_STAGES)}.",
)
@click.option("--skip", metavar="STAGES", help="Stages to leave out.")
@click.option(
    "--contradictions",
    "level",
    type=click.Choice(CONTRADICTION_LEVELS),
    help="Tell the claims of the build that stand against each other, from this verdict on.",
)
@click.option(
    "--goldens",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder of answers that the build is to give: QUESTION.csv, or QUESTION,VALUE.csv.",
)
@build_option
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
    "--limit",
    type=click.IntRange(1),
    default=1_000_000,
    show_default=True,
    help="With --shapes: take no more statements from a server; one that has more is refused.",
)
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    default=FAIL_ON[0],
    show_default=True,
    help="From which severity on findings end with exit code 1.",
)
@click.option("--baseline", type=_file, help="Accept the findings that this file names, and fail on others alone.")
@click.option("--ratchet", is_flag=True, help="With --baseline: take out of the file what no longer occurs.")
@click.option("--write-baseline", "begun", type=_file, help="Begin a baseline: accept all that is found now.")
@click.option("--format", "form", type=click.Choice(REPORT_FORMS), default="text", show_default=True)
@report_files
@click.option("--no-cache", is_flag=True, help="Check all anew, also what is as it was when it was last checked.")
@click.option("--alone", is_flag=True, help="Check FILES without the graph that they speak of.")
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
    only: str | None,
    skip: str | None,
    level: str | None,
    goldens: Path | None,
    folder: Path,
    shapes: tuple[Path, ...],
    ontology: tuple[Path, ...],
    allow_empty: tuple[str, ...],
    limit: int,
    fail_on: str,
    baseline: Path | None,
    ratchet: bool,
    begun: Path | None,
    form: str,
    report_files: list[ReportFile],
    no_cache: bool,
    alone: bool,
    reference: bool,
    language: str,
) -> int:
    """Check your sources and questions, else all that ships; or FILES: RDF by the shapes, GEXF as Gephi reads it.

    The sources that ship are taken as they are where folders of your own are named. The folder of a build may stand
    among FILES: each of its parts must be what was written. --only and --skip choose among the stages; the last two,
    contradictions and goldens, look at the build, which must be of the sources as they are. Of a build that --build
    names, the tables that it read without a fault need not be read again by a first check: name your own only.

    A file is checked with the graph behind it: what the sources say of the things that it names is known, and a name
    that they do not have is told with the nearest. --shipped and --with-packs choose the sources, --alone takes none.

    With --shapes any RDF is validated by anybody's SHACL: `kg check --shapes shapes.ttl --data data.ttl`. Nothing is
    fetched and nothing inferred. A shape that matches no node is told; a constraint that nobody evaluates is an error.

    With --ontology HermiT decides whether what it states can be true; if not, the statements that cannot are told.

    Exit code 0 says that everything conforms, 1 that there are findings, 2 that some input could not be used, 3 that
    nothing was checked.
    """
    from kg.core import assets
    from kg.validation.baseline import held_to
    from kg.validation.formats import REPORT_FORMATS
    from kg.validation.report import exit_code, judged_by, severity_of
    from kg.validation.stages import chosen_stages

    _check_options(context, _SHAPES if shapes else _ONTOLOGY if ontology else _FILES if files else None)
    severity, chosen, behind = severity_of(fail_on), chosen_stages(only, skip), () if alone else known
    rdf = [*files, *(data if _is_given(context, "data") else ())]
    found: Iterable[Report]
    if shapes:
        from kg.checks.servers import check_by_shapes
        from kg.validation.judging import Judged, Strictness

        rules = Strictness(reference=reference, allow_empty=allow_empty, fail_on=severity, most_served=limit)
        found = (check_by_shapes(rdf, judged, rules) for judged in [Judged((), shapes, ontology)])
    elif ontology:
        from kg.checks.run import check_by_reasoner

        found = (check_by_reasoner(owl) for owl in [[*ontology, *rdf]])
    elif files:
        found = _of_files(files, chosen, behind, reference=reference)
    else:
        from kg.checks.remembered import cache_for
        from kg.checks.run import check_all
        from kg.checks.tables import Content

        whole = not (data or queries)
        found = check_all(
            Content(
                ontology=assets.ontology(),
                data=known if whole else _are_folders(data),
                known=() if whole else known,
                queries=[assets.queries()] if whole else queries,
                texts=texts,
                stages=chosen,
                whole=whole,
                reference=reference,
                build=folder,
                level=level,
                goldens=goldens,
                cache=None if no_cache else cache_for(data, known),
                rows=folder if _is_given(click.get_current_context(), "folder") else None,
            )
        )
    reports = [judged_by(one, severity) for one in held_to(found, baseline, begun, ratchet=ratchet)]
    _PRINTED.get(form, hand_out)(REPORT_FORMATS[form](reports, language))
    write_reports(report_files, reports, language)
    return exit_code(reports)


def _of_files(files: Sequence[Path], stages: "Stages", known: Sequence[Path], *, reference: bool) -> "Iterator[Report]":
    """Yield the reports on files, with what the known sources say behind them."""
    from kg.checks.run import check_file
    from kg.core import assets

    for one in files:
        yield from check_file(one, assets.ontology(), stages, known=known, reference=reference)


def _is_given(context: click.Context, name: str) -> bool:
    """Tell whether an option stands on the command line, not only in the settings of a project."""
    return context.get_parameter_source(name) is ParameterSource.COMMANDLINE


def _check_options(context: click.Context, judged: str | None) -> None:
    """Refuse options that would say nothing of what is judged, which is sources for None."""
    for name, goes_with in _ONLY_WITH.items():
        if _is_given(context, name) and judged != goes_with:
            raise click.UsageError(f"--{name.replace('_', '-')} goes with {goes_with}.")
    servers = [one for one in context.params["data"] if isinstance(one, str) and judged != _SHAPES]
    if servers:
        raise click.UsageError(f"--data {servers[0]} is a server: add --shapes to validate what it says.")
    if judged == _SHAPES and not (context.params["files"] or _is_given(context, "data")):
        raise click.UsageError("Name the RDF to validate: --data FILE.")
    for name in _NOT_WITH.get(judged or "", ()):
        if _is_given(context, name):
            raise click.UsageError(f"--{_NAMES.get(name, name).replace('_', '-')} goes not with {judged}.")


def _are_folders(data: Sequence[Path]) -> Sequence[Path]:
    """Return folders of sources; refuse a file, which is judged by shapes or as one of FILES."""
    for path in data:
        if path.is_file():
            raise click.UsageError(f"--data {path} is a file: name a folder of sources, or add --shapes to judge RDF.")
    return data
