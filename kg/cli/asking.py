"""`kg ask` and `kg query`."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias

import click

from kg.cli.options import build_folder, language, make_graph, open_at, spreadsheet, time_axes
from kg.cli.terminal import data_out, hand_out, is_terminal, say, styled, unstyled, warn
from kg.core.errors import ArgumentInvalid, FileUnreadable, ParameterInvalid
from kg.query.limits import Limits

if TYPE_CHECKING:
    from kg.core.time_axes import TimeAxes
    from kg.query.answers import Answer
    from kg.query.library import Query

FORMATS = ["table", "records", "csv", "tsv", "json", "parquet", "nt"]
_FOR_PEOPLE = {"table", "records"}
_USUAL = Limits()
_LONGEST_QUERY = 10_000_000

_Command: TypeAlias = Callable[..., None]
_OPTIONS: list[Callable[[_Command], _Command]] = [
    build_folder,
    time_axes,
    click.option("--endpoint", metavar="URL", help="SPARQL server to ask instead of the build."),
    click.option("--timeout", type=float, default=_USUAL.timeout, show_default=True, help="Seconds a query may take."),
    click.option("--memory", type=int, default=_USUAL.memory, show_default=True, help="Megabytes of memory."),
    click.option("--max-rows", type=int, default=_USUAL.rows, show_default=True, help="Rows an answer may have."),
    click.option("--max-size", type=int, help=f"Megabytes a server may send; {_USUAL.size} unless you say."),
    click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True),
    click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write instead of printing."),
    spreadsheet,
    language,
]


@dataclass(frozen=True, slots=True)
class _Way:
    """Where a query is answered, and how its answer is shown."""

    folder: Path
    axes: "TimeAxes"
    endpoint: str | None
    limits: Limits
    form: str
    safe: bool
    out: Path | None
    language: str


def _answering(command: _Command) -> _Command:
    """Give a command the options of a way, and hand them to it as one value."""

    @wraps(command)
    def run(timeout: float, memory: int, max_rows: int, max_size: int | None, **values: Any) -> None:
        if max_size is not None and values["endpoint"] is None:
            raise ArgumentInvalid(
                "--max-size is for a server, and none is asked.", remedy="Leave it out, or give --endpoint too."
            )
        values["limits"] = Limits(timeout, memory, max_rows, _USUAL.size if max_size is None else max_size)
        way = _Way(**{field.name: values.pop(field.name) for field in fields(_Way)})
        command(way=way, **values)

    answering: _Command = run
    for option in reversed(_OPTIONS):
        answering = option(answering)
    return answering


@click.command()
@click.argument("name", required=False)
@click.option("--set", "settings", multiple=True, metavar="PARAMETER=VALUE", help="Set a parameter of the question.")
@click.option("--sparql", is_flag=True, help="Print the query instead of asking it.")
@_answering
def ask(name: str | None, settings: tuple[str, ...], sparql: bool, way: _Way) -> None:
    """Ask the shipped question NAME; without it, list the questions."""
    from kg.core import assets
    from kg.core.ontology import read_ontology
    from kg.names.resolve import naming_in
    from kg.query.library import bind, find_query, read_queries

    if name is None:
        if settings or sparql:
            raise ArgumentInvalid("No question is named.", remedy="Name one; `kg ask` alone lists them.")
        _list_questions(read_queries(assets.queries()), way.language)
        return
    question = find_query(assets.queries(), name)
    ontology = read_ontology(assets.ontology())
    naming = naming_in(way.folder, ontology, way.language, elsewhere=way.endpoint is not None)
    text = bind(question, _arguments(settings), ontology, naming)
    if sparql:
        hand_out(text)
        return
    if way.form in _FOR_PEOPLE and way.out is None:
        say(styled(question.question[way.language], bold=True), err=not is_terminal())
    _show(_answer(text, way), way)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@_answering
def query(file: Path, way: _Way) -> None:
    """Answer the SPARQL query in FILE, or on standard input for `-`, over the union of all graphs."""
    _show(_answer(_read(file), way), way)


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


def _answer(text: str, way: _Way) -> "Answer":
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


def _show(answer: "Answer", way: _Way) -> None:
    """Print an answer, or write it to a file, which it replaces only when it is whole."""
    if way.out is not None:
        from kg.core.output import file_beside

        with file_beside(way.out) as partial, partial.open("wb") as file:
            _write(answer, way, file)
    elif way.form in _FOR_PEOPLE:
        say(_laid_out(answer, way), end="")
    else:
        _write(answer, way, data_out())
    if not answer.rows:
        say("no rows", err=True)


def _laid_out(answer: "Answer", way: _Way) -> str:
    from kg.cli.tables import render

    return render(answer, way.folder, way.language, records=way.form == "records")


def _write(answer: "Answer", way: _Way, file: BinaryIO) -> None:
    if way.form in _FOR_PEOPLE:
        file.write(unstyled(_laid_out(answer, way)).encode())
    else:
        from kg.query.formats import for_spreadsheet, write_answer

        write_answer(for_spreadsheet(answer) if way.safe else answer, way.form, file)
    file.flush()
