"""The tools that assistants are offered: what each is called, takes and does."""

import pickle
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, BinaryIO, Final

from kg.assist import tools
from kg.assist.arguments import DAYS, LANGUAGE, LIMIT, Argument, checked, schema_of
from kg.assist.desk import Desk
from kg.assist.reply import OUTCOMES, Reply, not_answered
from kg.core import assets
from kg.core.errors import ArgumentInvalid, KgError, ProgramFaulty
from kg.core.likeness import did_you_mean, nearest
from kg.core.ontology import Ontology, read_ontology
from kg.core.plugins import question_folders
from kg.core.time_axes import TimeAxes, read_day
from kg.query.apart import apart
from kg.query.header import Query
from kg.query.library import DATATYPES, read_queries
from kg.query.limits import Limits

_BESIDE: Final = 5
"""Seconds that a call may take besides its query: to read names, labels and evidence."""
_SHOWN: Final = 50
_DYAD: Final = Argument("dyad", "string", "The dyad: a key such as KZ-RU, or two economies by name, in any order.")
_ABOUT: Final = Argument("about", "string", "Anything else, by key or name; leave both out for everything.")


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: its name, what it is for, what it takes, and the function that does it."""

    name: str
    told: str
    takes: tuple[Argument, ...]
    run: Callable[[Desk, Mapping[str, Any]], Reply]

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of its arguments."""
        return schema_of(self.takes)


@dataclass(frozen=True)
class Assistant:
    """The tools over the build in a folder, each call within limits, in a process of its own."""

    folder: Path
    limits: Limits

    @cached_property
    def ontology(self) -> Ontology:
        """Return the ontology."""
        return read_ontology(assets.ontology())

    @cached_property
    def tools(self) -> Mapping[str, Tool]:
        """Return the tools by their names."""
        questions = read_queries(assets.queries(), *question_folders())
        return {tool.name: tool for tool in _tools(questions)}

    def call(self, name: str, given: Mapping[str, Any]) -> Reply:
        """Do what a tool does; whatever happens is a reply."""
        limits = replace(self.limits, timeout=self.limits.timeout + _BESIDE)
        try:
            tool = self._tool(name)
            arguments = checked(tool.takes, given)
            reply: Reply = apart(partial(self._write, tool, arguments), pickle.load, limits)
        except KgError as error:
            return not_answered(error)
        return reply

    def _tool(self, name: str) -> Tool:
        if name in self.tools:
            return self.tools[name]
        remedy = did_you_mean(nearest(name, self.tools), f"There are: {', '.join(self.tools)}.")
        raise ArgumentInvalid("There is no such tool.", remedy=remedy, value=name)

    def _write(self, tool: Tool, arguments: Mapping[str, Any], out: BinaryIO) -> None:
        pickle.dump(self.reply(tool, arguments), out)

    def reply(self, tool: Tool, arguments: Mapping[str, Any]) -> Reply:
        """Do what a tool does, in this process."""
        try:
            axes = TimeAxes(*(read_day(day.name, arguments.get(day.name)) for day in DAYS))
            language, limit = arguments.get("lang", "en"), arguments.get("limit", _SHOWN)
            desk = Desk(self.folder, self.ontology, self.limits, axes, language, limit)
            return tool.run(desk, arguments)
        except KgError as error:
            return not_answered(error)
        except Exception as error:
            fault = ProgramFaulty(f"{type(error).__name__}: {error}", remedy="Report it with the call.")
            return not_answered(fault)


def _tools(questions: Mapping[str, Query]) -> Iterator[Tool]:
    text = Argument("text", "string", "A key, a code, or a name in Kazakh, Russian or English.", required=True)
    cls = Argument("class", "string", "Things of this class alone: Country, Firm, Indicator …")
    yield Tool(
        "find", "Find things, indicators, sources and questions by name.", (text, cls, LIMIT, LANGUAGE), tools.find
    )
    yield Tool("ask", _told(questions), (*_asking(questions), LIMIT, LANGUAGE, *DAYS), tools.ask)
    claim = "A claim, or a finding, by its key: claim/…, source/key, finding/…"
    yield Tool(
        "why",
        "Explain a claim: its words, who said them in which post, its source and licence, what contradicts it.",
        (Argument("claim", "string", claim, required=True), LANGUAGE),
        tools.why,
    )
    about = (_DYAD, _ABOUT)
    yield Tool(
        "conflicts", "Show the claims that contradict each other.", (*about, LIMIT, LANGUAGE, *DAYS), tools.conflicts
    )
    on = Argument("on", "string", "A day, YYYY-MM-DD, as of which ages and deadlines count.")
    yield Tool(
        "targets",
        "Show what was announced and planned, when it was said again or moved, and what became of it.",
        (*about, on, LIMIT, LANGUAGE, *DAYS),
        tools.targets,
    )
    yield Tool(
        "mirror",
        "Show what both sides of a dyad report of the flows between them, both values as reported.",
        (replace(_DYAD, required=True), LIMIT, LANGUAGE, *DAYS),
        tools.mirror,
    )
    sparql = (
        "SELECT, ASK, CONSTRUCT or DESCRIBE. Our prefixes need no declaration: dyad:, country:, indicator:, pair: …"
    )
    yield Tool(
        "query",
        "Answer a SPARQL query over all graphs united. A name that the graph has not is refused with the nearest. "
        "Ask a question of `ask` where there is one.",
        (Argument("sparql", "string", sparql, required=True), LIMIT, LANGUAGE, *DAYS),
        tools.query,
    )


def _told(questions: Mapping[str, Query]) -> str:
    """Say what there is to ask: each question with what it takes, in brackets what may be left open."""
    lines = [f"{one.name}{''.join(_taken(one))}: {one.question['en']}" for one in questions.values()]
    return "Ask one of these questions; a value in brackets may be left open.\n" + "\n".join(lines)


def _taken(question: Query) -> Iterator[str]:
    for one in question.parameters:
        yield f" [{one.name}]" if one.may_be_open else f" {one.name}"


def _asking(questions: Mapping[str, Query]) -> tuple[Argument, Argument]:
    """Return the arguments of `ask`: the name of a question, and the values of its parameters by their types."""
    taken: dict[str, dict[str, Any]] = {}
    for question in questions.values():
        for one in question.parameters:
            told = one.type if one.type in DATATYPES else f"{one.type}, by key or name"
            known = taken.setdefault(one.name, {"type": ["string", "integer"], "description": told})
            if told not in known["description"].split("; "):
                known["description"] += f"; {told}"
    return (
        Argument("question", "string", "The name of a question.", required=True, rules={}),
        Argument(
            "values", "object", "Values by parameter.", rules={"properties": taken, "additionalProperties": False}
        ),
    )


def instructions() -> str:
    """Return what an assistant should know before it calls: what a reply is, and what its outcomes mean."""
    outcomes = "\n".join(f"{name}: {meaning}" for name, meaning in OUTCOMES.items())
    return (
        "Dyad holds claims: who said which bounded number about two economies, in which words of which source. "
        "Claims contradict each other, and none is taken for the fact. Give names in any of Kazakh, Russian, English; "
        "never make up an IRI. Tell a number with its bound, unit, period, speaker and words, which `claims` has. "
        f"Each reply has one of {len(OUTCOMES)} outcomes:\n{outcomes}"
    )
