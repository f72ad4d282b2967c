"""Ask a build in a cell of Jupyter: `%load_ext kg`, then `%%kg` with a query, or `%kg` with a question."""

import shlex
from collections.abc import Mapping
from typing import Any, Final

from kg.api import open  # noqa: A004
from kg.core import assets
from kg.core.errors import ArgumentInvalid, KgError
from kg.core.likeness import did_you_mean, nearest
from kg.core.plugins import question_folders
from kg.frame import Frame
from kg.query.answers import is_sparql
from kg.query.asked import read_arguments
from kg.query.library import find_query
from kg.session import Graph

_OPTIONS: Final = ("--build", "--lang", "--as-known-on", "--valid-on", "--into")


def register(shell: Any) -> None:
    """Give a shell of IPython the magic `kg`."""
    opened: dict[tuple[str, ...], Graph] = {}

    def kg(line: str, cell: str | None = None) -> Frame | None:
        """Answer a question or a query: [--build build] [--lang en] [--as-known-on DAY] [--valid-on DAY] [--into NAME].

        `%%kg` takes a SPARQL query in its cell, `%kg` the name of a question and what it takes: turnover dyad=KZ-RU.
        """
        from IPython.core.error import UsageError

        try:
            options, words = _parted(line)
            frame = _answered(_graph(opened, options), words, cell, options.get("--lang", "en"))
        except KgError as error:  # which IPython then shows without a traceback
            raise UsageError(str(error)) from error
        if "--into" in options:
            shell.user_ns[options["--into"]] = frame
            return None
        return frame

    shell.register_magic_function(kg, magic_kind="line_cell", magic_name="kg")


def _parted(line: str) -> tuple[dict[str, str], list[str]]:
    """Part a line into options with their values, and the other words; raise ArgumentInvalid."""
    try:
        words = shlex.split(line)
    except ValueError as error:
        raise ArgumentInvalid("The line cannot be split into words.", remedy=f"{error}.", value=line) from error
    options: dict[str, str] = {}
    others: list[str] = []
    while words:
        word = words.pop(0)
        if not word.startswith("--"):
            others.append(word)
        elif word not in _OPTIONS or not words:
            remedy = did_you_mean(nearest(word, _OPTIONS), f"There are {', '.join(_OPTIONS)}, each with a value.")
            raise ArgumentInvalid("There is no such option, or it has no value.", remedy=remedy, value=word)
        else:
            options[word] = words.pop(0)
    if not options.get("--into", "it").isidentifier():
        raise ArgumentInvalid("This is no name of a variable.", remedy="Give one.", value=options["--into"])
    return options, others


def _graph(opened: dict[tuple[str, ...], Graph], options: Mapping[str, str]) -> Graph:
    """Open a build on two days; the last one stays open."""
    asked = tuple(options.get(name, "") for name in ("--build", "--as-known-on", "--valid-on"))
    if asked not in opened:
        folder, as_known_on, valid_on = asked
        graph = open(folder or "build", as_known_on=as_known_on or None, valid_on=valid_on or None)
        opened.clear()
        opened[asked] = graph
    return opened[asked]


def _answered(graph: Graph, words: list[str], cell: str | None, language: str) -> Frame:
    """Answer what stands in the cell, or else the line: a query, or a question with its values."""
    if cell is not None and is_sparql(cell):
        return graph.query(cell, lang=language)
    name, *values = [*words, *(cell or "").split()] or [""]
    question = find_query(assets.queries(), name, *question_folders())
    asked: dict[str, Any] = read_arguments(question, values)
    return graph.ask(name, lang=language, **asked)
