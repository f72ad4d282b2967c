"""The questions for people: a list by topic, and a page on one, each in the reader's language."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from babel.numbers import format_decimal

from kg.cli.terminal import say, styled, width
from kg.core import iri, terms
from kg.core.errors import BuildMissing
from kg.core.graph import NamedNode, Store, open_build
from kg.core.ontology import RDF_TYPE, Ontology
from kg.query.asked import ParameterValue, values_of
from kg.query.header import OWN, Parameter, Query
from kg.query.library import DATATYPES
from kg.wording.asked import said

_COLUMNS = 80
_WIDEST = 100
_FEW = 12
_SOME = 4


def _lines(text: str, indent: str) -> str:
    columns = min(width(_COLUMNS), _WIDEST)
    return textwrap.fill(text, columns, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


def list_questions(
    questions: Sequence[Query], topics: Mapping[str, Mapping[str, str]], packs: Mapping[str, str | None], language: str
) -> None:
    """Print the questions under their topics, each with what it takes and, where one has what it asks for, the pack."""
    by_topic: dict[str, list[Query]] = {topic: [] for topic in topics}
    for question in questions:
        by_topic.setdefault(question.topic, []).append(question)
    own = by_topic.pop(OWN, [])
    for topic, found in {**by_topic, OWN: own}.items():
        if found:
            say(styled(topics.get(topic, {}).get(language, topic), bold=True))
        for question in found:
            pack = packs.get(question.name)
            mark = f"  ({said('needs pack', language, pack)})" if pack else ""
            say("  ", styled(question.name, fg="cyan"), _signature(question), mark)
            say(_lines(question.question[language], " " * 6))
    say("\n", _lines(said("help", language), ""))


def _signature(question: Query) -> str:
    """Write what a question takes as a usage line does: what may be left open in brackets."""
    names = [(parameter.name.upper(), parameter.may_be_open) for parameter in question.parameters]
    return "".join(f" [{name}]" if may_be_open else f" {name}" for name, may_be_open in names)


def store_of(folder: Path) -> Store | None:
    """Open the build for its labels, None where there is none."""
    try:
        return open_build(folder)
    except BuildMissing:
        return None


def explain_question(
    question: Query, ontology: Ontology, folder: Path, language: str, own: Sequence[Path] = ()
) -> None:
    """Print what a question asks, what it takes, and a command that asks it."""
    store = store_of(folder)
    values = values_of(question, {}, ontology)
    say(styled(question.name, bold=True), _signature(question))
    say(_lines(question.question[language], "  "))
    if question.summary and language == "en":
        say(_lines(question.summary, "  "))
    say("\n", said("parameters" if values else "no parameters", language))
    for value in values:
        say("  ", styled(value.parameter.name, fg="cyan"), f"  {_kind(value.parameter, ontology, language)}")
        for line in _about(value, ontology, store, language):
            say(_lines(line, " " * 6))
    folders = "".join(f" --queries {path}" for path in own)
    say("\n", said("example", language), f"\n  kg ask {question.name}{_example(question, values)}{folders}")


def _kind(parameter: Parameter, ontology: Ontology, language: str) -> str:
    if parameter.type in DATATYPES:
        return said(parameter.type, language)
    return ontology.label(_class_of(parameter), language) or parameter.type


def _class_of(parameter: Parameter) -> str:
    return iri.PREFIXES["dyad"] + parameter.type


def _about(value: ParameterValue, ontology: Ontology, store: Store | None, language: str) -> Iterator[str]:
    """Yield lines on a parameter: its use, its default, and what may stand there."""
    yield value.parameter.described[language]
    if value.is_open:
        yield said("open", language)
    else:
        key = f" ({iri.own_key(value.text)})" if value.is_entity and store else ""
        why = f": {value.parameter.reasons[language]}" if language in value.parameter.reasons else ""
        yield said("default", language, f"{value.shown(store, language)}{key}{why}")
        if value.parameter.may_be_open:
            yield said("may be open", language)
    if value.parameter.type not in DATATYPES:
        yield from _allowed(_class_of(value.parameter), ontology, store, language)


def _allowed(cls: str, ontology: Ontology, store: Store | None, language: str) -> Iterator[str]:
    """Yield what may be named of a class: concepts one by one, or some of many; entities by their number."""
    segments = ontology.segments(cls)
    if len(segments) == 1 and terms.Concept in ontology.supers(cls):
        names = sorted(name for name, kind in ontology.individuals() if kind == cls)
        if len(names) <= _FEW:
            labels = [f"{iri.own_key(name)} ({ontology.label(name, language)})" for name in names]
            yield said("one of", language, ", ".join(labels))
        else:
            yield said("one of many", language, len(names), ", ".join(map(iri.own_key, names[:_SOME])))
    elif store is not None:
        quads = store.quads_for_pattern(None, NamedNode(RDF_TYPE), NamedNode(cls))
        yield said("entities", language, format_decimal(len({quad.subject for quad in quads}), locale=language))


def _example(question: Query, values: Sequence[ParameterValue]) -> str:
    """Write values that make a command that runs: the defaults, or else what the article of the tests is asked with."""
    some = question.seed or question.test if all(value.is_open for value in values) else {}
    if some and question.seed:
        return "".join(f" {name}={_quoted(value)}" for name, value in some.items())
    words, bare = [], True
    for value in values:
        bare = bare and not value.is_open
        if not value.is_open:
            text = iri.own_key(value.text) if value.is_entity else value.text
            text = iri.key_of(value.text) if value.is_entity and value.parameter.type == "Entity" else text
            words.append(_quoted(text) if bare else f"{value.parameter.name}={_quoted(text)}")
    return "".join(f" {word}" for word in words)


def _quoted(text: str) -> str:
    """Quote a word for a shell where it has to be."""
    from shlex import quote

    return quote(text)
