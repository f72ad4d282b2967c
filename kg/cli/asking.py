"""`kg ask` and `kg query`."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.answering import FOR_PEOPLE, Way, answering, show
from kg.cli.options import make_graph, open_at
from kg.cli.terminal import hand_out, is_terminal, say, styled, warn
from kg.core.errors import ArgumentInvalid, FileUnreadable, ParameterInvalid

if TYPE_CHECKING:
    from kg.query.answers import Answer
    from kg.query.library import Query

_LONGEST_QUERY = 10_000_000


@click.command()
@click.argument("name", required=False)
@click.option("--set", "settings", multiple=True, metavar="PARAMETER=VALUE", help="Set a parameter of the question.")
@click.option("--sparql", is_flag=True, help="Print the query instead of asking it.")
@answering
def ask(name: str | None, settings: tuple[str, ...], sparql: bool, way: Way) -> None:
    """Ask the shipped question NAME; without it, list the questions."""
    from kg.core import assets
    from kg.core.ontology import read_ontology
    from kg.query.library import bind, find_query, read_queries

    if name is None:
        if settings or sparql:
            raise ArgumentInvalid("No question is named.", remedy="Name one; `kg ask` alone lists them.")
        _list_questions(read_queries(assets.queries()), way.language)
        return
    question = find_query(assets.queries(), name)
    text = bind(question, _arguments(settings), read_ontology(assets.ontology()))
    if sparql:
        hand_out(text)
        return
    if way.form in FOR_PEOPLE and way.out is None:
        say(styled(question.question[way.language], bold=True), err=not is_terminal())
    show(_answer(text, way), way, [("question", question.question[way.language]), *_arguments(settings).items()])


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@answering
def query(file: Path, way: Way) -> None:
    """Answer the SPARQL query in FILE, or on standard input for `-`, over the union of all graphs."""
    text = _read(file)
    show(_answer(text, way), way, [("query", text)])


def _read(path: Path) -> str:
    """Read a query; raise FileUnreadable for what is not there, is too long for one, or is not UTF-8."""
    try:
        with click.open_file(str(path), "rb") as file:
            text: bytes = file.read(_LONGEST_QUERY + 1)
        if len(text) > _LONGEST_QUERY:
            raise FileUnreadable(
                "The query is longer than 10 MB.", remedy="Load what it lists, and name it in the pattern.", path=path
            )
        return text.decode("utf-8-sig")
    except OSError as error:
        raise FileUnreadable("The query cannot be read.", remedy=f"{error.strerror}.", path=path) from error
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise FileUnreadable("The query is not UTF-8.", remedy="Save it as UTF-8.", path=path, line=line) from error


def _arguments(settings: tuple[str, ...]) -> dict[str, str]:
    """Read `parameter=value` settings; raise ParameterInvalid."""
    arguments: dict[str, str] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name or not value or name in arguments:
            raise ParameterInvalid(
                "The setting is no parameter=value, or stands twice.",
                remedy="Write --set dyad=KZ-RU, once a parameter.",
                value=setting,
            )
        arguments[name] = value
    return arguments


def _list_questions(questions: "dict[str, Query]", language: str) -> None:
    """Print the name and text of every question."""
    width = max(map(len, questions))
    for name, question in questions.items():
        say(f"{name.ljust(width)}  {question.question[language]}")


def _answer(text: str, way: Way) -> "Answer":
    """Ask the build, or the server, which is warned of if it does not unite its named graphs."""
    if way.endpoint is None:
        from kg.core.graph import open_build
        from kg.query.apart import answer_apart

        if not way.axes:
            make_graph(way.folder)
            return answer_apart(partial(open_build, way.folder), text, way.limits)
        store = open_at(way.folder, way.axes, text)
        return answer_apart(lambda: store, text, way.limits)
    if way.axes:
        raise ArgumentInvalid(
            "A server answers from all its claims: --as-known-on and --valid-on restrict a build.",
            remedy="Leave --endpoint out, or ask the server by the days in the query, as valid-at-known-on does.",
            value=way.endpoint,
        )
    from kg.query.remote import answer_server

    answer, united = answer_server(way.endpoint, text, way.limits)
    if united is False:
        warn(
            "warning: the server does not unite its named graphs, so that queries written for the union miss what "
            "they hold: configure it to, or load the graph without names."
        )
    return answer
