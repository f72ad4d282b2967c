"""`kg ask` and `kg query`."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.answering import FOR_PEOPLE, Way, answering, show_answer
from kg.cli.options import make_graph, open_at
from kg.cli.terminal import hand_out, is_terminal, say, styled, warn
from kg.core.errors import ArgumentInvalid, FileUnreadable, QueryInvalid

if TYPE_CHECKING:
    from kg.core.graph import Store
    from kg.core.ontology import Ontology
    from kg.query.answers import Answer
    from kg.query.header import Query
    from kg.unanswered import Asked

_LONGEST_QUERY = 10_000_000
_LONGEST_NAME = 255
_FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)


def _help_alone(ctx: click.Context, _: click.Parameter, wanted: bool) -> bool:
    """Show the help of the command itself before anything is opened, where it names no question."""
    if wanted and ctx.params["name"] is None:
        say(ctx.get_help())
        ctx.exit()
    return wanted


@click.command(context_settings={"help_option_names": []})
@click.argument("name", required=False, is_eager=True)
@click.argument("values", nargs=-1)
@click.option("--set", "settings", multiple=True, metavar="PARAMETER=VALUE", help="Set a parameter of the question.")
@click.option("--sparql", is_flag=True, help="Print the query instead of asking it.")
@click.option("--queries", multiple=True, type=_FOLDER, help="Folder of questions of your own; may be repeated.")
@answering
@click.option(
    *("-h", "--help", "helps"),
    is_flag=True,
    callback=_help_alone,
    help="Show this, or what the question NAME takes, and exit.",
)
def ask(
    name: str | None,
    values: tuple[str, ...],
    settings: tuple[str, ...],
    sparql: bool,
    queries: tuple[Path, ...],
    helps: bool,
    way: Way,
) -> None:
    """Ask the question NAME; without it, list the questions.

    VALUES are what the question takes, in the order in which `kg ask NAME --help` shows it, or PARAMETER=VALUE.
    """
    from kg.core.plugins import question_folders

    queries = (*queries, *question_folders())
    if name is None:
        if settings or sparql:
            raise ArgumentInvalid("No question is named.", remedy="Name one; `kg ask` alone lists them.")
        _list(queries, way.language)
        return
    from kg.core import assets
    from kg.core.ontology import read_ontology
    from kg.query.library import find_query

    question, ontology = find_query(assets.queries(), name, *queries), read_ontology(assets.ontology())
    if helps:
        from kg.cli.questions import explain_question

        explain_question(question, ontology, way.folder, way.language, queries)
        return
    _ask(question, (values, settings), ontology, way, sparql=sparql)


def _list(own: tuple[Path, ...], language: str) -> None:
    from kg.cli.questions import list_questions
    from kg.core import assets
    from kg.core.ontology import read_ontology
    from kg.query.library import read_queries, read_topics
    from kg.query.matter import matter_of, pack_for
    from kg.rows.packed import only_in_packs

    questions, topics = read_queries(assets.queries(), *own), read_topics(assets.queries(), *own)
    ontology, packed = read_ontology(assets.ontology()), only_in_packs(assets.data(), assets.packs())
    packs = {
        name: pack_for(matter_of(question.text, ontology), packed, ontology) for name, question in questions.items()
    }
    list_questions([*questions.values()], topics, packs, language)


def _ask(
    question: "Query", words: tuple[tuple[str, ...], tuple[str, ...]], ontology: "Ontology", way: Way, *, sparql: bool
) -> None:
    """Ask a question with the words of a command; print the query instead where `sparql` says so."""
    from kg.names.resolve import naming_in
    from kg.query.asked import in_words, read_arguments, values_of
    from kg.query.library import with_terms
    from kg.query.prefixes import with_prefixes
    from kg.unanswered import why_unanswered

    naming = naming_in(way.folder, ontology, way.language, elsewhere=way.endpoint is not None)
    values = values_of(question, read_arguments(question, *words), ontology, naming)
    text = with_terms(question, {value.parameter.name: value.term for value in values if value.given})
    if sparql:
        hand_out(with_prefixes(text))
        return
    answer = _answer(text, way)
    asked = in_words(values, _labels(way), way.language)
    if way.out is None:
        _say_asked(question.question[way.language], asked, way)
    notes = () if answer.rows or way.endpoint else why_unanswered(question, values, _asked(ontology, way))
    about = [("question", question.question[way.language]), *asked]
    show_answer(replace(answer, asked=asked, notes=notes), way, about)


def _asked(ontology: "Ontology", way: Way) -> "Asked":
    from kg.unanswered import Asked

    return Asked(way.folder, way.axes, way.limits, ontology, way.language)


def _labels(way: Way) -> "Store | None":
    """Open the build for its labels, None where a server is asked."""
    from kg.cli.questions import store_of

    return store_of(way.folder) if way.endpoint is None else None


def _say_asked(question: str, asked: tuple[tuple[str, str], ...], way: Way) -> None:
    """Print above an answer what was asked, with the values of the parameters; beside data on standard error."""
    aside = not is_terminal() or way.form not in FOR_PEOPLE
    if way.form in FOR_PEOPLE:
        say(styled(question, bold=True), err=aside)
    if asked:
        say("; ".join(f"{name}: {value}" for name, value in asked), err=aside)


@click.command()
@click.argument("text", metavar="QUERY")
@answering
def query(text: str, way: Way) -> None:
    """Answer the SPARQL query QUERY, over the union of all graphs.

    QUERY is a query as such, 'SELECT …', or a file that holds one, or `-` for standard input. The prefixes of the
    ontology, of its individuals (country:KZ, indicator:goods-exports) and of the vocabularies in use need no
    declaration.
    """
    path = None if _is_query(text) else Path(text)
    asked = text if path is None else _read(path)
    try:
        if way.endpoint is None:
            _check_names(asked, way)
        answer = _answer(asked, way)
        notes = () if answer.rows or way.endpoint else _why_nothing(asked, way)
        show_answer(replace(answer, notes=notes), way, [("query", asked)])
    except QueryInvalid as error:
        error.path = error.path or (path if text != "-" else None)
        raise


def _why_nothing(text: str, way: Way) -> tuple[str, ...]:
    from kg.core import assets
    from kg.core.ontology import read_ontology
    from kg.unanswered import why_nothing_meets

    return why_nothing_meets(text, _asked(read_ontology(assets.ontology()), way))


def _is_query(text: str) -> bool:
    """Tell a query from the name of a file: it begins as SPARQL does, and no file is called so."""
    from kg.query.answers import is_sparql

    return (is_sparql(text) or "{" in text) and (len(text) > _LONGEST_NAME or not Path(text).is_file())


def _check_names(text: str, way: Way) -> None:
    """Raise QueryInvalid for a name of ours that the build has not, and warn of others."""
    from kg.core.graph import open_build
    from kg.query.constants import check_names

    make_graph(way.folder)
    for one in check_names(text, open_build(way.folder)):
        warn(f"warning: {one}")


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
    from kg.query.prefixes import with_prefixes
    from kg.query.remote import answer_server

    answer, united = answer_server(way.endpoint, with_prefixes(text), way.limits)
    if united is False:
        warn(
            "warning: the server does not unite its named graphs, so that queries written for the union miss what "
            "they hold: configure it to, or load the graph without names."
        )
    return answer
