"""`kg ask` and `kg query`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from kg.cli.options import build_folder, language
from kg.errors import ParameterInvalid

if TYPE_CHECKING:
    from kg.query.answers import Answer
    from kg.query.library import Query

_FORMATS = ["table", "records", "csv", "tsv", "json", "parquet", "nt"]
_FOR_PEOPLE = {"table", "records"}

_form = click.option("--format", "form", type=click.Choice(_FORMATS), default="table", show_default=True)
_out = click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write instead of printing.")
_endpoint = click.option("--endpoint", metavar="URL", help="SPARQL server to ask instead of the build.")
_timeout = click.option("--timeout", type=float, default=60, show_default=True, help="Seconds to wait for a server.")


@click.command()
@click.argument("name", required=False)
@click.option("--set", "settings", multiple=True, metavar="PARAMETER=VALUE", help="Set a parameter of the question.")
@click.option("--sparql", is_flag=True, help="Print the query instead of asking it.")
@build_folder
@_endpoint
@_timeout
@_form
@_out
@language
def ask(
    name: str | None,
    settings: tuple[str, ...],
    sparql: bool,
    folder: Path,
    endpoint: str | None,
    timeout: float,
    form: str,
    out: Path | None,
    language: str,
) -> None:
    """Ask the shipped question NAME; without it, list the questions."""
    from kg import assets
    from kg.ontology import read_ontology
    from kg.query.library import bind, find_query, read_queries

    if name is None:
        _list_questions(read_queries(assets.queries()), language)
        return
    question = find_query(assets.queries(), name)
    text = bind(question, _arguments(settings), read_ontology(assets.ontology()))
    if sparql:
        click.echo(text, nl=False)
        return
    if form in _FOR_PEOPLE and out is None:
        click.secho(question.question[language], bold=True, err=not sys.stdout.isatty())
    _show(_answer(text, folder, endpoint, timeout), folder, form, out, language)


@click.command()
@click.argument("file", type=click.File(encoding="utf-8"))
@build_folder
@_endpoint
@_timeout
@_form
@_out
@language
def query(
    file: TextIO,
    folder: Path,
    endpoint: str | None,
    timeout: float,
    form: str,
    out: Path | None,
    language: str,
) -> None:
    """Answer the SPARQL query in FILE, or on standard input for `-`, over the union of all graphs."""
    _show(_answer(file.read(), folder, endpoint, timeout), folder, form, out, language)


def _arguments(settings: tuple[str, ...]) -> dict[str, str]:
    """Read `parameter=value` settings; raise ParameterInvalid."""
    arguments: dict[str, str] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name or not value or name in arguments:
            raise ParameterInvalid("The setting is no parameter=value, or stands twice.",
                                   remedy="Write --set dyad=KZ-RU, once a parameter.", value=setting)  # fmt: skip
        arguments[name] = value
    return arguments


def _list_questions(questions: "dict[str, Query]", language: str) -> None:
    """Print the name and text of every question."""
    width = max(map(len, questions))
    for name, question in questions.items():
        click.echo(f"{name.ljust(width)}  {question.question[language]}")


def _answer(text: str, folder: Path, endpoint: str | None, timeout: float) -> "Answer":
    """Ask the build, or the server, which is warned of if it does not unite its named graphs."""
    if endpoint is None:
        from kg.graph import open_build
        from kg.query.answers import answer

        return answer(open_build(folder), text)
    from kg.query.remote import answer_remote, unites_named_graphs

    if unites_named_graphs(endpoint, timeout) is False:
        click.secho(
            "warning: the server does not unite its named graphs, so that queries written for the union miss what "
            "they hold: configure it to, or load the graph without names.",
            fg="yellow",
            err=True,
        )
    return answer_remote(endpoint, text, timeout)


def _show(answer: "Answer", folder: Path, form: str, out: Path | None, language: str) -> None:
    """Print an answer, or write it to a file."""
    if form in _FOR_PEOPLE:
        from kg.cli.tables import render

        text = render(answer, folder, language, records=form == "records")
        if out is None:
            click.echo(text, nl=False)
        else:
            from kg.output import file_beside

            with file_beside(out) as partial:
                partial.write_text(text, encoding="utf-8")
    else:
        from kg.query.formats import write

        if out is not None:
            from kg.output import file_beside

            with file_beside(out) as partial, partial.open("wb") as file:
                write(answer, form, file)
        else:
            write(answer, form, sys.stdout.buffer)
    if not answer.rows:
        click.echo("no rows", err=True)
